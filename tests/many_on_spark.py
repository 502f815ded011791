"""Many logs on Spark in one session: the conformance cases, and the logs of the real world.

As a script it is the driver of an application on a cluster, a child of the tests:

    python many_on_spark.py MASTER OUT NAME...
"""

import sys
import traceback
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import conformance
import real_logs
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.library import make_settings
from replaydesk.engine.replay import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

AT_A_TIME = 3
"""Logs that are replayed beside each other: what Spark plans for one, two cores do for another."""

ZONE = "Europe/Stockholm"


class Asked(NamedTuple):
    """A log, and what is asked of it."""

    log: Path
    settings: Settings
    options: ExportOptions


def asked(name: str) -> Asked:
    """Return a conformance case or a log of the real world; where it is missing, skip."""
    if name in real_logs.NAMES:
        settings = make_settings({"tz": ZONE})
        return Asked(real_logs.real_log(name), settings, ExportOptions(tz=ZONE))
    case = conformance.case(name)
    return Asked(case.folder / case.log, case.settings, case.options)


def replay_all(spark: "SparkSession", names: Iterable[str], out: Path) -> None:
    """Export each log to a folder of its name; why one failed goes to a file beside it."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    def replay(name: str) -> None:
        log, settings, options = asked(name)
        try:
            export(spark, [str(log)], out / name, settings=settings, options=options)
        except Exception:  # noqa: BLE001  # the test of this log tells of it
            failure_of(name, out).write_text(traceback.format_exc())

    with ThreadPoolExecutor(AT_A_TIME) as threads:
        # The longest first: the short ones go on beside them.
        list(threads.map(replay, sorted(names, key=lambda name: name not in real_logs.NAMES)))


def failure_of(name: str, out: Path) -> Path:
    """Return the file that says why a log failed, if it did."""
    return out / f"{name}.failed"


def main() -> None:
    """Replay all logs that are named, on the master that is named."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # it may be missing

    master, out, *names = sys.argv[1:]
    spark = SparkSession.builder.master(master).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    replay_all(spark, names, Path(out))
    spark.stop()


if __name__ == "__main__":
    main()
