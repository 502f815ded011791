"""Sorted runs: lines come back in order, whether they waited on disk or not."""

import tempfile
import weakref
from pathlib import Path
from typing import Any

import pytest
from replaydesk import ReplaydeskError
from replaydesk.engine.runs import SortedRuns
from replaydesk.engine.scratch import Scratch

LINES: list[tuple[Any, ...]] = [
    (5, "b", "fifth\n"),
    (-1, "z", "first\n"),
    (5, "a\uffff", "third\n"),
    (5, "a", "second\n"),
    (5, "a\U0001f44b", "fourth, 👋 and\nnot over\n"),
    (2**60, "", "last\n"),
    (5, "b", "fifth\n"),  # twice
    (5, "b", "fifth, too\n"),  # of one key: by the line
]
EXPECTED = [
    "first\n",
    "second\n",
    "third\n",
    "fourth, 👋 and\nnot over\n",
    "fifth\n",
    "fifth\n",
    "fifth, too\n",
    "last\n",
]


def filled(memory: int) -> SortedRuns:
    """Make runs with the lines of one export between those of another."""
    runs = SortedRuns(memory)
    for line in LINES:
        runs.add("user", [line])
        runs.add("team", [(0, "team\n")])
    return runs


def read(runs: SortedRuns, slug: str) -> list[str]:
    """Read the lines of an export."""
    return [line for batch in runs.lines(slug) for line in batch]


@pytest.mark.parametrize("memory", [0, 1, 20, 30, 10_000])
def test_lines_come_back_in_order(memory: int) -> None:
    """However many lines fit into memory, the order is that of the keys, then of the lines."""
    runs = filled(memory)

    assert read(runs, "user") == EXPECTED
    assert read(runs, "team") == ["team\n"] * 8
    assert read(runs, "tag") == []


def test_lines_can_be_read_twice() -> None:
    """Reading takes nothing away, and two readers do not disturb each other."""
    runs = filled(30)
    both = list(zip(runs.lines("user"), runs.lines("user"), strict=True))

    assert [line for batch, _ in both for line in batch] == EXPECTED
    assert all(batch == again for batch, again in both)


def test_lines_wait_on_disk_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond their memory lines go to a file of the temporary folder that nobody can find."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert read(filled(10_000), "user") == EXPECTED
    with pytest.raises((FileNotFoundError, ReplaydeskError)):
        filled(30)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert read(filled(30), "user") == EXPECTED
    assert list(tmp_path.iterdir()) == []


def test_many_runs_are_merged_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many runs there are, only some of them are read at once."""
    monkeypatch.setattr("replaydesk.engine.runs._AT_ONCE", 2)
    monkeypatch.setattr("replaydesk.engine.runs._PART", 1)
    runs = filled(0)
    assert len(runs.runs["user"]) > 4

    assert read(runs, "user") == EXPECTED
    assert read(runs, "user") == EXPECTED
    assert len(runs.runs["user"]) == 2


def test_a_line_is_written_again_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many runs are merged as often as their number needs, and what was merged takes no room."""
    monkeypatch.setattr("replaydesk.engine.runs._AT_ONCE", 4)
    written, append = [], Scratch.append

    def counted(self: Scratch, data: bytes) -> int:
        written.append(weakref.ref(self))
        return append(self, data)

    runs = SortedRuns(0)
    for number in range(64):
        runs.add("user", [(number, f"{number}\n")])
    monkeypatch.setattr(Scratch, "append", counted)
    lines = read(runs, "user")

    assert lines == [f"{number}\n" for number in range(64)]
    assert len(written) == 64 // 4 + 16 // 4
    assert len({id(scratch()) for scratch in written if scratch() is not None}) == 4


def test_no_lines_are_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that had no lines of late has no run of them, and runs that it has are merged."""
    monkeypatch.setattr("replaydesk.engine.runs._AT_ONCE", 2)
    runs = SortedRuns(0)
    for number in range(5):
        runs.add("user", [])
        runs.add("team", [(number, f"{number}\n")])
    runs.add("user", [(0, "user\n")])

    assert len(runs.runs["user"]) == 1
    assert read(runs, "user") == ["user\n"]
    assert read(runs, "team") == [f"{number}\n" for number in range(5)]


def test_a_run_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is longer than what is read at once comes back whole."""
    monkeypatch.setattr("replaydesk.engine.runs._PART", 3)

    assert read(filled(10**6), "user") == EXPECTED
    assert read(filled(60), "user") == EXPECTED
