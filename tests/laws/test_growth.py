"""Growth: twice the events of one kind take about twice the work, whatever a log is made of."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from replaydesk import EXPORTS, replay_lines

SIZE = 400


def told(type_name: str, **fields: Any) -> dict[str, Any]:
    """Say an event of conversation c, that ann does at work for team t, as far as it has these."""
    return {"type": type_name, "conversation_id": "c", "agent_id": "ann"} | fields


def message(number: int) -> dict[str, Any]:
    """Say a message, in and out by turns."""
    direction = ("INBOUND", "OUTBOUND")[number % 2]
    return told("message.sent", message_id=f"m{number}", direction=direction)


def status(number: int) -> dict[str, Any]:
    """Say a resolve, or that the conversation is new again."""
    return told("status.changed", status=("NEW", "RESOLVED")[number % 2])


def answer(number: int) -> dict[str, Any]:
    """Say the reply to a survey of its own that names no agent."""
    return told("csat.replied", survey_id=f"s{number}", score=3, agent_id=None)


WORLDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "messages": message,
    "changes of status": status,
    "locks of many agents": lambda n: told("lock.acquired", agent_id=f"a{n}"),
    "locks elsewhere": lambda n: told("lock.acquired", conversation_id=f"c{n}"),
    "topics": lambda n: told("topic.applied", topic_id=f"t{n}"),
    "tags of one message": lambda n: told("tag.applied", tag_id=f"t{n}", message_id="m1"),
    "resolves and surveys": lambda n: (status if n % 4 < 2 else answer)(n),
    "presence": lambda n: {
        "type": "presence.changed",
        "agent_id": "ann",
        "presence": ("AVAILABLE", "AWAY")[n % 2],
    },
    "moves between teams": lambda n: (
        {"type": "agent.updated", "agent_id": "ann", "name": "Ann", "team_id": f"t{n}"}
        if n % 2
        else message(n // 2)
    ),
    "calendars": lambda n: (
        {
            "type": "business_hours.updated",
            "channel_id": "web",
            "timezone": "UTC",
            "weekly": {"mon": [["09:00", "17:00"]]},
        }
        if n % 2
        else message(n // 2) | {"channel_id": "web", "conversation_id": f"c{n // 4}"}
    ),
    "hand-overs": lambda n: told("virtual_agent.handed_over") if n % 3 == 0 else message(n),
}


@contextmanager
def steps() -> Iterator[list[int]]:
    """Count the calls of Python functions: work that no other program on the machine changes."""
    counted = [0]
    before = sys.getprofile()

    def count(_frame: object, what: str, _argument: object) -> None:
        counted[0] += what in ("call", "c_call")

    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(before)


def work(world: Callable[[int], dict[str, Any]], size: int) -> int:
    """Return how much work all exports of so many events are."""
    log = [json.dumps({"id": f"e{n}", "time": n} | world(n)).encode() for n in range(size)]
    with steps() as counted:
        result = replay_lines(log)
        for export in EXPORTS:
            list(result.csv(export))
    assert result.counts.applied == size
    return counted[0]


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_work_grows_with_the_log_and_not_with_its_square(
    world: Callable[[int], dict[str, Any]],
) -> None:
    """Four times the events are at most five times the work: a square would be sixteen."""
    work(world, SIZE)  # what is done but once is done
    little, much = work(world, SIZE), work(world, 4 * SIZE)

    assert much < 5 * little
