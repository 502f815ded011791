"""What the tests of reconciling share: the demo day, and files as a vendor would write them."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from replaydesk import Options, Result, reconcile, replay, replay_lines
from replaydesk.engine.audit.reconcile import Reconciliation
from replaydesk.engine.generate import generate
from replaydesk.projections import BY_SLUG, Kind

DEMO = Path(__file__).parent.parent / "replay_logs" / "demo_day"
"""A day on which the clock changes, in Brussels."""

WEDNESDAY = "2026-03-04"
"""A day in the middle of the week below."""

Table = list[list[str]]
"""A header row, and rows."""


@cache
def demo(tz: str = "Europe/Brussels", period: str | None = None) -> Result:
    """Return the demo day, replayed with the default policy."""
    return replay(DEMO, **_options(tz, period))


@cache
def week() -> tuple[bytes, ...]:
    """Return a log of some days with little on each."""
    return tuple(generate(8000, seed=5, agents=2))


@cache
def week_of(period: str | None = None, tz: str = "UTC") -> Result:
    """Return that log, replayed with the default policy."""
    return replay_lines(week(), **_options(tz, period))


def _options(tz: str, period: str | None) -> Options:
    return Options(tz=tz) if period is None else Options(tz=tz, period=period)


def table(result: Result, slug: str, lang: Any = "en") -> Table:
    """Return an export as a table of texts."""
    return list(csv.reader(io.StringIO("".join(result.csv(slug, lang=lang)), newline="")))


def written(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> Path:
    """Write a table as a CSV file, and return where."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def changed(rows: Table, header: str, change: Callable[[str], str]) -> Table:
    """Return a table with the cells of one column changed, but for blank ones."""
    place = rows[0].index(header)
    return [
        rows[0],
        *(
            [change(cell) if n == place and cell else cell for n, cell in enumerate(row)]
            for row in rows[1:]
        ),
    ]


def against(
    ours: Result, theirs: Result | Table, slug: str, folder: Path, **options: Any
) -> Reconciliation:
    """Reconcile an export with one that was drawn in another way."""
    rows = table(theirs, slug) if isinstance(theirs, Result) else theirs
    return reconcile(ours, slug, written(folder / "theirs.csv", rows), **options)


def clock_only(slug: str, rows: Table) -> Table:
    """Return a table whose times have lost their offsets and milliseconds."""
    for column in BY_SLUG[slug].columns():
        if column.kind is Kind.INSTANT:
            rows = changed(rows, column.english, lambda cell: cell[:19].replace("T", " "))
    return rows
