"""Cells: how an export prints each kind of value."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import attrs

from ..projections import Column, Kind

Language = Literal["en", "fr"]

_QUOTED: Final = re.compile(r'[,"\r\n]').search
_FORMULA_STARTS: Final = frozenset("=@\t\r")
_HARMLESS: Final = re.compile(r"[+-][0-9 .()\[\]-]*\Z").match
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
    if first in _FORMULA_STARTS or (first and first in "+-" and not _HARMLESS(cell)):
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

    @lru_cache(maxsize=65_536)
    def second(value: int) -> tuple[str, str]:
        utc = _EPOCH + timedelta(seconds=value)
        try:
            local = utc.astimezone(zone)
        except OverflowError:
            local = utc
        offset = local.utcoffset() or timedelta()
        if offset.seconds % 60:
            local, offset = utc, timedelta()
        sign = "-" if offset < timedelta() else "+"
        hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
        return f"{local:%Y-%m-%dT%H:%M:%S}", f"{sign}{hours:02}:{minutes:02}"

    def printed(value: int) -> str:
        whole, milliseconds = divmod(value, 1000)
        date_time, offset = second(whole)
        return f"{date_time}.{milliseconds:03}{offset}"

    return printed


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
        values = attrgetter(*(column.field for column in columns))
        cells = [self._cell(column.kind) for column in columns]

        def line(row: Any) -> str:
            return (
                ",".join(
                    [
                        "" if value is None else cell(value)
                        for value, cell in zip(values(row), cells, strict=True)
                    ]
                )
                + "\n"
            )

        return line

    def _cell(self, kind: Kind) -> Callable[[Any], str]:
        cells: dict[Kind, Callable[[Any], str]] = {
            Kind.TEXT: self._text,
            Kind.TEXTS: lambda value: self._text(";".join(value)),
            Kind.NAME: str,
            Kind.INSTANT: instant_in(self.zone),
            Kind.DURATION: seconds,
            Kind.COUNT: str,
            Kind.PERCENTAGE: percent,
            Kind.BOOLEAN: lambda value: "true" if value else "false",
        }
        return cells[kind]

    def _text(self, value: str) -> str:
        return quoted(value if self.raw_text else disarmed(value))


def _decimal(value: int, places: int) -> str:
    whole, fraction = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    if not fraction:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:0{places}}".rstrip("0")
