"""Values: the cells of an export as they are compared."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from ...projections import Column, Kind
from ..cells import disarmed, instant_in, percent, seconds

Cell = str | int | None
"""A value as it is compared: text, a number in its column's unit, or nothing where it is blank."""

Cells = tuple[Any, ...]
"""The values of a row, one for each column that is compared; each a `Cell` or `Unreadable`."""


@attrs.frozen
class Unreadable:
    """A cell of theirs that says no value of its column; it equals nothing."""

    text: str


def cells_of(rows: Iterable[Any], columns: Sequence[Column]) -> list[Cells]:
    """Return the *rows* of an export as they are compared."""
    return [
        tuple(canonical(getattr(row, column.field), column.kind) for column in columns)
        for row in rows
    ]


def canonical(value: Any, kind: Kind) -> Cell:
    """Return *value* so that it equals what an export that is read back says.

    An export prints an empty text as it prints no text, a list as one text, and disarms formulas.
    """
    if kind is Kind.TEXTS:
        value = ";".join(value)
    if kind in (Kind.TEXT, Kind.TEXTS):
        return armed(value).replace("\r\n", "\n").replace("\r", "\n") if value else None
    cell: Cell = value
    return cell


def armed(text: str) -> str:
    """Return what an export disarmed to *text*, as far as that can be told."""
    if text[:1] == "'" and disarmed(text[1:]) == text:
        return text[1:]
    return text


def printer(tz: ZoneInfo) -> Callable[[Any, Kind], str]:
    """Return how values of a kind are printed, as the exports do in *tz*; nothing as no text."""
    printed: dict[Kind, Callable[[Any], str]] = {
        Kind.INSTANT: instant_in(tz),
        Kind.DURATION: seconds,
        Kind.PERCENTAGE: percent,
        Kind.BOOLEAN: lambda value: "true" if value else "false",
    }

    def text(value: Any, kind: Kind) -> str:
        if value is None:
            return ""
        if isinstance(value, Unreadable):
            return value.text
        return printed.get(kind, str)(value)

    return text
