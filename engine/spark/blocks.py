"""Blocks: parts of files that a task reads, and which lines of the log they hold."""

import attrs
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from ..partitions import LINE_BITS, place, source_and_line
from .judging import first_place


@attrs.define
class Blocks:
    """Which lines of a log its blocks hold."""

    first_lines: dict[tuple[int, int], int]
    """Of each block of a file the number of its first line."""

    is_one: bool
    """Whether the files are but partitions of one."""

    @classmethod
    def of(cls, lines: dict[tuple[int, int], int], *, is_one: bool) -> "Blocks":
        """Return the blocks, given how many lines each has."""
        first_lines, number, before = {}, 1, -1
        for file, block in sorted(lines):
            if file != before and not is_one:
                number = 1
            first_lines[file, block] = number
            number, before = number + lines[file, block], file
        return cls(first_lines, is_one)

    def place_of(self, placed: int, block: int) -> int:
        """Return the source and the line of what was found in a block."""
        file, position = source_and_line(placed)
        line = self.first_lines[file, block] + position - first_place(block)
        return place(0 if self.is_one else file, line)

    def located(self, spark: SparkSession, found: DataFrame, names: list[str]) -> DataFrame:
        """Return what was *found*, with its file, of which there are the *names*, and its line."""
        blocks = spark.createDataFrame(
            [
                (file, block, line - first_place(block), names[0 if self.is_one else file])
                for (file, block), line in self.first_lines.items()
            ],
            "number bigint, block bigint, add bigint, file string",
        )
        number = F.shiftright("placed", LINE_BITS)
        position = F.col("placed").bitwiseAND(F.lit((1 << LINE_BITS) - 1))
        numbered = found.withColumn("number", number).withColumn("position", position)
        joined = numbered.join(F.broadcast(blocks), ["number", "block"])
        return joined.withColumn("line", F.col("position") + F.col("add"))
