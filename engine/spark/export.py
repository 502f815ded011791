"""The export job on Spark: the files that the local engine writes, to the byte."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson
from pyspark.sql import SparkSession

from ...projections.derivations import AgentMoments
from ..duplicates import Dropped
from ..export import Exported, ExportOptions, Job
from ..facts import undescribed
from ..library import make_projections
from ..partitions import PartitionStore
from ..publish import staging
from ..replay import Settings
from ..replayed import Replayed
from ..runs import SortedRuns
from ..sources import Reading
from ..writing import LineSink
from .inputs import of_files
from .library import SparkReplay


@attrs.define(eq=False)
class _Lines(SortedRuns):
    """Lines that Spark has put in order, export by export."""

    batches: Iterator[tuple[str, list[str]]] = attrs.field(kw_only=True)
    _next: tuple[str, list[str]] | None = attrs.field(init=False, default=None)

    def lines(self, slug: str) -> Iterator[list[str]]:
        """Yield the lines of an export in order, in batches."""
        while batch := self._next or next(self.batches, None):
            self._next = batch
            if batch[0] != slug:
                return
            self._next = None
            yield batch[1]


def export(  # noqa: PLR0913  # a job is all of these
    spark: SparkSession,
    logs: Iterable[str],
    out: Path,
    *,
    settings: Settings,
    options: ExportOptions,
    partitions: int | None = None,
    reading: Reading | None = None,
    joined: bool | None = None,
    starting: Callable[[], None] = lambda: None,
) -> Exported:
    """Replay the log in files and folders on Spark, and write its exports to the folder *out*.

    The folder is one of the machine that drives the job; in the manifest no file has a digest.
    When the log is found, and before it is read, *starting* is called.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs.
        DamagedLogError: The log cannot be read to its end.
        FolderInUseError: Another job writes to the folder; the log was not read.
        InputError: The settings ask for what is not done on Spark.
        OutputError: The folder cannot be written.
    """
    with staging(out) as stage:
        log = of_files(spark, logs, reading)
        make = make_projections(options.only)
        starting()
        done = SparkReplay.of(spark, log, settings, partitions, make, joined=joined)
        try:
            done.folded(options)
            sink = LineSink(options.printer, _Lines(0, batches=done.lines(options)))
            return Job(out, settings, options, sink).write(stage, _replayed(done), log.sources)
        finally:
            done.close()


def export_parquet(  # noqa: PLR0913  # a job is all of these
    spark: SparkSession,
    logs: Iterable[str],
    out: str,
    *,
    settings: Settings,
    options: ExportOptions,
    reading: Reading | None = None,
    starting: Callable[[], None] = lambda: None,
) -> Exported:
    """Replay the log in files and folders on Spark, and write its exports as folders of Parquet.

    *out* is any place that Spark writes to; a folder in it that is there already is not replaced.
    Rejects go to `rejects`, and last of all comes `accounting`, one line of JSON with the counts
    and the rows of each export: what has no accounting is not whole. Where what precedes damage
    was replayed, it tells of that by the files' names. When the log is found, and before it is
    read, *starting* is called.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs.
        DamagedLogError: The log cannot be read to its end.
        InputError: The settings ask for what is not done on Spark.
    """
    log, make = of_files(spark, logs, reading), make_projections(options.only)
    starting()
    done = SparkReplay.of(spark, log, settings, None, make)
    try:
        rows = {}
        for each in done.exports:
            folder = f"{out}/{each.slug}"
            done.dataframe(each).write.parquet(folder)
            rows[each.slug] = spark.read.parquet(folder).count()
        done.rejects_frame().write.parquet(f"{out}/rejects")
        told: dict[str, Any] = {"counts": attrs.asdict(done.counts), "rows": rows}
        if damaged := [source for source in log.sources if source.damage is not None]:
            told["damage"] = {each.name: each.as_data()["damage"] for each in damaged}
        line = spark.createDataFrame([(orjson.dumps(told).decode(),)], "value string")
        line.write.text(f"{out}/accounting")
        strange = undescribed(done.reference, done.frame)
        return Exported(done.counts, rows, [], log.sources, strange)
    finally:
        done.close()


def _replayed(done: SparkReplay) -> Replayed:
    return Replayed(
        frame=done.frame,
        span=done.span,
        counts=done.counts,
        types=done.types,
        rejects=done.rejects(),
        reference=done.reference,
        agents=[],
        moments=AgentMoments(),  # nobody asks for more conversations
        projections=done.projections,
        store=PartitionStore(0),
        dropped=Dropped(),
        redaction=done.settings.redaction,
    )
