"""Who takes part in a comparison, and how each is run: as a process of its own, watched whole."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

PEERS = Path(__file__).parent / "peers"
_WATCHED_EVERY = 0.05
"""Seconds between two looks at the memory of a process and of all that it started."""


@attrs.frozen
class Contestant:
    """A program that makes the twelve exports of a log."""

    name: str
    package: str
    """The package without which it cannot run."""

    command: Callable[[Path, Path, int], list[str]]
    """The command that exports a log to a folder with so many workers or threads."""

    @property
    def is_installed(self) -> bool:
        """Whether its package is there."""
        return importlib.util.find_spec(self.package) is not None

    @property
    def version(self) -> str:
        """The version of its package."""
        return importlib.metadata.version(self.package)


def replaydesk() -> str:
    """Return the installed command: the one beside the Python that runs, else one on the path."""
    beside = shutil.which("replaydesk", path=str(Path(sys.executable).parent))
    return beside or "replaydesk"


def _replaydesk(log: Path, out: Path, workers: int) -> list[str]:
    options = ["--workers", str(workers), "--allow-rejects"]
    return [replaydesk(), "export", str(log), "--out", str(out), *options]


def _duckdb(log: Path, out: Path, workers: int) -> list[str]:
    peer = str(PEERS / "duckdb_peer.py")
    return [sys.executable, peer, str(log), str(out), "--threads", str(workers)]


def _polars(log: Path, out: Path, workers: int) -> list[str]:
    # Polars counts its threads when it is imported.
    threads = f"POLARS_MAX_THREADS={workers}"
    return ["env", threads, sys.executable, str(PEERS / "polars_peer.py"), str(log), str(out)]


CONTESTANTS = (
    Contestant("replaydesk", "replaydesk", _replaydesk),
    Contestant("duckdb", "duckdb", _duckdb),
    Contestant("polars", "polars", _polars),
)


@attrs.frozen
class Spent:
    """What one run took, of the process and all that it started together."""

    wall: float
    """Seconds from start to end."""

    cpu: float
    """Seconds of processor time, in user and system mode."""

    peak: int
    """Bytes of memory at the highest; 0 where nobody watched."""

    failure: str = ""
    """Why it gave no exports; empty where it did."""


def run(command: list[str], folder: Path, *, watch: bool) -> Spent:
    """Run *command* in *folder* to its end, and tell what it took.

    Memory is watched only where *watch* says so: to look at it takes time from the one that is
    looked at.
    """
    errors = folder / "errors.txt"
    with errors.open("wb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream)
        watcher = _Watcher(process.pid) if watch else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = watcher.stop() if watcher else 0
    failure = ""
    if process.returncode:
        said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        failure = f"exit code {process.returncode}: {said[-1] if said else 'it said nothing'}"
    return Spent(wall, usage.ru_utime + usage.ru_stime, peak, failure)


class _Watcher:
    """Looks every few hundredths of a second at the memory of a process and its descendants.

    What is counted is the proportional set size: a page that processes share counts once.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Stop looking, and return the highest sum that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(_WATCHED_EVERY):
            self._peak = max(self._peak, sum(map(memory_of, family(self._pid))))


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it, as far as they still run."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:  # it has just ended
            continue
        for child in found:
            yield from family(int(child))


def memory_of(pid: int) -> int:
    """Return a process's proportional set size in bytes; 0 where Linux does not tell."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it has just ended
        return 0
    sizes = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(sizes[0]) * 1024 if sizes else 0
