"""What each fact says of itself, and the events that it came from."""

from typing import Any, Final

import attrs

from ...events import (
    BusinessHoursUpdated,
    ConversationEvent,
    CsatExpired,
    CsatReplied,
    CsatSent,
    VirtualAgentHandedOver,
)
from ...projections import Kind
from ...projections.derivations import (
    Agent,
    Conversation,
    FirstResponse,
    LockInterval,
    Message,
    PresenceInterval,
    Resolve,
    Response,
    Survey,
    TagApplication,
    TopicApplication,
)
from .explain_evidence import Finder, Witness, naming_channel, naming_contact
from .explain_labels import taken_off
from .explain_objects import Detail, Fact

Told = tuple[dict[str, Any], list[Witness]]
"""Details by name, and events with what each says."""

_KINDS: Final = {
    "actor": Kind.NAME,
    "at": Kind.INSTANT,
    "business_time": Kind.DURATION,
    "class": Kind.NAME,
    "closed_by": Kind.NAME,
    "cycle_from": Kind.INSTANT,
    "direction": Kind.NAME,
    "elapsed": Kind.DURATION,
    "error": Kind.BOOLEAN,
    "from": Kind.INSTANT,
    "in_period": Kind.DURATION,
    "length": Kind.DURATION,
    "presence": Kind.NAME,
    "resolution_time": Kind.DURATION,
    "returned": Kind.INSTANT,
    "score": Kind.COUNT,
    "started_by": Kind.NAME,
    "still_on": Kind.BOOLEAN,
    "to": Kind.INSTANT,
    "with_reply": Kind.BOOLEAN,
}
"""The kinds of details that are no text."""


@attrs.frozen(eq=False)
class Teller:
    """Tells facts: in details, and with their events."""

    finder: Finder
    tells_teams: bool
    """Whether it matters of which team an action is."""

    def tell(self, stream: Any, fact: Fact) -> tuple[tuple[Detail, ...], list[Witness]]:
        """Return what a fact of a conversation or an agent says, and where that comes from."""
        if isinstance(fact, PresenceInterval):
            said, witnesses = self._presence(stream, fact)
        else:
            said, witnesses = self._in_conversation(stream, fact)
            said = {"conversation_id": stream.conversation_id, **said}
        details = (
            Detail(name, _KINDS.get(name, Kind.TEXT), value)
            for name, value in said.items()
            if value is not None
        )
        return tuple(details), witnesses

    def _in_conversation(self, conversation: Conversation, fact: Any) -> Told:
        match fact:
            case LockInterval():
                return self._lock(fact)
            case Message():
                return self._message(conversation, fact)
            case Resolve():
                return self._resolve(conversation, fact)
            case FirstResponse():
                return self._first_response(conversation, fact)
            case Response():
                return _response(fact)
            case Survey():
                return self._survey(conversation, fact)
            case TopicApplication() | TagApplication():
                return self._application(conversation, fact)
            case _:
                return _handover(fact)

    def _lock(self, interval: LockInterval) -> Told:
        said = {
            "agent_id": interval.agent_id,
            "team_id": interval.team_id,
            "from": interval.start,
            "to": interval.end,
            "class": interval.lock_class,
            "closed_by": interval.closing.name,
            **self._lengths(interval.start, interval.end),
        }
        reply = interval.reply.sent if interval.reply else None
        return said, [
            ("took the lock", interval.opened),
            *self._team(interval.opened),
            ("first reply of its agent inside", reply),
            ("closed the lock", self.finder.at(interval.closed)),
        ]

    def _presence(self, agent: Agent, interval: PresenceInterval) -> Told:
        said = {
            "agent_id": agent.agent_id,
            "presence": interval.state,
            "away_state": interval.opened.away_state,
            "from": interval.start,
            "to": interval.end,
            **self._lengths(interval.start, interval.end),
        }
        return said, [("began it", interval.opened), ("ended it", interval.closed)]

    def _message(self, conversation: Conversation, message: Message) -> Told:
        sent = message.sent
        said = {
            "message_id": sent.message_id,
            "contact_id": conversation.contact_id,
            "direction": sent.direction,
            "actor": message.actor,
            "agent_id": sent.agent_id,
            "at": sent.time,
        }
        role = "human reply" if message.is_human_reply else "message"
        return said, [(role, sent), *self._team(sent), *naming_contact(conversation)]

    def _resolve(self, conversation: Conversation, resolve: Resolve) -> Told:
        event = resolve.change.event
        number = conversation.resolves.index(resolve)
        beginning: ConversationEvent = conversation.events[0]
        cycle: Witness = ("the conversation begins", beginning)
        if number:
            beginning = conversation.resolves[number - 1].change.event
            cycle = ("previous resolve", beginning)
        time = None if number else conversation.resolution_time
        said = {
            "actor": resolve.change.actor,
            "agent_id": event.agent_id,
            "with_reply": resolve.with_reply,
            "cycle_from": beginning.time,
            "at": event.time,
            "resolution_time": time,
        }
        replies = [
            reply.sent
            for reply in conversation.replies
            if (number == 0 or beginning.order < reply.sent.order)
            and reply.sent.order < event.order
        ]
        return said, [
            cycle,
            *(_first_inbound(conversation) if time is not None else ()),
            *(("first human reply in the cycle", reply) for reply in replies[:1]),
            ("resolved", event),
            *self._team(event),
        ]

    def _first_response(self, conversation: Conversation, response: FirstResponse) -> Told:
        reply, counts = response.reply.sent, conversation.first_response_business_time
        policy = self.finder.result.frame.policy.business_hours
        said = {
            "agent_id": reply.agent_id,
            "from": response.started.time,
            "to": reply.time,
            "elapsed": response.response_time(None),
            "business_time": counts if policy == "APPLY" else None,
        }
        return said, [
            *_first_inbound(conversation),
            ("the clock starts", response.started),
            ("first human reply", reply),
            *self._team(reply),
            *self._opening_hours(conversation),
        ]

    def _opening_hours(self, conversation: Conversation) -> list[Witness]:
        policy = self.finder.result.frame.policy.business_hours
        if policy == "IGNORE" or conversation.channel_id is None:
            return []
        calendars = [
            event
            for event in self.finder.stream("channel", conversation.channel_id)
            if isinstance(event, BusinessHoursUpdated)
        ]
        in_force: list[Witness] = [("opening hours in force", event) for event in calendars[-1:]]
        return [*naming_channel(conversation), *in_force] if in_force else []

    def _survey(self, conversation: Conversation, survey: Survey) -> Told:
        returned, named_by = survey.returned, survey.named_by
        said = {
            "survey_id": survey.survey_id,
            "score": survey.score,
            "returned": returned.time if returned else None,
            "agent_id": survey.agent_id,
            "team_id": survey.team_id,
        }
        events = survey_events(conversation, survey)
        witnesses: list[Witness] = [("of the survey", event) for event in events]
        witnesses.append(("names the agent to whom it belongs", named_by))
        if self.tells_teams and returned and named_by and named_by.team_id is None:
            witnesses += self.finder.membership(named_by.agent_id, returned)
        return said, witnesses

    def _application(
        self, conversation: Conversation, application: TopicApplication | TagApplication
    ) -> Told:
        event = application.event
        said: dict[str, Any] = {
            "actor": application.actor,
            "agent_id": event.agent_id,
            "at": event.time,
        }
        witnesses: list[Witness] = [
            ("applied", event),
            *self._team(event),
            *taken_off(conversation, application),
        ]
        if isinstance(application, TopicApplication):
            topic_id = application.event.topic_id
            is_current = topic_id in conversation.topics.current
            return {"topic_id": topic_id, **said, "still_on": is_current}, witnesses
        tag_id, message_id = application.event.tag_id, application.event.message_id
        label = {"tag_id": tag_id, "message_id": message_id, "contact_id": conversation.contact_id}
        is_current = tag_id in conversation.tags.current[message_id]
        witnesses += naming_contact(conversation)
        return {**label, **said, "still_on": is_current}, witnesses

    def _lengths(self, start: int, end: int) -> dict[str, int]:
        in_period = self.finder.result.frame.period.overlap(start, end)
        return {"length": end - start, "in_period": in_period}

    def _team(self, action: Any) -> list[Witness]:
        is_asked = self.tells_teams and action.team_id is None
        return self.finder.membership(action.agent_id, action) if is_asked else []


def survey_events(conversation: Conversation, survey: Survey) -> list[ConversationEvent]:
    """Return the events of a survey, in order."""
    return [
        event
        for event in conversation.events
        if isinstance(event, (CsatSent, CsatReplied, CsatExpired))
        and event.survey_id == survey.survey_id
    ]


def _response(response: Response) -> Told:
    wait, reply = response.wait, response.reply.sent
    said = {
        "agent_id": reply.agent_id,
        "started_by": wait.started_by,
        "from": wait.opened.time,
        "to": reply.time,
    }
    return said, [
        ("opened the wait", wait.opened),
        ("last inbound message before it", wait.inbound),
        ("answered it", reply),
    ]


def _handover(event: VirtualAgentHandedOver) -> Told:
    said = {
        "agent_id": event.agent_id,
        "at": event.time,
        "reason": event.reason,
        "error": event.error,
    }
    return said, [("handed over", event)]


def _first_inbound(conversation: Conversation) -> list[Witness]:
    messages = (message.sent for message in conversation.messages)
    inbound = [sent for sent in messages if sent.direction == "INBOUND"]
    return [("first inbound message", sent) for sent in inbound[:1]]
