"""How the cells of somebody else's file are read: column by column, whatever their notation."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import attrs

from ...events import AFTER_LAST_INSTANT, FIRST_INSTANT
from ...projections import Kind
from .values import Cell, Unreadable, canonical

DateOrder = Literal["day-first", "month-first"]
"""How `03/04/2026` is meant."""

DATE_ORDERS: Final[tuple[DateOrder, ...]] = ("day-first", "month-first")

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall-clock time gets its zone later
_MILLISECOND: Final = timedelta(milliseconds=1)
_EARLIEST_SECONDS: Final = 10**8
_EARLIEST_MILLISECONDS: Final = 10**11
"""Both are in 1973: counts of seconds and of milliseconds cannot be taken for each other."""

_STAMP: Final = re.compile(
    r"(?:(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
    r"|(?P<one>\d\d?)[-/.](?P<two>\d\d?)[-/.](?P<late_year>\d{4}))"
    r"(?:(?:[Tt]|,?\s+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?)?"
    r"\s*(?P<offset>[Zz]|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.ASCII,
).fullmatch
_COUNTED: Final = re.compile(r"\d{1,15}(?:[.,]\d{1,9})?", re.ASCII).fullmatch
_NUMBER: Final = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,18})*", re.ASCII).fullmatch
_GROUPS: Final = re.compile(r"([+-]?\d{1,3})((?:[.,]\d{3})+)", re.ASCII).fullmatch
_CLOCK: Final = re.compile(
    r"(?P<sign>-?)(?P<hours>\d{1,9}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:[.,]\d{1,9})?)",
    re.ASCII,
).fullmatch
_BOOLEANS: Final = {
    **dict.fromkeys(("true", "yes", "y", "t", "1", "vrai", "oui", "o", "v"), True),
    **dict.fromkeys(("false", "no", "n", "f", "0", "faux", "non"), False),
}


@attrs.frozen
class Stamp:
    """A time as a file writes it, in milliseconds: a wall clock, and the offset if it says one."""

    wall: int
    offset: int | None

    def instant(self, zone: ZoneInfo, *, believes_offset: bool = True) -> int:
        """Return the milliseconds since 1970-01-01T00:00:00Z that are meant.

        Without an offset the clock is that of *zone*; so it is where the offset is not believed.
        A time that a change of the clock repeats is the first one.
        """
        if self.offset is not None and believes_offset:
            return self.wall - self.offset
        try:
            offset = (_EPOCH + timedelta(milliseconds=self.wall)).replace(tzinfo=zone).utcoffset()
        except OverflowError:
            return self.wall
        return self.wall - (offset or timedelta()) // _MILLISECOND


def read_column(texts: Iterable[str], kind: Kind) -> list[Cell | Unreadable]:
    """Read the cells of a column that holds no instants; blank ones are nothing."""
    if kind in (Kind.TEXT, Kind.TEXTS):
        return [canonical(text, Kind.TEXT) for text in texts]
    read = _READERS[kind]
    return [_cell(text, read) for text in texts]


def read_stamps(
    texts: Sequence[str], order: DateOrder = "day-first"
) -> list[Stamp | Unreadable | None]:
    """Read the cells of a column of instants; blank ones are nothing.

    They are RFC 3339, dates with or without a time of day, or counted since 1970: in milliseconds
    if that is what the greatest of them must be, else in seconds.
    """
    counts = [float(_plain(text).replace(",", ".")) for text in texts if _COUNTED(_plain(text))]
    unit = 1 if max(counts, default=0) >= _EARLIEST_MILLISECONDS else 1000

    def stamp(text: str) -> Stamp | None:
        if not _COUNTED(text):
            return _dated(text, order)
        if max(counts) < _EARLIEST_SECONDS:
            return None
        return Stamp(_rounded(Decimal(text.replace(",", ".")) * unit), 0)

    return [_cell(text, stamp) for text in texts]


def date_orders(texts: Iterable[str]) -> frozenset[DateOrder]:
    """Return the orders in which every date of a column that begins with no year exists.

    Nothing where there is no such date, and where none of the orders will do.
    """
    matches = [match for text in texts if (match := _STAMP(_plain(text))) and match["one"]]
    pairs = {(int(match["one"]), int(match["two"])) for match in matches}
    if all(one == two for one, two in pairs):
        return frozenset()
    orders: set[DateOrder] = set()
    if all(two <= 12 for _, two in pairs):
        orders.add("day-first")
    if all(one <= 12 for one, _ in pairs):
        orders.add("month-first")
    return frozenset(orders)


def _cell(text: str, read: Callable[[str], Any]) -> Any:
    plain = _plain(text)
    if not plain:
        return None
    value = read(plain)
    return Unreadable(text) if value is None else value


def _plain(text: str) -> str:
    # A program that disarms formulas may have done so where no formula can be.
    return text.strip().removeprefix("'").strip()


def _dated(text: str, order: DateOrder) -> Stamp | None:
    match = _STAMP(text)
    if match is None:
        return None
    if match["one"] is None:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        first, second = int(match["one"]), int(match["two"])
        day, month = (first, second) if order == "day-first" else (second, first)
        year = int(match["late_year"])
    hour, half = int(match["hour"] or 0), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    try:
        wall = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # offset: below
    except ValueError:
        return None
    part = int(((match["part"] or "") + "000")[:3])
    stamp = Stamp((wall - _EPOCH) // _MILLISECOND + part, _offset(match["offset"]))
    return stamp if FIRST_INSTANT <= stamp.wall < AFTER_LAST_INSTANT else None


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return (-minutes if text[0] == "-" else minutes) * 60_000


def _number(text: str) -> Decimal | None:
    """Return the number that *text* says, with a decimal point or a decimal comma.

    Spaces between digits mean nothing; of two different marks the last one is the decimal one, and
    a mark that comes twice is none.
    """
    digits = re.sub(r"(?<=\d)[\s'](?=\d)", "", text)
    if not _NUMBER(digits):
        return None
    mark = max(",.", key=digits.rfind)
    if digits.count(mark) > 1:
        mark = " "
    return Decimal("".join("." if c == mark else c for c in digits if c == mark or c not in ",."))


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _count(text: str) -> int | None:
    grouped = _GROUPS(text)
    value = Decimal(re.sub(r"[.,]", "", text)) if grouped else _number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _duration(text: str) -> int | None:
    if clock := _CLOCK(text):
        parts = Decimal(clock["seconds"].replace(",", "."))
        whole = int(clock["hours"]) * 3600 + int(clock["minutes"]) * 60
        length = _rounded((whole + parts) * 1000)
        return -length if clock["sign"] else length
    value = _number(text.removesuffix("s").rstrip())
    return None if value is None else _rounded(value * 1000)


def _percentage(text: str) -> int | None:
    value = _number(text.removesuffix("%").rstrip())
    return None if value is None else _rounded(value * 100)


def _name(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text).upper()


_READERS: Final[dict[Kind, Callable[[str], Cell]]] = {
    Kind.NAME: _name,
    Kind.DURATION: _duration,
    Kind.COUNT: _count,
    Kind.PERCENTAGE: _percentage,
    Kind.BOOLEAN: lambda text: _BOOLEANS.get(text.lower()),
}
