"""Lanes: which facts and events of a timeline are drawn beside each other."""

from collections.abc import Iterator

import attrs

from .notes import KIND_NAMES
from .spans import Span, SpanKind
from .timeline import Entry, Role, Timeline


@attrs.frozen(kw_only=True)
class Lane:
    """A row of the chart."""

    title: str
    explained: str
    """What stands in it, in a few words."""

    swatch: str = ""
    """The kind of the spans, where the title is to show their pattern."""

    spans: tuple[Span, ...] = ()
    marks: tuple[Entry, ...] = ()


def lanes(timeline: Timeline) -> Iterator[Lane]:
    """Yield the lanes, from the top; every event is in one of them."""
    is_agent = timeline.kind == "agent"
    own = _agent_lanes if is_agent else _conversation_lanes
    yield from own(timeline)
    drawn = {span.opened.order for span in timeline.spans}
    roles = ("INBOUND", "REPLY", "OUTBOUND", *(("RESOLVE",) if is_agent else ()))
    others = [
        entry
        for entry in timeline.entries
        if entry.event is not None and entry.event.order not in drawn and entry.role not in roles
    ]
    yield Lane(title="Other events", explained="releases, topics, surveys …", marks=tuple(others))


def _conversation_lanes(timeline: Timeline) -> Iterator[Lane]:
    yield _spans(timeline, "Status", "of the conversation", "NEW", "PENDING", "RESOLVED")
    yield _marks(timeline, "Messages in", "from the contact", "INBOUND")
    yield _marks(timeline, "Messages out", "▲ human reply  △ other", "REPLY", "OUTBOUND")
    yield _spans(timeline, "Waiting", "of the contact, for a reply", "WAIT")
    yield from _locks(timeline)
    holders = {span.agent_id: None for span in timeline.spans if _is_presence(span)}
    for agent_id in holders:
        if agent_id is not None:
            yield _presence(timeline, agent_id, timeline.names.agent(agent_id))


def _agent_lanes(timeline: Timeline) -> Iterator[Lane]:
    yield _presence(timeline, timeline.subject_id, "of the agent")
    yield from _locks(timeline)
    yield _marks(timeline, "Messages", "▲ human reply  △ other", "INBOUND", "REPLY", "OUTBOUND")
    yield _marks(timeline, "Resolves", "by the agent", "RESOLVE")


def _locks(timeline: Timeline) -> Iterator[Lane]:
    explained: dict[SpanKind, str] = {
        "HANDLING": "locked, and replied",
        "NO_REPLY": "locked, resolved, no reply",
        "CHERRY_PICKING": "locked, neither of them",
    }
    for kind, words in explained.items():
        lane = _spans(timeline, KIND_NAMES[kind].capitalize(), words, kind)
        yield attrs.evolve(lane, swatch=kind)


def _presence(timeline: Timeline, agent_id: str, explained: str) -> Lane:
    spans = (span for span in timeline.spans if _is_presence(span) and span.agent_id == agent_id)
    return Lane(title="Presence", explained=explained, spans=tuple(spans))


def _is_presence(span: Span) -> bool:
    return span.kind in ("AVAILABLE", "AWAY", "OFFLINE")


def _spans(timeline: Timeline, title: str, explained: str, *kinds: SpanKind) -> Lane:
    spans = tuple(span for span in timeline.spans if span.kind in kinds)
    return Lane(title=title, explained=explained, spans=spans)


def _marks(timeline: Timeline, title: str, explained: str, *roles: Role) -> Lane:
    marks = tuple(entry for entry in timeline.entries if entry.role in roles)
    return Lane(title=title, explained=explained, marks=marks)
