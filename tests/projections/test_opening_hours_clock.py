"""Opening hours where the clock changes: a span has as many hours as really passed.

The changes are of years past, which no later edition of the time zones takes back.
"""

from typing import Any

import pytest
from given import given, hours_updated, inbound, reply
from replaydesk.projections import OpenConversations

BRUSSELS, HAVANA, APIA = "Europe/Brussels", "America/Havana", "Pacific/Apia"


def then_open(first: str, last: str, seconds: int, timezone: str, **calendar: Any) -> None:
    """Check how long the channel was open between two instants, as first response time."""
    given(
        hours_updated(first, timezone=timezone, **calendar),
        inbound(first, "c1", channel="web"),
        reply(last, "c1", agent="ann"),
    ).when_replayed().then_rows(
        OpenConversations,
        f"""
        conversation_id  first_response_time
        c1               {seconds}
        """,
    )


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ("00:00-24:00", 23 * 3600),
        ("09:00-17:00", 8 * 3600),
        ("01:00-04:00", 2 * 3600),
        ("02:30-05:00", 5400),  # begins at 3:30
        ("01:00-02:30", 5400),  # one hour to 2:00, which is 3:00, and half an hour to 3:30
        ("02:15-02:45", 1800),  # 3:15 to 3:45
        ("01:00-02:00", 3600),
        ("02:00-03:00", 0),  # 2:00 is 3:00
        ("02:30-03:15", 0),  # begins at 3:30, ends before it
        ("02:30-03:30", 0),
        ("03:00-04:00", 3600),
        ("02:00-02:45 03:15-04:00", 3600),  # 3:00 to 3:45 and 3:15 to 4:00
        ("02:30-03:15 04:00-05:00", 3600),  # the empty span takes nothing off
    ],
)
def test_a_time_that_the_change_skips_is_moved_forward(spans: str, seconds: int) -> None:
    """On 31 March 2024 Brussels has no 2:00 to 3:00: what is written there is an hour later."""
    then_open("2024-03-30T12:00", "2024-04-01T12:00", seconds, BRUSSELS, weekly={"sun": spans})


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ("00:00-24:00", 25 * 3600),
        ("09:00-17:00", 8 * 3600),
        ("01:00-04:00", 4 * 3600),
        ("02:30-02:45", 4500),  # from the first 2:30 to the second 2:45
        ("02:00-03:00", 2 * 3600),
        ("01:00-02:00", 2 * 3600),  # to the second 2:00
        ("02:45-04:00", 8100),  # from the first 2:45
        ("03:00-04:00", 3600),
        ("01:00-02:00 02:00-03:00", 3 * 3600),  # both hold the first 2:00 to the second 2:00
    ],
)
def test_a_time_that_happens_twice_begins_first_and_ends_second(spans: str, seconds: int) -> None:
    """On 27 October 2024 Brussels has 2:00 to 3:00 twice: a span holds what lies between."""
    then_open("2024-10-26T12:00", "2024-10-28T12:00", seconds, BRUSSELS, weekly={"sun": spans})


def test_the_two_hours_of_one_name_are_two_hours() -> None:
    """A span through the change is open in both of the hours that the clock calls 2:00."""
    # The first 2:15 is 0:15 UTC, the second 1:15 UTC. Open from the first 2:30 to 4:00, 3:00 UTC.
    weekly = {"sun": "02:30-04:00"}

    then_open("2024-10-27T00:15", "2024-10-27T01:15", 2700, BRUSSELS, weekly=weekly)
    then_open("2024-10-27T01:15", "2024-10-27T02:15", 3600, BRUSSELS, weekly=weekly)


@pytest.mark.parametrize(
    ("weekly", "seconds"),
    [
        ({"sat": "22:00-24:00"}, 2 * 3600),  # to the first 0:00 of Sunday, not the second
        ({"sun": "00:00-24:00"}, 25 * 3600),  # from the first
        ({"sun": "00:30-01:00"}, 5400),  # from the first 0:30; 1:00 is only once
        ({"sun": "00:15-00:45"}, 5400),  # from the first 0:15 to the second 0:45
        ({"sat": "23:00-24:00", "sun": "00:00-00:30"}, 9000),  # 1 h, then 0:00 to the second 0:30
    ],
)
def test_a_midnight_that_happens_twice(weekly: dict[str, str], seconds: int) -> None:
    """On 3 November 2024 Havana goes back from 1:00 to 0:00: `24:00` before it is the first."""
    then_open("2024-11-02T16:00", "2024-11-04T16:00", seconds, HAVANA, weekly=weekly)


@pytest.mark.parametrize(
    ("weekly", "seconds"),
    [
        ({"sat": "22:00-24:00"}, 2 * 3600),  # to 0:00, which is 1:00
        ({"sun": "00:00-24:00"}, 23 * 3600),
        ({"sat": "22:00-24:00", "sun": "00:00-02:00"}, 3 * 3600),
    ],
)
def test_a_midnight_that_is_skipped(weekly: dict[str, str], seconds: int) -> None:
    """On 10 March 2024 Havana goes from 0:00 to 1:00: `24:00` before it is then."""
    then_open("2024-03-09T16:00", "2024-03-11T16:00", seconds, HAVANA, weekly=weekly)


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ("09:00-10:00", 3600),
        ("09:00-24:00", 0),  # begins on the 31st at 9:00; 0:00 of the 31st is before that
    ],
)
def test_a_day_that_is_skipped_is_moved_to_the_next(spans: str, seconds: int) -> None:
    """Apia had no 30 December 2011: what is written for it is 24 hours later, on the 31st."""
    then_open("2011-12-28T00:00", "2012-01-02T00:00", seconds, APIA, weekly={"fri": spans})


def test_a_holiday_closes_what_is_written_for_it_wherever_it_is_moved() -> None:
    """A holiday on the skipped date closes its spans, one on the date they moved to does not."""
    # Friday's 9:00 to 10:00 is moved to Saturday, where 12:00 to 14:00 is written.
    weekly = {"fri": "09:00-10:00", "sat": "12:00-14:00"}
    whole = ("2011-12-28T00:00", "2012-01-02T00:00")

    then_open(*whole, 3 * 3600, APIA, weekly=weekly)
    then_open(*whole, 2 * 3600, APIA, weekly=weekly, holidays=["2011-12-30"])
    then_open(*whole, 1 * 3600, APIA, weekly=weekly, holidays=["2011-12-31"])


def test_a_holiday_on_the_day_of_the_change() -> None:
    """A holiday closes 23 hours in spring, and no hour of the day after it."""
    weekly = {"sun": "00:00-24:00", "mon": "00:00-01:00"}

    then_open(
        "2024-03-30T12:00",
        "2024-04-01T12:00",
        3600,
        BRUSSELS,
        weekly=weekly,
        holidays=["2024-03-31"],
    )
