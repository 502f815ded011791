"""The cells of a vendor's file: instants, dates and other values, in their many notations."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaydesk.engine.audit.values import Unreadable
from replaydesk.engine.audit.vendor_cells import Stamp, date_orders, read_column, read_stamps
from replaydesk.engine.cells import instant_in
from replaydesk.events import zone
from replaydesk.projections import Kind

BRUSSELS = zone("Europe/Brussels")
NINE = 1_773_133_200_000
"""2026-03-10T09:00Z."""


def stamps(*texts: str, **options: Any) -> list[int | None]:
    """Read a column of instants, times without an offset being those of Brussels."""
    return [
        stamp.instant(BRUSSELS) if isinstance(stamp, Stamp) else None
        for stamp in read_stamps(texts, **options)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10T10:00:00.000+01:00",
        "2026-03-10T09:00:00Z",
        "2026-03-10t09:00:00z",
        "2026-03-10 10:00:00 +0100",
        "2026-03-10 09:00 UTC",
        "2026-03-10 10:00:00",
        "2026-03-10 10:00",
        "2026-03-10, 10:00",
        "2026/3/10 10:00",
        "10/03/2026 10:00",
        "10.03.2026 10:00:00",
        "10-03-2026 10:00:00 AM",
        "10/3/2026 10:00 a.m.",
        "1773133200",
        "1773133200.000",
        "1773133200000",
        "'2026-03-10 10:00",
        "  2026-03-10 10:00  ",
    ],
)
def test_times_are_read_in_many_notations(text: str) -> None:
    """RFC 3339, wall clocks of the vendor's zone, and counts since 1970 are the same instant."""
    assert stamps(text) == [NINE]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-10 10:00:00.25", NINE + 250),
        ("2026-03-10 10:00:00,2509", NINE + 250),
        ("10/03/2026 12:00 AM", NINE - 10 * 3_600_000),
        ("10/03/2026 12:00 PM", NINE + 2 * 3_600_000),
        ("2026-03-10", NINE - 10 * 3_600_000),
        ("2026-03-29 02:30", 1_774_747_800_000),
        ("2026-10-25 02:30", 1_792_888_200_000),
        ("1773133200.25", NINE + 250),
        ("", None),
        (" ", None),
    ],
)
def test_the_notation_decides_to_the_millisecond(text: str, instant: int | None) -> None:
    """Fractions, noon and midnight, and hours that the clock skips or repeats have one reading."""
    assert stamps(text) == [instant]


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-02-30",
        "2026-03-10 25:00",
        "2026-03-10 09:60",
        "2026-03-10 09:00:60",
        "2026-03-10 13:00 PM",
        "13:00 2026-03-10",
        "10/03/26 09:00",
        "1969-12-31",
        "46091.375",
        "9" * 40,
    ],
)
def test_what_is_no_time_is_unreadable(text: str) -> None:
    """What cannot be a time is kept as it is written."""
    assert read_stamps([text]) == [Unreadable(text)]


def test_a_column_of_counts_has_one_unit() -> None:
    """The greatest count of a column tells whether all of them are seconds or milliseconds."""
    assert stamps("1773133200", "100000001") == [NINE, 100_000_001_000]
    assert stamps("1773133200000", "100000001") == [NINE, 100_000_001]


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["13/03/2026", "01/02/2026"], {"day-first"}),
        (["03/13/2026 09:00", "01/02/2026"], {"month-first"}),
        (["01/02/2026"], {"day-first", "month-first"}),
        (["03/03/2026"], set()),
        (["13/03/2026", "03/13/2026"], set()),
        (["2026-03-13", "", "soon"], set()),
    ],
)
def test_the_dates_of_a_column_tell_the_order_of_day_and_month(
    texts: list[str], orders: set[str]
) -> None:
    """An order is possible if every date of the column exists in it."""
    assert date_orders(texts) == orders


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DURATION, "1200", 1_200_000),
        (Kind.DURATION, "0.25", 250),
        (Kind.DURATION, "0,25", 250),
        (Kind.DURATION, "1 200,5", 1_200_500),
        (Kind.DURATION, "1\u202f200,5", 1_200_500),
        (Kind.DURATION, "1.200,5", 1_200_500),
        (Kind.DURATION, "1,200.5", 1_200_500),
        (Kind.DURATION, "1,234,567", 1_234_567_000),
        (Kind.DURATION, "12.3456", 12_346),
        (Kind.DURATION, "20 s", 20_000),
        (Kind.DURATION, "00:20:00", 1_200_000),
        (Kind.DURATION, "100:00:00.5", 360_000_500),
        (Kind.DURATION, "-0:00:01", -1000),
        (Kind.DURATION, "-1.5", -1500),
        (Kind.DURATION, "1:60:00", Unreadable("1:60:00")),
        (Kind.DURATION, "1h", Unreadable("1h")),
        (Kind.DURATION, "1e3", Unreadable("1e3")),
        (Kind.DURATION, "9" * 30, Unreadable("9" * 30)),
        (Kind.DURATION, "", None),
        (Kind.COUNT, "12", 12),
        (Kind.COUNT, "12.0", 12),
        (Kind.COUNT, "1,234", 1234),
        (Kind.COUNT, "1.234.567", 1_234_567),
        (Kind.COUNT, "1 234", 1234),
        (Kind.COUNT, "1.5", Unreadable("1.5")),
        (Kind.COUNT, "many", Unreadable("many")),
        (Kind.PERCENTAGE, "57.8", 5780),
        (Kind.PERCENTAGE, "57,80 %", 5780),
        (Kind.PERCENTAGE, "57.805", 5781),
        (Kind.PERCENTAGE, "%", Unreadable("%")),
        (Kind.BOOLEAN, "TRUE", True),
        (Kind.BOOLEAN, "yes", True),
        (Kind.BOOLEAN, "Vrai", True),
        (Kind.BOOLEAN, "0", False),
        (Kind.BOOLEAN, "Non", False),
        (Kind.BOOLEAN, "perhaps", Unreadable("perhaps")),
        (Kind.NAME, "Bulk resolve", "BULK_RESOLVE"),
        (Kind.NAME, "", None),
        (Kind.TEXT, "'=1+1", "=1+1"),
        (Kind.TEXT, " x ", " x "),
        (Kind.TEXTS, "a;b", "a;b"),
    ],
)
def test_values_are_read_in_many_notations(kind: Kind, text: str, value: object) -> None:
    """Decimal points and commas, clocks, words for true and false: each has one reading."""
    assert read_column([text], kind) == [value]


@given(st.text(max_size=12), st.sampled_from(Kind))
def test_any_cell_is_a_value_or_unreadable(text: str, kind: Kind) -> None:
    """No text of a file breaks the reading of it."""
    column = read_stamps([text]) if kind is Kind.INSTANT else read_column([text], kind)

    assert len(column) == 1
    assert not isinstance(column[0], Unreadable) or column[0].text == text


@given(st.integers(0, 253_402_300_799_999), st.sampled_from(["UTC", "Europe/Brussels"]))
def test_what_we_print_is_what_is_read(instant: int, tz: str) -> None:
    """An instant that an export prints, in any zone, is read as that instant."""
    [stamp] = read_stamps([instant_in(zone(tz))(instant)])

    assert isinstance(stamp, Stamp)
    assert stamp.instant(zone("Asia/Tokyo")) == instant


def test_a_clock_beyond_all_calendars_is_taken_as_it_is() -> None:
    """A number of that size is no time of anybody's, and differs from any of ours."""
    assert Stamp(1 << 60, None).instant(BRUSSELS) == 1 << 60
