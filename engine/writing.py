"""Writing: rows become lines of CSV, and these become files, by one process or several."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypedDict

import attrs

from ..projections import ContactRowsProjection, Projection, RowProjection
from .cells import Printer
from .folding import RowSink
from .memory import Memory
from .progress import Progress, adding_up
from .replayed import Replayed
from .runs import Run, SortedRuns
from .scratch import Scratch
from .workers import Report, run_in_workers

_BATCH: Final = 1_000
"""Rows that are printed at once."""


class Written(TypedDict):
    """What the manifest says of a file that was written."""

    rows: int
    sha256: str


@attrs.define
class LineSink:
    """Prints the rows that are finished, and keeps the lines until they are in order."""

    printer: Printer
    runs: SortedRuns
    _lines_of: dict[str, Callable[[Sequence[Any]], list[str]]] = attrs.field(
        init=False, factory=dict
    )

    def take(self, export: type[Projection[Any]], rows: list[Any], by: tuple[str, ...]) -> None:
        """Print rows that are finished; the export sorts them *by* these fields."""
        keys = [map(attrgetter(field), rows) for field in by]
        lines = self.lines_of(export)(rows)
        self.runs.add(export.slug, zip(*keys, lines, strict=True))

    def lines_of(self, export: type[Projection[Any]]) -> Callable[[Sequence[Any]], list[str]]:
        """Return the function that prints rows of an export."""
        lines_of = self._lines_of.get(export.slug)
        if lines_of is None:
            lines_of = self._lines_of[export.slug] = self.printer.lines_of(export.columns())
        return lines_of

    def apart(self) -> "LineSink":
        """Return a sink for another process, whose lines wait in a file that both have open."""
        return LineSink(self.printer, SortedRuns(self.runs.memory, [Scratch()]))

    def handed_over(self) -> dict[str, list[Run]]:
        """Return where the lines are, in the file of this sink."""
        self.runs.spill()
        return self.runs.runs

    def adopt(self, other: RowSink, handed_over: Any) -> None:
        """Take over the lines in the file of *other*."""
        if isinstance(other, LineSink):
            self.runs.adopt(other.runs.files[0], handed_over)


@attrs.define
class Writing:
    """Writes the files of exports to a folder."""

    folder: Path
    sink: LineSink
    """Holds the rows that were finished while the log was folded."""

    replayed: Replayed

    def write(self, projection: Projection[Any]) -> Written:
        """Write the file of an export, and return what was written."""
        header = self.sink.printer.header(projection.columns())
        digest = hashlib.sha256()
        rows = 0
        with (self.folder / f"{projection.slug}.csv").open("wb") as file:
            for batch in chain([[header]], self._lines(projection)):
                if batch:
                    encoded = ("\n".join(batch) + "\n").encode()
                    digest.update(encoded)
                    file.write(encoded)
                    rows += len(batch)
        return {"rows": rows - 1, "sha256": digest.hexdigest()}

    def _lines(self, projection: Projection[Any]) -> Iterator[list[str]]:
        finished = isinstance(projection, RowProjection) or (
            isinstance(projection, ContactRowsProjection) and not projection.contacts_held()
        )
        if finished:
            yield from self.sink.runs.lines(projection.slug)
            return
        lines_of = self.sink.lines_of(type(projection))
        rows = iter(projection.rows(self.replayed.reference))
        while batch := list(islice(rows, _BATCH)):
            yield lines_of(batch)


def write_exports(
    writing: Writing, workers: int, memory: Memory, progress: Progress
) -> dict[str, Written]:
    """Write the files of all exports, and return what was written, in their order.

    Several processes share them where the rows were folded by several; each file is one's alone.

    Raises:
        WorkerDiedError: A worker was killed.
        OSError: A file cannot be written.
    """
    projections = writing.replayed.projections
    report = adding_up(progress, "writing", len(projections))
    runs = writing.sink.runs

    def write(mine: Iterable[Projection[Any]], report: Report) -> dict[str, Written]:
        written = {}
        for projection in mine:
            written[projection.slug] = writing.write(projection)
            report(1)
        return written

    def task(mine: Iterable[Projection[Any]], report: Report) -> dict[str, Written]:
        memory.hold_worker(workers)
        return write(mine, report)

    if workers == 1 or not runs.files:
        return write(projections, report)
    shares: list[list[Projection[Any]]] = [[] for _ in range(workers)]
    loads = [0] * workers
    for projection in sorted(projections, key=lambda each: -runs.size(each.slug)):
        least = loads.index(min(loads))
        shares[least].append(projection)
        loads[least] += runs.size(projection.slug)
    written: dict[str, Written] = {}
    for some in run_in_workers([partial(task, share) for share in shares if share], report):
        written |= some
    return {projection.slug: written[projection.slug] for projection in projections}
