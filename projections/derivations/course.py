"""The course of a conversation: what took effect in it, in order.

A second `message.sent` of one message is no message, and a status that is already so is no change:
the derivations that follow see neither.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal

from ...events import (
    Actor,
    AnyConversationEvent,
    ConversationEvent,
    ConversationStatus,
    LockAcquired,
    LockReleased,
    MessageSent,
    StatusChanged,
    VirtualAgentHandedOver,
)
from ..frozen import frozen
from .reference import Reference


@frozen
class Message:
    """A message, as its first `message.sent` has it."""

    type: ClassVar[Literal["message"]] = "message"

    sent: MessageSent
    actor: Actor
    is_human_reply: bool
    """Outbound, by a human agent: also one that the log does not name."""


@frozen
class StatusChange:
    """A change to another status than the conversation had."""

    type: ClassVar[Literal["status change"]] = "status change"

    event: StatusChanged
    actor: Actor
    is_resolve: bool


Effect = Message | StatusChange | LockAcquired | LockReleased | VirtualAgentHandedOver
"""What took effect; which of these it is, its `type` says."""


def event_of(effect: Effect) -> ConversationEvent:
    """Return the event that *effect* is, or came from."""
    if effect.type == "message":
        return effect.sent
    return effect.event if effect.type == "status change" else effect


def derive_course(events: Iterable[AnyConversationEvent], reference: Reference) -> list[Effect]:
    """Return what took effect of *events*, in order. Source: actors, status."""
    course: list[Effect] = []
    sent_messages: set[str] = set()
    status: ConversationStatus = "NEW"
    for event in events:
        if event.type == "message.sent":
            if event.message_id not in sent_messages:
                sent_messages.add(event.message_id)
                actor = reference.actor_of(event)
                is_reply = actor == "AGENT" and event.direction == "OUTBOUND"
                course.append(Message(event, actor, is_reply))
        elif event.type == "status.changed":
            if event.status != status:
                status = event.status
                course.append(StatusChange(event, reference.actor_of(event), status == "RESOLVED"))
        elif (
            event.type == "lock.acquired"
            or event.type == "lock.released"
            or event.type == "virtual_agent.handed_over"
        ):
            course.append(event)
    return course
