"""The catalogue of doubts: every doubt has a meaning, a remedy, a log, and a place in the pages."""

import difflib
import re
from pathlib import Path

import pytest
from command_line import run
from replaydesk import DOUBTS

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLES = ROOT / "replay_logs" / "doubts"
NAMES = [kind.name for kind in DOUBTS]
ROW = re.compile(r"^\| \[`([a-z0-9-]+)`\]\((\S+)\) \| (\w+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_doubt_is_told_to_the_letter(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each doubt has a small log that raises it, and what the command says of it."""
    monkeypatch.chdir(EXAMPLES / name)
    expected = Path("expected/doubts.txt").read_text(encoding="utf-8")
    ran = run("doubts", "log.jsonl")
    texts = (expected.splitlines(keepends=True), ran.out.splitlines(keepends=True))

    assert (ran.code, ran.err) == (0, "")
    assert "".join(difflib.unified_diff(*texts, "expected/doubts.txt", "told")) == "", (
        f"if the change is meant: cd {EXAMPLES.relative_to(ROOT) / name} && "
        "replaydesk doubts log.jsonl > expected/doubts.txt"
    )
    assert re.search(rf"^(WRONG|LOOK) {name}: ", expected, re.MULTILINE)


def test_every_doubt_has_an_example_and_every_example_a_doubt() -> None:
    """The folders of examples are those of the catalogue, each told of in their README."""
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert sorted(path.parent.name for path in EXAMPLES.glob("*/log.jsonl")) == sorted(NAMES)
    assert re.findall(r"^- \*\*([a-z0-9-]+)\*\*: \S", readme, re.MULTILINE) == NAMES


def test_the_readme_has_the_catalogue() -> None:
    """The table of the audit's README says of each doubt what the data says, in its order."""
    readme = (ROOT / "engine" / "audit" / "README.md").read_text(encoding="utf-8")

    assert ROW.findall(readme) == [
        (
            kind.name,
            f"../../replay_logs/doubts/{kind.name}/log.jsonl",
            kind.severity,
            kind.meaning,
            kind.remedy,
        )
        for kind in DOUBTS
    ]


def test_names_are_words_joined_by_hyphens_and_none_is_there_twice() -> None:
    """A name can be typed, told from the others, and put into the name of a folder."""
    assert len(set(NAMES)) == len(NAMES)
    for name in NAMES:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", name)


def test_what_cannot_be_right_comes_first() -> None:
    """The severities are two, in this order, and each is in use."""
    severities = [kind.severity for kind in DOUBTS]

    assert severities == sorted(severities, reverse=True)
    assert set(severities) == {"WRONG", "LOOK"}


def test_meanings_and_remedies_are_sentences() -> None:
    """Each begins with a capital, ends with a full stop, and stands on one line."""
    for kind in DOUBTS:
        for text in (kind.meaning, kind.remedy):
            assert re.fullmatch(r"[A-Z][^\n|]+\.", text), (kind.name, text)
