"""What is no log of lines: Parquet, and tables of Delta and Iceberg."""

import os
from pathlib import Path

import pytest
from command_line import Ran, run
from replaydesk import LogNotFoundError, replay
from replaydesk.engine.sources import find_sources

LINE = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"}\n'
PARQUET = b"PAR1" + bytes(8) + b"PAR1"
DELTA = "_delta_log/00000000000000000000.json"


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that is called `lake`, and work beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lake").mkdir()
    return tmp_path / "lake"


def put(path: Path, content: bytes = b"{}") -> None:
    """Put a file where it is said, in folders that are made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def refused(log: str) -> str:
    """Return what is told of a log that is none."""
    with pytest.raises(LogNotFoundError) as error:
        find_sources([log])
    return str(error.value)


def told(where: str, kind: str) -> str:
    """Return what is to be told of a table."""
    return (
        f"{where}: it is a table of {kind}, and some of its files may no longer be part of it; "
        "expected lines of JSON, or on Spark Parquet of no table; read the table with Spark, and "
        "give the DataFrame to replaydesk.spark.replay"
    )


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (DELTA, "Delta"),
        ("metadata/v1.metadata.json", "Iceberg"),
        ("metadata/00001-9c2d.metadata.json", "Iceberg"),
        ("metadata/00001-9c2d.gz.metadata.json", "Iceberg"),
        ("metadata/v2.metadata.json.gz", "Iceberg"),
    ],
)
def test_a_folder_that_is_a_table_is_told(file: str, kind: str, lake: Path) -> None:
    """A table keeps files that are no longer part of it, and what is lies in no log of lines."""
    put(lake / "data" / "one.parquet", PARQUET)
    put(lake / file)

    ran = run("check", "lake")

    assert ran == Ran(2, "", f"replaydesk: {told('lake', kind)}\n")
    os.chdir("lake")
    assert refused(".") == told(".", kind)


def test_a_table_in_a_folder_is_told_where_it_lies(lake: Path) -> None:
    """Of several the first by their names, however deep."""
    put(lake / "b" / DELTA)
    put(lake / "a" / "deep" / "metadata" / "v1.metadata.json")
    put(lake / "a" / "deep" / "data" / "one.parquet", PARQUET)

    assert refused("lake") == told("lake/a/deep", "Iceberg")
    assert refused("lake/b") == told("lake/b", "Delta")


def test_lines_beside_a_table_are_the_log(lake: Path) -> None:
    """Files of other names in a folder are left alone, and what keeps a table has others."""
    put(lake / DELTA)
    put(lake / "metadata" / "v1.metadata.json")
    put(lake / "log.jsonl", LINE)

    assert replay("lake").counts.read == 1


def test_a_folder_of_notes_is_no_table(lake: Path) -> None:
    """What is called as a table's folder, and holds none of its files, is a folder without logs."""
    put(lake / "metadata" / "readme.json")
    put(lake / "v1.metadata.json")
    put(lake / "_delta_log")

    assert refused("lake").startswith("lake: the folder holds no log (*.jsonl, ")


@pytest.mark.parametrize("name", ["log.jsonl", "log.parquet", "log.jsonl.gz"])
def test_a_file_of_parquet_is_told_whatever_it_is_called(name: str, lake: Path) -> None:
    """It is told by its two ends, and no line of it becomes a reject."""
    put(lake / name, PARQUET)

    ran = run("check", lake / name)

    assert ran == Ran(
        2,
        "",
        f"replaydesk: {lake / name}: it is Parquet; expected lines of JSON; replaydesk export "
        "--engine spark reads Parquet that is called .parquet\n",
    )
