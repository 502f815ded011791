"""Moments and periods, as people write them."""

import pytest
from replaydesk.engine.moments import MomentError, parse_moment, parse_period
from replaydesk.events import ReplaydeskError, parse_instant, zone

MOMENT_FORMS = "write 2026-03-10, 2026-03-10T09:20 or 2026-03-10T09:20:00+01:00"
PERIOD_FORMS = "write a day 2026-03-10, a week 2026-W11, a month 2026-03, a year 2026, or FROM..TO"
END_OF_TIME = 253_402_300_800_000


@pytest.mark.parametrize(
    ("text", "tz", "expected"),
    [
        ("2026-03-10", "UTC", "2026-03-10T00:00:00Z"),
        ("2026-03-10", "Europe/Brussels", "2026-03-09T23:00:00Z"),
        ("2026-07-10", "Europe/Brussels", "2026-07-09T22:00:00Z"),
        ("2026-03-10", "America/New_York", "2026-03-10T04:00:00Z"),
        ("2024-02-29", "Asia/Kathmandu", "2024-02-28T18:15:00Z"),
        ("2026-03-10T09:20", "Europe/Brussels", "2026-03-10T08:20:00Z"),
        ("2026-03-10t09:20", "Europe/Brussels", "2026-03-10T08:20:00Z"),
        ("2026-03-10T09:20:30", "Europe/Brussels", "2026-03-10T08:20:30Z"),
        ("2026-03-10T09:20:30.5", "Europe/Brussels", "2026-03-10T08:20:30.500Z"),
        ("2026-03-10T09:20:30.1239", "Europe/Brussels", "2026-03-10T08:20:30.123Z"),
        ("2026-03-10T09:20:30.123456789", "UTC", "2026-03-10T09:20:30.123Z"),
        ("2026-03-10T09:20:00Z", "Europe/Brussels", "2026-03-10T09:20:00Z"),
        ("2026-03-10T09:20:00.25+05:45", "Europe/Brussels", "2026-03-10T03:35:00.250Z"),
        # Midnight is skipped: the day begins just after, at what would have been it.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00Z"),
        ("1986-01-01", "Asia/Kathmandu", "1985-12-31T18:30:00Z"),
        ("1972-01-07", "Africa/Monrovia", "1972-01-07T00:44:30Z"),
        # Midnight comes twice: the day begins with the first one.
        ("2019-11-03", "America/Havana", "2019-11-03T04:00:00Z"),
        # 02:30 is skipped: it is moved forward by the gap. It comes twice: the first one.
        ("2026-03-29T02:30", "Europe/Brussels", "2026-03-29T01:30:00Z"),
        ("2026-10-25T02:30", "Europe/Brussels", "2026-10-25T00:30:00Z"),
        ("1970-01-01", "America/New_York", "1970-01-01T05:00:00Z"),
        ("9999-12-31T23:59:59.999", "UTC", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_a_moment_is_a_date_or_a_date_time(text: str, tz: str, expected: str) -> None:
    """A date is its midnight in the zone, a time without offset is what the zone's clocks say."""
    assert parse_instant(expected) == parse_moment(text, zone(tz))


def test_a_day_of_a_zone_may_begin_before_1970() -> None:
    """The first day that a log can speak of begins, east of Greenwich, before the first instant."""
    assert parse_moment("1970-01-01", zone("Europe/Brussels")) == -3_600_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026",
        "2026-03",
        "2026-W11",
        "10/03/2026",
        "2026-3-10",
        "20260310",
        "2026-02-29",
        "2026-13-01",
        "2026-02-29T09:20",
        "2026-03-10T24:01",
        "2026-03-10T25:00",
        "2026-03-10T09:60",
        "9999-12-31T23:00-02:00",
        "2026-03-10\n",
        " 2026-03-10",
    ],
)
def test_other_text_is_no_moment(text: str) -> None:
    """What is no date or date-time, or does not exist, is refused with the forms to write."""
    with pytest.raises(MomentError) as error:
        parse_moment(text, zone("UTC"))

    message = str(error.value)
    assert message.startswith(f"{text!r}: ")
    assert message.endswith(f"; {MOMENT_FORMS}")


@pytest.mark.parametrize(
    ("text", "tz", "reason"),
    [
        ("2026-02-29", "UTC", "no such date and time"),
        ("2026-02-29T09:20", "UTC", "no such date and time"),
        ("0001-01-01", "Asia/Tokyo", "no such date and time"),
        ("9999-12-31T20:00", "America/New_York", "no such date and time"),
        (
            "2026-02-29T09:20:00Z",
            "UTC",
            "time names the date 2026-02-29, which does not exist",
        ),
        (
            "1969-12-31T23:59:59Z",
            "UTC",
            "expected an instant from 1970 to 9999",
        ),
    ],
)
def test_a_moment_that_cannot_be_says_why(text: str, tz: str, reason: str) -> None:
    """The words tell a date that does not exist from an instant that no log can say."""
    with pytest.raises(MomentError) as error:
        parse_moment(text, zone(tz))

    assert f"{text!r}: {reason}; {MOMENT_FORMS}" == str(error.value)


@pytest.mark.parametrize(
    ("text", "tz", "start", "end"),
    [
        ("2026-03-10", "UTC", "2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"),
        ("2024-02-29", "UTC", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2026-12-31", "UTC", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2026-03-29", "Europe/Brussels", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "Europe/Brussels", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        ("2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"),
        ("2019-11-03", "America/Havana", "2019-11-03T04:00:00Z", "2019-11-04T05:00:00Z"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("2026-W11", "UTC", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z"),
        ("2026-W01", "UTC", "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z"),
        ("2026-W53", "UTC", "2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z"),
        ("2020-W53", "Europe/Brussels", "2020-12-27T23:00:00Z", "2021-01-03T23:00:00Z"),
        ("2027-W01", "UTC", "2027-01-04T00:00:00Z", "2027-01-11T00:00:00Z"),
        ("2026-W13", "Europe/Brussels", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-02", "UTC", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2024-02", "UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2026-12", "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2026-03", "Europe/Brussels", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
        ("2026", "UTC", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("1970", "America/New_York", "1970-01-01T05:00:00Z", "1971-01-01T05:00:00Z"),
        (
            "2026-03-10..2026-03-12",
            "Europe/Brussels",
            "2026-03-09T23:00:00Z",
            "2026-03-11T23:00:00Z",
        ),
        (
            "2026-03-10T09:20..2026-03-10T09:20:00.001",
            "UTC",
            "2026-03-10T09:20:00Z",
            "2026-03-10T09:20:00.001Z",
        ),
        (
            "2026-03-10T09:20:00+05:45..2026-03-10",
            "America/New_York",
            "2026-03-10T03:35:00Z",
            "2026-03-10T04:00:00Z",
        ),
    ],
)
def test_a_period_runs_from_its_start_to_just_before_its_end(
    text: str, tz: str, start: str, end: str
) -> None:
    """A day, an ISO week, a month and a year begin at a midnight in the zone, as the next does."""
    expected = parse_instant(start), parse_instant(end)

    assert expected == parse_period(text, zone(tz))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("9999", "9999-01-01T00:00:00Z"),
        ("9999-12", "9999-12-01T00:00:00Z"),
        ("9999-12-31", "9999-12-31T00:00:00Z"),
        ("9999-W52", "9999-12-27T00:00:00Z"),
    ],
)
def test_the_last_periods_end_with_the_last_instant(text: str, start: str) -> None:
    """There is no year 10000: what would end in it ends where all logs do."""
    assert (parse_instant(start), END_OF_TIME) == parse_period(text, zone("UTC"))


@pytest.mark.parametrize("text", ["9999", "9999-12-31"])
def test_a_last_period_ends_there_in_every_zone(text: str) -> None:
    """West of Greenwich the last day is cut, and nothing fails."""
    assert parse_period(text, zone("America/New_York"))[1] == END_OF_TIME


@pytest.mark.parametrize(
    "text",
    ["2025-W53", "2026-W00", "2026-W54", "0000-W01", "2026-00", "2026-13", "2026-02-29", "0000"],
)
def test_a_period_that_does_not_exist_is_told(text: str) -> None:
    """2025 has 52 weeks, no year has a thirteenth month, and 2026 is no leap year."""
    with pytest.raises(MomentError) as error:
        parse_period(text, zone("UTC"))

    expected = "there is no such date; months go from 01 to 12, and weeks from W01 to W52 or W53"
    assert f"{text!r}: {expected}" == str(error.value)


@pytest.mark.parametrize(
    "text",
    ["", "march", "26", "20260", "2026-W1", "2026W11", "2026-w11", "2026-3", "2026-W11-1 "],
)
def test_other_text_is_no_period(text: str) -> None:
    """What has none of the forms is refused with all of them."""
    with pytest.raises(MomentError) as error:
        parse_period(text, zone("UTC"))

    assert f"{text!r} is no period; {PERIOD_FORMS}" == str(error.value)


@pytest.mark.parametrize("text", ["2026-03-10..2026-03-10", "2026-03-11..2026-03-10"])
def test_a_period_ends_after_it_starts(text: str) -> None:
    """A period from later to earlier, or of no length, is a mistake."""
    with pytest.raises(MomentError) as error:
        parse_period(text, zone("UTC"))

    expected = "the period ends before it starts; write the earlier instant first"
    assert f"{text!r}: {expected}" == str(error.value)


@pytest.mark.parametrize("text", ["..", "2026-03-10..", "..2026-03-10", "2026..2027", "a..b..c"])
def test_from_and_to_are_moments(text: str) -> None:
    """Both ends of `FROM..TO` are needed, and a year is no instant."""
    with pytest.raises(MomentError, match=r"; write 2026-03-10, "):
        parse_period(text, zone("UTC"))


@pytest.mark.parametrize("text", ["0001", "0001-01", "0001-01-01", "0001-W01"])
def test_a_period_before_all_dates_is_told(text: str) -> None:
    """Where the midnight of a date lies before the first date, the period is a mistake, too."""
    with pytest.raises(MomentError):
        parse_period(text, zone("Asia/Tokyo"))


def test_a_moment_error_is_an_error_of_ours_and_a_wrong_value() -> None:
    """It can be caught with all that replaydesk raises, or as Python's nearest error."""
    assert issubclass(MomentError, ReplaydeskError)
    assert issubclass(MomentError, ValueError)
