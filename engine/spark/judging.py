"""Judging: what a task of Spark does with lines, by the intake of the local engine."""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import orjson
import pyarrow as pa

from ..counts import Reject
from ..intake import Intake, raw_line
from ..lines import fitting
from ..partitions import CONTACTS, CONVERSATIONS, LOCKS, Item, PartitionStore
from ..rejects import RejectLog
from ..sources import Damage, Reading, Source, read_lines
from .schemas import ACCOUNT, CONTACT, CONVERSATION, ENTITY, JUDGED, LINES, REJECT

_BATCH = 10_000

Kept = tuple[int, str | None, str | None, int | None, bytes, int | None, int | None, bool, Any]


@attrs.define(eq=False)
class RowStore(PartitionStore):
    """A store that keeps nothing: events go on to another task, as rows."""

    block: int = attrs.field(init=False, default=0)
    """Where the lines come from that are taken in."""

    rows: list[Kept] = attrs.field(init=False, factory=list)

    def add(  # noqa: PLR0913, PLR0917  # as it is in a store
        self, number: int, stream_id: str, event_id: str, item: Item, time: int, placed: int
    ) -> None:
        """Add an event; a lock comes once more, by its agent, and is only marked as one."""
        if number in LOCKS:
            *told, _, reason = self.rows[-1]
            self.rows[-1] = (*told, True, reason)
            return
        what = CONVERSATION if number in CONVERSATIONS else ENTITY
        what = CONTACT if number in CONTACTS else what
        line = raw_line(item)
        self.rows.append((what, stream_id, event_id, time, line, placed, self.block, False, None))


@attrs.define(eq=False)
class RowRejects(RejectLog):
    """A log of rejects that keeps but their number: they go on with the events."""

    store: RowStore = attrs.field(kw_only=True)

    def add(self, reject: Reject) -> None:
        """Add a reject."""
        self._number += 1
        head = (REJECT, None, None, None, reject.raw)
        self.store.rows.append((*head, reject.placed, self.store.block, False, reject.reason))


def judged(
    batches: Iterable[Any],
    as_of: int | None,
    numbers: dict[int, int] | None,
    max_line: int = sys.maxsize,
    damaged: Mapping[int, Damage] = MappingProxyType({}),
) -> Iterator[Any]:
    """Judge lines: yield the events that apply, the rejects, and at the end the account.

    That tells what of the files is *damaged*, which is known when all lines were read.

    The place of a line is its file's number and the byte that its block begins at plus its number
    in there: such places have the order of the lines, before anybody knows how many lines each
    block has. A line of more than *max_line* bytes is a reject, as in the local engine.
    """
    store = RowStore(0)
    intake = Intake(store, as_of)
    intake.rejects = RowRejects(store=store)
    lines: Counter[tuple[int, int]] = Counter()
    for batch in batches:
        for file, block, some in _runs(batch):
            source = file if numbers is None else numbers[file]
            store.block = block
            fit = [fitting(line, max_line) for line in some]
            intake.take_lines(fit, source, first_place(block) + lines[source, block])
            lines[source, block] += len(some)
            if store.rows:
                yield batch_of(JUDGED, store.rows)
            store.rows.clear()
    found = [(numbers[file], damage) for file, damage in damaged.items()] if numbers else []
    yield _account(intake, lines, found)


def _account(
    intake: Intake, lines: Counter[tuple[int, int]], damaged: list[tuple[int, Damage]]
) -> Any:
    """Return what was counted, with the lines of each block, as a batch of Arrow."""
    told = {
        "counts": attrs.asdict(intake.counts),
        "types": intake.types,
        "span": intake.span,
        "lines": [(*block, number) for block, number in lines.items()],
        "damaged": [(number, attrs.asdict(damage)) for number, damage in damaged],
    }
    data = orjson.dumps(told)
    return batch_of(JUDGED, [(ACCOUNT, None, None, None, data, None, None, False, None)])


def first_place(block: int) -> int:
    """Return the place of a block's first line.

    A line that begins where a block ends belongs to that block, and the next one begins later.
    """
    return block + 1 if block else 0


def unpacked(
    batches: Iterable[Any],
    names: dict[int, str],
    reading: Reading,
    damaged: dict[int, Damage],
) -> Iterator[Any]:
    """Read whole files, each a row with its stored bytes: yield their lines.

    Where what precedes damage is asked for, it is put into *damaged* by the file.

    Raises:
        DamagedLogError: The compression of one is broken, and that is not asked for.
    """
    # Lines that are too long are found when they are judged.
    whole = attrs.evolve(reading, max_line=sys.maxsize)
    for batch in batches:
        files = batch.column("file").to_pylist()
        for file, content in zip(files, batch.column("content"), strict=True):
            with tempfile.TemporaryDirectory(prefix="replaydesk-") as folder:
                path = Path(folder) / "log"
                path.write_bytes(content.as_buffer())
                source = Source(names[file], path, whole)
                for lines, _ in read_lines(source):
                    for start in range(0, len(lines), _BATCH):
                        some = lines[start : start + _BATCH]
                        yield batch_of(LINES, [(file, 0, line) for line in some])
                if source.damage is not None:
                    damaged[file] = source.damage


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
