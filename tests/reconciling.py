"""What the tests of reconciling share: the demo day, and files as a vendor would write them."""

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from replaydesk import Options, Result, replay, replay_lines
from replaydesk.engine.generate import generate

DEMO = Path(__file__).parent.parent / "replay_logs" / "demo_day"
"""A day on which the clock changes, in Brussels."""

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
