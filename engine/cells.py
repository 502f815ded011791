"""Cells: how an export prints each kind of value."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import attrs

from ..projections import Column, Kind

Language = Literal["en", "fr"]

_QUOTED: Final = re.compile(r'[,"\r\n]').search
_SIGNS: Final = frozenset("+-")
_FORMULA_STARTS: Final = frozenset("=@\t\r") | _SIGNS
_HARMLESS: Final = re.compile(r"[+-][0-9 .()\[\]-]*\Z").match
_SIGNED_TEXT: Final = re.compile(r",[+-](?![0-9 .()\[\]-]*(?:,|\Z))").search
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def quoted(cell: str) -> str:
    """Return *cell* as CSV has it: in quotes only where it must be (RFC 4180)."""
    if _QUOTED(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def disarmed(cell: str) -> str:
    """Return *cell* so that a spreadsheet does not run it as a formula.

    A phone number or a number may begin with `+` or `-`. Source: the values of the exports.
    """
    first = cell[:1]
    if first in _FORMULA_STARTS and (first not in _SIGNS or not _HARMLESS(cell)):
        return "'" + cell
    return cell


def seconds(milliseconds: int) -> str:
    """Return *milliseconds* in seconds, with at most three decimals and no trailing zeros."""
    return _decimal(milliseconds, 3)


def percent(hundredths: int) -> str:
    """Return *hundredths* of a percent in percent, with at most two decimals."""
    return _decimal(hundredths, 2)


def instant_in(zone: ZoneInfo) -> Callable[[int], str]:
    """Return how an instant is printed in *zone*: RFC 3339 with milliseconds and offset.

    One that RFC 3339 cannot write there (an offset with seconds, the year 10000) is in UTC.
    """
    # Exports print instants by the million, but of few minutes, and a minute has 60,000 of them.
    minutes: dict[int, tuple[str, str]] = {}
    within: dict[int, str] = {}

    def printed(value: int) -> str:
        minute, rest = divmod(value, 60_000)
        around = minutes.get(minute)
        if around is None:
            around = minutes[minute] = _minute_in(zone, minute)
        seconds_of_minute = within.get(rest)
        if seconds_of_minute is None:
            seconds_of_minute = f"{rest // 1000:02}.{rest % 1000:03}"
            within[rest] = seconds_of_minute
        return around[0] + seconds_of_minute + around[1]

    return printed


def _minute_in(zone: ZoneInfo, minute: int) -> tuple[str, str]:
    """Return what an instant of a UTC minute begins and ends with.

    No zone changes its clock within a minute, but where its offset has seconds, and those
    instants are printed in UTC: so what holds for the minute's start holds for all of it.
    """
    utc = _EPOCH + timedelta(minutes=minute)
    try:
        local = utc.astimezone(zone)
    except OverflowError:
        local = utc
    offset = local.utcoffset() or timedelta()
    if offset.seconds % 60:
        local, offset = utc, timedelta()
    sign = "-" if offset < timedelta() else "+"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{local:%Y-%m-%dT%H:%M:}", f"{sign}{hours:02}:{minutes:02}"


@attrs.frozen
class Printer:
    """How rows become lines of CSV: the zone, the language, and whether text is disarmed."""

    zone: ZoneInfo
    language: Language = "en"
    raw_text: bool = False

    def header(self, columns: tuple[Column, ...]) -> str:
        """Return the header row."""
        headers = (column.french if self.language == "fr" else column.english for column in columns)
        return ",".join(map(quoted, headers)) + "\n"

    def line_of(self, columns: tuple[Column, ...]) -> Callable[[Any], str]:
        """Return the function that makes a line of CSV of a row with these *columns*."""
        cells_of = self.cells_of(columns)
        is_text = [column.kind in (Kind.TEXT, Kind.TEXTS) for column in columns]
        commas = len(columns) - 1
        joined_of = self._joined_of(columns)

        def line(row: Any) -> str:
            # Most lines need no quotes, and many need no disarming: to see that of a whole line
            # costs a fraction of looking at each cell.
            joined = joined_of(row)
            if joined.count(",") == commas and not _may_need_quotes(joined):
                if not self.raw_text and _may_need_disarming(joined):
                    joined = ",".join(map(disarmed, joined.split(",")))
                return joined + "\n"
            return (
                ",".join(
                    self._text(cell) if text else cell
                    for cell, text in zip(cells_of(row), is_text, strict=True)
                )
                + "\n"
            )

        return line

    def cells_of(self, columns: tuple[Column, ...]) -> Callable[[Any], list[str]]:
        """Return the function that prints a row's values, before quotes and disarming."""
        return self._compiled("[" + ", ".join(f'f"{_cell(column)}"' for column in columns) + "]")

    def _joined_of(self, columns: tuple[Column, ...]) -> Callable[[Any], str]:
        """Return the function that prints a row's values in one line."""
        return self._compiled('f"' + ",".join(map(_cell, columns)) + '"')

    def _compiled(self, expression: str) -> Callable[[Any], Any]:
        # A loop over the columns of a row takes three times as long as an expression that names
        # them; the expression is made of our own declarations and of nothing from outside.
        names = {"instant": instant_in(self.zone), "seconds": seconds, "percent": percent}
        compiled: Callable[[Any], Any] = eval(f"lambda row: {expression}", names)  # noqa: S307
        return compiled

    def _text(self, value: str) -> str:
        return quoted(value if self.raw_text else disarmed(value))


def _may_need_quotes(line: str) -> bool:
    """Tell whether a cell of a line may need quotes, other than for a comma; no is certain."""
    return '"' in line or "\n" in line or "\r" in line


def _may_need_disarming(line: str) -> bool:
    """Tell whether a cell of a line without quotes may need disarming; no is certain."""
    return (
        ",=" in line
        or ",@" in line
        or ",\t" in line
        or line[0] in "=@\t+-"
        or ((",+" in line or ",-" in line) and _SIGNED_TEXT(line) is not None)
    )


_EXPRESSIONS: Final = {
    Kind.TEXT: "{value}",
    Kind.TEXTS: "';'.join({value})",
    Kind.NAME: "{value}",
    Kind.INSTANT: "instant({value})",
    Kind.DURATION: "seconds({value})",
    Kind.COUNT: "{value}",
    Kind.PERCENTAGE: "percent({value})",
    Kind.BOOLEAN: "'true' if {value} else 'false'",
}
"""How each kind of value becomes text, before quotes and disarming."""


def _cell(column: Column) -> str:
    """Return the replacement field of an f-string that prints a row's value of *column*."""
    value = f"row.{column.field}"
    printed = _EXPRESSIONS[column.kind].format(value=value)
    if column.is_optional:
        printed = f"'' if {value} is None else {printed}"
    return "{" + printed + "}"


def _decimal(value: int, places: int) -> str:
    whole, fraction = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    if not fraction:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:0{places}}".rstrip("0")
