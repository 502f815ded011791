"""Lock intervals within one instant: what comes first is said by `seq`, then by the rank."""

from given import given, inbound, locked, offline, pending, released, reply, resolved
from replaydesk.projections import OpenConversations, ResolvedConversations, Users

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_click_away_and_sign_out_in_one_millisecond() -> None:
    """The sign-out comes last: it closes the lock that the click-away has just opened."""
    given(
        locked("09:00", "c1", agent="ann"),
        offline("09:05", "ann"),
        locked("09:05", "c2", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               300
        c2               0
        another          0
        """,
    )


def test_a_lock_after_the_sign_out_of_the_same_millisecond_lasts() -> None:
    """Where `seq` says that the sign-out came first, the lock after it is not closed by it."""
    given(
        locked("09:00", "c1", agent="ann"),
        offline("09:05", "ann"),
        locked("09:05", "c2", agent="ann", seq=1),
        released("09:06", "c2", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               300
        c2               60
        another          0
        """,
    )


def test_released_and_locked_again_in_one_millisecond() -> None:
    """A release comes before a lock of its instant: two intervals that touch."""
    given(
        locked("09:00", "c1", agent="ann", team="t1"),
        locked("09:05", "c1", agent="ann", team="t2"),
        released("09:05", "c1", agent="ann"),
        reply("09:06", "c1", agent="ann"),
        LATER,
    ).when_replayed(end="09:10").then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      300            300
        """,
    )


def test_locked_and_released_in_one_millisecond() -> None:
    """A release of the lock's instant comes before it, unless `seq` says that it came after."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:00", "c1", agent="ann"),
        released("09:02", "c1", agent="ann"),
        locked("10:00", "c2", agent="bob"),
        released("10:00", "c2", agent="bob", seq=1),
        released("10:02", "c2", agent="bob"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      120
        """,
    )


def test_a_status_comes_before_a_lock_of_its_instant() -> None:
    """A status change closes the lock before it, not the one of its own instant."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:05", "c1", agent="bob"),
        pending("09:05", "c1"),
        released("09:06", "c1", agent="bob"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      300
        bob      60
        """,
    )


def test_a_status_comes_before_a_release_of_its_instant() -> None:
    """Resolved and released at once, the resolve is what closed the lock."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      300            0
        """,
    )


def test_a_release_that_came_first_leaves_nothing_to_resolve() -> None:
    """Where `seq` says that the release came first, the resolve of its instant closed no lock."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann", seq=1),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      0              300
        """,
    )


def test_two_agents_lock_in_one_millisecond() -> None:
    """Of two locks of one instant and `seq`, the one with the lower ID comes first."""
    given(
        locked("09:00", "c1", agent="ann", id="2"),
        locked("09:00", "c1", agent="bob", id="1"),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      300
        """,
    )


def test_an_agent_locks_two_conversations_in_one_millisecond() -> None:
    """The lock that comes later in the order is the one that is held."""
    given(
        locked("09:00", "c1", agent="ann", seq=2),
        locked("09:00", "c2", agent="ann", seq=1),
        offline("09:05", "ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               300
        c2               0
        another          0
        """,
    )


def test_a_reply_in_the_instant_of_the_close_is_inside() -> None:
    """A message comes before the status, the release, the lock and the sign-out of its instant."""
    given(
        locked("09:00", "c1", agent="ann"),
        resolved("09:01", "c1"),
        reply("09:01", "c1", agent="ann"),
        locked("09:02", "c2", agent="ann"),
        released("09:04", "c2", agent="ann"),
        reply("09:04", "c2", agent="ann"),
        locked("09:05", "c3", agent="ann"),
        locked("09:09", "c4", agent="ann"),
        reply("09:09", "c3", agent="ann"),
        offline("09:17", "ann"),
        reply("09:17", "c4", agent="ann"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  handling_time  cherry_picking_time
        c2               120            0
        c3               240            0
        c4               480            0
        """,
    ).then_rows(
        ResolvedConversations,
        """
        conversation_id  handling_time  cherry_picking_time
        c1               60             0
        """,
    )


def test_a_reply_after_the_close_in_its_instant_is_outside() -> None:
    """Where `seq` says that the reply came after the click-away, the interval has none."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:01", "c2", agent="ann"),
        reply("09:01", "c1", agent="ann", seq=1),
        offline("09:03", "ann"),
        reply("09:03", "c2", agent="ann", seq=1),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      0              180
        """,
    )


def test_a_reply_in_the_instant_of_the_lock_is_outside() -> None:
    """A message comes before the lock of its instant, unless `seq` says that it came after."""
    given(
        locked("09:00", "c1", agent="ann"),
        reply("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        locked("10:00", "c2", agent="ann"),
        reply("10:00", "c2", agent="ann", seq=1),
        released("10:10", "c2", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      600            300
        """,
    )
