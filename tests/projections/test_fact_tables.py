"""Tables of facts: what their columns say, they find in the facts."""

from pathlib import Path
from typing import Any

import pytest
from replaydesk import replay, replay_lines
from replaydesk.engine.library import Result
from replaydesk.projections import Kind
from replaydesk.projections.derivations import Conversation
from replaydesk.projections.fact_tables import FACT_TABLES
from small_log import event, lines, status

LOG = Path(__file__).parents[2] / "replay_logs" / "demo_day" / "log.jsonl"
TYPES = {Kind.TEXT: str, Kind.NAME: str, Kind.BOOLEAN: bool}


@pytest.fixture(scope="module")
def day() -> Result:
    """The demo day."""
    return replay(LOG, only="user")


@pytest.mark.parametrize("name", FACT_TABLES)
def test_every_column_finds_its_value_in_the_fact(name: str, day: Result) -> None:
    """Of its own type, and somewhere in a day it has one; every event that is named is there."""
    table = FACT_TABLES[name]
    bearers: Any = day.replayed.agents
    if table.bearer is Conversation:
        bearers = [*day.replayed.conversations()]
    found: dict[str, int] = {}
    for bearer in bearers:
        own = {event.id for event in getattr(bearer, "events", None) or bearer.changes}
        for row in table.rows(bearer):
            assert row[0] == getattr(bearer, table.identity)
            for column, value in zip(table.columns, row[1:], strict=True):
                if value is not None:
                    found[column.key] = found.get(column.key, 0) + 1
                    assert type(value) is TYPES.get(column.kind, int)
                    is_event = column.meaning.startswith("The ID of the event")
                    assert not is_event or value in own or column.key == "closed_id"

    assert [column.key for column in table.columns if column.key not in found] == []
    assert all(column.meaning.endswith(".") for column in table.columns)


@pytest.mark.parametrize(("agent", "named"), [("ann", "e1"), (None, None)])
def test_who_names_nobody_did_not_name_the_agent(agent: str | None, named: str | None) -> None:
    """A survey that belongs to whom the resolve names has no such event where that names nobody."""
    result = replay_lines(
        lines(
            status("c1", "RESOLVED", "09:00", agent, actor_type="AGENT"),
            event("csat.replied", "09:01", conversation_id="c1", score=4),
        )
    )
    table = FACT_TABLES["survey"]
    (conversation,) = result.replayed.conversations()
    (row,) = table.rows(conversation)
    found = dict(zip((column.key for column in table.columns), row[1:], strict=True))

    assert (found["agent_id"], found["named_by_id"]) == (agent, named)
