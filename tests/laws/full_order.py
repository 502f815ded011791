"""The full order of a log's events, and its duplicates, as the specification has them."""

from collections.abc import Iterable
from typing import Any

import orjson

Fields = dict[str, Any]
"""An event as its line says it, valid and of a known type, its `time` in milliseconds."""

Told = tuple[Fields, bytes]
"""An event and its line."""

RANKS = {
    "conversation.started": 1,
    "message.sent": 2,
    "message.updated": 2,
    "message.deleted": 2,
    "topic.applied": 3,
    "topic.removed": 3,
    "tag.applied": 3,
    "tag.removed": 3,
    "language.set": 3,
    "virtual_agent.handed_over": 4,
    "status.changed": 5,
    "lock.released": 6,
    "lock.acquired": 7,
    "presence.changed": 8,
    "csat.sent": 9,
    "csat.replied": 9,
    "csat.expired": 9,
}
"""Of every type that is not 0."""

ENTITIES = {
    "channel.updated": "channel",
    "business_hours.updated": "channel",
    "team.updated": "team",
    "agent.updated": "agent",
    "presence.changed": "agent",
    "topic.updated": "topic",
    "tag.updated": "tag",
    "contact.updated": "contact",
    "contact.attribute_set": "contact",
}
"""What an event describes; every other type belongs to its conversation."""


def stream_of(event: Fields) -> tuple[str, str]:
    """Return what an event belongs to."""
    kind = ENTITIES.get(event["type"], "conversation")
    return kind, event[f"{kind}_id"]


def json_of(line: bytes) -> bytes:
    """Return what decides where all else is equal: the JSON with sorted keys, by orjson."""
    return orjson.dumps(orjson.loads(line), option=orjson.OPT_SORT_KEYS)


def are_one(event: Fields, other: Fields) -> bool:
    """Tell whether one of two events is the other's duplicate."""
    return event["id"] == other["id"] and stream_of(event) == stream_of(other)


def in_order(events: Iterable[Told], as_of: int) -> list[Told]:
    """Return the events that apply, in the full order, each once."""

    def place(told: Told) -> tuple[object, ...]:
        event, line = told
        rank = RANKS.get(event["type"], 0)
        moment = event["time"], event.get("seq") or 0, rank, event["id"]
        return *moment, *stream_of(event), json_of(line)

    ordered: list[Told] = []
    for event, line in sorted(events, key=place):
        if event["time"] <= as_of and not any(are_one(event, earlier) for earlier, _ in ordered):
            ordered.append((event, line))
    return ordered
