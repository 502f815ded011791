"""Rejects: told in the order of the log, however many; beyond some memory they wait on disk."""

import marshal
from collections.abc import Iterator
from heapq import merge
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Final

import attrs

from .counts import Reject
from .scratch import Scratch

_MEMORY: Final = 4 << 20
"""Bytes of rejects, about, that are kept in memory before they are moved to disk."""

_PART: Final = 8 << 10
"""Bytes of rejects, about, that are read at once; a line that is longer is read when it is told."""

_OVERHEAD: Final = 160
"""Bytes that a reject takes in memory beside its reason and its line, about."""

_HEAD: Final = 8
"""Bytes before each part that say how many it has."""

RejectRun = tuple[int, int, int, int, int]
"""Rejects on disk, in order: the first place and the last, how many, where they start and end."""

_Told = tuple[int, str, Any, Any]
"""Of a reject its place, its reason, and its line; or where a long line lies, and in which file."""

_Piece = tuple[int, int, Iterator[_Told]]
"""Rejects in order, and the first and the last of their places."""


@attrs.define(eq=False)
class RejectLog:
    """Rejects, added in any order, and read in that of their places as often as wanted.

    The file is a temporary one without a name: it is gone with the process, however that ends.
    """

    _file: Scratch | None = None
    """Where the rejects of this process wait; made when it is needed."""

    _runs: list[tuple[RejectRun, Scratch]] = attrs.field(init=False, factory=list)
    _held: list[Reject] = attrs.field(init=False, factory=list)
    _weight: int = attrs.field(init=False, default=0)
    _number: int = attrs.field(init=False, default=0)

    def add(self, reject: Reject) -> None:
        """Add a reject.

        Raises:
            ScratchError: It does not fit into memory, and the disk is full or cannot be written.
        """
        self._held.append(reject)
        self._number += 1
        self._weight += _weight(reject)
        if self._weight > _MEMORY:
            self._spill()

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Reject]:
        pieces = [(run[0], run[1], _read(run, file)) for run, file in self._runs]
        if held := sorted(self._held):
            told = ((each.placed, each.reason, each.raw, None) for each in held)
            pieces.append((held[0].placed, held[-1].placed, told))
        # Pieces that follow each other, as they do where the log was read in order, are read one
        # after the other; side by side only those that overlap: of workers, or of duplicates.
        chains: list[list[_Piece]] = []
        for piece in sorted(pieces, key=itemgetter(0)):
            before = (each for each in chains if each[-1][1] < piece[0])
            if found := next(before, None):
                found.append(piece)
            else:
                chains.append([piece])
        in_order = (chain.from_iterable(piece[2] for piece in each) for each in chains)
        for placed, reason, line, file in merge(*in_order, key=itemgetter(0)):
            yield Reject(placed, reason, line if isinstance(line, bytes) else file.read(*line))

    def handed_over(self) -> list[RejectRun]:
        """Return where the rejects lie, for the process that made this log's file."""
        self._spill()
        return [run for run, _ in self._runs]

    def adopt(self, runs: list[RejectRun], file: Scratch) -> None:
        """Take over the rejects that another process moved to its own *file*."""
        self._runs += [(run, file) for run in runs]
        self._number += sum(run[2] for run in runs)

    def _spill(self) -> None:
        """Move what is in memory to disk, as a run."""
        if not self._held:
            return
        file = self._file = self._file or Scratch()
        held = sorted(self._held, key=attrgetter("placed"))
        reasons: dict[str, str] = {}  # logs break in few ways: `marshal` writes an object once
        parts, part, weight = bytearray(), [], 0
        for number, reject in enumerate(held, 1):
            line: Any = reject.raw
            if len(line) > _PART:
                line = (file.append(line), len(line))
            part.append((reject.placed, reasons.setdefault(reject.reason, reject.reason), line))
            weight += _weight(reject)
            if weight > _PART or number == len(held):
                data = marshal.dumps(part)
                parts += len(data).to_bytes(_HEAD, "little") + data
                part, weight = [], 0
        start = file.append(bytes(parts))
        run = (held[0].placed, held[-1].placed, len(held), start, start + len(parts))
        self._runs.append((run, file))
        self._held, self._weight = [], 0


@attrs.frozen(eq=False)
class Rejects:
    """All that a replay sets aside, in order."""

    proper: RejectLog = attrs.Factory(RejectLog)
    """Lines that break a rule of the log."""

    differing: RejectLog = attrs.Factory(RejectLog)
    """Duplicates that differ from what counted; they come after the others."""

    def __len__(self) -> int:
        return len(self.proper) + len(self.differing)

    def __iter__(self) -> Iterator[Reject]:
        return chain(self.proper, self.differing)


def _weight(reject: Reject) -> int:
    return len(reject.reason) + len(reject.raw) + _OVERHEAD


def _read(run: RejectRun, file: Scratch) -> Iterator[_Told]:
    offset, end = run[3:]
    while offset < end:
        size = int.from_bytes(file.read(offset, _HEAD), "little")
        for placed, reason, line in marshal.loads(file.read(offset + _HEAD, size)):  # noqa: S302
            yield placed, reason, line, file
        offset += _HEAD + size
