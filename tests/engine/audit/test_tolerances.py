"""Tolerances: where times that are cut to seconds are keys, a second aligns the rows again."""

from pathlib import Path

from reconciling import Table, changed, demo, table, written
from replaydesk import reconcile
from replaydesk.engine.audit.reconcile import Reconciliation
from replaydesk.engine.audit.reconcile_report import as_data, as_text


def in_seconds(rows: Table) -> Table:
    """Return the presence of agents with its instants cut to seconds."""
    for header in ("From", "To"):
        rows = changed(rows, header, lambda cell: f"{cell[:19]}{cell[23:]}")
    return rows


def against(rows: Table, folder: Path, tolerance: float = 0) -> Reconciliation:
    """Reconcile the presence of the demo day with a table."""
    path = written(folder / "theirs.csv", rows)
    return reconcile(demo(), "user-presence", path, tolerance=tolerance, search=False)


def test_a_second_aligns_rows_by_keys_in_seconds(tmp_path: Path) -> None:
    """By the very instants few rows have a counterpart; it is said that a second is enough."""
    rows = in_seconds(table(demo(), "user-presence"))

    found = against(rows, tmp_path)

    assert len(found.comparison.only_ours) == len(found.comparison.only_theirs) == 22
    assert found.enough_tolerance == 1
    assert [*as_text(found, 0)][-1] == "With a tolerance of 1 s everything agrees."
    assert against(rows, tmp_path, tolerance=1).agrees


def test_where_more_is_needed_that_is_said(tmp_path: Path) -> None:
    """Aligned by a second, a row is three and a half too long: then four seconds are enough."""
    rows = in_seconds(table(demo(), "user-presence"))
    rows[1][-1] = str(float(rows[1][-1]) + 3.5)

    found = against(rows, tmp_path)

    assert found.enough_tolerance == 4
    assert against(rows, tmp_path, tolerance=4).agrees


def test_what_a_second_leaves_is_said(tmp_path: Path) -> None:
    """Beside a name that is another, and a row that is missing, the rest agrees by a second."""
    rows = in_seconds(table(demo(), "user-presence"))
    rows[1][1] += "!"
    del rows[2]

    found = against(rows, tmp_path)

    others = len(found.vendor.columns) - 2
    assert found.enough_tolerance is None
    assert as_data(found)["left_within_a_second"] == 1 + others
    assert " ".join(as_text(found, 0)).endswith(
        f"Their keys are whole seconds: a tolerance of 1 s leaves {1 + others} of "
        f"{found.comparison.cells} differences (a row that only one has counts as its {others} "
        "cells)."
    )


def test_where_a_second_aligns_nothing_it_is_not_named(tmp_path: Path) -> None:
    """A lone row of another hour, finer times, and a second that is allowed already say nothing."""
    rows = table(demo(), "user-presence")
    cut = in_seconds(rows)
    cut[1][5] = f"2026-03-29T03{cut[1][5][13:]}"

    for theirs, tolerance in ((cut[:2], 0.0), (rows[:-1], 0.0), (cut, 1.0)):
        found = against(theirs, tmp_path, tolerance)

        assert not found.agrees
        assert (found.enough_tolerance, as_data(found)["left_within_a_second"]) == (None, None)
