"""Teams: which team an action is of, and which teams have a row."""

from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    locked,
    outbound,
    pending,
    released,
    reply,
    resolved,
    tag_applied,
    team_updated,
    topic_applied,
)
from replaydesk.projections import ResolvedConversations, Teams


def test_an_action_is_of_the_team_that_it_names() -> None:
    """A `team_id` on the event comes before the agent's own team."""
    given(
        agent_updated("08:00", "ann", team="home"),
        reply("09:00", "c1", agent="ann", team="t1"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  replies
        t1       1
        """,
    )


def test_else_of_the_team_that_its_agent_belonged_to_at_that_moment() -> None:
    """The latest `agent.updated` at or before the action says the team, not the one of today."""
    given(
        reply("07:59", "c1", agent="ann"),
        agent_updated("08:00", "ann", team="t1"),
        reply("08:00", "c1", agent="ann"),
        reply("08:59:59.999", "c1", agent="ann"),
        agent_updated("09:00", "ann", team="t2"),
        reply("09:00", "c1", agent="ann"),
        agent_updated("10:00", "ann", team="t3"),
        reply("10:01", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  replies
        t1       2
        t2       1
        t3       1
        """,
    )


def test_the_moment_is_a_place_in_the_order() -> None:
    """In one instant an agent's team comes before its actions, unless `seq` says otherwise."""
    given(
        agent_updated("08:00", "ann", team="t1"),
        reply("09:00", "c1", agent="ann"),
        agent_updated("09:00", "ann", team="t2"),
        agent_updated("08:00", "bob", team="t1"),
        reply("09:00", "c1", agent="bob"),
        agent_updated("09:00", "bob", team="t3", seq=1),
        reply("09:00", "c1", agent="bob", seq=2),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  replies
        t1       1
        t2       1
        t3       1
        """,
    )


def test_an_agent_can_leave_its_team() -> None:
    """An `agent.updated` without a team takes the agent out of the one it had."""
    given(
        agent_updated("08:00", "ann", team="t1"),
        reply("08:30", "c1", agent="ann"),
        agent_updated("09:00", "ann"),
        reply("09:30", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  replies
        t1       1
        """,
    )


def test_a_lock_interval_is_of_the_team_of_its_lock() -> None:
    """The team is that of the `lock.acquired`, whatever team its replies and its resolve are of."""
    # ann joins t2 while she holds c1; c2 is locked for t3 by name.
    given(
        agent_updated("08:00", "ann", team="t1"),
        locked("09:00", "c1", agent="ann"),
        agent_updated("09:01", "ann", team="t2"),
        reply("09:02", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
        locked("09:10", "c2", agent="ann", team="t3"),
        locked("09:11", "c2", agent="ann", team="t1"),
        released("09:12", "c2", agent="ann"),
        outbound("09:20", "c9", team="t1"),
        outbound("09:20", "c9", team="t3"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  handling_time  cherry_picking_time  replies  resolves_with_reply
        t1       300            0                    0        0
        t2       0              0                    1        1
        t3       0              120                  0        0
        """,
    )


def test_each_kind_of_work_is_of_the_team_of_its_own_event() -> None:
    """Replies, resolves, tags and topics of one agent can be of different teams."""
    given(
        reply("09:00", "c1", agent="ann", team="t1", message="m1"),
        tag_applied("09:01", "c1", message="m1", tag="x", agent="ann", team="t2"),
        topic_applied("09:02", "c1", topic="x", agent="ann", team="t3"),
        resolved("09:03", "c1", agent="ann", team="t4"),
        *(outbound("09:10", "c9", team=team) for team in ("t2", "t3", "t4")),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  replies  tags_added  topics_added  resolves_with_reply
        t1       1        0           0             0
        t2       0        1           0             0
        t3       0        0           1             0
        t4       0        0           0             1
        """,
    )


def test_a_team_has_a_row_for_an_outbound_message_in_the_period() -> None:
    """An outbound message of any actor brings its team a row; nothing else does."""
    given(
        agent_updated("07:00", "bot", kind="VIRTUAL", team="machines"),
        outbound("08:59", "c1", team="before"),
        outbound("09:00", "c1", team="human", agent="ann"),
        outbound("09:00", "c1", **BOT),
        outbound("09:00", "c1", team="auto", actor="AUTO_RESPONDER"),
        outbound("09:00", "c1", team="contact", actor="CONTACT"),
        outbound("09:00", "c1", team="system"),
        inbound("09:00", "c1", team="inbound"),
        locked("09:00", "c1", agent="bob", team="locked"),
        topic_applied("09:01", "c1", topic="x", agent="bob", team="topic"),
        resolved("09:30", "c1", agent="bob", team="resolved"),
        outbound("10:00", "c1", team="after"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Teams,
        """
        team_id   replies
        auto      0
        contact   0
        human     1
        machines  0
        system    0
        """,
    )


def test_a_team_is_created_at_its_first_description() -> None:
    """`created_at` is the first `team.updated`, the name is the latest; blank without one."""
    given(
        team_updated("07:00", "t1", name="Care"),
        team_updated("08:00", "t1", name="Care & more"),
        reply("09:00", "c1", agent="ann", team="t1"),
        reply("09:00", "c1", agent="ann", team="t2"),
        team_updated("10:00", "t3"),
    ).when_replayed(start="09:00").then_rows(
        Teams,
        """
        created_at  team_id  team_name
        07:00       t1       Care & more
        -           t2       -
        """,
    )


def test_rows_of_teams_are_sorted_by_id() -> None:
    """IDs are compared by code points: capitals come first."""
    given(
        *(reply("09:00", "c1", agent="ann", team=team) for team in ("b", "a", "é", "B", "a1")),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id
        B
        a
        a1
        b
        é
        """,
    )


def test_the_team_of_a_last_status_change_is_whoever_made_it() -> None:
    """A status change is of the team that it names or that its agent belonged to at that moment."""
    given(
        agent_updated("08:00", "ann", team="t1"),
        pending("08:30", "c1", agent="ann"),
        agent_updated("09:00", "ann", team="t2"),
        resolved("09:00", "c1", agent="ann"),
        resolved("09:10", "c2", actor="SYSTEM", agent="ann"),
        resolved("09:20", "c3", actor="AUTOMATION", team="t3"),
        agent_updated("10:00", "ann", team="t4"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  last_status_change_agent_id  last_status_change_team_id
        c1               ann                          t2
        c2               -                            t2
        c3               -                            t3
        """,
    )
