"""replaydesk on Spark: the same projections beyond one machine. Needs `replaydesk[spark]`."""

from .engine.spark.export import export
from .engine.spark.inputs import InputError
from .engine.spark.library import SparkReplay, replay

__all__ = ["InputError", "SparkReplay", "export", "replay"]
