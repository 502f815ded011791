"""The export of agents: who has a row, what it is called, and in which order."""

import pytest
from given import (
    agent_updated,
    available,
    away,
    csat_replied,
    given,
    inbound,
    locked,
    offline,
    pending,
    released,
    reply,
    resolved,
    tag_applied,
    topic_applied,
)
from replaydesk.events import Event
from replaydesk.projections import Users

LATER = inbound("10:00", "another")
"""Time goes on."""


@pytest.mark.parametrize(
    ("event", "column", "value"),
    [
        (available("09:00", "ann"), "available_time", "3600"),
        (away("09:00", "ann"), "away_time", "3600"),
        (locked("09:00", "c1", agent="ann"), "cherry_picking_time", "3600"),
        (reply("09:00", "c1", agent="ann"), "replies", "1"),
        (resolved("09:00", "c1", agent="ann"), "resolves_without_reply", "1"),
        (tag_applied("09:00", "c1", message="m", tag="x", agent="ann"), "tags_added", "1"),
        (topic_applied("09:00", "c1", topic="x", agent="ann"), "topics_added", "1"),
        (csat_replied("09:00", "c1", score=1, agent="ann"), "csat_1", "1"),
        (csat_replied("09:00", "c1", score=5, agent="ann"), "csat_5", "1"),
    ],
)
def test_anything_to_show_makes_a_row(event: Event, column: str, value: str) -> None:
    """One thing other than zero or blank is enough."""
    given(event, LATER).when_replayed().then_rows(
        Users,
        f"""
        user_id  {column}
        ann      {value}
        """,
    )


@pytest.mark.parametrize(
    "event",
    [
        agent_updated("09:00", "ann", name="Ann"),
        offline("09:00", "ann"),
        pending("09:00", "c1", agent="ann"),
        released("09:00", "c1", agent="ann"),
        inbound("09:00", "c1", agent="ann"),
        csat_replied("09:00", "c1", agent="ann"),
        available("10:00", "ann"),
        locked("10:00", "c1", agent="ann"),
    ],
)
def test_nothing_to_show_makes_none(event: Event) -> None:
    """An agent with nothing but zeros and blanks is left out, described or not."""
    given(event, LATER).when_replayed().then_no_rows(Users)


def test_what_was_done_out_of_the_period_makes_none() -> None:
    """An agent who did something before or after the period only is left out."""
    given(
        reply("08:59", "c1", agent="ann"),
        reply("09:00", "c1", agent="bob"),
        reply("10:00", "c1", agent="cleo"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Users,
        """
        user_id
        bob
        """,
    )


def test_names_are_the_latest_at_the_as_of_instant() -> None:
    """Name, e-mail address and reference of the latest description, blank without one."""
    given(
        agent_updated("08:00", "ann", name="Ann", email="old@desk", reference="E 1"),
        reply("09:00", "c1", agent="ann"),
        reply("09:00", "c1", agent="bob"),
        agent_updated("09:30", "ann", name="Ann Lee", email="ann@desk"),
        agent_updated("10:30", "ann", name="Ann Kim"),
    ).when_replayed(as_of="10:00").then_rows(
        Users,
        """
        user_id  user_name  user_email  user_reference
        ann      Ann Lee    ann@desk    -
        bob      -          -           -
        """,
    )


def test_rows_are_sorted_by_agent() -> None:
    """IDs are compared by code points."""
    given(
        *(reply("09:00", "c1", agent=agent) for agent in ("b", "a", "é", "B"))
    ).when_replayed().then_rows(
        Users,
        """
        user_id
        B
        a
        b
        é
        """,
    )
