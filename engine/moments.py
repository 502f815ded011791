"""Instants and periods as people write them: dates are midnights in the chosen zone."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ..events import (
    AFTER_LAST_INSTANT,
    FIRST_INSTANT,
    InvalidEventError,
    ReplaydeskError,
    parse_date,
    parse_instant,
    shown,
)

_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII).fullmatch
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)", re.ASCII).fullmatch
_YEAR: Final = re.compile(r"\d{4}", re.ASCII).fullmatch
_WALL: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?", re.ASCII
).fullmatch
_WITH_OFFSET: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
).fullmatch
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall-clock time gets its zone below


Moment = int | str | datetime
"""An instant: milliseconds since 1970, text as the command line takes it, or an aware datetime."""


class MomentError(ReplaydeskError, ValueError):
    """A text says no instant, or no period, or a period that cannot be."""


def parse_moment(text: str, zone: ZoneInfo) -> int:
    """Return the instant that *text* says, in milliseconds since 1970-01-01T00:00:00Z.

    It is a date (its midnight in *zone*), a date-time without offset (a wall-clock time in
    *zone*) or with one.

    Raises:
        MomentError: It is none of these, or does not exist.
    """
    try:
        if _WALL(text):
            return _instant(datetime.fromisoformat(text), zone)
        if len(text) > len("2026-03-10"):
            return parse_instant(text)
        return midnight(parse_date(text), zone)
    except (ValueError, OverflowError) as error:
        reason = "no such date and time"
        if isinstance(error, InvalidEventError) and _WITH_OFFSET(text):
            reason = str(error).removeprefix(f"time is {shown(text)}; ")
        raise MomentError(
            f"{shown(text)}: {reason}; write 2026-03-10, 2026-03-10T09:20 or "
            "2026-03-10T09:20:00+01:00"
        ) from None


def to_instant(moment: Moment | None, in_zone: ZoneInfo) -> int | None:
    """Return *moment* in milliseconds since 1970; dates are midnights in *in_zone*.

    Raises:
        MomentError: It is no instant, or a datetime without a zone.
    """
    if moment is None:
        return None
    if isinstance(moment, str):
        return parse_moment(moment, in_zone)
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise MomentError(f"{moment!r} has no time zone; give it one")
        return (moment - _EPOCH.replace(tzinfo=UTC)) // timedelta(milliseconds=1)
    if not FIRST_INSTANT <= moment <= AFTER_LAST_INSTANT:
        raise MomentError(f"{moment} is no instant from 1970 to 9999 in milliseconds")
    return moment


def parse_period(text: str, zone: ZoneInfo) -> tuple[int, int]:
    """Return start and end of the period that *text* says: the end is not part of it.

    It is a day, an ISO week, a month or a year, or `FROM..TO` with two instants.

    Raises:
        MomentError: It is none of these, or ends before it starts.
    """
    if ".." in text:
        first, _, last = text.partition("..")
        start, end = parse_moment(first, zone), parse_moment(last, zone)
        if start >= end:
            raise MomentError(
                f"{shown(text)}: the period ends before it starts; write the earlier instant first"
            )
        return start, end
    try:
        days = _days(text)
        if days is not None:
            first_day, next_day = days
            end = AFTER_LAST_INSTANT if next_day is None else midnight(next_day, zone)
            return midnight(first_day, zone), end
    except (ValueError, OverflowError):
        raise MomentError(
            f"{shown(text)}: there is no such date; months go from 01 to 12, and weeks from W01 to "
            "W52 or W53"
        ) from None
    raise MomentError(
        f"{shown(text)} is no period; write a day 2026-03-10, a week 2026-W11, a month "
        "2026-03, a year 2026, or FROM..TO"
    )


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return when *day* begins in *zone*; where a change of the clock skips 00:00, just after."""
    return _instant(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001  # see there


def _instant(wall: datetime, zone: ZoneInfo) -> int:
    offset = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    return (wall - offset - _EPOCH) // timedelta(milliseconds=1)


def _days(text: str) -> tuple[date, date | None] | None:
    """Return the first day and the day after the last, which after 9999-12-31 is nothing."""
    if match := _WEEK(text):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, _later(monday, 7)
    if match := _MONTH(text):
        first = date(int(match[1]), int(match[2]), 1)
        later = _later(first, 31)
        return first, later.replace(day=1) if later else None
    if _YEAR(text):
        first = date(int(text), 1, 1)
        return first, date(first.year + 1, 1, 1) if first.year < date.max.year else None
    if len(text) == len("2026-03-10"):
        day = parse_date(text)
        return day, _later(day, 1)
    return None


def _later(day: date, days: int) -> date | None:
    return day + timedelta(days=days) if (date.max - day).days >= days else None
