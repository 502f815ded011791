"""The driver's memory: what comes to it in pieces is forgotten piece by piece."""

from typing import TYPE_CHECKING

import pytest
from replaydesk.engine.spark.arrow import in_pieces

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")


def test_what_came_to_the_driver_is_forgotten(spark: "SparkSession") -> None:
    """Of the jobs that brought pieces Spark keeps none, and with them no rows.

    It did, until the session ended: a driver of 2 GB could not write twenty million events.
    """
    frame = spark.range(600).repartition(6)
    before = queries_remembered(spark)
    assert len([*frame.toLocalIterator(prefetchPartitions=True)]) == 600
    if queries_remembered(spark) == before:
        pytest.skip("this Spark forgets by itself: `in_pieces` can go once all that are taken do")
    before = queries_remembered(spark)

    assert sorted(row.id for row in in_pieces(frame)) == [*range(600)]
    assert queries_remembered(spark) == before


def queries_remembered(spark: "SparkSession") -> int:
    """Return of how many queries Spark has not let go of the jobs."""
    scheduler = spark.sparkContext._jsc.sc().dagScheduler()  # noqa: SLF001  # nobody tells it otherwise
    try:
        field = scheduler.getClass().getDeclaredField("activeQueryToJobs")
    except Exception:  # noqa: BLE001  # whatever Java says
        pytest.skip("this Spark remembers jobs in another place, if it does")
    field.setAccessible(True)
    return len(field.get(scheduler))
