"""The replay logs: small logs whose exports are told beforehand, to the byte."""

import base64
import csv
import difflib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from replaydesk.engine.generate import demo_day

FOLDER = Path(__file__).parent.parent / "replay_logs"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/log.jsonl"))
OPTIONS = {
    "from": "--from",
    "to": "--to",
    "as_of": "--as-of",
    "tz": "--tz",
    "channels": "--channel",
    "lang": "--lang",
    "policies": "--policy",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_replay_gives_the_expected_exports(name: str, tmp_path: Path) -> None:
    """Every export that is told beforehand comes out to the byte, and every line is counted."""
    folder = FOLDER / name
    settings = json.loads((folder / "settings.json").read_text())
    log = folder / "log.jsonl"
    ran = run("export", log, "--out", tmp_path, "--allow-rejects", *options_of(settings))
    expected = sorted((folder / "expected").glob("*.csv"))

    assert ran == (0, "", "")
    assert expected
    assert "".join(difference(file, tmp_path / file.name) for file in expected) == ""
    counts = json.loads((folder / "expected" / "counts.json").read_text())
    assert json.loads((tmp_path / "manifest.json").read_text())["counts"] == counts


@pytest.mark.parametrize("name", NAMES)
def test_the_rejects_file_holds_what_was_rejected(name: str, tmp_path: Path) -> None:
    """The rejected lines are told with their numbers as they stand in the log, and no others."""
    folder = FOLDER / name
    told = folder / "rejected_lines.json"
    expected = json.loads(told.read_text()) if told.exists() else []
    settings = json.loads((folder / "settings.json").read_text())
    log = folder / "log.jsonl"
    run("export", log, "--out", tmp_path, *options_of(settings))
    rejects = tmp_path / "rejects.jsonl"
    rejected = [*map(json.loads, rejects.read_bytes().splitlines())] if rejects.exists() else []
    lines = log.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")

    assert [reject["line"] for reject in rejected] == expected
    assert [raw_of(reject) for reject in rejected] == [lines[number - 1] for number in expected]
    assert {reject["file"] for reject in rejected} <= {str(log)}


def test_every_replay_log_is_told_of() -> None:
    """Each folder has a README under its own name, and a line in the table of them all."""
    table = re.findall(r"^\| \[(\w+)\]\(\1/\) \|", (FOLDER / "README.md").read_text(), re.MULTILINE)

    assert sorted(table) == NAMES
    for name in NAMES:
        assert (FOLDER / name / "README.md").read_text().startswith(f"# {name}\n")


def test_the_demo_day_is_what_the_generator_makes() -> None:
    """The log of the demo day can be made again, to the byte."""
    assert (
        b"".join(line + b"\n" for line in demo_day())
        == (FOLDER / "demo_day" / "log.jsonl").read_bytes()
    )


def test_the_demo_day_has_the_cells_that_were_worked_out() -> None:
    """Each cell that the README of the demo day works out by hand stands so in its exports."""
    readme = (FOLDER / "demo_day" / "README.md").read_text()
    _, _, table = readme.partition("| because |\n|---|---|---|---|---|\n")
    claims = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]

    assert len(claims) > 40
    for slug, key, column, value, _ in claims:
        with (FOLDER / "demo_day" / "expected" / f"{slug}.csv").open(newline="") as file:
            (row,) = [row for row in csv.DictReader(file) if key in row.values()]
        assert (slug, key, column, row[column]) == (slug, key, column, value)


def options_of(settings: dict[str, Any]) -> list[str]:
    """Return the command's options for the *settings* of a replay log."""
    options = ["--raw-text"] if settings.pop("raw_text", False) else []
    for key, value in settings.items():
        values = value if isinstance(value, list) else [value]
        if isinstance(value, dict):
            values = [f"{policy}={reading}" for policy, reading in value.items()]
        options += [part for each in values for part in (OPTIONS[key], each)]
    return options


def difference(expected: Path, actual: Path) -> str:
    """Return how two files differ, as a unified diff; nothing where they are the same bytes."""
    if actual.read_bytes() == expected.read_bytes():
        return ""
    before, after = (
        path.read_bytes().decode("utf-8", "backslashreplace").splitlines(keepends=True)
        for path in (expected, actual)
    )
    place = str(expected.relative_to(FOLDER.parent))
    diff = "".join(difflib.unified_diff(before, after, place, f"{place} as replayed"))
    return diff or f"{place}: the bytes differ\n"


def raw_of(reject: dict[str, Any]) -> bytes:
    """Return the line that a reject holds."""
    if "raw" in reject:
        return str(reject["raw"]).encode()
    return base64.b64decode(reject["raw_base64"])
