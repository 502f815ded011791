"""Presence: when an agent was available or away, and how much of that lies in the period."""

from given import (
    agent_updated,
    at,
    available,
    away,
    given,
    inbound,
    offline,
)
from replaydesk.projections import UserPresence, Users

LATER = inbound("12:00", "another")
"""Time goes on."""


def test_an_interval_runs_to_the_next_change() -> None:
    """Each interval ends where the next one begins; signed-out time has no row."""
    given(
        available("09:00", "ann"),
        away("09:10", "ann", "lunch"),
        available("09:40", "ann"),
        offline("10:00", "ann"),
        available("11:00", "ann"),
        offline("11:30:00.250", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        user_id  type       away_state  from   to            duration
        ann      AVAILABLE  -           09:00  09:10         600
        ann      AWAY       lunch       09:10  09:40         1800
        ann      AVAILABLE  -           09:40  10:00         1200
        ann      AVAILABLE  -           11:00  11:30:00.250  1800.25
        """,
    )


def test_equal_changes_merge() -> None:
    """A change to the presence and away state that it already is ends no interval."""
    given(
        available("09:00", "ann"),
        available("09:10", "ann"),
        away("09:20", "ann", "lunch"),
        agent_updated("09:25", "ann"),
        away("09:30", "ann", "lunch"),
        offline("09:40", "ann"),
        offline("09:50", "ann"),
        available("10:00", "ann"),
        offline("10:10", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        type       from   to
        AVAILABLE  09:00  09:20
        AWAY       09:20  09:40
        AVAILABLE  10:00  10:10
        """,
    )


def test_another_away_state_is_another_interval() -> None:
    """A change of the away state begins an interval, also where the presence stays what it is."""
    given(
        away("09:00", "ann", "lunch"),
        away("09:10", "ann", "training"),
        away("09:20", "ann"),
        available("09:30", "ann"),
        available("09:40", "ann", away_state="phone"),
        offline("09:50", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        type       away_state  from   to
        AWAY       lunch       09:00  09:10
        AWAY       training    09:10  09:20
        AWAY       -           09:20  09:30
        AVAILABLE  -           09:30  09:40
        AVAILABLE  phone       09:40  09:50
        """,
    )


def test_an_empty_away_state_is_another_than_none() -> None:
    """An empty text is a value: it differs from an away state that is not told."""
    given(
        away("09:00", "ann"),
        away("09:10", "ann", ""),
        offline("09:20", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        type  away_state  from   to
        AWAY  -           09:00  09:10
        AWAY  -           09:10  09:20
        """,
    )


def test_intervals_of_no_length_are_dropped_and_their_neighbours_stay_apart() -> None:
    """Away for no time leaves no row, and two available ones that touch."""
    given(
        available("09:00", "ann"),
        away("09:10", "ann"),
        available("09:10", "ann", seq=1),
        offline("09:20", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        type       from   to
        AVAILABLE  09:00  09:10
        AVAILABLE  09:10  09:20
        """,
    )


def test_an_interval_of_no_length_is_no_fact_either() -> None:
    """Whoever looks at an agent's intervals finds none without a length, signed out or last."""
    replayed = given(
        available("09:00", "ann"),
        offline("09:10", "ann"),
        away("09:10", "ann", seq=1),
        offline("09:20", "ann"),
        available("09:30", "ann"),
    ).when_replayed()
    (agent,) = replayed.result.replayed.agents

    assert [(each.state, each.start, each.end) for each in agent.presence] == [
        ("AVAILABLE", at("09:00"), at("09:10")),
        ("AWAY", at("09:10"), at("09:20")),
        ("OFFLINE", at("09:20"), at("09:30")),
    ]


def test_changes_of_one_instant_apply_in_their_order() -> None:
    """The last of several changes in one instant is what holds, at the start as in the middle."""
    given(
        offline("09:00", "ann", seq=2),
        available("09:00", "ann", seq=1),
        available("09:10", "ann", id="1"),
        away("09:10", "ann", id="2"),
        offline("09:30", "ann"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        type  from   to
        AWAY  09:10  09:30
        """,
    )


def test_the_last_interval_lasts_to_the_as_of_instant() -> None:
    """What still lasts has no end, and its length up to the as-of instant."""
    scenario = given(available("09:00", "ann"), offline("09:30", "ann"), LATER)

    scenario.when_replayed(as_of="09:20").then_rows(
        UserPresence,
        """
        from   to  duration
        09:00  -   1200
        """,
    ).then_rows(
        Users,
        """
        user_id  available_time
        ann      1200
        """,
    )
    scenario.when_replayed(as_of="09:30").then_rows(
        UserPresence,
        """
        from   to     duration
        09:00  09:30  1800
        """,
    )


def test_an_interval_that_begins_at_the_as_of_instant_has_no_length() -> None:
    """An agent who comes at the very end was not yet there for any time."""
    given(offline("09:00", "ann"), available("09:30", "ann")).when_replayed().then_no_rows(
        UserPresence
    ).then_no_rows(Users)


def test_available_and_away_time_are_overlaps_with_the_period() -> None:
    """Only the parts of the intervals that lie in the period are summed."""
    # From 9:30 to 11:00. Available: 9:30 to 10:00 and 10:40 to 11:00; away 10:00 to 10:40.
    given(
        available("09:00", "ann"),
        away("10:00", "ann", "lunch"),
        away("10:10", "ann", "training"),
        available("10:40", "ann"),
        LATER,
    ).when_replayed(start="09:30", end="11:00").then_rows(
        Users,
        """
        user_id  available_time  away_time
        ann      3000            2400
        """,
    )


def test_a_row_of_presence_is_whole() -> None:
    """An interval that overlaps the period is told whole; one that only touches it is not."""
    given(
        available("08:00", "ann"),
        away("09:00", "ann"),
        available("09:30", "ann"),
        away("10:30", "ann"),
        available("11:00", "ann"),
        offline("11:30", "ann"),
    ).when_replayed(start="09:00", end="10:30").then_rows(
        UserPresence,
        """
        type       from   to     duration
        AWAY       09:00  09:30  1800
        AVAILABLE  09:30  10:30  3600
        """,
    )
    given(
        available("08:00", "ann"),
        offline("11:30", "ann"),
    ).when_replayed(start="09:00", end="10:30").then_rows(
        UserPresence,
        """
        from   to     duration
        08:00  11:30  12600
        """,
    ).then_rows(
        Users,
        """
        user_id  available_time
        ann      5400
        """,
    )


def test_rows_of_presence_are_sorted_by_agent_and_beginning() -> None:
    """Each agent's intervals follow each other, with its name and e-mail address."""
    given(
        agent_updated("08:00", "ann", name="Ann Lee", email="ann@desk"),
        available("09:00", "bob"),
        away("09:20", "ann"),
        available("09:10", "ann"),
        LATER,
    ).when_replayed().then_rows(
        UserPresence,
        """
        user_id  user_name  user_email  type       from
        ann      Ann Lee    ann@desk    AVAILABLE  09:10
        ann      Ann Lee    ann@desk    AWAY       09:20
        bob      -          -           AVAILABLE  09:00
        """,
    )


def test_virtual_agents_have_rows_of_presence_too() -> None:
    """A virtual agent to whom the log gives a presence is told there, and not among the humans."""
    given(
        agent_updated("08:00", "bot", kind="VIRTUAL"),
        available("09:00", "bot"),
        offline("10:00", "bot"),
    ).when_replayed().then_rows(
        UserPresence,
        """
        user_id  type       duration
        bot      AVAILABLE  3600
        """,
    ).then_no_rows(Users)
