"""Formulas: text of a log that a spreadsheet would run is disarmed in every column of every export.

Which columns hold text is read off their declarations: a new one is reached by this log, or fails.
"""

import csv
from typing import Any

import pytest
from hostile_log import lines_of
from replaydesk import EXPORTS, MetricPolicy, Result, replay_lines
from replaydesk.projections import Kind, Projection

DANGEROUS = {
    "equals": "=1+1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "quote": '="1"',
    "comma": "=SUM(1,2)",
    "line end": "=1\n=2",
    "list": "=1;=2",
}
HARMLESS = {"phone": "+32 (0)470.12-34-56 [2]", "number": "-12.5", "sign": "+"}
FIRST = frozenset("=@\t\r+-")
TEXT = (Kind.TEXT, Kind.TEXTS)


def replayed(x: str, y: str) -> Result:
    """Replay that log."""
    lines = lines_of(x, y)
    result = replay_lines(lines, policy=MetricPolicy(message_content="ALL"))
    assert result.counts.applied == len(lines)
    return result


def cells(result: Result, export: type[Projection[Any]], **options: Any) -> list[list[str]]:
    """Return the columns of an export, each with its cells, as a spreadsheet reads them."""
    _, *rows = csv.reader(list(result.csv(export, **options)))
    assert rows
    return [list(column) for column in zip(*rows, strict=True)]


each_export = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.slug)


@pytest.mark.parametrize("word", DANGEROUS.values(), ids=DANGEROUS)
@each_export
def test_every_text_column_is_disarmed(export: type[Projection[Any]], word: str) -> None:
    """The text reaches each column that holds text from outside, and begins a formula in none."""
    result = replayed(f"{word}x", f"{word}y")
    columns = export.columns()
    printed, raw = cells(result, export), cells(result, export, raw_text=True)
    for column, disarmed, plain in zip(columns, printed, raw, strict=True):
        reached = [cell.startswith(word) for cell in plain]
        assert any(reached) == (column.kind in TEXT), column.key
        expected = [f"'{cell}" if was else cell for cell, was in zip(plain, reached, strict=True)]
        assert disarmed == expected, column.key
        assert all(cell[:1] not in FIRST for cell in disarmed), column.key


@pytest.mark.parametrize("word", HARMLESS.values(), ids=HARMLESS)
@each_export
def test_phone_numbers_and_numbers_stay(export: type[Projection[Any]], word: str) -> None:
    """A sign that only digits and what stands between them follow is no formula, in no column."""
    result = replayed(word, f"{word}2")
    printed = cells(result, export)

    assert printed == cells(result, export, raw_text=True)
    for column, plain in zip(export.columns(), printed, strict=True):
        assert any(cell.startswith(word) for cell in plain) == (column.kind in TEXT), column.key
