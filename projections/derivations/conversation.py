"""A conversation: its own events, in order, and the facts derived of them when they are asked."""

from typing import Any, TypeVar, cast

import attrs

from ...events import (
    AnyConversationEvent,
    ConversationStarted,
    ConversationStatus,
    CsatExpired,
    CsatReplied,
    CsatSent,
    Event,
    MessageDeleted,
    MessageSent,
    MessageUpdated,
    TagApplied,
    TagRemoved,
    TopicApplied,
    TopicRemoved,
)
from .agent_moments import AgentMoments
from .contacts import ContactNames
from .course import Effect, Message, StatusChange, derive_course
from .fact import fact
from .labels import Tags, Topics, derive_tags, derive_topics
from .locks import LockInterval, derive_locks
from .reference import Reference
from .responses import (
    FirstResponse,
    Resolve,
    Response,
    derive_first_response,
    derive_resolution_time,
    derive_resolves,
    derive_responses,
)
from .surveys import Survey, derive_surveys

E = TypeVar("E", bound=Event)

MessageEvent = MessageSent | MessageUpdated | MessageDeleted | TagApplied | TagRemoved
_MESSAGE_EVENTS = (MessageSent, MessageUpdated, MessageDeleted, TagApplied, TagRemoved)
_CHANGES_OF_MESSAGES = {"message.updated", "message.deleted", "tag.applied", "tag.removed"}


@attrs.define
class MessageState:
    """What became of a message, as of the as-of instant."""

    last_updated: int
    """The latest event of the message, tags too."""

    content: str | None = None
    deleted_at: int | None = None


@attrs.define(slots=False, eq=False)
class Conversation:
    """A conversation as of the as-of instant.

    Each fact is derived when it is first asked for and kept as long as the conversation; what
    nobody asks for costs nothing.
    """

    conversation_id: str
    events: list[AnyConversationEvent]
    """Its events, each once and in order, up to the as-of instant; at least one."""

    reference: Reference = attrs.field(repr=False)
    agents: AgentMoments = attrs.field(repr=False)
    as_of: int

    @fact
    def channel_id(self) -> str | None:
        """The channel of its first `conversation.started`, else first event, that has one."""
        for events in (self.started, self.events):
            for event in events:
                if event.channel_id is not None:
                    return event.channel_id
        return None

    @fact
    def contact_id(self) -> str | None:
        """The contact of its first `conversation.started`, else first event, that has one."""
        for events in (self.started, self.events):
            for event in events:
                if event.contact_id is not None:
                    return event.contact_id
        return None

    @fact
    def contact(self) -> ContactNames:
        """The medium and the identifiers of its contact."""
        return self.reference.contact_names(self.contact_id)

    @fact
    def _by_type(self) -> dict[str, list[Any]]:
        by_type: dict[str, list[Any]] = {}
        for event in self.events:
            if event.type in by_type:
                by_type[event.type].append(event)
            else:
                by_type[event.type] = [event]
        return by_type

    def of(self, *types: type[E]) -> list[E]:
        """Return its events of *types*, in order."""
        present = [self._by_type[each.type] for each in types if each.type in self._by_type]
        if len(present) > 1:
            wanted = {each.type for each in types}
            return cast("list[E]", [event for event in self.events if event.type in wanted])
        return present[0] if present else []

    @fact
    def started(self) -> list[ConversationStarted]:
        """Its `conversation.started` events."""
        return self.of(ConversationStarted)

    @fact
    def url(self) -> str | None:
        """The URL of its first `conversation.started` that has one."""
        return next((event.url for event in self.started if event.url is not None), None)

    @property
    def created_at(self) -> int:
        """Its `conversation.started`, else its first event."""
        return (self.started or self.events)[0].time

    @property
    def last_updated(self) -> int:
        """Its last event, whether or not it changed anything."""
        return self.events[-1].time

    @property
    def language(self) -> str | None:
        """The latest set."""
        for event in reversed(self.events):
            if (
                event.type == "language.set" or event.type == "conversation.started"
            ) and event.language is not None:
                return event.language
        return None

    @fact
    def course(self) -> list[Effect]:
        """What took effect, in order."""
        return derive_course(self.events, self.reference)

    @fact
    def messages(self) -> list[Message]:
        """Its messages, in order."""
        return [effect for effect in self.course if effect.type == "message"]

    @fact
    def replies(self) -> list[Message]:
        """The human replies among its messages."""
        return [message for message in self.messages if message.is_human_reply]

    @fact
    def status_changes(self) -> list[StatusChange]:
        """Its changes of status, in order."""
        return [effect for effect in self.course if effect.type == "status change"]

    @property
    def status(self) -> ConversationStatus:
        """Its status as of the as-of instant."""
        return self.status_changes[-1].event.status if self.status_changes else "NEW"

    @fact
    def resolves(self) -> list[Resolve]:
        """Its changes to `RESOLVED`, in order."""
        return derive_resolves(self.course)

    @fact
    def resolution_time(self) -> int | None:
        """Milliseconds from its first inbound message to its first resolve."""
        return derive_resolution_time(self.course)

    @fact
    def locks(self) -> list[LockInterval]:
        """The lock intervals of human agents on it, in order."""
        return derive_locks(self.course, self.reference, self.agents, self.as_of)

    @fact
    def responses(self) -> list[Response]:
        """Its response pairs, in order."""
        return derive_responses(self.course)

    @fact
    def first_response(self) -> FirstResponse | None:
        """The first human reply after its first inbound message."""
        return derive_first_response(self.course)

    @fact
    def first_response_business_time(self) -> int | None:
        """Milliseconds of the first response that lie in the opening hours of its channel."""
        if self.first_response is None:
            return None
        hours = (
            None if self.channel_id is None else self.reference.opening_hours.get(self.channel_id)
        )
        return self.first_response.response_time(hours)

    @fact
    def topics(self) -> Topics:
        """Its topics, and who applied them."""
        return derive_topics(self.of(TopicApplied, TopicRemoved), self.reference)

    @fact
    def tags(self) -> Tags:
        """The tags of its messages, and who applied them."""
        return derive_tags(self.of(TagApplied, TagRemoved), self.reference)

    @fact
    def surveys(self) -> list[Survey]:
        """Its surveys, in the order of their first events."""
        events: list[CsatSent | CsatReplied | CsatExpired] = self.of(
            CsatSent, CsatReplied, CsatExpired
        )
        return derive_surveys(events, self.resolves, self.reference) if events else []

    @fact
    def message_states(self) -> dict[str, MessageState]:
        """What became of the messages, where anything came after they were sent, or before."""
        if len(self.of(MessageSent)) == len(self.messages) and _CHANGES_OF_MESSAGES.isdisjoint(
            self._by_type
        ):
            return {}
        states: dict[str, MessageState] = {}
        sent: set[str] = set()
        events: list[MessageEvent] = self.of(*_MESSAGE_EVENTS)
        for event in events:
            state = states.setdefault(event.message_id, MessageState(event.time))
            state.last_updated = event.time
            if event.type == "message.deleted":
                state.deleted_at = event.time if state.deleted_at is None else state.deleted_at
            elif event.type == "message.updated":
                state.content = event.content if event.content is not None else state.content
            elif event.type == "message.sent" and event.message_id not in sent:
                sent.add(event.message_id)
                state.content = event.content if event.content is not None else state.content
        return states
