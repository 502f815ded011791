"""Rows: the one row of an export that somebody means."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from operator import eq
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from ...events import ReplaydeskError, shown
from ...projections import Column, KeyedProjection, Kind, Projection
from ...projections.personal_columns import PERSONAL_COLUMNS
from ..cells import Printer, disarmed
from ..library import Result
from ..moments import MomentError, parse_moment
from .identity import CHANNEL_ID, IDENTITY

_LISTED: Final = 10
_NEAR: Final = 5
_LONGEST: Final = 210  # an ID of 200 characters, whole


class UnknownColumnError(ReplaydeskError, LookupError):
    """An export has no such column."""


class RowError(ReplaydeskError, LookupError):
    """What was asked for is not one row of an export."""

    def __init__(self, told: str, rows: Sequence[str] = ()) -> None:
        self.lines = (told, *(f"  {row}" for row in rows))
        """What is told, and rows that may be meant."""

        super().__init__("\n".join(self.lines))


class UnknownRowError(RowError):
    """No row of an export is the one that was asked for."""


class AmbiguousRowError(RowError):
    """Several rows of an export are what was asked for, or nothing was."""


@attrs.frozen
class FoundRow:
    """A row of an export."""

    row: Any
    key: Any = None
    """Of an export that adds up by keys."""


def find_columns(export: type[Projection[Any]], keys: Sequence[str] | None) -> tuple[Column, ...]:
    """Return the columns called *keys*, in the order of the export; by default all.

    Raises:
        UnknownColumnError: The export has no such column.
    """
    columns = export.columns()
    known = [column.key for column in columns]
    for key in keys or ():
        if key not in known:
            raise UnknownColumnError(
                f"{export.slug} has no column {shown(key)}; expected one of {', '.join(known)}"
            )
    return columns if keys is None else tuple(each for each in columns if each.key in keys)


def columns_of_row(export: type[Projection[Any]], where: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns that *where* tells a row by, but for what is not printed.

    Raises:
        UnknownColumnError: The export has no such column.
    """
    hidden = {CHANNEL_ID} & {*IDENTITY[export.slug]}
    return find_columns(export, [key for key in where if key not in hidden])


def find_row(result: Result, export: type[Projection[Any]], where: Mapping[str, Any]) -> FoundRow:
    """Return the one row whose columns have the values of *where*, raw or as they are printed.

    Raises:
        UnknownColumnError: The export has no such column.
        UnknownRowError: There is no such row; the message lists near ones.
        AmbiguousRowError: There are several, which the message lists, or *where* is empty.
    """
    where = _known_as(result, where)
    identity = IDENTITY[export.slug]
    conditions = {
        column.key: _condition(column, where[column.key], result.tz)
        for column in columns_of_row(export, where)
    }
    if CHANNEL_ID in where:
        conditions[CHANNEL_ID] = _channel_condition(where[CHANNEL_ID])
    rows = _rows(result, export)
    if not conditions:
        raise AmbiguousRowError(f"name the row of {export.slug}, by its {' and '.join(identity)}")
    found = [row for row in rows if all(holds(row) for holds in conditions.values())]
    if len(found) == 1:
        return found[0]
    asked = ", ".join(f"{key}={shown(value)}" for key, value in where.items())
    keys = tuple(dict.fromkeys((*identity, *where)))
    printed = _printer(export, keys, result.tz)
    if found:
        listed = _listed(found, keys, printed)
        raise AmbiguousRowError(f"{len(found):,} rows of {export.slug} have {asked}:", listed)
    if not rows:
        raise UnknownRowError(f"no row of {export.slug} has {asked}: the export has none")

    def nearness(row: FoundRow) -> tuple[int, int]:
        matching = sum(holds(row) for holds in conditions.values())
        cells = dict(zip(keys, printed(row), strict=True))
        return matching, sum(_alike(str(where[key]), cells[key]) for key in where)

    near = _listed(heapq.nlargest(_NEAR, rows, key=nearness), keys, printed)
    raise UnknownRowError(f"no row of {export.slug} has {asked}; the nearest are:", near)


def _known_as(result: Result, where: Mapping[str, Any]) -> dict[str, Any]:
    """Return *where* as a redacted export has it: a text can be named as the log has it, too."""
    redaction = result.replayed.redaction
    return {
        key: redaction.known_as(PERSONAL_COLUMNS[key], value)
        if redaction is not None and key in PERSONAL_COLUMNS and isinstance(value, str)
        else value
        for key, value in where.items()
    }


def identity_of(export: type[Projection[Any]], row: FoundRow, zone: ZoneInfo) -> dict[str, str]:
    """Return what tells a row apart from others, as it is printed."""
    keys = IDENTITY[export.slug]
    return dict(zip(keys, _printer(export, keys, zone)(row), strict=True))


def _rows(result: Result, export: type[Projection[Any]]) -> list[FoundRow]:
    projection = result.projection(export)
    reference = result.reference
    if isinstance(projection, KeyedProjection):
        return [
            FoundRow(projection.row_of(key, reference), key) for key in projection.keys(reference)
        ]
    return [FoundRow(row) for row in projection.rows(reference)]


def _condition(column: Column, wanted: Any, zone: ZoneInfo) -> Callable[[FoundRow], bool]:
    """Return what tells whether a row has the value *wanted*, raw or printed."""
    cells_of = Printer(zone).cells_of((column,))
    instant = _instant(wanted, zone) if column.kind is Kind.INSTANT else None

    def holds(found: FoundRow) -> bool:
        value = getattr(found.row, column.field)
        if value in (wanted, instant) and value is not None:
            return True
        (printed,) = cells_of(found.row)
        raw = printed if value is None else str(value)
        return ("" if wanted is None else wanted) in (printed, disarmed(printed), raw)

    return holds


def _channel_condition(wanted: Any) -> Callable[[FoundRow], bool]:
    return lambda found: (found.key[1] or "") == (wanted or "")


def _instant(wanted: Any, zone: ZoneInfo) -> int | None:
    try:
        return parse_moment(str(wanted), zone)
    except MomentError:
        return None


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts share at their two ends."""
    return sum(
        len([*takewhile(bool, map(eq, first, second))])
        for first, second in ((one, other), (reversed(one), reversed(other)))
    )


def _printer(
    export: type[Projection[Any]], keys: Sequence[str], zone: ZoneInfo
) -> Callable[[FoundRow], list[str]]:
    """Return what prints the cells of *keys* of a row, before quotes and disarming."""
    by_key = {column.key: column for column in export.columns()}
    cells_of = Printer(zone).cells_of(tuple(by_key[key] for key in keys if key in by_key))

    def printed(found: FoundRow) -> list[str]:
        cells = iter(cells_of(found.row))
        return [next(cells) if key in by_key else found.key[1] or "" for key in keys]

    return printed


def _listed(
    rows: Sequence[FoundRow], keys: Sequence[str], printed: Callable[[FoundRow], list[str]]
) -> list[str]:
    """Return rows one a line, by the cells of *keys*."""
    lines = [
        " ".join(f"{k}={shown(cell, _LONGEST)}" for k, cell in zip(keys, printed(row), strict=True))
        for row in rows[:_LISTED]
    ]
    if len(rows) > _LISTED:
        lines.append(f"and {len(rows) - _LISTED:,} more")
    return lines
