"""The local engine and Spark side by side: the same log, the same cores, the same bytes.

    python tests/benchmarks/on_spark.py LOG [MASTER]

Runs `replaydesk export` with the local engine and with Spark, by default on `local[2]`, compares
what they wrote, and prints of each the wall time, the processors' seconds, the peak memory of all
its processes together, and for Spark the bytes that it shuffled and spilled.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure both, and compare."""
    log, master = Path(sys.argv[1]), (sys.argv[2:] or ["local[2]"])[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf").mkdir()
        (folder / "events").mkdir()
        (folder / "conf" / "spark-defaults.conf").write_text(
            "spark.ui.enabled false\nspark.eventLog.enabled true\nspark.eventLog.compress false\n"
            f"spark.eventLog.dir file:{folder}/events\nspark.driver.memory 2g\n"
        )
        environment = os.environ | {"SPARK_CONF_DIR": str(folder / "conf")}
        command = ["replaydesk", "export", str(log), "--allow-rejects", "--out"]
        here = measured([*command, str(folder / "here"), "--workers", "2"], dict(os.environ))
        print(f"local engine, 2 workers: {here}", flush=True)
        on_spark = [*command, str(folder / "there"), "--engine", "spark", "--master", master]
        print(f"Spark, {master}: {measured(on_spark, environment)}")
        print(f"  {shuffled(folder / 'events')}")
        differing = [
            path.name
            for path in sorted((folder / "here").glob("*.csv"))
            if path.read_bytes() != (folder / "there" / path.name).read_bytes()
        ]
        counts = [counted(folder / side) for side in ("here", "there")]
        print(f"exports that differ: {differing}; the same counts: {counts[0] == counts[1]}")


def measured(command: list[str], environment: dict[str, str]) -> str:
    """Run a command, and say what it took."""
    command[0] = shutil.which(command[0]) or str(Path(sys.executable).parent / command[0])
    started, peak = time.monotonic(), 0
    seconds: dict[int, float] = {}
    said = tempfile.TemporaryFile("w+")  # noqa: SIM115  # a pipe could fill up, and stop the job
    process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
    while process.poll() is None:
        pages = 0
        for pid in tree(process.pid):
            told = stat(pid)
            if told:
                pages += int(told[21])
                seconds[pid] = (int(told[11]) + int(told[12])) / _TICKS
        peak = max(peak, pages * _PAGE)
        time.sleep(0.2)
    wall = time.monotonic() - started
    if process.returncode:
        said.seek(0)
        raise SystemExit(f"{command} ended with {process.returncode}:\n{said.read()[-8000:]}")
    spent = sum(seconds.values())
    return f"{wall:.1f} s wall, {spent:.1f} s of processors, {peak / 1e6:,.0f} MB at the peak"


def tree(root: int) -> list[int]:
    """Return a process and all below it."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue  # it has ended
    return found


def stat(pid: int) -> list[str]:
    """Return what the system says of a process, from its state on; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def shuffled(events: Path) -> str:
    """Say what Spark's log of events tells of shuffles and spills."""
    sums = {"shuffled": 0, "spilled to disk": 0}
    for path in (path for path in events.rglob("*") if path.is_file()):
        for line in path.read_bytes().split(b"\n"):
            if not line.startswith(b'{"Event":"SparkListenerTaskEnd"'):
                continue
            event: dict[str, Any] = json.loads(line)
            metrics = event.get("Task Metrics") or {}
            written = metrics.get("Shuffle Write Metrics", {})
            sums["shuffled"] += written.get("Shuffle Bytes Written", 0)
            sums["spilled to disk"] += metrics.get("Disk Bytes Spilled", 0)
    return ", ".join(f"{value / 1e6:,.0f} MB {name}" for name, value in sums.items())


def counted(out: Path) -> Any:
    """Return the counts of a job."""
    return json.loads((out / "manifest.json").read_text())["counts"]


if __name__ == "__main__":
    main()
