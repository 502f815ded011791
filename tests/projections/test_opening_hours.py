"""Opening hours: which milliseconds between message and reply the channel was open."""

import pytest
from given import at, given, hours_updated, inbound, reply, started
from replaydesk.events import Event
from replaydesk.projections import OpenConversations

WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
EVERY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00")


def then_open(
    asked: str, answered: str, seconds: str, *calendars: Event, as_of: str = "2030-01-01T00:00"
) -> None:
    """Check how long the channel was open between a message and the reply to it."""
    given(
        *calendars,
        inbound(asked, "c1", channel="web"),
        reply(answered, "c1", agent="ann"),
    ).when_replayed(as_of=at(as_of)).then_rows(
        OpenConversations,
        f"""
        conversation_id  first_response_time
        c1               {seconds}
        """,
    )


@pytest.mark.parametrize(
    ("asked", "answered", "seconds"),
    [
        ("10:00", "10:05", "300"),
        ("08:00", "09:20", "1200"),  # from 9:00
        ("16:50", "18:00", "600"),  # to 17:00
        ("08:00", "18:00", "28800"),  # all eight hours
        ("07:00", "08:00", "0"),
        ("17:00", "17:30", "0"),  # the end is not part of a span
        ("16:59:59.999", "17:30", "0.001"),
        ("08:00", "09:00", "0"),  # the reply is not part of the time
        ("08:00", "09:00:00.001", "0.001"),  # the start of a span is part of it
        ("10:00:00.001", "10:00:00.002", "0.001"),
        ("10:00", "10:00", "0"),
    ],
)
def test_business_time_is_what_lies_in_a_span(asked: str, answered: str, seconds: str) -> None:
    """Of `[message, reply)` each millisecond counts that lies in `[opening, closing)`."""
    then_open(asked, answered, seconds, hours_updated("00:00", weekly=WEEKDAYS))


def test_a_day_can_have_several_spans() -> None:
    """Lunch is not business time."""
    # 11:00 to 12:00 and 13:00 to 13:10.
    then_open(
        "11:00", "13:10", "4200", hours_updated("00:00", weekly={"tue": "13:00-17:00 09:00-12:00"})
    )


def test_spans_that_overlap_or_touch_count_each_millisecond_once() -> None:
    """Spans of one day are put together before they are measured."""
    # 9:00 to 11:00 in all, then 13:00 to 15:00 inside 12:00 to 16:00.
    spans = "09:00-10:00 09:30-10:30 10:30-11:00 12:00-16:00 13:00-15:00"

    then_open("08:00", "18:00", "21600", hours_updated("00:00", weekly={"tue": spans}))


@pytest.mark.parametrize("closed", [{}, {"wed": None}, {"wed": ""}])
def test_a_day_that_is_missing_null_or_empty_is_closed(closed: dict[str, str | None]) -> None:
    """A day without a span has no business time."""
    weekly = {"tue": "09:00-17:00", "thu": "09:00-17:00", **closed}

    # Tuesday 16:00 to 17:00 and Thursday 9:00 to 9:30.
    then_open("16:00", "2026-03-12T09:30", "5400", hours_updated("00:00", weekly=weekly))


def test_a_week_without_an_open_day_has_no_business_time() -> None:
    """A weekly calendar that names no day is closed, which is not 24/7."""
    then_open("16:00", "2026-03-20T09:30", "0", hours_updated("00:00", weekly={}))


def test_a_weekend_between() -> None:
    """From Friday afternoon to Monday morning only the weekdays count."""
    # Friday 13 March 16:00 to 17:00, Monday 16 March 9:00 to 9:15.
    then_open(
        "2026-03-13T16:00",
        "2026-03-16T09:15",
        "4500",
        hours_updated("00:00", weekly=WEEKDAYS),
    )


def test_months_of_waiting() -> None:
    """A wait of twenty weeks is twenty times forty hours, and a little."""
    # Monday 2 March 10:00 to Monday 20 July 10:30: 20 * 40 h + 30 min.
    then_open(
        "2026-03-02T10:00",
        "2026-07-20T10:30",
        "2881800",
        hours_updated("2026-03-01T00:00", weekly=WEEKDAYS),
    )


@pytest.mark.parametrize(
    ("asked", "answered", "seconds", "timezone", "weekly"),
    [
        # The first instant is Wednesday 31 December 1969, 19:00, in New York: open until 20:00.
        (
            "1970-01-01T00:00",
            "1970-01-01T02:00",
            "3600",
            "America/New_York",
            {"wed": "18:00-20:00"},
        ),
        # The last day is a Friday, and its 24:00 is in the year 10000.
        ("9999-12-31T22:00", "9999-12-31T23:30", "5400", "UTC", {"fri": "09:00-24:00"}),
        # In Tokyo the last hours are of Saturday 1 January 10000: 5:00 to 8:00, open from 7:00.
        ("9999-12-31T20:00", "9999-12-31T23:00", "3600", "Asia/Tokyo", {"sat": "07:00-24:00"}),
    ],
)
def test_the_first_and_the_last_day_of_all(
    asked: str, answered: str, seconds: str, timezone: str, weekly: dict[str, str]
) -> None:
    """Where a log's time begins and ends, a local date can be a day before or after it."""
    calendar = hours_updated(asked, weekly=weekly, timezone=timezone)

    then_open(asked, answered, seconds, calendar, as_of=answered)


def test_an_opening_over_midnight_is_two_spans() -> None:
    """`24:00` is the first moment of the next day: such a span touches one from `00:00`."""
    # Tuesday 22:00 to Wednesday 2:00 without a gap, cut at 1:00.
    then_open(
        "21:00",
        "2026-03-11T01:00",
        "10800",
        hours_updated("00:00", weekly={"tue": "22:00-24:00", "wed": "00:00-02:00"}),
    )


def test_spans_are_in_the_time_zone_of_the_calendar() -> None:
    """Nine to five in Brussels is eight to four in UTC, in winter."""
    # 7:00 to 8:20 UTC: open from 8:00.
    calendar = hours_updated("00:00", weekly=WEEKDAYS, timezone="Europe/Brussels")

    then_open("07:00", "08:20", "1200", calendar)


def test_the_weekday_is_that_of_the_calendars_zone() -> None:
    """A Tuesday in Auckland begins on Monday in UTC."""
    # In March Auckland is 13 hours ahead: its Tuesday is 9 March 11:00 to 10 March 11:00 UTC.
    calendar = hours_updated(
        "2026-03-09T00:00", weekly={"tue": "00:00-24:00"}, timezone="Pacific/Auckland"
    )

    then_open("2026-03-09T10:00", "2026-03-10T12:00", "86400", calendar)


def test_a_holiday_is_closed_all_day() -> None:
    """A holiday closes every span of that date, and no other."""
    # Tuesday 16:00 to 17:00 and Thursday 9:00 to 9:30; Wednesday is a holiday.
    calendar = hours_updated("00:00", weekly=WEEKDAYS, holidays=["2026-03-11", "2026-03-13"])

    then_open("16:00", "2026-03-12T09:30", "5400", calendar)


def test_a_holiday_is_a_date_of_the_calendars_zone() -> None:
    """10 March in Tokyo is 9 March 15:00 to 10 March 15:00 in UTC."""
    # 9 March 12:00 to 10 March 18:00 is 30 hours, of which 24 are closed.
    calendar = hours_updated(
        "2026-03-09T00:00", weekly=EVERY_DAY, timezone="Asia/Tokyo", holidays=["2026-03-10"]
    )

    then_open("2026-03-09T12:00", "2026-03-10T18:00", "21600", calendar)


def test_the_calendar_of_the_as_of_instant_is_in_force_for_all_time() -> None:
    """The latest calendar counts, also for replies that were sent before it was set."""
    then_open(
        "08:00",
        "09:20",
        "2400",  # from 8:40
        hours_updated("07:00", weekly={"tue": "09:00-17:00"}),
        hours_updated("20:00", weekly={"tue": "08:40-17:00"}),
    )


def test_a_calendar_after_the_as_of_instant_is_not_yet_in_force() -> None:
    """A calendar that is set later than the as-of instant does not apply."""
    then_open(
        "08:00",
        "09:20",
        "1200",
        hours_updated("07:00", weekly={"tue": "09:00-17:00"}),
        hours_updated("20:00", weekly={"tue": "08:40-17:00"}),
        as_of="19:59:59.999",
    )


def test_a_calendar_replaces_the_one_before_it_whole() -> None:
    """Days, zone and holidays of an earlier calendar are gone."""
    # Tuesday 16:00 to 17:00 in UTC, Wednesday is closed.
    then_open(
        "08:00",
        "2026-03-11T12:00",
        "3600",
        hours_updated("06:00", weekly=WEEKDAYS, timezone="Asia/Tokyo", holidays=["2026-03-10"]),
        hours_updated("07:00", weekly={"tue": "16:00-17:00"}),
    )


def test_without_weekly_the_channel_is_always_open_again() -> None:
    """A calendar without `weekly` takes the hours back; its zone and holidays mean nothing."""
    then_open(
        "08:00",
        "09:20",
        "4800",
        hours_updated("06:00", weekly={"tue": "09:00-17:00"}),
        hours_updated("07:00", timezone="Asia/Tokyo", holidays=["2026-03-10"]),
    )


def test_the_calendar_is_that_of_the_conversations_channel() -> None:
    """The channel of the conversation counts, not one that a later event names."""
    given(
        hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"}),
        hours_updated("00:00", "tel", weekly={"tue": "09:10-17:00"}),
        started("08:00", "c1", channel="web"),
        inbound("08:00", "c1", channel="tel"),
        reply("09:20", "c1", agent="ann", channel="tel"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  first_response_time
        c1               1200
        """,
    )


@pytest.mark.parametrize(
    ("asked", "answered", "seconds"),
    [
        ("2026-03-31T12:00", "2026-03-31T23:59:59.999", "43199.999"),
        ("2026-03-31T12:00", "2026-04-01T00:00", "43200"),
        ("2026-03-31T12:00", "2026-04-01T00:00:00.001", "43200.001"),
        ("2026-04-01T00:00", "2026-04-01T00:00", "0"),
        ("2026-04-01T00:00", "2026-04-01T00:00:00.001", "0.001"),
    ],
)
def test_no_millisecond_is_lost_where_a_block_of_days_ends(
    asked: str, answered: str, seconds: str
) -> None:
    """1 April 2026 is 321 times 64 days after the epoch: there one block ends and one begins."""
    then_open(asked, answered, seconds, hours_updated("00:00", weekly=EVERY_DAY))


def test_the_last_day_of_the_log_can_be_a_holiday() -> None:
    """From noon to midnight of 30 December 9999, and not on the day after."""
    then_open(
        "9999-12-30T12:00",
        "9999-12-31T12:00",
        "43200",
        hours_updated("00:00", weekly=EVERY_DAY, holidays=["9999-12-31"]),
        as_of="9999-12-31T13:00",
    )


def test_the_day_after_the_last_is_no_holiday_of_four_hundred_years_before() -> None:
    """On Kiritimati, 14 hours ahead, 1 January 10000 has begun: it is not 1 January 9600."""
    then_open(
        "9999-12-31T11:00",
        "9999-12-31T12:00",
        "3600",
        hours_updated(
            "00:00",
            weekly=EVERY_DAY,
            timezone="Pacific/Kiritimati",
            holidays=["9600-01-01"],
        ),
        as_of="9999-12-31T13:00",
    )
