"""Inputs: what was named as a log, found, and judged by tasks."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import attrs
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from ..folders import printable
from ..lines import DEFAULT_MAX_LINE
from ..no_log import named_table, table_in
from ..sources import (
    STANDARD_INPUT,
    LogNotFoundError,
    Reading,
    Source,
    find_sources,
    opened,
    refuse_parquet,
)
from ..stored import Stamp
from .arrow import mapped
from .files import Lines, Named
from .judging import judged
from .paths import literal, on_this_machine
from .schemas import JUDGED, ddl
from .tables import PARQUET, Table, files_in, is_table, line_of, refuse_tables

_LOGS: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_PARTITION: Final = 64 << 20
"""Bytes of lines in a partition of streams."""

_PIECE: Final = 16 << 20
_PIECES: Final = 64
"""In how many pieces lines come to the driver where nobody knows the size of the log."""

_PACKED: Final = 8
"""How many times as long a compressed log is when it is unpacked, roughly."""


@attrs.define
class Input:
    """A log on Spark."""

    sources: list[Source]
    """Its files, in their order; of a DataFrame none."""

    judged: Callable[[int | None], DataFrame]
    """Returns the judged lines, given the as-of instant."""

    partitions: int | None
    """Into how many its streams are divided; where nobody knows its size, Spark decides."""

    pieces: int
    """In how many its sorted lines come to the driver, each of which it has to hold."""


def of_files(
    spark: SparkSession, logs: Iterable[str | os.PathLike[str]], reading: Reading | None = None
) -> Input:
    """Return the log in files and folders, on this machine or wherever Spark reads.

    What begins with a scheme such as `s3a://` is listed by Spark; anything else is found as the
    local engine finds it, and Spark has to see it under the same path. Parquet is a log, too: what
    is called `.parquet`, and a folder that holds such files and no others that are logs.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs, or is a table.
        DamagedLogError: A file of this machine cannot be read.
        InputError: Parquet has the columns of no log.
    """
    reading = reading or Reading()
    named: dict[str, Named] = {}
    known: dict[object, Source] = {}
    for log in logs:
        for each in _named(spark, os.fspath(log), reading):
            source = each.source
            first = known.setdefault(source.stamp.file if source.stamp else each.path, source)
            if first is source:
                named[each.path] = each
            else:
                first.also += [source.name, *source.also]
    if not named:
        raise LogNotFoundError("no log was named; name a file or a folder")
    lines = Lines.of(spark, list(named.values()))

    def take_in(as_of: int | None) -> DataFrame:
        parts = lines.judged(as_of)
        if not parts:
            return spark.createDataFrame([], ddl(JUDGED))
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        return whole

    size = sum(file.size * (1 if file.is_plain else _PACKED) for file in lines.files)
    return Input(lines.sources, take_in, _partitions(spark, size), max(1, -(-size // _PIECE)))


def of_frame(frame: DataFrame, max_line: int = DEFAULT_MAX_LINE) -> Input:
    """Return the log in a DataFrame: one column of raw lines, or a column for each field.

    Of typed columns those that are null are absent. `time` is a timestamp, milliseconds since
    1970, or text as in a log; the other fields have the types of JSON. A line of more than
    *max_line* bytes is a reject.

    Raises:
        InputError: The columns are neither.
    """
    # A partition is as good as a file here: its lines have an order, and partitions have one.
    lines = frame.select(
        F.spark_partition_id().cast("bigint").alias("file"),
        F.lit(0).cast("bigint").alias("block"),
        line_of(frame, "the DataFrame").alias("line"),
    )

    def take_in(as_of: int | None) -> DataFrame:
        return mapped(lines, lambda batches: judged(batches, as_of, None, max_line), JUDGED)

    return Input([], take_in, None, _PIECES)


def _partitions(spark: SparkSession, size: int) -> int:
    """Return into how many partitions a log is divided: by its size, and one for each core.

    Spark would make 200 of the smallest log, and each task of Python takes its time to start.
    """
    cores = getattr(getattr(spark, "_sc", None), "defaultParallelism", 1)
    return max(cores, -(-size // _PARTITION))


def _named(spark: SparkSession, log: str, reading: Reading) -> Iterator[Named]:
    """Yield the files that *log* names."""
    if "://" in log:
        yield from _listed(spark, log, reading)
        return
    is_folder = Path(log).is_dir()
    if is_folder and is_table(log) and (found := _parquet_in(spark, log, reading)):
        yield from found
        return
    try:
        sources = find_sources([log], reading)
    except LogNotFoundError:
        if not is_folder or not (found := _parquet_in(spark, log, reading)):
            raise
        yield from found
        return
    for source in sources:
        if source.path is None or source.stamp is None:
            name = "standard input (-)" if log == STANDARD_INPUT else source.name
            raise LogNotFoundError(f"{name}: Spark reads no pipe; name files")
        path = os.path.abspath(source.path)  # noqa: PTH100  # it takes out "..", as Spark needs
        table = Table(source.name, path) if is_table(path) else None
        if table is None:
            with opened(source) as file:
                refuse_parquet(source, file)
        yield Named(source, path, table)


def _parquet_in(spark: SparkSession, log: str, reading: Reading) -> list[Named]:
    """Return the files of Parquet in a folder of this machine, as Spark sees them."""
    path = os.path.abspath(log)  # noqa: PTH100
    table = Table(printable(log), path)
    found = []
    for file in map(on_this_machine, files_in(spark, literal(path))):
        name = printable(os.path.join(log, os.path.relpath(file, path)))  # noqa: PTH118
        stamp = Stamp.of(Path(file).stat())
        found.append(Named(Source(name, Path(file), reading, stamp), file, table))
    if found and (part_of := table_in(Path(log))):
        place, kind = part_of
        raise named_table(printable(str(place)), kind)
    return found


def _listed(spark: SparkSession, log: str, reading: Reading) -> list[Named]:
    """Return the files that *log* names where Spark lists them."""
    listing = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(log)
    paths = listed = sorted(row[0] for row in listing.select("path").distinct().collect())
    parquet = [path for path in paths if path.endswith(PARQUET)]
    if len(paths) > 1 or not paths or paths[0].rstrip("/") != log.rstrip("/"):
        paths = [path for path in paths if path.endswith(_LOGS)]
    if is_table(log) or not paths:
        refuse_tables(spark, log, listed)
        if parquet:
            table = Table(log, log)
            return [Named(Source(path, None, reading), path, table) for path in parquet]
    if not paths:
        raise LogNotFoundError(f"{log}: Spark finds no log there ({', '.join(_LOGS)}, {PARQUET})")
    return [Named(Source(path, None, reading), path) for path in paths]
