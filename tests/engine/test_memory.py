"""Memory: a replay keeps to what it was given, or says at the start that it cannot."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import process, run, unmeasured
from replaydesk.engine import memory
from replaydesk.engine.generate import generate
from replaydesk.engine.memory import Memory, MemoryLimitError, let_go

MEGABYTE = 1 << 20

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look at processes")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that is larger than the memory that it gets."""
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    log.write_bytes(b"".join(line + b"\n" for line in generate(60_000, seed=5)))
    return log


def test_too_little_memory_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """It says how much so many processes need, and makes no folder."""
    ended = run("export", "-", "--out", tmp_path / "out", "--memory", "99M", "--workers", "3")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "replaydesk: 99M of memory are too little: 3 processes need at least 240M; give more "
        "(--memory) or fewer processes (--workers)\n"
    )
    assert not (tmp_path / "out").exists()


def test_memory_is_divided_among_processes() -> None:
    """What is kept of lines is for all, what is kept of rows for each; all is within the cap."""
    alone, shared = Memory.within(500 * MEGABYTE, 1), Memory.within(500 * MEGABYTE, 4)

    assert alone.lines + alone.rows < 500 * MEGABYTE - 72 * MEGABYTE
    assert shared.lines + 4 * shared.rows < 500 * MEGABYTE - (72 + 4 * 48) * MEGABYTE
    with pytest.raises(MemoryLimitError):
        Memory.within(84 * MEGABYTE - 1, 1)


@on_linux
@pytest.mark.parametrize(("workers", "megabytes"), [(1, 100), (2, 200)])
def test_a_run_keeps_to_its_memory(log: Path, tmp_path: Path, workers: int, megabytes: int) -> None:
    """All its processes together never take more, and write what a run without a cap does."""
    options = ["export", log, "--workers", str(workers)]
    assert run(*options, "--out", tmp_path / "free").code == 0
    command = [sys.executable, "-P", "-c", "from replaydesk.engine.commands import main; main()"]
    capped = [*options, "--out", tmp_path / "capped", "--memory", f"{megabytes}M"]
    peak = 0
    with subprocess.Popen([*command, *map(str, capped)], env=unmeasured()) as job:
        while job.poll() is None:
            peak = max(peak, taken(job.pid))
            time.sleep(0.05)

    assert job.returncode == 0
    assert 0 < peak <= megabytes * MEGABYTE
    for file in (tmp_path / "free").iterdir():
        assert file.read_bytes() == (tmp_path / "capped" / file.name).read_bytes()


@on_linux
def test_a_run_that_needs_more_fails_and_writes_nothing(log: Path, tmp_path: Path) -> None:
    """Where the plan was wrong the system says no, and the job says what to do."""
    driver = (
        "from replaydesk.engine import memory\n"
        "few = lambda *_: memory._limit(memory._taken() + (12 << 20))\n"
        "memory.Memory.hold = few\n"
        "from replaydesk.engine.commands import main; main()"
    )
    options = ["export", str(log), "--out", str(tmp_path / "out"), "--workers", "1"]
    ended = subprocess.run(
        [sys.executable, "-P", "-c", driver, *options, "--memory", "90M"],
        capture_output=True,
        text=True,
        check=False,
        env=unmeasured(),
    )

    assert ended.returncode == 1
    assert ended.stderr == (
        "replaydesk: there is not enough memory; nothing was written or replaced: give the job "
        "more (--memory, where it was said) or fewer processes (--workers)\n"
    )
    assert list(tmp_path.rglob("*.csv")) == []


def taken(process: int) -> int:
    """Return the bytes of memory that a process and its children take, shared ones once."""
    total = 0
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) << 10
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            total += sum(taken(int(child)) for child in children.read_text().split())
    except OSError:  # it has ended since
        pass
    return total


def test_where_no_limit_can_be_set_none_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that is not Linux plans by the cap and holds no process to it: it has no /proc."""

    def absent(*_: object) -> int:
        raise FileNotFoundError("/proc/self/status")

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(memory, "_taken", absent)
    monkeypatch.setattr("resource.setrlimit", absent)
    capped = Memory.within(500 * MEGABYTE, 2)

    capped.hold(2)
    capped.hold_worker(2)
    let_go()


@on_linux
@pytest.mark.parametrize("workers", [1, 2])
def test_memory_that_is_enough_changes_nothing(log: Path, tmp_path: Path, workers: int) -> None:
    """Under a limit that it does not reach a job writes what it writes without."""
    for name, options in (("free", []), ("capped", ["--memory", "2G"])):
        ran = process(
            *("export", log, "--out", tmp_path / name, "--workers", workers, "--only", "user"),
            *options,
        )
        assert (ran.returncode, ran.stderr) == (0, "")

    free, capped = ((tmp_path / name / "user.csv").read_bytes() for name in ("free", "capped"))
    assert free == capped
