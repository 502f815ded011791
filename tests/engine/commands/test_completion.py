"""Completion: the shell knows the commands, files, exports, zones and policies."""

import os
import subprocess

import pytest
from command_line import SCRIPT, run
from replaydesk import EXPORTS


def completed(*words: str) -> list[str]:
    """Return the words that bash is offered for the last of *words*."""
    return [line.partition(",")[2] for line in answered(*words)]


def answered(*words: str) -> list[str]:
    """Return what bash is answered for the last of *words*: a kind and a word on each line."""
    ran = subprocess.run(
        [SCRIPT],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ
        | {
            "_REPLAYDESK_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("replaydesk", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    return ran.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str) -> None:
    """The script binds the completer of that shell to the command."""
    ran = run("completion", shell)

    assert (ran.code, ran.err) == (0, "")
    assert f"_REPLAYDESK_COMPLETE={shell}_complete" in ran.out
    assert "replaydesk" in ran.out


def test_bash_can_read_its_script() -> None:
    """The script is one that bash accepts."""
    script = run("completion", "bash").out
    checked = subprocess.run(["bash", "-n"], check=False, input=script.encode(), timeout=60)

    assert checked.returncode == 0


def test_commands_are_completed() -> None:
    """The first word is a command."""
    assert completed("expo") == ["export"]
    assert {"check", "columns", "completion"} <= set(completed("c"))


def test_exports_are_completed() -> None:
    """An export is asked for by its name, and described by it."""
    assert completed("export", "log.jsonl", "--only", "user") == ["user-presence", "user"]
    assert completed("columns", "") == [export.slug for export in EXPORTS]


def test_zones_are_completed() -> None:
    """A time zone is one of the IANA names."""
    assert completed("export", "log.jsonl", "--tz", "Europe/Br") == [
        *("Europe/Bratislava", "Europe/Brussels")
    ]


def test_policies_are_completed() -> None:
    """A policy is completed with its readings."""
    assert completed("export", "log.jsonl", "--policy", "handling") == [
        *("handling=REPLIED", "handling=LOCKED")
    ]


def test_doubts_are_completed() -> None:
    """A doubt is asked for by its name."""
    assert completed("doubts", "log.jsonl", "--only", "long") == ["long-lock"]


@pytest.mark.parametrize(
    "words",
    [
        *(
            (name, "replay_l")
            for name in ("export", "check", "doubts", "timeline", "explain", "diff", "reconcile")
        ),
        ("export", "first.jsonl", "replay_l"),
        ("explain", "us"),
        ("explain", ""),
        ("explain", "first.jsonl", "second.j"),
        ("diff", "log.jsonl", "user", "--other-log", "replay_l"),
        ("reconcile", "log.jsonl", "user", "us"),
        ("reconcile", "log.jsonl", "user", ""),
    ],
)
def test_files_are_completed(words: tuple[str, ...]) -> None:
    """Where a log or a vendor's file can stand, the shell completes the name of a file."""
    assert answered(*words) == [f"file,{words[-1]}"]


@pytest.mark.parametrize("name", ["explain", "diff", "reconcile"])
def test_an_export_is_completed_after_the_log(name: str) -> None:
    """Which export is meant is said after LOG..., however many they are."""
    assert completed(name, "log.jsonl", "us") == ["user-presence", "user"]
    assert completed(name, "log.jsonl", "more.jsonl", "us") == ["user-presence", "user"]
    assert completed(name, "log.jsonl", "") == [export.slug for export in EXPORTS]
    assert completed(name, "user", "us") == ["user-presence", "user"]  # a log of that name
