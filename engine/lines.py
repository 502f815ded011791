"""Lines: decoded bytes in pieces become lines in batches, however long a line is."""

from collections.abc import Iterable, Iterator
from typing import Final, Self

DEFAULT_MAX_LINE: Final = 16 << 20
"""Bytes beyond which a line is not loaded but rejected."""

_KEPT: Final = 4096
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_WHITE_SPACE: Final = b" \t\r"


RAW_HOLDS: Final = "raw holds"
"""What the reason of a long line says of the bytes that are kept of it."""


class LongLine(bytes):
    """The first bytes of a line that is too long to be loaded.

    As bytes it ends with a NUL, which JSON has nowhere: whoever takes it for a line, whole or as
    one of many, finds that it is none.
    """

    reason: str
    """Why the line is a reject."""

    @classmethod
    def of(cls, line: bytes, size: int, limit: int) -> Self:
        """Return what stands for a line of *size* bytes, of which *line* has the first ones."""
        end = _KEPT
        while _KEPT - 3 <= end < len(line) and line[end] & 0xC0 == 0x80:
            end -= 1  # within a character of UTF-8
        start = line[:end]
        long = cls(start + b"\0")
        long.reason = (
            f"the line has {size:,} bytes; expected at most {limit:,} (--max-line raises that); "
            f"{RAW_HOLDS} its first {len(start):,} bytes"
        )
        return long

    @property
    def start(self) -> bytes:
        """The first bytes of the line, and nothing else."""
        return self[:-1]


def split_lines(chunks: Iterable[bytes], max_line: int, *, at_start: bool) -> Iterator[list[bytes]]:
    r"""Yield the lines of *chunks* in batches, without their `\n`; the last may lack it.

    A line of more than *max_line* bytes is a `LongLine`; one of white space is blank, however long
    it is. At the start of a file a byte-order mark is skipped.
    """
    unfinished = _Unfinished(max_line)
    for chunk in _without_mark(chunks) if at_start else chunks:
        lines = chunk.split(b"\n")
        unfinished.add(lines[0])
        if len(lines) == 1:
            continue
        lines[0] = unfinished.finish()
        unfinished.add(lines.pop())
        if len(chunk) > max_line:
            lines = [fitting(line, max_line) for line in lines]
        yield lines
    if unfinished.size:
        yield [unfinished.finish()]


def _without_mark(chunks: Iterable[bytes]) -> Iterator[bytes]:
    start = b""
    chunks = iter(chunks)
    for chunk in chunks:
        start += chunk
        if len(start) >= len(_BYTE_ORDER_MARK):
            break
    yield start.removeprefix(_BYTE_ORDER_MARK)
    yield from chunks


class _Unfinished:
    """A line whose end has not come yet; of one that is too long only the start is held."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._is_blank = True
        self.size = 0

    def add(self, part: bytes) -> None:
        """Add what follows of the line."""
        was_long = self.size > self._limit
        self.size += len(part)
        self._parts.append(part)
        if self.size <= self._limit:
            return
        if not was_long:
            part = b"".join(self._parts)
        self._is_blank = self._is_blank and not part.strip(_WHITE_SPACE)
        self._parts = [b"".join(self._parts)[: _KEPT + 1]]

    def finish(self) -> bytes:
        """Return the line, and begin another one."""
        line = b"".join(self._parts)
        if self.size > self._limit:
            line = b"" if self._is_blank else LongLine.of(line, self.size, self._limit)
        self._parts, self._is_blank, self.size = [], True, 0
        return line


def fitting(line: bytes, limit: int) -> bytes:
    """Return *line*, or what stands for it where it is too long."""
    if len(line) <= limit or type(line) is not bytes:
        return line
    return LongLine.of(line, len(line), limit) if line.strip(_WHITE_SPACE) else b""
