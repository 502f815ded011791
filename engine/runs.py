"""Sorted runs: more lines than memory holds, put in order on disk and merged."""

import heapq
import marshal
import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

import attrs

SortedLine = tuple[tuple[Any, ...], str]
"""What a line is sorted by, and the line."""

_CHUNK: Final = 2_000


@attrs.define(eq=False)
class SortedRuns:
    """Lines to be read back in order; beyond *memory* characters they wait on disk.

    The keys are plain data: numbers, texts, and tuples of them.
    """

    memory: int
    number: int = attrs.field(init=False, default=0)
    """How many lines there are."""

    _lines: list[SortedLine] = attrs.field(init=False, factory=list)
    _held: int = attrs.field(init=False, default=0)
    _runs: list[IO[bytes]] = attrs.field(init=False, factory=list)

    def add(self, key: tuple[Any, ...], line: str) -> None:
        """Add a line."""
        self._lines.append((key, line))
        self.number += 1
        self._held += len(line)
        if self._held > self.memory:
            self._spill()

    def __iter__(self) -> Iterator[str]:
        """Yield the lines in order."""
        self._lines.sort()
        for _, line in heapq.merge(*map(_read, self._runs), self._lines):
            yield line

    def _spill(self) -> None:
        self._lines.sort()
        run = tempfile.TemporaryFile(prefix="replaydesk-")  # noqa: SIM115  # kept until merged
        for start in range(0, len(self._lines), _CHUNK):
            marshal.dump(self._lines[start : start + _CHUNK], run)
        self._runs.append(run)
        self._lines = []
        self._held = 0


def _read(run: IO[bytes]) -> Iterator[SortedLine]:
    run.seek(0)
    while True:
        try:
            yield from marshal.load(run)  # noqa: S302  # written by _spill, in a file without a name
        except EOFError:
            return
