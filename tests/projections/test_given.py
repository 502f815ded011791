"""The helper that scenarios are told with: what it makes of a line, and that it can say no."""

import pytest
from given import (
    at,
    given,
    inbound,
    locked,
    message_updated,
    outbound,
    reply,
    resolved,
    started,
)
from replaydesk.projections import Messages, OpenConversations, Users


def test_a_clock_string_is_an_instant_of_the_day() -> None:
    """A clock is of 10 March 2026 in UTC, unless it says another day or offset."""
    # 2026-03-10 is day 20,522 since 1970: 56 years, 14 leap days, 31 + 28 + 9 days.
    midnight = (56 * 365 + 14 + 31 + 28 + 9) * 86_400_000

    assert at("00:00") == midnight
    assert at("09:00:30.250") == midnight + 32_430_250
    assert at("24:00") == at("2026-03-11T00:00") == midnight + 86_400_000
    assert at("2026-03-10T09:00+01:00") == at("08:00")


def test_ids_follow_the_order_in_which_events_are_written() -> None:
    """Events and messages that say no ID are numbered, around the IDs that some do say."""
    scenario = given(
        started("09:00", "c1"),
        inbound("09:01", "c1"),
        reply("09:02", "c1", message="m2", id="mine"),
        inbound("09:03", "c1"),
    )

    assert [event.id for event in scenario.events] == ["e001", "e002", "mine", "e004"]
    scenario.when_replayed().then_rows(
        Messages,
        """
        message_id  created_at
        m1          09:01
        m2          09:02
        m3          09:03
        """,
    )


def test_rows_are_compared_in_their_order_and_as_printed() -> None:
    """Named columns are compared: blanks as `-`, instants of the day as clocks, others in full."""
    given(
        inbound("09:00:30", "c1", url="a b"),
        outbound("2026-03-11T09:00:00.500", "c1", agent="ann"),
        message_updated("2026-03-11T10:00", "c1", message="m1"),
    ).when_replayed(start="09:00", end=at("24:00") * 2).then_rows(
        Messages,
        """
        created_at               message_url  agent_id  last_updated
        09:00:30                 a b          -         2026-03-11T10:00
        2026-03-11T09:00:00.500  -            ann       2026-03-11T09:00:00.500
        """,
    )


@pytest.mark.parametrize(
    "table",
    [
        "conversation_id",
        "conversation_id\nc1",
        "conversation_id\nc2\nc1",
        "conversation_id\nc1\nc2\nc3",
        "conversation_id  language\nc1  -\nc2  en",
        "conversation_id  created_at\nc1  09:00\nc2  09:00",
    ],
)
def test_another_table_fails(table: str) -> None:
    """A row too few or too many, another order and another cell are told."""
    replayed = given(inbound("09:00", "c1"), inbound("09:01", "c2")).when_replayed()

    replayed.then_rows(OpenConversations, "conversation_id  created_at\nc1  09:00\nc2  09:01")
    with pytest.raises(AssertionError, match="open-conversation: expected"):
        replayed.then_rows(OpenConversations, table)


def test_the_difference_is_shown_row_by_row() -> None:
    """What was expected and what was printed stand beneath each other."""
    replayed = given(
        locked("09:00", "c1", agent="ann"), resolved("09:10", "c1", agent="ann")
    ).when_replayed()

    with pytest.raises(AssertionError) as failed:
        replayed.then_rows(Users, "user_id  no_reply_time\nann  60")
    assert str(failed.value).splitlines() == [
        "user: expected (-) and printed (+)",
        "  user_id  no_reply_time",
        "- ann      60",
        "+ ann      600",
    ]


def test_no_rows_are_a_table_too() -> None:
    """An export that should have no row and has one fails."""
    replayed = given(inbound("09:00", "c1")).when_replayed()

    replayed.then_no_rows(Users)
    with pytest.raises(AssertionError):
        replayed.then_no_rows(Messages)
