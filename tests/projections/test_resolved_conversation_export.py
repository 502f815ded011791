"""The export of resolved conversations: its rows, and the columns on resolving."""

import pytest
from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    message_deleted,
    moved_to_new,
    outbound,
    pending,
    reply,
    resolved,
    started,
    team_updated,
)
from replaydesk import MetricPolicy
from replaydesk.projections import ResolvedConversations


def test_a_row_for_each_first_resolve_in_the_period() -> None:
    """The first resolve alone decides, also where the conversation is open again."""
    given(
        resolved("08:59:59.999", "before"),
        moved_to_new("09:10", "before"),
        resolved("09:20", "before"),
        resolved("09:00", "first"),
        resolved("09:30", "open"),
        moved_to_new("10:30", "open"),
        pending("09:30", "pending"),
        resolved("10:00", "after"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        ResolvedConversations,
        """
        conversation_id  resolved_at  current_status
        first            09:00        RESOLVED
        open             09:30        NEW
        """,
    )


def test_rows_are_sorted_by_resolved_at_then_id() -> None:
    """In one instant the ID decides, by code points."""
    given(
        resolved("09:01", "a"),
        resolved("09:00", "c"),
        resolved("09:00", "b"),
        resolved("09:00", "B"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        resolved_at  conversation_id
        09:00        B
        09:00        b
        09:00        c
        09:01        a
        """,
    )


def test_created_at_is_the_first_reply_of_the_team_of_the_last_status_change() -> None:
    """Human replies by agents of that team, at the moment of the reply, whenever it was sent."""
    given(
        agent_updated("08:00", "ann", team="t1"),
        started("09:00", "c1"),
        reply("09:01", "c1", agent="ann"),
        outbound("09:02", "c1", team="t2", **BOT),
        reply("09:03", "c1", agent="bob", team="t2"),
        reply("09:04", "c1", agent="bob", team="t2"),
        agent_updated("09:30", "ann", team="t2"),
        resolved("09:40", "c1", agent="ann"),
        started("09:00", "c2"),
        resolved("09:50", "c2", actor="SYSTEM", team="t3"),
        reply("09:55", "c2", team="t3"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  created_at  last_status_change_team_id
        c1               09:03       t2
        c2               09:55       t3
        """,
    )


def test_created_at_is_blank_without_such_a_reply() -> None:
    """Where the last status change has no team, or the team never replied, there is none."""
    given(
        reply("09:00", "c1", agent="ann"),
        resolved("09:10", "c1", agent="ann"),
        reply("09:00", "c2", agent="ann", team="t1"),
        resolved("09:20", "c2", agent="ann", team="t2"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  created_at
        c1               -
        c2               -
        """,
    )


def test_created_at_can_be_when_the_conversation_was_created() -> None:
    """By policy `resolved_created_at` of `CONVERSATION` it is the conversation's creation."""
    given(
        started("09:00", "c1"),
        reply("09:05", "c1", agent="ann", team="t1"),
        resolved("09:10", "c1", agent="ann", team="t1"),
        inbound("09:01", "c2"),
        resolved("09:20", "c2"),
    ).when_replayed(policy=MetricPolicy(resolved_created_at="CONVERSATION")).then_rows(
        ResolvedConversations,
        """
        conversation_id  created_at
        c1               09:00
        c2               09:01
        """,
    )


def test_the_last_status_change_is_the_latest_to_resolved_or_pending() -> None:
    """A change to `NEW` is passed over; a later one to pending counts, after the resolve too."""
    given(
        agent_updated("08:00", "bob", name="Bob", reference="E 2"),
        team_updated("08:00", "t2", name="Care"),
        resolved("09:00", "c1", agent="ann", team="t1"),
        moved_to_new("09:10", "c1", agent="cleo", team="t3"),
        pending("09:20", "c1", agent="bob", team="t2"),
        moved_to_new("09:30", "c1", agent="cleo", team="t3"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        last_status_change_agent_id  last_status_change_agent_name  resolved_agent_id
        bob                          Bob                            ann
        """,
    ).then_rows(
        ResolvedConversations,
        """
        last_status_change_agent_reference  last_status_change_team_id  last_status_change_team_name
        E 2                                 t2                          Care
        """,
    )


@pytest.mark.parametrize(
    ("by", "resolved_by", "triggered_by", "agent"),
    [
        ({"agent": "ann"}, "AGENT", "AGENT", "ann"),
        ({"actor": "AGENT"}, "AGENT", "AGENT", "-"),
        (BOT, "VIRTUAL_AGENT", "VIRTUAL_AGENT", "bot"),
        ({"actor": "AUTOMATION", "agent": "ann"}, "SYSTEM", "AUTOMATION", "-"),
        ({"actor": "SYSTEM", "agent": "ann"}, "SYSTEM", "AUTO_RESOLVE", "-"),
        ({"actor": "CONTACT"}, "SYSTEM", "AUTO_RESOLVE", "-"),
        ({"actor": "AUTO_RESPONDER"}, "SYSTEM", "AUTO_RESOLVE", "-"),
        ({}, "SYSTEM", "AUTO_RESOLVE", "-"),
        ({"agent": "ann", "bulk": True}, "BULK_RESOLVE", "AGENT", "ann"),
        ({"bulk": True, **BOT}, "BULK_RESOLVE", "VIRTUAL_AGENT", "bot"),
        ({"actor": "AUTOMATION", "bulk": True}, "BULK_RESOLVE", "AUTOMATION", "-"),
        ({"bulk": True}, "BULK_RESOLVE", "AUTO_RESOLVE", "-"),
    ],
)
def test_who_resolved_and_what_triggered_it(
    by: dict[str, object], resolved_by: str, triggered_by: str, agent: str
) -> None:
    """Bulk comes before the actor in the one column and is nothing to the other two."""
    given(resolved("09:00", "c1", **by)).when_replayed().then_rows(
        ResolvedConversations,
        f"""
        resolved_by    triggered_by    resolved_agent_id  last_status_change_agent_id
        {resolved_by}  {triggered_by}  {agent}            {agent}
        """,
    )


def test_the_resolve_columns_are_of_the_first_resolve() -> None:
    """Reason, comment and agent of later resolves are not told."""
    given(
        agent_updated("08:00", "ann", name="Ann", reference="E 1"),
        resolved("09:00", "c1", agent="ann", reason="solved", comment="thanks, bye"),
        moved_to_new("09:10", "c1"),
        resolved("09:20", "c1", agent="bob", reason="again", comment="really", bulk=True),
        resolved("09:30", "c2"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolved_at  resolved_by  resolve_reason  resolve_comment  triggered_by
        c1               09:00        AGENT        solved          thanks, bye      AGENT
        c2               09:30        SYSTEM       -               -                AUTO_RESOLVE
        """,
    ).then_rows(
        ResolvedConversations,
        """
        resolved_agent_id  resolved_agent_name  resolved_agent_reference
        ann                Ann                  E 1
        -                  -                    -
        """,
    )


def test_messages_are_all_up_to_the_as_of_instant() -> None:
    """In the period or not, by anyone, deleted or not, each message once."""
    given(
        inbound("08:00", "c1", message="a"),
        outbound("08:01", "c1", message="b", **BOT),
        outbound("08:02", "c1", message="c"),
        inbound("08:03", "c1", message="a"),
        message_deleted("08:04", "c1", message="b"),
        resolved("09:00", "c1"),
        inbound("11:00", "c1", message="d"),
        reply("11:01", "c1", message="e", agent="ann"),
        inbound("11:30", "c1", message="f"),
    ).when_replayed(start="09:00", end="10:00", as_of="11:15").then_rows(
        ResolvedConversations,
        """
        inbound_messages  outbound_messages
        2                 3
        """,
    )


def test_the_data_are_those_of_the_as_of_instant() -> None:
    """A row shows what happened after the period too, and nothing after the as-of instant."""
    given(
        inbound("09:00", "c1"),
        resolved("09:10", "c1", agent="ann"),
        moved_to_new("11:00", "c1"),
        pending("11:10", "c1", agent="bob"),
        resolved("12:00", "c1", agent="cleo"),
    ).when_replayed(start="09:00", end="10:00", as_of="11:59").then_rows(
        ResolvedConversations,
        """
        current_status  last_status_change_agent_id  last_updated
        PENDING         bob                          11:10
        """,
    )
