"""What reconciling found, as a text, as CSV and as data."""

import csv
import io
from pathlib import Path
from typing import Any

from reconciling import DEMO, Table, demo, table, written
from replaydesk import MetricPolicy, Result, reconcile, replay, replay_lines
from replaydesk.engine.audit.reconcile_report import as_csv, as_data, as_text, row_arguments
from replaydesk.projections.headings import HANDLING_TIME


def test_a_report_for_a_person(day: list[bytes], tmp_path: Path) -> None:
    """The text says what was compared, what differs, why our value is what it is, and where."""
    rows = [
        ["User ID", "Handling Time (s)", "\x1b[31mShift"],
        ["ann", "480", ""],
        ["b\x07b", "", ""],
    ]
    path = written(tmp_path / "vendor.csv", rows)
    found = reconcile(replay_lines(day), "user", path, search=False)

    lines = [*as_text(found, 20, lambda _finding: "explain it")]

    assert lines[:6] == [
        "user: 1 rows of ours and 2 of theirs, aligned by user_id",
        "           0  equal",
        "           1  different",
        "           0  only ours",
        "           1  only theirs",
        "           0  doubled by them",
    ]
    assert r"Only in their file: \x1b[31mShift" in lines
    meaning, _, rest = HANDLING_TIME.meaning.rpartition(" in ")
    assert lines[-8:] == [
        "handling_time differs in 1 of 1 rows, by 60 s",
        f"    {meaning} in",
        f"    {rest}",
        "",
        "user_id=ann: handling_time is 540, theirs 480 (their line 2)",
        "    explain it",
        r"only theirs: user_id=b\x07b (their line 3)",
        "    explain it",
    ]
    assert all(line.isprintable() for line in lines)
    assert "… and 1 more" in [*as_text(found, 1)]


def test_a_report_as_csv(day: list[bytes], tmp_path: Path) -> None:
    """A line for each finding; what a spreadsheet could run is disarmed."""
    rows = [["User ID", "User Name"], ["ann", "=1,1"], ["@bob", "Bob"]]
    found = reconcile(
        replay_lines(day), "user", written(tmp_path / "vendor.csv", rows), search=False
    )

    text = "".join(as_csv(found))

    assert text == (
        "status,user_id,column,ours,theirs,line\n"
        'different,ann,user_name,Ann,"\'=1,1",2\n'
        "only theirs,'@bob,,,,3\n"
    )
    assert len(list(csv.reader(io.StringIO(text)))) == 3


def test_a_report_as_data(day: list[bytes], tmp_path: Path) -> None:
    """Plain data says the same, with the settings that were tried."""
    rows: Table = [["User ID", "Utilization (%)"], ["ann", "15.01"]]
    found = reconcile(replay_lines(day), "user", written(tmp_path / "vendor.csv", rows))

    data = as_data(found)

    assert data["rows"] == {
        "ours": 1,
        "theirs": 1,
        "equal": 0,
        "different": 1,
        "only_ours": 0,
        "only_theirs": 0,
        "doubled": 0,
    }
    assert data["left"] == 1
    assert data["columns"][0]["key"] == "utilisation"
    assert data["findings"] == [
        {
            "status": "different",
            "key": {"user_id": "ann"},
            "column": "utilisation",
            "ours": "15",
            "theirs": "15.01",
            "line": 2,
        }
    ]
    assert data["best"] is None
    assert {trial["left"] for trial in data["tried"]} >= {1}
    assert data["tried"][0]["options"] == ["--policy handling=LOCKED"]
    assert data["tried"][0]["has_common"] is True


def test_a_row_that_only_one_has_is_said_to_be_many_differences(tmp_path: Path) -> None:
    """One row is twice in their file: one finding, and as many differences as it has cells."""
    rows = table(demo(), "user")
    doubled = reconcile(demo(), "user", written(tmp_path / "vendor.csv", [*rows, rows[3]]))
    tags = [row[:1] + row[3:4] for row in rows]
    short = reconcile(demo(), "user", written(tmp_path / "short.csv", [*tags, tags[3]]))

    assert (
        f"{len(doubled.tried)} settings were tried; none leaves fewer than these 21 differences "
        "(a row that only one has counts as its 21 cells)."
    ) in " ".join(as_text(doubled, 20))
    assert "this 1 difference (a row that only one has counts as its 1 cell)." in " ".join(
        as_text(short, 20)
    )


def test_a_row_of_nothing_but_its_key_is_a_difference(tmp_path: Path) -> None:
    """Their file says only who there is, and one of them twice: that is no agreement."""
    rows = [row[:1] for row in table(demo(), "user")]
    found = reconcile(demo(), "user", written(tmp_path / "vendor.csv", [*rows, rows[3]]))

    assert (found.comparison.lone, found.comparison.cells) == (1, 1)


def test_one_difference_is_told_as_one(tmp_path: Path) -> None:
    """Nothing is said of rows where a cell is all that differs."""
    rows = [row[:2] for row in table(demo(), "user")]
    rows[1][1] += "!"
    found = reconcile(demo(), "user", written(tmp_path / "vendor.csv", rows))

    assert "none leaves fewer than this 1 difference." in " ".join(as_text(found, 20))


def test_where_something_is_left_it_is_said_what_is_not_tried(tmp_path: Path) -> None:
    """Of one channel nothing explains an export; of another policy one setting explains all."""
    web = replay(DEMO, tz="Europe/Brussels", channels=["web-chat"])
    locked = replay(DEMO, tz="Europe/Brussels", policy=MetricPolicy(handling="LOCKED"))
    untried = "Other channels and as-of instants are not tried."

    def told(other: Result, **options: Any) -> list[str]:
        path = written(tmp_path / "vendor.csv", table(other, "user"))
        return [*as_text(reconcile(demo(), "user", path, **options), 0)]

    assert untried in told(web)
    assert untried not in told(web, search=False)
    assert untried not in told(locked)


def test_a_row_that_they_lack_is_named_without_a_column(day: list[bytes], tmp_path: Path) -> None:
    """What is told of such a row is all of it."""
    found = reconcile(
        replay_lines(day), "user", written(tmp_path / "vendor.csv", [["User ID"]]), search=False
    )
    [finding] = found.findings()

    assert finding.status == "only ours"
    assert row_arguments(finding) == "--row user_id=ann"


def test_a_key_that_cannot_be_read_is_shown_as_it_stands(day: list[bytes], tmp_path: Path) -> None:
    """A row of theirs from a time that is none has no counterpart, and is told by their words."""
    rows = [["User ID", "From", "Status"], ["ann", "soon", "Available"]]
    found = reconcile(
        replay_lines(day), "user-presence", written(tmp_path / "theirs.csv", rows), search=False
    )

    told = [finding for finding in found.findings() if finding.status == "only theirs"]

    assert [finding.key for finding in told] == [{"user_id": "ann", "from": "soon"}]
