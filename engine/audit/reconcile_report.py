"""What reconciling found, as a text for a person, as CSV, and as plain data."""

import shlex
from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap
from typing import Any, Final

from ...projections import Column
from ..cells import disarmed, quoted, seconds
from ..terminal import safe
from .reconcile import Finding, Reconciliation
from .report_cells import cell_told, row_told
from .settings_search import Trial

_WIDTH: Final = 100
_MOST_TRIED: Final = 8
_MOST_ZONES: Final = 3


def as_text(
    found: Reconciliation,
    limit: int,
    explained: Callable[[Finding], str | None] = lambda _finding: None,
) -> Iterator[str]:
    """Yield the lines of a report; what is the log's or the file's own can do no harm.

    Args:
        found: What was found.
        limit: How many findings to list.
        explained: Returns the command that explains our value, where there is one.
    """
    yield from _summary(found)
    yield from _columns(found)
    findings = list(found.findings())
    if findings and limit:
        yield ""
    for finding in findings[:limit]:
        yield _line_of(finding)
        if command := explained(finding):
            yield f"    {safe(command)}"
    if limit < len(findings):
        yield f"… and {len(findings) - limit:,} more"
    for number, line in enumerate(_explanation(found)):
        if not number:
            yield ""
        yield line


def as_csv(found: Reconciliation) -> Iterator[str]:
    """Yield the lines of a CSV file: a line for each cell that differs and each lone row."""
    keys = [found.comparison.columns[number].key for number in found.comparison.keys]
    yield _csv_line(["status", *keys, "column", "ours", "theirs", "line"])
    for finding in found.findings():
        column = "" if finding.column is None else finding.column.key
        line = "" if finding.line is None else str(finding.line)
        key = [finding.key[name] for name in keys]
        yield _csv_line([finding.status, *key, column, finding.ours, finding.theirs, line])


def as_data(found: Reconciliation) -> dict[str, Any]:
    """Return what was found as plain data, for JSON; durations in seconds, as exports have them."""
    comparison = found.comparison
    return {
        "export": found.export.slug,
        "agrees": found.agrees,
        "keys": [comparison.columns[number].key for number in comparison.keys],
        "rows": {
            "ours": len(comparison.ours),
            "theirs": len(comparison.theirs),
            "equal": len(comparison.equal),
            "different": len(comparison.different),
            "only_ours": len(comparison.only_ours),
            "only_theirs": len(comparison.only_theirs),
            "doubled": len(comparison.doubled),
        },
        "left": comparison.cells,
        "not_compared": {
            "ours": [column.key for column in found.missing],
            "theirs": list(found.vendor.unknown),
        },
        "columns": [
            {"key": column.key, "different": number, "meaning": column.meaning}
            for column, number in _differing(found)
        ],
        "findings": [
            {
                "status": finding.status,
                "key": finding.key,
                "column": finding.column and finding.column.key,
                "ours": finding.ours,
                "theirs": finding.theirs,
                "line": finding.line,
            }
            for finding in found.findings()
        ],
        "enough_tolerance": found.enough_tolerance,
        "left_within_a_second": found.left_within_a_second,
        "best": found.best and _trial_data(found, found.best),
        "tried": [_trial_data(found, trial) for trial in found.tried],
    }


def _trial_data(found: Reconciliation, trial: Trial) -> dict[str, Any]:
    return {
        "setting": trial.setting.words,
        "options": list(found.options(trial)),
        "zones": list(trial.setting.zones),
        "left": trial.left,
        "columns_that_agree": list(trial.columns),
        "has_common": trial.has_common,
    }


def _summary(found: Reconciliation) -> Iterator[str]:
    comparison = found.comparison
    keys = ", ".join(comparison.columns[number].key for number in comparison.keys)
    yield (
        f"{found.export.slug}: {len(comparison.ours):,} rows of ours and "
        f"{len(comparison.theirs):,} of theirs, aligned by {keys}"
    )
    for number, words in (
        (len(comparison.equal), "equal"),
        (len(comparison.different), "different"),
        (len(comparison.only_ours), "only ours"),
        (len(comparison.only_theirs), "only theirs"),
        (len(comparison.doubled), "doubled by them"),
    ):
        yield f"{number:>12,}  {words}"
    names = [column.key for column in found.missing]
    if names:
        yield from _listed("Not in their file: ", names)
    if found.vendor.unknown:
        yield from _listed("Only in their file: ", [safe(name) for name in found.vendor.unknown])


def _columns(found: Reconciliation) -> Iterator[str]:
    pairs = len(found.comparison.equal) + len(found.comparison.different)
    for column, number in _differing(found):
        yield ""
        place = found.comparison.columns.index(column)
        apart = found.comparison.times_apart(place)
        by = f", by {_span(apart)}" if apart else ""
        yield f"{column.key} differs in {number:,} of {pairs:,} rows{by}"
        yield from wrap(column.meaning, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _differing(found: Reconciliation) -> list[tuple[Column, int]]:
    return [
        (found.comparison.columns[number], times)
        for number, times in sorted(found.comparison.cells_by_column().items())
    ]


def _span(apart: list[int]) -> str:
    least, most = seconds(min(apart)), seconds(max(apart))
    return f"{most} s" if least == most else f"{least} to {most} s"


def _line_of(finding: Finding) -> str:
    key = row_told(finding.key)
    where = "" if finding.line is None else f" (their line {finding.line})"
    if finding.column is None:
        return f"{finding.status}: {key}{where}"
    ours, theirs = (cell_told(value, finding.column) for value in (finding.ours, finding.theirs))
    return f"{key}: {finding.column.key} is {ours}, theirs {theirs}{where}"


def _explanation(found: Reconciliation) -> Iterator[str]:
    cells, differences = found.comparison.cells, _differences(found)
    tried = f"{_number(len(found.tried), 'setting was', 'settings were')} tried"
    if found.best is not None:
        yield from _best(found, found.best)
    elif found.tried:
        these = "this" if cells == 1 else "these"
        yield from wrap(f"{tried}; none leaves fewer than {these} {differences}.", _WIDTH)
    if found.tried and (found.best is None or found.best.left):
        yield "Other channels and as-of instants are not tried."
    if found.enough_tolerance is not None:
        yield f"With a tolerance of {found.enough_tolerance} s everything agrees."
    elif found.left_within_a_second is not None:
        yield from wrap(
            "Their keys are whole seconds: a tolerance of 1 s leaves "
            f"{found.left_within_a_second:,} of {differences}.",
            _WIDTH,
        )
    better = [trial for trial in found.tried if trial.helps]
    if better:
        yield ""
        yield f"{tried}. Differences left by the best of them:"
        for trial in sorted(better, key=lambda trial: trial.left)[:_MOST_TRIED]:
            yield f"{trial.left:>12,}  {trial.setting.words}"


def _best(found: Reconciliation, best: Trial) -> Iterator[str]:
    yield from wrap(
        f"It would agree better if {best.setting.words}: that leaves {best.left:,} of "
        f"{_differences(found)}.",
        _WIDTH,
    )
    if options := found.options(best):
        yield f"    {' '.join(options)}"
    if best.columns:
        yield from _listed("Columns that then agree: ", best.columns)
    zones = best.setting.zones
    if len(zones) > 1:
        some = ", ".join(zones[1 : _MOST_ZONES + 1])
        more = len(zones) - 1 - _MOST_ZONES
        yield from wrap(
            f"{zones[0]} comes to the same here as {some}"
            + (f" and {more} more zones." if more > 0 else "."),
            _WIDTH,
        )


def _differences(found: Reconciliation) -> str:
    """Return how many cells differ, and where rows count as cells, as how many."""
    number = _number(found.comparison.cells, "difference", "differences")
    if not found.comparison.lone:
        return number
    row = _number(found.comparison.cells_of_lone, "cell", "cells")
    return f"{number} (a row that only one has counts as its {row})"


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _listed(start: str, names: Iterable[str]) -> list[str]:
    return wrap(start + ", ".join(names), _WIDTH, subsequent_indent="    ")


def _csv_line(cells: Iterable[str]) -> str:
    return ",".join(quoted(disarmed(cell)) for cell in cells) + "\n"


def row_arguments(finding: Finding) -> str:
    """Return how a command line names a finding's row, and its column where it has one."""
    rows = [f"--row {shlex.quote(f'{key}={value}')}" for key, value in finding.key.items()]
    if finding.column is not None:
        rows.append(f"--column {finding.column.key}")
    return " ".join(rows)
