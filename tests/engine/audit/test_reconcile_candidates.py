"""What the search tries: which settings are candidates, and how they are said."""

from datetime import date
from typing import Any

from replaydesk.engine.audit.settings import (
    Reading,
    calendar_settings,
    edge_settings,
    local_date,
    moved,
    options_of,
    period_options,
    policy_settings,
    seen_settings,
)
from replaydesk.engine.audit.vendor_cells import Stamp
from replaydesk.engine.audit.zones import Times, needed_offsets, zone_settings
from replaydesk.engine.moments import midnight, parse_period
from replaydesk.events import AFTER_LAST_INSTANT, zone
from replaydesk.projections import Frame, Period

UTC, BRUSSELS = zone("UTC"), zone("Europe/Brussels")
HOUR = 3_600_000


def reading(period: str = "2026-03-29", tz: str = "Europe/Brussels") -> Reading:
    """Return a reading of a period."""
    start, end = parse_period(period, zone(tz))
    return Reading(Frame(period=Period(start, end, as_of=end + HOUR)), zone(tz), zone(tz))


def periods(settings: Any, tz: str = "Europe/Brussels") -> list[str]:
    """Return the options that say the periods of *settings*."""
    return [
        " ".join(period_options(s.reading.frame.period.start, s.reading.frame.period.end, zone(tz)))
        for s in settings
    ]


def test_edges_are_moved_by_days_of_the_calendar() -> None:
    """A midnight moves to a midnight, also over a change of the clock."""
    span = parse_period("2026-03-28..2026-03-30", BRUSSELS)

    assert periods(edge_settings(reading(), span)) == [
        "--from 2026-03-28 --to 2026-03-30T01:00:00.001+02:00",
        "--from 2026-03-29 --to 2026-03-30T01:00:00.001+02:00",
        "--from 2026-03-28 --to 2026-03-30",
        "--from 2026-03-29 --to 2026-03-30T00:00:00.001+02:00",
        "--from 2026-03-29 --to 2026-03-29T23:59:59.000+02:00",
        "--from 2026-03-29 --to 2026-03-31",
        "--from 2026-03-30 --to 2026-03-30",
        "--period 2026-03-30",
        "--from 2026-03-29 --to 2026-03-29",
        "--from 2026-03-28 --to 2026-03-30",
        "--period 2026-03-28",
    ]
    later = [s for s in edge_settings(reading("2026-W13"), span) if "one" in s.words]
    assert periods(later) == ["--period 2026-W14", "--period 2026-W12"]


def test_the_calendar_of_a_log_is_tried() -> None:
    """Its years, months, weeks and days, each as long as there are not too many of them."""
    span = (parse_period("2026-02-28", UTC)[0], parse_period("2026-03-01", UTC)[1])

    assert periods(calendar_settings(reading(tz="UTC"), span), "UTC") == [
        "--period 2026",
        "--period 2026-02",
        "--period 2026-03",
        "--period 2026-W09",
        "--period 2026-W10",
        "--period 2026-02-28",
        "--period 2026-03-01",
        "--period 2026-03-02",
    ]
    assert len(periods(calendar_settings(reading(tz="UTC"), span, most=2), "UTC")) == 5
    assert periods(calendar_settings(reading(tz="UTC"), (0, span[1])), "UTC")[-1] == "--period 2026"


def test_the_hours_and_days_of_their_rows_are_tried() -> None:
    """The first and the last of their instants tell the smallest period of whole ones."""
    start, _ = parse_period("2026-03-29", BRUSSELS)

    assert periods(seen_settings(reading(), [start + 9 * HOUR, start + 90_000])) == [
        "--period 2026-03-29",
        "--from 2026-03-29 --to 2026-03-29T11:00:00.000+02:00",
    ]
    assert periods(seen_settings(reading(), [])) == []


def test_only_policies_that_can_change_a_column_are_tried() -> None:
    """A policy moves some columns of some exports, and is tried where one of those differs."""
    settings = policy_settings(reading(), "resolved-conversation", frozenset({"created_at"}))

    assert [s.reading.frame.policy.resolved_created_at for s in settings] == ["CONVERSATION"]
    assert not [*policy_settings(reading(), "message", frozenset({"created_at"}))]
    first = policy_settings(reading(), "team", frozenset({"average_first_response_time"}))
    assert [s.words for s in first] == ["first response times count nights and closed days too"]
    assert len([*policy_settings(reading(), "user", frozenset({"utilisation"}))]) == 6


def test_a_zone_is_said_as_the_command_line_says_it() -> None:
    """The options make the other reading; a clock is said only where it matters."""
    here = reading("2026-03-29", "UTC")
    [both] = [
        setting
        for setting in zone_settings(here, Times.of([Stamp(0, None)]), None)
        if setting.zones[0] == "Europe/Brussels" and setting.reading.clock != here.clock
        if setting.reading.frame != here.frame
    ]

    assert options_of(both.reading, here, wants_clock=True) == (
        "--tz Europe/Brussels",
        "--period 2026-03-29",
    )
    clock = Reading(here.frame, here.tz, BRUSSELS)
    assert options_of(clock, here, wants_clock=True) == ("--vendor-tz Europe/Brussels",)
    assert options_of(clock, here, wants_clock=False) == ()


def test_clocks_that_cannot_help_are_not_tried() -> None:
    """The gaps between their times and ours say which offsets a clock must have."""
    start, _ = parse_period("2026-03-04", UTC)
    late = [(start, Stamp(start + HOUR, None)), (start, Stamp(start + HOUR + 20_000, None))]
    offsets = needed_offsets(late)
    settings = zone_settings(reading(tz="UTC"), Times.of([late[0][1]]), offsets, has_period=False)

    assert offsets == {HOUR}
    assert [setting.reading.clock.key for setting in settings] == ["Europe/Brussels"]


def test_at_the_end_of_time_days_are_those_of_utc() -> None:
    """No calendar has the day after the last: there a midnight is moved by so many hours."""
    tokyo, last = zone("Asia/Tokyo"), AFTER_LAST_INSTANT - 1

    assert local_date(last, tokyo) == date.max
    assert moved(last, 2, tokyo) == last + 48 * HOUR
    assert moved(midnight(date.max, UTC), 1, UTC) == AFTER_LAST_INSTANT
