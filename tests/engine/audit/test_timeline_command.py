"""`replaydesk timeline`: the same from the command line, made safe for a terminal."""

import json
from pathlib import Path

import pytest
from command_line import process, run
from small_log import event, inbound, lines, lock, status

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
BRUSSELS = ("--tz", "Europe/Brussels")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A small log in a file, in which an agent is called by an escape sequence."""
    file = tmp_path / "log.jsonl"
    said = (
        event("agent.updated", "08:00", agent_id="ann", name="\x1b[31mAnn\nDay"),
        inbound("c1", "09:00", message_id="m1", content="Hello"),
        lock("c1", "ann", "09:10"),
        status("c1", "RESOLVED", "09:20", "ann"),
    )
    file.write_bytes(b"\n".join(lines(*said)))
    return file


def test_a_conversation_is_printed(log: Path) -> None:
    """Each event is a line with its time, sentence, ID and place, the facts under it."""
    ran = run("timeline", log, "--conversation", "c1")

    assert (ran.code, ran.err) == (0, "")
    printed = ran.out.splitlines()
    assert printed[0] == "Conversation c1"
    assert f"  09:00:00      The contact wrote (message m1).  <e2, {log}:2>" in printed
    assert "  No Reply Time (s)           600  (10 min)" in printed


def test_what_the_log_says_cannot_act_on_the_terminal(log: Path) -> None:
    """The name of the agent is shown with its controls escaped, on one line."""
    ran = run("timeline", log, "--agent", "ann")

    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert ran.out.splitlines()[0] == r"\x1b[31mAnn\nDay"


def test_options_frame_the_replay(log: Path) -> None:
    """As of 10:15 in Brussels the lock is open; what was chosen stands in the heading."""
    ran = run(
        *("timeline", log, "--conversation", "c1", "--as-of", "2026-03-10T10:15", *BRUSSELS),
        *("--policy", "handling=LOCKED", "--policy", "message_content=ALL"),
    )

    assert ran.code == 0
    assert "as of 2026-03-10T10:15:00.000+01:00, instants in Europe/Brussels" in ran.out
    assert "policy handling=LOCKED" in ran.out
    assert "The contact wrote (message m1): “Hello”." in ran.out
    assert "cherry-picking, 5 min; still held at the as-of instant." in ran.out


def test_json_is_for_programs() -> None:
    """The demo day's story as data: its totals, its spans, and each event's file and line."""
    ran = run("timeline", DEMO_DAY, "--agent", "nadia", "--day", "2026-03-29", *BRUSSELS, "--json")
    data = json.loads(ran.out)

    assert ran.code == 0
    assert {total["column"]: total["printed"] for total in data["totals"]}["utilisation"] == "77.35"
    longest = max(
        (span for span in data["spans"] if span["kind"] == "HANDLING"),
        key=lambda span: span["milliseconds"],
    )
    assert (longest["conversation_id"], longest["length"]) == ("c003", "9 h 36 min")
    assert longest["opened_by"] == "e0186"


def test_a_page_is_written_and_nothing_printed(tmp_path: Path) -> None:
    """The file is the page, also where an earlier one was."""
    page = tmp_path / "c003.html"
    page.write_text("earlier")
    ran = run("timeline", DEMO_DAY, "--conversation", "c003", *BRUSSELS, "--html", page)

    assert (ran.code, ran.out) == (0, "")
    assert page.read_text().startswith("<!DOCTYPE html>\n<html lang=")
    assert [path.name for path in tmp_path.iterdir()] == ["c003.html"]


def test_a_page_and_data_go_together(tmp_path: Path) -> None:
    """The page is in its file, and what is printed is the data alone."""
    story = ("timeline", DEMO_DAY, "--conversation", "c003", *BRUSSELS, "--json")
    ran = run(*story, "--html", tmp_path / "c003.html")

    assert (ran.code, ran.out) == (0, run(*story).out)
    assert (tmp_path / "c003.html").read_text().startswith("<!DOCTYPE html>")
    assert "print nothing, or with --json that" in " ".join(run("timeline", "-h").out.split())


def test_a_page_goes_to_standard_output_by_its_name() -> None:
    """A pipe takes it; `-` is refused, and the name is told."""
    story = ("timeline", DEMO_DAY, "--conversation", "c003", *BRUSSELS, "--html")
    ran, refused = process(*story, "/dev/stdout"), run(*story, "-")

    assert (ran.returncode, ran.stdout.partition("\n")[0]) == (0, "<!DOCTYPE html>")
    assert refused.code == 2
    assert refused.err.endswith("- is no file here; name one, or /dev/stdout for standard output\n")


def test_a_page_that_cannot_be_written_is_a_failed_job(tmp_path: Path) -> None:
    """Exit code 1, and one line that says why."""
    ran = run(
        *("timeline", DEMO_DAY, "--conversation", "c003"),
        *("--html", tmp_path / "nowhere" / "c003.html"),
    )

    assert ran.code == 1
    rejects, told = ran.err.splitlines()
    assert "6 lines of the log were rejected" in rejects
    assert told.endswith("it cannot be written: No such file or directory")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "name one of --conversation and --agent"),
        (("--conversation", "c1", "--agent", "ann"), "name one of --conversation and --agent"),
        (("--conversation", "c9"), "the log has no conversation 'c9'"),
        (("--agent", "bob"), "the log has no agent 'bob'"),
        (("--conversation", "c1", "--day", "2026-03-10"), "a day is for an agent's timeline"),
        (("--agent", "ann", "--day", "tuesday"), "'tuesday' is no date; write 2026-03-29"),
        (("--agent", "ann", "--day", "2026-03-10", "--period", "2026-03"), "the period is said"),
        (("--agent", "ann", "--tz", "Brussels"), "'Brussels' is no time zone"),
    ],
)
def test_wrong_usage_is_told(log: Path, options: tuple[str, ...], message: str) -> None:
    """Exit code 2, nothing on standard output, and a message that says what is wrong."""
    ran = run("timeline", log, *options)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_log_comes_from_standard_input() -> None:
    """Named -, as for every command."""
    ran = run(
        "timeline", "-", "--agent", "ann", stdin=b"\n".join(lines(lock("c1", "ann", "09:00")))
    )

    assert ran.code == 0
    assert "<e1, -:1>" in ran.out
