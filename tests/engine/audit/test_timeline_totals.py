"""Timelines against the exports: on every log of the repository they show the same numbers."""

import json
from pathlib import Path
from typing import Any

import pytest
from replaydesk import MetricPolicy, Result, replay, timeline
from replaydesk.engine.audit.timeline import Timeline
from replaydesk.projections import BY_SLUG, Kind

ROOT = Path(__file__).parents[3] / "replay_logs"
LOGS = sorted(path.parent.name for path in ROOT.glob("*/log.jsonl"))
EXPORTS = ("open-conversation", "resolved-conversation", "user")
NUMBERS = (Kind.DURATION, Kind.PERCENTAGE, Kind.COUNT)
CLASSES = {
    "handling_time": "HANDLING",
    "no_reply_time": "NO_REPLY",
    "cherry_picking_time": "CHERRY_PICKING",
    "available_time": "AVAILABLE",
    "away_time": "AWAY",
}


def replayed(name: str) -> Result:
    """Replay a log of the repository with its settings."""
    path = ROOT / name / "settings.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    names = {"from": "start", "to": "end", "as_of": "as_of", "tz": "tz", "channels": "channels"}
    options: Any = {names[key]: value for key, value in settings.items() if key in names}
    policy = MetricPolicy.of(settings.get("policies", {}))
    return replay(ROOT / name / "log.jsonl", only=EXPORTS, policy=policy, **options)


@pytest.fixture(scope="module", params=LOGS)
def result(request: pytest.FixtureRequest) -> Result:
    """Each log of the repository, replayed."""
    return replayed(request.param)


def rows(result: Result, key: str, *exports: str) -> dict[str, dict[str, Any]]:
    """Return the rows of some exports by a key; of two rows the later export's counts."""
    return {row[key]: row for export in exports for row in result.dicts(export)}


def agents(result: Result) -> list[str]:
    """Return everybody who acts in a log, or is described in it."""
    acting = {
        agent_id
        for conversation in result.replayed.conversations()
        for event in conversation.events
        if (agent_id := getattr(event, "agent_id", None)) is not None
    }
    return sorted(acting | result.reference.agents.keys())


def shown(timeline: Timeline) -> dict[str, int | None]:
    """Return the totals that a timeline shows."""
    return {total.column.key: total.value for total in timeline.totals}


def missing(told: Timeline, row: dict[str, Any]) -> list[str]:
    """Return the numbers of a row that a timeline does not show, though they are not zero."""
    columns = BY_SLUG[told.totals[0].export].columns() if told.totals else ()
    numbers = [column.key for column in columns if column.kind in NUMBERS]
    return [key for key in numbers if row[key] and shown(told).get(key) != row[key]]


def test_conversations_show_what_their_rows_have(result: Result) -> None:
    """The totals are the row's, none without a row, and the lock spans sum up to them."""
    by_id = rows(result, "conversation_id", "open-conversation", "resolved-conversation")
    ids = {conversation.conversation_id for conversation in result.replayed.conversations()}

    for conversation_id in ids | by_id.keys():
        told = timeline(result, conversation=conversation_id)
        row = by_id.get(conversation_id, {})
        assert shown(told).items() <= row.items()
        assert missing(told, row) == []
        assert bool(told.totals) is bool(row)
        assert summed(told, in_period=False) == counted(told)


def test_agents_show_what_their_rows_have(result: Result) -> None:
    """The totals are the row's, none without a row, and what lies in the period sums up to them."""
    by_id = rows(result, "user_id", "user")

    for agent_id in agents(result):
        told = timeline(result, agent=agent_id)
        row = by_id.get(agent_id, {})
        assert shown(told).items() <= row.items()
        assert missing(told, row) == []
        assert bool(told.totals) is bool(row)
        assert summed(told, in_period=True) == counted(told)


def test_every_event_of_a_conversation_is_told(result: Result) -> None:
    """No event is left out, and each stands once, in the order of the log."""
    for conversation in result.replayed.conversations():
        told = timeline(result, conversation=conversation.conversation_id)
        events = [e.event for e in told.entries if e.event is not None and e.is_of_conversation]
        own = [event for event in events if event.stream_id == conversation.conversation_id]
        orders = [entry.order for entry in told.entries if entry.order is not None]

        assert own == conversation.events
        assert orders == sorted(set(orders))


def test_the_answered_waits_are_the_responses(result: Result) -> None:
    """The waits that end with a reply are those of the export of response times, no more."""
    for conversation in result.replayed.conversations():
        told = timeline(result, conversation=conversation.conversation_id)
        answered = [
            (span.opened, span.closed)
            for span in told.spans
            if span.kind == "WAIT" and span.ending == "answered"
        ]

        assert answered == [
            (response.wait.opened, response.reply.sent) for response in conversation.responses
        ]


def summed(told: Timeline, *, in_period: bool) -> dict[str, int]:
    """Sum up the spans of each class that the totals count, whole or what is in the period."""
    kinds = {key: kind for key, kind in CLASSES.items() if key in counted(told)}
    overlap = told.frame.period.overlap
    return {
        key: sum(
            overlap(span.start, span.end) if in_period else span.length
            for span in told.spans
            if span.kind == kind
        )
        for key, kind in kinds.items()
    }


def counted(told: Timeline) -> dict[str, int | None]:
    """Return the totals that spans sum up to; handling is another sum under another policy."""
    left_out = () if told.frame.policy.handling == "REPLIED" else ("handling_time",)
    totals = shown(told)
    return {key: totals[key] for key in CLASSES if key in totals and key not in left_out}
