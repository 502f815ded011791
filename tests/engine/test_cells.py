"""Cells: every kind of value as an export prints it, quoted and disarmed where it must be."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from replaydesk.engine.cells import Printer, disarmed, instant_in, percent, quoted, seconds
from replaydesk.events import zone, zone_names
from replaydesk.projections import columns as c
from replaydesk.projections.columns import column, columns_of, row

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@row
class AnyRow:
    """A row with a column of each kind of value, some of which can be blank."""

    text: str = column(c.text("Text", "Texte", ""))
    list: tuple[str, ...] = column(c.texts("List", "Liste", ""))
    blank: str | None = column(c.text('A "blank", maybe', "Vide, peut-être", ""))
    name: str | None = column(c.name("Name", "Nom", ""))
    instant: int | None = column(c.instant("Instant", "Instant", ""))
    duration: int | None = column(c.duration("Duration", "Durée", ""))
    count: int | None = column(c.count("Count", "Nombre", ""))
    percentage: int | None = column(c.percentage("Percentage", "Pourcentage", ""))
    boolean: bool | None = column(c.boolean("Boolean", "Booléen", ""))
    last: str | None = column(c.text("Last", "Dernier", ""))


COLUMNS = columns_of(AnyRow)
NOTHING: dict[str, Any] = {column.field: None for column in COLUMNS} | {"text": "", "list": ()}


def line_of(raw_text: bool = False, tz: str = "UTC", **values: Any) -> str:  # noqa: FBT001, FBT002
    """Print a row with these *values*, and nothing else."""
    [line] = Printer(zone(tz), "en", raw_text).lines_of(COLUMNS)([AnyRow(**NOTHING | values)])
    return line


def ms(text: str) -> int:
    """Return the milliseconds since 1970 of an instant in UTC."""
    return (datetime.fromisoformat(f"{text}+00:00") - EPOCH) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("semi;colon 'one' \t \\ \u2028 \x85 \x0b", "semi;colon 'one' \t \\ \u2028 \x85 \x0b"),
        (" spaces ", " spaces "),
        ("a,b", '"a,b"'),
        ('say "hi"', '"say ""hi"""'),
        ('"', '""""'),
        ("two\nlines", '"two\nlines"'),
        ("two\r\nlines", '"two\r\nlines"'),
        ("return\r", '"return\r"'),
    ],
)
def test_a_cell_is_quoted_only_where_it_must_be(cell: str, expected: str) -> None:
    """Quotes stand around a comma, a quote, CR or LF, and a quote in quotes is doubled."""
    assert expected == quoted(cell)


FORMULAS = [
    "=",
    "=1+1",
    "@SUM(A1)",
    "\ttab",
    "\rreturn",
    "+1+HYPERLINK(0)",
    "+x",
    "-x",
    "--1x",
    "+32/475",
    "-1,5",
    "+1;2",
    "+12\n",
    "-\n=1",
    "+\t1",
    "+\u0661\u0662",  # digits, but not ASCII
    "+1\xa02",  # a space, but not that one
    "-1%",
    "+{1}",
    "-1e5",
    "+1=2",
]
HARMLESS = [
    "",
    "x",
    "1=1",
    " =1",
    "a@b.c",
    "'=1",
    "\n=1",
    "\x0b=1",
    "+",
    "-",
    "-5",
    "-12.50",
    "+32 (475) 12-34.56",
    "+[0] 1",
    "--1",
    "+32 475 12 34 56 ",
    "\uff1d1",  # an equals sign, but not that one
    "_-x",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_a_spreadsheet_could_run_is_disarmed(cell: str) -> None:
    """A leading apostrophe makes text of what begins like a formula."""
    assert f"'{cell}" == disarmed(cell)


@pytest.mark.parametrize("cell", HARMLESS)
def test_other_cells_are_left_as_they_are(cell: str) -> None:
    """Numbers and phone numbers may begin with a sign; only the first character can start one."""
    assert cell == disarmed(cell)


@pytest.mark.parametrize("field", ["text", "blank", "last"])
@pytest.mark.parametrize("neighbour", ["", "plain", "a,b", "=1", '"'])
def test_text_is_printed_the_same_in_every_column(field: str, neighbour: str) -> None:
    """Where in its row a cell stands, and what stands beside it, changes nothing of it."""
    for cell in [*FORMULAS, *HARMLESS, "a,=b", "a,+b", 'a",@b', "a\n,=b", "{row}", "%s"]:
        values: dict[str, Any] = {"list": (neighbour,), field: cell}
        expected = NOTHING | values | {"list": neighbour}
        cells = [str(expected[column.field] or "") for column in COLUMNS]
        for raw_text, printed in ((True, cells), (False, [*map(disarmed, cells)])):
            line = line_of(raw_text, **values)

            assert ",".join(map(quoted, printed)) == line
            assert [printed] == list(csv.reader(io.StringIO(line, newline="")))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), ""),
        (("",), ""),
        (("a",), "a"),
        (("b", "a", "b"), "b;a;b"),
        (("a;b", "c"), "a;b;c"),
        (("x", "=y"), "x;=y"),
        (("=x", "=y"), "'=x;=y"),
        (("+1", "+2"), "'+1;+2"),
        (("+1",), "+1"),
        (("", "=x"), ";=x"),
        (("a,b", "c"), '"a,b;c"'),
    ],
)
def test_a_list_is_looked_at_as_one_cell(values: tuple[str, ...], expected: str) -> None:
    """The entries are joined by `;` as they are, and then disarmed and quoted like any text."""
    assert f",{expected},,,,,,,," == line_of(list=values)


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0, "0"),
        (1, "0.001"),
        (10, "0.01"),
        (100, "0.1"),
        (250, "0.25"),
        (999, "0.999"),
        (1000, "1"),
        (10_000, "10"),
        (60_250, "60.25"),
        (1_200_000, "1200"),
        (86_400_000_001, "86400000.001"),
        (-250, "-0.25"),
        (-1_500, "-1.5"),
    ],
)
def test_a_duration_is_seconds(milliseconds: int, expected: str) -> None:
    """Seconds have at most three decimals and no trailing zeros."""
    assert expected == seconds(milliseconds)


@pytest.mark.parametrize(
    ("hundredths", "expected"),
    [(0, "0"), (1, "0.01"), (10, "0.1"), (1429, "14.29"), (1500, "15"), (10_050, "100.5")],
)
def test_a_percentage_has_at_most_two_decimals(hundredths: int, expected: str) -> None:
    """Percent have no trailing zeros, and are not capped."""
    assert expected == percent(hundredths)


@pytest.mark.parametrize(
    ("tz", "utc", "expected"),
    [
        ("UTC", "1970-01-01T00:00:00.000", "1970-01-01T00:00:00.000+00:00"),
        ("UTC", "9999-12-31T23:59:59.999", "9999-12-31T23:59:59.999+00:00"),
        ("Europe/Brussels", "2026-03-10T08:20:00.007", "2026-03-10T09:20:00.007+01:00"),
        ("Europe/Brussels", "2026-03-29T00:59:59.999", "2026-03-29T01:59:59.999+01:00"),
        ("Europe/Brussels", "2026-03-29T01:00:00.000", "2026-03-29T03:00:00.000+02:00"),
        ("Europe/Brussels", "2026-10-25T00:30:00.000", "2026-10-25T02:30:00.000+02:00"),
        ("Europe/Brussels", "2026-10-25T01:30:00.000", "2026-10-25T02:30:00.000+01:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00:59.500", "2026-01-01T05:45:59.500+05:45"),
        ("America/St_Johns", "2026-01-01T00:00:00.000", "2025-12-31T20:30:00.000-03:30"),
        ("America/New_York", "1970-01-01T00:00:00.000", "1969-12-31T19:00:00.000-05:00"),
        # Until 1972-01-07 the clocks of Monrovia were 44 minutes and 30 seconds behind.
        ("Africa/Monrovia", "1970-01-01T00:00:00.000", "1970-01-01T00:00:00.000+00:00"),
        ("Africa/Monrovia", "1972-01-07T00:44:29.999", "1972-01-07T00:44:29.999+00:00"),
        ("Africa/Monrovia", "1972-01-07T00:44:30.000", "1972-01-07T00:44:30.000+00:00"),
        ("Asia/Tokyo", "9999-12-31T14:59:59.999", "9999-12-31T23:59:59.999+09:00"),
        ("Asia/Tokyo", "9999-12-31T15:00:00.000", "9999-12-31T15:00:00.000+00:00"),
        ("America/New_York", "9999-12-31T23:59:59.999", "9999-12-31T18:59:59.999-05:00"),
    ],
)
def test_an_instant_is_printed_in_its_zone(tz: str, utc: str, expected: str) -> None:
    """RFC 3339 with milliseconds and offset; in UTC where the zone's time cannot be written so."""
    assert expected == instant_in(zone(tz))(ms(utc))


def test_an_instant_reads_back_in_every_zone() -> None:
    """Whatever the zone and its changes of the clock, what is printed says the same instant."""
    days = ("1970-01-15", "1970-07-15", "1999-01-15", "1999-07-15")
    instants = [ms(f"{day}T12:34:56.789") for day in days]
    instants += [value + 31 for value in instants]  # of one minute, too
    for name in zone_names():
        printed = instant_in(zone(name))
        read = [datetime.fromisoformat(printed(value)) for value in instants]

        assert instants == [(at - EPOCH) // timedelta(milliseconds=1) for at in read], name


def test_a_row_is_a_line_of_cells() -> None:
    """Each kind of value has its form."""
    line = line_of(
        tz="Asia/Kathmandu",
        text="x",
        list=("a", "b"),
        blank="",
        name="RESOLVED",
        instant=0,
        duration=1_500,
        count=1_234_567,
        percentage=1_429,
        boolean=True,
        last="z",
    )

    assert line == "x,a;b,,RESOLVED,1970-01-01T05:30:00.000+05:30,1.5,1234567,14.29,true,z"


def test_what_does_not_exist_is_blank() -> None:
    """A value that does not exist is the empty string; a zero is a zero, and false is false."""
    assert line_of() == ",,,,,,,,,"
    assert line_of(instant=0, duration=0, count=0, percentage=0, boolean=False) == (
        ",,,,1970-01-01T00:00:00.000+00:00,0,0,0,false,"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            'Text,List,"A ""blank"", maybe",Name,Instant,Duration,Count,Percentage,Boolean,Last',
        ),
        (
            "fr",
            'Texte,Liste,"Vide, peut-être",Nom,Instant,Durée,Nombre,Pourcentage,Booléen,Dernier',
        ),
    ],
)
def test_the_header_speaks_the_chosen_language(language: Any, expected: str) -> None:
    """A header is quoted like any cell."""
    assert expected == Printer(zone("UTC"), language).header(COLUMNS)


def test_instants_that_are_not_remembered_are_printed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of quarters of an hour is kept up to a number, then forgotten."""
    monkeypatch.setattr("replaydesk.engine.cells._KEPT_QUARTERS", 2)
    printed = instant_in(zone("Asia/Kolkata"))

    hours = [printed(hour * 3_600_000)[11:16] for hour in (0, 1, 2, 3, 0)]

    assert hours == ["05:30", "06:30", "07:30", "08:30", "05:30"]
