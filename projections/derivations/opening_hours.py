"""Opening hours: a weekly calendar on the wall clock, made instants day by day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import attrs
from sortedcontainers import SortedDict

from ...events import DAYS, BusinessHoursUpdated, parse_date, zone

_DAY: Final = 86_400_000
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # wall-clock times have no zone of their own
_LAST_DAY: Final = (date.max - date(1970, 1, 1)).days

_CYCLE_DAYS: Final = 146_097
"""Four hundred years: after them the calendar repeats, weekdays and changes of the clock too."""

_REGULAR: Final = 2100
"""From this year on the changes of every zone follow a rule, and years of one kind are alike."""

_REGULAR_START: Final = (date(_REGULAR, 1, 1) - date(1970, 1, 1)).days * _DAY

_BLOCK_DAYS: Final = 64
_BLOCK: Final = _BLOCK_DAYS * _DAY
_KEPT_BLOCKS: Final = 64

Span = tuple[int, int]


@attrs.define(eq=False)
class OpeningHours:
    """The opening hours of a channel, in force for all time.

    `weekly` holds for each weekday, Monday first, the opening spans in minutes after midnight on
    the wall clock of `timezone`. Source of the rules: first response time.
    """

    timezone: str
    weekly: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date]
    _years: dict[object, int] = attrs.field(init=False, factory=dict, repr=False)
    _totals: dict[int, int] = attrs.field(init=False, factory=dict, repr=False)
    _opening_spans: dict[int, "SortedDict[int, int]"] = attrs.field(
        init=False, factory=dict, repr=False
    )

    @classmethod
    def of(cls, event: BusinessHoursUpdated) -> "OpeningHours | None":
        """Return the hours that *event* sets; none where it opens the channel 24/7."""
        if event.weekly is None or event.timezone is None:
            return None
        weekly = event.weekly
        return cls(
            event.timezone,
            tuple(
                tuple((_minutes(start), _minutes(end)) for start, end in weekly.get(day) or ())
                for day in DAYS
            ),
            frozenset(map(parse_date, event.holidays or ())),
        )

    def business_time(self, start: int, end: int) -> int:
        """Return how many milliseconds of `[start, end)` fall inside the opening spans."""
        if end <= start:
            return 0
        if end <= _REGULAR_START:
            return self._open_in_blocks(start, end)
        years = range(max(_REGULAR, _year_of(start) + 1), _year_of(end - 1))
        if years:
            return (
                self._open_in_blocks(start, _start_of(years.start))
                + sum(map(self._open_in_year, years))
                + self._open_in_blocks(_start_of(years.stop), end)
            )
        return self._open_in_blocks(start, end)

    def _open_in_year(self, year: int) -> int:
        """Return how long the channel is open in a regular *year*, in UTC.

        A log can say waits of thousands of years: only one year of each kind is laid out. Without
        a holiday its kind is its length and the weekday on which it begins.
        """
        first = date(year, 1, 1)
        near = range(first.toordinal() - 3, first.toordinal() + 370)
        kind: object = (_days_in(year), first.weekday())
        if any(holiday.toordinal() in near for holiday in self.holidays):
            kind = year
        if kind not in self._years:
            self._years[kind] = self._open_in_blocks(_start_of(year), _start_of(year + 1))
        return self._years[kind]

    def _open_in_blocks(self, start: int, end: int) -> int:
        first, last = start // _BLOCK, (end - 1) // _BLOCK
        if first == last:
            return self._open_in_block(first, start, end)
        return (
            self._open_in_block(first, start, (first + 1) * _BLOCK)
            + sum(map(self._total, range(first + 1, last)))
            + self._open_in_block(last, last * _BLOCK, end)
        )

    def _open_in_block(self, block: int, start: int, end: int) -> int:
        spans = self._spans(block)
        earliest = max(0, spans.bisect_right(start) - 1)
        total = 0
        for opening in spans.islice(earliest):
            if opening >= end:
                break
            total += max(0, min(end, spans[opening]) - max(start, opening))
        return total

    def _total(self, block: int) -> int:
        total = self._totals.get(block)
        if total is None:
            total = sum(end - start for start, end in self._merged(block))
            self._totals[block] = total
        return total

    def _spans(self, block: int) -> "SortedDict[int, int]":
        spans = self._opening_spans.get(block)
        if spans is None:
            if len(self._opening_spans) >= _KEPT_BLOCKS:
                self._opening_spans.clear()
            spans = self._opening_spans[block] = SortedDict(self._merged(block))
        return spans

    def _merged(self, block: int) -> Iterator[Span]:
        """Yield the spans that fall into *block*, in order, each millisecond once."""
        block_start, block_end = block * _BLOCK, (block + 1) * _BLOCK
        # A zone is at most a day away from UTC, and a change of the clock moves by at most a day.
        days = range(block * _BLOCK_DAYS - 2, (block + 1) * _BLOCK_DAYS + 2)
        opened, closed = block_start, block_start
        for start, end in sorted(span for day in days for span in self._spans_of_day(day)):
            if start > closed:
                if closed > opened:
                    yield opened, closed
                opened = closed = max(start, block_start)
            closed = min(max(closed, end), block_end)
            if opened >= block_end:
                return
        if closed > opened:
            yield opened, closed

    def _spans_of_day(self, day: int) -> Iterator[Span]:
        """Yield the spans that are written for local date *day*, as instants."""
        shift = _CYCLE_DAYS if day > _LAST_DAY else 0
        midnight = _EPOCH + timedelta(days=day - shift)
        if not shift and midnight.date() in self.holidays:
            return
        for opens, closes in self.weekly[midnight.weekday()]:
            start = self._instant(midnight, opens, first=True) + shift * _DAY
            # 24:00 is the first 00:00 of the next day.
            end = self._instant(midnight, closes, first=closes == 24 * 60) + shift * _DAY
            if start < end:
                yield start, end

    def _instant(self, midnight: datetime, minutes: int, *, first: bool) -> int:
        """Return the instant of a wall-clock time, where the clock changes by these rules.

        A time that the change skips is moved forward by the gap; of one that happens twice it is
        the first occurrence or the second.
        """
        try:
            wall = midnight + timedelta(minutes=minutes)
        except OverflowError:  # 24:00 of the last day that a datetime can say
            return self._instant(midnight - timedelta(days=_CYCLE_DAYS), minutes, first=first) + (
                _CYCLE_DAYS * _DAY
            )
        local = wall.replace(tzinfo=zone(self.timezone))
        before = local.utcoffset() or timedelta()
        after = local.replace(fold=1).utcoffset() or timedelta()
        # Python gives a skipped time the offset before the change with fold=0, which moves it
        # forward. A time that happens twice has the smaller offset the second time; a skipped one
        # has the smaller offset before the change: so the smaller one is right for both.
        offset = before if first else min(before, after)
        return (wall - _EPOCH - offset) // timedelta(milliseconds=1)


def _year_of(instant: int) -> int:
    return (_EPOCH + timedelta(milliseconds=instant)).year


def _start_of(year: int) -> int:
    return (date(year, 1, 1) - _EPOCH.date()).days * _DAY


def _days_in(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
