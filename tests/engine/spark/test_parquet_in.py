"""Parquet as a log: of the command and of paths, beside lines of JSON or alone."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import command_line
import pytest
from replaydesk import encode
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.export import export as export_locally
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import LogNotFoundError, Reading, find_sources
from typed_log import LINES, events, fields

pa = pytest.importorskip("pyarrow", reason="pip install 'replaydesk[spark]' brings pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

OPTIONS = ("--tz", "Europe/Brussels", "--allow-rejects")
ON_SPARK = ("--engine", "spark")
SETTINGS = make_settings({"tz": "Europe/Brussels"})
PRINTED = ExportOptions(tz="Europe/Brussels")


def write(path: Path, lines: list[bytes | None], rows: int = 100) -> None:
    """Write raw lines as Parquet, in groups of some *rows*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stripped = [line and line.removesuffix(b"\n") for line in lines]
    parquet.write_table(pa.table({"line": stripped}), path, row_group_size=rows, compression="none")


def export_here(logs: list[Path], out: Path, reading: Reading | None = None) -> None:
    """Export with the local engine."""
    export_locally(find_sources([*map(str, logs)], reading), out, SETTINGS, PRINTED)


def export_there(
    spark: "SparkSession", logs: list[str], out: Path, reading: Reading | None = None
) -> None:
    """Export on Spark."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    export(spark, logs, out, settings=SETTINGS, options=PRINTED, reading=reading, partitions=2)


def said(out: Path) -> dict[str, bytes]:
    """Return the files of a job, the rejects as if their log had been lines of JSON."""
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    rejects = files.pop("rejects.jsonl", b"")
    return {**files, "rejects.jsonl": rejects.replace(b".parquet", b".jsonl")}


def unlike(out: Path, other: Path) -> list[str]:
    """Return the files of two jobs that differ."""
    here, there = said(out), said(other)
    return [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)]


def inputs(out: Path) -> list[dict[str, Any]]:
    """Return what a manifest says of the log."""
    told: list[dict[str, Any]] = json.loads((out / "manifest.json").read_bytes())["inputs"]
    return told


def test_parquet_and_lines_of_json_are_one_log(
    in_small_blocks: "SparkSession", tmp_path: Path
) -> None:
    """Files, folders and a folder by its name, cut into blocks: the bytes of the same lines.

    Of a reject they name the file and the row, counted from one.
    """
    long = b'{"type": "' + b"long " * 3000 + b'"}\n'
    logs = {
        "a [log] 100%/deep/one": [*LINES[:700], b"\n", b"{}\n", long],
        "a [log] 100%/two": LINES[700:900],
        "plain/lines": LINES[900:1200],
        "by name.parquet/three": [*LINES[1200:1500], b'{"id": "\xff"}\n'],
        "four": LINES[1500:],
    }
    for name, lines in logs.items():
        here = tmp_path / "json" / f"{name}.jsonl"
        here.parent.mkdir(parents=True, exist_ok=True)
        here.write_bytes(b"".join(lines))
        if name.startswith("plain"):
            (tmp_path / name).parent.mkdir()
            (tmp_path / f"{name}.jsonl").write_bytes(b"".join(lines))
        else:
            write(tmp_path / f"{name}.parquet", [*lines])
    (tmp_path / "by name.parquet" / "log.jsonl").write_bytes(b"no part of this log\n")
    names = ["a [log] 100%", "plain", "by name.parquet", "four.parquet"]
    reading = Reading(max_line=len(long) - 2)

    export_here(
        [tmp_path / "json" / name.replace("four.parquet", "four.jsonl") for name in names],
        tmp_path / "here",
        reading,
    )
    rejects = (tmp_path / "here" / "rejects.jsonl").read_bytes()
    (tmp_path / "here" / "rejects.jsonl").write_bytes(rejects.replace(b"/json/", b"/"))
    there = [str(tmp_path / name) for name in names]
    export_there(in_small_blocks, there, tmp_path / "there", reading)

    assert unlike(tmp_path / "here", tmp_path / "there") == ["manifest.json"]
    assert b"the line has 15,012 bytes" in rejects
    assert [(entry["name"], entry["size"]) for entry in inputs(tmp_path / "there")] == [
        (name, Path(name).stat().st_size)
        for name in (
            f"{there[0]}/deep/one.parquet",
            f"{there[0]}/two.parquet",
            f"{there[1]}/lines.jsonl",
            f"{there[2]}/three.parquet",
            there[3],
        )
    ]


def test_a_table_in_folders_of_its_fields_is_a_log(spark: "SparkSession", tmp_path: Path) -> None:
    """Folders of types and channels, an ID of digits among them, and a column that came later."""
    from pyspark.sql.functions import timestamp_millis  # noqa: PLC0415

    lines = [encode(event).replace(b'"email"', b'"007"') for event in events()]
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(lines))
    table = spark.read.schema(fields(lines)).json(str(tmp_path / "log.jsonl"))
    table = table.withColumn("time", timestamp_millis("time"))
    log = tmp_path / "log"
    table.coalesce(1).write.partitionBy("type", "channel_id").parquet(str(log))
    (sent,) = (log / "type=message.sent" / "channel_id=007").glob("*.parquet")
    found = parquet.ParquetFile(sent).read()
    empty = [name for name in found.column_names if found[name].null_count == len(found)]
    sent.unlink()
    parquet.write_table(
        found.drop_columns(empty), sent.with_name("earlier.parquet"), coerce_timestamps="us"
    )
    export_here([tmp_path / "log.jsonl"], tmp_path / "here")
    ran = command_line.run("export", log, "--out", tmp_path / "there", *OPTIONS, *ON_SPARK)

    assert (ran.code, ran.err) == (0, "")
    assert b"007" in (tmp_path / "here" / "message.csv").read_bytes()
    assert len(empty) > 3
    assert unlike(tmp_path / "here", tmp_path / "there") == ["manifest.json"]
    assert len(inputs(tmp_path / "there")) > 20


def test_spark_lists_parquet_where_a_path_has_a_scheme(
    spark: "SparkSession", tmp_path: Path
) -> None:
    """A folder, a file, and a file that is named once more, which counts once."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    write(tmp_path / "log" / "one.parquet", [*LINES[:50], None])
    write(tmp_path / "log" / "two.parquet", [*LINES[50:90]])
    write(tmp_path / "three.parquet", [b"{}"])
    first = f"file://{tmp_path}/log/one.parquet"
    done = on_spark.replay(
        spark,
        *(first, f"file://{tmp_path}/log", f"file://{tmp_path}/three.parquet"),
        only="user",
        partitions=1,
    )

    assert done.counts.read == 91
    assert [source.name.rpartition("/")[2] for source in done.sources] == [
        "one.parquet",
        "two.parquet",
        "three.parquet",
    ]
    assert len(done.sources[0].also) == 1
    assert [(row.file, row.line) for row in done.rejects_frame().collect() if row.raw == b"{}"] == [
        (done.sources[2].name, 1)
    ]
    done.close()


def test_what_is_no_log_is_told_with_what_to_do(spark: "SparkSession", tmp_path: Path) -> None:
    """Other columns, a time without a zone, folders of two kinds, or nothing."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    def refused(name: str) -> str:
        with pytest.raises((on_spark.InputError, LogNotFoundError)) as told:
            on_spark.replay(spark, tmp_path / name)
        return str(told.value).removeprefix(f"{tmp_path}/")

    parquet.write_table(pa.table({"name": ["ann"], "time": [1]}), tmp_path / "names.parquet")
    naive = pa.table({"type": ["x"], "time": pa.array([1], pa.timestamp("ms"))})
    parquet.write_table(naive, tmp_path / "naive.parquet")
    write(tmp_path / "kinds" / "date=2026-03-01" / "one.parquet", [b"{}"])
    write(tmp_path / "kinds" / "two.parquet", [b"{}"])
    (tmp_path / "empty.parquet").mkdir()

    assert refused("names.parquet") == (
        "names.parquet has the columns name, time; expected one of raw lines, or one for each "
        "field of the events, among them type and time"
    )
    assert refused("naive.parquet").startswith("naive.parquet has a time without a zone; cast it")
    assert refused("kinds") == (
        "kinds: some of its Parquet lies in folders that say 'date', some in others; name folders "
        "of one kind, each by itself"
    )
    assert refused("empty.parquet").startswith("empty.parquet: the folder holds no log (*.jsonl")


@pytest.mark.usefixtures("spark")
def test_parquet_that_is_broken_fails_the_job_in_one_line(tmp_path: Path) -> None:
    """What is called so and is not Parquet is told by its name, and nothing is written."""
    (tmp_path / "log.parquet").write_bytes(b"PAR1 and no more")
    ran = command_line.run("export", tmp_path / "log.parquet", "--out", tmp_path / "out", *ON_SPARK)

    assert (ran.code, ran.out) == (1, "")
    assert "/log.parquet: the log cannot be read as Parquet by Spark: Could not" in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_time_without_a_zone_is_utc_where_spark_is_told_so(
    spark: "SparkSession", tmp_path: Path
) -> None:
    """As the message says that refuses it; the zone of the session changes nothing."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    told = {"type": "team.updated", "id": "e1", "team_id": "t", "name": "T"}
    columns = {name: [value] for name, value in told.items()}
    naive = pa.table({**columns, "time": pa.array([1_000], pa.timestamp("ms"))})
    parquet.write_table(naive, tmp_path / "naive.parquet")
    asked = {
        "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
        "spark.sql.session.timeZone": "Asia/Tokyo",
    }
    for name, value in asked.items():
        spark.conf.set(name, value)
    done = on_spark.replay(spark, tmp_path / "naive.parquet", only="team", partitions=1)
    found = (done.counts.applied, done.span)
    done.close()
    for name in asked:
        spark.conf.unset(name)

    assert found == (1, (1_000, 1_000))
