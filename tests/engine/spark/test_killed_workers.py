"""Workers and executors that die: Spark does their work again, and nothing is counted twice."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster
from command_line import SCRIPT, process
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import find_sources

EVENTS = 100_000
AT_WORK = 1.2
"""Seconds of a processor's time after which a Python worker has started, and does what it is
given."""

LOST = "Python worker exited unexpectedly"
"""What the driver says when a task has lost its Python worker."""

EXECUTOR = "CoarseGrainedExecutorBackend"
PYTHON = "pyspark.daemon"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that takes its time, with rejects and duplicates, in no order."""
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    trouble = ("--rejects", "0.002", "--duplicates", "0.02", "--shuffle")
    made = process("generate", "--events", EVENTS, "--seed", 11, *trouble, "--out", path)
    assert made.returncode == 0
    return path


def test_what_dies_in_the_middle_changes_nothing(
    log: Path, tmp_path: Path, on_loopback: Cluster
) -> None:
    """A Python worker and an executor are killed at work: the same bytes, the same counts."""
    export(find_sources([str(log)]), tmp_path / "here", make_settings({}), ExportOptions())
    command = ("export", log, "--out", tmp_path / "there", "--allow-rejects")
    master = ("--engine", "spark", "--master", on_loopback.url)
    with (tmp_path / "said").open("wb") as said:
        job = subprocess.Popen(
            [str(part) for part in (SCRIPT, *command, *master)],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=on_loopback.environment,
        )
        try:
            python = 0
            while LOST not in (tmp_path / "said").read_text():  # it may have been between tasks
                python = at_work(on_loopback, job, without=python)
                os.kill(python, signal.SIGKILL)
                time.sleep(3)
            executor = parent_of(at_work(on_loopback, job, without=python), EXECUTOR)
            os.kill(executor, signal.SIGKILL)
            assert job.poll() is None, "the job had ended before the executor was killed"
            code = job.wait(600)
        finally:
            job.kill()
    told = (tmp_path / "said").read_text()

    assert code == 0, told
    assert "Lost executor" in told
    here, there = (exported(tmp_path / name) for name in ("here", "there"))
    assert [name for name in here if here[name] != there[name]] == ["manifest.json"]
    counts = manifest(tmp_path / "here")["counts"]
    assert manifest(tmp_path / "there")["counts"] == counts
    assert counts["read"] == log.read_bytes().count(b"\n")  # and no line is counted twice
    assert counts["duplicates"] > 0
    assert counts["rejected"] > 0
    parts = ("applied", "duplicates", "unknown", "after_as_of", "rejected")
    assert sum(counts[part] for part in parts) == counts["read"]


def at_work(running: Cluster, job: "subprocess.Popen[bytes]", without: int = 0) -> int:
    """Wait for a Python worker that is at work, and return it."""

    def found() -> int | None:
        assert job.poll() is None, "the job has ended"
        for pid in running.processes(PYTHON):
            if pid != without and stat(pid)[:1] == ["R"] and processor_time(pid) > AT_WORK:
                return pid
        return None

    return waited_for(found)


def waited_for(found: Callable[[], int | None]) -> int:
    """Wait until something is found, and return it."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        pid = found()
        if pid is not None:
            return pid
        time.sleep(0.05)
    raise TimeoutError("no worker was at work")


def stat(pid: int) -> list[str]:
    """Return what the system says of a process, from its state on; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def processor_time(pid: int) -> float:
    """Return the seconds that a processor has spent on a process."""
    told = stat(pid)
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def parent_of(pid: int, words: str) -> int:
    """Return the process above *pid* whose command line holds *words*."""
    while words not in Path(f"/proc/{pid}/cmdline").read_text():
        pid = int(stat(pid)[1])
        assert pid > 1
    return pid


def exported(out: Path) -> dict[str, bytes]:
    """Return the files of a job."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def manifest(out: Path) -> dict[str, Any]:
    """Return what a job says of itself."""
    told: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return told
