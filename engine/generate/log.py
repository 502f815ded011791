"""The log that is being written: who says what goes on the page of its time, in any order.

An event is said as the inside of its JSON object, `"type":…` and all that follows. The log adds
what every event has, its `id` and its `time`, when the page is turned: so lines come out in the
order of time, with the IDs of a source that counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from operator import itemgetter

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

PLATFORM = 0
"""The clock of the platform: UTC, with a `Z`."""
SURVEYS = 1
"""The clock of the survey service: milliseconds since the Unix epoch."""
WORKFORCE = 2
"""The clock of the workforce system: the time on the wall in Brussels, with its offset."""
CONNECTOR = 3
"""The clock of a social network's connector: New York in winter, to the microsecond."""
VERBATIM = 4
"""Not an event but a whole line, to be written as it is."""

PAGE_BITS = 16
"""A page holds 2^16 ms, a minute and a bit: enough lines to sort at once, few to keep."""

_BY_TIME = itemgetter(0)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_ODD = 0x9E3779B97F4A7C15
_64_BITS = (1 << 64) - 1


def instant(day: date, clock: str = "00:00") -> int:
    """Give the milliseconds since the epoch of a UTC time like `06:30` on *day*."""
    hour, minute = clock.split(":")
    days = day.toordinal() - _EPOCH_ORDINAL
    return days * DAY + int(hour) * HOUR + int(minute) * MINUTE


def day_of(ms: int) -> date:
    """Give the UTC date of an instant."""
    return date.fromordinal(_EPOCH_ORDINAL + ms // DAY)


def scattered(number: int) -> str:
    """Name an event by 16 hexadecimal digits; no two numbers below 2^64 share a name."""
    return f"{number * _ODD & _64_BITS:016x}"


def counted(number: int) -> str:
    """Name an event so that a person can say it."""
    return f"e{number:04d}"


@cache
def _summer(year: int) -> tuple[int, int]:
    # Since 1996: from the last Sunday of March to that of October, both at 01:00 UTC. Written out
    # here, because a witness of the time zones should not ask the table that it is to check.
    ends = []
    for month in (3, 10):
        last = date(year, month, 31)
        ends.append(instant(last - timedelta(days=(last.weekday() + 1) % 7), "01:00"))
    return ends[0], ends[1]


def brussels_offset(ms: int) -> int:
    """Give the hours that the clocks of Brussels are ahead of UTC."""
    begins, ends = _summer(day_of(ms).year)
    return 2 if begins <= ms < ends else 1


def _in_brussels(ms: int) -> str:
    ahead = brussels_offset(ms)
    return f'"{_wall(ms + ahead * HOUR)}+0{ahead}:00"'


def _in_new_york(ms: int) -> str:
    return f'"{_wall(ms - 5 * HOUR)}417-05:00"'


def _wall(ms: int) -> str:
    seconds, rest = divmod(ms, SECOND)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}"


_CLOCKS: dict[int, Callable[[int], str]] = {
    SURVEYS: str,
    WORKFORCE: _in_brussels,
    CONNECTOR: _in_new_york,
}


@cache
def _ends_of_a_minute() -> tuple[str, ...]:
    # Looked up once a line, which is several times faster than to format the digits.
    return tuple(f'{ms // SECOND:02d}.{ms % SECOND:03d}Z"' for ms in range(MINUTE))


class Log:
    """Pages of lines, each page complete and in the order of time when it is turned."""

    __slots__ = ("_name", "_pages", "_turned", "lines")

    def __init__(self, first: int, name: Callable[[int], str]) -> None:
        self.lines = 0
        self._name = name
        self._pages: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        self._turned = first >> PAGE_BITS

    def say(self, ms: int, body: str, clock: int = PLATFORM) -> None:
        """Write an event at *ms*, which lies on no page that was turned."""
        self._pages[ms >> PAGE_BITS].append((ms, clock, body))

    def turn_to(self, ms: int) -> Iterator[list[str]]:
        """Give the pages before that of *ms*; nothing more may be said on them."""
        while self._turned < ms >> PAGE_BITS:
            page = self._pages.pop(self._turned, None)
            self._turned += 1
            if page is not None:
                yield self._written(page)

    def _written(self, page: list[tuple[int, int, str]]) -> list[str]:
        page.sort(key=_BY_TIME)  # Stable: what was said first of one instant comes first.
        minute, prefix, ends = -1, "", _ends_of_a_minute()
        name, number = self._name, self.lines
        lines = []
        for ms, clock, body in page:
            if clock == PLATFORM:
                if ms // MINUTE != minute:
                    minute = ms // MINUTE
                    prefix = '"' + _wall(ms)[:17]
                time = prefix + ends[ms % MINUTE]
            elif clock == VERBATIM:
                lines.append(body)
                continue
            else:
                time = _CLOCKS[clock](ms)
            number += 1
            lines.append(f'{{"id":"{name(number)}","time":{time},{body}}}')
        self.lines = number
        return lines
