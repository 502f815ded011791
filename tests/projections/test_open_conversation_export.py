"""The export of open conversations: its rows, and the columns that it has not."""

from given import (
    given,
    inbound,
    locked,
    moved_to_new,
    pending,
    released,
    reply,
    resolved,
    started,
    topic_applied,
)
from replaydesk import MetricPolicy
from replaydesk.projections import OpenConversations, ResolvedConversations


def test_a_row_for_each_conversation_open_at_the_as_of_instant() -> None:
    """`NEW` and `PENDING` ones, whenever they began."""
    scenario = given(
        inbound("09:00", "new"),
        pending("09:01", "pending"),
        resolved("09:02", "resolved"),
        resolved("09:03", "reopened"),
        moved_to_new("09:30", "reopened"),
        resolved("10:00", "pending"),
    )

    scenario.when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  current_status
        new              NEW
        reopened         NEW
        """,
    )
    scenario.when_replayed(as_of="09:20").then_rows(
        OpenConversations,
        """
        conversation_id  current_status
        new              NEW
        pending          PENDING
        """,
    )


def test_the_period_does_not_apply() -> None:
    """A conversation all of whose events lie out of the period is open all the same, and whole."""
    given(
        inbound("09:00", "c1"),
        locked("09:01", "c1", agent="ann"),
        reply("09:02", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        inbound("12:00", "c2"),
    ).when_replayed(start="11:00", end="11:30").then_rows(
        OpenConversations,
        """
        conversation_id  handling_time  inbound_messages  outbound_messages  first_response_time
        c1               240            1                 1                  120
        c2               0              1                 0                  -
        """,
    )


def test_created_at_is_when_the_conversation_was_created() -> None:
    """Whatever the policy says for resolved ones."""
    for reading in ("CONVERSATION", "FIRST_TEAM_REPLY"):
        given(
            started("09:00", "c1"),
            reply("09:05", "c1", agent="ann", team="t1"),
            pending("09:10", "c1", agent="ann", team="t1"),
        ).when_replayed(policy=MetricPolicy.of({"resolved_created_at": reading})).then_rows(
            OpenConversations,
            """
            created_at
            09:00
            """,
        )


def test_rows_are_sorted_by_created_at_then_id() -> None:
    """In one instant the ID decides, by code points."""
    given(
        inbound("09:01", "a"),
        inbound("09:00", "c"),
        inbound("09:00", "b"),
        inbound("08:00", "z"),
        started("09:00", "z"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        created_at  conversation_id
        09:00       b
        09:00       c
        09:00       z
        09:01       a
        """,
    )


def test_a_reopened_conversation_keeps_its_first_resolve() -> None:
    """The resolve columns tell the first resolve; one that was never resolved has none."""
    given(
        inbound("09:00", "c1"),
        resolved("09:10", "c1", agent="ann", bulk=True),
        moved_to_new("09:20", "c1"),
        resolved("09:30", "c1", agent="bob"),
        moved_to_new("09:40", "c1"),
        inbound("09:50", "c2"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  resolved_by   resolved_at  resolved_agent_id  resolution_time
        c1               BULK_RESOLVE  09:10        ann                600
        c2               -             -            -                  -
        """,
    ).then_rows(
        OpenConversations,
        """
        last_status_change_agent_id  last_status_change_team_id
        bob                          -
        -                            -
        """,
    )


def test_its_columns_are_those_of_resolved_conversations_up_to_the_language() -> None:
    """Without the reason, the comment and the trigger of the resolve, and without the survey."""
    left_out = {"resolve_reason", "resolve_comment", "triggered_by"}
    resolved_columns = ResolvedConversations.columns()
    keys = [column.key for column in resolved_columns]
    expected = [
        column
        for column in resolved_columns[: keys.index("language") + 1]
        if column.key not in left_out
    ]

    assert expected == list(OpenConversations.columns())
    assert len(expected) == 31


def test_topics_and_counts_are_as_of_the_as_of_instant() -> None:
    """A row shows the conversation as it was then."""
    given(
        inbound("09:00", "c1"),
        topic_applied("09:01", "c1", topic="x"),
        topic_applied("09:10", "c1", topic="y"),
        inbound("09:11", "c1"),
    ).when_replayed(as_of="09:05").then_rows(
        OpenConversations,
        """
        topic_ids  inbound_messages  last_updated
        x          1                 09:01
        """,
    )
