"""Functions over batches of Arrow, as tasks of Spark run them."""

import gc
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame

from .schemas import ddl


def mapped(
    frame: DataFrame, function: Callable[[Iterator[Any]], Iterator[Any]], schema: Any
) -> DataFrame:
    """Return what *function* makes of the batches of each partition, in the Arrow *schema*."""

    def task(batches: Iterator[Any]) -> Iterator[Any]:
        _leave_modules_alone()
        return function(batches)

    with warnings.catch_warnings():
        # It looks for pandas, warns of a new one, and then does without.
        warnings.simplefilter("ignore", FutureWarning)
        return frame.mapInArrow(task, ddl(schema))


def in_pieces(frame: DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, of which the driver holds a partition or two at a time.

    Spark 4.3 remembers until the session ends what every job of `DataFrame.toLocalIterator` has
    brought, and there is a job for each partition: the driver would come to hold all. An RDD's is
    the same without that. Over Connect there are no RDDs; there the server runs one job.
    """
    if isinstance(frame, ClassicDataFrame):
        yield from frame.rdd.toLocalIterator(prefetchPartitions=True)
    else:
        yield from frame.toLocalIterator(prefetchPartitions=True)


@cache
def _leave_modules_alone() -> None:
    """Keep the collector of garbage away from what this worker of Spark has imported.

    Spark collects after each task: 20 ms to look through modules, more than a small task takes.
    """
    gc.freeze()
