"""Instants and durations as a reader of an audit sees them."""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from ...events import AFTER_LAST_INSTANT
from ..cells import instant_in, seconds

_SECOND: Final = 1000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


@attrs.define(eq=False)
class Clock:
    """The wall clock of a zone; what it cannot show is shown in UTC, as in the exports.

    Instants are milliseconds since 1970-01-01T00:00:00Z.
    """

    zone: ZoneInfo
    _printed: Callable[[int], str] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Keep how the zone prints instants."""
        self._printed = instant_in(self.zone)

    def full(self, instant: int) -> str:
        """Return *instant* as the exports print it; the end of all time as the manifest does."""
        if instant >= AFTER_LAST_INSTANT:
            return "+10000-01-01T00:00:00.000+00:00"
        return self._printed(instant)

    def date(self, instant: int) -> str:
        """Return the local date, `2026-03-29`."""
        return self._at(instant)[:10]

    def offset(self, instant: int) -> str:
        """Return how far the zone is from UTC then, `+02:00`."""
        return self._at(instant)[23:]

    def time(self, instant: int) -> str:
        """Return the time of day, `14:20:00`, and its milliseconds where there are any."""
        return self._at(instant)[11:23].removesuffix(".000")

    def near(self, instant: int, other: int) -> str:
        """Return *instant* for a reader who has *other* in mind: the date only if it differs."""
        if self.date(instant) == self.date(other):
            return self.time(instant)
        return f"{self.date(instant)} {self.time(instant)}"

    def _at(self, instant: int) -> str:
        return self._printed(min(instant, AFTER_LAST_INSTANT - 1))


def spell(milliseconds: int) -> str:
    """Return a duration in words, exactly: `9 h 36 min`, `1 d 2 h`, `0.25 s`."""
    if milliseconds < 0:
        return f"-{spell(-milliseconds)}"
    days, rest = divmod(milliseconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    parts = [
        f"{number} {unit}"
        for number, unit in ((days, "d"), (hours, "h"), (minutes, "min"))
        if number
    ]
    if rest or not parts:
        parts.append(f"{seconds(rest)} s")
    return " ".join(parts)


def spell_roughly(milliseconds: int) -> str:
    """Return a duration in words for where there is little room: cut to two units."""
    return " ".join(spell(milliseconds // _SECOND * _SECOND or milliseconds).split()[:4])
