"""Where the time of an export goes: the phases of one process, on a log of any size.

    replaydesk generate --events 1000000 --out million.jsonl
    python tests/benchmarks/phases.py million.jsonl

Not a timed test: it prints CPU seconds of this machine, whose figures differ from yours.
"""

import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import orjson
from replaydesk.engine import export as job
from replaydesk.engine import folding
from replaydesk.engine import replay as phases
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources


@attrs.define
class Clock:
    """CPU seconds by phase; a phase inside another counts for itself only."""

    seconds: dict[str, float] = attrs.Factory(dict)
    _inside: list[float] = attrs.Factory(list)

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return *function*, whose time counts for *phase*."""

        def run(*args: Any, **options: Any) -> Any:
            self._inside.append(0.0)
            start = time.process_time()
            try:
                return function(*args, **options)
            finally:
                spent = time.process_time() - start
                own = spent - self._inside.pop()
                self.seconds[phase] = self.seconds.get(phase, 0.0) + own
                if self._inside:
                    self._inside[-1] += spent

        return run


def main(log: str) -> None:
    """Export *log* once with one process, and print where the time went."""
    clock = Clock()
    for holder, name, phase in (
        (phases.Replay, "read", "taking in: read, judge, keep"),
        (phases, "find_duplicates", "finding duplicates"),
        (phases.Replay, "_fold_entities", "folding reference data and presence"),
        (phases.Replay, "_agent_moments", "gathering agents' moments"),
        (folding.Folded, "conversations", "folding conversations: order, facts, projections"),
        (folding.Folded, "take_rows", "printing rows"),
        (folding.Folded, "contacts", "adding up contacts"),
        (job, "write_exports", "merging and writing"),
    ):
        setattr(holder, name, clock.timed(phase, getattr(holder, name)))
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        exported = job.export(find_sources([log]), Path(out), Settings(), ExportOptions())
    wall = time.perf_counter() - started
    total = sum(clock.seconds.values())
    for phase, seconds in clock.seconds.items():
        print(f"{seconds:8.2f} s  {seconds / total:4.0%}  {phase}")
    read = exported.counts.read
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{wall:8.2f} s wall, {read / wall:,.0f} events a second, peak memory {peak} MB")
    print(
        f"Python {platform.python_version()}, orjson {orjson.__version__}, attrs "
        f"{attrs.__version__}, {os.cpu_count()} processors, {platform.machine()}"
    )


if __name__ == "__main__":
    main(sys.argv[1])
