"""The local engine and Spark side by side: the same logs, the same cores, the same bytes.

    pip install -e ".[spark]"
    python tests/benchmarks/on_spark.py LOG...

Each log is exported by the local engine, by Spark to CSV, and by Spark to Parquet, each as
processes of their own. The CSV files are compared to the byte, and of all three the counts and the
rows of each export; at the first difference it ends. Then it prints what each took: wall time, the
processors' seconds and the most memory of all its processes together, and what Spark shuffled and
spilled.

From the two largest logs it works out what a further event takes, from how many cores on Spark is
ahead, and, as an estimate, what a thousand times the largest would take a cluster.

It is no test: its figures are those of one machine, and only ratios within one run mean much.
"""

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
from compare import first_difference, machine
from contestants import CONTESTANTS, replaydesk
from slopes import Measured, conclusions
from whole_tree import Took, watched

LOCAL, CSV, PARQUET = "local engine", "Spark", "Spark to Parquet"
_EVENT_LOG: Final = """\
spark.ui.enabled false
spark.eventLog.enabled true
spark.eventLog.compress false
spark.eventLog.dir file:{folder}
spark.driver.memory {memory}
"""


def main() -> None:
    """Measure, compare and conclude."""
    parser = argparse.ArgumentParser(description="Compare the local engine with Spark.")
    parser.add_argument("logs", nargs="+", type=Path, metavar="LOG")
    parser.add_argument("--only", nargs="+", choices=[LOCAL, CSV, PARQUET])
    parser.add_argument("--cores", type=int, default=2, metavar="NUMBER")
    parser.add_argument("--driver-memory", default="2g", metavar="SIZE")
    parser.add_argument("--folder", type=Path, help="where exports are kept meanwhile")
    asked = parser.parse_args()
    print(
        f"{machine(CONTESTANTS[:1])}, PySpark {importlib.metadata.version('pyspark')}, "
        f"local[{asked.cores}] with a driver of {asked.driver_memory}\n",
        flush=True,
    )
    print("| events | | wall | CPU | peak memory | shuffled | spilled |")
    print("|---|---|---|---|---|---|---|")
    done: dict[str, list[Measured]] = {}
    for log in sorted(asked.logs, key=lambda path: path.stat().st_size):
        with tempfile.TemporaryDirectory(dir=asked.folder) as name:
            for one in measured(log.resolve(), Path(name), asked):
                done.setdefault(one.name, []).append(one)
                print(one.row(), flush=True)
    print("\n" + "\n".join(conclusions(done, asked.cores, (LOCAL, CSV, PARQUET))))


def measured(log: Path, folder: Path, asked: argparse.Namespace) -> Iterator[Measured]:
    """Yield what each took that was asked for.

    Raises:
        SystemExit: One failed, or did not say what the first said.
    """
    expected: Any = None
    for name in asked.only or (LOCAL, CSV, PARQUET):
        out = folder / name.replace(" ", "-")
        command = [replaydesk(), "export", str(log), "--allow-rejects", "--out", str(out)]
        environment = dict(os.environ)
        events = out.with_suffix(".events")
        if name == LOCAL:
            command += ["--workers", str(asked.cores)]
        else:
            command += ["--engine", "spark", "--master", f"local[{asked.cores}]"]
            environment["SPARK_CONF_DIR"] = str(configured(events, asked.driver_memory))
            environment["SPARK_LOCAL_DIRS"] = str(folder / "spark")
        if name == PARQUET:
            command.append("--parquet")
        took = ran(command, environment, folder)
        said = accounted(out)
        expected = expected or said
        if said != expected:
            raise SystemExit(f"{name} counts otherwise: {said}; expected {expected}")
        if name == CSV and (first := folder / LOCAL.replace(" ", "-")).exists():
            if difference := first_difference(first, out):
                raise SystemExit(f"{name}: {difference}")
            shutil.rmtree(out)
        yield Measured(name, said["counts"]["read"], took, *tasks(events))


def configured(events: Path, memory: str) -> Path:
    """Return a folder of settings with which Spark tells of its tasks."""
    conf = events.with_suffix(".conf")
    conf.mkdir()
    events.mkdir()
    text = _EVENT_LOG.format(folder=events, memory=memory)
    (conf / "spark-defaults.conf").write_text(text)
    return conf


def ran(command: list[str], environment: dict[str, str], folder: Path) -> Took:
    """Run a command to its end, and return what it took.

    Raises:
        SystemExit: It failed.
    """
    said = folder / "said"
    with said.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        took = watched(process)
    if process.returncode:
        last = said.read_text(errors="replace")[-8000:]
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{last}")
    return took


def accounted(out: Path) -> dict[str, Any]:
    """Return the counts of a job, and the rows of each export."""
    manifest = out / "manifest.json"
    if manifest.exists():
        told = json.loads(manifest.read_bytes())
        rows = {slug: each["rows"] for slug, each in told["exports"].items()}
        return {"counts": told["counts"], "rows": rows}
    (text,) = filter(None, (path.read_text() for path in (out / "accounting").glob("part-*")))
    accounting: dict[str, Any] = json.loads(text)
    return accounting


@attrs.define
class _Sums:
    shuffled: int = 0
    spilled: int = 0
    busy: float = 0.0


def tasks(events: Path) -> tuple[int, int, float]:
    """Return the bytes that tasks shuffled and spilled, and the seconds that they took in all."""
    sums = _Sums()
    files = events.rglob("*") if events.exists() else ()
    for path in (path for path in files if path.is_file()):
        with path.open("rb") as lines:
            for line in lines:
                if line.startswith(b'{"Event":"SparkListenerTaskEnd"'):
                    _add(json.loads(line), sums)
    return sums.shuffled, sums.spilled, sums.busy


def _add(event: dict[str, Any], sums: _Sums) -> None:
    metrics = event.get("Task Metrics") or {}
    sums.shuffled += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    sums.spilled += metrics.get("Disk Bytes Spilled", 0)
    info = event["Task Info"]
    sums.busy += (info["Finish Time"] - info["Launch Time"]) / 1000


if __name__ == "__main__":
    main()
