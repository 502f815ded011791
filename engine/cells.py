"""Cells: how an export prints each kind of value."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo

import attrs

from ..projections import Column, Kind
from .choices import one_of

Language = Literal["en", "fr"]

_QUOTED: Final = re.compile(r'[,"\r\n]').search
_SIGNS: Final = frozenset("+-")
_FORMULA_STARTS: Final = frozenset("=@\t\r") | _SIGNS
_HARMLESS: Final = re.compile(r"[+-][0-9 .()\[\]-]*\Z").match
_SIGNED_TEXT: Final = re.compile(r",[+-](?![0-9 .()\[\]-]*(?:,|\Z))").search
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = len("2026-03-10T09:20")
_HOUR: Final = len("2026-03-10T09:")


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
    return _decimal(milliseconds, _THOUSANDTHS)


def percent(hundredths: int) -> str:
    """Return *hundredths* of a percent in percent, with at most two decimals."""
    return _decimal(hundredths, _HUNDREDTHS)


def _decimals(places: int) -> list[str]:
    """Return what follows the whole number for each fraction: nothing, or a point and digits."""
    return ["", *(f".{part:0{places}}".rstrip("0") for part in range(1, 10**places))]


_THOUSANDTHS: Final = _decimals(3)
_HUNDREDTHS: Final = _decimals(2)


def _decimal(value: int, decimals: list[str]) -> str:
    if value < 0:
        return "-" + _decimal(-value, decimals)
    whole, part = divmod(value, len(decimals))
    return f"{whole}{decimals[part]}"


def instant_in(zone: ZoneInfo) -> Callable[[int], str]:
    """Return how an instant is printed in *zone*: RFC 3339 with milliseconds and offset.

    One that RFC 3339 cannot write there (an offset with seconds, the year 10000) is in UTC.
    """
    instants = instants_in(zone)
    return lambda value: instants([value])[0]


@lru_cache(maxsize=8)  # columns share what they know of a zone
def instants_in(zone: ZoneInfo) -> Callable[[Iterable[int | None]], list[str]]:
    """Return how many instants are printed in *zone*; where there is none the text is empty."""
    # Exports print instants by the million, but of few quarters of an hour.
    quarters: dict[int, _Around] = {}

    def around(value: int) -> _Around:
        quarter = value // _QUARTER
        known = _quarter_in(zone, quarter)
        if known is None:
            return _minute_in(zone, value // 60_000)
        if len(quarters) >= _KEPT_QUARTERS:
            quarters.clear()
        quarters[quarter] = known
        return known

    def printed(values: Iterable[int | None]) -> list[str]:
        return [
            ""
            if value is None
            else f"{(parts := quarters.get(value // _QUARTER) or around(value))[0]}"
            f"{parts[1][value % _QUARTER // 1000]}{_MILLISECONDS[value % 1000]}{parts[2]}"
            for value in values
        ]

    return printed


_Around = tuple[str, list[str], str]
"""What an instant begins with, goes on with by its second of a quarter, and ends with."""

_QUARTER: Final = 900_000
_KEPT_QUARTERS: Final = 1 << 14
_MILLISECONDS: Final = [f"{part:03}" for part in range(1000)]
_SECONDS: Final = [f"{second % 60:02}." for second in range(900)]
_MINUTES_AND_SECONDS: Final = {
    minute: [f"{minute + second // 60:02}:{second % 60:02}." for second in range(900)]
    for minute in (0, 15, 30, 45)
}


def _quarter_in(zone: ZoneInfo, quarter: int) -> _Around | None:
    """Return what is printed around the instants of a quarter of an hour of UTC.

    Nothing where the clock changes within it, or strikes the hour.
    """
    first, _, offset = _minute_in(zone, quarter * 15)
    last, _, end = _minute_in(zone, quarter * 15 + 14)
    hour, minute = first[:_HOUR], int(first[_HOUR : _HOUR + 2])
    # No zone changes its clock twice within them: since 1970 none did within a week.
    if last != f"{hour}{minute + 14:02}:" or end != offset or minute not in _MINUTES_AND_SECONDS:
        return None
    return hour, _MINUTES_AND_SECONDS[minute], offset


def _minute_in(zone: ZoneInfo, minute: int) -> _Around:
    """Return what is printed around the instants of a minute of UTC.

    No zone changes its clock within a minute, but where its offset has seconds, and those
    instants are printed in UTC: so what holds for the minute's start holds for all of it.
    """
    utc = _EPOCH + timedelta(minutes=minute)
    try:
        local = utc.astimezone(zone)
    except OverflowError:
        local = utc
    text = local.isoformat(timespec="minutes")
    if len(text) > _MINUTE + len("+01:00"):
        text = utc.isoformat(timespec="minutes")
    return text[:_MINUTE] + ":", _SECONDS, text[_MINUTE:]


@attrs.frozen
class Printer:
    """How rows become lines of CSV: the zone, the language, and whether text is disarmed.

    Raises:
        OptionError: There are no headers in the language.
    """

    zone: ZoneInfo
    language: Language = "en"
    raw_text: bool = False

    def __attrs_post_init__(self) -> None:
        """Make sure that the language is one."""
        one_of("lang", self.language, get_args(Language))

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
            cells = [
                printed(values)
                for printed, values in zip(printed_of, zip(*rows, strict=True), strict=False)
            ]
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
        if column.kind is Kind.INSTANT:
            return instants_in(self.zone)
        if column.kind in (Kind.TEXT, Kind.NAME):
            if column.is_optional:
                return lambda values: [value or "" for value in values]
            return lambda values: values
        text_of = _TEXT_OF[column.kind]
        if column.is_optional:
            return lambda values: ["" if value is None else text_of(value) for value in values]
        return lambda values: list(map(text_of, values))

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


_TEXT_OF: Final[dict[Kind, Callable[[Any], str]]] = {
    Kind.TEXTS: ";".join,
    Kind.DURATION: seconds,
    Kind.COUNT: str,
    Kind.PERCENTAGE: percent,
    Kind.BOOLEAN: lambda value: "true" if value else "false",
}


class _Known(dict[str, str]):
    """What a function makes of each text, asked once for each."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        super().__init__()
        self._text_of = text_of

    def __missing__(self, value: str) -> str:
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
