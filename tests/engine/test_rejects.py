"""Rejects: they come back as they were, in order, whether they waited on disk or not."""

import gzip
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from command_line import unmeasured
from replaydesk import ReplaydeskError
from replaydesk.engine.counts import Reject
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.partitions import place
from replaydesk.engine.rejects import RejectLog, Rejects
from replaydesk.engine.replay import Settings
from replaydesk.engine.scratch import Scratch
from replaydesk.engine.sources import find_sources

EXPECTED = [
    Reject(place(source, line), f"reason {line % 3} é\ud800", bytes(range(line)) * source)
    for source in range(4)
    for line in range(1, 60)
]
ALL_AT_ONCE = 1 << 20


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make rejects wait on disk early, and a line of more than a hundred bytes a long one."""
    keep(1000, monkeypatch)
    monkeypatch.setattr("replaydesk.engine.rejects._PART", 100)


def keep(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep so many bytes of rejects in memory."""
    monkeypatch.setattr("replaydesk.engine.rejects._MEMORY", memory)


def filled(rejects: Iterable[Reject], file: Scratch | None = None) -> RejectLog:
    """Make a log of *rejects*."""
    log = RejectLog(file)
    for reject in rejects:
        log.add(reject)
    return log


def shuffled(rejects: list[Reject], seed: int = 1) -> list[Reject]:
    """Return *rejects* in another order."""
    return random.Random(seed).sample(rejects, len(rejects))  # noqa: S311  # any order will do


@pytest.mark.parametrize("memory", [0, 1000, 20_000, ALL_AT_ONCE])
@pytest.mark.parametrize("part", [0, 500, ALL_AT_ONCE])
def test_rejects_come_back_in_the_order_of_their_places(
    memory: int, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many fit into memory, and are read at once, none is lost or changed."""
    keep(memory, monkeypatch)
    monkeypatch.setattr("replaydesk.engine.rejects._PART", part)

    for rejects in (EXPECTED, EXPECTED[::-1], shuffled(EXPECTED), EXPECTED[:1], []):
        log = filled(rejects)

        assert list(log) == sorted(rejects)
        assert len(log) == len(rejects)


@pytest.mark.parametrize("memory", [1000, ALL_AT_ONCE])
def test_rejects_can_be_read_again(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading takes nothing away, readers do not disturb each other, and more can follow."""
    keep(memory, monkeypatch)
    log = filled(shuffled(EXPECTED[1:]))

    assert list(zip(log, log, strict=True)) == [(reject, reject) for reject in EXPECTED[1:]]
    reading = iter(log)
    first = next(reading)
    log.add(EXPECTED[0])
    assert [first, *reading] == EXPECTED[1:]
    assert list(log) == EXPECTED


def test_rejects_of_several_processes_are_merged() -> None:
    """What others wrote to their files comes between what was added here, and is counted."""
    log = filled(EXPECTED[::4])
    for worker in (1, 2, 3):
        file = Scratch()
        file.append(b"lines of the log")
        log.adopt(filled(EXPECTED[worker::4], file).handed_over(), file)

    assert list(log) == EXPECTED
    assert len(log) == len(EXPECTED)
    log.add(last := Reject(place(9, 1), "", b""))
    assert list(log) == [*EXPECTED, last]


def test_duplicates_that_differ_follow_the_rejects_proper() -> None:
    """Each of the two kinds is in the order of the log, and both are counted."""
    rejects = Rejects(filled(EXPECTED[1::2]), filled(shuffled(EXPECTED[::2])))

    assert list(rejects) == EXPECTED[1::2] + EXPECTED[::2]
    assert len(rejects) == len(EXPECTED)
    assert not Rejects()


def test_rejects_that_came_in_order_are_read_a_part_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To tell the first one, and the second, no more is read than the part that they are in."""
    monkeypatch.setattr("replaydesk.engine.rejects._PART", 500)
    log = filled(EXPECTED)
    reads: list[int] = []
    read = Scratch.read

    def watched(file: Scratch, offset: int, size: int) -> bytes:
        reads.append(offset)
        return read(file, offset, size)

    monkeypatch.setattr(Scratch, "read", watched)
    reading = iter(log)

    assert [next(reading), next(reading)] == EXPECTED[:2]
    assert reads == [0, 8]
    assert list(reading) == EXPECTED[2:]
    assert len(reads) > 50


def test_rejects_wait_on_disk_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what does not fit into memory needs the temporary folder, and leaves it empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert list(filled(EXPECTED[:3])) == EXPECTED[:3]
    with pytest.raises(ReplaydeskError, match="the temporary folder cannot hold"):
        filled(EXPECTED)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert list(filled(EXPECTED)) == EXPECTED
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(name="logs", scope="module")
def fixture_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give logs with many rejects and duplicates, plain and packed, in any order."""
    folder = tmp_path_factory.mktemp("logs")
    lines = [*generate(3000, seed=3, duplicates=0.1, rejects=0.1, shuffle=True)]
    (folder / "b.jsonl").write_bytes(b"\n".join(lines[:1500]))
    for name, part in (("a", lines[1500:2000]), ("c", lines[2000:])):
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(b"\n".join(part)))
    return folder


def told(logs: Path, out: Path, workers: int) -> bytes:
    """Export *logs* and return the rejects file."""
    export(find_sources([str(logs)]), out, Settings(workers=workers), ExportOptions(only=("tag",)))
    return (out / "rejects.jsonl").read_bytes()


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("memory", [0, 5000])
def test_the_rejects_file_is_the_same_for_any_memory(
    logs: Path, tmp_path: Path, memory: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits on disk, of one process or of several, is told as what fits into memory."""
    monkeypatch.setattr("replaydesk.engine.shares._SMALLEST", 1)
    keep(ALL_AT_ONCE << 10, monkeypatch)
    expected = told(logs, tmp_path / "in memory", 1)
    keep(memory, monkeypatch)

    assert told(logs, tmp_path / "on disk", workers) == expected
    assert expected.count(b"\n") > 300


def empty_objects() -> Iterator[bytes]:
    """Yield a million lines that are rejects."""
    yield from [b"{}\n" * 100_000] * 10


def differing_duplicates() -> Iterator[bytes]:
    """Yield three hundred thousand lines of ten thousand events, each time of another agent."""
    for number in range(300_000):
        event = number % 10_000
        yield (
            f'{{"id":"e{event}","time":43200000,"type":"lock.released",'
            f'"conversation_id":"c{event % 2000}","agent_id":"a{number}"}}\n'
        ).encode()


PEAK = """
import resource, sys
from pathlib import Path
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.memory import Memory
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
log, out = sys.argv[1:]
memory = Memory(lines=1 << 20)
export(find_sources([log]), Path(out), Settings(memory=memory), ExportOptions(only=("tag",)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak >> (20 if sys.platform == "darwin" else 10))
"""
FROM_A_SHELL = '"$0" -c "$@"; exit $?'
"""A process's peak is at least what its parent's memory was, and a shell's is small."""


@pytest.mark.parametrize(
    ("lines", "rejects", "megabytes"),
    [
        pytest.param(empty_objects, 1_000_000, 100, id="empty objects"),
        pytest.param(differing_duplicates, 290_000, 80, id="differing duplicates"),
    ],
)
def test_memory_does_not_follow_the_rejects(
    lines: Callable[[], Iterator[bytes]], rejects: int, megabytes: int, tmp_path: Path
) -> None:
    """A small file that unpacks to very many rejects takes less memory than these would."""
    log, out = tmp_path / "log.jsonl.gz", tmp_path / "out"
    with gzip.open(log, "wb", compresslevel=1) as file:
        file.writelines(lines())
    ran = subprocess.run(
        ["sh", "-c", FROM_A_SHELL, sys.executable, PEAK, log, out],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        env=unmeasured(),
    )

    assert (out / "rejects.jsonl").read_bytes().count(b"\n") == rejects
    assert int(ran.stdout) < megabytes
