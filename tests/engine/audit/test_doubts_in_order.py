"""Doubts about order: for each a log that raises it, and one beside it that does not."""

import pytest
from doubting import doubted, doubts
from given import (
    BOT,
    handed_over,
    inbound,
    locked,
    moved_to_new,
    outbound,
    released,
    reply,
    resolved,
    started,
    tag_applied,
)
from replaydesk.events import Event


def test_a_reply_before_any_inbound_message_is_doubted() -> None:
    """The reply of 9:02 comes 3 minutes before the first question."""
    log = (
        reply("09:02", "c1", agent="ann"),
        reply("09:03", "c1", agent="ann"),
        inbound("09:05", "c1"),
    )
    (doubt,) = doubts("reply-before-inbound", *log)

    assert doubt.text == "Agent ann replied before any inbound message, which came 3 min later."
    assert doubted("reply-before-inbound", *log) == ["e001 e003"]


def test_a_reply_where_nobody_ever_wrote_is_doubted() -> None:
    """The log has no inbound message, and does not name the agent."""
    (doubt,) = doubts("reply-before-inbound", reply("09:02", "c1"))

    assert doubt.text == "An agent replied before any inbound message, and the log has none."


def test_a_reply_after_an_inbound_message_is_not_doubted() -> None:
    """Nor a robot's greeting, nor what the contact itself sends out; nor is a mere question."""
    log = (
        outbound("09:00", "c1", **BOT),
        outbound("09:00", "c1", actor="SYSTEM"),
        inbound("09:01", "c1"),
        reply("09:02", "c1", agent="ann"),
        inbound("09:00", "c2"),
    )

    assert doubted("reply-before-inbound", *log) == []


def test_a_wait_that_is_negative_by_the_sources_numbers_is_doubted() -> None:
    """By seq the reply (5) answers the question (4), which was asked two minutes after it."""
    log = (
        inbound("09:00", "c1", seq=1),
        locked("09:01", "c1", agent="ann", seq=2),
        reply("09:02", "c1", agent="ann", seq=3),
        inbound("09:05", "c1", seq=4),
        reply("09:03", "c1", agent="ann", seq=5),
    )
    (doubt,) = doubts("negative-wait", *log)

    assert doubt.text == (
        "By seq this reply (5) answers what came before it (4); by time it was sent 2 min earlier."
    )
    assert doubted("negative-wait", *log) == ["e005 e004"]


def test_a_wait_by_the_sources_numbers_that_is_not_negative_is_not_doubted() -> None:
    """The order of seq is another one here too, but its one response takes from 9:00 to 9:05."""
    log = (
        inbound("09:00", "c1", seq=1),
        reply("09:05", "c1", agent="ann", seq=2),
        tag_applied("09:01", "c1", message="m1", tag="photo", seq=3),
    )

    assert doubted("negative-wait", *log) == []


def test_numbers_that_only_order_one_instant_give_no_negative_wait() -> None:
    """Two events have number 1: the source counts anew in each instant."""
    log = (
        inbound("09:05", "c1", seq=1),
        reply("09:03", "c1", agent="ann", seq=2),
        locked("09:03", "c1", agent="ann", seq=1),
    )

    assert doubted("negative-wait", *log) == []


def test_an_event_that_is_dated_before_what_it_follows_is_doubted() -> None:
    """By seq the resolve is the last event; by its time it is 7 minutes before the lock."""
    log = (
        inbound("09:00", "c1", seq=10),
        locked("09:10", "c1", agent="ann", seq=20),
        resolved("09:03", "c1", agent="ann", seq=30),
    )
    (doubt,) = doubts("seq-against-clock", *log)

    assert doubt.text == (
        "By seq this event (30) comes next after another (20); by time it is 7 min earlier."
    )
    assert doubted("seq-against-clock", *log) == ["e003 e002"]


def test_numbers_that_go_with_the_clock_or_are_no_order_are_not_doubted() -> None:
    """In c1 both rise; in c2 a number is there twice; in c3 there are two of them only."""
    log = (
        inbound("09:00", "c1", seq=10),
        inbound("09:00", "c1", seq=11),
        inbound("09:05", "c1", seq=20),
        inbound("09:00", "c2", seq=3),
        inbound("09:05", "c2", seq=2),
        inbound("09:10", "c2", seq=2),
        inbound("09:00", "c3", seq=2),
        inbound("09:05", "c3", seq=1),
    )

    assert doubted("seq-against-clock", *log) == []


def test_events_of_one_instant_without_seq_are_doubted_where_figures_hang_on_it() -> None:
    """Reply and resolve of 9:05: the other way round there is no response, and no handling."""
    log = (
        inbound("09:00", "c1"),
        locked("09:01", "c1", agent="ann"),
        reply("09:05", "c1", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
    )
    (doubt,) = doubts("same-instant", *log)

    assert doubt.text == (
        "2 events at one instant without seq: their types decide which came first, and on that "
        "hang its locks, responses, resolves."
    )
    assert doubted("same-instant", *log) == ["e003 e004"]


def test_with_seq_the_order_is_the_sources() -> None:
    """Told apart by seq the same log is not doubted; one number for both says nothing."""
    for reply_seq, resolve_seq, expected in ((1, 2, []), (7, 7, ["e003 e004"])):
        log = (
            inbound("09:00", "c1"),
            locked("09:01", "c1", agent="ann"),
            reply("09:05", "c1", agent="ann", seq=reply_seq),
            resolved("09:05", "c1", agent="ann", seq=resolve_seq),
        )

        assert doubted("same-instant", *log) == expected


def test_where_no_figure_hangs_on_it_one_instant_is_not_doubted() -> None:
    """A beginning with its message, a handover with its status, two conversations."""
    log = (
        started("09:00", "c1"),
        inbound("09:00", "c1"),
        inbound("09:00", "c2"),
        handed_over("09:01", "c1"),
        moved_to_new("09:01", "c1", **BOT),
        reply("09:05", "c1", agent="ann"),
        tag_applied("09:05", "c1", message="m1", tag="photo"),
    )

    assert doubted("same-instant", *log) == []


@pytest.mark.parametrize(
    ("together", "by"),
    [
        ((locked("09:05", "c1", agent="ann"), locked("09:05", "c1", agent="bob")), "IDs"),
        ((released("09:05", "c1", agent="eve"), locked("09:05", "c1", agent="eve")), "types"),
        (
            (
                reply("09:05", "c1", agent="ann"),
                reply("09:05", "c1", agent="bob"),
                resolved("09:05", "c1", agent="eve"),
            ),
            "types and IDs",
        ),
    ],
)
def test_a_doubt_says_what_decides(together: tuple[Event, ...], by: str) -> None:
    """Events of one type come in the order of their IDs, others in that of their types."""
    log = (inbound("09:00", "c1"), locked("09:01", "c1", agent="eve"), *together)
    late = inbound("09:30", "c2")
    (doubt,) = doubts("same-instant", *log, late)

    assert f"their {by} decide which came first" in doubt.text


def test_a_conversation_with_very_many_ties_is_not_tried_out() -> None:
    """Two thousand ties among four thousand events are too many: all are doubted, at once."""
    moments = [f"09:{minute:02}:{second:02}" for minute in range(34) for second in range(60)][:2000]
    log = [event for clock in moments for event in (inbound(clock, "c1"), inbound(clock, "c1"))]

    assert len(doubted("same-instant", *log)) == 2000
