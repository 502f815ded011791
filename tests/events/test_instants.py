"""Instants: what a line's `time` may say, in whole milliseconds since 1970."""

import tracemalloc
from datetime import date

import pytest
from replaydesk.events import (
    AFTER_LAST_INSTANT,
    FIRST_INSTANT,
    InvalidEventError,
    instants,
    parse_date,
    parse_instant,
    shown,
)
from replaydesk.events.instants import _MINUTES, _RESTS

DAY = 86_400_000
NOON = 20_522 * DAY + 12 * 3_600_000
"""2026-03-10T12:00Z: 56 years with 14 leap days, and 68 days of the 57th year."""

FORM = (
    "a date-time with offset like 2026-03-10T09:20:00.000+01:00, or whole milliseconds since 1970"
)
RANGE = "an instant from 1970 to 9999"


def test_the_first_and_the_last_instant_are_those_of_the_specification() -> None:
    """A log can say instants from 1970-01-01 on, and up to the last millisecond of 9999."""
    leap_days = sum(
        year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) for year in range(1970, 10_000)
    )

    assert FIRST_INSTANT == 0
    assert (8030 * 365 + leap_days) * DAY == AFTER_LAST_INSTANT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-10T12:00:00Z", NOON),
        ("2026-03-10t12:00:00z", NOON),
        ("2026-03-10T12:00:00+00:00", NOON),
        ("2026-03-10T12:00:00-00:00", NOON),
        ("2026-03-10T13:00:00+01:00", NOON),
        ("2026-03-10T17:45:00+05:45", NOON),
        ("2026-03-10T08:30:00-03:30", NOON),
        ("2026-03-11T02:00:00+14:00", NOON),
        ("2026-03-09T23:00:00-13:00", NOON),
        ("2026-03-11T11:59:00+23:59", NOON),
        ("2026-03-10T23:59:59Z", 20_523 * DAY - 1000),
        ("2024-02-29T00:00:00Z", (54 * 365 + 13 + 59) * DAY),
        ("2000-02-29T00:00:00Z", (30 * 365 + 7 + 59) * DAY),
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:30:00-00:30", 0),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999),
    ],
)
def test_a_date_time_with_offset_is_an_instant(text: str, expected: int) -> None:
    """RFC 3339 text is read with its offset, in either letter case."""
    assert expected == parse_instant(text)


@pytest.mark.parametrize(
    ("fraction", "milliseconds"),
    [
        ("5", 500),
        ("05", 50),
        ("005", 5),
        ("25", 250),
        ("123", 123),
        ("1239", 123),
        ("0009", 0),
        ("999999999", 999),
        ("000000000000000000001", 0),
    ],
)
def test_finer_than_a_millisecond_is_cut_off(fraction: str, milliseconds: int) -> None:
    """Any number of decimals is allowed; after the third they are dropped, not rounded."""
    assert NOON + milliseconds == parse_instant(f"2026-03-10T12:00:00.{fraction}Z")


@pytest.mark.parametrize("value", [0, 1, NOON, 253_402_300_799_999])
def test_an_integer_is_milliseconds(value: int) -> None:
    """Whole milliseconds since 1970 are an instant as they are."""
    assert value == parse_instant(value)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-10T12:00:00",  # without offset
        "2026-03-10",
        "2026-03-10 12:00:00Z",
        "2026-03-10T12:00Z",
        "2026-03-10T12Z",
        "20260310T120000Z",
        "2026-3-10T12:00:00Z",
        "2026-03-10T12:00:60Z",
        "2016-12-31T23:59:60Z",  # a leap second that there was
        "2026-03-10T24:00:00Z",
        "2026-03-10T12:60:00Z",
        "2026-03-10T12:00:00.Z",
        "2026-03-10T12:00:00,5Z",
        "2026-03-10T12:00:00+1:00",
        "2026-03-10T12:00:00+0100",
        "2026-03-10T12:00:00+01",
        "2026-03-10T12:00:00+24:00",
        "2026-03-10T12:00:00+01:60",
        "2026-03-10T12:00:00+01:00:00",
        "2026-03-10T12:00:00Z ",
        " 2026-03-10T12:00:00Z",
        "2026-03-10T12:00:00Z\n",
        "12026-03-10T12:00:00Z",
        "-2026-03-10T12:00:00Z",
        "\uff12\uff10\uff12\uff16-03-10T12:00:00Z",  # digits, but not those of RFC 3339
        "2026-W11-2T12:00:00Z",
        "now",
        "",
        "1773144000000",
    ],
)
def test_other_text_is_no_instant(value: str) -> None:
    """Text of any other form is refused, in words that show it and the form expected."""
    with pytest.raises(InvalidEventError) as error:
        parse_instant(value)

    assert f"time is {value!r}; expected {FORM}" == str(error.value)


@pytest.mark.parametrize("value", [1.0, 1773144000000.5, True, False, None, [], {}, ["2026"]])
def test_other_values_are_no_instant(value: object) -> None:
    """A time is text or an integer: `1.0` is no integer, and neither is `true`."""
    with pytest.raises(InvalidEventError) as error:
        parse_instant(value)

    assert f"time is {value!r}; expected {FORM}" == str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        -1,
        253_402_300_800_000,
        2**63 - 1,
        -(2**63),
        "1969-12-31T23:59:59.999Z",
        "1970-01-01T00:59:59+01:00",
        "9999-12-31T23:30:00-00:30",
        "0001-01-01T00:00:00Z",
    ],
)
def test_an_instant_lies_in_1970_to_9999(value: object) -> None:
    """It is the instant that counts, not the year that is written."""
    with pytest.raises(InvalidEventError) as error:
        parse_instant(value)

    assert f"time is {value!r}; expected {RANGE}" == str(error.value)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-29",
        "1900-02-29",
        "2100-02-29",
        "2026-02-30",
        "2026-04-31",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "0000-01-01",
    ],
)
def test_a_date_that_does_not_exist_is_no_instant(day: str) -> None:
    """An impossible date is refused, and the words name the date."""
    for _ in range(2):  # the second time, too
        with pytest.raises(InvalidEventError) as error:
            parse_instant(f"{day}T12:00:00Z")

        assert f"time names the date {day}, which does not exist" == str(error.value)


def test_a_date_is_read() -> None:
    """A date is written `YYYY-MM-DD`."""
    assert date(2024, 2, 29) == parse_date("2024-02-29")


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "20260310", "2026-W11-2", "2026-3-1", "2026-03-10T00:00", "", "2026-03-1\u0660"],
)
def test_other_text_is_no_date(text: str) -> None:
    """Neither another form of ISO 8601 nor a date that does not exist is one."""
    with pytest.raises(ValueError, match=r"is not a date like 2026-03-10\Z|out of range"):
        parse_date(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "'x'"),
        (5, "5"),
        (None, "None"),
        ("x" * 58, "'" + "x" * 58 + "'"),
        ("x" * 59, "'" + "x" * 58 + "…"),
        ("x" * 1000, "'" + "x" * 58 + "…"),
    ],
)
def test_a_message_quotes_at_most_sixty_characters(value: object, expected: str) -> None:
    """A value is shown as Python writes it, and cut where it is longer than sixty characters."""
    assert expected == shown(value)
    assert len(shown(value)) <= 60


def test_what_nests_deep_is_quoted_by_its_beginning() -> None:
    """A value is quoted the same wherever the question comes from, also at the deepest of calls."""
    deep: object = 0
    for _ in range(2000):
        deep = [deep, {"x": deep}]

    def at_depth(calls: int) -> str:
        return shown(deep) if calls == 0 else at_depth(calls - 1)

    assert shown(deep) == at_depth(500) == "[" * 59 + "…"
    assert shown([[1, {"a": [2]}]] * 99) == str([[1, {"a": [2]}]] * 99)[:59] + "…"


def test_long_fractions_are_not_kept_in_memory() -> None:
    """A log whose every instant has another fraction of many digits takes no memory for them."""
    texts = [f"2026-03-10T12:00:00.{number:08}{'0' * 20_000}Z" for number in range(200)]
    tracemalloc.start()
    try:
        instants = {parse_instant(text) for text in texts}
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert instants == {NOON}
    assert kept < 1 << 20


def test_instants_that_are_not_remembered_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is kept up to a number, then forgotten: each is the same before and after."""
    monkeypatch.setattr(instants, "_KEPT", 2)
    texts = [f"2026-03-10T12:{minute:02}:{minute:02}Z" for minute in (0, 1, 2, 3, 0)]

    assert [parse_instant(text) - NOON for text in texts] == [0, 61_000, 122_000, 183_000, 0]
    assert len(_MINUTES) <= 2
    assert len(_RESTS) <= 2
