"""What happens in a conversation."""

from typing import ClassVar, Literal

from .event import Event, event, fields_of_events
from .rules import (
    ActorType,
    Boolean,
    Direction,
    Identifier,
    LockMethod,
    Score,
    Status,
    Text,
)


@fields_of_events
class ConversationEvent(Event):
    """Belongs to the stream of its conversation, and may name its channel and its contact."""

    stream_kind = "conversation"
    stream_field = "conversation_id"

    conversation_id: Identifier
    channel_id: Identifier | None = None
    contact_id: Identifier | None = None


@event(rank=1)
class ConversationStarted(ConversationEvent):
    """A conversation was created."""

    type: ClassVar[Literal["conversation.started"]] = "conversation.started"

    url: Text | None = None
    language: Text | None = None


@fields_of_events
class Action(ConversationEvent):
    """Something that somebody did: who, and for which team, where the log says it."""

    actor_type: ActorType | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None


@event(rank=2)
class MessageSent(Action):
    """A message went in or out; it is told by its conversation and its `message_id`."""

    type: ClassVar[Literal["message.sent"]] = "message.sent"

    message_id: Identifier
    direction: Direction
    message_type: Text | None = None
    origin: Text | None = None
    outbound_type: Text | None = None
    content: Text | None = None
    url: Text | None = None


@event(rank=2)
class MessageUpdated(ConversationEvent):
    """A message got another content."""

    type: ClassVar[Literal["message.updated"]] = "message.updated"

    message_id: Identifier
    content: Text | None = None


@event(rank=2)
class MessageDeleted(ConversationEvent):
    """A message was deleted."""

    type: ClassVar[Literal["message.deleted"]] = "message.deleted"

    message_id: Identifier


@event(rank=3)
class TopicApplied(Action):
    """A topic was put on the conversation."""

    type: ClassVar[Literal["topic.applied"]] = "topic.applied"

    topic_id: Identifier


@event(rank=3)
class TopicRemoved(Action):
    """A topic was taken off the conversation."""

    type: ClassVar[Literal["topic.removed"]] = "topic.removed"

    topic_id: Identifier


@event(rank=3)
class TagApplied(Action):
    """A tag was put on a message."""

    type: ClassVar[Literal["tag.applied"]] = "tag.applied"

    message_id: Identifier
    tag_id: Identifier


@event(rank=3)
class TagRemoved(Action):
    """A tag was taken off a message."""

    type: ClassVar[Literal["tag.removed"]] = "tag.removed"

    message_id: Identifier
    tag_id: Identifier


@event(rank=3)
class LanguageSet(ConversationEvent):
    """The conversation's language was set."""

    type: ClassVar[Literal["language.set"]] = "language.set"

    language: Text


@event(rank=4)
class VirtualAgentHandedOver(ConversationEvent):
    """A virtual agent handed the conversation over to human agents."""

    type: ClassVar[Literal["virtual_agent.handed_over"]] = "virtual_agent.handed_over"

    agent_id: Identifier
    reason: Text | None = None
    error: Boolean = False


@event(rank=5)
class StatusChanged(Action):
    """The conversation's status was set; to the one that it has already, nothing changes."""

    type: ClassVar[Literal["status.changed"]] = "status.changed"

    status: Status
    bulk: Boolean = False
    boomerang: Boolean = False
    reason: Text | None = None
    comment: Text | None = None


@event(rank=6)
class LockReleased(ConversationEvent):
    """An agent gave up its lock on the conversation."""

    type: ClassVar[Literal["lock.released"]] = "lock.released"

    agent_id: Identifier
    cause: Text | None = None


@event(rank=7)
class LockAcquired(ConversationEvent):
    """An agent took the lock on the conversation."""

    type: ClassVar[Literal["lock.acquired"]] = "lock.acquired"

    agent_id: Identifier
    actor_type: ActorType | None = None
    team_id: Identifier | None = None
    method: LockMethod | None = None


@event(rank=9)
class CsatSent(ConversationEvent):
    """A survey went to the contact."""

    type: ClassVar[Literal["csat.sent"]] = "csat.sent"

    survey_id: Identifier | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None
    follow_up_question: Text | None = None


@event(rank=9)
class CsatReplied(ConversationEvent):
    """The contact answered a survey, with a score or without one."""

    type: ClassVar[Literal["csat.replied"]] = "csat.replied"

    survey_id: Identifier | None = None
    score: Score | None = None
    follow_up_question: Text | None = None
    follow_up_answer: Text | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None


@event(rank=9)
class CsatExpired(ConversationEvent):
    """A survey can no longer be answered."""

    type: ClassVar[Literal["csat.expired"]] = "csat.expired"

    survey_id: Identifier | None = None


AnyConversationEvent = (
    ConversationStarted
    | MessageSent
    | MessageUpdated
    | MessageDeleted
    | TopicApplied
    | TopicRemoved
    | TagApplied
    | TagRemoved
    | LanguageSet
    | VirtualAgentHandedOver
    | StatusChanged
    | LockReleased
    | LockAcquired
    | CsatSent
    | CsatReplied
    | CsatExpired
)
"""An event of a conversation; which one, its `type` says: to a reader, and to a type checker."""
