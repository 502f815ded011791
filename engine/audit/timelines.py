"""Timelines of conversations and of agents: which events and facts belong to each."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

import attrs

from ...events import Event, PresenceChanged, shown
from ...events.personal import AGENT
from ...projections import Frame, Period
from ...projections.derivations import Conversation
from ..library import Result
from ..moments import MomentError, parse_period
from .spans import Span, presence_spans, status_spans, wait_spans
from .telling import Telling
from .timeline import SubjectError, Timeline, UnknownSubjectError
from .totals import conversation_totals, user_totals


def timeline(
    result: Result,
    *,
    conversation: str | None = None,
    agent: str | None = None,
    day: str | None = None,
) -> Timeline:
    """Return the timeline of a conversation or of an agent, named by its ID.

    Args:
        result: A replayed log, whatever exports it was asked for.
        conversation: The conversation, whatever its channel.
        agent: The agent, in the channels of the replay.
        day: A local date, `2026-03-29`: the period of an agent's timeline and of its totals, in
            place of that of the replay.

    Raises:
        SubjectError: Both or neither are named, or a day of a conversation.
        UnknownSubjectError: The log has no such conversation or agent.
        MomentError: *day* is no date.
    """
    bounds = bounds_asked_for(result.tz, conversation=conversation, agent=agent, day=day)
    if agent is None:
        return _of_conversation(Telling(result, result.frame), cast("str", conversation))
    return _of_agent(Telling(result, _framed(result.frame, bounds)), agent)


def bounds_asked_for(
    tz: ZoneInfo, *, conversation: str | None, agent: str | None, day: str | None
) -> tuple[int, int] | None:
    """Return the bounds of an agent's *day*, where one is asked for.

    What cannot be asked for is known by this before a log is read.

    Raises:
        SubjectError: A conversation and an agent or neither are named, or a day of a conversation.
        MomentError: *day* is no date.
    """
    if (conversation is None) == (agent is None):
        raise SubjectError("a timeline is of one conversation or of one agent; name one of them")
    if day is None:
        return None
    if agent is None:
        raise SubjectError("a day is for an agent's timeline; a conversation is told whole")
    try:
        date.fromisoformat(day if len(day) == len("2026-03-29") else "")
    except ValueError:
        raise MomentError(f"{shown(day)} is no date; write 2026-03-29") from None
    return parse_period(day, tz)


def _framed(frame: Frame, bounds: tuple[int, int] | None) -> Frame:
    if bounds is None:
        return frame
    return attrs.evolve(frame, period=Period(*bounds, frame.period.as_of))


def _of_conversation(telling: Telling, conversation_id: str) -> Timeline:
    conversation = telling.result.replayed.conversation(conversation_id)
    if conversation is None:
        raise UnknownSubjectError(
            f"the log has no conversation {shown(conversation_id)}; name one by its conversation_id"
        )
    conversation_id = conversation.conversation_id
    telling.add(conversation)
    locks = telling.locks(conversation)
    presences = [*_presence_during(telling, locks)]
    waits = list(wait_spans(conversation))
    for lock in locks:
        telling.notes.add_lock(lock, lock.length)
    for presence in presences:
        telling.notes.add_presence(presence, presence.length)
    for wait in waits:
        telling.notes.add_wait(wait)
    told = [*conversation.events, *_ends(presences)]
    told += [lock.closed for lock in locks if lock.closed is not None]
    return telling.timeline(
        ("conversation", conversation_id),
        _about_conversation(telling, conversation),
        telling.entries(told, conversation_id=conversation_id),
        (*status_spans(conversation), *waits, *locks, *presences),
        conversation_totals(conversation, telling.frame),
    )


def _presence_during(telling: Telling, locks: list[Span]) -> Iterator[Span]:
    """Yield the presence of those who held *locks*, as far as it lasted while they did."""
    for agent_id in dict.fromkeys(lock.agent_id for lock in locks if lock.agent_id is not None):
        agent = telling.agent(agent_id)
        held = [lock for lock in locks if lock.agent_id == agent_id]
        for span in () if agent is None else presence_spans(agent):
            if any(span.start < lock.end and lock.start < span.end for lock in held):
                yield span


def _of_agent(telling: Telling, agent_id: str) -> Timeline:
    own = telling.result.replayed.stream("agent", agent_id)
    redaction = telling.result.replayed.redaction
    if redaction is not None:
        agent_id = own[0].stream_id if own else redaction.known_as(AGENT, agent_id)
    telling.events.update((event.order, event) for event in own)
    conversations = sorted(
        (
            conversation
            for conversation in telling.result.replayed.conversations()
            if any(_names(event, agent_id) for event in conversation.events)
        ),
        key=lambda conversation: conversation.events[0].order,
    )
    if not own and not conversations:
        raise UnknownSubjectError(_no_agent(telling, agent_id))
    for conversation in conversations:
        telling.add(conversation)
    agent, period = telling.agent(agent_id), telling.frame.period
    presences = [] if agent is None else list(presence_spans(agent))
    locks = [lock for held in conversations for lock in telling.locks(held)]
    spans = [span for span in (*presences, *locks) if _is_in(period, span, agent_id)]
    for span in spans:
        add = telling.notes.add_lock if span.is_lock else telling.notes.add_presence
        add(span, period.overlap(span.start, span.end))
    telling.notes.add_presence_without_effect(
        [event for event in own if isinstance(event, PresenceChanged)], presences
    )
    told = [
        event
        for event in telling.events.values()
        if period.holds(event.time) and _names(event, agent_id)
    ]
    return telling.timeline(
        ("agent", agent_id),
        _about_agent(telling, agent_id),
        telling.entries([*told, *_ends(spans)], agent_id=agent_id),
        sorted(spans, key=lambda span: span.opened.order),
        user_totals(agent_id, agent, conversations, telling.frame, telling.result.reference),
    )


def _is_in(period: Period, span: Span, agent_id: str) -> bool:
    """Tell whether an agent's span reaches into the period, or lies in it and has no length."""
    reaches = period.overlap(span.start, span.end) > 0
    return span.agent_id == agent_id and (
        reaches or (span.length == 0 and period.holds(span.start))
    )


def _ends(spans: Iterable[Span]) -> list[Event]:
    return [event for span in spans for event in (span.opened, span.closed) if event is not None]


def _names(event: Event, agent_id: str) -> bool:
    return getattr(event, "agent_id", None) == agent_id


def _no_agent(telling: Telling, agent_id: str) -> str:
    """Say that there is no such agent, and whose name it is if it is one."""
    agents = telling.result.reference.agents.values()
    named = [agent.agent_id for agent in agents if agent.name == agent_id]
    hint = (
        f"; the agent of that name is {', '.join(map(repr, named))}"
        if named
        else "; name one by its agent_id"
    )
    return f"the log has no agent {shown(agent_id)} in the channels of this replay{hint}"


def _about_conversation(telling: Telling, conversation: Conversation) -> Iterator[str]:
    channel_id, contact_id = conversation.channel_id, conversation.contact_id
    if channel_id is not None:
        medium = telling.result.reference.channel_names(channel_id).medium
        yield telling.names.channel(channel_id) + ("" if medium is None else f" ({medium})")
    if contact_id is not None:
        yield f"contact {contact_id}"
    yield f"status {conversation.status}"
    if conversation.url is not None:
        yield conversation.url


def _about_agent(telling: Telling, agent_id: str) -> Iterator[str]:
    reference = telling.result.reference
    described = reference.agents.get(agent_id)
    kind = "virtual agent" if reference.is_virtual(agent_id) else "agent"
    yield f"{kind} {agent_id}"
    if described is not None and described.team_id is not None:
        yield telling.names.team(described.team_id)
    if described is not None and described.reference is not None:
        yield f"reference {described.reference}"
