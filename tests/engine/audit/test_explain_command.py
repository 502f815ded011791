"""`replaydesk explain`: a thin shell over the library."""

import json
from pathlib import Path

import pytest
from command_line import run
from replaydesk import explain, replay
from small_log import event, inbound, lines, lock, release, reply


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log in which a contact's message takes the terminal over, if it is let."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(
        b"\n".join(
            lines(
                event("agent.updated", "08:00", agent_id="ann", name="Ann\x1b[2J\u202e"),
                inbound("c1", "09:00", contact_id="k"),
                lock("c1", "ann", "09:00"),
                reply("c1", "ann", "09:01"),
                release("c1", "ann", "09:02"),
            )
        )
    )
    return path


def test_text_is_that_of_the_library_and_harmless(log: Path) -> None:
    """Control characters of the log are printed as escapes, and nothing else differs."""
    ran = run("explain", log, "user", "--row", "user_id=ann")
    explanation = explain(replay(log, only=["user"]), "user", {"user_id": "ann"})
    text = "".join(f"{line}\n" for line in explanation.as_text())

    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" in text
    assert ran.out == text.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")


def test_json_is_the_explanation_as_data(log: Path) -> None:
    """JSON has the numbers raw and printed, the facts, and the events with file and line."""
    ran = run("explain", log, "user", "--row", "user_id=ann", "--column", "handling_time", "--json")
    (cell,) = json.loads(ran.out)["cells"]
    (fact,) = cell["contributions"]

    assert (cell["column"], cell["raw"], cell["printed"]) == ("handling_time", 120_000, "120")
    assert cell["rule"] == (
        "Locked time in intervals in which their agent sent a human reply; by policy "
        "`handling=LOCKED` in all intervals."
    )
    assert (fact["adds"], fact["fact"]) == (120_000, "lock interval")
    assert fact["details"]["from"] == "2026-03-10T09:00:00.000+00:00"
    assert fact["details"]["length"] == "120"
    assert [(told["id"], told["file"], told["line"]) for told in fact["events"]] == [
        ("e3", str(log), 3),
        ("e4", str(log), 4),
        ("e5", str(log), 5),
    ]


def test_the_frame_is_told(log: Path) -> None:
    """The period, the channels and the readings that are not the default stand at the top."""
    ran = run(
        *("explain", log, "user", "--row", "user_id=ann", "--period", "2026-03-10"),
        *("--policy", "handling=LOCKED", "--as-of", "2026-03-10T12:00", "--column", "replies"),
    )
    start, end = "2026-03-10T00:00:00.000+00:00", "2026-03-11T00:00:00.000+00:00"
    as_of = "2026-03-10T12:00:00.000+00:00"

    assert ran.out.splitlines()[:3] == [
        "user: user_id ann",
        f"period: {start} to {end}, as of {as_of}",
        "policy: handling=LOCKED",
    ]


def test_lines_that_were_rejected_are_told(log: Path) -> None:
    """An explanation of a log with broken lines says so on standard error, and is no failure."""
    with log.open("ab") as file:
        file.write(b"\n{}")
    ran = run("explain", log, "user", "--row", "user_id=ann", "--column", "replies")

    assert (ran.code, ran.out.splitlines()[-1]) == (0, "  = 1")
    assert ran.err == ("replaydesk: 1 line of the log was rejected; replaydesk check says which\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("user", "--row", "user_id=x"), "no row of user has user_id='x'"),
        (("user", "--row", "user_id"), "write KEY=VALUE"),
        (("user", "--row", "user_id=ann", "--row", "user_id=bob"), "'user_id' is 'ann' and 'bob'"),
        (("user", "--row", "no=1"), "user has no column 'no'"),
        (("users", "--row", "user_id=ann"), "'users' is no export"),
        (("user", "--row", "user_id=ann", "--column", "no"), "user has no column 'no'"),
        (("user",), "Missing option '--row'"),
    ],
)
def test_wrong_usage_is_told(log: Path, arguments: tuple[str, ...], message: str) -> None:
    """What cannot be explained exits with 2 and a message, and prints nothing else."""
    ran = run("explain", log, *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_rows_that_may_be_meant_are_listed_one_a_line(log: Path) -> None:
    """Who names no row is told the nearest ones, and no text of the log can add a line."""
    ran = run("explain", log, "user", "--row", "user_id=an\nn")

    assert (ran.code, ran.out) == (2, "")
    first, *rows = ran.err.splitlines()
    assert first == "replaydesk: no row of user has user_id='an\\nn'; the nearest are:"
    assert rows
    assert all(row.startswith("  user_id='") for row in rows)
