"""Doubts about presence: for each a log that raises it, and one beside it that does not."""

from doubting import doubted, doubts
from given import BOT, agent_updated, available, away, inbound, locked, offline, released, reply
from replaydesk import MetricPolicy
from replaydesk.events import Event

# Ann is available from 8:00 to 8:20 and away afterwards. Her locks are handling, 15 minutes before
# 8:20 and 20 minutes after it: 35 of 20 minutes, 175 %.
OVERWORKED: tuple[Event, ...] = (
    available("08:00", "ann"),
    locked("08:05", "c1", agent="ann"),
    reply("08:10", "c1", agent="ann"),
    released("08:20", "c1", agent="ann"),
    away("08:20", "ann", "TRAINING"),
    locked("08:30", "c2", agent="ann"),
    reply("08:45", "c2", agent="ann"),
    released("08:50", "c2", agent="ann"),
)


def test_a_lock_while_away_is_doubted() -> None:
    """Of the lock from 9:00 to 9:25 the last 15 minutes are lunch."""
    log = (
        available("08:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        away("09:10", "ann", "LUNCH"),
        released("09:25", "c1", agent="ann"),
    )
    (doubt,) = doubts("lock-while-away", *log)

    assert doubt.text == "Agent ann held the lock for 25 min, 15 min of it while AWAY (LUNCH)."
    assert doubted("lock-while-away", *log) == ["e002 e003"]
    assert doubted("lock-while-offline", *log) == []


def test_all_the_away_time_of_a_lock_is_summed_up() -> None:
    """Two pauses of 5 and 10 minutes are 15; the first of them is shown."""
    log = (
        locked("09:00", "c1", agent="ann"),
        away("09:10", "ann"),
        available("09:15", "ann"),
        away("09:20", "ann"),
        available("09:30", "ann"),
        released("09:40", "c1", agent="ann"),
    )
    (doubt,) = doubts("lock-while-away", *log)

    assert "15 min of it while AWAY." in doubt.text
    assert doubted("lock-while-away", *log) == ["e001 e002"]


def test_a_lock_that_only_touches_away_time_is_not_doubted() -> None:
    """The lock ends where the pause begins, and the next begins where it ends."""
    log = (
        available("08:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        released("09:10", "c1", agent="ann"),
        away("09:10", "ann"),
        available("09:20", "ann"),
        locked("09:20", "c1", agent="ann"),
        locked("09:12", "c2", agent="bob"),
    )

    assert doubted("lock-while-away", *log) == []


def test_a_lock_taken_while_offline_is_doubted() -> None:
    """Ann signed out at 9:00 and locks at 9:10: only an acquisition while offline can overlap."""
    log = (
        available("08:00", "ann"),
        offline("09:00", "ann"),
        locked("09:10", "c1", agent="ann"),
        available("09:20", "ann"),
        released("09:25", "c1", agent="ann"),
    )
    (doubt,) = doubts("lock-while-offline", *log)

    assert doubt.text == "Agent ann held the lock for 15 min, 10 min of it while OFFLINE."
    assert doubted("lock-while-offline", *log) == ["e003 e002"]
    assert doubted("lock-while-away", *log) == []


def test_a_lock_that_the_sign_out_ends_is_not_doubted() -> None:
    """A sign-out ends the lock; before the first word of presence nothing is known."""
    log = (
        locked("07:00", "c2", agent="ann"),
        released("07:30", "c2", agent="ann"),
        available("08:00", "ann"),
        locked("08:50", "c1", agent="ann"),
        offline("09:00", "ann"),
        inbound("10:00", "c1"),
    )

    assert doubted("lock-while-offline", *log) == []


def test_a_virtual_agent_may_be_offline() -> None:
    """Its locks are not measured, so that no presence contradicts them."""
    log = (offline("08:00", "bot"), locked("09:00", "c1", **BOT), inbound("10:00", "c1"))

    assert doubted("lock-while-offline", *log) == []


def test_a_utilisation_over_100_is_doubted() -> None:
    """35 minutes of handling in 20 available ones; the 20 minutes of c2 lie outside of them."""
    (doubt,) = doubts("utilisation-over-100", *OVERWORKED)

    assert doubt.text == (
        "Agent ann: utilisation 175 % with 20 min available. Its longest lock outside of that is "
        "on conversation c2, for 20 min."
    )
    assert doubted("utilisation-over-100", *OVERWORKED) == ["e006"]


def test_a_utilisation_of_100_is_not_doubted() -> None:
    """A lock from 9:00 to 10:00 with a reply, and an hour available: 100 % sharp."""
    log = (
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        reply("09:30", "c1", agent="ann"),
        offline("10:00", "ann"),
    )

    assert doubted("utilisation-over-100", *log) == []


def test_a_blank_utilisation_is_not_doubted() -> None:
    """Without available time there is none, however much was worked."""
    assert doubted("utilisation-over-100", *OVERWORKED[1:]) == []


def test_a_utilisation_is_that_of_the_policy_and_the_period() -> None:
    """With away time it is 35 of 50 minutes; up to 8:20 it is 15 of 20; both are under 100 %."""
    with_away = MetricPolicy(utilisation_denominator="AVAILABLE_AND_AWAY")

    assert doubted("utilisation-over-100", *OVERWORKED, policy=with_away) == []
    assert doubted("utilisation-over-100", *OVERWORKED, end="08:20") == []
    assert doubted("utilisation-over-100", *OVERWORKED, start="08:15") == ["e006"]


def test_the_lock_that_a_utilisation_shows_is_handling_where_handling_counts() -> None:
    """Cherry-picking for an hour is no handling: the 20 minutes of c2 are shown all the same."""
    picked = (locked("09:00", "c3", agent="ann"), released("10:00", "c3", agent="ann"))

    assert doubted("utilisation-over-100", *OVERWORKED, *picked) == ["e006"]
    locked_time = MetricPolicy(utilisation_numerator="LOCKED", handling="LOCKED")
    assert doubted("utilisation-over-100", *OVERWORKED, *picked, policy=locked_time) == ["e009"]


def test_handling_in_available_time_explains_no_utilisation() -> None:
    """The numerator being all locks, 75 of 20 minutes: the hour of c3 is shown, not that of c1."""
    log = (
        *OVERWORKED[:5],
        locked("09:00", "c3", agent="ann"),
        released("10:00", "c3", agent="ann"),
    )
    all_locks = MetricPolicy(utilisation_numerator="LOCKED")
    (doubt,) = doubts("utilisation-over-100", *log, policy=all_locks)

    assert doubt.text.startswith("Agent ann: utilisation 375 % with 20 min available.")
    assert doubted("utilisation-over-100", *log, policy=all_locks) == ["e006"]


def test_a_log_with_locks_and_no_presence_is_doubted() -> None:
    """Two agents hold three locks, and nobody ever comes or goes."""
    log = (
        locked("09:10", "c2", agent="bob"),
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        locked("09:20", "c3", agent="ann"),
        inbound("09:30", "c1"),
    )
    (doubt,) = doubts("log-without-presence", *log)

    assert doubt.text.startswith("The log has 3 lock intervals of 2 agents, and never says")
    assert doubted("log-without-presence", *log) == ["e002"]
    assert doubted("agent-without-presence", *log) == []


def test_only_the_locks_of_the_period_are_counted() -> None:
    """Of Ann's two locks one is over when the period begins."""
    log = (
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        locked("09:20", "c3", agent="ann"),
        inbound("09:30", "c1"),
    )
    (doubt,) = doubts("log-without-presence", *log, start="09:10")

    assert doubt.text.startswith("The log has 1 lock interval of 1 agent, and never says")


def test_a_log_with_presence_or_without_locks_is_not_doubted() -> None:
    """One presence of anybody is some; a robot's lock is not measured."""
    lock = (locked("09:00", "c1", agent="ann"), inbound("09:30", "c1"))

    assert doubted("log-without-presence", *lock, available("08:00", "bob")) == []
    assert doubted("log-without-presence", locked("09:00", "c1", **BOT)) == []
    assert doubted("log-without-presence", agent_updated("09:00", "ann")) == []


def test_an_agent_with_locks_and_no_presence_is_doubted() -> None:
    """Bob has presence; Ann has two lock intervals and none, and is described without one."""
    log = (
        available("08:00", "bob"),
        agent_updated("08:00", "ann"),
        locked("09:10", "c1", agent="ann"),
        locked("09:00", "c2", agent="ann"),
        locked("09:00", "c3", agent="bob"),
        inbound("09:30", "c1"),
    )
    (doubt,) = doubts("agent-without-presence", *log)

    assert doubt.text.startswith("ann has 2 lock intervals, and the log never says that it came")
    assert doubt.agent_id == "ann"
    assert doubted("agent-without-presence", *log) == ["e004"]


def test_an_agent_with_any_presence_is_not_doubted() -> None:
    """A sign-out alone is presence, also one after the lock."""
    log = (
        available("08:00", "bob"),
        locked("09:00", "c1", agent="ann"),
        offline("09:30", "ann"),
    )

    assert doubted("agent-without-presence", *log) == []
