"""`replaydesk reconcile`: a thin shell, with an exit code that says whether all agree."""

import csv
import gzip
import json
import os
import shlex
from pathlib import Path
from threading import Thread

import pytest
from command_line import Ran, run
from reconciling import DEMO, demo, table, written
from replaydesk import MetricPolicy, replay


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """Write the users of the demo day by another policy."""
    theirs = replay(DEMO, tz="Europe/Brussels", policy=MetricPolicy(handling="LOCKED"))
    return written(tmp_path / "theirs.csv", table(theirs, "user"))


def reconciled(*arguments: object) -> Ran:
    """Reconcile the users of the demo day."""
    return run("reconcile", DEMO, "user", *arguments, "--tz", "Europe/Brussels")


def test_all_that_agrees_is_exit_code_0(tmp_path: Path) -> None:
    """An export against itself agrees; that lines were rejected is said on the other stream."""
    path = written(tmp_path / "ours.csv", table(demo(), "user", "fr"))

    ran = reconciled(path)

    assert (ran.code, ran.out.splitlines()[:2]) == (
        0,
        ["user: 13 rows of ours and 13 of theirs, aligned by user_id", "          13  equal"],
    )
    assert ran.err == (
        "replaydesk: 6 lines of the log were rejected; replaydesk check says which\n"
    )


def test_what_differs_is_exit_code_4(locked: Path) -> None:
    """Differences are listed, the setting that explains them is named, and the code says so."""
    ran = reconciled(locked, "--limit", 3)

    assert ran.code == 4
    assert "user_id=amber: handling_time is 4733.822, theirs 4804.095 (their line 2)" in ran.out
    assert "… and 24 more" in ran.out
    assert "that leaves 0 of 27 differences.\n    --policy handling=LOCKED\n" in ran.out


def test_the_named_setting_makes_it_agree(locked: Path) -> None:
    """Whoever follows the advice gets exit code 0."""
    assert reconciled(locked, "--policy", "handling=LOCKED").code == 0


def test_what_differs_can_be_written_as_csv(locked: Path, tmp_path: Path) -> None:
    """The file has every difference, whatever the text shows."""
    ran = reconciled(locked, "--csv", tmp_path / "differences.csv", "--limit", 0, "--no-search")

    rows = list(csv.reader((tmp_path / "differences.csv").read_text("utf-8").splitlines()))
    assert ran.code == 4
    assert len(rows) == 1 + 27
    assert rows[2] == ["different", "amber", "handling_time", "4733.822", "4804.095", "2"]
    assert "settings were tried" not in ran.out


def test_what_differs_can_be_told_as_json(locked: Path) -> None:
    """Programs get all of it."""
    ran = reconciled(locked, "--json")

    data = json.loads(ran.out)
    assert ran.code == 4
    assert data["best"]["options"] == ["--policy handling=LOCKED"]
    assert len(data["findings"]) == 27
    assert data["tried"][0]["left"] == 0


def hints(ran: Ran) -> list[str]:
    """Return the commands that explain what differs, as a person would type them."""
    return [line.strip() for line in ran.out.splitlines() if "replaydesk explain" in line]


def test_each_difference_comes_with_what_explains_it(locked: Path) -> None:
    """The line to type stands below each difference."""
    ran = reconciled(locked, "--limit", 2, "--no-search", "--channel", "Web chat's")

    [first, _] = hints(ran)
    assert first.startswith(f"replaydesk explain {DEMO} user --tz Europe/Brussels ")
    assert """--channel 'Web chat'"'"'s' --row user_id=amber --column """ in first


def test_what_explains_reads_the_log_in_the_same_way(locked: Path, tmp_path: Path) -> None:
    """Of a cut log, of which long lines are rejects: whoever types the line gets an explanation."""
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress((DEMO / "log.jsonl").read_bytes())[:20_000])
    how = ("--max-line", "1K", "--damaged", "replay")

    [hint] = hints(run("reconcile", cut, "user", locked, "--limit", 1, "--no-search", *how))

    assert hint.startswith(
        f"replaydesk explain {cut} user --tz UTC --max-line 1024 --damaged replay --row "
    )
    explained = run(*shlex.split(hint)[1:])
    assert explained.code == 3  # as of any damaged log
    assert explained.out.startswith("user: user_id ")


def test_what_explains_names_no_log_that_can_be_read_once_only(
    locked: Path, tmp_path: Path
) -> None:
    """What came by standard input or by a pipe is gone: there a log stands to be filled in."""
    log = (DEMO / "log.jsonl").read_bytes()
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    thread = Thread(target=fifo.write_bytes, args=[log], daemon=True)
    thread.start()
    options = ("user", locked, "--limit", 1, "--no-search")

    [of_input] = hints(run("reconcile", "-", *options, stdin=log))
    [of_pipe] = hints(run("reconcile", fifo, *options))
    thread.join()

    assert of_input.startswith("replaydesk explain LOG... user --tz UTC --row ")
    assert of_pipe == of_input


def test_a_vendors_own_headers_clock_and_tolerance_are_options(tmp_path: Path) -> None:
    """Mapping, vendor's zone, order of dates, keys and tolerance are said on the command line."""
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"Nachricht": "message_id", "Wann": "created_at"}', "utf-8")
    header, *rows = table(demo(), "message")
    message, created = header.index("Message ID"), header.index("Created at")
    theirs = [[row[message], f"{row[created][8:10]}/03/2026 {row[created][11:16]}"] for row in rows]
    path = written(tmp_path / "theirs.csv", [["Nachricht", "Wann"], *theirs], ";")

    ran = run(
        *("reconcile", DEMO, "message", path, "--mapping", mapping, "--tolerance", 60),
        *("--vendor-tz", "Europe/Brussels", "--dates", "day-first", "--key", "Nachricht"),
    )

    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "message: 943 rows of ours and 943 of theirs, aligned by message_id",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.csv"], "nothing.csv: the file cannot be read: No such file or directory"),
        (["theirs.csv", "--mapping", "theirs.csv"], "the mapping is not JSON"),
        (["theirs.csv", "--mapping", "no.json"], "the mapping cannot be read"),
        (["theirs.csv", "--key", "nothing"], "'nothing' is no column that both have"),
        (["theirs.csv", "--tolerance", "-1"], "Invalid value for '--tolerance'"),
        (["theirs.csv", "--tolerance", "nan"], "nan is no tolerance"),
        (["theirs.csv", "--vendor-tz", "nowhere"], "'nowhere' is no time zone"),
        (["theirs.csv", "--dates", "year-first"], "Invalid value for '--dates'"),
        (["log.jsonl"], "log.jsonl, line 1: this is no CSV: "),
    ],
)
def test_what_makes_no_sense_is_exit_code_2(
    locked: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    """Wrong usage and files that are none are told in one line that says what is wrong."""
    monkeypatch.chdir(locked.parent)
    (locked.parent / "log.jsonl").write_bytes((DEMO / "log.jsonl").read_bytes()[:200])

    ran = reconciled(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_an_export_that_there_is_not_is_exit_code_2(locked: Path) -> None:
    """The exports that there are are named."""
    ran = run("reconcile", DEMO, "users", locked)

    assert ran.code == 2
    assert "'users' is no export; expected one of resolved-conversation," in ran.err


def test_nothing_is_written_where_it_cannot_be(locked: Path, tmp_path: Path) -> None:
    """A file of differences that cannot be written is a failed job."""
    ran = reconciled(locked, "--csv", tmp_path / "no" / "differences.csv", "--no-search")

    assert ran.code == 1
    assert "it cannot be written" in ran.err


def test_what_a_file_says_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """Headers, keys and cells of others are printed without their control characters."""
    rows = [["User ID", "Replies", "\x1b]0;x\x07"], ["amber", "\x1b[2J", ""], ["\u202eb", "", ""]]

    ran = reconciled(written(tmp_path / "theirs.csv", rows), "--no-search")

    assert ran.code == 4
    assert not {"\x1b", "\x07", "\u202e"} & {*ran.out}
    assert r"theirs \x1b[2J" in ran.out
