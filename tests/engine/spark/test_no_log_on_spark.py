"""What is no log on Spark either: tables of Delta and Iceberg, and Parquet that is called a log."""

from pathlib import Path
from typing import TYPE_CHECKING

import command_line
import pytest
from replaydesk.engine.sources import LogNotFoundError, find_sources, read_lines

pa = pytest.importorskip("pyarrow", reason="pip install 'replaydesk[spark]' brings pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")


def write(path: Path) -> None:
    """Write a line as Parquet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.table({"line": [b"{}"]}), path)


def put(path: Path) -> None:
    """Put a file of JSON where it is said."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{}")


def refused(spark: "SparkSession", log: str | Path) -> str:
    """Return what is told of a log that Spark does not read."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    with pytest.raises(LogNotFoundError) as told:
        on_spark.replay(spark, log)
    return str(told.value)


def refused_here(log: Path) -> str:
    """Return what the local engine tells of the same."""
    with pytest.raises(LogNotFoundError) as told:
        [*read_lines(find_sources([str(log)])[0])]
    return str(told.value)


@pytest.mark.parametrize(
    ("file", "kind"),
    [("_delta_log/0.json", "Delta"), ("metadata/v1.metadata.json", "Iceberg")],
)
@pytest.mark.parametrize("name", ["lake", "lake.parquet"])
def test_a_table_is_refused_as_by_the_local_engine(
    spark: "SparkSession", tmp_path: Path, name: str, file: str, kind: str
) -> None:
    """In the same words, by a path and with a scheme: no file that is no longer part counts."""
    log = tmp_path / name
    write(log / "data" / "one.parquet")
    put(log / file)

    assert refused(spark, log) == refused_here(log)
    assert f"{log}: it is a table of {kind}, and some of its files " in refused(spark, log)
    assert refused(spark, f"file://{log}") == f"file://{refused_here(log)}"


def test_a_table_in_a_folder_is_refused(spark: "SparkSession", tmp_path: Path) -> None:
    """It is told where it lies; of Delta that is not seen where a path has a scheme."""
    write(tmp_path / "lake" / "one.parquet")
    put(tmp_path / "lake" / "b" / "metadata" / "v1.metadata.json")
    lake, place = tmp_path / "lake", tmp_path / "lake" / "b"

    told = refused(spark, lake)
    with_scheme = refused(spark, f"file://{lake}")
    put(lake / "a" / "_delta_log" / "0.json")

    assert told.startswith(f"{place}: it is a table of Iceberg, ")
    assert with_scheme == f"file://{told}"
    assert refused(spark, lake).startswith(f"{lake}/a: it is a table of Delta, ")


def test_a_table_without_parquet_is_refused(spark: "SparkSession", tmp_path: Path) -> None:
    """Iceberg keeps its rows in other files, too."""
    lake = tmp_path / "lake"
    put(lake / "metadata" / "v1.metadata.json")

    assert refused(spark, lake) == refused_here(lake)
    assert refused(spark, f"file://{lake}") == f"file://{refused_here(lake)}"


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz", "log.txt"])
@pytest.mark.usefixtures("spark")
def test_parquet_that_is_called_a_log_is_refused(tmp_path: Path, name: str) -> None:
    """In the words of the local engine, and no line of it becomes a reject."""
    log, out = tmp_path / name, tmp_path / "out"
    write(log)

    ran = command_line.run("export", log, "--out", out, "--engine", "spark")

    assert ran == command_line.Ran(2, "", f"replaydesk: {refused_here(log)}\n")
    assert not out.exists()


@pytest.mark.usefixtures("spark")
def test_a_line_may_begin_as_parquet_does(tmp_path: Path) -> None:
    """What begins so and does not end so is a log with a reject."""
    log, out = tmp_path / "log.jsonl", tmp_path / "out"
    log.write_bytes(b"PAR1 of the log is lost\n{}\n")

    ran = command_line.run("export", log, "--out", out, "--engine", "spark", "--allow-rejects")

    assert ran.code == 0
    assert (out / "rejects.jsonl").read_bytes().count(b"\n") == 2
