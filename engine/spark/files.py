"""Files: those of a log, as Spark knows them, and their lines, judged."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from ..sources import Damage, LogNotFoundError, Source, is_plain
from .arrow import mapped
from .judging import judged, unpacked
from .paths import STRICT, is_same, literal
from .schemas import JUDGED
from .tables import Table, in_blocks, rows_of

_GZIP: Final = ".gz"
_BY_SPARK: Final = (_GZIP, ".bz2", ".deflate", ".lz4", ".snappy", ".zst")
"""Endings of names by which Spark tells that a file is compressed."""


@attrs.frozen
class Named:
    """A file that somebody named, itself or with its folder."""

    source: Source
    path: str
    """As Spark reads it."""

    table: Table | None = None
    """What it is read with, if it is Parquet."""


@attrs.define
class File:
    """A file of a log, as Spark knows it."""

    number: int
    path: str
    mark: int
    """What its lines carry: the hash that Spark makes of its path."""

    size: int
    is_split: bool
    """Whether Spark reads it as text; otherwise a task reads it whole and unpacks it."""

    table: Table | None

    @property
    def is_plain(self) -> bool:
        """Whether it is not compressed, as far as its name says."""
        return self.is_split and not self.path.endswith(_GZIP)


def known(spark: SparkSession, named: list[Named]) -> list[File]:
    """Return the files that hold anything, with the marks of their lines; sources get their sizes.

    Raises:
        LogNotFoundError: Spark does not see one.
    """
    numbers = {
        each.path: number
        for number, each in enumerate(named)
        if each.source.stamp is None or each.source.stamp.size  # it lists no file without a byte
    }
    if not numbers:
        return []
    reader = spark.read.format("binaryFile").options(**STRICT)
    listing = reader.load([literal(path) for path in numbers]).select(
        "_metadata.file_path", F.xxhash64("_metadata.file_path"), "_metadata.file_size"
    )
    files = {}
    for uri, mark, size in listing.collect():
        number = numbers[_path_of(uri, numbers)]
        source, path, table = attrs.astuple(named[number], recurse=False)
        source.size = size
        is_split = table is None and _is_split(source, path)
        files[number] = File(number, path, mark, size, is_split, table)
    for path, number in numbers.items():
        if number not in files:
            raise LogNotFoundError(
                f"{named[number].source.name}: Spark does not see {path}; it leaves out files "
                "whose names begin with _ or ., and every worker must see the file under this path"
            )
    return [files[number] for number in sorted(files)]


def _path_of(uri: str, paths: Iterable[str]) -> str:
    """Return which of *paths* is that of the file whose URI Spark tells."""
    for path in (unquote(urlsplit(uri).path), unquote(uri)):
        if path in paths:
            return path
    return next(path for path in paths if is_same(path, uri))


def _is_split(source: Source, path: str) -> bool:
    if path.endswith(_GZIP):
        if source.reading.damaged == "REPLAY":
            return False  # Spark says neither where the damage is nor what comes before
        return source.path is None or _is_gzip(source.path)
    if path.endswith(_BY_SPARK):
        return False
    return source.path is None or is_plain(source)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


@attrs.frozen
class Lines:
    """The lines of a log in files."""

    spark: SparkSession
    sources: list[Source]
    files: list[File]
    tables: dict[Table, DataFrame]
    """Of each table its rows."""

    @classmethod
    def of(cls, spark: SparkSession, named: list[Named]) -> "Lines":
        """Look at what was *named*.

        Raises:
            LogNotFoundError: Spark does not see a file.
            InputError: A table has the columns of no log.
        """
        files = known(spark, named)
        paths: dict[Table, list[str]] = {}
        for file in files:
            if file.table is not None:
                paths.setdefault(file.table, []).append(file.path)
        tables = {table: rows_of(spark, table, some) for table, some in paths.items()}
        return cls(spark, [each.source for each in named], files, tables)

    def judged(self, as_of: int | None) -> list[DataFrame]:
        """Return the judged lines, in parts: of text, of what is unpacked, of each table."""
        parts = []
        if split := [file for file in self.files if file.is_split]:
            parts.append(self._of_text(split, as_of))
        if whole := [file for file in self.files if not file.is_split and file.table is None]:
            parts.append(self._of_whole(whole, as_of))
        for table, rows in self.tables.items():
            some = [file for file in self.files if file.table == table]
            parts.append(self._of_rows(rows, some, as_of))
        return parts

    @property
    def _max_line(self) -> int:
        return self.sources[0].reading.max_line

    def _of_text(self, files: list[File], as_of: int | None) -> DataFrame:
        numbers, max_line = _numbers(files), self._max_line
        text = self.spark.read.options(**STRICT, lineSep="\n", wholetext="false")
        lines = text.text([literal(file.path) for file in files]).select(
            F.xxhash64("_metadata.file_path").alias("file"),
            F.col("_metadata.file_block_start").alias("block"),
            F.col("value").cast("binary").alias("line"),
        )
        return mapped(lines, lambda batches: judged(batches, as_of, numbers, max_line), JUDGED)

    def _of_whole(self, files: list[File], as_of: int | None) -> DataFrame:
        numbers, reading = _numbers(files), self.sources[0].reading
        names = {file.mark: self.sources[file.number].name for file in files}
        reader = self.spark.read.format("binaryFile").options(**STRICT)
        stored = reader.load([literal(file.path) for file in files]).select(
            F.xxhash64("_metadata.file_path").alias("file"), "content"
        )

        def task(batches: Iterator[Any]) -> Iterator[Any]:
            damaged: dict[int, Damage] = {}
            lines = unpacked(batches, names, reading, damaged)
            return judged(lines, as_of, numbers, reading.max_line, damaged)

        return mapped(stored, task, JUDGED)

    def _of_rows(self, rows: DataFrame, files: list[File], as_of: int | None) -> DataFrame:
        numbers, max_line = _numbers(files), self._max_line

        def task(batches: Iterator[Any]) -> Iterator[Any]:
            return judged(in_blocks(batches, numbers), as_of, numbers, max_line)

        return mapped(rows, task, JUDGED)


def _numbers(files: list[File]) -> dict[int, int]:
    return {file.mark: file.number for file in files}
