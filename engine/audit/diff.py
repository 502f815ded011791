"""Differences: what changed in an export between two replays, and what changed it."""

from collections.abc import Callable
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs

from ...projections import Column, Frame, MetricPolicy, Projection
from ..library import Export, Result, find_export
from .causes import LOCK_TIMES, Causes, Subject, find_causes, subject_of
from .clock import Clock
from .compare import Comparison, compare, key_columns
from .settings import moved_by
from .values import Cells, cells_of, printer

RowStatus = Literal["changed", "only here", "only there"]
"""Whether both replays have a row, or the first one, or the other one."""


@attrs.frozen
class CellChange:
    """A cell that is not what it was, as the exports print it."""

    column: Column
    here: str
    there: str


@attrs.frozen
class SettingChange:
    """A setting that differs between two replays."""

    name: str
    """As the command line calls it."""

    here: str
    there: str


@attrs.define
class RowChange:
    """A row that changed, and what changed it."""

    status: RowStatus
    key: dict[str, str]
    """Its key columns as they are printed, by their keys."""

    cells: tuple[CellChange, ...]
    settings: tuple[str, ...]
    """The settings that changed it, by their names."""

    causes: Causes
    """The events that may have changed it, and are in one of the replays only."""


@attrs.define
class Diff:
    """What changed in an export between two replays."""

    export: type[Projection[Any]]
    tz: ZoneInfo
    settings: list[SettingChange]
    rows_here: int
    rows_there: int
    equal: int
    """How many rows are the same."""

    changes: list[RowChange]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not self.changes


def diff(here: Result, there: Result, export: Export[Any]) -> Diff:
    """Compare an export of two replays, and find what made its rows change.

    The two may be of one log, as of two instants or by two policies, or of two logs. Instants are
    printed in the zone of the first.

    Raises:
        UnknownExportError: There is no such export, or one of them was not asked for it.
    """
    wanted = find_export(export)
    columns = wanted.columns()
    comparison = compare(
        columns,
        key_columns(wanted.slug, columns),
        cells_of(here.rows(wanted), columns),
        cells_of(there.rows(wanted), columns),
    )
    changes = _row_changes(comparison, here.tz)
    if here.sources is not there.sources:
        _add_causes(here, there, wanted.slug, changes)
    _add_settings(here.frame, there.frame, wanted.slug, changes)
    return Diff(
        wanted,
        here.tz,
        _setting_changes(here.frame, there.frame, Clock(here.tz)),
        len(comparison.ours),
        len(comparison.theirs),
        len(comparison.equal),
        changes,
    )


def with_policy(result: Result, export: Export[Any], policy: MetricPolicy) -> Result:
    """Return an export of a replayed log by another policy; the log is not read again.

    Raises:
        UnknownExportError: There is no such export.
    """
    frame = attrs.evolve(result.frame, policy=policy)
    projections: list[Projection[Any]] = [find_export(export)(frame)]
    result.replayed.refold(projections)
    replayed = attrs.evolve(result.replayed, frame=frame, projections=projections)
    return attrs.evolve(result, replayed=replayed)


def _row_changes(found: Comparison, tz: ZoneInfo) -> list[RowChange]:
    printed = printer(tz)
    changes = []
    for row in found.different:
        ours, theirs = found.ours[row.ours], found.theirs[row.theirs]
        cells = tuple(
            CellChange(
                found.columns[number],
                printed(ours[number], found.columns[number].kind),
                printed(theirs[number], found.columns[number].kind),
            )
            for number in row.columns
        )
        changes.append(RowChange("changed", _key(found, ours, printed), cells, (), Causes()))
    sides: tuple[tuple[RowStatus, list[Cells]], ...] = (
        ("only here", [found.ours[number] for number in found.only_ours]),
        (
            "only there",
            [found.theirs[number] for number in sorted(found.only_theirs + found.doubled)],
        ),
    )
    for status, rows in sides:
        changes += [
            RowChange(status, _key(found, cells, printed), (), (), Causes()) for cells in rows
        ]
    return changes


def _key(found: Comparison, cells: Cells, printed: Callable[..., str]) -> dict[str, str]:
    return {
        found.columns[number].key: printed(cells[number], found.columns[number].kind)
        for number in found.keys
    }


def _add_causes(here: Result, there: Result, slug: str, changes: list[RowChange]) -> None:
    subjects: dict[int, Subject] = {}
    locked = set()
    for number, change in enumerate(changes):
        subject = subjects[number] = subject_of(slug, change.key)
        keys = {cell.column.key for cell in change.cells}
        if subject.kind == "conversation" and keys & LOCK_TIMES:
            locked.add(subject)
    if subjects:
        found = find_causes(here, there, slug, set(subjects.values()), locked)
        for number, subject in subjects.items():
            changes[number].causes = found.get(subject, Causes())


def _add_settings(here: Frame, there: Frame, slug: str, changes: list[RowChange]) -> None:
    policies, others = attrs.asdict(here.policy), attrs.asdict(there.policy)
    changed = [name for name in policies if policies[name] != others[name]]
    for change in changes:
        keys = {cell.column.key for cell in change.cells}
        names = [f"policy {name}" for name in changed if moved_by(name, slug) & keys]
        if not change.causes.number:
            # What lasts, or lies in the period, depends on these even where no event does.
            if here.period.as_of != there.period.as_of:
                names.append("as-of")
            if (here.period.start, here.period.end) != (there.period.start, there.period.end):
                names.append("period")
            if here.channels != there.channels:
                names.append("channel")
        change.settings = tuple(names)


def _setting_changes(here: Frame, there: Frame, clock: Clock) -> list[SettingChange]:
    def said(frame: Frame) -> dict[str, str]:
        return {
            "from": clock.full(frame.period.start),
            "to": clock.full(frame.period.end),
            "as-of": clock.full(frame.period.as_of),
            "channel": ", ".join(sorted(frame.channels)),
            **{f"policy {name}": value for name, value in attrs.asdict(frame.policy).items()},
        }

    ours, theirs = said(here), said(there)
    return [
        SettingChange(name, value, theirs[name])
        for name, value in ours.items()
        if value != theirs[name]
    ]
