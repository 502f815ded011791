"""Tables: a log in Parquet or in a DataFrame, each row of which is a line."""

from collections.abc import Container, Iterable, Iterator
from typing import Any, Final

import attrs
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812  # as all that is written on Spark calls it
from pyspark.sql.types import StringType, StructType

from ...events import shown
from ..no_log import DELTA_LOG, iceberg_of, named_table
from .errors import InputError
from .judging import batch_of
from .paths import STRICT, literal, without_scheme
from .schemas import LINES

PARQUET: Final = ".parquet"
"""How a file of Parquet is called, and a folder that holds nothing else."""


@attrs.frozen
class Table:
    """What is read as one table: a file of Parquet, or a folder of such files."""

    name: str
    """As it was named."""

    path: str
    """As Spark reads it."""


def is_table(log: str) -> bool:
    """Tell whether a log is called like Parquet."""
    return log.rstrip("/").endswith(PARQUET)


def files_in(spark: SparkSession, path: str) -> list[str]:
    """Return the files of Parquet that Spark sees in a folder and below, in order."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    listing = reader.option("pathGlobFilter", f"*{PARQUET}").load(path)
    return sorted(row[0] for row in listing.select("path").distinct().collect())


def refuse_tables(spark: SparkSession, log: str, listed: Iterable[str]) -> None:
    """Refuse what Spark *listed* of a log where it is kept by Delta or Iceberg.

    Spark lists no folder of Delta's that says so; only that of the log itself is looked for.

    Raises:
        LogNotFoundError: It is.
    """
    root = log.rstrip("/")
    for path in listed:
        if (table := iceberg_of(path)) is not None:
            inside = without_scheme(table).removeprefix(without_scheme(root))
            raise named_table(root + inside, "Iceberg")
    try:
        files = spark.read.format("binaryFile").load(f"{literal(root)}/{DELTA_LOG}")
        is_delta = bool(files.select("path").limit(1).collect())
    except AnalysisException:
        return  # there is no such folder
    if is_delta:
        raise named_table(root, "Delta")


def rows_of(spark: SparkSession, table: Table, files: Iterable[str]) -> DataFrame:
    """Return the rows of a *table* with these *files*: of each its file, number there, and line.

    What folders say of a field, as in `channel_id=007/`, is text. A row that lacks a column of
    others has nothing there.

    Raises:
        InputError: The columns are those of no log, or folders say other fields than others.
    """
    by_folder = _fields_of_folders(table, files)
    frame = _reader(spark).option("recursiveFileLookup", "true").parquet(literal(table.path))
    if by_folder and not _is_raw(frame):
        schema = StructType(list(frame.schema.fields))
        for name in by_folder:
            if name not in frame.columns:
                schema = schema.add(name, StringType())
        frame = _reader(spark).schema(schema).parquet(literal(table.path))
    return frame.select(
        F.xxhash64("_metadata.file_path").alias("file"),
        F.col("_metadata.row_index").alias("row"),
        line_of(frame, table.name).alias("line"),
    )


def line_of(frame: DataFrame, name: str) -> Column:
    """Return what makes a line of a row: the one column of raw lines, or a column for each field.

    Of typed columns those that are null are absent; a raw line that is null is blank.

    Raises:
        InputError: The columns are neither; it is told of the *name*.
    """
    kinds = dict(frame.dtypes)
    if _is_raw(frame):
        return F.coalesce(F.col(f"`{frame.columns[0]}`").cast("binary"), F.lit(b""))
    if not {"type", "time"} <= kinds.keys():
        raise InputError(
            f"{name} has the columns {', '.join(kinds) or '(none)'}; expected one of raw "
            "lines, or one for each field of the events, among them type and time"
        )
    if kinds["time"] == "timestamp_ntz":
        raise InputError(
            f"{name} has a time without a zone; cast it to a timestamp, or where it is UTC "
            "let Spark take it so: spark.sql.parquet.inferTimestampNTZ.enabled=false"
        )
    fields = [F.col(f"`{column}`") for column in frame.columns]
    if kinds["time"] == "timestamp":
        fields[frame.columns.index("time")] = F.unix_millis("time").alias("time")
    return F.to_json(F.struct(*fields)).cast("binary")


def in_blocks(batches: Iterable[Any], known: Container[int]) -> Iterator[Any]:
    """Give the rows of *known* files their blocks: rows that follow each other, named by the first.

    So a row's place follows from its block, as a line's does, however rows are stored.
    """
    file, block, following = None, 0, 0
    for batch in batches:
        rows = []
        columns = (batch.column(name).to_pylist() for name in ("file", "row", "line"))
        for each, row, line in zip(*columns, strict=True):
            if each != file or row != following:
                file, block = each, row
            following = row + 1
            if each in known:
                rows.append((file, block, line))
        if rows:
            yield batch_of(LINES, rows)


def _reader(spark: SparkSession) -> Any:
    # The columns of one file would be taken for those of all.
    return spark.read.options(**STRICT, mergeSchema="true", pathGlobFilter=f"*{PARQUET}")


def _is_raw(frame: DataFrame) -> bool:
    return [kind for _, kind in frame.dtypes] in (["string"], ["binary"])


def _fields_of_folders(table: Table, files: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that the folders of a table say, in their order.

    Spark would leave out silently what lies beside such folders, or in others below them.
    """
    root = without_scheme(table.path).rstrip("/")
    found = set()
    for file in files:
        inside = without_scheme(file).removeprefix(root).split("/")[1:-1]
        found.add(tuple(each.partition("=")[0] if "=" in each else "" for each in inside))
    said = {name for names in found for name in names} - {""}
    if not said:
        return ()
    first, *others = found
    if others or "" in first:
        names = ", ".join(map(shown, sorted(said)))
        raise InputError(
            f"{table.name}: some of its Parquet lies in folders that say {names}, some in others; "
            "name folders of one kind, each by itself"
        )
    return first
