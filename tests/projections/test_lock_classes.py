"""Lock classes: every interval is handling, no reply or cherry-picking, and only one of them."""

import pytest
from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    locked,
    offline,
    outbound,
    pending,
    released,
    reply,
    resolved,
)
from replaydesk.events import Event
from replaydesk.projections import OpenConversations, ResolvedConversations, Users

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_a_reply_inside_makes_it_handling() -> None:
    """The whole interval is handling, not only the part after the reply, whatever closed it."""
    given(
        locked("09:00", "c1", agent="ann"),
        reply("09:04", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
        locked("10:00", "c2", agent="ann"),
        reply("10:09", "c2", agent="ann"),
        locked("10:10", "c2", agent="bob"),
        offline("10:10", "bob"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      900            0              0
        """,
    )


def test_an_outbound_message_with_its_agent_is_a_reply() -> None:
    """Without an actor type an outbound message that names a human agent is that agent's reply."""
    given(
        locked("09:00", "c1", agent="ann"),
        outbound("09:04", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      300            0
        """,
    )


NO_REPLIES = {
    "before the lock": reply("08:59", "c1", agent="ann"),
    "after the release": reply("09:06", "c1", agent="ann"),
    "in another conversation": reply("09:01", "c2", agent="ann"),
    "by another agent": reply("09:01", "c1", agent="bob"),
    "by an agent not named": reply("09:01", "c1"),
    "by a virtual agent of that ID": outbound("09:01", "c1", agent="ann", actor="VIRTUAL_AGENT"),
    "by an automation for it": outbound("09:01", "c1", agent="ann", actor="AUTOMATION"),
    "an inbound message": inbound("09:01", "c1", agent="ann", actor="AGENT"),
}


@pytest.mark.parametrize("message", NO_REPLIES.values(), ids=NO_REPLIES.keys())
def test_no_other_message_makes_it_handling(message: Event) -> None:
    """Only a human reply by the interval's agent, in its conversation and inside it, is one."""
    given(
        locked("09:00", "c1", agent="ann"),
        message,
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        f"""
        conversation_id  handling_time  no_reply_time  cherry_picking_time
        c1               0              0              300
        {"c2  0  0  0" if message.stream_id == "c2" else ""}
        another          0              0              0
        """,
    )


def test_a_message_that_is_sent_again_is_no_second_reply() -> None:
    """A second `message.sent` of one message is no reply, whatever it says."""
    given(
        reply("08:59", "c1", agent="ann", message="m1"),
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann", message="m1"),
        released("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  replies  handling_time  cherry_picking_time
        ann      1        0              300
        """,
    )


def test_its_agents_resolve_makes_it_no_reply() -> None:
    """Without a reply, an interval that its agent's resolve closed is no-reply, bulk or not."""
    given(
        locked("09:00", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
        locked("09:10", "c2", agent="ann"),
        resolved("09:12", "c2", agent="ann", bulk=True),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      0              420            0
        """,
    )


def test_a_reply_by_another_leaves_it_no_reply() -> None:
    """Another agent's reply inside does not count for the one who resolves."""
    given(
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="bob"),
        resolved("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        handling_time  no_reply_time  cherry_picking_time
        0              300            0
        """,
    )


OTHER_ENDS = {
    "pending": pending("09:05", "c1", agent="ann"),
    "resolved by another": resolved("09:05", "c1", agent="bob"),
    "resolved by nobody": resolved("09:05", "c1"),
    "resolved by an agent not named": resolved("09:05", "c1", actor="AGENT"),
    "resolved by the system for it": resolved("09:05", "c1", actor="SYSTEM", agent="ann"),
    "resolved by a virtual agent of that ID": resolved(
        "09:05", "c1", actor="VIRTUAL_AGENT", agent="ann"
    ),
    "released": released("09:05", "c1", agent="ann"),
    "stolen": locked("09:05", "c1", **BOT),
    "clicked away": locked("09:05", "c2", agent="ann"),
    "signed out": offline("09:05", "ann"),
}


@pytest.mark.parametrize("end", OTHER_ENDS.values(), ids=OTHER_ENDS.keys())
def test_any_other_end_makes_it_cherry_picking(end: Event) -> None:
    """Without a reply, what anything but its agent's own resolve closed is cherry-picking."""
    scenario = given(locked("09:00", "c1", agent="ann"), end, inbound("09:05", "c1", seq=1))
    users = scenario.when_replayed().result.rows(Users)

    assert [
        (user.handling_time, user.no_reply_time, user.cherry_picking_time)
        for user in users
        if user.user_id == "ann"
    ] == [(0, 0, 300_000)]


def test_what_lasts_without_a_reply_is_cherry_picking() -> None:
    """An interval that the as-of instant closed has no resolve, also where one comes later."""
    given(
        locked("09:00", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
    ).when_replayed(as_of="09:04").then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      0              240
        """,
    )


def test_a_resolve_after_the_release_makes_no_reply_of_nothing() -> None:
    """It is the resolve that must close the interval: one that comes later is too late."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:04", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      0              240
        """,
    )


def test_the_actor_of_a_resolve_by_a_virtual_agents_kind() -> None:
    """A resolve without actor type is not the human's if its agent's kind is `VIRTUAL`."""
    given(
        agent_updated("08:00", "bot", kind="VIRTUAL"),
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        resolved("09:05", "c1", agent="bot"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        handling_time  no_reply_time  cherry_picking_time
        0              0              300
        """,
    )


def test_each_interval_has_its_own_class() -> None:
    """Several intervals of one agent on one conversation are classed one by one."""
    # 9:00-9:01 cherry-picking, 9:02-9:04 handling, 9:05-9:08 no reply.
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:01", "c1", agent="ann"),
        locked("09:02", "c1", agent="ann"),
        reply("09:03", "c1", agent="ann"),
        pending("09:04", "c1", agent="ann"),
        locked("09:05", "c1", agent="ann"),
        resolved("09:08", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      120            180            60
        """,
    )


def test_the_three_classes_add_up_to_the_locked_time() -> None:
    """Locked time is handling, no-reply and cherry-picking time, to the millisecond."""
    # Locked from 9:00:00.001 to 9:00:10.005 without a gap: 10.004 s = 3.332 + 3.336 + 3.336.
    given(
        locked("09:00:00.001", "c1", agent="ann"),
        locked("09:00:03.333", "c2", agent="ann"),
        reply("09:00:04", "c2", agent="ann"),
        locked("09:00:06.669", "c3", agent="ann"),
        resolved("09:00:10.005", "c3", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      3.336          3.336          3.332
        """,
    )
