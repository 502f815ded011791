"""Facts one at a time: a conversation or an agent of which only some facts are left.

An export's projection that is fed with it shows what those facts add to a row. So the meaning of
a column is asked of the one place that has it, and nothing here says it a second time.
"""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from ...events import CsatExpired, CsatReplied, CsatSent, OrderKey, VirtualAgentHandedOver
from ...projections.conversation_rows import first_resolve, latest_survey
from ...projections.derivations import Conversation, Survey, Tags, Topics
from .explain_objects import Fact, FactName

Stream = Any
"""A conversation or an agent."""


@attrs.frozen
class FactKind:
    """A kind of fact: which of them there are, and what is left of a stream with some of them."""

    name: FactName
    facts: Callable[[Stream], Sequence[Fact]]
    leaving: Callable[[Stream, Sequence[Any]], dict[str, Any]]
    """Given a stream and some of its facts of this kind, in order, what it derives when nothing
    else is left: its attributes by name."""

    order: Callable[[Stream, Any], OrderKey]
    """Where in the log a fact is."""


def left_with(
    stream: Stream, kinds: Sequence[FactKind], kept: FactKind, facts: Sequence[Fact]
) -> Stream:
    """Return *stream* as if these *facts* were all that *kinds* find in it."""
    left: dict[str, Any] = {}
    for kind in kinds:
        left |= kind.leaving(stream, ())
    left |= kept.leaving(stream, facts)
    # Facts are derived when they are asked for, and then kept: what is put there is not derived.
    if "events" in left:
        # What follows from the events follows from those that are left, but for what they name.
        reduced = attrs.evolve(stream, events=left.pop("events"))
        left |= {name: getattr(stream, name) for name in ("channel_id", "contact_id", "url")}
    else:
        reduced = copy.copy(stream)
    reduced.__dict__.update(left)
    return reduced


def _messages(_: Stream, kept: Sequence[Any]) -> dict[str, Any]:
    return {"messages": [*kept], "replies": [message for message in kept if message.is_human_reply]}


def _messages_and_events(conversation: Conversation, kept: Sequence[Any]) -> dict[str, Any]:
    return {**_messages(conversation, kept), "events": [message.sent for message in kept]}


def _resolves(conversation: Conversation, kept: Sequence[Any]) -> dict[str, Any]:
    is_first = bool(kept) and kept[0] is first_resolve(conversation)
    time = conversation.resolution_time if is_first else None
    return {"resolves": [*kept], "resolution_time": time}


def _first_response(conversation: Conversation, kept: Sequence[Any]) -> dict[str, Any]:
    if not kept:
        return {"first_response": None, "first_response_business_time": None}
    time = conversation.first_response_business_time
    return {"first_response": kept[0], "first_response_business_time": time}


def _handovers(conversation: Conversation) -> list[VirtualAgentHandedOver]:
    return [event for event in conversation.events if isinstance(event, VirtualAgentHandedOver)]


def _latest_survey(conversation: Conversation) -> list[Survey]:
    survey = latest_survey(conversation)
    return [] if survey is None else [survey]


def _survey_order(conversation: Conversation, survey: Any) -> OrderKey:
    events: list[CsatSent | CsatReplied | CsatExpired]
    events = conversation.of(CsatSent, CsatReplied, CsatExpired)
    first = next(event for event in events if event.survey_id == survey.survey_id)
    order: OrderKey = (survey.returned or first).order
    return order


_MESSAGE = FactKind(
    "message",
    lambda conversation: conversation.messages,
    _messages_and_events,
    lambda _, message: message.sent.order,
)
_LOCK = FactKind(
    "lock interval",
    lambda conversation: conversation.locks,
    lambda _, kept: {"locks": [*kept]},
    lambda _, interval: interval.opened.order,
)
_RESOLVE = FactKind(
    "resolve",
    lambda conversation: conversation.resolves,
    _resolves,
    lambda _, resolve: resolve.change.event.order,
)
_FIRST_RESPONSE = FactKind(
    "first response",
    lambda conversation: [conversation.first_response] if conversation.first_response else [],
    _first_response,
    lambda _, response: response.reply.sent.order,
)
_RESPONSE = FactKind(
    "response",
    lambda conversation: conversation.responses,
    lambda _, kept: {"responses": [*kept]},
    lambda _, response: response.reply.sent.order,
)
_TOPIC = FactKind(
    "topic application",
    lambda conversation: conversation.topics.applications,
    lambda conversation, kept: {"topics": Topics([*kept], conversation.topics.current)},
    lambda _, application: application.event.order,
)
_TAG = FactKind(
    "tag application",
    lambda conversation: conversation.tags.applications,
    lambda conversation, kept: {"tags": Tags([*kept], conversation.tags.current)},
    lambda _, application: application.event.order,
)
_SURVEY = FactKind(
    "survey",
    lambda conversation: conversation.surveys,
    lambda _, kept: {"surveys": [*kept]},
    _survey_order,
)
_HANDOVER = FactKind(
    "handover", _handovers, lambda _, kept: {"events": [*kept]}, lambda _, event: event.order
)
_PRESENCE = FactKind(
    "presence interval",
    lambda agent: agent.presence,
    lambda _, kept: {"presence": [*kept]},
    lambda _, interval: interval.opened.order,
)

CONVERSATION_FACTS = (
    _MESSAGE,
    _LOCK,
    _RESOLVE,
    _FIRST_RESPONSE,
    _RESPONSE,
    _TOPIC,
    _TAG,
    _SURVEY,
    _HANDOVER,
)
"""What a conversation adds to rows that are about something else."""

RESPONSE_FACTS = (_RESPONSE,)

AGENT_FACTS = (_PRESENCE,)

OWN_ROW_FACTS = (
    attrs.evolve(_MESSAGE, leaving=_messages),
    _LOCK,
    attrs.evolve(
        _RESOLVE,
        facts=lambda conversation: conversation.resolves[:1],
        leaving=lambda stream, kept: {"resolution_time": stream.resolution_time if kept else None},
    ),
    _FIRST_RESPONSE,
    attrs.evolve(
        _SURVEY,
        facts=_latest_survey,
    ),
)
"""What the numbers of a conversation's own row are made of; the rest makes it have a row."""
