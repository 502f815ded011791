"""Types: what a type checker says of a script that uses the library."""

import re
import subprocess
import sys

import pytest

SCRIPT = """
from pathlib import Path

import replaydesk
from replaydesk import diff, explain, reconcile, replay_lines
from replaydesk.projections import Users

day = replay_lines([], tz="Europe/Brussels")
for row in day.rows("user"):
    print(row.handling_time)
users = day.projection("user")
print(users.rows(day.reference))
reveal_type(day.rows("user"))  # list[Any]
reveal_type(day.projection("user"))  # Projection[Any]
reveal_type(day.rows(Users))  # list[UserRow]
reveal_type(day.projection(Users))  # Projection[UserRow]
for export in ("user", Users):
    print(day.rows(export), day.dicts(export), list(day.csv(export)))
print(explain(day, "user", {"user_id": "ann"}), diff(day, day, "user"))
print(reconcile(day, "user", Path("theirs.csv")), replaydesk.__version__)
from replaydesk import nosuchname  # error
print(replaydesk.nosuchname)  # error
day.csv("tag", lang="de")  # error
replay_lines([], damaged="replay")  # error
"""
"""A script that is all right but for the lines that say so; some tell what type they reveal."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """Return what a strict type checker says of the script, by the line."""
    pytest.importorskip("mypy", reason="mypy is the type checker")
    folder = tmp_path_factory.mktemp("typed")
    (folder / "script.py").write_text(SCRIPT)
    options = ["--strict", "--cache-dir", "cache", "--no-error-summary", "--hide-error-context"]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "script.py"],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    found = re.findall(r"^script\.py:(\d+): (.*)$", ran.stdout, re.MULTILINE)
    assert len(found) == len(ran.stdout.splitlines()), ran.stdout + ran.stderr
    return {int(line): words for line, words in found}


def test_what_is_right_passes_and_what_is_wrong_does_not(told: dict[int, str]) -> None:
    """An export may be asked for by its name; a name or a word that is none is told."""
    lines = enumerate(SCRIPT.splitlines(), 1)
    wrong = [number for number, line in lines if line.endswith("# error")]

    assert [number for number, words in told.items() if "error: " in words] == wrong


def test_rows_have_the_type_of_their_projection(told: dict[int, str]) -> None:
    """By its projection the rows of an export are typed; by its name they are anything."""
    for number, line in enumerate(SCRIPT.splitlines(), 1):
        if line.startswith("reveal_type"):
            revealed = re.sub(r"\w+\.", "", told[number])
            assert revealed == f'note: Revealed type is "{line.partition("# ")[2]}"'
