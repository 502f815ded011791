"""Redaction where a replay gives something away: events, names of files, lines that are rejects."""

import os
import secrets
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final

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


def read_or_make_key(path: Path) -> tuple[bytes, bool]:
    """Return the key in the file at *path*, and whether it was made: where there is none, it is.

    A key is 32 random bytes in hexadecimal, in a file that only its owner can read.

    Raises:
        RedactionKeyError: The file can be neither read nor made.
    """
    try:
        if path.exists():
            return path.read_bytes(), False
        key = secrets.token_hex(_KEY_BYTES).encode() + b"\n"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(file, "wb") as opened:  # noqa: PTH123  # a path has no way to make it private
            opened.write(key)
            opened.flush()
            os.fsync(file)
    except OSError as error:
        raise RedactionKeyError(f"{path}: the key cannot be read: {error.strerror}") from None
    return key, True
