"""Rejected: what a replay on Spark sets aside, in the order of the log or as a DataFrame."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from ...events import Redaction
from ..counts import Counts, Reject
from ..redacted import stand_in
from ..rejects import RejectLog, Rejects
from .arrow import in_pieces, mapped
from .blocks import Blocks
from .judging import batch_of
from .schemas import DIFFERING, REDACTED_REJECTS, REJECT


@attrs.frozen(eq=False)
class Rejected:
    """What is set aside: of each its place, its block, the reason and the line."""

    blocks: Blocks
    proper: DataFrame
    differing: DataFrame
    """The duplicates that differ from what counted."""

    @classmethod
    def of(cls, blocks: Blocks, kept: DataFrame, folded: DataFrame) -> "Rejected":
        """Return what is set aside of the lines that were *kept*, and of the *folded* streams."""
        proper = kept.where(F.col("what") == REJECT)
        differing = folded.where(F.col("what") == DIFFERING)
        return cls(
            blocks,
            proper.select("placed", "block", "reason", F.col("line").alias("raw")),
            differing.select(
                "placed", "block", F.col("line").alias("reason"), F.col("data").alias("raw")
            ),
        )

    def in_order(self, counts: Counts) -> Rejects:
        """Return the rejects, with their lines as the log has them, as the local engine does."""
        proper, differing = RejectLog(), RejectLog()
        for log, number, frame in (
            (proper, counts.rejected, self.proper),
            (differing, counts.duplicates, self.differing),
        ):
            if not number:
                continue  # a job takes its time, also to find nothing
            for placed, block, reason, raw in in_pieces(frame):
                log.add(Reject(self.blocks.place_of(placed, block), reason, bytes(raw)))
        return Rejects(proper, differing)

    def frame(
        self, spark: SparkSession, names: list[str], redaction: Redaction | None
    ) -> DataFrame:
        """Return the rejects in no order, those of files by their *names*.

        Where text is redacted a line's length and its digest under the key stand in its place.
        """
        found = self.proper.withColumn("differs", F.expr("false")).unionAll(
            self.differing.withColumn("differs", F.expr("true"))
        )
        told = self.blocks.located(spark, found, names).select(
            "file", "line", "reason", "raw", "differs"
        )
        if redaction is None:
            return told
        return mapped(told, lambda rows: _redacted(rows, redaction), REDACTED_REJECTS)


def _redacted(batches: Iterable[Any], redaction: Redaction) -> Iterator[Any]:
    for batch in batches:
        rows = []
        for file, line, reason, raw, differs in zip(*batch.to_pydict().values(), strict=True):
            told = Reject(0, reason, raw).told_reason(redaction)
            rows.append((file, line, told, *stand_in(raw, redaction).values(), differs))
        if rows:
            yield batch_of(REDACTED_REJECTS, rows)
