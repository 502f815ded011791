"""Cells: how an export prints each kind of value."""

import re
from collections.abc import Callable, Sequence
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
_MINUTE: Final = len("2026-03-10T09:20")
_MINUTE_WITH_OFFSET: Final = len("2026-03-10T09:20+01:00")


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
    text = local.isoformat(timespec="minutes")
    if len(text) > _MINUTE_WITH_OFFSET:
        text = utc.isoformat(timespec="minutes")
    return text[:_MINUTE] + ":", text[_MINUTE:]


@attrs.frozen
class Printer:
    """How rows become lines of CSV: the zone, the language, and whether text is disarmed."""

    zone: ZoneInfo
    language: Language = "en"
    raw_text: bool = False

    def header(self, columns: tuple[Column, ...]) -> str:
        """Return the header row, without its end."""
        headers = (column.french if self.language == "fr" else column.english for column in columns)
        return ",".join(map(quoted, headers))

    def lines_of(self, columns: tuple[Column, ...]) -> Callable[[Sequence[Any]], list[str]]:
        """Return the function that makes lines of CSV, without their ends, of rows with *columns*.

        It prints a column of all rows at a time: most columns need neither quotes nor disarming,
        and to see that of a whole column costs a fraction of looking at each cell.
        """
        printed_of = [self._printed(column) for column in columns]

        def lines(rows: Sequence[Any]) -> list[str]:
            cells = [printed(values) for printed, values in zip(printed_of, zip(*rows))]
            return list(map(",".join, zip(*cells, strict=True)))

        return lines

    def cells_of(self, columns: tuple[Column, ...]) -> Callable[[Any], list[str]]:
        """Return the function that prints a row's values, before quotes and disarming."""
        plain_of = [(column.field, self._plain(column)) for column in columns]
        return lambda row: [
            cell for field, plain in plain_of for cell in plain([getattr(row, field)])
        ]

    def _printed(self, column: Column) -> Callable[[Sequence[Any]], Sequence[str]]:
        """Return how the values of a column become cells."""
        plain = self._plain(column)
        if column.kind not in (Kind.TEXT, Kind.TEXTS):
            return plain
        return lambda values: self._safe(plain(values))

    def _plain(self, column: Column) -> Callable[[Sequence[Any]], Sequence[str]]:
        """Return how the values of a column become text, before quotes and disarming."""
        if column.kind in (Kind.TEXT, Kind.NAME):
            if column.is_optional:
                return lambda values: [value or "" for value in values]
            return lambda values: values
        text_of: Callable[[Any], str] = {
            Kind.TEXTS: ";".join,
            Kind.INSTANT: instant_in(self.zone),
            Kind.DURATION: seconds,
            Kind.COUNT: str,
            Kind.PERCENTAGE: percent,
            Kind.BOOLEAN: lambda value: "true" if value else "false",
        }[column.kind]

        def plain(values: Sequence[Any]) -> list[str]:
            # Many rows in a row have the same tags, say, or were updated when they were created.
            known = _Known(text_of)
            if column.is_optional:
                known[None] = ""
            return list(map(known.__getitem__, values))

        return plain

    def _safe(self, texts: Sequence[str]) -> Sequence[str]:
        """Return the cells of *texts*: quoted and disarmed where they must be."""
        joined = ",".join(texts)
        if (
            joined.count(",") == len(texts) - 1
            and not _may_need_quotes(joined)
            and (self.raw_text or not _may_need_disarming(joined))
        ):
            return texts
        return list(map(_Known(self._text).__getitem__, texts))

    def _text(self, value: str) -> str:
        return quoted(value if self.raw_text else disarmed(value))


class _Known(dict[Any, str]):
    """What a function makes of each value, asked once for each."""

    def __init__(self, text_of: Callable[[Any], str]) -> None:
        super().__init__()
        self._text_of = text_of

    def __missing__(self, value: Any) -> str:
        text = self[value] = self._text_of(value)
        return text


def _may_need_quotes(joined: str) -> bool:
    """Tell whether one of the cells that are *joined* by commas may need quotes; no is certain."""
    return '"' in joined or "\n" in joined or "\r" in joined


def _may_need_disarming(joined: str) -> bool:
    """Tell whether one of the cells that are *joined* by commas may need disarming.

    No is certain.
    """
    return (
        joined[:1] in _FORMULA_STARTS
        or ",=" in joined
        or ",@" in joined
        or ",\t" in joined
        or ((",+" in joined or ",-" in joined) and _SIGNED_TEXT(joined) is not None)
    )


def _decimal(value: int, places: int) -> str:
    whole, fraction = divmod(abs(value), 10**places)
    sign = "-" if value < 0 else ""
    if not fraction:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:0{places}}".rstrip("0")
