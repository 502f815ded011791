"""Settings: in what other ways an export could have been drawn."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, get_args
from zoneinfo import ZoneInfo

import attrs

from ...events import AFTER_LAST_INSTANT
from ...projections import Frame, MetricPolicy
from ..cells import instant_in
from ..moments import midnight, parse_period

WITHOUT_PERIOD: Final = frozenset({"open-conversation"})
"""The exports that a period does not change."""

_MOST_PERIODS: Final = 62
_DAY: Final = 86_400_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOVED: Final[dict[str, frozenset[str]]] = {
    "handling": frozenset({"handling_time", "average_handling_time", "utilisation"}),
    "business_hours": frozenset({"first_response_time", "average_first_response_time"}),
    "utilisation_numerator": frozenset({"utilisation"}),
    "utilisation_denominator": frozenset({"utilisation"}),
    "resolved_created_at": frozenset({"created_at"}),
    "message_content": frozenset({"content"}),
}
_WORDS: Final = {
    "handling=REPLIED": "handling time is locked time with a reply",
    "handling=LOCKED": "handling time is all the locked time",
    "business_hours=APPLY": "first response times count business hours only",
    "business_hours=IGNORE": "first response times count nights and closed days too",
    "utilisation_numerator=HANDLING": "utilisation is of handling time",
    "utilisation_numerator=HANDLING_AND_NO_REPLY": "utilisation is of handling and no-reply time",
    "utilisation_numerator=LOCKED": "utilisation is of all the locked time",
    "utilisation_denominator=AVAILABLE": "utilisation is in available time",
    "utilisation_denominator=AVAILABLE_AND_AWAY": "utilisation is in available and away time",
    "resolved_created_at=FIRST_TEAM_REPLY": "a resolved conversation begins with its team's reply",
    "resolved_created_at=CONVERSATION": "a resolved conversation begins when it was created",
    "message_content=X_ONLY": "content is of messages on X only",
    "message_content=ALL": "content is of all messages",
    "message_content=NONE": "content is of no message",
}


_CALENDAR: Final[tuple[tuple[int, Callable[[date], str]], ...]] = (
    (366, lambda day: f"{day:%Y}"),
    (31, lambda day: f"{day:%Y-%m}"),
    (7, lambda day: "{}-W{:02}".format(*day.isocalendar())),
    (1, date.isoformat),
)
"""Years, months, weeks and days: how many days the longest has, and what a day's is called."""


@attrs.frozen
class Reading:
    """How a log is replayed, and how the times of another file are read, for one comparison."""

    frame: Frame
    tz: ZoneInfo
    """In which the dates of the period are midnights."""

    clock: ZoneInfo
    """Of their times without an offset."""

    believes_offsets: bool = True
    """Whether their offsets are what they say; otherwise all their times are of the clock."""

    def with_policy(self, **readings: str) -> "Reading":
        """Return this, with other readings of some policies."""
        policy = MetricPolicy.of({**attrs.asdict(self.frame.policy), **readings})
        return attrs.evolve(self, frame=attrs.evolve(self.frame, policy=policy))

    def with_period(self, start: int, end: int) -> "Reading":
        """Return this, with another period; instants in milliseconds since 1970."""
        period = attrs.evolve(self.frame.period, start=start, end=end)
        return attrs.evolve(self, frame=attrs.evolve(self.frame, period=period))


@attrs.frozen
class Setting:
    """Another way to draw an export, or to read another file, than the one in force."""

    reading: Reading
    words: str
    """What it is, for a person."""

    zones: tuple[str, ...] = ()
    """Where it is a zone, every zone that comes to the same."""


def moved_by(policy: str, slug: str) -> frozenset[str]:
    """Return the keys of the columns of an export that a policy can change."""
    if policy == "resolved_created_at" and slug != "resolved-conversation":
        return frozenset()
    return _MOVED[policy]


def policy_settings(reading: Reading, slug: str, differing: frozenset[str]) -> Iterator[Setting]:
    """Yield the other readings of each policy that can change a column that differs."""
    in_force = attrs.asdict(reading.frame.policy)
    for field in attrs.fields(MetricPolicy):
        if moved_by(field.name, slug) & differing:
            for value in get_args(field.type):
                if value != in_force[field.name]:
                    yield _policy_setting(reading, {field.name: value})
    if "utilisation" in differing:
        # Where both are another, neither alone makes a single cell agree.
        of, by = "utilisation_numerator", "utilisation_denominator"
        for numerator in get_args(attrs.fields_dict(MetricPolicy)[of].type):
            for denominator in get_args(attrs.fields_dict(MetricPolicy)[by].type):
                if numerator != in_force[of] and denominator != in_force[by]:
                    yield _policy_setting(reading, {of: numerator, by: denominator})


def _policy_setting(reading: Reading, values: dict[str, str]) -> Setting:
    words = " and ".join(_WORDS[f"{name}={value}"] for name, value in values.items())
    return Setting(reading.with_policy(**values), words)


def edge_settings(reading: Reading, span: tuple[int, int]) -> Iterator[Setting]:
    """Yield periods with other edges: open, included, or moved by a day or by the period."""
    period, tz = reading.frame.period, reading.tz
    first, after_last = span[0], period.as_of + 1
    start, end = period.start, period.end
    yield Setting(reading.with_period(first, after_last), "the period is the whole log")
    yield Setting(reading.with_period(start, after_last), "the period has no end")
    yield Setting(reading.with_period(first, end), "the period has no start")
    yield Setting(reading.with_period(start, end + 1), "the period's end is part of it")
    yield Setting(reading.with_period(start, end - 1000), "the period ends a second earlier")
    for days in (1, -1):
        other = (moved(start, days, tz), moved(end, days, tz))
        which = "later" if days > 0 else "earlier"
        yield Setting(reading.with_period(start, other[1]), f"the period ends a day {which}")
        yield Setting(reading.with_period(other[0], end), f"the period starts a day {which}")
        yield Setting(reading.with_period(*other), f"the period is a day {which}")
    length = round((end - start) / _DAY)
    if length > 1:
        for days, which in ((length, "next"), (-length, "previous")):
            other = (moved(start, days, tz), moved(end, days, tz))
            yield Setting(reading.with_period(*other), f"the period is the {which} one")


def calendar_settings(
    reading: Reading, span: tuple[int, int], most: int = _MOST_PERIODS
) -> Iterator[Setting]:
    """Yield the years, months, weeks and days of a log; of each kind if there are at most *most*.

    Of a log of many years, which a single wrong date can make, the days and weeks would be legion.
    """
    first, last = (local_date(instant, reading.tz) for instant in span)
    number = (last - first).days + 1
    for longest, name_of in _CALENDAR:
        if number > most * longest:
            continue
        names = dict.fromkeys(name_of(first + timedelta(days=n)) for n in range(number))
        for name in names if len(names) <= most else ():
            start, end = parse_period(name, reading.tz)
            yield Setting(reading.with_period(start, end), f"the period is {name}")


def seen_settings(reading: Reading, instants: list[int]) -> Iterator[Setting]:
    """Yield the whole hours and days that hold the *instants* of all their rows."""
    if not instants:
        return
    first, last = min(instants), max(instants)
    for unit, words in ((_DAY, "days"), (_DAY // 24, "hours")):
        if unit == _DAY:
            start = midnight(local_date(first, reading.tz), reading.tz)
            end = midnight(local_date(last, reading.tz) + timedelta(days=1), reading.tz)
        else:
            start, end = first // unit * unit, (last // unit + 1) * unit
        yield Setting(
            reading.with_period(start, end),
            f"the period is the whole {words} that their rows lie in",
        )


def moved(instant: int, days: int, tz: ZoneInfo) -> int:
    """Return *instant* moved by *days*: a midnight of *tz* to a midnight, another by 24 hours."""
    day = local_date(instant, tz)
    try:
        if midnight(day, tz) == instant:
            return midnight(day + timedelta(days=days), tz)
    except OverflowError:
        pass
    return instant + days * _DAY


def period_options(start: int, end: int, tz: ZoneInfo) -> tuple[str, ...]:
    """Return the options of the command line that say a period, as short as can be."""
    day = local_date(start, tz)
    for _, name_of in reversed(_CALENDAR):
        name = name_of(day)
        if parse_period(name, tz) == (start, end):
            return (f"--period {name}",)
    return f"--from {_moment(start, tz)}", f"--to {_moment(end, tz)}"


def options_of(reading: Reading, base: Reading, *, wants_clock: bool) -> tuple[str, ...]:
    """Return the options of the command line that make *reading* of *base*.

    Args:
        reading: The other one.
        base: The one in force.
        wants_clock: Whether their file has times without an offset.
    """
    policy, in_force = attrs.asdict(reading.frame.policy), attrs.asdict(base.frame.policy)
    options = [f"--policy {key}={policy[key]}" for key in policy if policy[key] != in_force[key]]
    if reading.tz != base.tz:
        options.append(f"--tz {reading.tz.key}")
    if wants_clock and reading.clock not in (base.clock, reading.tz):
        options.append(f"--vendor-tz {reading.clock.key}")
    period = reading.frame.period
    if period != base.frame.period:
        options += period_options(period.start, period.end, reading.tz)
    return tuple(options)


def local_date(instant: int, tz: ZoneInfo) -> date:
    """Return the date of an instant in *tz*."""
    utc = _EPOCH + timedelta(milliseconds=min(max(instant, 0), AFTER_LAST_INSTANT - 1))
    try:
        return utc.astimezone(tz).date()
    except OverflowError:
        return utc.date()


def _moment(instant: int, tz: ZoneInfo) -> str:
    day = local_date(instant, tz)
    if midnight(day, tz) == instant:
        return day.isoformat()
    return instant_in(tz)(min(instant, AFTER_LAST_INSTANT - 1))
