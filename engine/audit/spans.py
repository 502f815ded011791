"""Spans: the facts that last, each with the events that began and ended it."""

from collections.abc import Callable, Iterator
from typing import Final, Literal

import attrs

from ...events import (
    ConversationEvent,
    Event,
    MessageSent,
    OrderKey,
    StatusChanged,
    VirtualAgentHandedOver,
)
from ...projections.derivations import (
    Agent,
    Closing,
    Conversation,
    Effect,
    LockInterval,
    Message,
    StatusChange,
    Wait,
)
from ...projections.derivations.responses import derive_responses

SpanKind = Literal[
    "HANDLING",
    "NO_REPLY",
    "CHERRY_PICKING",
    "WAIT",
    "NEW",
    "PENDING",
    "RESOLVED",
    "AVAILABLE",
    "AWAY",
    "OFFLINE",
]

Lookup = Callable[[OrderKey], Event | None]
"""Finds an event of any stream by its place in the log."""

_ENDINGS: Final = {
    Closing.RELEASED: "its agent gave it up",
    Closing.STOLEN: "somebody else took the lock",
    Closing.STATUS_CHANGED: "the status changed",
    Closing.LOCKED_ELSEWHERE: "its agent took another conversation",
    Closing.SIGNED_OUT: "its agent signed out",
    Closing.AS_OF: "still held at the as-of instant",
}

_WAITS: Final = {
    "CONTACT_SENT_MESSAGE": "the contact wrote",
    "VA_HANDED_OVER_CONVERSATION": "a virtual agent handed over",
    "BOOMERANG": "it came back as a boomerang",
    "AGENT_MOVED_TO_NEW": "an agent put it back to NEW",
}


@attrs.frozen(kw_only=True)
class Span:
    """A fact that lasts, `[start, end)` in milliseconds since 1970."""

    kind: SpanKind
    start: int
    end: int
    why: str
    """What makes it of its kind, in words."""

    ending: str
    """What ended it, in words."""

    agent_id: str | None = None
    conversation_id: str | None = None
    team_id: str | None = None
    opened: Event
    closed: Event | None
    """Nothing where the as-of instant ended it."""

    @property
    def length(self) -> int:
        """Its whole length in milliseconds."""
        return self.end - self.start

    @property
    def is_lock(self) -> bool:
        """Whether it is a lock interval."""
        return self.kind in ("HANDLING", "NO_REPLY", "CHERRY_PICKING")


def lock_span(conversation_id: str, interval: LockInterval, find: Lookup) -> Span:
    """Return a lock interval as a span."""
    if interval.reply is not None:
        why = f"its agent replied (message {interval.reply.sent.message_id})"
    elif interval.lock_class == "NO_REPLY":
        why = "its agent did not reply, and resolved"
    else:
        why = "its agent neither replied nor resolved"
    return Span(
        kind=interval.lock_class,
        start=interval.start,
        end=interval.end,
        why=why,
        ending=_ENDINGS[interval.closing],
        agent_id=interval.agent_id,
        conversation_id=conversation_id,
        team_id=interval.team_id,
        opened=interval.opened,
        closed=None if interval.closed is None else find(interval.closed),
    )


def presence_spans(agent: Agent) -> Iterator[Span]:
    """Yield an agent's presence intervals as spans."""
    for interval in agent.presence:
        away_state = interval.opened.away_state
        yield Span(
            kind=interval.state,
            start=interval.start,
            end=interval.end,
            why="" if away_state is None else away_state,
            ending="still so at the as-of instant" if interval.closed is None else "it changed",
            agent_id=agent.agent_id,
            opened=interval.opened,
            closed=interval.closed,
        )


def status_spans(conversation: Conversation) -> Iterator[Span]:
    """Yield the times in which a conversation had one status; it starts `NEW`."""
    kind: Literal["NEW", "PENDING", "RESOLVED"] = "NEW"
    opened: ConversationEvent = conversation.events[0]
    changes: list[StatusChanged | None] = [c.event for c in conversation.status_changes]
    for change in [*changes, None]:
        yield Span(
            kind=kind,
            start=opened.time,
            end=conversation.as_of if change is None else change.time,
            why="",
            ending="still so at the as-of instant" if change is None else "it changed",
            conversation_id=conversation.conversation_id,
            opened=opened,
            closed=change,
        )
        if change is not None:
            kind, opened = change.status, change


def wait_spans(conversation: Conversation) -> Iterator[Span]:
    """Yield the waits of a contact, those too that nobody answered."""
    for response in derive_responses(_with_probes(conversation)):
        reply = response.reply
        if isinstance(reply, _Probe):
            yield _wait_span(conversation, response.wait, reply.end, reply.closing)
        else:
            yield _wait_span(conversation, response.wait, reply.sent.time, reply.sent)


@attrs.frozen
class _Probe(Message):
    """A human reply that never was: the response that it would be shows which wait was open."""

    closing: ConversationEvent | None
    """The event that ended such a wait without a response; nothing at the as-of instant."""

    end: int


def _with_probes(conversation: Conversation) -> Iterator[Effect]:
    """Yield the course, with a probe wherever a wait ends or is replaced without a reply.

    What follows such a place does not depend on whether a wait was open there, so that the probes
    change no response but their own.
    """
    for effect in conversation.course:
        if isinstance(effect, VirtualAgentHandedOver):
            yield _probe(conversation, effect)
        elif isinstance(effect, StatusChange) and effect.is_resolve:
            yield _probe(conversation, effect.event)
        yield effect
    yield _probe(conversation, None)


def _probe(conversation: Conversation, closing: ConversationEvent | None) -> _Probe:
    reply = MessageSent(
        id="probe",
        time=conversation.events[-1].time,
        conversation_id=conversation.conversation_id,
        message_id="probe",
        direction="OUTBOUND",
    )
    end = conversation.as_of if closing is None else closing.time
    return _Probe(reply, "AGENT", is_human_reply=True, closing=closing, end=end)


def _wait_span(
    conversation: Conversation, wait: Wait, end: int, closed: ConversationEvent | None
) -> Span:
    match closed:
        case None:
            ending = "still waiting at the as-of instant"
        case MessageSent():
            ending = "answered"
        case VirtualAgentHandedOver():
            ending = "replaced by that of a handover"
        case _:
            ending = "resolved without an answer"
    return Span(
        kind="WAIT",
        start=wait.opened.time,
        end=end,
        why=_WAITS[wait.started_by],
        ending=ending,
        conversation_id=conversation.conversation_id,
        opened=wait.opened,
        closed=closed,
    )
