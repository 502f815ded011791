"""The time axis of a page: where an instant stands, and where the wall clock strikes."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import attrs

from ...events import AFTER_LAST_INSTANT
from ..moments import midnight
from .clock import Clock

_SECOND: Final = 1000
_MINUTE: Final = 60 * _SECOND
_DAY: Final = 1440 * _MINUTE
_QUARTER: Final = 15 * _MINUTE

_STEPS: Final = (
    *(number * _SECOND for number in (1, 2, 5, 10, 15, 30)),
    *(number * _MINUTE for number in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)),
)
_DAY_STEPS: Final = (1, 2, 7, 14, 28, 91, 182, 364, 3640, 36400, 364_000)

_PIXELS_PER_TICK: Final = 84
_PIXELS_PER_LABEL: Final = 58
_PIXELS_PER_LETTER: Final = 9
_PIXELS_OF_BREAK: Final = 34

_LONG_GAP: Final = 0.25
"""A gap is left out where it is a longer part than this of what would be drawn with it."""

_MOST_BREAKS: Final = 5
_PADDING: Final = 0.02
_PADDING_OF_AN_INSTANT: Final = 30 * _SECOND

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

Stretch = tuple[int, int]
"""A stretch of time, from its first to its last instant, in milliseconds."""


@attrs.frozen
class Tick:
    """A place on the axis with its label, and what is new of the date and the zone's offset."""

    x: float
    label: str
    date: str
    level: int
    """The line for the date: a second one where the first is taken."""


@attrs.frozen
class Scale:
    """Turns instants into pixels; long stretches in which nothing happens are broken out."""

    stretches: tuple[Stretch, ...]
    """What is drawn, in order."""

    left: float
    right: float

    @classmethod
    def of(cls, happenings: Iterable[Stretch], left: float, right: float) -> "Scale":
        """Return the scale that shows all *happenings*, at least one, from *left* to *right*."""
        busy = list(_merged(happenings))
        gaps = sorted(
            ((after[0] - before[1], at) for at, (before, after) in enumerate(pairwise(busy), 1)),
            reverse=True,
        )
        drawn, breaks = busy[-1][1] - busy[0][0], []
        for gap, at in gaps[:_MOST_BREAKS]:
            if gap <= drawn * _LONG_GAP:
                break
            drawn -= gap
            breaks.append(at)
        padding = int(drawn * _PADDING) or _PADDING_OF_AN_INSTANT
        edges = [0, *sorted(breaks), len(busy)]
        return cls(
            tuple(
                (
                    busy[first][0] - padding,
                    min(busy[last - 1][1] + padding, AFTER_LAST_INSTANT - 1),
                )
                for first, last in pairwise(edges)
            ),
            left,
            right,
        )

    def x(self, instant: int) -> float:
        """Return where *instant* stands; what lies outside stands at the edge."""
        x = self.left
        for number, (start, end) in enumerate(self.stretches):
            if number:
                x += _PIXELS_OF_BREAK
            if instant <= start:
                return x if number == 0 else x - _PIXELS_OF_BREAK / 2
            if instant <= end:
                return x + (instant - start) * self._pixels
            x += (end - start) * self._pixels
        return self.right

    def shows(self, start: int, end: int) -> bool:
        """Tell whether something of `[start, end]` is on the axis."""
        return start <= self.stretches[-1][1] and end >= self.stretches[0][0]

    def breaks(self) -> Iterator[tuple[float, int]]:
        """Yield for each break its middle, and the milliseconds that it leaves out."""
        for before, after in pairwise(self.stretches):
            yield self.x(before[1]) + _PIXELS_OF_BREAK / 2, after[0] - before[1]

    def ticks(self, clock: Clock) -> Iterator[Tick]:
        """Yield the ticks: round times on the wall clock, so many that their labels fit."""
        before = ("", "")
        x_before = float("-inf")
        free = [x_before, x_before]
        for start, end in self.stretches:
            for instant, label in self._labels(start, end, clock):
                x = self.x(instant)
                if x - x_before < _PIXELS_PER_LABEL:
                    continue
                dated = (_date_of(clock, instant), f"UTC{clock.offset(instant)}")
                new = ", ".join(now for now, then in zip(dated, before, strict=True) if now != then)
                level = 0 if free[0] <= x else 1
                if new:
                    free[level] = x + _PIXELS_PER_LETTER * len(new)
                yield Tick(x, label, new, level)
                before, x_before = dated, x

    @property
    def _pixels(self) -> float:
        """Pixels of a millisecond."""
        breaks = _PIXELS_OF_BREAK * (len(self.stretches) - 1)
        return (self.right - self.left - breaks) / self._drawn

    @property
    def _drawn(self) -> int:
        return sum(end - start for start, end in self.stretches)

    def _labels(self, start: int, end: int, clock: Clock) -> list[tuple[int, str]]:
        least = self._drawn * _PIXELS_PER_TICK / (self.right - self.left)
        step = next((step for step in _STEPS if step >= least), None)
        if step is None:
            labels = list(_midnights(start, end, int(least // _DAY), clock))
        else:
            labels = list(_strikes(start, end, step, clock))
        middle = (start + end) // 2
        return labels or [(middle, clock.time(middle)[:8])]


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield the union of *stretches*, in order."""
    current: Stretch | None = None
    for start, end in sorted(stretches):
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current is not None:
                yield current
            current = start, end
    if current is not None:
        yield current


def _strikes(start: int, end: int, step: int, clock: Clock) -> Iterator[tuple[int, str]]:
    """Yield the instants at which the wall clock shows a multiple of *step*, and what it shows."""
    grain = min(step, _QUARTER)  # every offset in use is a multiple of a quarter of an hour
    for instant in range(-(-start // grain) * grain, end + 1, grain):
        shown = clock.time(instant)
        minutes = int(shown[:2]) * 60 + int(shown[3:5])
        if step <= _QUARTER or minutes * _MINUTE % step == 0:
            yield instant, shown[:5] if step >= _MINUTE else shown[:8]


def _midnights(start: int, end: int, least: int, clock: Clock) -> Iterator[tuple[int, str]]:
    step = next((step for step in _DAY_STEPS if step > least), _DAY_STEPS[-1])
    first = date.fromisoformat(clock.date(start)).toordinal()
    last = date.fromisoformat(clock.date(end)).toordinal()
    for ordinal in range(-(-first // step) * step, last + 1, step):
        day = date.fromordinal(ordinal)
        instant = midnight(day, clock.zone)
        if start <= instant <= end:
            yield instant, f"{day.day} {_MONTHS[day.month - 1]}"


def _date_of(clock: Clock, instant: int) -> str:
    day = date.fromisoformat(clock.date(instant))
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
