"""Values: the cells of an export as they are compared."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
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
    values = attrgetter(*(column.field for column in columns))
    texts = [(n, c.kind) for n, c in enumerate(columns) if c.kind in (Kind.TEXT, Kind.TEXTS)]
    compared = []
    for row in rows:
        cells: list[Any] = list(values(row)) if len(columns) > 1 else [values(row)]
        for number, kind in texts:
            if cells[number] is not None:
                cells[number] = canonical(cells[number], kind)
        compared.append(tuple(cells))
    return compared


def canonical(value: Any, kind: Kind) -> Cell:
    """Return *value* so that it equals what an export that is read back says.

    An export prints an empty text as it prints no text, a list as one text, and disarms formulas.
    """
    if kind is Kind.TEXTS:
        value = ";".join(value)
    if kind in (Kind.TEXT, Kind.TEXTS):
        if not value:
            return None
        text: str = armed(value) if value[0] == "'" else value
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
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
