"""Damaged logs on Spark: the message says where, and advises what can be done."""

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from replaydesk.engine.sources import DamagedLogError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

LOG = (Path(__file__).parents[3] / "replay_logs" / "demo_day" / "log.jsonl").read_bytes()
ADVICE = "fetch it again, or take what comes before with the local engine and --damaged replay"


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
