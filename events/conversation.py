"""What happens in a conversation."""

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


@event("conversation.started", rank=1)
class ConversationStarted(ConversationEvent):
    """A conversation was created."""

    url: Text | None = None
    language: Text | None = None


@fields_of_events
class Action(ConversationEvent):
    """Something that somebody did: who, and for which team, where the log says it."""

    actor_type: ActorType | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None


@event("message.sent", rank=2)
class MessageSent(Action):
    """A message went in or out; it is told by its conversation and its `message_id`."""

    message_id: Identifier
    direction: Direction
    message_type: Text | None = None
    origin: Text | None = None
    outbound_type: Text | None = None
    content: Text | None = None
    url: Text | None = None


@event("message.updated", rank=2)
class MessageUpdated(ConversationEvent):
    """A message got another content."""

    message_id: Identifier
    content: Text | None = None


@event("message.deleted", rank=2)
class MessageDeleted(ConversationEvent):
    """A message was deleted."""

    message_id: Identifier


@event("topic.applied", rank=3)
class TopicApplied(Action):
    """A topic was put on the conversation."""

    topic_id: Identifier


@event("topic.removed", rank=3)
class TopicRemoved(Action):
    """A topic was taken off the conversation."""

    topic_id: Identifier


@event("tag.applied", rank=3)
class TagApplied(Action):
    """A tag was put on a message."""

    message_id: Identifier
    tag_id: Identifier


@event("tag.removed", rank=3)
class TagRemoved(Action):
    """A tag was taken off a message."""

    message_id: Identifier
    tag_id: Identifier


@event("language.set", rank=3)
class LanguageSet(ConversationEvent):
    """The conversation's language was set."""

    language: Text


@event("virtual_agent.handed_over", rank=4)
class VirtualAgentHandedOver(ConversationEvent):
    """A virtual agent handed the conversation over to human agents."""

    agent_id: Identifier
    reason: Text | None = None
    error: Boolean = False


@event("status.changed", rank=5)
class StatusChanged(Action):
    """The conversation's status was set; to the one that it has already, nothing changes."""

    status: Status
    bulk: Boolean = False
    boomerang: Boolean = False
    reason: Text | None = None
    comment: Text | None = None


@event("lock.released", rank=6)
class LockReleased(ConversationEvent):
    """An agent gave up its lock on the conversation."""

    agent_id: Identifier
    cause: Text | None = None


@event("lock.acquired", rank=7)
class LockAcquired(ConversationEvent):
    """An agent took the lock on the conversation."""

    agent_id: Identifier
    actor_type: ActorType | None = None
    team_id: Identifier | None = None
    method: LockMethod | None = None


@event("csat.sent", rank=9)
class CsatSent(ConversationEvent):
    """A survey went to the contact."""

    survey_id: Identifier | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None
    follow_up_question: Text | None = None


@event("csat.replied", rank=9)
class CsatReplied(ConversationEvent):
    """The contact answered a survey, with a score or without one."""

    survey_id: Identifier | None = None
    score: Score | None = None
    follow_up_question: Text | None = None
    follow_up_answer: Text | None = None
    agent_id: Identifier | None = None
    team_id: Identifier | None = None


@event("csat.expired", rank=9)
class CsatExpired(ConversationEvent):
    """A survey can no longer be answered."""

    survey_id: Identifier | None = None
