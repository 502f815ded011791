"""`replaydesk doubts`: what it prints, how much of it, and its exit codes."""

import json
from pathlib import Path

import pytest
from command_line import run
from given import given, inbound, locked, reply
from replaydesk import DOUBTS, encode
from replaydesk.events import Event

EXAMPLES = Path(__file__).parent.parent.parent.parent / "replay_logs" / "doubts"
LOOK = EXAMPLES / "long-lock" / "log.jsonl"
WRONG = EXAMPLES / "reply-without-lock" / "log.jsonl"


def write(path: Path, *events: Event) -> Path:
    """Write a log to a file."""
    path.write_bytes(b"".join(encode(event) + b"\n" for event in given(*events).events))
    return path


@pytest.mark.parametrize(
    ("log", "fail_on", "code"),
    [
        (LOOK, None, 0),
        (LOOK, "WRONG", 0),
        (LOOK, "LOOK", 5),
        (WRONG, None, 0),
        (WRONG, "WRONG", 5),
        (WRONG, "LOOK", 5),
    ],
)
def test_the_exit_code_tells_of_doubts_where_that_is_asked_for(
    log: Path, fail_on: str | None, code: int
) -> None:
    """0 whatever is found; with --fail-on 5 for a doubt of that severity, or a worse one."""
    options = [] if fail_on is None else ["--fail-on", fail_on]

    assert run("doubts", log, *options).code == code
    assert run("doubts", log, *options, "--json").code == code


def test_a_log_without_doubts_says_so(tmp_path: Path) -> None:
    """Nothing is found, and nothing fails."""
    log = write(tmp_path / "log.jsonl", inbound("09:00", "c1"))

    assert run("doubts", log, "--fail-on", "LOOK") == (0, "no doubts\n", "")


def test_the_first_of_the_log_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    """Of 1,200 replies without a lock two are shown: those of 9:00 and of a second later."""
    clocks = [f"09:{minute:02}:{second:02}" for minute in range(20) for second in range(60)]
    replies = (reply(clock, f"c{n}", agent="bob") for n, clock in enumerate(clocks))
    log = write(tmp_path / "log.jsonl", locked("09:00", "c", agent="ann"), *reversed([*replies]))
    ran = run("doubts", log, "--only", "reply-without-lock", "--limit", "2")
    shown = [line for line in ran.out.splitlines() if line.startswith("  Conversation")]

    assert ran.out.startswith("WRONG reply-without-lock: 1,200\n")
    assert [line.split(":")[0] for line in shown] == ["  Conversation c0", "  Conversation c1"]
    assert "\n  … and 1,198 more\n" in ran.out
    assert ran.out.endswith("\n1,200 doubts: 1,200 WRONG, 0 LOOK\n")
    none = run("doubts", log, "--only", "reply-without-lock", "--limit", "0").out
    assert "Conversation" not in none
    assert "\n  … and 1,200 more\n" in none


def test_json_is_for_programs() -> None:
    """The same doubts as plain data: texts, IDs, instants in the zone, files and lines."""
    ran = run("doubts", WRONG, "--json", "--tz", "Europe/Brussels")
    told = json.loads(ran.out)
    (found,) = told["doubts"]

    assert (told["wrong"], told["look"]) == (1, 0)
    assert (found["name"], found["severity"], found["number"]) == ("reply-without-lock", "WRONG", 1)
    assert found["meaning"]
    assert found["remedy"]
    assert found["first"] == [
        {
            "text": "Bob replied without holding the lock; Ann held it. It had never held it.",
            "conversation_id": "c1",
            "agent_id": "bob",
            "events": [
                {
                    "id": "e3",
                    "type": "message.sent",
                    "time": "2026-03-10T10:07:00.000+01:00",
                    "stream_kind": "conversation",
                    "stream_id": "c1",
                    "file": str(WRONG),
                    "line": 7,
                },
                {
                    "id": "e2",
                    "type": "lock.acquired",
                    "time": "2026-03-10T10:05:00.000+01:00",
                    "stream_kind": "conversation",
                    "stream_id": "c1",
                    "file": str(WRONG),
                    "line": 6,
                },
            ],
        }
    ]


def test_the_catalogue_is_printed_without_a_log() -> None:
    """Every doubt with its severity, its meaning and its remedy; as text and as JSON."""
    text = run("doubts", "--catalogue")
    data = json.loads(run("doubts", "--catalogue", "--json").out)

    assert text.code == 0
    for kind in DOUBTS:
        assert f"{kind.severity} {kind.name}\n" in text.out
        assert kind.meaning in " ".join(text.out.split())
    assert data == [
        {
            "name": kind.name,
            "severity": kind.severity,
            "meaning": kind.meaning,
            "remedy": kind.remedy,
        }
        for kind in DOUBTS
    ]


def test_the_frame_is_that_of_the_options() -> None:
    """Of the long lock from 9:00 nothing is in the next day, and at noon it is not long."""
    assert run("doubts", LOOK, "--period", "2026-03-11").out == "no doubts\n"
    assert run("doubts", LOOK, "--as-of", "2026-03-10T12:00").out == "no doubts\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'LOG...'."),
        ((LOOK, "--only", "long-locks"), "'long-locks' is no doubt; expected one of reply-without"),
        ((LOOK, "--limit", "-1"), "Invalid value for '--limit'"),
        ((LOOK, "--fail-on", "DOUBT"), "Invalid value for '--fail-on'"),
        ((LOOK, "--tz", "Brussels"), "'Brussels' is no time zone"),
        (("nowhere.jsonl",), "nowhere.jsonl: there is no such file or folder"),
    ],
)
def test_wrong_usage_is_told_in_words(arguments: tuple[object, ...], message: str) -> None:
    """Exit code 2, nothing printed, and the reason."""
    ran = run("doubts", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_rejected_lines_are_told_of(tmp_path: Path) -> None:
    """A doubt may come from a line that was rejected; that is no reason to fail."""
    log = tmp_path / "log.jsonl"
    log.write_text('{"type":"message.sent"}\nnothing\n')
    ran = run("doubts", log)

    assert (ran.code, ran.out) == (0, "no doubts\n")
    assert ran.err.startswith("replaydesk: 2 lines of the log were rejected, and nothing is doubte")


def test_text_of_the_log_cannot_harm_a_terminal(tmp_path: Path) -> None:
    """IDs of agents, conversations and events are shown with their control characters escaped."""
    evil = "x\x1b[2J\r\n\u202e"
    log = write(
        tmp_path / "log\x1b.jsonl",
        locked("09:00", "c", agent="ann"),
        reply("09:05", evil, agent=evil, message=evil, id=evil),
    )
    out = run("doubts", log).out

    assert "Conversation x\\x1b[2J\\r\\n\\u202e: Agent x\\x1b[2J\\r\\n\\u202e replied" in out
    assert not {"\x1b", "\r", "\u202e"} & {*out}
    told = json.loads(run("doubts", log, "--only", "reply-without-lock", "--json").out)
    assert told["doubts"][0]["first"][0]["conversation_id"] == evil


def test_a_file_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A byte in a file's name that is not UTF-8 is escaped, as text and as JSON."""
    named = Path(str(tmp_path) + "/log\udcff.jsonl")
    try:
        log = write(named, locked("09:00", "c1", agent="ann"))
    except OSError:
        pytest.skip("the file system takes no such name")

    assert "log\\xff.jsonl:1" in run("doubts", log).out
    told = json.loads(run("doubts", log, "--json").out)
    assert told["doubts"][0]["first"][0]["events"][0]["file"].endswith("log\\xff.jsonl")
