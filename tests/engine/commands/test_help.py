"""Help: what a person meets first says what to type, and what it says can be typed."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version

import click
import pytest
from command_line import run
from replaydesk.engine.commands import commands, exit_codes
from replaydesk.engine.commands.exit_codes import EXIT_CODES

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
    assert "..." not in ran.out.partition("Commands:")[2]


def test_the_help_tells_the_exit_codes() -> None:
    """What the program ends with can be looked up where it is used."""
    told = " ".join(run("-h").out.split())

    for codes, meaning in EXIT_CODES:
        assert f"{codes} {meaning}" in told


def test_every_exit_code_is_told() -> None:
    """The list has each code that a command ends with, once."""
    listed = [int(code) for codes, _ in EXIT_CODES for code in codes.split(", ")]
    ends = [value for name, value in vars(exit_codes).items() if name.startswith("EXIT_")]
    stops = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE]

    assert sorted(listed) == sorted(
        [0, *(end for end in ends if isinstance(end, int)), *(128 + stop for stop in stops)]
    )


def test_3_is_said_of_the_commands_that_can_accept_rejects() -> None:
    """What the help says of lines that were rejected, it says of those commands that end so."""
    accepting = [
        name
        for name, command in commands.commands.items()
        if any("--allow-rejects" in parameter.opts for parameter in command.params)
    ]

    assert dict(EXIT_CODES)["3"].startswith(f"{' and '.join(accepting)}: done, but ")


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_for_a_log_or_an_instant_is_told(name: str) -> None:
    """The help of each command that takes one says what can be written for it, and only then."""
    told = " ".join(run(name, "--help").out.split())
    metavars = {parameter.metavar for parameter in commands.commands[name].params}

    assert ("LOG is a file, a folder of" in told) == ("LOG..." in metavars)
    assert ("MOMENT is 2026-03-10" in told) == ("MOMENT" in metavars)


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
    assert not re.search(r"INTEGER|TEXT|PATH|RANGE|%Y", ran.out)
    assert ("--redact FILE" in ran.out) == ("--redact" in ran.out)


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
