"""The driver's memory: what comes to it in pieces is forgotten piece by piece."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from replaydesk.engine.spark.arrow import in_pieces

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

PIECES = 6


def with_spark_alone(frame: "DataFrame") -> Iterator[Any]:
    """Yield the rows as Spark's own method for data frames does."""
    return frame.toLocalIterator(prefetchPartitions=True)


@pytest.mark.parametrize(
    ("ask", "remembered"),
    [(in_pieces, 0), pytest.param(with_spark_alone, PIECES, id="as it was")],
)
def test_what_came_to_the_driver_is_forgotten(
    spark: "SparkSession", ask: "Callable[[DataFrame], Iterator[Any]]", remembered: int
) -> None:
    """Of the jobs that brought pieces Spark keeps none, and with it no rows.

    It did, until the session ended: a driver of 2 GB could not write twenty million events. The
    second case fails where Spark has mended that; `in_pieces` can go then.
    """
    before = jobs_remembered(spark)
    rows = [row.id for row in ask(spark.range(600).repartition(PIECES))]

    assert sorted(rows) == [*range(600)]
    assert jobs_remembered(spark) - before == remembered


def jobs_remembered(spark: "SparkSession") -> int:
    """Return how many jobs of queries Spark has not let go of."""
    scheduler = spark.sparkContext._jsc.sc().dagScheduler()  # noqa: SLF001  # nobody tells it otherwise
    try:
        field = scheduler.getClass().getDeclaredField("activeQueryToJobs")
    except Exception:  # noqa: BLE001  # whatever Java says
        pytest.skip("this Spark remembers jobs in another place, if it does")
    field.setAccessible(True)
    return sum(len(jobs) for jobs in field.get(scheduler).values())
