"""The face for Python: replay a log on Spark, ask an export for a DataFrame or for CSV."""

import os
from collections.abc import Iterator
from typing import Any, Unpack

import attrs
import orjson
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from ...projections import Frame, Projection, RowProjection
from ...projections.derivations import Conversation, Reference
from ..counts import Counts
from ..export import ExportOptions
from ..library import (
    Export,
    Options,
    UnknownExportError,
    find_export,
    make_projections,
    make_settings,
)
from ..lines import DEFAULT_MAX_LINE
from ..redacted import hide
from ..rejects import Rejects
from ..replay import Settings
from ..sources import Damage, Reading, Source
from .arrow import in_pieces, mapped
from .blocks import Blocks
from .errors import spark_told
from .fact_frames import find_table
from .folding import in_lists
from .inputs import Input, of_files, of_frame
from .joining import KEPT, Surroundings, is_joined
from .packing import unpack
from .rejected import Rejected
from .schemas import ACCOUNT, ENTITY, LISTS, OF_CONTACT, ROW, STATE, array_of
from .stages import EVENTS, by_stream, facts, fold, settle


def replay(
    spark: SparkSession,
    *logs: str | os.PathLike[str] | DataFrame,
    partitions: int | None = None,
    joined: bool | None = None,
    **options: Unpack[Options],
) -> "SparkReplay":
    """Replay a log on Spark: files and folders, or one DataFrame of raw lines or typed columns.

    A file of Parquet, and a folder that holds such and no lines of JSON, is read as a DataFrame is.

    The options are those of `replaydesk.replay`; `workers` and `memory` mean nothing here.
    *partitions* is how many the streams are divided into; by default one for 64 MB of lines, of a
    DataFrame as many as Spark decides. *joined* says whether contacts and the moments of agents are
    joined to the conversations, rather than told to every worker; by default when they are many.
    What is judged and brought together stays on the disks of the executors until `close`.

    Raises:
        LogNotFoundError: A name is neither a file nor a folder with logs.
        InputError: The columns of the DataFrame, or of Parquet, are those of no log.
        ReplaydeskError: An option says nothing that can be.
    """
    settings, make = make_settings(options), make_projections(options.get("only"))
    paths = [log for log in logs if not isinstance(log, DataFrame)]
    frames = [log for log in logs if isinstance(log, DataFrame)]
    if frames and len(logs) > 1:
        raise TypeError("give one DataFrame, or files and folders; unite DataFrames before")
    reading = Reading(
        max_line=options.get("max_line", DEFAULT_MAX_LINE), damaged=options.get("damaged", "FAIL")
    )
    log = of_frame(frames[0], reading.max_line) if frames else of_files(spark, paths, reading)
    return SparkReplay.of(spark, log, settings, partitions, make, joined=joined)


@attrs.define(eq=False)
class SparkReplay:
    """A log that was replayed on Spark: the accounting, and the exports that were asked for."""

    spark: SparkSession
    sources: list[Source]
    settings: Settings
    exports: tuple[type[Projection[Any]], ...]
    frame: Frame
    """The period, the as-of instant, the channels and the policy in force."""

    span: tuple[int, int] | None
    types: dict[str, int]
    _known: Surroundings
    _kept: DataFrame
    _blocks: Blocks
    _judged: Counts
    _pieces: int
    _folded: dict[ExportOptions | None, DataFrame] = attrs.field(init=False, factory=dict)
    _on_disk: list[DataFrame] = attrs.field(init=False, factory=list)
    _merged: tuple[list[Projection[Any]], int] | None = attrs.field(init=False, default=None)

    @classmethod
    def of(  # noqa: PLR0913  # a replay is all of these
        cls,
        spark: SparkSession,
        log: Input,
        settings: Settings,
        partitions: int | None,
        make: Any,
        *,
        joined: bool | None = None,
    ) -> "SparkReplay":
        """Take the log in, and gather what every conversation has to know of others."""
        divided = partitions or log.partitions
        kept = by_stream(log.judged(settings.as_of), divided).persist(KEPT)
        counts, types = Counts(), dict[str, int]()
        spans: list[int] = []
        lines: dict[tuple[int, int], int] = {}
        with spark_told():
            accounts = kept.where(F.col("what") == ACCOUNT).select("line").collect()
        for (data,) in accounts:
            told = orjson.loads(data)
            counts += Counts(**told["counts"])
            spans += told["span"] or ()
            for kind, number in told["types"].items():
                types[kind] = types.get(kind, 0) + number
            for file, block, number in told["lines"]:
                lines[file, block] = lines.get((file, block), 0) + number
            for number, damage in told["damaged"]:
                log.sources[number].damage = Damage(**damage)
        if settings.redaction is not None:
            hide(log.sources, settings.redaction)
        span = (min(spans), max(spans)) if spans else None
        frame = settings.frame(span)
        exports = tuple(type(each) for each in make(frame))
        joins = is_joined(types) if joined is None else (joined, joined)
        known = Surroundings(kept, frame, settings.redaction, divided, *joins)
        return cls(
            spark,
            log.sources or [Source("lines", None)],
            settings,
            exports,
            frame,
            span,
            dict(sorted(types.items())),
            known,
            kept,
            Blocks.of(lines, is_one=not log.sources),
            counts,
            log.pieces,
        )

    @property
    def reference(self) -> Reference:
        """The reference data as of the as-of instant; many contacts are gathered when asked for."""
        return self._known.reference

    @property
    def counts(self) -> Counts:
        """How many lines were read, and what became of them."""
        counts = attrs.evolve(self._judged)
        duplicates = self._states()[1]
        counts.applied -= duplicates
        counts.duplicates += duplicates
        return counts

    def projection(self, export: Export[Any]) -> Projection[Any]:
        """Return the projection that an export reads off, where its rows are not finished apart.

        Raises:
            UnknownExportError: There is no such export, or it was not asked for.
        """
        wanted = self._asked_for(export)
        return next(each for each in self.projections if type(each) is wanted)

    @property
    def projections(self) -> list[Projection[Any]]:
        """The projections asked for, those merged whose rows are not finished apart."""
        return self._states()[0]

    def dataframe(self, export: Export[Any]) -> DataFrame:
        """Return the rows of an export, in no order: instants and durations in milliseconds.

        Raises:
            UnknownExportError: There is no such export, or it was not asked for.
        """
        wanted = self._asked_for(export)
        if wanted in self._known.told(self.exports, asks=False).finished:
            rows = self.folded(None).where(F.col("what") == ROW)
            return rows.where(F.col("export") == wanted.slug).select(f"`{wanted.slug}`.*")
        found = array_of(wanted.columns(), list(self.projection(wanted).rows(self.reference)))
        return self.spark.createDataFrame(pa.Table.from_struct_array(found))

    def facts_frame(self, name: str) -> DataFrame:
        """Return the facts of a kind, whatever the period, with the IDs of the events behind them.

        The kinds and their columns are those of `FACT_TABLES`.

        Raises:
            UnknownFactError: There is no such kind.
        """
        table = find_table(name)
        asks = table.bearer is Conversation
        told = self._known.told((), asks=asks)
        if asks:
            return facts(self._known.conversations(asks=True), told, table)
        entities = self._kept.where(F.col("what") == ENTITY).select(*EVENTS)
        return facts(entities, told, table)

    def rejects(self) -> Rejects:
        """Return the rejects proper, and the duplicates that differ, as the local engine does."""
        return self._rejected.in_order(self.counts)

    def rejects_frame(self) -> DataFrame:
        """Return the same as a DataFrame, in no order, for more than this machine holds.

        Its columns are `file`, `line`, `reason`, `raw` and `differs`; where text is redacted
        `raw_bytes` and `raw_keyed_digest` stand in place of `raw`.
        """
        names = [source.name for source in self.sources]
        return self._rejected.frame(self.spark, names, self.settings.redaction)

    @property
    def _rejected(self) -> Rejected:
        return Rejected.of(self._blocks, self._kept, self._any_folded())

    def lines(self, printed: ExportOptions) -> Iterator[tuple[str, list[str]]]:
        """Yield the lines of the exports whose rows are finished apart, in order and in batches."""
        slugs = [export.slug for export in self.exports]
        rows = self.folded(printed).where(F.col("what") == ROW)
        number = F.array_position(F.array(*map(F.lit, slugs)), F.col("export"))
        order = [number, *map(F.col, ("key1", "key2", "key3", "line"))]
        ordered = rows.repartitionByRange(self._pieces, *order).sortWithinPartitions(*order)
        batches = mapped(ordered.select("export", "line"), in_lists, LISTS)
        for row in in_pieces(batches):
            yield row[0], row[1]

    def folded(self, printed: ExportOptions | None) -> DataFrame:
        """Return the folded streams, with rows that are *printed* so, or typed."""
        if printed not in self._folded:
            known = self._known
            asks = any(Conversation in export.handlers for export in self.exports)
            told = known.told(self.exports, printed, asks=asks)
            folded = fold(self._kept, known.conversations(asks=asks), told).persist(KEPT)
            self._on_disk.append(folded)
            if asks and known.contacts is not None:
                settled = settle(folded, known.contacts, told, known.partitions).persist(KEPT)
                self._on_disk.append(settled)
                folded = folded.where(F.col("what") != OF_CONTACT).unionAll(settled)
            self._folded[printed] = folded
        return self._folded[printed]

    def close(self) -> None:
        """Let go of what lies on the disks of the executors."""
        for frame in (self._kept, *self._on_disk):
            frame.unpersist()
        self._known.close()
        self._folded.clear()

    def _any_folded(self) -> DataFrame:
        return next(iter(self._folded.values()), None) or self.folded(None)

    def _states(self) -> tuple[list[Projection[Any]], int]:
        if self._merged is None:
            projections = [export(self.frame) for export in self.exports]
            merged = [each for each in projections if not isinstance(each, RowProjection)]
            duplicates = 0
            states = self._any_folded().where(F.col("what") == STATE).select("data")
            for (data,) in states.collect():
                parts, more = unpack(data)
                duplicates += more
                for mine, theirs in zip(merged, parts, strict=True):
                    mine.merge(theirs)
            self._merged = projections, duplicates
        return self._merged

    def _asked_for(self, export: Export[Any]) -> type[Projection[Any]]:
        wanted = find_export(export)
        if wanted not in self.exports:
            raise UnknownExportError(f"{wanted.slug} was not asked for in this replay")
        return wanted
