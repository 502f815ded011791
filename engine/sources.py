"""Where a log comes from: files, folders and standard input, plain or compressed."""

import errno
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, Literal, cast

import attrs

from ..events import ReplaydeskError
from .compression import DamageError, compression, decompressed
from .folders import logs_of, printable
from .lines import DEFAULT_MAX_LINE, split_lines
from .no_log import LogNotFoundError as LogNotFoundError  # noqa: PLC0414  # it is told here
from .no_log import is_parquet, named_parquet
from .stored import ChangedError, Part, Stamp

STANDARD_INPUT: Final = "-"
"""How standard input is named among logs."""

_CHUNK: Final = 1 << 20

DAMAGED: Final = "fetch it again, or take what comes before with --damaged replay"
"""What to do about a damaged log."""


class DamagedLogError(ReplaydeskError, OSError):
    """A log could not be read to its end, or was changed meanwhile."""


@attrs.frozen(kw_only=True)
class Reading:
    """How a log is read."""

    max_line: int = DEFAULT_MAX_LINE
    """Bytes; a longer line is a reject, of which the first bytes are kept."""

    damaged: Literal["FAIL", "REPLAY"] = "FAIL"
    """What is done with a log whose compression is broken: nothing, or what precedes the damage
    is replayed."""


@attrs.frozen
class Damage:
    """Where the compression of a log is broken; what follows was not read."""

    offset: int
    """The byte of the stored file at which the decoder could not go on."""

    reason: str
    lines: int
    """How many whole lines come before."""

    part: int | None
    """Where a checksum is wrong, the byte from which on it is made: any of that may be damaged."""

    def __str__(self) -> str:
        """Tell of it."""
        where = f"its compression is broken at byte {self.offset:,}: {self.reason}"
        if self.part is not None:
            where += f", of what begins at byte {self.part:,}"
        if self.lines == 1:
            return f"{where}; 1 whole line comes before"
        return f"{where}; {self.lines:,} whole lines come before"


@attrs.define
class Source:
    """One file of a log, or standard input; its size and digest are known once it was read."""

    name: str
    """As it was named; for a file in a folder, the folder's name and the way to it."""

    path: Path | None
    """Nothing for standard input."""

    reading: Reading = attrs.field(factory=Reading)
    stamp: Stamp | None = None
    """Of a file as it was when it was found; a pipe has none."""

    also: list[str] = attrs.field(factory=list)
    """Other names that it was given; it is read once."""

    size: int = 0
    """Bytes as they are stored, compressed or not."""

    sha256: str = ""
    damage: Damage | None = None
    parts: dict[tuple[int, int | None], str] = attrs.field(factory=dict)
    """Where it was read in parts, a checksum of each."""

    @property
    def expected_size(self) -> int:
        """How many bytes will be read, as far as that is known."""
        return 0 if self.stamp is None else self.stamp.size

    def adopt(self, other: "Source") -> None:
        """Take over what another process learnt of this source as it read all or parts of it."""
        self.parts |= other.parts
        if other.sha256:
            self.size, self.sha256, self.damage = other.size, other.sha256, other.damage

    def as_data(self) -> dict[str, Any]:
        """Return what a manifest tells of it."""
        told: dict[str, Any] = {"name": self.name, "size": self.size, "sha256": self.sha256}
        if self.also:
            told["also"] = self.also
        if self.damage is not None:
            told["damage"] = attrs.asdict(self.damage)
        return told


def find_sources(logs: Iterable[str], reading: Reading | None = None) -> list[Source]:
    """Return the sources that *logs* name, those of a folder in the order of their names.

    A file that is named twice, also by a link, is one source: it is read once.

    Raises:
        LogNotFoundError: A name is neither a file, a pipe nor a folder with logs, or there is none.
        DamagedLogError: A file or a folder may not be looked at.
    """
    sources: list[Source] = []
    known: dict[tuple[int, int], Source] = {}
    for source, file in _named(logs, reading or Reading()):
        if file is not None and file in known:
            known[file].also.append(source.name)
            continue
        if file is not None:
            known[file] = source
        sources.append(source)
    if sum(source.path is None for source in sources) > 1:
        raise LogNotFoundError("standard input (-) is named twice; it can be read but once")
    if not sources:
        raise LogNotFoundError("no log was named; name a file, a folder, or - for standard input")
    return sources


def _named(
    logs: Iterable[str], reading: Reading
) -> Iterator[tuple[Source, tuple[int, int] | None]]:
    """Yield each source as often as it is named, and what tells its file from others."""
    for log in logs:
        if log == STANDARD_INPUT:
            yield Source(log, None, reading), None
            continue
        try:
            for path, status in logs_of(log):
                name = printable(log if path == Path(log) else str(path))
                stamp = Stamp.of(status)
                is_file = stat.S_ISREG(status.st_mode)
                yield Source(name, path, reading, stamp if is_file else None), stamp.file
        except LogNotFoundError:
            raise
        except OSError as error:
            raise DamagedLogError(_unreadable(printable(error.filename or log), error)) from error


def read_lines(
    source: Source, start: int = 0, end: int | None = None
) -> Iterator[tuple[list[bytes], int]]:
    """Yield the lines of *source*, in batches, and how many stored bytes were read so far.

    Lines have lost their line ends, and the file a byte-order mark at its start; a line that is
    too long is a `LongLine`. Compression is told by the first bytes, not by the name. Of a plain
    file only the lines from byte *start* to byte *end* can be asked for; read whole, it has its
    size and digest set, and its damage if it was read up to there. Of a file that grows, what it
    held when it was found is read.

    Raises:
        LogNotFoundError: The file is Parquet.
        DamagedLogError: The file cannot be opened or read, was changed meanwhile, or its
            compression is broken and it was not asked for what precedes that.
    """
    is_whole = start == 0 and end is None
    last = source.stamp.size if end is None and source.stamp else end
    with opened(source) as file:
        if start == 0:
            refuse_parquet(source, file)
        part = Part(file, start, None if last is None else last - start, is_whole=is_whole)
        buffered = cast("BinaryIO", io.BufferedReader(part, _CHUNK))
        chunks = decompressed(buffered) if is_whole else iter(partial(buffered.read, _CHUNK), b"")
        before, damage = 0, None
        try:
            for lines in split_lines(chunks, source.reading.max_line, at_start=start == 0):
                before += len(lines)
                yield lines, part.size
        except DamageError as error:
            damage = Damage(error.offset, error.reason, before, error.part)
        is_failure = damage is not None and source.reading.damaged != "REPLAY"
        if source.stamp is not None:
            part.drain()
            part.confirm(source.stamp)  # damage may come of a change, and is told as that
        elif not is_failure:
            part.drain()
        if is_failure:
            raise DamagedLogError(f"{source.name}: the log cannot be read: {damage}; {DAMAGED}")
        if is_whole:
            source.size, source.sha256, source.damage = part.size, part.digest, damage
        else:
            source.parts[start, end] = part.digest


def refuse_parquet(source: Source, file: IO[bytes]) -> None:
    """Refuse an open *file* that is Parquet, whatever it is called; of a pipe nobody can tell.

    Raises:
        LogNotFoundError: It is.
    """
    if source.stamp is not None and is_parquet(file, source.stamp.size):
        raise named_parquet(source.name)


def digest(source: Source) -> None:
    """Set the size and digest of a file that was read in parts.

    Raises:
        DamagedLogError: The file cannot be opened or read, or was changed meanwhile.
    """
    with opened(source) as file:
        part = Part(file, 0, source.stamp.size if source.stamp else None).drain()
        if source.stamp is not None:
            part.confirm(source.stamp)
        source.size, source.sha256 = part.size, part.digest


def confirm(source: Source) -> None:
    """Make sure that the parts of a file that were read are parts of what was digested.

    Raises:
        DamagedLogError: The file cannot be opened or read, or was changed meanwhile.
    """
    if source.stamp is None or not source.parts:
        return
    with opened(source) as file:
        if Stamp.of(os.fstat(file.fileno())) == source.stamp:
            return
        again = Source(source.name, source.path, source.reading, source.stamp)
        digest(again)
        for (start, end), checksum in source.parts.items():
            limit = (source.stamp.size if end is None else end) - start
            file.seek(start)
            part = Part(file, start, limit, is_whole=False).drain()
            if part.digest != checksum or again.sha256 != source.sha256:
                raise ChangedError("its bytes are no longer those that were read first")


def is_plain(source: Source) -> bool:
    """Tell whether *source* is a file that is not compressed.

    Raises:
        DamagedLogError: The file cannot be opened or read, or is another one than was found.
    """
    with opened(source) as file:
        return compression(file.read(4)) is None


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """Open *source*, and say of what fails while it is open that the log cannot be read.

    Raises:
        DamagedLogError: The file cannot be opened or read, or is no longer what it was.
    """
    try:
        with _opened(source) as file:
            yield file
    except (DamagedLogError, LogNotFoundError):
        raise
    except ChangedError as error:
        raise DamagedLogError(
            f"{source.name}: the log was changed while it was read: {error}; "
            "replay it when it is finished, or a copy of it"
        ) from error
    except OSError as error:
        raise DamagedLogError(_unreadable(source.name, error)) from error


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    if source.path is None:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        yield sys.stdin.buffer
        return
    with source.path.open("rb", buffering=0) as file:
        if source.stamp and source.stamp.file != Stamp.of(os.fstat(file.fileno())).file:
            raise ChangedError("another file has taken its place")
        yield file


def _unreadable(name: str, error: OSError) -> str:
    return f"{name}: the log cannot be read: {error.strerror or error}"
