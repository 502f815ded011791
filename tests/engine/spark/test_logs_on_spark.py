"""Logs on Spark: whatever a log is stored in, it says what it says to the local engine."""

import gzip
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from replaydesk import (
    EXPORTS,
    MetricPolicy,
    encode,
    replay,
    replay_lines,
)
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.export import export as export_locally
from replaydesk.engine.library import make_settings
from replaydesk.engine.sources import DamagedLogError, LogNotFoundError, Reading, find_sources
from replaydesk.engine.spark.errors import spark_told
from typed_log import DAY, LINES, events, fields

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

LONG = b'{"type": "' + b"long " * 3000 + b'"}'
BRUSSELS = "Europe/Brussels"
PACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}


@pytest.fixture
def stored(tmp_path: Path) -> list[Path]:
    """The demo day in every way that a log can be stored, parts of it twice, a file named twice."""
    folder = tmp_path / "a folder [of] 100% logs"
    (folder / "deep").mkdir(parents=True)
    first, rest = b"".join(LINES[:1200]), LINES[1200:]
    (folder / "plain.jsonl").write_bytes(b"\xef\xbb\xbf\n \r\n" + first)
    packed = gzip.compress(b"".join(rest[:100])) + gzip.compress(b"".join(rest[100:200]))
    (folder / "deep" / "packed.jsonl.gz").write_bytes(packed)
    (folder / "packed again.jsonl.gz").write_bytes(packed)
    (folder / "deep" / "b.jsonl.zst").write_bytes(zstd.compress(b"".join(rest[200:300])))
    (folder / "gzip by its bytes.jsonl").write_bytes(gzip.compress(b"".join(rest[300:400])))
    (folder / "plain by its bytes.jsonl.gz").write_bytes(b"".join(rest[400:500]))
    (folder / "empty.jsonl").write_bytes(b"")
    crlf = b"".join(rest[500:]).replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    (folder / "last.jsonl").write_bytes(crlf + b'\n{"id": "\xff"}\n{"type": "cr\rcr"}\n' + LONG)
    return [folder, folder / "deep" / "packed.jsonl.gz", folder / "last.jsonl"]


def test_every_file_of_a_log_is_read_as_the_local_engine_reads_it(
    stored: list[Path], tmp_path: Path, in_small_blocks: "SparkSession"
) -> None:
    """Cut, compressed and misnamed files: the same bytes, also of the rejects with their lines."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    logs = [str(path) for path in stored]
    settings = make_settings({"tz": BRUSSELS, "channels": ["acme mail", "acme on x"]})
    options = ExportOptions(tz=BRUSSELS, lang="fr")
    reading = Reading(max_line=len(LONG) - 1)
    export_locally(find_sources(logs, reading), tmp_path / "here", settings, options)
    export(
        in_small_blocks,
        logs,
        tmp_path / "there",
        settings=settings,
        options=options,
        reading=reading,
    )

    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == names
    assert [name for name in names if differ(tmp_path, name)] == ["manifest.json"]
    here, there = (manifest(tmp_path / name) for name in ("here", "there"))
    assert here["counts"]["duplicates"] > 100
    assert b"the line has 15,012 bytes" in (tmp_path / "there" / "rejects.jsonl").read_bytes()
    assert [name for entry in there["inputs"] for name in entry.get("also", [])] == logs[1:]
    assert {**there, "inputs": sizes(there)} == {**here, "inputs": sizes(here)}


@pytest.mark.parametrize("columns", ["raw", "typed"])
def test_a_table_is_a_log(spark: "SparkSession", tmp_path: Path, columns: str) -> None:
    """Parquet of raw lines or of typed columns gives the rows, the counts and the rejects."""
    from pyspark.sql.functions import timestamp_millis  # noqa: PLC0415
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    lines = [line.removesuffix(b"\n") for line in LINES]
    if columns == "raw":
        table = spark.createDataFrame([(line,) for line in lines], "line binary")
    else:
        lines = [encode(event) for event in events()]
        (tmp_path / "log.jsonl").write_bytes(b"\n".join(lines))
        table = spark.read.schema(fields(lines)).json(str(tmp_path / "log.jsonl"))
        table = table.withColumn("time", timestamp_millis("time"))
    day = replay_lines(lines, tz=BRUSSELS)
    table.repartition(3).write.parquet(str(tmp_path / "log"))
    done = on_spark.replay(spark, spark.read.parquet(str(tmp_path / "log")), tz=BRUSSELS)
    found = {export.slug: as_dicts(done.dataframe(export)) for export in EXPORTS}

    assert [slug for slug in found if found[slug] != sorted_dicts(day.dicts(slug))] == []
    rejects = sorted(reject.raw for reject in day.replayed.rejects)
    assert done.counts == day.counts
    if columns == "raw":
        assert sorted(reject.raw for reject in done.rejects()) == rejects
        assert sorted(bytes(row.raw) for row in done.rejects_frame().collect()) == rejects
    done.close()


def test_a_line_of_a_table_can_be_too_long(spark: "SparkSession") -> None:
    """A limit for lines is one for the rows of a DataFrame, too."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    table = spark.createDataFrame([(line,) for line in [*LINES[:9], LONG]], "line binary")
    done = on_spark.replay(spark, table, max_line=len(LONG) - 1, only="user")

    assert (done.counts.read, done.counts.rejected) == (10, 1)
    (reject,) = done.rejects()
    assert reject.reason.startswith("the line has 15,012 bytes; expected at most 15,011")
    done.close()


def test_options_mean_what_they_mean_to_the_local_engine(spark: "SparkSession") -> None:
    """Only some exports, another reading, another as-of instant."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    policy = MetricPolicy(handling="LOCKED")
    log = str(DAY / "log.jsonl")
    moment = "2026-03-29T14:00"
    here = replay(log, only=["user", "team"], policy=policy, as_of=moment, tz=BRUSSELS)
    there = on_spark.replay(
        spark, log, only=["user", "team"], policy=policy, as_of=moment, tz=BRUSSELS
    )

    assert there.counts == here.counts
    assert there.types == here.replayed.types
    assert [*there.projection("user").rows(there.reference)] == here.rows("user")
    assert as_dicts(there.dataframe("team")) == sorted_dicts(here.dicts("team"))
    there.close()


def test_a_pipe_is_refused(spark: "SparkSession", tmp_path: Path) -> None:
    """Spark reads files: the message says so, and nothing is replayed."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    os.mkfifo(tmp_path / "pipe")
    for pipe, name in ((tmp_path / "pipe", f"{tmp_path}/pipe"), ("-", "standard input (-)")):
        with pytest.raises(LogNotFoundError, match=re.escape(f"{name}: Spark reads no pipe")):
            on_spark.replay(spark, pipe)


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_what_is_compressed_in_parts_is_read_to_its_end(
    spark: "SparkSession", tmp_path: Path, ending: str
) -> None:
    """A log of several members or frames, as appending makes it, gives the bytes of a plain one."""
    log = tmp_path / f"log.jsonl{ending}"
    log.write_bytes(b"".join(PACK[ending](b"".join(LINES[at::5])) for at in range(5)))
    export_locally(
        find_sources([str(DAY / "log.jsonl")]),
        tmp_path / "here",
        make_settings({"tz": BRUSSELS}),
        ExportOptions(tz=BRUSSELS),
    )
    counts = export_day(spark, log, tmp_path / "there")

    names = [path.name for path in sorted((tmp_path / "here").glob("*.csv"))]
    assert len(names) == 12
    assert [name for name in names if differ(tmp_path, name)] == []
    assert counts == manifest(tmp_path / "here")["counts"]


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_damage_fails_the_job_and_nothing_is_written(
    spark: "SparkSession", tmp_path: Path, ending: str
) -> None:
    """Of a compressed log that was cut off no part is taken for the whole."""
    log = tmp_path / f"log.jsonl{ending}"
    log.write_bytes(PACK[ending](b"".join(LINES))[:-2000])
    with pytest.raises(DamagedLogError), spark_told():
        export_day(spark, log, tmp_path / "there")

    assert list(tmp_path.iterdir()) == [log]


def export_day(spark: "SparkSession", log: Path, out: Path) -> dict[str, int]:
    """Export a log to a folder; return the counts."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    settings = make_settings({"tz": BRUSSELS})
    export(spark, [str(log)], out, settings=settings, options=ExportOptions(tz=BRUSSELS))
    counts: dict[str, int] = manifest(out)["counts"]
    return counts


def as_dicts(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a DataFrame, sorted."""
    return sorted_dicts([row.asDict(recursive=True) for row in frame.collect()])


def sorted_dicts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *rows* in an order of their own, lists for tuples."""
    plain = [json.loads(json.dumps(row)) for row in rows]
    return sorted(plain, key=json.dumps)


def differ(folder: Path, name: str) -> bool:
    """Tell whether a file is not the same here and there."""
    return (folder / "here" / name).read_bytes() != (folder / "there" / name).read_bytes()


def manifest(out: Path) -> dict[str, Any]:
    """Return what a job says of itself."""
    told: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return told


def sizes(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is told of the files of a log, but for digests, which Spark does not make."""
    return [{**entry, "sha256": ""} for entry in told["inputs"]]
