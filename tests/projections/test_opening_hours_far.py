"""Opening hours over thousands of years: exact, and soon told."""

from datetime import UTC, datetime
from importlib import resources
from zoneinfo import _zoneinfo  # type: ignore[attr-defined]  # that in Python tells what it read

import pytest
from replaydesk.events import BusinessHoursUpdated, zone_names
from replaydesk.projections.derivations.opening_hours import OpeningHours

WEEKLY: dict[str, list[list[str]] | None] = {
    "mon": [["09:00", "17:00"], ["16:00", "18:30"]],
    "fri": [["22:00", "24:00"]],
    "sat": [["00:00", "00:30"]],
    "sun": [["01:30", "03:15"]],
}


def hours_in(timezone: str, *holidays: str) -> OpeningHours:
    """Return a calendar with hours on both sides of midnight, and where the clock changes."""
    event = BusinessHoursUpdated(
        id="e1",
        time=0,
        channel_id="web",
        timezone=timezone,
        weekly=WEEKLY,
        holidays=[*holidays],
    )
    hours = OpeningHours.of(event)
    assert hours is not None
    return hours


def instant(year: int, month: int = 1, day: int = 1) -> int:
    """Return a midnight in UTC, in milliseconds."""
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1000


@pytest.mark.parametrize("timezone", ["America/New_York", "Australia/Lord_Howe", "Asia/Tehran"])
def test_a_long_wait_is_the_sum_of_its_months(timezone: str) -> None:
    """A wait of a century is open for as long as its months are, also where years are holidays."""
    holidays = ("2101-01-01", "2119-12-31", "2140-03-13", "2150-01-02")
    whole, parts = hours_in(timezone, *holidays), hours_in(timezone, *holidays)
    days = [instant(year, month, 7) for year in range(2095, 2200) for month in (1, 5, 9)]

    by_month = sum(map(parts.business_time, days, days[1:]))

    assert by_month == whole.business_time(days[0], days[-1])


def test_the_calendar_of_four_centuries_comes_again() -> None:
    """A wait that begins and ends four hundred years later is as long, up to the end of time."""
    hours = hours_in("Europe/Brussels")

    near = hours.business_time(instant(2101, 2, 3), instant(2399, 11, 5))

    assert near == hours.business_time(instant(9701, 2, 3), instant(9999, 11, 5))
    assert hours.business_time(instant(9999), 253_402_300_799_999) > 0


def test_a_wait_of_all_time_lays_out_a_few_decades(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few lines of a log cannot make a replay lay out millions of days."""
    asked: list[int] = []
    of_day = OpeningHours._spans_of_day  # noqa: SLF001  # what takes the time

    def counted(self: OpeningHours, day: int) -> object:
        asked.append(day)
        return of_day(self, day)

    monkeypatch.setattr(OpeningHours, "_spans_of_day", counted)

    assert hours_in("America/New_York").business_time(0, 253_402_300_799_999) > 10**13
    assert len(asked) < 366 * 200


def test_zones_follow_rules_before_years_are_taken_to_be_alike() -> None:
    """No zone of tzdata lists a change of the clock after 2099; what comes then follows a rule."""
    last = datetime(2099, 12, 1, tzinfo=UTC).timestamp()
    late = []
    for name in sorted(zone_names()):
        path = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        with path.open("rb") as file:
            changes = _zoneinfo.ZoneInfo.from_file(file)._trans_utc  # noqa: SLF001  # see above
        late += [name for change in changes[-1:] if change > last]

    assert late == []
