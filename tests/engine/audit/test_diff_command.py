"""`replaydesk diff`: what changed in an export, and an exit code that says whether it did."""

import json
from pathlib import Path

import pytest
from command_line import run
from reconciling import DEMO
from small_log import inbound, lines, lock, reply, status


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Write a log in which c1 is resolved at 09:10."""
    path = tmp_path / "log.jsonl"
    events = lines(
        inbound("c1", "09:00"),
        lock("c1", "ann", "09:01"),
        reply("c1", "ann", "09:05"),
        status("c1", "RESOLVED", "09:10", "ann"),
    )
    path.write_bytes(b"\n".join(events))
    return path


def test_two_instants_are_compared(log: Path) -> None:
    """The resolve between them is named with its file and its line."""
    ran = run("diff", log, "open-conversation", "--as-of", "2026-03-10T09:06", "--other-as-of",
              "2026-03-10T09:10")  # fmt: skip

    assert ran.code == 4
    assert "only here: conversation_id=c1" in ran.out
    assert f"    only there: {log}:4: e4 2026-03-10T09:10:00.000+00:00 " in ran.out


def test_two_policies_are_compared() -> None:
    """The other policy is told on top of the options of the first."""
    ran = run("diff", DEMO, "user", "--policy", "business_hours=IGNORE", "--other-policy",
              "handling=LOCKED", "--limit", 1, "--tz", "Europe/Brussels")  # fmt: skip

    assert ran.code == 4
    assert ran.out.splitlines() == [
        "user: 13 rows here and 13 there, 4 of them the same",
        "  policy handling: REPLIED here, LOCKED there",
        "",
        "changed: user_id=amber",
        "    average_handling_time: 315.588 here, 300.256 there",
        "    handling_time: 4733.822 here, 4804.095 there",
        "    utilisation: 57.8 here, 58.66 there",
        "    by the setting: policy handling",
        "",
        "… and 8 more rows",
    ]


def test_two_logs_are_compared(log: Path, tmp_path: Path) -> None:
    """An event that one of them lacks is told, as JSON on request."""
    other = tmp_path / "other.jsonl"
    other.write_bytes(b"\n".join(log.read_bytes().splitlines()[:3]))

    ran = run("diff", log, "resolved-conversation", "--other-log", other, "--json")

    data = json.loads(ran.out)
    assert ran.code == 4
    assert data["changes"][0]["status"] == "only here"
    assert [event["id"] for event in data["changes"][0]["first_events"]] == ["e4"]


def test_nothing_that_changed_is_exit_code_0(log: Path, tmp_path: Path) -> None:
    """A log against its lines in another order, and against itself by the policy it has."""
    other = tmp_path / "other.jsonl"
    other.write_bytes(b"\n".join(log.read_bytes().splitlines()[::-1]))

    for arguments in (["--other-log", other], ["--other-policy", "handling=REPLIED"]):
        ran = run("diff", log, "user", *arguments)
        assert (ran.code, ran.out.splitlines()[-1]) == (0, "nothing changed")


def test_standard_input_can_be_one_of_the_logs(log: Path) -> None:
    """A log from standard input can be compared with a file, or by another policy."""
    log_bytes = log.read_bytes()

    assert run("diff", "-", "user", "--other-log", log, stdin=log_bytes).code == 0
    assert run("diff", "-", "user", "--other-policy", "handling=LOCKED", stdin=log_bytes).code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["user"], "say what to compare with: --other-as-of, --other-policy or --other-log"),
        (["users", "--other-as-of", "2026"], "'users' is no export"),
        (["user", "--other-as-of", "soon"], "write 2026-03-10"),
        (["user", "--other-policy", "handling"], "is no policy"),
        (["user", "--other-policy", "handling=MOST"], "policy handling is 'MOST'"),
        (["user", "--other-log", "nowhere"], "nowhere: there is no such file or folder"),
    ],
)
def test_what_makes_no_sense_is_exit_code_2(log: Path, arguments: list[str], message: str) -> None:
    """Wrong usage is told in one line."""
    ran = run("diff", log, *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_standard_input_is_read_once(log: Path) -> None:
    """One stream cannot be replayed twice."""
    ran = run("diff", "-", "user", "--other-as-of", "2026-03-10T09:06", stdin=log.read_bytes())

    assert ran.code == 2
    assert "standard input can be read once only" in ran.err


def test_what_a_log_says_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """IDs and texts are printed without their control characters."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(lines(inbound("c\x1b[2J", "09:00"), inbound("c\x1b[2J", "09:01"))))

    ran = run("diff", path, "message", "--as-of", "2026-03-10T09:00", "--other-as-of", "2027-01-01")

    assert ran.code == 4
    assert "\x1b" not in ran.out
    assert r"conversation_id=c\x1b[2J" in ran.out
