"""Entities and locks: what conversations have to know of other streams, and tasks that find it."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from ...events import Actor, Event, LockAcquired, OrderKey, Redaction
from ...projections.derivations import Agent, Contact, ContactEvent, Reference, derive_contact
from ..facts import fold_entities
from ..redacted import redacted
from ..streams import streams
from .chunks import Chunk, chunks
from .judging import batch_of
from .packing import pack
from .schemas import PICKLED

SignOuts = tuple[str, list[OrderKey]]
"""An agent, and where it signed out."""

Lock = tuple[str, Actor | None, OrderKey]
"""Who took a lock, as what kind of actor if the log says so, and where."""


def described(
    batches: Iterable[Any],
    as_of: int,
    redaction: Redaction | None,
    *,
    has_moments: bool,
) -> Iterator[Any]:
    """Fold the streams of entities: yield what they say, and perhaps where agents signed out."""
    contacts: dict[str, Contact] = {}
    reference = Reference(contacts=contacts)
    sign_outs: list[SignOuts] = []
    for chunk in chunks(batches):
        agents = agents_of(chunk, reference, contacts, as_of, redaction)
        left = [(agent.agent_id, agent.sign_outs) for agent in agents if agent.sign_outs]
        sign_outs += left if has_moments else []
    yield batch_of(PICKLED, [(pack((reference, sign_outs)),)])


def agents_of(
    chunk: Chunk,
    reference: Reference,
    contacts: dict[str, Contact],
    as_of: int,
    redaction: Redaction | None,
) -> Iterator[Agent]:
    """Fold the streams of a chunk into *reference* and *contacts*, and yield the agents."""
    found = redacted(streams(chunk.partition, chunk.dropped().places), redaction)
    return fold_entities(_without_contacts(found, contacts), reference, as_of)


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


def locked(batches: Iterable[Any], redaction: Redaction | None) -> Iterator[Any]:
    """Find the locks that are no duplicates, given all locks and what may be their duplicates."""
    for chunk in chunks(batches):
        locks: list[Lock] = [
            (lock.agent_id, lock.actor_type, lock.order) for lock in locks_of(chunk, redaction)
        ]
        yield batch_of(PICKLED, [(pack(locks),)])


def locks_of(chunk: Chunk, redaction: Redaction | None) -> Iterator[LockAcquired]:
    """Yield the locks of a chunk that are no duplicates.

    Fingerprints are Spark's own: a hash of Python's is another one in every process.
    """
    dropped = chunk.dropped().places
    for position, placed in enumerate(chunk.partition.places):
        if placed not in dropped:
            event = chunk.partition.event(position)
            if isinstance(event, LockAcquired):
                shown = event if redaction is None else redaction.redacted(event)
                yield cast("LockAcquired", shown)
