"""Functions over batches of Arrow, as tasks of Spark run them."""

import gc
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pyspark.sql import DataFrame

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


@cache
def _leave_modules_alone() -> None:
    """Keep the collector of garbage away from what this worker of Spark has imported.

    Spark collects after each task: 20 ms to look through modules, more than a small task takes.
    """
    gc.freeze()
