"""What holds of every timeline of every log."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaydesk import Result, replay_lines, timeline
from replaydesk.engine.audit.timeline import Timeline
from strategies import Log, logs

pytestmark = pytest.mark.usefixtures("without_coverage")

ZONES = ("UTC", "Europe/Brussels", "Pacific/Kiritimati", "Africa/Monrovia")
LOCKS = {
    "HANDLING": "handling_time",
    "NO_REPLY": "no_reply_time",
    "CHERRY_PICKING": "cherry_picking_time",
}


def told(result: Result) -> list[Timeline]:
    """Return the timelines of all conversations of a log, and of all agents that act in it."""
    conversations = list(result.replayed.conversations())
    agents = {
        agent_id
        for conversation in conversations
        for event in conversation.events
        if (agent_id := getattr(event, "agent_id", None)) is not None
    }
    ids = [conversation.conversation_id for conversation in conversations]
    return [
        *(timeline(result, conversation=conversation_id) for conversation_id in ids),
        *(timeline(result, agent=agent_id) for agent_id in sorted(agents)),
    ]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(logs(), st.sampled_from(ZONES))
def test_every_timeline_adds_up_and_can_be_shown(log: Log, tz: str) -> None:
    """Entries are in order, spans sum up to the totals, and text, data and page can be made."""
    result = replay_lines(log.raw, tz=tz, only=[])
    for each in told(result):
        orders = [entry.order for entry in each.entries if entry.order is not None]
        totals = {total.column.key: total.value for total in each.totals}
        period = each.frame.period

        assert orders == sorted(set(orders))
        for kind, key in LOCKS.items() if totals else ():
            assert totals[key] == sum(
                span.length if each.kind == "conversation" else period.overlap(span.start, span.end)
                for span in each.spans
                if span.kind == kind
            )
        page = each.as_page()
        assert page.count('<tr id="e') == len(each.entries)
        assert len(each.as_data()["entries"]) == len(each.entries)
        assert len(list(each.as_text())) > len(each.entries)
