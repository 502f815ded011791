"""Inputs: where Spark reads a log from, as lines that still know their file."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812  # as all that is written on Spark calls it

from ...events import ReplaydeskError
from ..sources import STANDARD_INPUT, LogNotFoundError, Reading, Source, find_sources, is_plain
from .arrow import mapped
from .judging import judged, unpacked
from .schemas import JUDGED, ddl

_GZIP: Final = ".gz"
_BY_SPARK: Final = (_GZIP, ".bz2", ".deflate", ".lz4", ".snappy", ".zst")
"""Endings of names by which Spark tells that a file is compressed."""

_LOGS: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_PARTITION: Final = 64 << 20
"""Bytes of lines in a partition of streams."""

_PIECE: Final = 16 << 20
_PIECES: Final = 64
"""In how many pieces lines come to the driver where nobody knows the size of the log."""

_PACKED: Final = 8
"""How many times as long a compressed log is when it is unpacked, roughly."""

_STRICT: Final = {"ignoreCorruptFiles": "false", "ignoreMissingFiles": "false"}


class InputError(ReplaydeskError, ValueError):
    """What was given to Spark as a log cannot be one."""


@attrs.define
class File:
    """A file of a log, as Spark knows it."""

    number: int
    path: str
    mark: int
    """What its lines carry: the hash that Spark makes of its path."""

    is_split: bool
    """Whether Spark reads it as text; otherwise a task reads it whole and unpacks it."""

    size: int

    @property
    def is_plain(self) -> bool:
        """Whether it is not compressed, as far as its name says."""
        return self.is_split and not self.path.endswith(_GZIP)


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
    local engine finds it, and Spark has to see it under the same path.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs.
        DamagedLogError: A file of this machine cannot be read.
        InputError: What precedes damage is asked for.
    """
    reading = reading or Reading()
    if reading.damaged != "FAIL":
        raise InputError("a damaged log is not replayed on Spark; replay it with the local engine")
    named: dict[str, Source] = {}
    known: dict[object, Source] = {}
    for each in logs:
        for source, path in _named(spark, os.fspath(each), reading):
            first = known.setdefault(source.stamp.file if source.stamp else path, source)
            if first is source:
                named[path] = source
            else:
                first.also += [source.name, *source.also]
    if not named:
        raise LogNotFoundError("no log was named; name a file or a folder")
    sources = list(named.values())
    numbers = {
        path: number
        for number, (path, source) in enumerate(named.items())
        if source.stamp is None or source.stamp.size  # Spark lists no file without a byte
    }
    files = _known(spark, numbers, sources) if numbers else []

    def take_in(as_of: int | None) -> DataFrame:
        parts = _parts(spark, files, sources, as_of)
        if not parts:
            return spark.createDataFrame([], ddl(JUDGED))
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        return whole

    size = sum(file.size * (1 if file.is_plain else _PACKED) for file in files)
    return Input(sources, take_in, _partitions(spark, size), max(1, -(-size // _PIECE)))


def _named(spark: SparkSession, log: str, reading: Reading) -> Iterator[tuple[Source, str]]:
    """Yield the files that *log* names, each with the path under which Spark reads it."""
    if "://" in log:
        yield from _listed(spark, log, reading)
        return
    for source in find_sources([log], reading):
        if source.path is None or source.stamp is None:
            name = "standard input (-)" if log == STANDARD_INPUT else source.name
            raise LogNotFoundError(f"{name}: Spark reads no pipe; name files")
        yield source, os.path.abspath(source.path)  # noqa: PTH100  # it takes out "..", as Spark needs


def of_frame(frame: DataFrame) -> Input:
    """Return the log in a DataFrame: one column of raw lines, or a column for each field.

    Of typed columns those that are null are absent. `time` is a timestamp, milliseconds since
    1970, or text as in a log; the other fields have the types of JSON.

    Raises:
        InputError: The columns are neither.
    """
    kinds = dict(frame.dtypes)
    if list(kinds.values()) in (["string"], ["binary"]):
        (name,) = kinds
        line = F.col(f"`{name}`").cast("binary")
    elif {"type", "time"} <= kinds.keys():
        if kinds["time"].startswith("timestamp"):
            instant = F.unix_millis(F.col("time").cast("timestamp"))
            frame = frame.withColumn("time", instant)
        line = F.to_json(F.struct(*(f"`{name}`" for name in frame.columns))).cast("binary")
    else:
        raise InputError(
            f"the DataFrame has the columns {', '.join(kinds) or '(none)'}; expected one of raw "
            "lines, or one for each field of the events, among them type and time"
        )
    # A partition is as good as a file here: its lines have an order, and partitions have one.
    lines = frame.select(
        F.spark_partition_id().cast("bigint").alias("file"),
        F.lit(0).cast("bigint").alias("block"),
        line.alias("line"),
    )
    return Input([], lambda as_of: _judged(lines, as_of, None), None, _PIECES)


def _partitions(spark: SparkSession, size: int) -> int:
    """Return into how many partitions a log is divided: by its size, and one for each core.

    Spark would make 200 of the smallest log, and each task of Python takes its time to start.
    """
    cores = getattr(getattr(spark, "_sc", None), "defaultParallelism", 1)
    return max(cores, -(-size // _PARTITION))


def _listed(spark: SparkSession, log: str, reading: Reading) -> list[tuple[Source, str]]:
    listing = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(log)
    paths = sorted(row[0] for row in listing.select("path").distinct().collect())
    if len(paths) > 1 or not paths or paths[0].rstrip("/") != log.rstrip("/"):
        paths = [path for path in paths if path.endswith(_LOGS)]
    if not paths:
        raise LogNotFoundError(f"{log}: Spark finds no log there ({', '.join(_LOGS)})")
    return [(Source(path, None, reading), path) for path in paths]


def _known(spark: SparkSession, paths: dict[str, int], sources: list[Source]) -> list[File]:
    """Return the files, given their numbers by *paths*, with the marks of their lines."""
    reader = spark.read.format("binaryFile").options(**_STRICT)
    listing = reader.load([_literal(path) for path in paths]).select(
        "_metadata.file_path", F.xxhash64("_metadata.file_path"), "_metadata.file_size"
    )
    local = {path for path in paths if "://" not in path}
    files = {}
    for uri, mark, size in listing.collect():
        path = unquote(urlsplit(uri).path)
        if path not in local:
            path = next(path for path in paths if _same(path, uri))
        number = paths[path]
        sources[number].size = size
        files[number] = File(number, path, mark, _is_split(sources[number], path), size)
    for path, number in paths.items():
        if number not in files:
            raise LogNotFoundError(
                f"{sources[number].name}: Spark does not see {path}; it leaves out files whose "
                "names begin with _ or ., and every worker must see the file under this path"
            )
    return [files[number] for number in sorted(files)]


def _same(path: str, uri: str) -> bool:
    ours, theirs = urlsplit(path), urlsplit(uri)
    return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc) and path.endswith(
        unquote(theirs.path)
    )


def _is_split(source: Source, path: str) -> bool:
    if path.endswith(_GZIP):
        return source.path is None or _is_gzip(source.path)
    if path.endswith(_BY_SPARK):
        return False
    return source.path is None or is_plain(source)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _literal(path: str) -> str:
    """Return a path so that Spark takes none of its characters for a pattern."""
    return "".join("\\" + letter if letter in "\\*?[]{}" else letter for letter in path)


def _parts(
    spark: SparkSession, files: list[File], sources: list[Source], as_of: int | None
) -> list[DataFrame]:
    parts = []
    max_line = sources[0].reading.max_line
    split = [file for file in files if file.is_split]
    if split:
        text = spark.read.options(**_STRICT, lineSep="\n", wholetext="false")
        lines = text.text([_literal(file.path) for file in split]).select(
            F.xxhash64("_metadata.file_path").alias("file"),
            F.col("_metadata.file_block_start").alias("block"),
            F.col("value").cast("binary").alias("line"),
        )
        parts.append(_judged(lines, as_of, {file.mark: file.number for file in split}, max_line))
    whole = [file for file in files if not file.is_split]
    if whole:
        reader = spark.read.format("binaryFile").options(**_STRICT)
        stored = reader.load([_literal(file.path) for file in whole]).select(
            F.xxhash64("_metadata.file_path").alias("file"), "content"
        )
        numbers = {file.mark: file.number for file in whole}
        names = {file.mark: sources[file.number].name for file in whole}

        def task(batches: Iterator[Any]) -> Iterator[Any]:
            return judged(unpacked(batches, names), as_of, numbers, max_line)

        parts.append(mapped(stored, task, JUDGED))
    return parts


def _judged(
    lines: DataFrame, as_of: int | None, numbers: dict[int, int] | None, max_line: int = sys.maxsize
) -> DataFrame:
    return mapped(lines, lambda batches: judged(batches, as_of, numbers, max_line), JUDGED)
