"""Where a log comes from: files, folders and standard input, plain or compressed."""

import gzip
import hashlib
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, cast

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
        yield Source(log, path)
        return
    files = sorted({file for pattern in _PATTERNS for file in path.rglob(pattern)})
    files = [file for file in files if not file.is_dir()]
    if not files:
        raise LogNotFoundError(f"{log}: the folder holds no log ({', '.join(_PATTERNS)})")
    for file in files:
        yield Source(str(file), file)


class _Counted(io.RawIOBase):
    """A file that counts and digests the bytes read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def read_lines(source: Source) -> Iterator[tuple[list[bytes], int]]:
    """Yield the lines of *source*, in batches, and how many stored bytes were read so far.

    Lines have lost their line ends, and the file a byte-order mark at its start. Compression is
    told by the first bytes, not by the name. Sets the source's size and digest at the end.

    Raises:
        DamagedLogError: The file cannot be opened or read, or its compression is broken.
    """
    try:
        with (
            sys.stdin.buffer if source.path is None else source.path.open("rb", buffering=0)
        ) as file:
            counted = _Counted(file)
            for lines in _split(_decompressed(counted)):
                yield lines, counted.size
            while counted.read(_CHUNK):  # what follows the compressed part belongs to the digest
                pass
            source.size, source.sha256 = counted.size, counted.sha256
    except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DamagedLogError(f"{source.name}: the log cannot be read: {reason}") from error


def _decompressed(file: _Counted) -> IO[bytes]:
    buffered = io.BufferedReader(file, _CHUNK)
    start = buffered.peek(4)[:4]
    if start[:2] == b"\x1f\x8b":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=buffered))
    if start == b"\x28\xb5\x2f\xfd" or (start[1:] == b"\x2a\x4d\x18" and start[0] >> 4 == 5):
        return cast("IO[bytes]", zstd.ZstdFile(buffered))
    return buffered


def _split(file: IO[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines of *file* in batches; the last one may lack its line end."""
    unfinished: list[bytes] = []
    is_start = True
    while chunk := file.read(_CHUNK):
        if is_start:
            chunk = chunk.removeprefix(_BYTE_ORDER_MARK)
            is_start = False
        lines = chunk.split(b"\n")
        unfinished.append(lines[0])
        if len(lines) > 1:
            lines[0] = b"".join(unfinished)
            unfinished = [lines.pop()]
            yield lines
    if any(unfinished):
        yield [b"".join(unfinished)]
