"""Lock intervals that end because of what their agent does elsewhere: a click-away, a sign-out."""

from given import available, away, given, inbound, locked, offline, released
from replaydesk.projections import OpenConversations, Users

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_a_click_away_closes_a_lock() -> None:
    """4: an interval ends where its agent locks another conversation."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c2", agent="ann"),
        released("09:03", "c1", agent="ann"),
        released("09:06", "c2", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               120
        c2               240
        another          0
        """,
    )


def test_a_click_away_by_another_agent_closes_nothing() -> None:
    """4: it is the same agent who must lock elsewhere."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c2", agent="bob"),
        released("09:03", "c1", agent="ann"),
        released("09:03", "c2", agent="bob"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      180
        bob      60
        """,
    )


def test_locking_again_what_it_holds_is_no_click_away() -> None:
    """The holder's second `lock.acquired` changes nothing: neither the start nor the end."""
    given(
        locked("09:00", "c1", agent="ann", team="t1"),
        locked("09:01", "c1", agent="ann", team="t2"),
        released("09:02", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      120
        """,
    )


def test_a_lock_taken_back_after_a_steal_is_another_interval() -> None:
    """An agent who is stolen from and takes the lock back has two intervals, with a hole."""
    # ann: 9:00 to 9:02 and 9:05 to 9:10, bob: 9:02 to 9:05.
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c1", agent="bob"),
        locked("09:05", "c1", agent="ann"),
        locked("09:10", "c2", agent="ann"),
        released("09:10", "c2", agent="ann", seq=1),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      420
        bob      180
        """,
    )


def test_a_sign_out_closes_a_lock() -> None:
    """5: an interval ends where its agent signs out; another's sign-out is nothing to it."""
    given(
        locked("09:00", "c1", agent="ann"),
        offline("09:01", "bob"),
        offline("09:05", "ann"),
        released("09:06", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      300
        """,
    )


def test_signing_out_when_signed_out_closes_a_lock_too() -> None:
    """5: `OFFLINE` after `OFFLINE` is no change of presence, and ends the interval."""
    given(
        offline("08:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        offline("09:05", "ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      300
        """,
    )


def test_the_first_of_several_sign_outs_closes_a_lock() -> None:
    """5: of two sign-outs the earlier one ends the interval, and a lock after it is a new one."""
    # 9:00 to 9:05, and 9:08 to 9:10.
    given(
        locked("09:00", "c1", agent="ann"),
        offline("09:05", "ann"),
        offline("09:07", "ann"),
        locked("09:08", "c1", agent="ann"),
        offline("09:10", "ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      420
        """,
    )


def test_a_sign_out_after_a_click_away_closes_the_lock_that_is_held() -> None:
    """An agent holds one lock at a time: each end belongs to the latest lock."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:01", "c2", agent="ann"),
        locked("09:03", "c1", agent="ann"),
        offline("09:07", "ann"),
        LATER,
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               300
        c2               120
        another          0
        """,
    )


def test_going_away_closes_nothing() -> None:
    """Only `OFFLINE` is a sign-out: an agent who goes away, or comes back, keeps the lock."""
    given(
        available("08:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        away("09:01", "ann", "lunch"),
        available("09:02", "ann"),
        released("09:03", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      180
        """,
    )


def test_a_lock_that_was_lost_before_is_no_click_away_later() -> None:
    """What ended by a release is not ended again: the next lock elsewhere takes nothing off."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:01", "c1", agent="ann"),
        locked("09:05", "c2", agent="ann"),
        offline("09:06", "ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      120
        """,
    )


def test_a_sign_out_after_the_as_of_instant_has_not_happened() -> None:
    """An end that is later than the as-of instant does not apply."""
    given(
        locked("09:00", "c1", agent="ann"),
        offline("09:30", "ann"),
        locked("09:40", "c2", agent="ann"),
    ).when_replayed(as_of="09:10").then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               600
        """,
    )
