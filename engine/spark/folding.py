"""Folding: what a task of Spark does with streams, by the functions of the local engine."""

import hashlib
import pickle
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, cast

import attrs
import pyarrow as pa

from ...events import Actor, Event, LockAcquired, OrderKey
from ...projections import Frame, Projection, RowProjection, routes
from ...projections.derivations import (
    Agent,
    AgentMoments,
    Contact,
    ContactEvent,
    Conversation,
    Reference,
    derive_contact,
)
from ..duplicates import Dropped, drop_duplicates
from ..export import ExportOptions
from ..facts import fold_entities, kept_conversations
from ..partitions import Partition
from ..streams import conversations, streams
from .judging import batch_of
from .schemas import DIFFERING, FOLDED, LISTS, PICKLED, ROW, STATE, array_of, folded_with

_CHUNK: Final = 4_000
"""Events of whole streams that are folded at a time; a longer stream is a chunk of its own."""

_ROWS: Final = 4_000
"""Rows that are handed on at a time."""

SignOuts = tuple[str, list[OrderKey]]
"""An agent, and where it signed out."""

Lock = tuple[str, Actor | None, OrderKey]
"""Who took a lock, as what kind of actor if the log says so, and where."""


@attrs.frozen
class Told:
    """What a task has to know to fold streams."""

    exports: tuple[type[Projection[Any]], ...]
    frame: Frame
    reference: Reference
    moments: AgentMoments
    printed: ExportOptions | None
    """How rows become lines of CSV; without that they stay typed."""


@attrs.define(eq=False)
class Chunk:
    """Events of whole streams."""

    partition: Partition = attrs.Factory(Partition)
    blocks: list[int] = attrs.Factory(list)
    """Of each event the block that its line stands in."""

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
        columns = tuple(
            batch.column(name).to_pylist()
            for name in ("fingerprint", "line", "time", "placed", "block")
        )
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
    for marks, lines, times, places, blocks in parts:
        partition = chunk.partition
        partition.items.extend(lines)
        partition.times.extend(times)
        partition.fingerprints.frombytes(array("q", marks).tobytes())
        partition.places.extend(places)
        chunk.blocks.extend(blocks)
    return chunk


def described(batches: Iterable[Any], as_of: int) -> Iterator[Any]:
    """Fold the streams of entities: yield what they say, and where agents signed out."""
    contacts: dict[str, Contact] = {}
    reference = Reference(contacts=contacts)
    sign_outs: list[SignOuts] = []
    for chunk in chunks(batches):
        found = streams(chunk.partition, chunk.dropped().places)
        agents = fold_entities(_without_contacts(found, contacts), reference, as_of)
        sign_outs += [(agent.agent_id, agent.sign_outs) for agent in agents if agent.sign_outs]
    yield batch_of(PICKLED, [(pickle.dumps((reference, sign_outs)),)])


def _without_contacts(
    found: Iterable[list[Event]], contacts: dict[str, Contact]
) -> Iterator[list[Event]]:
    """Yield the streams that are no contact's; what those say is put into *contacts*."""
    for stream in found:
        if stream[0].stream_kind == "contact":
            told = cast("list[ContactEvent]", stream)
            contacts[stream[0].stream_id] = derive_contact(told)
        else:
            yield stream


def locked(batches: Iterable[Any]) -> Iterator[Any]:
    """Find the locks that are no duplicates, given all locks and what may be their duplicates.

    Fingerprints are Spark's own: a hash of Python's is another one in every process.
    """
    for chunk in chunks(batches):
        dropped = chunk.dropped().places
        locks: list[Lock] = [
            (event.agent_id, event.actor_type, event.order)
            for position, placed in enumerate(chunk.partition.places)
            if placed not in dropped
            and isinstance(event := chunk.partition.event(position), LockAcquired)
        ]
        yield batch_of(PICKLED, [(pickle.dumps(locks),)])


def folded_agents(batches: Iterable[Any], told: bytes) -> Iterator[Any]:
    """Fold agents into projections: yield rows, and at the end what waits to be merged."""
    yield from _Folding(_read(told), Agent).fold(batches)


def folded_conversations(batches: Iterable[Any], told: bytes) -> Iterator[Any]:
    """Fold conversations into projections: yield rows, and at the end what waits to be merged."""
    yield from _Folding(_read(told), Conversation).fold(batches)


def in_lists(batches: Iterable[Any]) -> Iterator[Any]:
    """Put the lines of exports, which are in order, into lists: fewer rows to hand over."""
    for batch in batches:
        lines = batch.column("line").to_pylist()
        start = 0
        for export, run in groupby(batch.column("export").to_pylist()):
            end = start + sum(1 for _ in run)
            yield batch_of(LISTS, [(export, lines[start:end])])
            start = end


@attrs.define(eq=False)
class _Folding:
    told: Told
    kind: type[Agent | Conversation]
    projections: list[Projection[Any]] = attrs.field(init=False)
    duplicates: int = attrs.field(init=False, default=0)
    _lines_of: dict[str, Any] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.projections = [export(self.told.frame) for export in self.told.exports]

    def fold(self, batches: Iterable[Any]) -> Iterator[Any]:
        handlers = routes(self.projections).get(self.kind, ())
        for chunk in chunks(batches):
            dropped = chunk.dropped()
            self.duplicates += len(dropped.places)
            if dropped.differing:
                yield self._differing(chunk, dropped)
            if handlers:
                for fact in self._facts(chunk.partition, dropped):
                    for handle in handlers:
                        handle(fact)
                yield from self._rows(_ROWS)
        yield from self._rows(1)
        states = [each for each in self.projections if not isinstance(each, RowProjection)]
        data = pickle.dumps((states, self.duplicates))
        yield self._typed([(STATE, *[None] * 5, data, None, None)])

    def _facts(self, partition: Partition, dropped: Dropped) -> Iterable[Agent | Conversation]:
        told = self.told
        if self.kind is Agent:
            found = streams(partition, dropped.places)
            return fold_entities(found, Reference(), told.frame.period.as_of)
        records = conversations(partition, dropped.places)
        return kept_conversations(records, told.reference, told.moments, told.frame)

    def _differing(self, chunk: Chunk, dropped: Dropped) -> Any:
        blocks = dict(zip(chunk.partition.places, chunk.blocks, strict=True))
        return self._typed(
            [
                (DIFFERING, *[None] * 4, each.reason, each.raw, each.placed, blocks[each.placed])
                for each in dropped.differing
            ]
        )

    def _rows(self, at_least: int) -> Iterator[Any]:
        for each in self.projections:
            if isinstance(each, RowProjection) and len(each.finished) >= at_least:
                yield self._batch(type(each), each.take())

    def _batch(self, export: type[RowProjection[Any]], rows: list[Any]) -> Any:
        keys = [list(map(_text_of, map(attrgetter(field), rows))) for field in export.sorted_by]
        keys += [[""] * len(rows)] * (3 - len(keys))
        if self.told.printed is None:
            return self._typed(
                [(ROW, export.slug, *key, *[None] * 4) for key in zip(*keys, strict=True)], rows
            )
        if export.slug not in self._lines_of:
            self._lines_of[export.slug] = self.told.printed.printer.lines_of(export.columns())
        lines = self._lines_of[export.slug](rows)
        rest = [None] * 3
        return batch_of(
            FOLDED, [(ROW, export.slug, *each, *rest) for each in zip(*keys, lines, strict=True)]
        )

    def _typed(self, heads: list[Any], rows: list[Any] | None = None) -> Any:
        """Return a batch; where rows stay typed each export has a column for its own."""
        batch = batch_of(FOLDED, heads)
        if self.told.printed is not None:
            return batch
        exports = [type(each) for each in self.projections if isinstance(each, RowProjection)]
        schema = folded_with(exports)
        arrays = list(batch.columns)
        slug = heads[0][1]
        for export in exports:
            if rows is not None and export.slug == slug:
                arrays.append(array_of(export.columns(), rows))
            else:
                arrays.append(pa.nulls(len(heads), schema.field(export.slug).type))
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _text_of(value: int | str) -> str:
    """Return what a row is sorted by as text of the same order: instants have fifteen digits."""
    return f"{value:015}" if isinstance(value, int) else value


_known: dict[bytes, Told] = {}
"""What was told last: a worker of Spark does many tasks."""


def _read(told: bytes) -> Told:
    digest = hashlib.blake2b(told).digest()
    if digest not in _known:
        _known.clear()
        _known[digest] = pickle.loads(told)  # noqa: S301  # the driver of this job made it
    return _known[digest]
