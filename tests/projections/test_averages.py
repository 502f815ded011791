"""Averages: of handling, first response and resolution; over what, and how they are rounded."""

import pytest
from given import (
    given,
    hours_updated,
    inbound,
    locked,
    moved_to_new,
    outbound,
    pending,
    released,
    reply,
    resolved,
)
from replaydesk.events import Event
from replaydesk.projections import Teams, Users


def handled(start: str, end: str, conversation: str, **fields: str) -> list[Event]:
    """Let ann of team t1 handle a conversation, with a reply at once."""
    by = {"agent": "ann", "team": "t1"} | fields
    return [
        locked(start, conversation, **by),
        reply(start, conversation, seq=1, **by),
        pending(end, conversation),
        moved_to_new(end, conversation, seq=1),
    ]


@pytest.mark.parametrize(
    ("ends", "average"),
    [
        (["09:00:00.003"], "0.003"),
        (["09:00:00.001", "09:00:00.002"], "0.002"),  # 1.5 ms
        (["09:00:00.001", "09:00:00.001", "09:00:00.002"], "0.001"),  # 1 1/3 ms
        (["09:00:00.001", "09:00:00.002", "09:00:00.002"], "0.002"),  # 1 2/3 ms
        (["09:00:00.004", "09:00:00.005"], "0.005"),  # 4.5 ms, up and not to even
        (["09:00:01", "09:00:02"], "1.5"),
    ],
)
def test_an_average_is_rounded_half_up_to_a_millisecond(ends: list[str], average: str) -> None:
    """The total divided by the count is a whole number of milliseconds, a half is rounded up."""
    events = [
        event
        for number, end in enumerate(ends)
        for event in handled("09:00", end, f"c{number}", agent=f"a{number}")
    ]

    given(*events).when_replayed().then_rows(
        Teams,
        f"""
        team_id  average_handling_time
        t1       {average}
        """,
    )


def test_average_handling_time_is_over_distinct_conversations() -> None:
    """Two handling intervals of one conversation are one conversation; other locks are none."""
    # c1: 60 + 120 s, c2: 90 s; c3 is cherry-picked. 270 s over 2.
    given(
        *handled("09:00", "09:01", "c1"),
        *handled("09:10", "09:12", "c1"),
        *handled("09:20", "09:21:30", "c2"),
        locked("09:30", "c3", agent="ann", team="t1"),
        released("09:40", "c3", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  handling_time  average_handling_time
        ann      270            135
        """,
    ).then_rows(
        Teams,
        """
        team_id  handling_time  average_handling_time
        t1       270            135
        """,
    )


def test_a_conversation_counts_once_for_a_team_and_once_for_each_agent() -> None:
    """Two agents of a team who handle one conversation share it in the team's average."""
    given(
        *handled("09:00", "09:01", "c1", agent="ann"),
        *handled("09:10", "09:12", "c1", agent="bob"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  average_handling_time
        ann      60
        bob      120
        """,
    ).then_rows(
        Teams,
        """
        team_id  average_handling_time
        t1       180
        """,
    )


def test_average_handling_time_is_of_what_lies_in_the_period() -> None:
    """Time before the period is left out, and so is a conversation that only touches it."""
    # c1 lies before 10:00 and touches it, c2 has 60 s in the period, c3 120 s.
    given(
        *handled("09:00", "10:00", "c1", agent="bob"),
        *handled("09:59", "10:01", "c2"),
        *handled("10:10", "10:12", "c3"),
    ).when_replayed(start="10:00").then_rows(
        Users,
        """
        user_id  handling_time  average_handling_time
        ann      180            90
        """,
    )


def test_an_interval_of_no_length_overlaps_nothing() -> None:
    """A conversation that was handled for no time is not one of the average's."""
    given(
        *handled("09:00", "09:02", "c1"),
        locked("09:10", "c2", agent="ann", team="t1"),
        reply("09:10", "c2", agent="ann", team="t1", seq=1),
        pending("09:10", "c2", seq=2),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  replies  handling_time  average_handling_time
        ann      2        120            120
        """,
    )


def test_an_average_of_nothing_is_blank_and_a_sum_is_zero() -> None:
    """With a count of zero there is no average; sums and counts of nothing are 0."""
    given(outbound("09:00", "c1", agent="ann", team="t1")).when_replayed().then_rows(
        Teams,
        """
        team_id  handling_time  average_handling_time  average_resolution_time
        t1       0              -                      -
        """,
    ).then_rows(
        Teams,
        """
        average_first_response_time  no_reply_time  contacts_helped  csat_1  tags_added
        -                            0              0                0       0
        """,
    ).then_rows(
        Users,
        """
        user_id  average_handling_time  handling_time  resolves_with_reply
        ann      -                      0              0
        """,
    )


def test_average_first_response_time_is_the_replying_teams() -> None:
    """Over the conversations whose first response the team sent, in business time."""
    # t1: 300 s, and 60 s from 9:00 on; t2: the 120 s of c3, of whose reply nobody is named.
    given(
        hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"}),
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann", team="t1"),
        reply("09:20", "c1", agent="bob", team="t2"),
        inbound("08:00", "c2", channel="web"),
        reply("09:01", "c2", agent="ann", team="t1"),
        inbound("09:00", "c3"),
        reply("09:02", "c3", team="t2"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  average_first_response_time
        t1       180
        t2       120
        """,
    )


def test_a_first_response_of_no_time_counts_in_the_average() -> None:
    """A conversation answered out of hours has a first response time of 0, which is not blank."""
    given(
        hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"}),
        inbound("07:00", "c1", channel="web"),
        reply("08:00", "c1", agent="ann", team="t1"),
        inbound("09:00", "c2", channel="web"),
        reply("09:01", "c2", agent="ann", team="t1"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  average_first_response_time
        t1       30
        """,
    )


def test_a_first_response_counts_in_the_period_in_which_it_was_sent() -> None:
    """A first response before the period is not of it, and a later reply is no first one."""
    given(
        inbound("08:00", "c1"),
        reply("08:10", "c1", agent="ann", team="t1"),
        reply("09:10", "c1", agent="ann", team="t1"),
        inbound("08:58", "c2"),
        reply("09:00", "c2", agent="ann", team="t1"),
        inbound("09:58", "c3"),
        reply("10:00", "c3", agent="ann", team="t1"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Teams,
        """
        team_id  average_first_response_time
        t1       120
        """,
    )


def test_average_resolution_time_is_the_resolving_teams() -> None:
    """Over first resolves by an agent of the team that have a resolution time."""
    # c1: 600 s, c2: 300 s. c3 has no inbound message, c4 was resolved by the system.
    given(
        outbound("08:00", "c0", team="t1"),
        inbound("09:00", "c1"),
        resolved("09:10", "c1", agent="ann", team="t1"),
        inbound("09:00", "c2"),
        resolved("09:05", "c2", actor="AGENT", team="t1"),
        moved_to_new("09:06", "c2"),
        resolved("09:50", "c2", agent="ann", team="t1"),
        resolved("09:00", "c3", agent="ann", team="t1"),
        inbound("09:00", "c4"),
        resolved("09:01", "c4", actor="SYSTEM", agent="ann", team="t1"),
    ).when_replayed().then_rows(
        Teams,
        """
        team_id  average_resolution_time
        t1       450
        """,
    )


def test_a_resolution_counts_in_the_period_of_the_first_resolve() -> None:
    """Resolved for the first time before the period, a conversation is not in its average."""
    given(
        inbound("08:00", "c1"),
        resolved("08:10", "c1", agent="ann", team="t1"),
        moved_to_new("08:20", "c1"),
        resolved("09:10", "c1", agent="ann", team="t1"),
        inbound("08:50", "c2"),
        resolved("09:00", "c2", agent="ann", team="t1"),
        outbound("09:30", "c2", team="t1"),
        inbound("09:50", "c3"),
        resolved("10:00", "c3", agent="ann", team="t1"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Teams,
        """
        team_id  average_resolution_time
        t1       600
        """,
    )
