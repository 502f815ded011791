"""The period and the as-of instant: what has happened, and how much of it lies in the range."""

import pytest
from given import at, available, given, inbound, locked, offline, released, reply, resolved
from replaydesk import MomentError, encode, replay_lines
from replaydesk.projections import (
    Messages,
    OpenConversations,
    ResolvedConversations,
    UserPresence,
    Users,
)

MESSAGES = given(
    inbound("09:00", "c1", message="a"),
    inbound("09:10", "c1", message="b"),
    inbound("09:20", "c1", message="c"),
)


def test_events_after_the_as_of_instant_are_not_applied() -> None:
    """An event at the as-of instant applies, one a millisecond later does not."""
    MESSAGES.when_replayed(as_of="09:10").then_rows(
        Messages,
        """
        message_id
        a
        b
        """,
    )
    MESSAGES.when_replayed(as_of=at("09:10") - 1).then_rows(
        Messages,
        """
        message_id
        a
        """,
    )


def test_by_default_it_is_as_of_the_latest_event() -> None:
    """The latest valid event of a known type is the as-of instant, and itself applied."""
    replayed = given(locked("09:00", "c1", agent="ann"), inbound("09:10", "c2")).when_replayed()

    assert replayed.result.frame.period.as_of == at("09:10")
    replayed.then_rows(
        Users,
        """
        user_id  cherry_picking_time
        ann      600
        """,
    )


def test_rejects_and_unknown_types_do_not_move_the_default() -> None:
    """Neither what is no event nor an event of an unknown type makes the log longer."""
    lines = [
        *map(encode, given(inbound("09:00", "c1"), inbound("09:10", "c1")).events),
        b'{"id":"x","type":"coffee.made","time":"2026-03-10T08:00:00Z"}',
        b'{"id":"x","type":"coffee.made","time":"2026-03-10T23:00:00Z"}',
        b'{"id":"y","type":"message.sent","time":"2026-03-10T07:00:00Z"}',
        b'{"id":"y","type":"message.sent","time":"2026-03-10T22:00:00Z"}',
    ]
    period = replay_lines(lines).frame.period

    assert (period.start, period.end, period.as_of) == (at("09:00"), at("09:10") + 1, at("09:10"))


def test_by_default_the_period_is_everything() -> None:
    """It begins with the earliest event and ends just after the as-of instant."""
    period = MESSAGES.when_replayed().result.frame.period
    earlier = MESSAGES.when_replayed(as_of="09:10").result.frame.period

    assert (period.start, period.end) == (at("09:00"), at("09:20") + 1)
    assert (earlier.start, earlier.end) == (at("09:00"), at("09:10") + 1)


def test_the_start_is_part_of_the_period_and_the_end_is_not() -> None:
    """What happened at the period's end belongs to the next one."""
    MESSAGES.when_replayed(start="09:00", end="09:20").then_rows(
        Messages,
        """
        message_id
        a
        b
        """,
    )
    MESSAGES.when_replayed(start="09:20").then_rows(
        Messages,
        """
        message_id
        c
        """,
    )


@pytest.mark.parametrize("end", ["09:10", "09:09:59.999", "08:00"])
def test_a_period_that_ends_before_it_starts_is_an_error(end: str) -> None:
    """Where both are given the start must be before the end."""
    with pytest.raises(MomentError, match="the period ends before it starts, or at once"):
        MESSAGES.when_replayed(start="09:10", end=end)


def test_a_period_whose_other_side_is_a_default_can_be_empty() -> None:
    """A start after the as-of instant, or an end before the first event, is an empty period."""
    MESSAGES.when_replayed(start="10:00").then_no_rows(Messages)
    MESSAGES.when_replayed(end="09:00").then_no_rows(Messages)
    MESSAGES.when_replayed(start="09:15", as_of="09:10").then_no_rows(Messages)


def test_an_empty_period_has_no_time_either() -> None:
    """Nothing overlaps an empty period; what knows no period is shown all the same."""
    scenario = given(
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        reply("09:10", "c1", agent="ann"),
        offline("10:00", "ann"),
    )

    for replayed in (scenario.when_replayed(start="10:01"), scenario.when_replayed(end="09:00")):
        replayed.then_no_rows(Users).then_no_rows(UserPresence).then_rows(
            OpenConversations,
            """
            conversation_id  handling_time
            c1               3600
            """,
        )


def test_a_period_after_the_as_of_instant_ends_there() -> None:
    """Every duration ends at the as-of instant, however long the period goes on."""
    given(
        available("09:00", "ann"),
        locked("09:10", "c1", agent="ann"),
        reply("09:20", "c1", agent="ann"),
        released("09:50", "c1", agent="ann"),
        offline("10:00", "ann"),
    ).when_replayed(start="09:30", end="23:00", as_of="09:40").then_rows(
        Users,
        """
        user_id  available_time  handling_time  utilisation
        ann      600             600            100
        """,
    ).then_rows(
        UserPresence,
        """
        from   to  duration
        09:00  -   2400
        """,
    )


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("08:00", "12:00", "3600"),  # whole
        ("09:00", "10:00", "3600"),  # as long as it is
        ("08:00", "09:15", "900"),  # its beginning
        ("09:50", "12:00", "600"),  # its end
        ("09:20", "09:30", "600"),  # a part of it
        ("08:00", "09:00:00.001", "0.001"),
        ("09:59:59.999", "12:00", "0.001"),
    ],
)
def test_time_in_a_period_is_the_overlap(start: str, end: str, seconds: str) -> None:
    """Of a lock from 9:00 to 10:00 as much counts as lies in `[from, to)`."""
    given(
        locked("09:00", "c1", agent="ann"),
        released("10:00", "c1", agent="ann"),
        inbound("13:00", "c2"),
    ).when_replayed(start=start, end=end).then_rows(
        Users,
        f"""
        user_id  cherry_picking_time
        ann      {seconds}
        """,
    )


@pytest.mark.parametrize(("start", "end"), [("08:00", "09:00"), ("10:00", "11:00")])
def test_what_only_touches_the_period_does_not_overlap_it(start: str, end: str) -> None:
    """An interval that ends where the period starts, or starts where it ends, is not in it."""
    given(
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann"),
        offline("10:00", "ann"),
        inbound("13:00", "c2"),
    ).when_replayed(start=start, end=end).then_no_rows(Users).then_no_rows(UserPresence)


def test_the_class_is_that_of_the_whole_interval() -> None:
    """A reply or a resolve out of the period makes the part in it what the whole is."""
    # From 9:10 to 9:20; ann's reply comes before it, bob's after it, cleo resolves after it.
    given(
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        released("09:15", "c1", agent="ann"),
        locked("09:12", "c2", agent="bob"),
        reply("09:30", "c2", agent="bob"),
        locked("09:18", "c3", agent="cleo"),
        resolved("09:40", "c3", agent="cleo"),
    ).when_replayed(start="09:10", end="09:20").then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time  average_handling_time
        ann      300            0              0                    300
        bob      480            0              0                    480
        cleo     0              120            0                    -
        """,
    )


def test_what_has_not_happened_yet_makes_no_class() -> None:
    """The whole interval is what there is of it as of the as-of instant."""
    given(
        locked("09:00", "c1", agent="ann"),
        reply("09:30", "c1", agent="ann"),
    ).when_replayed(as_of="09:20").then_rows(
        Users,
        """
        user_id  handling_time  cherry_picking_time
        ann      0              1200
        """,
    )


def test_a_conversations_own_row_sums_its_intervals_whole() -> None:
    """Resolved in the period, a conversation shows all its time, in it and out of it."""
    given(
        locked("08:00", "c1", agent="ann"),
        reply("08:10", "c1", agent="ann"),
        released("08:20", "c1", agent="ann"),
        locked("09:00", "c1", agent="ann"),
        resolved("09:10", "c1", agent="ann"),
        locked("11:00", "c1", agent="bob"),
        released("11:05", "c1", agent="bob"),
    ).when_replayed(start="09:05", end="10:00").then_rows(
        ResolvedConversations,
        """
        conversation_id  handling_time  no_reply_time  cherry_picking_time
        c1               1200           600            300
        """,
    ).then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      0              300            0
        """,
    )


def test_a_period_can_be_a_day_of_a_zone() -> None:
    """Dates are midnights in the chosen zone, in which instants are printed, too."""
    given(
        inbound("2026-03-09T22:59:59.999", "c1", message="before"),
        inbound("2026-03-09T23:00", "c1", message="first"),
        inbound("2026-03-10T22:59:59.999", "c1", message="last"),
        inbound("2026-03-10T23:00", "c1", message="after"),
    ).when_replayed(period="2026-03-10", tz="Europe/Brussels").then_rows(
        Messages,
        """
        message_id  created_at
        first       2026-03-10T00:00:00.000+01:00
        last        2026-03-10T23:59:59.999+01:00
        """,
    )


def test_an_empty_log_has_empty_exports() -> None:
    """Of nothing there is nothing to say, and no error."""
    given().when_replayed().then_no_rows(Users).then_no_rows(Messages).then_no_rows(
        OpenConversations
    )
