"""Chunks: events of whole streams, as many as a task holds at a time."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import compress
from typing import Any, Final

import attrs

from ..duplicates import Dropped, drop_duplicates
from ..partitions import Partition

_CHUNK: Final = 4_000
"""Events of whole streams that are folded at a time; a longer stream is a chunk of its own."""

_COLUMNS: Final = ("fingerprint", "line", "time", "placed", "block")


@attrs.define(eq=False)
class Chunk:
    """Events of whole streams."""

    partition: Partition = attrs.Factory(Partition)
    blocks: list[int] = attrs.Factory(list)
    """Of each event the block that its line stands in."""

    beside: list[tuple[int, bytes]] = attrs.Factory(list)
    """What was joined to the streams: what it is, and the data."""

    def dropped(self) -> Dropped:
        """Find what is dropped as duplicates."""
        dropped = Dropped()
        fingerprints = self.partition.fingerprints
        if len(set(fingerprints)) < len(fingerprints):
            drop_duplicates(self.partition, dropped)
        return dropped


def chunks(batches: Iterable[Any]) -> Iterator[Chunk]:
    """Yield the events of *batches*, which are sorted by stream, in chunks of whole streams."""
    waiting: list[tuple[list[Any], ...]] = []
    held, last = 0, None
    for batch in batches:
        if not batch.num_rows:
            continue
        names = [*_COLUMNS, "beside"] if "beside" in batch.schema.names else _COLUMNS
        columns = tuple(batch.column(name).to_pylist() for name in names)
        marks = columns[0]
        stream = marks[-1] >> 32
        cut = 0
        if stream != last:
            cut = bisect_left(marks, 1, key=lambda mark: mark >> 32 == stream)
            if held + cut >= _CHUNK:
                waiting.append(tuple(column[:cut] for column in columns))
                yield _chunk(waiting)
                waiting, held = [], 0
                columns = tuple(column[cut:] for column in columns)
        waiting.append(columns)
        held += len(columns[0])
        last = stream
    if waiting:
        yield _chunk(waiting)


def _chunk(parts: list[tuple[list[Any], ...]]) -> Chunk:
    chunk = Chunk()
    for columns in parts:
        events = columns[: len(_COLUMNS)]
        for joined in columns[len(_COLUMNS) :]:
            told = zip(joined, columns[1], strict=True)
            chunk.beside += [(what, data) for what, data in told if what is not None]
            kept = [what is None for what in joined]
            events = tuple(list(compress(column, kept)) for column in events)
        marks, lines, times, places, blocks = events
        partition = chunk.partition
        partition.items.extend(lines)
        partition.times.extend(times)
        partition.fingerprints.frombytes(array("q", marks).tobytes())
        partition.places.extend(places)
        chunk.blocks.extend(blocks)
    return chunk
