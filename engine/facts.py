"""Facts: what streams become, whoever gathered them; every way to run a replay comes here."""

from collections.abc import Iterable, Iterator
from typing import cast

from ..events import AnyConversationEvent, Event, OrderKey, PresenceChanged
from ..projections import Frame, routes
from ..projections.derivations import Agent, AgentMoments, Conversation, Reference
from .intake import LockMoment


def fold_entities(streams: Iterable[list[Event]], as_of: int) -> tuple[Reference, list[Agent]]:
    """Fold the streams of entities: what the log says of each, and the agents with a presence."""
    reference = Reference()
    agents: list[Agent] = []
    handlers = routes([reference])
    for stream in streams:
        for event in stream:
            for handle in handlers.get(type(event), ()):
                handle(event)
        if stream[0].stream_kind == PresenceChanged.stream_kind:
            changes = [event for event in stream if isinstance(event, PresenceChanged)]
            names = reference.agent_names(stream[0].stream_id)
            agents.append(Agent(stream[0].stream_id, changes, as_of, names))
    return reference, agents


def agent_moments(
    locks: Iterable[LockMoment],
    sign_outs: Iterable[tuple[str, list[OrderKey]]],
    reference: Reference,
) -> AgentMoments:
    """Gather where human agents locked and signed out, given the locks that are no duplicates.

    A lock by any actor but `VIRTUAL_AGENT` is a human's.
    """
    moments: dict[str, list[OrderKey]] = {}
    for lock in locks:
        if reference.actor(lock.actor_type, lock.agent_id) != "VIRTUAL_AGENT":
            moments.setdefault(lock.agent_id, []).append(lock.order)
    for agent_id, orders in sign_outs:
        moments.setdefault(agent_id, []).extend(orders)
    return AgentMoments.of(moments.items())


def conversations(
    streams: Iterable[list[Event]], reference: Reference, moments: AgentMoments, frame: Frame
) -> Iterator[Conversation]:
    """Yield the conversations of *streams* that the channels of the *frame* keep."""
    channels = reference.channel_ids(frame.channels)
    for events in streams:
        conversation = conversation_of(events, reference, moments, frame.period.as_of)
        if channels is None or conversation.channel_id in channels:
            yield conversation


def conversation_of(
    events: list[Event], reference: Reference, moments: AgentMoments, as_of: int
) -> Conversation:
    """Return the conversation whose stream *events* are."""
    stream = cast("list[AnyConversationEvent]", events)
    return Conversation(events[0].stream_id, stream, reference, moments, as_of)
