"""The course of a conversation: what took effect in it, in order.

A second `message.sent` of one message is no message, and a status that is already so is no change:
the derivations that follow see neither.
"""

from collections.abc import Iterable

import attrs

from ...events import (
    Actor,
    ConversationEvent,
    ConversationStatus,
    LockAcquired,
    LockReleased,
    MessageSent,
    StatusChanged,
    VirtualAgentHandedOver,
)
from .reference import Reference


@attrs.frozen
class Message:
    """A message, as its first `message.sent` has it."""

    sent: MessageSent
    actor: Actor
    is_human_reply: bool
    """Outbound, by a human agent: also one that the log does not name."""


@attrs.frozen
class StatusChange:
    """A change to another status than the conversation had."""

    event: StatusChanged
    actor: Actor
    is_resolve: bool


Moment = Message | StatusChange | LockAcquired | LockReleased | VirtualAgentHandedOver


def event_of(moment: Moment) -> ConversationEvent:
    """Return the event that *moment* is, or came from."""
    if isinstance(moment, Message):
        return moment.sent
    return moment.event if isinstance(moment, StatusChange) else moment


def derive_course(events: Iterable[ConversationEvent], reference: Reference) -> list[Moment]:
    """Return what took effect of *events*, in order. Source: actors, status."""
    course: list[Moment] = []
    sent_messages: set[str] = set()
    status: ConversationStatus = "NEW"
    for event in events:
        if isinstance(event, MessageSent):
            if event.message_id not in sent_messages:
                sent_messages.add(event.message_id)
                actor = reference.actor_of(event)
                is_reply = event.direction == "OUTBOUND" and actor == "AGENT"
                course.append(Message(event, actor, is_reply))
        elif isinstance(event, StatusChanged):
            if event.status != status:
                status = event.status
                actor = reference.actor_of(event)
                course.append(StatusChange(event, actor, status == "RESOLVED"))
        elif isinstance(event, (LockAcquired, LockReleased, VirtualAgentHandedOver)):
            course.append(event)
    return course
