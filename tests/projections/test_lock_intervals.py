"""Lock intervals: what opens one, the six things that close one, and what does neither.

No agent replies here and none resolves, but where the story needs it: the intervals are told by
the cherry-picking time that they leave.
"""

import pytest
from given import BOT, given, inbound, locked, offline, pending, released, reply, resolved
from replaydesk.projections import ResolvedConversations, Users
from replaydesk.projections.derivations import Closing

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_a_release_by_its_agent_closes_a_lock() -> None:
    """1: an interval ends where its agent gives the lock up."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:01", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      60
        """,
    )


def test_a_release_by_another_changes_nothing() -> None:
    """1: one who does not hold the lock, or not any more, cannot release it."""
    given(
        released("08:59", "c1", agent="ann"),
        locked("09:00", "c1", agent="ann"),
        released("09:01", "c1", agent="bob"),
        released("09:03", "c1", agent="ann"),
        released("09:04", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      180
        """,
    )


def test_a_release_of_another_conversation_changes_nothing() -> None:
    """1: the release must be of the conversation that is locked."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:01", "c2", agent="ann"),
        released("09:03", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      180
        """,
    )


def test_a_steal_closes_a_lock() -> None:
    """2: an interval ends where another takes the lock, and the old holder has none to release."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c1", agent="bob", method="STEAL"),
        released("09:03", "c1", agent="ann"),
        released("09:05", "c1", agent="bob"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      120
        bob      180
        """,
    )


@pytest.mark.parametrize("by", [{"agent": "ann"}, {"agent": "bob"}, BOT, {"actor": "SYSTEM"}, {}])
def test_a_status_change_closes_a_lock(by: dict[str, str]) -> None:
    """3: any change of status ends an interval, whoever made it."""
    given(
        locked("09:00", "c1", agent="ann"),
        pending("09:04", "c1", **by),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      240
        """,
    )


def test_a_status_change_of_another_conversation_closes_nothing() -> None:
    """3: the status must be of the conversation that is locked."""
    given(
        locked("09:00", "c1", agent="ann"),
        resolved("09:04", "c2"),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      300
        """,
    )


def test_a_status_that_is_no_change_closes_nothing() -> None:
    """3: `RESOLVED` on a resolved conversation leaves the lock as it is."""
    given(
        resolved("08:00", "c1"),
        locked("09:00", "c1", agent="ann"),
        resolved("09:04", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      0              300
        """,
    )


def test_the_as_of_instant_closes_a_lock() -> None:
    """6: an interval that nothing closed ends at the as-of instant, also where something will."""
    scenario = given(
        locked("09:00", "c1", agent="ann"),
        released("09:20", "c1", agent="ann"),
        locked("11:00", "c2", agent="ann"),
        LATER,
    )

    scenario.when_replayed(as_of="09:10").then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      600
        """,
    )
    # 20 minutes, and the hour to the latest event.
    scenario.when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      4800
        """,
    )


ENDS = [
    [released("09:01", "c1", agent="ann")],
    [locked("09:02", "c1", agent="bob"), released("09:02", "c1", agent="bob", seq=1)],
    [pending("09:03", "c1")],
    [locked("09:04", "c2", agent="ann"), released("09:04", "c2", agent="ann", seq=1)],
    [offline("09:05", "ann")],
]
"""What rules 1 to 5 end a lock with, a minute apart; the other locks have no length."""


@pytest.mark.parametrize(
    ("first", "seconds"), [(0, 60), (1, 120), (2, 180), (3, 240), (4, 300), (5, 10_800)]
)
def test_the_earliest_of_all_closes_a_lock(first: int, seconds: int) -> None:
    """What comes first ends the interval, the rest is too late, and at the last it is as of."""
    ends = [each for end in ENDS[first:] for each in end]

    given(locked("09:00", "c1", agent="ann"), *ends, LATER).when_replayed().then_rows(
        Users,
        f"""
        user_id  cherry_picking_time
        ann      {seconds}
        """,
    )


@pytest.mark.parametrize("rule", range(1, 7))
def test_an_interval_says_which_rule_closed_it(rule: int) -> None:
    """The fact names the rule, the event that closed the interval, and its first reply."""
    ends = [each for end in ENDS[rule - 1 :] for each in end]
    log = given(
        locked("09:00", "c1", agent="ann"),
        reply("09:00:10", "c1", agent="ann", message="first"),
        reply("09:00:20", "c1", agent="ann", message="second"),
        *ends,
        LATER,
    )
    conversation = log.when_replayed().result.replayed.conversation("c1")

    assert conversation is not None
    interval = conversation.locks[0]
    assert interval.closing is Closing(rule)
    assert interval.closed == (None if rule == 6 else log.events[3].order)
    assert interval.reply is not None
    assert interval.reply.sent.message_id == "first"


def test_a_lock_on_a_resolved_conversation_counts_like_any_other() -> None:
    """A resolved conversation can be locked, and that time is locked time."""
    given(
        resolved("08:00", "c1"),
        locked("09:00", "c1", agent="ann"),
        released("09:02", "c1", agent="ann"),
        LATER,
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  cherry_picking_time
        c1               120
        """,
    )


def test_who_took_which_lock_and_when_is_enough() -> None:
    """From `lock.acquired`, a status and a sign-out alone every end follows, by rules 2 to 5."""
    # ann: c1 9:00 to 9:01, c2 9:01 to 9:04, c3 9:06 to 9:10. bob: c2 9:04 to 9:05.
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:01", "c2", agent="ann"),
        locked("09:04", "c2", agent="bob"),
        pending("09:05", "c2"),
        locked("09:06", "c3", agent="ann"),
        offline("09:10", "ann"),
        LATER,
    ).when_replayed().then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      480
        bob      60
        """,
    )
