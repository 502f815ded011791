"""Functions over batches of Arrow, as tasks of Spark run them."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

from pyspark.sql import DataFrame

from .schemas import ddl


def mapped(
    frame: DataFrame, function: Callable[[Iterator[Any]], Iterator[Any]], schema: Any
) -> DataFrame:
    """Return what *function* makes of the batches of each partition, in the Arrow *schema*."""
    with warnings.catch_warnings():
        # It looks for pandas, warns of a new one, and then does without.
        warnings.simplefilter("ignore", FutureWarning)
        return frame.mapInArrow(function, ddl(schema))
