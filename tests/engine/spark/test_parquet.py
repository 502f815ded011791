"""`--parquet`: folders of Parquet that say what the CSV files say, and are whole or tell so."""

from pathlib import Path
from typing import TYPE_CHECKING

import command_line
import pytest
from parquet_out import said, unlike

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
ON_SPARK = ("--engine", "spark", "--parquet")
OPTIONS = ("--tz", "Europe/Brussels", "--allow-rejects")


@pytest.mark.usefixtures("spark")
def test_each_export_is_a_folder_of_the_rows_of_the_local_engine(tmp_path: Path) -> None:
    """Rows, rejects with their lines, and the accounting are those of the local engine."""
    log, out = DAY / "log.jsonl", tmp_path / "out"
    ran = command_line.run("export", log, "--out", out, *OPTIONS, *ON_SPARK)

    assert (ran.code, ran.err) == (0, "")
    assert unlike(out, log, tz="Europe/Brussels") == []


@pytest.mark.usefixtures("spark")
def test_a_log_without_events_gives_folders_without_rows(tmp_path: Path) -> None:
    """Where there is nothing there are folders that say so, with all columns."""
    log, out = tmp_path / "log.jsonl", tmp_path / "out"
    log.write_bytes(b"\n")
    ran = command_line.run("export", log, "--out", out, *ON_SPARK)

    assert (ran.code, ran.err) == (0, "")
    assert unlike(out, log) == []


def test_what_was_there_is_not_replaced_and_what_is_not_whole_has_no_accounting(
    spark: "SparkSession", tmp_path: Path
) -> None:
    """A job that finds a folder of its own name there fails, and leaves that folder as it was."""
    log, out = DAY / "log.jsonl", tmp_path / "out"
    spark.range(3).coalesce(1).write.parquet(str(out / "team"))
    ran = command_line.run("export", log, "--out", out, *OPTIONS, *ON_SPARK)

    assert (ran.code, ran.out) == (1, "")
    assert "already exists" in ran.err
    assert ran.err.count("\n") == 1
    assert sorted(row["id"] for row in said(out / "team")) == [0, 1, 2]
    assert not (out / "accounting").exists()
