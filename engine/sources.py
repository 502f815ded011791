"""Where a log comes from: files, folders and standard input, plain or compressed."""

import gzip
import hashlib
import io
import math
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Final, Literal, cast

import attrs

from ..events import ReplaydeskError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STANDARD_INPUT: Final = "-"
"""How standard input is named among logs."""

_PATTERNS: Final = ("*.jsonl", "*.jsonl.gz", "*.jsonl.zst")
_CHUNK: Final = 1 << 20
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class LogNotFoundError(ReplaydeskError, FileNotFoundError):
    """What was named as a log is not there, or is a folder without logs."""


class DamagedLogError(ReplaydeskError, OSError):
    """A log could not be read to its end."""


@attrs.define
class Source:
    """One file of a log, or standard input; its size and digest are known once it was read."""

    name: str
    """As it was named; for a file in a folder, the folder's name and the way to it."""

    path: Path | None
    """Nothing for standard input."""

    size: int = 0
    """Bytes as they are stored, compressed or not."""

    sha256: str = ""


def find_sources(logs: Iterable[str]) -> list[Source]:
    """Return the sources that *logs* name, those of a folder in the order of their names.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs, or there is no name.
    """
    sources = [source for log in logs for source in _sources_of(log)]
    if sum(source.path is None for source in sources) > 1:
        raise LogNotFoundError("standard input (-) is named twice; it can be read but once")
    if not sources:
        raise LogNotFoundError("no log was named; name a file, a folder, or - for standard input")
    return sources


def _sources_of(log: str) -> Iterator[Source]:
    if log == STANDARD_INPUT:
        yield Source(log, None)
        return
    path = Path(log)
    if not path.is_dir():
        if not path.exists():
            raise LogNotFoundError(f"{log}: there is no such file or folder")
        yield Source(_printable(log), path)
        return
    files = sorted({file for pattern in _PATTERNS for file in path.rglob(pattern)})
    files = [file for file in files if not file.is_dir()]
    if not files:
        raise LogNotFoundError(f"{log}: the folder holds no log ({', '.join(_PATTERNS)})")
    for file in files:
        yield Source(_printable(str(file)), file)


def _printable(name: str) -> str:
    """Return the name of a file as text: one that is no UTF-8 shows its odd bytes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class _Part(io.RawIOBase):
    """A part of a file, read from where the file stands, that counts and digests its bytes."""

    def __init__(self, file: IO[bytes], left: float) -> None:
        self._file = file
        self._left = left
        self._digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._file.read(int(min(len(view), self._left)))
        view[: len(data)] = data
        self._left -= len(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def read_lines(
    source: Source, start: int = 0, end: int | None = None
) -> Iterator[tuple[list[bytes], int]]:
    """Yield the lines of *source*, in batches, and how many stored bytes were read so far.

    Lines have lost their line ends, and the file a byte-order mark at its start. Compression is
    told by the first bytes, not by the name. Of a plain file only the lines from byte *start* to
    byte *end* can be asked for; read whole, it has its size and digest set.

    Raises:
        DamagedLogError: The file cannot be opened or read, or its compression is broken.
    """
    is_whole = start == 0 and end is None
    with _damage_told(source), _opened(source) as file:
        if not is_whole:
            file.seek(start)
        part = _Part(file, math.inf if end is None else end - start)
        for lines in _split(_decompressed(part) if is_whole else part, at_start=start == 0):
            yield lines, part.size
        if is_whole:
            while part.read(_CHUNK):  # what follows the compressed part belongs to the digest
                pass
            source.size, source.sha256 = part.size, part.sha256


def digest(source: Source) -> None:
    """Set the size and digest of a file that was read in parts.

    Raises:
        DamagedLogError: The file cannot be opened or read.
    """
    with _damage_told(source), _opened(source) as file:
        part = _Part(file, math.inf)
        while part.read(_CHUNK):
            pass
        source.size, source.sha256 = part.size, part.sha256


def is_plain(source: Source) -> bool:
    """Tell whether *source* is a file that is not compressed.

    Raises:
        DamagedLogError: The file cannot be opened or read.
    """
    with _damage_told(source), _opened(source) as file:
        return _compression(file.read(4)) is None


def _opened(source: Source) -> AbstractContextManager[IO[bytes]]:
    if source.path is None:
        return nullcontext(sys.stdin.buffer)
    return cast("IO[bytes]", source.path.open("rb", buffering=0))


@contextmanager
def _damage_told(source: Source) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DamagedLogError(f"{source.name}: the log cannot be read: {reason}") from error


def _compression(start: bytes) -> Literal["gzip", "zstd"] | None:
    """Return what the first four bytes of a file say of its compression."""
    if start[:2] == b"\x1f\x8b":
        return "gzip"
    if start == b"\x28\xb5\x2f\xfd":
        return "zstd"
    skippable = start[1:] == b"\x2a\x4d\x18" and start[0] >> 4 == 5
    return "zstd" if skippable else None


def _decompressed(part: _Part) -> IO[bytes]:
    buffered = io.BufferedReader(part, _CHUNK)
    compression = _compression(buffered.peek(4)[:4])
    if compression == "gzip":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=buffered))
    if compression == "zstd":
        return cast("IO[bytes]", zstd.ZstdFile(buffered))
    return buffered


def _split(file: IO[bytes] | _Part, *, at_start: bool) -> Iterator[list[bytes]]:
    """Yield the lines of *file* in batches; the last one may lack its line end."""
    unfinished: list[bytes] = []
    while chunk := file.read(_CHUNK):
        if at_start:
            chunk = chunk.removeprefix(_BYTE_ORDER_MARK)
            at_start = False
        lines = chunk.split(b"\n")
        unfinished.append(lines[0])
        if len(lines) > 1:
            lines[0] = b"".join(unfinished)
            unfinished = [lines.pop()]
            yield lines
    if any(unfinished):
        yield [b"".join(unfinished)]
