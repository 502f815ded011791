"""Shares: how the sources of a log are divided among workers."""

from collections.abc import Iterator
from typing import IO, Final

import attrs

from .sources import Source, is_plain, opened

_SMALLEST: Final = 4 << 20
"""Bytes below which dividing a log costs more than it saves."""

_CHUNK: Final = 1 << 20


@attrs.frozen
class Share:
    """Whole lines of a source."""

    source: int
    start: int
    end: int | None
    """In bytes, as `start`; nothing for the end of the source."""

    first_line: int
    """The number of its first line."""


def divide(sources: list[Source], workers: int) -> list[list[Share]]:
    """Divide *sources* among at most so many *workers*, by their size.

    A plain file can be cut, at the end of a line; a compressed one and standard input cannot.
    """
    sizes = [source.expected_size for source in sources]
    total = sum(sizes)
    workers = max(1, min(workers, total // _SMALLEST))
    if workers == 1:
        return [[Share(number, 0, None, 1) for number in range(len(sources))]]
    piece = -(-total // workers)
    pieces: list[tuple[int, Share]] = []
    for number, (source, size) in enumerate(zip(sources, sizes, strict=True)):
        if size > piece and is_plain(source):
            pieces.extend(_cut(number, source, size, piece))
        else:
            pieces.append((size, Share(number, 0, None, 1)))
    shares: list[list[Share]] = [[] for _ in range(workers)]
    loads = [0] * workers
    for size, share in sorted(pieces, key=lambda piece: -piece[0]):
        least = loads.index(min(loads))
        shares[least].append(share)
        loads[least] += size
    return shares


def _cut(number: int, source: Source, size: int, piece: int) -> Iterator[tuple[int, Share]]:
    """Yield the shares of a plain file, each of about *piece* bytes, and their sizes."""
    start, first_line = 0, 1
    with opened(source) as file:
        while start < size:
            lines, end = _lines_from(file, start, piece, size)
            yield end - start, Share(number, start, end, first_line)
            start, first_line = end, first_line + lines


def _lines_from(file: IO[bytes], start: int, piece: int, size: int) -> tuple[int, int]:
    """Return how many lines begin in *piece* bytes from *start*, and where the last one ends.

    That is at the end of a line, or where the file ended when it had *size* bytes.
    """
    file.seek(start)
    lines, end, wanted = 0, start, min(start + piece, size)
    while end < size:
        chunk = file.read(min(_CHUNK, (wanted if end < wanted else size) - end))
        if not chunk:
            break  # it shrank, as its reader will find
        if end >= wanted:  # a line may be of any length, so it is not read whole
            last = chunk.find(b"\n") + 1
            if last:
                return lines + 1, end + last
        lines += chunk.count(b"\n")
        end += len(chunk)
    return lines, size
