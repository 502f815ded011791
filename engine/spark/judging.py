"""Judging: what a task of Spark does with lines, by the intake of the local engine."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import orjson
import pyarrow as pa

from ...events import Event, LockAcquired
from ..intake import Intake, raw_line
from ..partitions import Item, PartitionStore
from ..sources import Source, read_lines
from .schemas import ACCOUNT, CONVERSATION, ENTITY, JUDGED, LINES, REJECT

_BATCH = 10_000

Kept = tuple[int, str | None, str | None, int | None, bytes, int | None, int | None, bool, Any]


@attrs.define(eq=False)
class TaskIntake(Intake):
    """An intake whose events go on to another task, as rows."""

    block: int = attrs.field(init=False, default=0)
    """Where the lines come from that are taken in."""

    rows: list[Kept] = attrs.field(init=False, factory=list)

    def _store(self, event: Event, item: Item, placed: int) -> None:
        what = CONVERSATION if event.stream_kind == "conversation" else ENTITY
        is_lock = event.type == LockAcquired.type
        line = raw_line(item)
        self.rows.append(
            (what, event.stream_id, event.id, event.time, line, placed, self.block, is_lock, None)
        )

    def take_rows(self) -> Iterator[Any]:
        """Yield what was taken in since the last time, rejects too, as a batch of Arrow."""
        for reject in self.rejects:
            self.rows.append(
                (
                    *(REJECT, None, None, None, reject.raw),
                    *(reject.placed, self.block, False, reject.reason),
                )
            )
        self.rejects.clear()
        if self.rows:
            yield batch_of(JUDGED, self.rows)
        self.rows.clear()

    def account(self, lines: Counter[tuple[int, int]]) -> Any:
        """Return what was counted, with the lines of each block, as a batch of Arrow."""
        told = {
            "counts": attrs.asdict(self.counts),
            "types": self.types,
            "span": self.span,
            "lines": [(*block, number) for block, number in lines.items()],
        }
        data = orjson.dumps(told)
        return batch_of(JUDGED, [(ACCOUNT, None, None, None, data, None, None, False, None)])


def judged(
    batches: Iterable[Any], as_of: int | None, numbers: dict[int, int] | None
) -> Iterator[Any]:
    """Judge lines: yield the events that apply, the rejects, and at the end the account.

    The place of a line is its file's number and the byte that its block begins at plus its number
    in there: such places have the order of the lines, before anybody knows how many lines each
    block has.
    """
    intake = TaskIntake(PartitionStore(0), as_of)
    lines: Counter[tuple[int, int]] = Counter()
    for batch in batches:
        for file, block, some in _runs(batch):
            source = file if numbers is None else numbers[file]
            intake.block = block
            intake.take_lines(some, source, first_place(block) + lines[source, block])
            lines[source, block] += len(some)
            yield from intake.take_rows()
    yield intake.account(lines)


def first_place(block: int) -> int:
    """Return the place of a block's first line.

    A line that begins where a block ends belongs to that block, and the next one begins later.
    """
    return block + 1 if block else 0


def unpacked(batches: Iterable[Any], names: dict[int, str]) -> Iterator[Any]:
    """Read whole files, each a row with its stored bytes: yield their lines.

    Raises:
        DamagedLogError: The compression of one is broken.
    """
    for batch in batches:
        files = batch.column("file").to_pylist()
        for file, content in zip(files, batch.column("content"), strict=True):
            with tempfile.TemporaryDirectory(prefix="replaydesk-") as folder:
                path = Path(folder) / "log"
                path.write_bytes(content.as_buffer())
                for lines, _ in read_lines(Source(names[file], path)):
                    for start in range(0, len(lines), _BATCH):
                        some = lines[start : start + _BATCH]
                        yield batch_of(LINES, [(file, 0, line) for line in some])


def batch_of(schema: Any, rows: list[Any]) -> Any:
    """Return *rows* as a batch of Arrow."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _runs(batch: Any) -> Iterator[tuple[int, int, list[bytes]]]:
    """Yield the file, the block and the lines of each run of lines in a batch."""
    lines = batch.column("line").to_pylist()
    places = zip(batch.column("file").to_pylist(), batch.column("block").to_pylist(), strict=True)
    start = 0
    for (file, block), run in groupby(places):
        end = start + sum(1 for _ in run)
        yield file, block, lines[start:end]
        start = end
