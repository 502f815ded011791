"""Facts: what streams become, whoever gathered them; every way to run a replay comes here."""

from collections.abc import Iterable, Iterator

from ..events import BY_TYPE, AnyConversationEvent, Event, PresenceChanged
from ..projections import Frame, routes
from ..projections.derivations import Agent, AgentMoments, Conversation, Reference


def fold_entities(
    streams: Iterable[list[Event]], reference: Reference, as_of: int
) -> Iterator[Agent]:
    """Fold the streams of entities into *reference*, and yield the agents, present or not."""
    handlers = routes([reference])
    for stream in streams:
        for event in stream:
            for handle in handlers.get(BY_TYPE[event.type], ()):
                handle(event)
        if stream[0].stream_kind == PresenceChanged.stream_kind:
            changes = [event for event in stream if isinstance(event, PresenceChanged)]
            names = reference.agent_names(stream[0].stream_id)
            yield Agent(stream[0].stream_id, changes, as_of, names)


def undescribed(reference: Reference, frame: Frame) -> list[str]:
    """Return which channels of the *frame* the log describes none of, by ID or by name.

    They may be misspelt. That the log never says more of a channel than its ID is no error.
    """
    names = {channel.name for channel in reference.channels.values()}
    return sorted(frame.channels - reference.channels.keys() - names)


def kept_conversations(
    streams: Iterable[list[AnyConversationEvent]],
    reference: Reference,
    moments: AgentMoments,
    frame: Frame,
) -> Iterator[Conversation]:
    """Yield the conversations of *streams* that the channels of the *frame* keep."""
    channels = reference.channel_ids(frame.channels)
    as_of = frame.period.as_of
    for events in streams:
        conversation = Conversation(events[0].conversation_id, events, reference, moments, as_of)
        if channels is None or conversation.channel_id in channels:
            yield conversation
