"""Policy `handling`: by default handling is what was replied in, or by `LOCKED` all locked time."""

from given import available, away, given, locked, offline, released, reply, resolved
from replaydesk import MetricPolicy
from replaydesk.projections import ResolvedConversations, Teams, Users

LOCKED = MetricPolicy(handling="LOCKED")

# c1: 4 minutes of handling and 1 of cherry-picking, c2: 2 minutes of no reply, c3: 3 of
# cherry-picking; ten minutes in all, of forty in which ann was available and ten of being away.
DAY = given(
    available("09:00", "ann"),
    locked("09:00", "c1", agent="ann", team="t1"),
    reply("09:03", "c1", agent="ann", team="t1"),
    released("09:04", "c1", agent="ann"),
    locked("09:05", "c1", agent="ann", team="t1"),
    released("09:06", "c1", agent="ann"),
    resolved("09:07", "c1"),
    locked("09:10", "c2", agent="ann", team="t1"),
    resolved("09:12", "c2", agent="ann"),
    locked("09:20", "c3", agent="ann", team="t1"),
    resolved("09:23", "c3"),
    away("09:40", "ann"),
    offline("09:50", "ann"),
)


def test_replied_is_the_default() -> None:
    """By default handling time is the time of the intervals with a reply."""
    DAY.when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time  average_handling_time
        ann      240            120            240                  240
        """,
    )


def test_locked_is_all_the_locked_time() -> None:
    """By `LOCKED` handling is all locked time; the other two are told as they are."""
    # 10 minutes on 3 conversations are 200 s on average.
    DAY.when_replayed(policy=LOCKED).then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time  average_handling_time
        ann      600            120            240                  200
        """,
    ).then_rows(
        Teams,
        """
        team_id  handling_time  no_reply_time  cherry_picking_time  average_handling_time
        t1       600            120            240                  200
        """,
    )


def test_a_conversations_own_row_follows_the_policy() -> None:
    """By `LOCKED` the handling time of a conversation is its locked time."""
    DAY.when_replayed(policy=LOCKED).then_rows(
        ResolvedConversations,
        """
        conversation_id  handling_time  no_reply_time  cherry_picking_time
        c1               300            0              60
        c2               120            120            0
        c3               180            0              180
        """,
    )


def test_averages_count_every_conversation_with_locked_time_in_the_period() -> None:
    """By `LOCKED` a conversation counts in the average if its lock overlaps the period."""
    # From 9:11 on: one minute on c2, three on c3.
    DAY.when_replayed(policy=LOCKED, start="09:11").then_rows(
        Users,
        """
        user_id  handling_time  average_handling_time
        ann      240            120
        """,
    )


def test_a_lock_of_no_length_is_no_locked_time() -> None:
    """By `LOCKED` a conversation that was locked for no time does not count in the average."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("09:00", "c1", agent="ann", seq=1),
        locked("09:01", "c2", agent="ann"),
        released("09:02", "c2", agent="ann"),
    ).when_replayed(policy=LOCKED).then_rows(
        Users,
        """
        user_id  handling_time  average_handling_time
        ann      60             60
        """,
    )


def test_no_interval_counts_twice_in_the_utilisation() -> None:
    """By `LOCKED` every numerator of the utilisation is the locked time, once."""
    # 10 of 40 minutes.
    for numerator in ("HANDLING", "HANDLING_AND_NO_REPLY", "LOCKED"):
        policy = MetricPolicy.of({"handling": "LOCKED", "utilisation_numerator": numerator})
        DAY.when_replayed(policy=policy).then_rows(
            Users,
            """
            user_id  utilisation
            ann      25
            """,
        )


def test_handling_and_utilisation_policies_combine() -> None:
    """All locked time as handling, of available and away time: 10 of 50 minutes."""
    policy = MetricPolicy(
        handling="LOCKED",
        utilisation_numerator="HANDLING_AND_NO_REPLY",
        utilisation_denominator="AVAILABLE_AND_AWAY",
    )
    DAY.when_replayed(policy=policy).then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  utilisation
        ann      600            120            20
        """,
    )
