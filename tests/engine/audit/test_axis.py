"""The time axis of a page: wall clocks, changes of the clock, gaps, ends of time."""

from itertools import pairwise

import pytest
from replaydesk.engine.audit.axis import Scale
from replaydesk.engine.audit.clock import Clock, spell, spell_roughly
from replaydesk.events import AFTER_LAST_INSTANT, zone

MINUTE = 60_000
HOUR = 60 * MINUTE
SUNDAY = 1_774_738_800_000
"""The first instant of 29 March 2026 in Brussels, where the clock jumps from 2:00 to 3:00."""


def labels(zone_name: str, *happenings: tuple[int, int]) -> list[str]:
    """Return the labels of the ticks on an axis of a thousand pixels."""
    scale = Scale.of(happenings, 0, 1000)
    return [tick.label for tick in scale.ticks(Clock(zone(zone_name)))]


@pytest.mark.parametrize(
    ("length", "first", "second"),
    [
        (9 * 1000, "00:00:00", "00:00:01"),
        (9 * MINUTE, "00:00", "00:01"),
        (70 * MINUTE, "00:00", "00:10"),
        (9 * HOUR, "00:00", "01:00"),
        (24 * HOUR, "00:00", "03:00"),
    ],
)
def test_ticks_are_round_times_of_the_wall_clock(length: int, first: str, second: str) -> None:
    """They begin at midnight there, which is 19:30 of the day before in Brussels."""
    midnight = SUNDAY - 4 * HOUR - HOUR // 2
    found = labels("Asia/Kolkata", (midnight, midnight + length))

    assert found[:2] == [first, second]
    assert 5 <= len(found) <= 13


def test_an_hour_that_is_skipped_has_no_tick() -> None:
    """From 1:00 the next hour in Brussels is 3:00, and the offset is told where it changes."""
    scale = Scale.of([(SUNDAY, SUNDAY + 6 * HOUR)], 0, 1000)
    ticks = list(scale.ticks(Clock(zone("Europe/Brussels"))))

    assert [tick.label for tick in ticks] == [
        *("00:00", "01:00", "03:00", "04:00", "05:00", "06:00", "07:00")
    ]
    assert [tick.date for tick in ticks if tick.date] == ["Sun 29 Mar 2026, UTC+01:00", "UTC+02:00"]
    apart = {round(after.x - before.x) for before, after in pairwise(ticks)}
    assert len(apart) == 1


def test_an_hour_that_happens_twice_has_two_ticks() -> None:
    """On 25 October 2026 there are two times 2:00 in Brussels, an hour apart."""
    midnight = 1_792_879_200_000

    assert labels("Europe/Brussels", (midnight, midnight + 5 * HOUR)) == [
        "00:00",
        "00:30",
        "01:00",
        "01:30",
        *("02:00", "02:30", "02:00", "02:30"),
        "03:00",
        "03:30",
        "04:00",
    ]


def test_days_begin_at_their_local_midnights() -> None:
    """Over two weeks the ticks are dates."""
    found = labels("Europe/Brussels", (SUNDAY, SUNDAY + 8 * 24 * HOUR))

    march, april = (29, 30, 31), (1, 2, 3, 4, 5, 6)
    assert found == [*(f"{day} Mar" for day in march), *(f"{day} Apr" for day in april)]


def test_a_long_gap_is_broken_out() -> None:
    """Two busy minutes a week apart share the axis, with the gap between them told."""
    week = 7 * 24 * HOUR
    scale = Scale.of([(SUNDAY, SUNDAY + MINUTE), (SUNDAY + week, SUNDAY + week + MINUTE)], 0, 1000)
    ((x, left_out),) = scale.breaks()

    assert week - 2 * MINUTE < left_out < week
    assert 450 < x < 550
    assert scale.x(SUNDAY) < scale.x(SUNDAY + MINUTE) < x < scale.x(SUNDAY + week)
    assert scale.x(SUNDAY + HOUR) == pytest.approx(x, abs=1)


def test_a_short_gap_stays() -> None:
    """A quarter of an hour in an hour of work is no reason to break the axis."""
    work = [(SUNDAY, SUNDAY + 25 * MINUTE), (SUNDAY + 40 * MINUTE, SUNDAY + HOUR)]

    assert list(Scale.of(work, 0, 1000).breaks()) == []


@pytest.mark.parametrize("instant", [0, SUNDAY, AFTER_LAST_INSTANT - 1])
@pytest.mark.parametrize("zone_name", ["UTC", "Pacific/Kiritimati", "America/Adak"])
def test_a_single_instant_has_an_axis(instant: int, zone_name: str) -> None:
    """Also the first and the last of all, wherever."""
    scale = Scale.of([(instant, instant)], 0, 1000)

    assert 0 <= scale.x(instant) <= 1000
    assert labels(zone_name, (instant, instant))


def test_all_of_time_has_an_axis() -> None:
    """From 1970 to 9999 there are a few ticks, and not a million."""
    assert 2 <= len(labels("UTC", (0, AFTER_LAST_INSTANT - 1))) <= 12


@pytest.mark.parametrize(
    ("milliseconds", "exact", "roughly"),
    [
        (0, "0 s", "0 s"),
        (1, "0.001 s", "0.001 s"),
        (61_250, "1 min 1.25 s", "1 min 1 s"),
        (34_560_000, "9 h 36 min", "9 h 36 min"),
        (90_061_001, "1 d 1 h 1 min 1.001 s", "1 d 1 h"),
        (-5000, "-5 s", "-5 s"),
    ],
)
def test_durations_are_spelt(milliseconds: int, exact: str, roughly: str) -> None:
    """Exactly where there is room, and cut to two units where there is little."""
    assert spell(milliseconds) == exact
    assert spell_roughly(milliseconds) == roughly


def test_an_instant_near_another_is_told_without_its_date() -> None:
    """The date is told where it differs, on the wall clock of the zone."""
    clock = Clock(zone("Europe/Brussels"))

    assert clock.near(SUNDAY + HOUR, SUNDAY) == "01:00:00"
    assert clock.near(SUNDAY - 1, SUNDAY) == "2026-03-28 23:59:59.999"
    assert clock.full(AFTER_LAST_INSTANT) == "+10000-01-01T00:00:00.000+00:00"
    assert clock.date(AFTER_LAST_INSTANT) == "9999-12-31"
