"""Help: what a person meets first says what to type, and what it says can be typed."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version

import click
import pytest
from command_line import run
from replaydesk.engine.commands import commands

NAMES = sorted(commands.commands)


def test_the_version_is_that_of_the_package() -> None:
    """`--version` says which version is installed."""
    assert run("--version") == (0, f"replaydesk {version('replaydesk')}\n", "")


def test_the_commands_are_listed() -> None:
    """The help of the program names each command with a word on what it does."""
    ran = run("--help")
    listed = re.findall(r"^  ([a-z]+)  +[A-Z].+$", ran.out, re.MULTILINE)

    assert ran.code == 0
    assert listed == NAMES
    assert {"export", "check", "columns", "generate", "completion"} <= set(NAMES)


def test_the_help_tells_the_exit_codes() -> None:
    """What the program ends with can be looked up where it is used."""
    told = " ".join(run("-h").out.split())

    assert "0 clean; 1 the job failed and nothing was replaced; 2 wrong usage; 3 done" in told
    assert "130 interrupted" in told


@pytest.mark.parametrize("name", NAMES)
def test_each_command_shows_how_it_is_used(name: str) -> None:
    """The help of a command has a sentence, a line for each option, and examples."""
    ran = run(name, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: replaydesk {name} ")
    assert "Examples:\n    replaydesk" in ran.out
    for parameter in commands.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert parameter.opts[0] in ran.out


def examples() -> Iterator[str]:
    """Yield each example of each help."""
    for command in (commands, *commands.commands.values()):
        for line in (command.epilog or "").splitlines():
            if line.startswith("  "):
                yield line.strip()


@pytest.mark.parametrize("example", [*examples()])
def test_each_example_can_be_typed(example: str) -> None:
    """The words of every example are a command, its options and their values."""
    typed = [part.partition(">")[0] for part in example.split("|") if "replaydesk" in part]

    assert typed
    for part in typed:
        program, name, *arguments = shlex.split(part)
        assert program == "replaydesk"
        assert commands.commands[name].make_context(name, arguments).info_name == name


def test_help_does_not_wait_for_the_engine() -> None:
    """Before a command runs nothing is imported but click: help and completion come at once."""
    script = "import replaydesk.engine.commands, sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    imported = ran.stdout.split()
    own = {name for name in imported if name.startswith("replaydesk.")}

    assert "click" in imported
    assert {"attr", "orjson", "sortedcontainers", "tzdata", "zoneinfo"}.isdisjoint(imported)
    assert {name for name in own if not name.startswith("replaydesk.engine.commands")} == {
        "replaydesk.engine"
    }


def test_nothing_typed_is_help() -> None:
    """Who types the bare name of the program is told what there is."""
    ran = run()

    assert ran.code == 2
    assert "Usage: replaydesk [OPTIONS] COMMAND [ARGS]..." in ran.out + ran.err
