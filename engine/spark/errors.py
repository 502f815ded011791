"""Errors of jobs on Spark, told in one line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ...events import ReplaydeskError
from ..sources import DAMAGED, DamagedLogError

_BY_A_TASK: Final = re.compile(r"^\S*\bDamagedLogError: (.+)$", re.MULTILINE)
_OF_PARQUET: Final = re.compile(
    r"Encountered error while reading file (.+?\.parquet)\. (.+?)(?: SQLSTATE|$)", re.MULTILINE
)
_BY_SPARK: Final = re.compile(
    r"(?:EOFException|ZipException|IOException|FileReadException|ChecksumException)\S*:? ?(.*)"
)


class SparkJobError(ReplaydeskError, RuntimeError):
    """A job on Spark failed, or Spark is not here; nothing was written."""


class InputError(ReplaydeskError, ValueError):
    """What was given to Spark as a log cannot be one."""


@contextmanager
def spark_told() -> Iterator[None]:
    """Tell of what goes wrong on Spark.

    Raises:
        DamagedLogError: The log cannot be read to its end.
        SparkJobError: Anything else went wrong on Spark, or PySpark or Java is missing.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415  # it may be missing
        from pyspark.errors import PySparkException  # noqa: PLC0415
    except ImportError as error:
        raise SparkJobError(
            f"PySpark is not here ({error}); install it with: pip install 'replaydesk[spark]'"
        ) from error
    try:
        yield
    except (PySparkException, Py4JError) as error:
        text = str(error)
        if damage := _BY_A_TASK.search(text):
            raise DamagedLogError(damage[1]) from error
        if told := _OF_PARQUET.search(text):
            raise DamagedLogError(
                f"{told[1]}: the log cannot be read as Parquet by Spark: {told[2]}"
            ) from error
        if damage := _BY_SPARK.search(text):
            said = damage[0].strip()
            raise DamagedLogError(f"the log cannot be read by Spark: {said}; {DAMAGED}") from error
        if "JAVA_GATEWAY_EXITED" in text:
            raise SparkJobError(
                "Spark cannot start: is Java 17 or newer here? Install a runtime, such as "
                "Debian's openjdk-17-jre-headless, or let JAVA_HOME name one"
            ) from error
        lines = [line for line in text.splitlines() if line.strip()]
        first = next((line for line in reversed(lines) if "Error: " in line), lines[0])
        raise SparkJobError(f"the job failed on Spark: {first.strip()}") from error
