"""Small logs for timelines: one event a call, at times of Tuesday 10 March 2026 in UTC.

The events of a log are numbered as they are said: `e1` is the first, and stands in line 1.
"""

import json
from typing import Any

Said = dict[str, Any]


def event(type_name: str, clock: str, **fields: Any) -> Said:
    """Say any event at a time like `09:30` or `09:30:00.001`; a date can come before it."""
    day, _, time = clock.rpartition("T")
    seconds = "" if time.count(":") == 2 else ":00"
    return {"type": type_name, "time": f"{day or '2026-03-10'}T{time}{seconds}Z", **fields}


def inbound(c: str, clock: str, **fields: Any) -> Said:
    """Let the contact write."""
    named = {"message_id": f"in-{clock}", "direction": "INBOUND"}
    return event("message.sent", clock, conversation_id=c, **named | fields)


def reply(c: str, agent: str | None, clock: str, **fields: Any) -> Said:
    """Let an agent reply."""
    named = {"message_id": f"out-{clock}", "direction": "OUTBOUND", "agent_id": agent}
    return event("message.sent", clock, conversation_id=c, **named | fields)


def lock(c: str, agent: str, clock: str, **fields: Any) -> Said:
    """Let an agent take the lock."""
    return event("lock.acquired", clock, conversation_id=c, agent_id=agent, **fields)


def release(c: str, agent: str, clock: str, **fields: Any) -> Said:
    """Let an agent give up the lock."""
    return event("lock.released", clock, conversation_id=c, agent_id=agent, **fields)


def status(c: str, to: str, clock: str, agent: str | None = None, **fields: Any) -> Said:
    """Set the status of a conversation."""
    return event("status.changed", clock, conversation_id=c, status=to, agent_id=agent, **fields)


def presence(agent: str, state: str, clock: str, **fields: Any) -> Said:
    """Let an agent come, go away or sign out."""
    return event("presence.changed", clock, agent_id=agent, presence=state, **fields)


def lines(*events: Said) -> list[bytes]:
    """Return the lines of a log, in the order in which its events are said."""
    return [json.dumps({"id": f"e{n}", **said}).encode() for n, said in enumerate(events, 1)]
