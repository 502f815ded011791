"""Sorted runs: more lines than memory holds, put in order on disk and merged."""

import marshal
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import attrs

from .scratch import Scratch

SortedLine = tuple[Any, ...]
"""What a line is sorted by, and last the line."""

Run = list[tuple[int, int, int]]
"""Where a sorted run lies on disk, in parts: which file, offset, bytes."""

_BESIDE = 300
"""Bytes that a line takes beside its characters: the objects of its key, and its own."""

_AT_ONCE = 16
"""Runs of which a part is in memory at a time."""

_PART = 1_000
"""Lines that are read at once when runs are merged."""


@attrs.define(eq=False)
class SortedRuns:
    """Lines of several exports, to be read back in order; beyond *memory* they wait on disk.

    The keys are plain data: numbers, texts, and tuples of them. The file is a temporary one
    without a name: it is gone with the process, however that ends.
    """

    memory: int
    """In bytes, of lines with all that is kept beside each."""

    files: list[Scratch] = attrs.Factory(list)
    """Where runs lie; the first is these runs' own, made when it is needed."""

    runs: dict[str, list[Run]] = attrs.field(init=False, factory=dict)
    _longer: dict[int, Scratch] = attrs.field(init=False, factory=dict)
    """The files of runs that others were merged into, by negative numbers: a file each."""

    _lines: dict[str, list[SortedLine]] = attrs.field(init=False, factory=dict)
    _held: int = attrs.field(init=False, default=0)

    def add(self, slug: str, lines: Iterable[SortedLine]) -> None:
        """Add lines of an export."""
        mine = self._lines.setdefault(slug, [])
        before = len(mine)
        mine.extend(lines)
        self._held += sum(len(line[-1]) + _BESIDE for line in mine[before:])
        if self._held > self.memory:
            self.spill()

    def lines(self, slug: str) -> Iterator[list[str]]:
        """Yield the lines of an export in order, in batches."""
        in_memory = self._lines.get(slug, [])
        in_memory.sort()
        self._merge_runs(slug)
        for batch in self._merged([*in_memory], self.runs.get(slug, [])):
            yield [line[-1] for line in batch]

    def size(self, slug: str) -> int:
        """Return how many bytes of an export wait on disk."""
        return sum(map(_size, self.runs.get(slug, ())))

    def _merge_runs(self, slug: str) -> None:
        """Merge runs of an export until there are so few that a part of each fits into memory."""
        runs = self.runs.get(slug, [])
        while len(runs) > _AT_ONCE:
            # The shortest, and no more than have to be: so a line is seldom written twice again.
            runs.sort(key=_size)
            some = min(_AT_ONCE, len(runs) - _AT_ONCE + 1)
            number, file = min(self._longer, default=0) - 1, Scratch()
            longer: Run = []
            for batch in self._merged([], runs[:some]):
                part = marshal.dumps(batch)
                longer.append((number, file.append(part), len(part)))
            self._longer[number] = file
            for run in runs[:some]:
                self._longer.pop(run[0][0], None)  # there is one of its own, and nobody needs it
            runs[:some] = [longer]

    def _merged(
        self, in_memory: list[SortedLine], runs: Iterable[Run]
    ) -> Iterator[list[SortedLine]]:
        """Yield sorted lines and those of sorted runs, in order and in batches of a part."""
        waiting = [list(run) for run in runs]
        # What comes next: at first the lines in memory, and a part of each run.
        heads: list[list[SortedLine]] = [in_memory, *([] for _ in waiting)]
        while True:
            for head, run in zip(heads[1:], waiting, strict=True):
                if not head and run:
                    head.extend(self._read(*run.pop(0)))
            bounds = [head[-1] for head, run in zip(heads[1:], waiting, strict=True) if run]
            batch: list[SortedLine] = []
            if bounds:
                # Up to the least last line that was read, nothing that waits comes before.
                bound = min(bounds)
                for head in heads:
                    until = bisect_right(head, bound)
                    batch.extend(head[:until])
                    del head[:until]
            else:
                batch.extend(chain.from_iterable(heads))
            batch.sort()  # quick: it is made of sorted pieces
            for start in range(0, len(batch), _PART):
                yield batch[start : start + _PART]
            if not bounds:
                return

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
            if not lines:
                continue  # there may be no attributes in a part of the contacts
            lines.sort()
            run: Run = []
            for start in range(0, len(lines), _PART):
                part = marshal.dumps(lines[start : start + _PART])
                run.append((0, file.append(part), len(part)))
            self.runs.setdefault(slug, []).append(run)
        self._lines = {}
        self._held = 0

    def _read(self, file: int, offset: int, size: int) -> list[SortedLine]:
        scratch = self.files[file] if file >= 0 else self._longer[file]
        part: list[SortedLine] = marshal.loads(scratch.read(offset, size))  # noqa: S302
        return part


def _size(run: Run) -> int:
    """Return how many bytes a run takes on disk."""
    return sum(size for _, _, size in run)
