"""A real cluster: executors are other processes, which share nothing with the driver but files."""

import subprocess
from pathlib import Path

from cluster import Cluster
from command_line import SCRIPT
from parquet_out import unlike
from replaydesk.engine.spark import job

DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
OPTIONS = ("--tz", "Europe/Brussels", "--allow-rejects")


def ran(running: Cluster, *command: object) -> str:
    """Run an application to its end; return what it said, which is wrong if it failed."""
    done = subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
        env=running.environment,
    )
    return f"{done.returncode} {done.stdout}{done.stderr if done.returncode else ''}"


def test_the_command_exports_on_a_cluster(on_loopback: Cluster, tmp_path: Path) -> None:
    """`replaydesk export --engine spark --master URL` writes the expected exports of the day."""
    command = ("export", DAY / "log.jsonl", "--out", tmp_path, *OPTIONS)
    master = ("--engine", "spark", "--master", on_loopback.url)

    assert ran(on_loopback, SCRIPT, *command, *master) == "0 "
    assert unlike_the_day(tmp_path) == []


def test_spark_submit_takes_the_job(on_loopback: Cluster, tmp_path: Path) -> None:
    """The job's file is what `spark-submit` is given; executors write Parquet where it says.

    Of exports whose rows tasks finish, and of one that the driver adds up: that each of the twelve
    is written as Parquet is tried in `test_parquet.py`.
    """
    submit = Path(on_loopback.environment["SPARK_HOME"]) / "bin" / "spark-submit"
    master = ("--master", on_loopback.url, job.__file__)
    only = ["message", "user", "resolved-conversation"]
    options = (DAY / "log.jsonl", "--out", tmp_path / "out", *OPTIONS, "--parquet")
    chosen = [option for slug in only for option in ("--only", slug)]

    assert ran(on_loopback, submit, *master, *options, *chosen) == "0 "
    assert unlike(tmp_path / "out", DAY / "log.jsonl", tz="Europe/Brussels", only=only) == []


def unlike_the_day(out: Path) -> list[str]:
    """Return the exports that are not the expected ones of the demo day to the byte."""
    return [
        expected.name
        for expected in sorted((DAY / "expected").glob("*.csv"))
        if expected.read_bytes() != (out / expected.name).read_bytes()
    ]
