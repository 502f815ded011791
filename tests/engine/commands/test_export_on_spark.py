"""`replaydesk export --engine spark`: what is told before Spark is asked for anything."""

import sys
from pathlib import Path

import pytest
from command_line import run


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Ann's hour in a file."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(day))
    return path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--master", "local[2]"], "--master and --parquet go with --engine spark"),
        (["--parquet"], "--master and --parquet go with --engine spark"),
        (["--engine", "spark", "--workers", "2"], "--workers goes with --engine local"),
        (["--engine", "spark", "--memory", "1G"], "--memory goes with --engine local"),
        (["--engine", "spark", "--parquet", "--lang", "fr"], "--lang and --raw-text are for CSV"),
        (["--engine", "spark", "--parquet", "--raw-text"], "--lang and --raw-text are for CSV"),
    ],
    ids=["master", "parquet", "workers", "memory", "language of Parquet", "text of Parquet"],
)
def test_options_of_the_other_engine_are_wrong_usage(
    log: Path,
    tmp_path: Path,
    options: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An option that means nothing there is refused, and nothing is read."""
    monkeypatch.chdir(tmp_path)
    ran = run("export", log, "--out", tmp_path / "out", *options)

    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


def test_without_pyspark_the_command_says_what_to_install(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PySpark is missing the job fails in one line, and names the extra."""
    for name in ("py4j", "py4j.protocol", "pyspark", "pyspark.errors"):
        monkeypatch.setitem(sys.modules, name, None)
    ran = run("export", log, "--out", tmp_path / "out", "--engine", "spark")

    assert (ran.code, ran.out) == (1, "")
    assert "pip install 'replaydesk[spark]'" in ran.err
    assert ran.err.count("\n") == 1
