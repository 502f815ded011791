"""Checking a log: what it holds, without exporting it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from ..events import Redaction, zone
from .cells import instant_in
from .counts import Counts
from .partitions import source_and_line
from .progress import Progress, no_progress
from .rejects import Rejects
from .replay import Replay, Settings
from .sources import Source

_MEANINGS = {
    "read": "lines read",
    "applied": "applied",
    "duplicates": "duplicates, dropped",
    "unknown": "of an unknown type, skipped",
    "after_as_of": "after the as-of instant",
    "rejected": "rejected",
}


@attrs.frozen
class Checked:
    """What a log holds."""

    sources: list[Source]
    counts: Counts
    types: dict[str, int]
    """How many valid events of each known type there are."""

    span: tuple[int, int] | None
    """The instants of the earliest and the latest valid event."""

    rejects: Rejects
    """The rejects proper, then the duplicates that differ from what counted."""

    redaction: Redaction | None = None

    def report(self, rejects: int) -> Iterator[str]:
        """Yield the lines of a report with at most so many *rejects*."""
        yield from count_lines(self.counts)
        if self.span is not None:
            printed = instant_in(zone("UTC"))
            yield f"from {printed(self.span[0])} to {printed(self.span[1])}"
        if self.types:
            yield "types:"
            for name, number in self.types.items():
                yield f"{number:>12,}  {name}"
        if self.rejects and rejects:
            yield "rejects, and duplicates that differ:"
        for reject in islice(self.rejects, rejects):
            source, line = source_and_line(reject.placed)
            yield f"  {self.sources[source].name}:{line}: {reject.told_reason(self.redaction)}"
        if len(self.rejects) > rejects:
            yield f"  … and {len(self.rejects) - rejects:,} more"


def count_lines(counts: Counts) -> Iterator[str]:
    """Yield the accounting, a line a count."""
    for field in attrs.fields(Counts):
        yield f"{getattr(counts, field.name):>12,}  {_MEANINGS[field.name]}"


def check_log(
    sources: list[Source],
    progress: Progress = no_progress,
    redaction: Redaction | None = None,
) -> Checked:
    """Read and judge every line of *sources*.

    Raises:
        DamagedLogError: One of them cannot be read to its end.
    """
    nothing: list[Any] = []
    run = Replay(Settings(redaction=redaction), lambda _frame: nothing, progress)
    run.read(sources)
    replayed = run.fold()
    return Checked(
        sources, replayed.counts, replayed.types, replayed.span, replayed.rejects, redaction
    )
