"""What it takes to tell every worker of contacts and moments, and what to join them.

    python tests/engine/spark/joined_or_told.py LOG

Prints what an event of each takes in the pickle and in memory, then exports the log in one session
of `local[2]`, told and joined in turn: the processors' seconds of all processes together. By these
figures `joining.py` decides.
"""

import os
import pickle
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any, Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_LOCKS: Final = 100_000


def main() -> None:
    """Measure both."""
    sys.path.pop(0)  # this folder holds tests
    from replaydesk import replay  # noqa: PLC0415

    day = replay(sys.argv[1], only="user")
    types, moments = day.replayed.types, day.replayed.moments
    contacts = dict(day.reference.contacts)
    told = sum(number for kind, number in types.items() if kind.startswith("contact."))
    say("an event of a contact", contacts, told)
    say("a moment", moments, sum(len(each.times) for each in moments.by_agent.values()))
    order = [(n, 0, 7, f"event {n}", "conversation", f"conversation {n}") for n in range(_LOCKS)]
    say("a lock, while the driver gathers them", [("agent", None, each) for each in order], _LOCKS)
    export(sys.argv[1])


def say(name: str, what: Any, number: int) -> None:
    """Print what each of *number* takes."""
    data = pickle.dumps(what)
    tracemalloc.start()
    loaded = pickle.loads(data)  # noqa: S301  # made one line above
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del loaded
    sys.stdout.write(f"{name}: {len(data) // number} bytes, in memory {taken // number}\n")


def export(log: str) -> None:
    """Export the log, told and joined."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing
    from replaydesk.engine.export import ExportOptions  # noqa: PLC0415
    from replaydesk.engine.library import make_settings  # noqa: PLC0415
    from replaydesk.spark import export as on_spark  # noqa: PLC0415

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "2g")
    spark = builder.config("spark.serializer.objectStreamReset", "1").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    asked: dict[str, Any] = {"settings": make_settings({}), "options": ExportOptions()}
    for _ in range(2):
        for joined in (False, True):
            with tempfile.TemporaryDirectory() as out:
                before, started = processors(), time.monotonic()
                on_spark(spark, [log], Path(out) / "out", joined=joined, **asked)
                took, wall = processors() - before, time.monotonic() - started
                how = "joined" if joined else "told"
                sys.stdout.write(f"{how}: {took:.1f} s of processors, {wall:.1f} s\n")
                sys.stdout.flush()
    spark.stop()


def processors() -> float:
    """Return the seconds of processors that this process and those that it started have taken."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        parents[int(folder.name)] = int(fields[1])
        ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    return sum(taken for pid, taken in ticks.items() if is_ours(pid, parents)) / _TICKS


def is_ours(pid: int, parents: dict[int, int]) -> bool:
    """Tell whether a process is this one, or a child of its children."""
    while pid in parents and pid != os.getpid():
        pid = parents[pid]
    return pid == os.getpid()


if __name__ == "__main__":
    main()
