"""What is written reads back, and nothing in it runs."""

import csv
import io
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from replaydesk import EXPORTS, replay_lines
from replaydesk.projections import Kind
from strategies import Log, logs

NUMBERS = re.compile(r"[+-][0-9 .()\[\]-]*", re.ASCII).fullmatch
TEXTS = (Kind.TEXT, Kind.TEXTS)


def said(value: Any) -> str:
    """Return the cell of a text or a list as it is before it is disarmed."""
    return ";".join(value) if isinstance(value, tuple) else value or ""


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet could run a cell."""
    return cell.startswith(("=", "@", "\t", "\r")) or (
        cell.startswith(("+", "-")) and not NUMBERS(cell)
    )


@given(logs(), st.booleans(), st.sampled_from(("en", "fr")))
def test_an_export_reads_back(log: Log, raw_text: bool, lang: Any) -> None:  # noqa: FBT001
    """Every row has the columns of its header, every text is what it was or is disarmed."""
    result = replay_lines(log.raw)

    for export in EXPORTS:
        written = "".join(result.csv(export, lang=lang, raw_text=raw_text))
        header, *lines = csv.reader(io.StringIO(written, newline=""), strict=True)
        columns = export.columns()
        assert header == [column.french if lang == "fr" else column.english for column in columns]
        rows = result.dicts(export)
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for column, cell in zip(columns, line, strict=True):
                if column.kind in TEXTS:
                    text = said(row[column.key])
                    assert cell == ("'" + text if runs(text) and not raw_text else text)
                else:
                    assert (cell == "") == (row[column.key] is None)
                    assert not runs(cell)


@given(logs())
def test_only_what_must_be_is_quoted(log: Log) -> None:
    """A file is what a writer makes that quotes where there is a comma, a quote, CR or LF."""
    result = replay_lines(log.raw)

    for export in EXPORTS:
        written = "".join(result.csv(export))
        rows = csv.reader(io.StringIO(written, newline=""), strict=True)
        cells = [[_quoted(cell) for cell in row] for row in rows]
        assert written == "".join(",".join(row) + "\n" for row in cells)


def _quoted(cell: str) -> str:
    escaped = cell.replace('"', '""')
    return f'"{escaped}"' if {*cell} & {*',"\r\n'} else cell
