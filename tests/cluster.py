"""A cluster of Spark on loopback: a master and two workers, processes of their own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import attrs

WORKERS: Final = 2
_PATIENCE: Final = 120
"""Seconds that a process of Spark may take to start."""

SHORT_LIVED: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of Java for what ends soon: most of its time goes into compiling, which never pays."""

_DEFAULTS: Final = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 768m
spark.executor.memory {memory}
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.sql.shuffle.partitions {partitions}
spark.driver.extraJavaOptions {java}
spark.executor.extraJavaOptions {java}
"""


@attrs.frozen
class Cluster:
    """A cluster that runs."""

    url: str
    pids: list[int]
    """Of its workers; executors are their children."""

    environment: dict[str, str]
    """What an application is started with."""

    def processes(self, words: str) -> list[int]:
        """Return the processes of the workers whose command line holds *words*."""
        parents: dict[int, int] = {}
        lines: dict[int, str] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                after = (folder / "stat").read_text().rpartition(")")[2].split()
                lines[int(folder.name)] = (folder / "cmdline").read_text(errors="replace")
            except OSError:
                continue  # it has ended
            parents[int(folder.name)] = int(after[1])
        return [pid for pid, line in lines.items() if words in line and self._is_ours(pid, parents)]

    def _is_ours(self, pid: int, parents: dict[int, int]) -> bool:
        while pid in parents:
            pid = parents[pid]
            if pid in self.pids:
                return True
        return False


@contextmanager
def cluster(folder: Path, memory: str = "512m", partitions: int = 4) -> Iterator[Cluster]:
    """Start a master and two workers with a core each, and end them afterwards."""
    import pyspark  # noqa: PLC0415  # it may be missing

    home = Path(pyspark.__file__).parent
    (folder / "conf").mkdir()
    defaults = _DEFAULTS.format(memory=memory, partitions=partitions, java=SHORT_LIVED)
    (folder / "conf" / "spark-defaults.conf").write_text(defaults)
    environment = unmeasured() | {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder / "conf"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_JAVA_OPTS": SHORT_LIVED,
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
    }
    with ExitStack() as stack:

        def started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
            log = stack.enter_context((folder / f"{time.monotonic_ns()}.log").open("wb"))
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *arguments],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            stack.callback(_end, process)
            return process

        def told(pattern: str, times: int) -> str:
            waited = time.monotonic() + _PATIENCE
            while time.monotonic() < waited:
                logs = "".join(path.read_text() for path in folder.glob("*.log"))
                found: list[str] = re.findall(pattern, logs)
                if len(found) >= times:
                    return found[-1]
                time.sleep(0.2)
            raise TimeoutError(f"no process of Spark said {pattern!r}:\n{logs}")

        started("master.Master")
        url = told(r"Starting Spark master at (spark://\S+)", 1)
        workers = [
            started(
                "worker.Worker",
                *("--cores", "1", "--memory", "1g", "--work-dir", str(folder / str(number)), url),
            )
            for number in range(WORKERS)
        ]
        told("Successfully registered with master", WORKERS)
        yield Cluster(url, [worker.pid for worker in workers], environment)


def unmeasured() -> dict[str, str]:
    """Return the environment of this process, but that Python measures no coverage in it.

    It would slow down workers of Spark, which run what other tests cover.
    """
    told = dict(os.environ)
    told.pop("COVERAGE_PROCESS_START", None)
    return told


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and what it started."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
