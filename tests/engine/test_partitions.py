"""Partitions: what waits on disk comes back as it was, and gives the same exports."""

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from replaydesk import ReplaydeskError
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.memory import Memory
from replaydesk.engine.partitions import PartitionStore, place, source_and_line
from replaydesk.engine.replay import Replay, Settings
from replaydesk.engine.sources import find_sources

ITEMS = [f'{{"id":"{number}","text":"\u2028\\n{number * "x"}"}}'.encode() for number in range(20)]


def files_of(lines: list[bytes], out: Path, memory: int) -> dict[str, bytes]:
    """Export *lines* with so much memory, and return the files but for the manifest."""
    log = out.with_suffix(".jsonl")
    log.write_bytes(b"\n".join(lines))
    export(find_sources([str(log)]), out, Settings(memory=Memory(lines=memory)), ExportOptions())
    return {file.name: file.read_bytes() for file in out.glob("*.csv")}


def apart(count: int) -> list[str]:
    """Return the IDs of so many conversations, each in a partition of its own."""
    by_partition = {PartitionStore.number_of("conversation", f"c{n}"): f"c{n}" for n in range(99)}
    return list(by_partition.values())[:count]


STREAMS = apart(3)


@pytest.mark.parametrize("memory", [0, 1, 100, 333, 1 << 20])
def test_items_come_back_in_the_order_in_which_they_came(memory: int) -> None:
    """However often a store moved to disk, a partition is whole, with all that is kept of each."""
    store = PartitionStore(memory)
    for number, item in enumerate(ITEMS):
        stream = STREAMS[number % 3]
        partition = store.number_of("conversation", stream)
        placed = place(number, number + 1)
        store.add(partition, stream, f"e{number}", item, number * 1000, placed)

    for first, stream in enumerate(STREAMS):
        partition = store.number_of("conversation", stream)
        numbers = range(first, len(ITEMS), 3)
        for _ in range(2):  # reading takes nothing away
            loaded = store.load(partition)

            assert loaded.items == [ITEMS[number] for number in numbers]
            assert list(loaded.times) == [number * 1000 for number in numbers]
            assert len({mark >> 32 for mark in loaded.fingerprints}) == 1
            assert len({*loaded.fingerprints}) == len(numbers)
            assert [(number, number + 1) for number in numbers] == [
                source_and_line(placed) for placed in loaded.places
            ]
        assert store.fingerprints(partition) == loaded.fingerprints
    assert store.load(store.number_of("tag", "c0")).items == []


@pytest.mark.parametrize(("source", "line"), [(0, 0), (0, 1), (7, 12_345_678_901), (2**20, 1)])
def test_a_place_is_a_source_and_a_line(source: int, line: int) -> None:
    """One number says both, and sorts by the source first."""
    assert (source, line) == source_and_line(place(source, line))
    assert place(source, line) < place(source, line + 1) < place(source + 1, 0)


@pytest.mark.parametrize("memory", [0, 200, 900])
def test_exports_do_not_depend_on_memory(day: list[bytes], tmp_path: Path, memory: int) -> None:
    """A log that does not fit into memory gives the exports of one that does."""
    expected = files_of(day, tmp_path / "in memory", 1 << 20)
    assert expected["response-times.csv"].count(b"\n") == 2

    for seed in range(3):
        shuffled = random.Random(seed).sample(day, len(day))  # noqa: S311  # any order will do
        assert files_of(shuffled, tmp_path / f"on disk {seed}", memory) == expected


def test_duplicates_are_found_on_disk(day: list[bytes], tmp_path: Path) -> None:
    """Of two events with one stream and ID one counts, wherever they wait, and they are told."""
    differing = day[4].replace(b'"ann"', b'"bob"')
    lines = [differing, *day, day[4], day[6]]
    expected = files_of(day, tmp_path / "once", 1 << 20)
    for memory in (0, 1 << 20):
        out = tmp_path / f"twice with {memory}"

        assert files_of(lines, out, memory) == expected
        manifest = json.loads((out / "manifest.json").read_bytes())
        assert (manifest["counts"]["applied"], manifest["counts"]["duplicates"]) == (9, 3)
        rejects = map(json.loads, (out / "rejects.jsonl").read_bytes().splitlines())
        assert [(1, differing.decode())] == [(told["line"], told["raw"]) for told in rejects]


def test_lines_wait_on_disk_without_a_name(
    day: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a log that does not fit into memory needs the temporary folder, and leaves it empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    files_of(day, tmp_path / "in memory", 1 << 20)
    with pytest.raises((FileNotFoundError, ReplaydeskError)):
        files_of(day, tmp_path / "on disk", 0)

    (tmp_path / "missing").mkdir()
    files_of(day, tmp_path / "on disk", 0)
    assert list((tmp_path / "missing").iterdir()) == []


@pytest.mark.parametrize("memory", [1 << 20, 0])
@pytest.mark.parametrize(
    "form",
    [
        pytest.param("{}", id="as they are"),
        pytest.param(" {}\r", id="with white space"),
        pytest.param("{}\n", id="with their line ends"),
    ],
)
def test_lines_in_memory_may_have_line_ends(day: list[bytes], form: str, memory: int) -> None:
    """Lines as a file yields them, with their newlines, come back from disk as single lines."""
    nothing: list[Any] = []
    run = Replay(Settings(memory=Memory(lines=memory)), lambda _frame: nothing)
    run.take_lines(form.format(line.decode()).encode() for line in [*day, day[0]])
    counts = run.fold().counts

    assert (counts.read, counts.applied, counts.duplicates) == (10, 9, 1)


def test_streams_in_portions_are_the_same_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large partition is put in order in parts, none of which divides a stream."""
    lines = [*generate(2_000, seed=9, duplicates=0.02)]
    whole = files_of(lines, tmp_path / "whole", 1 << 20)
    monkeypatch.setattr("replaydesk.engine.streams._PORTION", 3)

    assert files_of(lines, tmp_path / "portions", 1 << 20) == whole
