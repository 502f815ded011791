"""What happens in a conversation."""

from typing import ClassVar, Literal

from .event import Event, event, fields_of_events
from .personal import (
    AgentId,
    Answer,
    Cause,
    Comment,
    ContactId,
    Content,
    ConversationId,
    MessageId,
    OpenIdentifier,
    OpenText,
    Question,
    Reason,
    SurveyId,
    Url,
)
from .rules import ActorType, Boolean, Direction, LockMethod, Score, Status


@fields_of_events
class ConversationEvent(Event):
    """Belongs to the stream of its conversation, and may name its channel and its contact."""

    stream_kind = "conversation"
    stream_field = "conversation_id"

    conversation_id: ConversationId
    channel_id: OpenIdentifier | None = None
    contact_id: ContactId | None = None


@event(rank=1)
class ConversationStarted(ConversationEvent):
    """A conversation was created."""

    type: ClassVar[Literal["conversation.started"]] = "conversation.started"

    url: Url | None = None
    language: OpenText | None = None


@fields_of_events
class Action(ConversationEvent):
    """Something that somebody did: who, and for which team, where the log says it."""

    actor_type: ActorType | None = None
    agent_id: AgentId | None = None
    team_id: OpenIdentifier | None = None


@event(rank=2)
class MessageSent(Action):
    """A message went in or out; it is told by its conversation and its `message_id`."""

    type: ClassVar[Literal["message.sent"]] = "message.sent"

    message_id: MessageId
    direction: Direction
    message_type: OpenText | None = None
    origin: OpenText | None = None
    outbound_type: OpenText | None = None
    content: Content | None = None
    url: Url | None = None


@event(rank=2)
class MessageUpdated(ConversationEvent):
    """A message got another content."""

    type: ClassVar[Literal["message.updated"]] = "message.updated"

    message_id: MessageId
    content: Content | None = None


@event(rank=2)
class MessageDeleted(ConversationEvent):
    """A message was deleted."""

    type: ClassVar[Literal["message.deleted"]] = "message.deleted"

    message_id: MessageId


@event(rank=3)
class TopicApplied(Action):
    """A topic was put on the conversation."""

    type: ClassVar[Literal["topic.applied"]] = "topic.applied"

    topic_id: OpenIdentifier


@event(rank=3)
class TopicRemoved(Action):
    """A topic was taken off the conversation."""

    type: ClassVar[Literal["topic.removed"]] = "topic.removed"

    topic_id: OpenIdentifier


@event(rank=3)
class TagApplied(Action):
    """A tag was put on a message."""

    type: ClassVar[Literal["tag.applied"]] = "tag.applied"

    message_id: MessageId
    tag_id: OpenIdentifier


@event(rank=3)
class TagRemoved(Action):
    """A tag was taken off a message."""

    type: ClassVar[Literal["tag.removed"]] = "tag.removed"

    message_id: MessageId
    tag_id: OpenIdentifier


@event(rank=3)
class LanguageSet(ConversationEvent):
    """The conversation's language was set."""

    type: ClassVar[Literal["language.set"]] = "language.set"

    language: OpenText


@event(rank=4)
class VirtualAgentHandedOver(ConversationEvent):
    """A virtual agent handed the conversation over to human agents."""

    type: ClassVar[Literal["virtual_agent.handed_over"]] = "virtual_agent.handed_over"

    agent_id: AgentId
    reason: Reason | None = None
    error: Boolean = False


@event(rank=5)
class StatusChanged(Action):
    """The conversation's status was set; to the one that it has already, nothing changes."""

    type: ClassVar[Literal["status.changed"]] = "status.changed"

    status: Status
    bulk: Boolean = False
    boomerang: Boolean = False
    reason: Reason | None = None
    comment: Comment | None = None


@event(rank=6)
class LockReleased(ConversationEvent):
    """An agent gave up its lock on the conversation."""

    type: ClassVar[Literal["lock.released"]] = "lock.released"

    agent_id: AgentId
    cause: Cause | None = None


@event(rank=7)
class LockAcquired(ConversationEvent):
    """An agent took the lock on the conversation."""

    type: ClassVar[Literal["lock.acquired"]] = "lock.acquired"

    agent_id: AgentId
    actor_type: ActorType | None = None
    team_id: OpenIdentifier | None = None
    method: LockMethod | None = None


@event(rank=9)
class CsatSent(ConversationEvent):
    """A survey went to the contact."""

    type: ClassVar[Literal["csat.sent"]] = "csat.sent"

    survey_id: SurveyId | None = None
    agent_id: AgentId | None = None
    team_id: OpenIdentifier | None = None
    follow_up_question: Question | None = None


@event(rank=9)
class CsatReplied(ConversationEvent):
    """The contact answered a survey, with a score or without one."""

    type: ClassVar[Literal["csat.replied"]] = "csat.replied"

    survey_id: SurveyId | None = None
    score: Score | None = None
    follow_up_question: Question | None = None
    follow_up_answer: Answer | None = None
    agent_id: AgentId | None = None
    team_id: OpenIdentifier | None = None


@event(rank=9)
class CsatExpired(ConversationEvent):
    """A survey can no longer be answered."""

    type: ClassVar[Literal["csat.expired"]] = "csat.expired"

    survey_id: SurveyId | None = None


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
