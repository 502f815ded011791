"""Damaged logs on Spark: told of with advice, or what comes before is replayed, as it is here."""

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import command_line
import pytest
from parquet_out import said
from replaydesk import replay
from replaydesk.engine.sources import DamagedLogError
from typed_log import LINES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

LOG = b"".join(LINES)
ADVICE = "fetch it again, or take what comes before with --damaged replay"
ON_SPARK = ("--engine", "spark")


@pytest.mark.parametrize(
    ("name", "packed", "said"),
    [
        ("log.jsonl.gz", gzip.compress(LOG), "the log cannot be read by Spark"),
        ("log.jsonl.zst", zstd.compress(LOG), "log.jsonl.zst: the log cannot be read: its"),
    ],
)
def test_a_damaged_log_is_told_of_with_advice_that_can_be_followed(
    name: str, packed: bytes, said: str, tmp_path: Path, spark: "SparkSession"
) -> None:
    """Half a file: the job fails, and what it advises is not what it would refuse."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    (tmp_path / name).write_bytes(packed[: len(packed) // 2])
    with pytest.raises(DamagedLogError) as told:
        on_spark.replay(spark, tmp_path / name, only="user", partitions=1)

    assert said in str(told.value)
    assert str(told.value).endswith(ADVICE)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A folder of files: two that are cut, one with a wrong checksum, and two that are whole."""
    folder = tmp_path / "log"
    folder.mkdir()
    parts = [b"".join(LINES[at::5]) for at in range(5)]
    cut = zstd.compress(parts[1])
    wrong = gzip.compress(parts[2])
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(parts[0])[:-3000])
    (folder / "b.jsonl.zst").write_bytes(cut[: len(cut) // 2])
    (folder / "c by its bytes.jsonl").write_bytes(wrong[:-8] + bytes(4) + wrong[-4:])
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(parts[3][:3000]) + gzip.compress(parts[3]))
    (folder / "e.jsonl").write_bytes(parts[4])
    return folder


@pytest.mark.usefixtures("spark")
def test_what_comes_before_damage_is_replayed_and_told_as_it_is_here(
    log: Path, tmp_path: Path
) -> None:
    """The same bytes, code and messages, and the manifest but for digests of the log."""
    options = ("--damaged", "replay", "--max-line", "900", "--allow-rejects")
    here = command_line.run("export", log, "--out", tmp_path / "here", *options)
    there = command_line.run("export", log, "--out", tmp_path / "there", *options, *ON_SPARK)

    assert there == here
    assert (here.code, here.err.count("what follows was not replayed")) == (3, 3)
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == names
    differing = [
        name
        for name in names
        if (tmp_path / "here" / name).read_bytes() != (tmp_path / "there" / name).read_bytes()
    ]
    assert differing == ["manifest.json"]
    assert without_digests(tmp_path / "there") == without_digests(tmp_path / "here")
    assert json.dumps(without_digests(tmp_path / "there")).count('"damage"') == 3


@pytest.mark.usefixtures("spark")
def test_the_accounting_of_parquet_tells_of_damage(log: Path, tmp_path: Path) -> None:
    """By the names of the files, for there is no manifest."""
    out = tmp_path / "out"
    options = ("--damaged", "replay", "--allow-rejects", "--only", "team", "--parquet")
    ran = command_line.run("export", log, "--out", out, *options, *ON_SPARK)
    here = replay(log, only="team", damaged="REPLAY")

    assert ran.code == 3
    (accounting,) = said(out / "accounting")
    assert accounting["damage"] == {
        source.name: source.as_data()["damage"]
        for source in here.sources
        if source.damage is not None
    }


def without_digests(out: Path) -> dict[str, Any]:
    """Return what a job says of itself, but for digests of the log, which Spark does not make."""
    told: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    inputs = [{**entry, "sha256": ""} for entry in told["inputs"]]
    return {**told, "inputs": inputs}
