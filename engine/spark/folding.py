"""Folding: what a task of Spark does with streams, by the functions of the local engine."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import attrs

from ...projections import ByContact, ContactRowsProjection, RowProjection, routes
from ...projections.derivations import Agent, Contact, Conversation, Reference
from ..duplicates import Dropped
from ..facts import fold_entities
from ..redacted import redacted
from ..streams import streams
from .chunks import Chunk, chunks
from .judging import batch_of
from .packing import pack, unpack
from .schemas import DIFFERING, LISTS, OF_CONTACT
from .told import HandingOn, read

_ROWS: Final = 4_000
"""Rows that are handed on at a time."""

_CONTACTS: Final = 20_000
"""What projections keep of so many contacts is handed on, where contacts are joined."""


def folded_agents(batches: Iterable[Any], told: bytes) -> Iterator[Any]:
    """Fold agents into projections: yield rows, and at the end what waits to be merged."""
    yield from _Folding(read(told), Agent).fold(batches)


def folded_conversations(batches: Iterable[Any], told: bytes) -> Iterator[Any]:
    """Fold conversations into projections: yield rows, and at the end what waits to be merged."""
    yield from _Folding(read(told), Conversation).fold(batches)


def in_lists(batches: Iterable[Any]) -> Iterator[Any]:
    """Put the lines of exports, which are in order, into lists: fewer rows to hand over."""
    for batch in batches:
        lines = batch.column("line").to_pylist()
        start = 0
        for export, run in groupby(batch.column("export").to_pylist()):
            end = start + sum(1 for _ in run)
            yield batch_of(LISTS, [(export, lines[start:end])])
            start = end


def settled_contacts(batches: Iterable[Any], told: bytes) -> Iterator[Any]:
    """Finish contacts: yield their rows, and at the end what waits to be merged.

    What the log says of a contact and what projections kept of it come one after the other.
    """
    yield from _Settling(read(told)).settle(batches)


@attrs.define(eq=False)
class _Folding(HandingOn):
    kind: type[Agent | Conversation]
    duplicates: int = attrs.field(init=False, default=0)

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
                yield from self._finished(_ROWS)
                yield from self._of_contacts(_CONTACTS)
        yield from self._finished(1)
        yield from self._of_contacts(1)
        yield self.state(self.duplicates)

    def _facts(self, chunk: Chunk, dropped: Dropped) -> Iterable[Agent | Conversation]:
        if self.kind is Agent:
            found = redacted(streams(chunk.partition, dropped.places), self.told.redaction)
            return fold_entities(found, Reference(), self.told.frame.period.as_of)
        return self.told.conversations(chunk, dropped)

    def _differing(self, chunk: Chunk, dropped: Dropped) -> Any:
        blocks = dict(zip(chunk.partition.places, chunk.blocks, strict=True))
        return self.batch(
            [
                (DIFFERING, *[None] * 4, each.reason, each.raw, each.placed, blocks[each.placed])
                for each in dropped.differing
            ]
        )

    def _finished(self, at_least: int) -> Iterator[Any]:
        for each in self.projections:
            if isinstance(each, RowProjection) and len(each.finished) >= at_least:
                yield self.rows(type(each), each.take())

    def _of_contacts(self, at_least: int) -> Iterator[Any]:
        """Take out what projections keep of contacts, where these are joined."""
        if self.told.has_contacts:
            return
        known = [
            (number, each)
            for number, each in enumerate(self.projections)
            if isinstance(each, ByContact)
        ]
        if sum(each.contacts_held() for _, each in known) < at_least:
            return
        kept: dict[str, list[tuple[int, Any]]] = {}
        for number, each in known:
            for contact_id, data in each.take_contacts():
                kept.setdefault(contact_id, []).append((number, data))
        yield self.batch(
            [
                (OF_CONTACT, None, contact_id, *[None] * 3, pack(data), None, None)
                for contact_id, data in kept.items()
            ]
        )


@attrs.define(eq=False)
class _Settling(HandingOn):
    _told_of: dict[str, Contact] = attrs.field(init=False, factory=dict)

    def settle(self, batches: Iterable[Any]) -> Iterator[Any]:
        last, held = None, 0
        for batch in batches:
            names = ("contact", "what", "line")
            for contact_id, what, data in zip(
                *(batch.column(name).to_pylist() for name in names), strict=True
            ):
                if contact_id != last and held >= _ROWS:
                    yield from self._finished()
                    held = 0
                last, held = contact_id, held + 1
                self._take_in(contact_id, what, data)
        yield from self._finished()
        yield self.state(0)

    def _take_in(self, contact_id: str, what: int, data: bytes) -> None:
        told = unpack(data)
        if what != OF_CONTACT:
            self._told_of.update([told])
            return
        for number, kept in told:
            projection = self.projections[number]
            if isinstance(projection, ByContact):
                projection.put_contact(contact_id, kept)

    def _finished(self) -> Iterator[Any]:
        reference = self.told.around(self._told_of)
        for each in self.projections:
            if isinstance(each, ContactRowsProjection) and (rows := [*each.rows(reference)]):
                yield self.rows(type(each), rows)
            if isinstance(each, ByContact):
                each.settle()
        self._told_of = {}
