"""Redaction on Spark: the bytes of the local engine under the same key, and no text beside them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import command_line
import pytest
from redacting import MARK, REDACTION, SHOWS_ALL, marked
from replaydesk import replay
from replaydesk.engine.export import ExportOptions
from replaydesk.engine.export import export as export_locally
from replaydesk.engine.library import make_settings
from replaydesk.engine.partitions import source_and_line
from replaydesk.engine.sources import find_sources
from replaydesk.projections.derivations import Conversation
from replaydesk.projections.fact_tables import FACT_TABLES
from typed_log import DAY, LINES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

SETTINGS = make_settings({"tz": "Europe/Brussels", "redact": REDACTION})
PRINTED = ExportOptions(tz="Europe/Brussels")


@pytest.mark.parametrize("joined", [False, True])
def test_redacted_exports_are_those_of_the_local_engine(
    spark: "SparkSession", tmp_path: Path, *, joined: bool
) -> None:
    """Joined or told: the same bytes of exports and rejects, and the manifest but for digests."""
    from replaydesk.spark import export  # noqa: PLC0415  # it needs PySpark

    log, here, there = str(DAY / "log.jsonl"), tmp_path / "here", tmp_path / "there"
    export_locally(find_sources([log, log]), here, SETTINGS, PRINTED)
    export(
        spark, [log, log], there, settings=SETTINGS, options=PRINTED, partitions=2, joined=joined
    )

    names = sorted(path.name for path in here.iterdir())
    assert sorted(path.name for path in there.iterdir()) == names
    differing = [name for name in names if read(here / name) != read(there / name)]
    assert differing == ["manifest.json"]
    assert without_digests(there) == without_digests(here)
    assert b'"raw_keyed_digest":"line-' in read(there / "rejects.jsonl")


def test_nothing_that_is_asked_for_tells_a_text_of_the_log(
    spark: "SparkSession", tmp_path: Path
) -> None:
    """Rows, facts, rejects and names of files are told in pseudonyms, and are the local ones.

    No plan, which Spark shows and logs, tells the key.
    """
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    log = tmp_path / f"of-{MARK}.jsonl"
    log.write_bytes(b"\n".join(map(marked, LINES[::3])))
    here = replay(log, redact=REDACTION, policy=SHOWS_ALL)
    there = on_spark.replay(
        spark, f"file://{log}", redact=REDACTION, policy=SHOWS_ALL, partitions=2, joined=True
    )
    rejects = [
        (source_and_line(each.placed)[1], each.told_reason(REDACTION), len(each.raw))
        for each in here.replayed.rejects
    ]
    frames = {"rejects": there.rejects_frame()}
    found = frames["rejects"].collect()
    told: list[Any] = [*found, *(source.name for source in there.sources)]
    assert sorted((row.line, row.reason, row.raw_bytes) for row in found) == sorted(rejects)
    assert found[0].asDict().keys() == {
        *("file", "line", "reason", "raw_bytes", "raw_keyed_digest", "differs"),
    }
    for name, table in FACT_TABLES.items():
        bearers: Any = here.replayed.agents
        if table.bearer is Conversation:
            bearers = here.replayed.conversations()
        expected = sorted(
            (row for each in bearers for row in table.rows(each, REDACTION)), key=repr
        )
        frames[name] = there.facts_frame(name)
        found = sorted(map(tuple, frames[name].collect()), key=repr)
        assert found == expected
        told += found
    for slug in ("message", "contact", "contact-attribute"):
        frames[slug] = there.dataframe(slug)
        told += frames[slug].collect()
    plans = [plan(frame) for frame in frames.values()]
    there.close()

    assert len(told) > 500
    assert [each for each in (*told, *plans) if MARK in repr(each)] == []
    assert [each for each in plans if REDACTION.key.decode() in each or "MapIn" not in each] == []


@pytest.mark.usefixtures("spark")
def test_parquet_of_the_command_is_redacted(tmp_path: Path) -> None:
    """Folders of rows and rejects are told in pseudonyms, under a key that was made."""
    from pyarrow import parquet  # noqa: PLC0415  # it may be missing

    log, key, out = tmp_path / f"of-{MARK}.jsonl", tmp_path / "our.key", tmp_path / "out"
    log.write_bytes(b"\n".join(map(marked, LINES[:400])) + b"\nJoe " + MARK.encode())
    ran = command_line.run(
        *("export", log, "--out", out, "--redact", key, "--engine", "spark", "--parquet"),
        *("--only", "message", "--allow-rejects"),
    )

    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "holds a new key" in ran.err
    told = [row for name in ("message", "rejects") for row in rows(parquet, out / name)]
    assert len(told) > 50
    assert [row for row in told if MARK in repr(row)] == []


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("form", [(), ("--parquet",)])
def test_no_key_is_made_for_a_job_that_cannot_start(tmp_path: Path, form: tuple[str, ...]) -> None:
    """A log that is not there is told before a key is made, whatever is to be written."""
    log, key, out = tmp_path / "missing.jsonl", tmp_path / "new.key", tmp_path / "out"

    ran = command_line.run("export", log, "--out", out, "--redact", key, "--engine", "spark", *form)

    assert ran.code == 2
    assert ran.err == f"replaydesk: {log}: there is no such file or folder\n"
    assert not key.exists()


def read(path: Path) -> bytes:
    """Return what a file holds."""
    return path.read_bytes()


def rows(parquet: Any, folder: Path) -> list[Any]:
    """Return the rows in a folder of Parquet."""
    found: list[Any] = parquet.read_table(folder).to_pylist()
    return found


def plan(frame: Any) -> str:
    """Return how Spark says that it makes a DataFrame."""
    told: str = frame._jdf.queryExecution().toString()  # noqa: SLF001  # it is only printed
    return told


def without_digests(out: Path) -> dict[str, Any]:
    """Return what a job says of itself, but for digests of the log, which Spark does not make."""
    told: dict[str, Any] = json.loads(read(out / "manifest.json"))
    inputs = [{**entry, "keyed_digest": ""} for entry in told["inputs"]]
    return {**told, "inputs": inputs}
