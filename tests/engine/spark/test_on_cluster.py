"""A real cluster: executors are other processes, which share nothing with the driver but files."""

import subprocess
import sys
from pathlib import Path

import pytest
from cluster import Cluster
from command_line import SCRIPT
from conformance import CASES, NAMES, accounted, case, differing, expected_account
from replaydesk.engine.spark import job

HERE = Path(__file__).parent
DAY = HERE.parents[2] / "replay_logs" / "demo_day"
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
    """The job's file is what `spark-submit` is given, with the options of the local command."""
    submit = Path(on_loopback.environment["SPARK_HOME"]) / "bin" / "spark-submit"
    options = (DAY / "log.jsonl", "--out", tmp_path, *OPTIONS)

    assert ran(on_loopback, submit, "--master", on_loopback.url, job.__file__, *options) == "0 "
    assert unlike_the_day(tmp_path) == []


def test_cases_give_the_expected_bytes_on_a_cluster(on_loopback: Cluster, tmp_path: Path) -> None:
    """A choice of the conformance cases, in one application: exact bytes, exact accounting."""
    chosen = NAMES[20:60:20]
    if not CASES.is_dir():
        pytest.skip(f"the conformance cases are not at {CASES}; set REPLAYDESK_CONFORMANCE")
    said = ran(on_loopback, sys.executable, HERE / "cases.py", on_loopback.url, tmp_path, *chosen)
    asked = {name: case(name) for name in chosen}

    assert said == "0 "
    assert {name: differing(each, tmp_path / name) for name, each in asked.items()} == {
        name: [] for name in chosen
    }
    assert {name: accounted(tmp_path / name) for name in chosen} == {
        name: expected_account(each) for name, each in asked.items()
    }


def unlike_the_day(out: Path) -> list[str]:
    """Return the exports that are not the expected ones of the demo day to the byte."""
    return [
        expected.name
        for expected in sorted((DAY / "expected").glob("*.csv"))
        if expected.read_bytes() != (out / expected.name).read_bytes()
    ]
