"""A soak: a very long log through the command, with faults let in, memory and open files watched.

    replaydesk generate --events 50000000 --seed 3 --duplicates 0.01 --rejects 0.001 --out log.jsonl
    python tests/benchmarks/soak.py log.jsonl --workers 2 --memory 1G

First the log is exported whole. Then it is exported again and again into the same folder, and each
time something goes wrong; the exports have to stay as they are, to the byte, and nothing may be
left but what the next run clears. The first thing that does not hold ends it. Linux only.
"""

import argparse
import hashlib
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import attrs
import orjson
from compare import machine
from contestants import family, memory_of, replaydesk

_LOOKS_EVERY = 0.5
"""Seconds between two looks at the processes."""

Strike = Callable[[list[int]], None]
"""Lets a fault happen, given the processes of a run: the first one first."""


@attrs.frozen
class Fault:
    """What goes wrong in a run."""

    name: str
    at: float
    """When: as soon as temporary files have this share of the bytes that they had in the whole run.

    They grow while lines are read, and go on to grow while rows are printed.
    """

    strike: Strike | None
    """Nothing where the run meets the fault by itself."""

    codes: tuple[int, ...]
    """How the command may end; a signal is less than nothing."""

    scratch: float | None = None
    """How much fits on the disk, as a share of what the whole run had there in temporary files."""


def _signal_first(number: signal.Signals) -> Strike:
    return lambda processes: os.kill(processes[0], number)


def _kill_worker(processes: list[int]) -> None:
    os.kill(processes[-1], signal.SIGKILL)


FAULTS = (
    Fault("a worker is killed while it reads", 0.05, _kill_worker, (1,)),
    Fault("the scratch disk is full", 1, None, (1,), scratch=0.1),
    Fault("SIGKILL while it folds", 0.55, _signal_first(signal.SIGKILL), (-signal.SIGKILL,)),
    Fault("Ctrl-C while it reads", 0.1, _signal_first(signal.SIGINT), (130,)),
)


@attrs.define
class Watched:
    """What was seen of one run."""

    code: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    """Bytes of memory of all processes together, at the highest."""

    quarters: list[int] = attrs.field(factory=lambda: [0] * 4)
    """The same in each quarter of the run's looks: does it grow?"""

    files: int = 0
    """Open files of all processes together, at the most."""

    scratch: int = 0
    """Bytes of temporary files, at the most."""

    told: str = ""
    """The last line on standard error."""


def main() -> None:
    """Read the command line, and soak."""
    parser = argparse.ArgumentParser(description="Export a long log, and let faults happen.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--memory", help="what the runs may take, as the command says it")
    parser.add_argument("--folder", type=Path, help="where the exports go; by default nowhere")
    parser.add_argument(
        "--scratch",
        type=int,
        help="take the exports in --folder for the whole run, which had so many bytes of scratch",
    )
    chosen = parser.parse_args()
    # A shell that starts this in the background lets it, and what it starts, ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [replaydesk(), "export", str(chosen.log), "--workers", chosen.workers]
    command += ["--allow-rejects", *(["--memory", chosen.memory] if chosen.memory else [])]
    print(machine([]), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        soak(command, chosen.folder or Path(temporary) / "out", chosen.scratch)


def soak(command: list[str], out: Path, scratch: int | None = None) -> None:
    """Export whole, then with each fault.

    Raises:
        SystemExit: Something did not hold.
    """
    command = [*command, "--out", str(out)]
    whole = Watched(scratch=scratch) if scratch else watch(command)
    if not scratch:
        tell("whole", whole)
    if whole.code:
        fail(f"the whole run ended with {whole.code}: {whole.told}")
    expected = digests(out)
    check_counts(out)
    for fault in FAULTS:
        watched = watch(command, fault, whole)
        tell(fault.name, watched)
        if watched.code not in fault.codes:
            fail(f"{fault.name}: ended with {watched.code}: {watched.told}")
        if digests(out) != expected:
            fail(f"{fault.name}: the exports are not what they were")
    if litter := sorted(path.name for path in out.iterdir() if path.name.startswith(".")):
        fail(f"the last run left what an earlier one had left: {litter}")
    print("the exports stayed as they were, to the byte, and nothing else is left", flush=True)


def watch(command: list[str], fault: Fault | None = None, whole: Watched | None = None) -> Watched:
    """Run *command* to its end, and let *fault* happen when it is as far of the *whole*."""
    looks: list[int] = []
    watched = Watched()
    at = fault.at * whole.scratch if fault and whole else 0.0
    if fault and fault.scratch and whole:
        command = ["prlimit", f"--fsize={int(fault.scratch * whole.scratch)}", *command]
    with tempfile.TemporaryFile() as errors:
        before = _spent()
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        struck = fault is None or fault.strike is None
        seen: set[int] = set()
        while process.poll() is None:
            processes = [*family(process.pid)]
            seen.update(processes)
            looks.append(sum(map(memory_of, processes)))
            descriptors, scratch = open_files(processes)
            watched.files = max(watched.files, descriptors)
            watched.scratch = max(watched.scratch, scratch)
            if not struck and scratch >= at and len(processes) > 1:
                struck = True
                fault.strike(processes)  # type: ignore[union-attr, misc]  # it has one
            time.sleep(_LOOKS_EVERY)
        watched.wall = time.perf_counter() - start
        watched.code = process.returncode
        watched.cpu = _spent() - before
        errors.seek(0)
        said = errors.read().decode(errors="replace").replace("\r", "\n").strip().splitlines()
        watched.told = said[-1] if said else ""
    deadline = time.perf_counter() + 30  # a worker whose parent was killed ends by itself
    while left := [pid for pid in seen if Path(f"/proc/{pid}").exists()]:
        if time.perf_counter() > deadline:
            fail(f"processes that nobody waits for are left: {left}")
        time.sleep(_LOOKS_EVERY)
    watched.peak = max(looks, default=0)
    quarter = max(1, len(looks) // 4)
    watched.quarters = [
        max(looks[number * quarter : (number + 1) * quarter], default=0) for number in range(4)
    ]
    return watched


def open_files(processes: list[int]) -> tuple[int, int]:
    """Return how many files *processes* have open, and the bytes of those that have no name."""
    count, scratch = 0, {}
    for pid in processes:
        try:
            for link in os.scandir(f"/proc/{pid}/fd"):
                count += 1
                stat = link.stat()
                if stat.st_nlink == 0:
                    scratch[stat.st_ino] = stat.st_size
        except OSError:  # it has just ended, or has closed it
            continue
    return count, sum(scratch.values())


def digests(out: Path) -> dict[str, str]:
    """Return the digest of each file that a reader sees in *out*."""
    found = {}
    for path in sorted(out.iterdir()):
        if not path.name.startswith("."):
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def check_counts(out: Path) -> None:
    """See that the accounting of the whole run adds up."""
    manifest = orjson.loads((out / "manifest.json").read_bytes())
    counts = manifest["counts"]
    rest = {name: number for name, number in counts.items() if name != "read"}
    print(f"{counts}; {sum(each['rows'] for each in manifest['exports'].values()):,} rows")
    if sum(rest.values()) != counts["read"]:
        fail("the accounting does not add up")


def tell(name: str, watched: Watched) -> None:
    """Print what was seen of a run, as a row of a table."""
    quarters = " ".join(f"{size / 1e6:,.0f}" for size in watched.quarters)
    print(
        f"| {name} | {watched.code} | {watched.wall:,.0f} s | {watched.cpu:,.0f} s "
        f"| {watched.peak / 1e6:,.0f} MB ({quarters}) | {watched.files} "
        f"| {watched.scratch:,} | {watched.told} |",
        flush=True,
    )


def fail(why: str) -> NoReturn:
    """End the soak."""
    raise SystemExit(f"SOAK FAILED: {why}")


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
