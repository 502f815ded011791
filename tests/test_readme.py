"""The READMEs: what they show is what happens."""

import doctest
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import SCRIPT
from replaydesk import EXPORTS, MetricPolicy
from replaydesk.engine.commands import commands
from replaydesk.engine.commands.exit_codes import EXIT_CODES
from replaydesk.events import EVENT_TYPES, Event
from replaydesk.events.event import fields_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PAGES = [
    page
    for pattern in ("*.md", "*/README.md", "*/*/README.md")
    for page in sorted(ROOT.glob(pattern))
    if "node_modules" not in page.parts and not page.relative_to(ROOT).parts[0].startswith(".")
]
BY_THE_GATE = ("Set up", "Test")
"""Sections whose commands the gate runs, for they make what these tests run in."""


class Block(NamedTuple):
    """A fenced block: under which heading it stands, what it is, and what it says."""

    section: str
    language: str
    text: str

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands of a console, each with the output that is shown for it."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)
        return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts[1:]]


def blocks() -> Iterator[Block]:
    """Yield the fenced blocks of the README."""
    fences = r"^## (?P<section>[^\n]*)\n|^```(?P<kind>\w*)\n(?P<text>.*?)^```\n"
    pattern = re.compile(fences, re.MULTILINE | re.DOTALL)
    section = ""
    for found in pattern.finditer(README):
        section = found["section"] or section
        if found["text"] is not None:
            yield Block(section, found["kind"], found["text"])


CONSOLES = [block for block in blocks() if block.language == "console"]
SHOWN = [block for block in CONSOLES if block.section not in BY_THE_GATE]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the README's commands use."""
    folder = tmp_path_factory.mktemp("readme") / "clone"
    shutil.copytree(ROOT / "replay_logs", folder / "replay_logs")
    return folder


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.commands[0][0][:50])
def test_commands_do_what_is_shown(block: Block, clone: Path) -> None:
    """Every command ends well, and what is shown under it is what it writes."""
    path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
    for command, shown in block.commands:
        ran = subprocess.run(
            ["bash", "-c", command],
            check=False,
            cwd=clone,
            env=os.environ | {"PATH": path, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
        )
        assert (command, ran.returncode) == (command, 0), ran.stdout
        # "…" on a line of its own stands for lines that are left out.
        pattern = r"(?:.*\n)*".join(map(re.escape, shown.split("…\n")))
        assert re.fullmatch(pattern, ran.stdout), f"$ {command}\n{ran.stdout}"


def test_python_does_what_is_shown(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement gives what is shown under it."""
    monkeypatch.chdir(clone)
    told: list[str] = []
    for block in blocks():
        if block.language == "pycon":
            test = doctest.DocTestParser().get_doctest(block.text, {}, "README", "README.md", 0)
            assert doctest.DocTestRunner().run(test, out=told.append).attempted
    assert "".join(told) == ""


def test_every_block_is_run() -> None:
    """What is shown is a command or Python, but for one picture."""
    languages = [block.language for block in blocks()]

    assert {*languages} == {"console", "pycon", "text"}
    assert languages.count("text") == 1
    assert all(block.commands and block.text.startswith("$ ") for block in CONSOLES)


@pytest.mark.parametrize("section", BY_THE_GATE)
def test_the_gate_runs_what_the_readme_says(section: str) -> None:
    """The gate takes the commands of these sections from the README, all of them."""
    gate = (ROOT / ".ci" / "run").read_text()
    (function,) = re.findall(r"^commands_of\(\) \{\n.*?^\}\n", gate, re.MULTILINE | re.DOTALL)
    script = f'root="{ROOT}"\n{function}commands_of "{section}"'
    said = subprocess.run(
        ["bash", "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    (block,) = [block for block in CONSOLES if block.section == section]

    assert said.stdout.splitlines() == [command for command, _ in block.commands]
    assert 'eval "$set_up"' in gate
    assert re.search(r'^eval "\$test"$', gate, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the project has that file at its end, and its heading."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
            assert heading in [title.lower().replace(" ", "-") for title in headings], target


def test_every_event_type_is_told_of() -> None:
    """The table of types says what the classes say: rank, name, meaning, required, optional."""
    table = re.findall(r"^\| \d \| `.*$", (ROOT / "events" / "README.md").read_text(), re.MULTILINE)

    assert table == [described(event) for event in EVENT_TYPES]


def described(event: type[Event]) -> str:
    """Return the line of a type in the table of them all."""
    fields = [field.name for field in fields_of(event) if field.name in event.rules]
    fields = [name for name in fields if name not in ("id", "seq")]
    required = ", ".join(f"`{name}`" for name in fields if name in event.required)
    optional = ", ".join(f"`{name}`" for name in fields if name not in event.required)
    meaning = (event.__doc__ or "").splitlines()[0].rstrip(".")
    return f"| {event.rank} | `{event.type}` | {meaning} | {required} | {optional} |"


def test_the_changes_begin_with_the_version_of_the_code() -> None:
    """The first entry is of what is installed; while it is not released that is no version yet."""
    found = re.search(
        r"^## Changes\n\n\*\*(?P<told>[\d.]+)\*\* \((?P<when>[^)]+)\)", README, re.MULTILINE
    )
    assert found is not None
    release, dev, _ = version("replaydesk").partition(".dev")

    assert release == found["told"]
    assert bool(dev) == (found["when"] == "not released yet")


def test_the_exit_codes_are_those_of_the_help() -> None:
    """The table of exit codes is the list that `replaydesk --help` shows."""
    table = README.partition("| exit code | |\n|---|---|\n")[2].partition("\n\n")[0]
    told = table.replace("`", "").replace("\\|", "|")

    assert told.splitlines() == [f"| {codes} | {meaning} |" for codes, meaning in EXIT_CODES]


def test_every_command_is_told_of() -> None:
    """The README shows or names every command, policy, reading and export."""
    readings = [reading for text in MetricPolicy.all_readings() for reading in text.split("=")]
    names = [f"replaydesk {name}" for name in commands.commands]
    names += [f"`{reading}`" for reading in readings]
    names += [f"{export.slug}.csv" for export in EXPORTS]

    assert [name for name in names if name not in README] == []
