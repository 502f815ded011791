"""A small day that the tests of the engine share, with its figures worked out by hand."""

import json
from typing import Any

import pytest

NINE = 1_773_133_200_000
"""2026-03-10T09:00Z."""


def line(clock: str, kind: str, **fields: Any) -> bytes:
    """Make a line of an event at a *clock* time of that day; its ID is what it is and when."""
    hours, minutes = map(int, clock.split(":"))
    time = NINE + ((hours - 9) * 60 + minutes) * 60_000
    return json.dumps({"id": f"{kind} {clock}", "type": kind, "time": time} | fields).encode()


@pytest.fixture
def day() -> list[bytes]:
    """Ann's hour: a question of 9:00, her lock of 9:01, her reply of 9:05, her resolve of 9:10.

    She is available until 10:00, when she signs out: 3600 s, of which 540 s are handling, which
    is 15 %. The first response takes 300 s, the resolution 600 s. A second question, on another
    channel, is left open.
    """
    return [
        line("9:00", "channel.updated", channel_id="w", medium="X", name="Web"),
        line("9:00", "agent.updated", agent_id="ann", name="Ann", team_id="t1", email="a@x.org"),
        line("9:00", "presence.changed", agent_id="ann", presence="AVAILABLE"),
        line(
            "9:00",
            "message.sent",
            conversation_id="c1",
            message_id="m1",
            direction="INBOUND",
            channel_id="w",
            contact_id="p1",
            content="Hello, you",
        ),
        line("9:01", "lock.acquired", conversation_id="c1", agent_id="ann"),
        line(
            "9:05",
            "message.sent",
            conversation_id="c1",
            message_id="m2",
            direction="OUTBOUND",
            agent_id="ann",
            content="=1+1",
        ),
        line("9:10", "status.changed", conversation_id="c1", status="RESOLVED", agent_id="ann"),
        line(
            "9:30",
            "message.sent",
            conversation_id="c2",
            message_id="m3",
            direction="INBOUND",
            channel_id="v",
            contact_id="p2",
        ),
        line("10:00", "presence.changed", agent_id="ann", presence="OFFLINE"),
    ]
