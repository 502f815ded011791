"""Counts of agents and teams: replies, contacts helped, and resolves in the period."""

from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    moved_to_new,
    outbound,
    reply,
    resolved,
    started,
)
from replaydesk.projections import Teams, Users


def test_replies_are_the_human_replies_in_the_period() -> None:
    """A reply at the period's start counts, one at its end does not; a team's are its members'."""
    given(
        reply("08:59:59.999", "c1", agent="ann", team="t1"),
        reply("09:00", "c1", agent="ann", team="t1"),
        reply("09:30", "c2", agent="ann", team="t1"),
        reply("09:30", "c1", agent="bob", team="t1"),
        reply("10:00", "c1", agent="bob", team="t1"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Users,
        """
        user_id  replies
        ann      2
        bob      1
        """,
    ).then_rows(
        Teams,
        """
        team_id  replies
        t1       3
        """,
    )


def test_other_messages_are_no_replies() -> None:
    """Messages of the contact and of machines count for nobody, also where they name an agent."""
    given(
        reply("09:00", "c1", agent="ann", team="t1"),
        inbound("09:01", "c1", agent="ann", team="t1"),
        inbound("09:02", "c1", actor="AGENT", agent="ann", team="t1"),
        outbound("09:03", "c1", actor="AUTO_RESPONDER", agent="ann", team="t1"),
        outbound("09:04", "c1", team="t1", **BOT),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  replies
        ann      1
        """,
    ).then_rows(
        Teams,
        """
        team_id  replies
        t1       1
        """,
    )


def test_a_message_that_is_sent_again_counts_once() -> None:
    """A second `message.sent` of one message is no reply, also by another agent."""
    given(
        reply("09:00", "c1", message="m1", agent="ann"),
        reply("09:01", "c1", message="m1", agent="bob"),
        reply("09:02", "c2", message="m1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  replies
        ann      2
        """,
    )


def test_a_reply_that_names_no_agent_counts_for_its_team_only() -> None:
    """Nobody's reply is no agent's; the team that it names has it."""
    given(
        reply("09:00", "c1", team="t1"),
        reply("09:01", "c1"),
    ).when_replayed().then_no_rows(Users).then_rows(
        Teams,
        """
        team_id  replies  contacts_helped
        t1       1        0
        """,
    )


def test_contacts_helped_are_distinct() -> None:
    """A contact counts once, in however many conversations; one without contact helps nobody."""
    given(
        started("08:00", "c1", contact="kim"),
        started("08:00", "c2", contact="kim"),
        started("08:00", "c3", contact="lee"),
        reply("09:00", "c1", agent="ann", team="t1"),
        reply("09:01", "c1", agent="ann", team="t1"),
        reply("09:02", "c2", agent="ann", team="t1"),
        reply("09:03", "c3", agent="ann", team="t1"),
        reply("09:04", "c4", agent="ann", team="t1"),
        reply("09:05", "c1", agent="bob", team="t1"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  contacts_helped  replies
        ann      2                5
        bob      1                1
        """,
    ).then_rows(
        Teams,
        """
        team_id  contacts_helped  replies
        t1       2                6
        """,
    )


def test_the_contact_helped_is_the_conversations() -> None:
    """A contact that only the reply names is not the one of the conversation."""
    given(
        started("08:00", "c1", contact="kim"),
        started("08:00", "c2", contact="kim"),
        reply("09:00", "c1", agent="ann", contact="kim"),
        reply("09:01", "c2", agent="ann", contact="lee"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  contacts_helped
        ann      1
        """,
    )


def test_contacts_helped_are_those_of_replies_in_the_period() -> None:
    """A contact who was helped before the period was not helped in it."""
    given(
        reply("08:00", "c1", agent="ann", contact="kim"),
        reply("09:00", "c2", agent="ann", contact="lee"),
    ).when_replayed(start="09:00").then_rows(
        Users,
        """
        user_id  contacts_helped
        ann      1
        """,
    )


def test_resolves_are_the_agents_in_the_period_bulk_ones_too() -> None:
    """Each resolve counts once for its agent and its team, at its instant."""
    given(
        resolved("08:59", "c0", agent="ann", team="t1"),
        reply("08:59", "c1", agent="bob", team="t1"),
        resolved("09:00", "c1", agent="ann", team="t1"),
        moved_to_new("09:10", "c1"),
        resolved("09:20", "c1", agent="ann", team="t1", bulk=True),
        resolved("09:30", "c2", agent="bob", team="t1", bulk=True),
        reply("09:40", "c3", agent="bob", team="t1"),
        resolved("10:00", "c3", agent="ann", team="t1"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      1                    1
        bob      0                    1
        """,
    ).then_rows(
        Teams,
        """
        team_id  resolves_with_reply  resolves_without_reply
        t1       1                    2
        """,
    )


def test_resolves_by_others_count_for_nobody() -> None:
    """Only a resolve by an `AGENT` counts, whomever it names."""
    given(
        agent_updated("08:00", "kind", kind="VIRTUAL", team="t1"),
        reply("09:00", "c0", agent="ann", team="t1"),
        resolved("09:00", "c1", actor="SYSTEM", agent="ann", team="t1"),
        resolved("09:00", "c2", actor="AUTOMATION", agent="ann", team="t1"),
        resolved("09:00", "c3", actor="VIRTUAL_AGENT", agent="ann", team="t1"),
        resolved("09:00", "c4", actor="CONTACT", agent="ann", team="t1"),
        resolved("09:00", "c5", agent="kind"),
        resolved("09:00", "c6", team="t1"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      0                    0
        """,
    ).then_rows(
        Teams,
        """
        team_id  resolves_with_reply  resolves_without_reply
        t1       0                    0
        """,
    )


def test_a_resolve_by_an_agent_not_named_counts_for_its_team() -> None:
    """An `AGENT` whom the log does not name has a team where the event says one."""
    given(
        reply("09:00", "c1", team="t1"),
        resolved("09:01", "c1", actor="AGENT", team="t1"),
    ).when_replayed().then_no_rows(Users).then_rows(
        Teams,
        """
        team_id  resolves_with_reply
        t1       1
        """,
    )
