"""A vendor's file: its encoding, delimiter, headers and mapping."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reconciling import demo, table, written
from replaydesk import EXPORTS
from replaydesk.engine.audit.vendor import read_mapping, read_vendor
from replaydesk.engine.audit.vendor_csv import VendorFileError
from replaydesk.events import zone
from replaydesk.projections import BY_SLUG

USER = BY_SLUG["user"].columns()
MESSAGE = BY_SLUG["message"].columns()
UTC = zone("UTC")


def file(tmp_path: Path, content: str | bytes) -> Path:
    """Write a file, text in UTF-8."""
    path = tmp_path / "vendor.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_of_any_make_are_read(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    """The delimiter is told by the headers, the encoding by its mark, and any line end will do."""
    lines = [
        ["Réponses", "ID utilisateur", "Shift"],
        ["1", "ann", f'"early{delimiter} ""late"""'],
        ["2", "zoë", ""],
    ]
    text = "".join(delimiter.join(line) + line_end for line in lines)

    vendor = read_vendor(file(tmp_path, text.encode(encoding)), USER)

    assert [column.key for column in vendor.columns] == ["user_id", "replies"]
    assert vendor.cells(UTC) == [("ann", 1), ("zoë", 2)]
    assert vendor.unknown == ("Shift",)
    assert vendor.rows[0][2] == f'early{delimiter} "late"'
    assert vendor.lines == [2, 3]


def test_a_first_line_can_say_the_delimiter(tmp_path: Path) -> None:
    """A line like `sep=;`, which spreadsheets write, is obeyed and is no header."""
    vendor = read_vendor(file(tmp_path, "sep=|\r\nUser ID|Replies\r\nann|4\r\n"), USER)

    assert vendor.cells(UTC) == [("ann", 4)]
    assert vendor.lines == [3]


def test_empty_lines_and_empty_cells_too_many_are_nothing(tmp_path: Path) -> None:
    """What a spreadsheet leaves at the end of rows and files is no data."""
    vendor = read_vendor(file(tmp_path, "User ID,Replies\nann,4,,\n,\n\nbob,5\n"), USER)

    assert vendor.cells(UTC) == [("ann", 4), ("bob", 5)]
    assert vendor.lines == [2, 5]


def test_a_file_with_its_header_only_has_no_rows(tmp_path: Path) -> None:
    """An export without rows can be reconciled as well."""
    assert read_vendor(file(tmp_path, "User ID,Replies"), USER).cells(UTC) == []


@pytest.mark.parametrize("nothing", ["", "\n\n", "\ufeff", "sep=;\n", ",,\n"])
def test_a_file_without_anything_in_it_is_empty(tmp_path: Path, nothing: str) -> None:
    """Without a header there is nothing to reconcile, whatever marks and empty lines there are."""
    path = file(tmp_path, nothing)

    with pytest.raises(VendorFileError) as refused:
        read_vendor(path, USER, mapping={"Who": "user_id"})

    assert str(refused.value) == f"{path}: the file is empty; expected a header and rows"


def test_the_line_of_a_row_is_the_one_on_which_it_ends(tmp_path: Path) -> None:
    """A cell can have line ends; the next row's line is counted all the same."""
    vendor = read_vendor(file(tmp_path, 'Message ID,Content\nm1,"a\nb"\nm2,c\n'), MESSAGE)

    assert vendor.cells(UTC) == [("m1", "a\nb"), ("m2", "c")]
    assert vendor.lines == [3, 4]


def test_no_header_means_two_columns_of_one_export() -> None:
    """English, French and our keys can be told apart within an export, whatever their case."""
    for export in EXPORTS:
        columns = export.columns()
        names = [{c.key.casefold(), c.english.casefold(), c.french.casefold()} for c in columns]
        assert max(Counter(name for own in names for name in own).values()) == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_header_of_every_export_is_known(tmp_path: Path, lang: str) -> None:
    """Whatever we export, in English or in French, is read back as our own columns."""
    for export in EXPORTS:
        path = written(tmp_path / "theirs.csv", table(demo(), export.slug, lang)[:1])
        assert read_vendor(path, export.columns()).columns == export.columns()


@pytest.mark.parametrize(
    "header",
    ["handling_time", "HANDLING TIME (S)", "Handling\u00a0Time  (s) ", "Temps (s) de traitement"],
)
def test_headers_are_known_however_they_are_spaced_and_written(tmp_path: Path, header: str) -> None:
    """Our key, either language, any case and any spaces are the same header."""
    vendor = read_vendor(file(tmp_path, f"user_id,{header}\nann,1\n"), USER)

    assert vendor.cells(UTC) == [("ann", 1000)]


def test_an_apostrophe_of_either_kind_is_the_same(tmp_path: Path) -> None:
    """Word processors turn apostrophes around; a header stays what it is."""
    assert read_vendor(file(tmp_path, "Nom d\u2019utilisateur\nAnn\n"), USER).cells(UTC) == [
        ("Ann",)
    ]


def test_a_mapping_says_what_other_headers_mean(tmp_path: Path) -> None:
    """A mapping finds columns, and `null` takes one out that would be found."""
    content = "Who,Handled,Replies\nann,0:01:00,7\n"
    mapping = {"who": "user_id", "Handled": "handling_time", "Replies": None}

    vendor = read_vendor(file(tmp_path, content), USER, mapping=mapping)

    assert vendor.cells(UTC) == [("ann", 60_000)]
    assert vendor.unknown == ("Replies",)


def test_the_order_of_dates_can_be_told_by_another_column(tmp_path: Path) -> None:
    """Dates that can be read both ways are meant as those of the same file that cannot."""
    content = "message_id,created_at,last_updated\nm1,03/04/2026,04/13/2026\n"

    [cells] = read_vendor(file(tmp_path, content), MESSAGE).cells(UTC)

    assert cells == ("m1", 1_772_582_400_000, 1_776_038_400_000)


def test_dates_that_can_be_read_both_ways_are_asked_about(tmp_path: Path) -> None:
    """Nothing is guessed; whoever knows the order says it."""
    path = file(tmp_path, "message_id,Created at\nm1,03/04/2026\n")

    with pytest.raises(VendorFileError, match=r"'Created at' can be read .*; say which"):
        read_vendor(path, MESSAGE)
    assert read_vendor(path, MESSAGE, order="day-first").cells(UTC) == [("m1", 1_775_174_400_000)]
    assert read_vendor(path, MESSAGE, order="month-first").cells(UTC) == [("m1", 1_772_582_400_000)]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_file_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """Whatever a file holds, it is read or refused in one line."""
    path = file(tmp_path_factory.mktemp("any"), b"User ID,Replies\n" + content)
    try:
        read_vendor(path, USER)
    except VendorFileError as error:
        assert "\n" not in str(error)  # noqa: PT017  # most files are no error


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty; expected a header and rows"),
        (b"Shift,Week\n1,2\n", "none of its columns is one of ours; it has 'Shift', 'Week'"),
        (b"\x1b[31m\n", r"it has '\\x1b\[31m'"),
        (b"User ID,Replies\nann\n", "line 2: the row has 1 cells, and the header 2"),
        (b"User ID,Replies\nann,1,x\n", "line 2: the row has 3 cells, and the header 2"),
        (b'User ID,Replies\n"ann"x,1\n', "line 2: this is no CSV"),
        (b'User ID,Replies\n"ann,1\n', "line 2: this is no CSV"),
        (b"x" * 200_000 + b"\n", "it has 'xxx"),
        (b"User ID\rReplies\nann,1\n", "line 1: this is no CSV"),
        (b"User ID,ID utilisateur\na,b\n", "'User ID' and 'ID utilisateur' are both user_id"),
        (b"User ID\n\xff\n", "it is not UTF-8; save it as CSV in UTF-8"),
        (b"\xff\xfea", "it is not UTF-8"),
        (b"PK\x03\x04\x00\x00", "it is no text, so it is no CSV file"),
    ],
)
def test_what_is_no_export_is_told_in_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """The message says where, and what was found."""
    with pytest.raises(VendorFileError, match=message) as error:
        read_vendor(file(tmp_path, content), USER)

    assert str(error.value).isprintable()


def test_a_very_long_cell_is_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Also in a header; the limit that Python has for all who read CSV is as it was afterwards."""
    limit = csv.field_size_limit()
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_bytes(b"User ID,Replies\nann\n")
    good.write_bytes(b"User ID;Replies;" + b"x" * 200_000 + b"\nann;1;" + b"y" * 200_000)
    with pytest.raises(VendorFileError) as error:  # which keeps what was open when it was raised
        read_vendor(bad, USER)

    assert read_vendor(good, USER).cells(UTC) == [("ann", 1)]
    assert "line 2" in str(error.value)
    assert csv.field_size_limit() == limit


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing file, and a folder, are told as what they are."""
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(VendorFileError, match="the file cannot be read: "):
            read_vendor(path, USER)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"Shift": "shift"}, "the mapping of 'Shift' is 'shift', which is no column of ours"),
        ({"Week": "replies"}, "there is no column 'Week', which the mapping names"),
        ({"Shift": "user_id"}, "'User ID' and 'Shift' are both user_id"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told(
    tmp_path: Path, mapping: dict[str, str | None], message: str
) -> None:
    """A mapping must speak of headers of the file and of columns of ours, one for each."""
    with pytest.raises(VendorFileError, match=message):
        read_vendor(file(tmp_path, "User ID,Shift\nann,1\n"), USER, mapping=mapping)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the mapping is not JSON"),
        (b"{", "the mapping is not JSON"),
        (b"\xff", "the mapping is not JSON"),
        (b"[" * 3000, "the mapping is not JSON"),
        (b'["a"]', r"the mapping is \['a'\]; expected an object"),
        (b'{"a": 1}', "the mapping of 'a' is 1; expected the key of one of our columns"),
    ],
)
def test_a_mapping_file_that_is_none_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    """A mapping is a JSON object of texts, and nothing else is taken for one."""
    with pytest.raises(VendorFileError, match=message) as error:
        read_mapping(file(tmp_path, content))

    assert str(error.value).isprintable()


def test_a_mapping_file_is_read(tmp_path: Path) -> None:
    """A mapping may have a byte-order mark; `null` leaves a column out."""
    mapping = {"Wer": "user_id", "Wann": None}

    assert read_mapping(file(tmp_path, "\ufeff" + json.dumps(mapping))) == mapping
    with pytest.raises(VendorFileError, match="the mapping cannot be read"):
        read_mapping(tmp_path / "no.json")
