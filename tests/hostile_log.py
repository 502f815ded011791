"""A log whose every text is what a test wants it to be, and reaches every export."""

import json
from collections.abc import Iterator
from typing import Any


def lines_of(x: str, y: str) -> list[str]:
    """Return the lines of the log; its first event is of 1970, and a minute lies between two."""
    return [
        json.dumps({"id": f"{x}{number}", "time": number * 60_000} | event)
        for number, event in enumerate(story(x, y))
    ]


def story(x: str, y: str) -> Iterator[dict[str, Any]]:
    """Yield a log that gives every export a row, and whose every text begins with *x* or *y*."""
    on_both = {"channel_id": x, "contact_id": x}
    yield {"type": "channel.updated", "channel_id": x, "medium": x, "name": x, "display_name": x}
    yield {"type": "team.updated", "team_id": x, "name": x}
    agent = {"type": "agent.updated", "team_id": x, "name": x, "email": x, "reference": x}
    yield agent | {"agent_id": x}
    yield agent | {"agent_id": y, "kind": "VIRTUAL"}
    yield {"type": "topic.updated", "topic_id": x, "name": x}
    yield {"type": "tag.updated", "tag_id": x, "name": x}
    contact = {"type": "contact.updated", "contact_id": x, "medium": x}
    yield contact | {"primary_identifier": x, "secondary_identifier": x}
    attribute = {"type": "contact.attribute_set", "contact_id": x, "attribute_id": x, "name": x}
    yield attribute | {"value": x, "attribute_type": x, "source": "CRM"}
    yield {"type": "presence.changed", "agent_id": x, "presence": "AVAILABLE"}
    for conversation in (x, y):
        c = {"conversation_id": conversation}
        labels = {"actor_type": "AGENT", "agent_id": x, "team_id": x}
        yield {"type": "conversation.started", "url": x, "language": x} | c | on_both
        sent = {"type": "message.sent", "message_type": x, "origin": x, "content": x, "url": x} | c
        yield sent | {"message_id": f"{conversation}1", "direction": "INBOUND"}
        yield {"type": "virtual_agent.handed_over", "agent_id": y, "reason": x} | c
        yield {"type": "lock.acquired", "agent_id": x} | c
        out = {"message_id": f"{conversation}2", "direction": "OUTBOUND", "outbound_type": x}
        yield sent | out | labels
        yield {"type": "topic.applied", "topic_id": x} | c | labels
        yield {"type": "tag.applied", "message_id": f"{conversation}2", "tag_id": x} | c | labels
        yield {"type": "csat.sent", "survey_id": x, "follow_up_question": x} | labels | c
        resolve = {"type": "status.changed", "status": "RESOLVED", "reason": x, "comment": x}
        yield resolve | labels | c
        replied = {"type": "csat.replied", "survey_id": x, "score": 5, "follow_up_question": x}
        yield replied | {"follow_up_answer": x} | c
    yield {"type": "status.changed", "status": "PENDING", "conversation_id": y, "agent_id": x}
    yield {"type": "presence.changed", "agent_id": x, "presence": "AWAY", "away_state": x}
    yield {"type": "presence.changed", "agent_id": x, "presence": "OFFLINE"}
