"""Sorted runs: more lines than memory holds, put in order on disk and merged."""

import heapq
import marshal
from collections.abc import Iterator
from typing import Any

import attrs

from .scratch import Scratch

SortedLine = tuple[tuple[Any, ...], str]
"""What a line is sorted by, and the line."""

Run = list[tuple[int, int, int]]
"""Where a sorted run lies on disk, in parts: which file, offset, bytes."""

_PART = 2_000
"""Lines that are read at once when runs are merged."""


@attrs.define(eq=False)
class SortedRuns:
    """Lines of several exports, to be read back in order; beyond *memory* they wait on disk.

    The keys are plain data: numbers, texts, and tuples of them. The file is a temporary one
    without a name: it is gone with the process, however that ends.
    """

    memory: int
    """In characters of lines."""

    files: list[Scratch] = attrs.Factory(list)
    """Where runs lie; the first is these runs' own, made when it is needed."""

    runs: dict[str, list[Run]] = attrs.field(init=False, factory=dict)
    _lines: dict[str, list[SortedLine]] = attrs.field(init=False, factory=dict)
    _held: int = attrs.field(init=False, default=0)

    def add(self, slug: str, key: tuple[Any, ...], line: str) -> None:
        """Add a line of an export."""
        self._lines.setdefault(slug, []).append((key, line))
        self._held += len(line)
        if self._held > self.memory:
            self.spill()

    def lines(self, slug: str) -> Iterator[str]:
        """Yield the lines of an export in order."""
        in_memory = sorted(self._lines.get(slug, ()))
        on_disk = map(self._read, self.runs.get(slug, ()))
        for _, line in heapq.merge(*on_disk, in_memory):
            yield line

    def adopt(self, file: Scratch, runs: dict[str, list[Run]]) -> None:
        """Take over the runs that another process wrote to its own *file*."""
        self.files.append(file)
        number = len(self.files) - 1
        for slug, theirs in runs.items():
            mine = self.runs.setdefault(slug, [])
            mine.extend([(number, *part[1:]) for part in run] for run in theirs)

    def spill(self) -> None:
        """Move what is in memory to disk, a sorted run for each export."""
        if not self.files:
            self.files.append(Scratch())
        file = self.files[0]
        for slug, lines in self._lines.items():
            lines.sort()
            run: Run = []
            for start in range(0, len(lines), _PART):
                part = marshal.dumps(lines[start : start + _PART])
                run.append((0, file.append(part), len(part)))
            self.runs.setdefault(slug, []).append(run)
        self._lines = {}
        self._held = 0

    def _read(self, run: Run) -> Iterator[SortedLine]:
        for file, offset, size in run:
            part = self.files[file].read(offset, size)
            yield from marshal.loads(part)  # noqa: S302  # written by spill
