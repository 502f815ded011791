"""The options that frame a replay: what of them is told, and what is refused."""

from pathlib import Path

import pytest
from command_line import Ran, run

SAID = "the log describes no channel with that ID or name"
UNKNOWN = f"replaydesk: --channel 'emial': {SAID}\n"


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Ann's hour in a file; it describes the channel w, called Web, and of v it says no more."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(day))
    return path


def test_a_channel_that_is_none_is_told(log: Path, tmp_path: Path) -> None:
    """The exports are written, empty, and a line says what may be the reason."""
    chosen = ("--channel", "emial", "--channel", "Web", "--channel", "w", "--channel", "emial")
    ran = run("export", log, "--out", tmp_path / "out", *chosen)

    assert ran == Ran(0, "", UNKNOWN)
    assert (tmp_path / "out" / "user.csv").exists()


def test_a_channel_of_which_the_log_has_no_more_than_its_id_is_told(
    log: Path, tmp_path: Path
) -> None:
    """Its conversations are kept; that the log does not describe it is true of it, too."""
    ran = run("export", log, "--out", tmp_path, "--only", "open-conversation", "--channel", "v")

    assert ran == Ran(0, "", UNKNOWN.replace("emial", "v"))
    assert (tmp_path / "open-conversation.csv").read_text().count("\n") == 2


@pytest.mark.parametrize(
    "said",
    [
        ("timeline", "{}", "--agent", "ann"),
        ("doubts", "{}"),
        ("explain", "{}", "user-presence", "--row", "user_id=ann"),
        ("diff", "{}", "user", "--other-policy", "handling=LOCKED"),
    ],
)
def test_every_command_tells_it(said: tuple[str, ...], log: Path) -> None:
    """Whatever is told of a channel that is none, it is told that it is none."""
    ran = run(*(word.format(log) for word in said), "--channel", "emial")

    assert ran.err == UNKNOWN
    assert run(*(word.format(log) for word in said), "--channel", "Web").err == ""


def test_of_two_logs_each_is_told(log: Path, tmp_path: Path) -> None:
    """The other log may have other channels."""
    other = tmp_path / "other.jsonl"
    other.write_bytes(log.read_bytes().replace(b'"Web"', b'"emial"'))
    ran = run("diff", log, "user", "--other-log", other, "--channel", "emial")

    assert ran.err == UNKNOWN.replace("the log", "the log here")


def test_a_policy_that_is_said_twice_is_refused(log: Path, tmp_path: Path) -> None:
    """Which of two readings is meant nobody can know; the same one twice is one."""
    policies = ("--policy", "handling=LOCKED", "--policy", "handling=REPLIED")
    ran = run("export", log, "--out", tmp_path / "out", *policies)
    again = run("export", log, "--out", tmp_path / "out", *policies[:2] * 2)

    assert ran == Ran(
        2, "", "replaydesk: policy 'handling' is 'LOCKED' and 'REPLIED'; choose one\n"
    )
    assert again.code == 0


def test_the_policy_of_the_other_replay_takes_the_place_of_the_first(log: Path) -> None:
    """Of the other replay what is said for it alone holds, and else what is said for both."""
    ours = ("--policy", "handling=LOCKED", "--policy", "business_hours=IGNORE")
    ran = run("diff", log, "user", *ours, "--other-policy", "handling=LOCKED")
    twice = ("--other-policy", "handling=LOCKED", "--other-policy", "handling=REPLIED")

    assert (ran.code, ran.out.splitlines()[-1]) == (0, "nothing changed")
    assert run("diff", log, "user", *ours, "--other-policy", "handling=REPLIED").code in (0, 4)
    assert run("diff", log, "user", *ours, *twice).err.endswith("; choose one\n")
