"""Doubts about locks: for each a log that raises it, and one beside it that does not."""

from functools import partial

import pytest
from doubting import doubted
from given import (
    BOT,
    agent_updated,
    inbound,
    locked,
    moved_to_new,
    offline,
    outbound,
    pending,
    released,
    resolved,
)
from replaydesk.events import Event


def test_a_lock_on_a_resolved_conversation_is_doubted() -> None:
    """The lock of 9:30 comes after the resolve of 9:10, and both are shown."""
    log = (
        locked("09:00", "c1", agent="ann"),
        resolved("09:10", "c1", agent="ann"),
        locked("09:30", "c1", agent="ann"),
        released("09:34", "c1", agent="ann"),
    )

    assert doubted("lock-on-resolved", *log) == ["e003 e002"]


def test_a_lock_on_a_reopened_or_pending_conversation_is_not_doubted() -> None:
    """After NEW or PENDING a conversation is not resolved; in one instant status comes first."""
    for changed in (moved_to_new, pending):
        log = (
            resolved("09:10", "c1"),
            changed("09:30", "c1"),
            locked("09:30", "c1", agent="ann"),
        )

        assert doubted("lock-on-resolved", *log) == []


def test_a_virtual_agent_may_lock_a_resolved_conversation() -> None:
    """Its lock is not measured, so that nothing hangs on it; neither does a lock held already."""
    log = (
        resolved("09:00", "c1"),
        locked("09:10", "c1", **BOT),
        locked("09:00", "c2", agent="ann"),
        locked("09:01", "c2", agent="ann"),
    )

    assert doubted("lock-on-resolved", *log) == []


def test_a_reply_without_the_lock_is_doubted() -> None:
    """Bob replies while Ann holds the lock; then Ann replies after she left for another one."""
    log = (
        locked("09:00", "c1", agent="ann"),
        outbound("09:05", "c1", agent="bob"),
        locked("09:10", "c2", agent="ann"),
        outbound("09:15", "c1", agent="ann"),
    )

    assert doubted("reply-without-lock", *log) == ["e002 e001", "e004 e001"]


def test_a_reply_with_the_lock_is_not_doubted() -> None:
    """Nor one in the instant of the release, nor one of nobody, a robot or an automation."""
    log = (
        locked("09:00", "c1", agent="ann"),
        outbound("09:05", "c1", agent="ann"),
        outbound("09:06", "c1", actor="AGENT"),
        outbound("09:07", "c1", agent="bob", actor="AUTOMATION"),
        outbound("09:08", "c1", **BOT),
        outbound("09:09", "c1", agent="ann"),
        released("09:09", "c1", agent="ann"),
    )

    assert doubted("reply-without-lock", *log) == []


def test_where_a_log_never_speaks_of_locks_no_reply_is_doubted() -> None:
    """A log of messages only contradicts nothing; one lock anywhere, and it does."""
    messages = (inbound("09:00", "c1"), outbound("09:05", "c1", agent="ann"))

    assert doubted("reply-without-lock", *messages) == []
    assert doubted("reply-without-lock", *messages, locked("09:00", "c2", agent="bob")) == ["e002"]


def test_a_release_by_a_non_holder_is_doubted() -> None:
    """Bob gives up what Ann holds, and what he himself gave up before."""
    log = (
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="bob"),
        locked("09:00", "c2", agent="bob"),
        released("09:10", "c2", agent="bob"),
        released("09:11", "c2", agent="bob"),
    )

    assert doubted("release-without-lock", *log) == ["e002 e001", "e005 e003"]


def test_a_release_in_the_instant_in_which_the_lock_ended_is_not_doubted() -> None:
    """A resolve or a theft at 9:10 ends it, and so does the release of 9:10; at 9:11 it is late."""
    for end in (resolved, partial(locked, agent="bob")):
        log = (locked("09:00", "c1", agent="ann"), end("09:10", "c1", seq=1))

        same = released("09:10", "c1", agent="ann", seq=2)
        late = released("09:11", "c1", agent="ann")
        assert doubted("release-without-lock", *log, same) == []
        assert len(doubted("release-without-lock", *log, late)) == 1


def test_a_virtual_agents_release_is_not_doubted() -> None:
    """Its locks are not measured: said by the actor of its lock, or by its kind."""
    log = (
        locked("09:00", "c1", **BOT),
        released("09:01", "c1", agent="bot"),
        agent_updated("08:00", "robin", kind="VIRTUAL"),
        released("09:02", "c2", agent="robin"),
    )

    assert doubted("release-without-lock", *log) == []


@pytest.mark.parametrize(
    ("end", "closing"),
    [
        (released("17:00:00.001", "c1", agent="ann"), "e002"),
        (pending("17:00:00.001", "c1"), "e002"),
        (locked("17:00:00.001", "c1", agent="bob"), "e002"),
        (locked("17:00:00.001", "c2", agent="ann"), "e002"),
        (offline("17:00:00.001", "ann"), "e002"),
        (inbound("17:00:00.001", "c2"), None),
    ],
)
def test_a_lock_of_more_than_eight_hours_is_doubted(end: Event, closing: str | None) -> None:
    """A millisecond over eight hours is too long, and whatever closed it is shown."""
    expected = "e001" if closing is None else f"e001 {closing}"

    assert doubted("long-lock", locked("09:00", "c1", agent="ann"), end) == [expected]


def test_a_lock_of_eight_hours_is_not_doubted() -> None:
    """Eight hours sharp are a working day."""
    assert (
        doubted(
            "long-lock", locked("09:00", "c1", agent="ann"), released("17:00", "c1", agent="ann")
        )
        == []
    )


def test_a_virtual_agents_long_lock_is_not_doubted() -> None:
    """A virtual agent's lock is not measured."""
    log = (locked("09:00", "c1", **BOT), inbound("23:00", "c2"))

    assert doubted("long-lock", *log) == []


def test_a_return_to_the_queue_that_releases_no_lock_is_doubted() -> None:
    """The status was NEW all along, so that Ann's lock goes on; the same for a boomerang."""
    by_agent = moved_to_new("09:10", "c1", agent="ann")
    boomerang = moved_to_new("09:10", "c1", boomerang=True)
    for back in (by_agent, boomerang):
        log = (locked("09:00", "c1", agent="ann"), back, released("09:40", "c1", agent="ann"))

        assert doubted("requeue-keeps-lock", *log) == ["e002 e001"]


def test_a_return_to_the_queue_that_ends_the_lock_is_not_doubted() -> None:
    """Said by a release in its instant, or by a change of status, it ended the lock."""
    with_release = (
        locked("09:00", "c1", agent="ann"),
        moved_to_new("09:10", "c1", agent="ann"),
        released("09:10", "c1", agent="ann"),
    )
    with_change = (
        pending("08:30", "c1"),
        locked("09:00", "c1", agent="ann"),
        moved_to_new("09:10", "c1", agent="ann"),
    )

    assert doubted("requeue-keeps-lock", *with_release) == []
    assert doubted("requeue-keeps-lock", *with_change) == []


def test_a_status_set_by_the_system_or_without_a_lock_is_no_return() -> None:
    """The system repeats the status for reasons of its own; without a lock none can go on."""
    by_system = (
        locked("09:00", "c1", agent="ann"),
        moved_to_new("09:10", "c1"),
        released("09:20", "c1", agent="ann"),
    )
    unlocked = (
        locked("09:00", "c1", agent="ann"),
        released("09:05", "c1", agent="ann"),
        moved_to_new("09:10", "c1", agent="ann"),
        moved_to_new("09:20", "c1", agent="ann"),
    )

    assert doubted("requeue-keeps-lock", *by_system) == []
    assert doubted("requeue-keeps-lock", *unlocked) == []
