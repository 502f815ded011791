"""Redaction where a replay gives something away: events, names of files, lines that are rejects."""

import os
import secrets
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final

import attrs

from ..events import (
    Event,
    InvalidEventError,
    Redaction,
    RedactionKeyError,
    UnknownTypeError,
    decode,
)
from ..events.personal import Personal
from .lines import RAW_HOLDS
from .partitions import Partition
from .sources import STANDARD_INPUT, Source
from .streams import conversations, streams

_FILE: Final = Personal("file")
_LOG: Final = Personal("log")
_LINE: Final = Personal("line")

_DIGEST: Final = "raw_keyed_digest"

_KEY_BYTES: Final = 32


def redacted(streams: Iterator[list[Event]], redaction: Redaction | None) -> Iterator[list[Event]]:
    """Return *streams* with personal text replaced: duplicates are dropped, and events in order."""
    if redaction is None:
        return streams
    return ([*map(redaction.redacted, stream)] for stream in streams)


def conversations_to_fold(
    partition: Partition, dropped: AbstractSet[int], redaction: Redaction | None
) -> Iterator[list[Any]]:
    """Yield the conversations of a partition for folds, which ask for no more than records have.

    Redacted they are events: a record does not know which of its texts are personal.
    """
    if redaction is None:
        return conversations(partition, dropped)
    return redacted(streams(partition, dropped), redaction)


def hide(sources: Iterable[Source], redaction: Redaction) -> None:
    """Give *sources* that were read pseudonyms: a path can name people, a digest proves a guess."""
    for source in sources:
        if source.name != STANDARD_INPUT:
            source.name = redaction.pseudonym(_FILE, source.name)
        source.also = [redaction.pseudonym(_FILE, name) for name in source.also]
        source.sha256 = redaction.pseudonym(_LOG, source.sha256)


def inputs_of(sources: Iterable[Source], redaction: Redaction | None) -> list[dict[str, Any]]:
    """Return what a manifest tells of *sources*; a digest under a key is not called SHA-256."""
    inputs = [source.as_data() for source in sources]
    if redaction is not None:
        for told in inputs:
            told["keyed_digest"] = told.pop("sha256")
    return inputs


def stand_in(raw: bytes, redaction: Redaction) -> dict[str, Any]:
    """Return what is told in place of *raw*: its length, and a digest under the key.

    Of a line that was too long to be loaded they are those of its beginning, as its reason says.
    """
    return {"raw_bytes": len(raw), _DIGEST: redaction.pseudonym(_LINE, raw)}


def reason_without_values(reason: str, raw: bytes) -> str:
    """Return why a line was rejected, without what the *reason* quotes of it.

    Of *raw* there is a digest only, and the reason of a long line says so.
    """
    try:
        decode(raw)
    except InvalidEventError as error:
        if str(error) == reason:
            return error.without_what_was_found
    except UnknownTypeError:
        pass  # the beginning of a long line, which can be an object by itself
    # It was rejected for its length, or is a duplicate.
    return reason.replace(RAW_HOLDS, f"{_DIGEST} is of")


@attrs.define
class Key:
    """A key and its file: one that was read, or a new one, which is in no file until it is kept."""

    path: Path
    text: bytes = attrs.field(repr=False)
    is_new: bool

    @classmethod
    def of(cls, path: Path) -> "Key":
        """Return the key in the file at *path*, or a new one: 32 random bytes in hexadecimal.

        Raises:
            RedactionKeyError: The file cannot be read.
        """
        try:
            if path.exists():
                return cls(path, path.read_bytes(), is_new=False)
        except OSError as error:
            raise RedactionKeyError(f"{path}: the key cannot be read: {error.strerror}") from None
        return cls(path, secrets.token_hex(_KEY_BYTES).encode() + b"\n", is_new=True)

    def keep(self) -> None:
        """Make the file of a new key, which only its owner can read: whole, or not at all.

        Raises:
            RedactionKeyError: It cannot be made.
        """
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with open(file, "wb") as opened:  # noqa: PTH123  # a path cannot make it private
                    opened.write(self.text)
                    opened.flush()
                    os.fsync(file)
            except BaseException:
                self.path.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise RedactionKeyError(
                f"{self.path}: the key cannot be made: {error.strerror}; see that its folder is "
                "there and can be written to, then try again"
            ) from None
        self.is_new = False
