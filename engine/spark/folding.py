"""Folding: what a task of Spark does with streams, by the functions of the local engine."""

import copy
import hashlib
import pickle
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import attrs
import pyarrow as pa

from ...projections import Frame, Projection, RowProjection, routes
from ...projections.derivations import Agent, AgentMoments, Conversation, Reference
from ..duplicates import Dropped
from ..export import ExportOptions
from ..facts import fold_entities, kept_conversations
from ..streams import conversations, streams
from .beside import contacts_of, moments_of
from .chunks import Chunk, chunks
from .judging import batch_of
from .schemas import DIFFERING, FOLDED, LISTS, ROW, STATE, array_of, folded_with

_ROWS: Final = 4_000
"""Rows that are handed on at a time."""


@attrs.frozen
class Told:
    """What a task has to know to fold streams."""

    exports: tuple[type[Projection[Any]], ...]
    frame: Frame
    reference: Reference
    moments: AgentMoments | None
    """The moments of all agents; nothing where they are joined to the conversations."""

    has_contacts: bool
    """Whether the reference data tells of contacts; else that is joined to the conversations."""

    printed: ExportOptions | None = None
    """How rows become lines of CSV; without that they stay typed."""

    def conversations(self, chunk: Chunk, dropped: Dropped) -> Iterator[Conversation]:
        """Yield the conversations of a chunk, each with what it may ask of other streams."""
        reference, moments = self.reference, self.moments
        if not self.has_contacts:
            reference = copy.copy(reference)
            reference.contacts = contacts_of(chunk)
        if moments is None:
            moments = moments_of(chunk)
        records = conversations(chunk.partition, dropped.places)
        return kept_conversations(records, reference, moments, self.frame)


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
                for fact in self._facts(chunk, dropped):
                    for handle in handlers:
                        handle(fact)
                yield from self._rows(_ROWS)
        yield from self._rows(1)
        states = [each for each in self.projections if not isinstance(each, RowProjection)]
        data = pickle.dumps((states, self.duplicates))
        yield self._typed([(STATE, *[None] * 5, data, None, None)])

    def _facts(self, chunk: Chunk, dropped: Dropped) -> Iterable[Agent | Conversation]:
        if self.kind is Agent:
            found = streams(chunk.partition, dropped.places)
            return fold_entities(found, Reference(), self.told.frame.period.as_of)
        return self.told.conversations(chunk, dropped)

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
