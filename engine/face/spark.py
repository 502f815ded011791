"""replaydesk on Spark: the same projections beyond one machine. Needs `replaydesk[spark]`."""

from .engine.spark.errors import InputError, SparkJobError
from .engine.spark.export import export
from .engine.spark.fact_frames import UnknownFactError
from .engine.spark.library import SparkReplay, replay
from .projections.fact_tables import FACT_TABLES

__all__ = [
    "FACT_TABLES",
    "InputError",
    "SparkJobError",
    "SparkReplay",
    "UnknownFactError",
    "export",
    "replay",
]
