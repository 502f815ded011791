"""Told: what tasks have to know to fold, and how they hand on what comes of it."""

import copy
import hashlib
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import attrs
import pyarrow as pa

from ...events import Redaction
from ...projections import ContactRowsProjection, Frame, Projection, RowProjection
from ...projections.derivations import AgentMoments, Contact, Conversation, Reference
from ..duplicates import Dropped
from ..export import ExportOptions
from ..facts import kept_conversations
from ..redacted import conversations_to_fold
from .beside import contacts_of, moments_of
from .chunks import Chunk
from .judging import batch_of
from .packing import pack, unpack
from .schemas import FOLDED, ROW, STATE, array_of, folded_with

RowsApart = RowProjection[Any] | ContactRowsProjection[Any]


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

    redaction: Redaction | None = None
    """What replaces personal text, in streams as soon as they are in order."""

    printed: ExportOptions | None = None
    """How rows become lines of CSV; without that they stay typed."""

    @property
    def finished(self) -> list[type[RowsApart]]:
        """The exports whose rows tasks finish: with a stream, or with a contact that is joined."""
        kinds = (RowProjection,) if self.has_contacts else (RowProjection, ContactRowsProjection)
        return [export for export in self.exports if issubclass(export, kinds)]

    @property
    def schema(self) -> Any:
        """The schema of what is folded."""
        return FOLDED if self.printed is not None else folded_with(self.finished)

    def around(self, contacts: dict[str, Contact]) -> Reference:
        """Return the reference data with what was joined of contacts, where it is."""
        if self.has_contacts:
            return self.reference
        reference = copy.copy(self.reference)
        reference.contacts = contacts
        return reference

    def conversations(self, chunk: Chunk, dropped: Dropped) -> Iterator[Conversation]:
        """Yield the conversations of a chunk, each with what it may ask of other streams."""
        reference = self.around(contacts_of(chunk))
        moments = moments_of(chunk) if self.moments is None else self.moments
        records = conversations_to_fold(chunk.partition, dropped.places, self.redaction)
        return kept_conversations(records, reference, moments, self.frame)


@attrs.define(eq=False)
class HandingOn:
    """Makes projections, and batches of what comes of them."""

    told: Told
    projections: list[Projection[Any]] = attrs.field(init=False)
    _lines_of: dict[str, Any] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Start with projections that have taken in nothing."""
        self.projections = [export(self.told.frame) for export in self.told.exports]

    def rows(self, export: type[RowsApart], rows: list[Any]) -> Any:
        """Return a batch of rows that are finished: printed, or typed."""
        keys = [list(map(_text_of, map(attrgetter(field), rows))) for field in export.sorted_by]
        keys += [[""] * len(rows)] * (3 - len(keys))
        if self.told.printed is None:
            heads = [(ROW, export.slug, *key, *[None] * 4) for key in zip(*keys, strict=True)]
            return self.batch(heads, rows)
        if export.slug not in self._lines_of:
            self._lines_of[export.slug] = self.told.printed.printer.lines_of(export.columns())
        lines = self._lines_of[export.slug](rows)
        rest = [None] * 3
        return batch_of(
            FOLDED, [(ROW, export.slug, *each, *rest) for each in zip(*keys, lines, strict=True)]
        )

    def state(self, duplicates: int) -> Any:
        """Return a batch of the projections that wait to be merged, and of how many duplicates."""
        states = [each for each in self.projections if not isinstance(each, RowProjection)]
        data = pack((states, duplicates))
        return self.batch([(STATE, *[None] * 5, data, None, None)])

    def batch(self, heads: list[Any], rows: list[Any] | None = None) -> Any:
        """Return a batch; where rows stay typed each export has a column for its own."""
        batch = batch_of(FOLDED, heads)
        if self.told.printed is not None:
            return batch
        schema = self.told.schema
        arrays = list(batch.columns)
        slug = heads[0][1]
        for export in self.told.finished:
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


def read(told: bytes) -> Told:
    """Return what a task was told."""
    digest = hashlib.blake2b(told).digest()
    if digest not in _known:
        _known.clear()
        _known[digest] = unpack(told)
    return _known[digest]
