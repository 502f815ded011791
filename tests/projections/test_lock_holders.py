"""Lock holders: humans and virtual agents, told by actor type, else by the agent's kind."""

from given import (
    BOT,
    agent_updated,
    given,
    handed_over,
    inbound,
    locked,
    offline,
    released,
    reply,
    resolved,
)
from replaydesk.projections import OpenConversations, ResolvedConversations, Users

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_a_virtual_agents_lock_closes_a_humans() -> None:
    """A virtual agent steals like anyone, but its own interval is not measured."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c1", **BOT),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  handling_time  no_reply_time  cherry_picking_time
        c1               0              0              120
        another          0              0              0
        """,
    )


def test_a_virtual_agents_lock_is_not_measured_whatever_it_does() -> None:
    """Neither a virtual agent's message nor its resolve makes its lock count."""
    given(
        locked("09:00", "c1", **BOT),
        reply("09:01", "c1", agent="bot", actor="VIRTUAL_AGENT"),
        resolved("09:05", "c1", **BOT),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  handling_time  no_reply_time  cherry_picking_time
        c1               0              0              0
        """,
    ).then_no_rows(Users)


def test_a_human_takes_over_from_a_virtual_agent() -> None:
    """A human's lock on what a virtual agent held is an interval like any other."""
    given(
        locked("09:00", "c1", **BOT),
        locked("09:02", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      180
        """,
    )


def test_a_virtual_and_a_human_lock_under_one_id_are_two_holders() -> None:
    """The virtual lock steals from the human one of the same ID, and the other way round."""
    # As a human: 9:00 to 9:02, and 9:05 to 9:09.
    given(
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        locked("09:02", "c1", **BOT),
        locked("09:05", "c1", agent="bot", actor="AGENT"),
        released("09:09", "c1", agent="bot"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        bot      360
        """,
    )


def test_a_handover_releases_nothing() -> None:
    """A virtual agent that hands over takes no lock away, not even a human's under its ID."""
    given(
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        handed_over("09:02", "c1", agent="bot"),
        released("09:05", "c1", agent="bot"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        bot      300
        """,
    )


def test_a_virtual_lock_elsewhere_is_no_click_away() -> None:
    """Rule 4 is for the same human agent: a virtual lock under its ID does not end its own."""
    given(
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        locked("09:02", "c2", **BOT),
        released("09:05", "c1", agent="bot"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        bot      300
        """,
    )


def test_the_kind_of_the_agent_tells_whose_lock_it_is() -> None:
    """A lock without an actor type is a virtual agent's if its kind is that as of the end."""
    given(
        agent_updated("08:00", "ann", kind="VIRTUAL"),
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c1", agent="bot"),
        released("09:04", "c1", agent="bot"),
        agent_updated("10:00", "ann", kind="HUMAN"),
        agent_updated("10:00", "bot", kind="VIRTUAL"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      120
        """,
    )


def test_the_kind_is_that_of_the_as_of_instant() -> None:
    """A kind that is said later than the as-of instant is not yet known."""
    given(
        locked("09:00", "c1", agent="bot"),
        released("09:02", "c1", agent="bot"),
        agent_updated("10:00", "bot", kind="VIRTUAL"),
    ).when_replayed(as_of="09:59:59.999").then_rows(
        Users,
        """
        user_id  cherry_picking_time
        bot      120
        """,
    )


def test_an_actor_type_that_is_given_stands() -> None:
    """A lock that says `AGENT` is a human's, also under the ID of a virtual agent."""
    given(
        agent_updated("08:00", "bot", kind="VIRTUAL"),
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        released("09:02", "c1", agent="bot"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               120
        another          0
        """,
    )


def test_a_lock_by_any_other_actor_is_its_agents() -> None:
    """A lock that the system or an automation took is the human's whom it names."""
    # c1 from 9:00 to 9:03, where ann clicks away, c2 from there to 9:07, where ann signs out.
    given(
        locked("09:00", "c1", agent="ann", actor="SYSTEM"),
        locked("09:03", "c2", agent="ann", actor="AUTOMATION", method="AUTO_ASSIGNMENT"),
        offline("09:07", "ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               180
        c2               240
        another          0
        """,
    )


def test_the_same_holder_by_another_actor_type_changes_nothing() -> None:
    """A human's lock stays one whether the agent or the system says that it is taken."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c1", agent="ann", actor="SYSTEM"),
        reply("09:01", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      300            0
        """,
    )
