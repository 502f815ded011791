"""Beside: tasks that find what a conversation may ask of other streams, to be joined to it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

from ...events import LockAcquired, OrderKey, Redaction
from ...projections import Frame
from ...projections.derivations import AgentMoments, Contact, Reference
from ..facts import kept_conversations
from ..redacted import conversations_to_fold
from .chunks import Chunk, chunks
from .entities import agents_of, locks_of
from .judging import batch_of
from .packing import pack, unpack
from .schemas import ASKED, BESIDE, MOMENT, PLACES, PROFILE, TOLD

_ROWS: Final = 4_000
"""Rows that are handed on at a time."""


def lock_places(
    batches: Iterable[Any], reference: Reference, redaction: Redaction | None
) -> Iterator[Any]:
    """Find where human agents locked, given all locks and what may be their duplicates."""
    for chunk in chunks(batches):
        rows = [
            (lock.agent_id, *lock.order)
            for lock in locks_of(chunk, redaction)
            if reference.is_human_lock(lock.actor_type, lock.agent_id)
        ]
        if rows:
            yield batch_of(PLACES, rows)


def sign_out_places(
    batches: Iterable[Any], as_of: int, redaction: Redaction | None
) -> Iterator[Any]:
    """Find where agents signed out."""
    for chunk in chunks(batches):
        for agent in agents_of(chunk, Reference(), {}, as_of, redaction):
            for start in range(0, len(agent.sign_outs), _ROWS):
                orders = agent.sign_outs[start : start + _ROWS]
                yield batch_of(PLACES, [(agent.agent_id, *order) for order in orders])


def next_elsewhere(batches: Iterable[Any]) -> Iterator[Any]:
    """Find where agents went after their locks, given their places by agent and in order.

    Of successive locks on one conversation the first is remembered, and of an agent nothing else:
    it may have millions.
    """
    agent_id: str | None = None
    first: list[Any] = []
    for batch in batches:
        rows: list[tuple[str, int, bytes]] = []
        for each_id, *key in zip(*batch.to_pydict().values(), strict=True):
            if each_id != agent_id:
                agent_id, first = each_id, key
            elif key[4:] != first[4:]:
                kind, stream_id = first[4:]
                if kind == LockAcquired.stream_kind:
                    rows.append((stream_id, MOMENT, orjson.dumps((agent_id, first, key))))
                first = key
        if rows:
            yield batch_of(BESIDE, rows)


def moments_of(chunk: Chunk) -> AgentMoments:
    """Return what was joined to conversations of the moments of agents.

    Of each lock there are where its agent locked the conversation first, and where it went next:
    among all its moments nothing is between them. So the answers are those of all its moments.
    """
    by_agent: dict[str, list[OrderKey]] = {}
    for what, data in chunk.beside:
        if what == MOMENT:
            agent_id, first, key = orjson.loads(data)
            by_agent.setdefault(agent_id, []).extend((tuple(first), tuple(key)))
    moments = AgentMoments()
    for agent_id, orders in by_agent.items():
        moments.add(agent_id, orders)
    return moments


def told_contacts(batches: Iterable[Any], as_of: int, redaction: Redaction | None) -> Iterator[Any]:
    """Find what is said of contacts."""
    for chunk in chunks(batches):
        contacts: dict[str, Contact] = {}
        for _ in agents_of(chunk, Reference(), contacts, as_of, redaction):
            pass  # there is none among contacts
        if contacts:
            yield batch_of(TOLD, [(told[0], pack(told)) for told in contacts.items()])


def contacts_asked_for(
    batches: Iterable[Any], reference: Reference, frame: Frame, redaction: Redaction | None
) -> Iterator[Any]:
    """Find whose the conversations are: the log's own ID of each, and what its contact is known by.

    By the first what is said of the contact is brought to it, as its events are.
    """
    moments = AgentMoments()
    for chunk in chunks(batches):
        records = conversations_to_fold(chunk.partition, chunk.dropped().places, redaction)
        asked = [
            (conversation.events[0].order[-1], conversation.contact_id)
            for conversation in kept_conversations(records, reference, moments, frame)
            if conversation.contact_id is not None
        ]
        if asked:
            yield batch_of(ASKED, asked)


def contacts_of(chunk: Chunk) -> dict[str, Contact]:
    """Return what was joined to conversations of what is said of their contacts."""
    told = (data for what, data in chunk.beside if what == PROFILE)
    return dict(map(unpack, told))
