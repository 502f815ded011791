"""Response times: how long a wait was, in which period it counts, and the order of the rows."""

from given import (
    agent_updated,
    channel_updated,
    given,
    handed_over,
    hours_updated,
    inbound,
    moved_to_new,
    pending,
    reply,
    resolved,
    started,
)
from replaydesk.projections import ResponseTimes


def test_pending_does_not_close_a_wait() -> None:
    """Through a change to `PENDING` the contact is still waiting."""
    given(
        inbound("09:00", "c1"),
        pending("09:01", "c1", agent="ann"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        from   to     response_time
        09:00  09:05  300
        """,
    )


def test_response_time_is_elapsed_time() -> None:
    """Opening hours do not count: who waits before the opening waits."""
    given(
        hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"}),
        inbound("08:00:00.250", "c1", channel="web"),
        reply("09:20", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        conversation_id  response_time
        c1               4799.75
        """,
    )


def test_a_response_belongs_to_the_period_of_its_reply() -> None:
    """A wait that opened before the period counts whole; a reply at the period's end does not."""
    scenario = given(
        inbound("08:00", "c1"),
        reply("09:00", "c1", agent="ann"),
        inbound("09:30", "c1"),
        reply("10:00", "c1", agent="ann"),
    )

    scenario.when_replayed(start="09:00", end="10:00").then_rows(
        ResponseTimes,
        """
        from   to     response_time
        08:00  09:00  3600
        """,
    )
    scenario.when_replayed(start="10:00").then_rows(
        ResponseTimes,
        """
        from   to     response_time
        09:30  10:00  1800
        """,
    )


def test_within_one_instant_the_order_decides() -> None:
    """Messages come before the handover, and that before the status, of one instant."""
    given(
        # Answered before the handover, which opens the next wait.
        inbound("09:00", "c1"),
        handed_over("09:05", "c1"),
        reply("09:05", "c1", agent="ann"),
        reply("09:06", "c1", agent="ann"),
        # The resolve comes last: it ends the wait of the message of its instant.
        resolved("10:00", "c2"),
        inbound("10:00", "c2"),
        reply("10:05", "c2", agent="ann"),
        # By seq the message came after it.
        resolved("11:00", "c3"),
        inbound("11:00", "c3", seq=1),
        reply("11:05", "c3", agent="ann"),
        # The handover closes no wait by itself: it opens one, and the boomerang leaves it open.
        pending("11:59", "c4"),
        moved_to_new("12:00", "c4", boomerang=True),
        handed_over("12:00", "c4"),
        reply("12:05", "c4", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        conversation_id  started_by                   from   to
        c1               CONTACT_SENT_MESSAGE         09:00  09:05
        c1               VA_HANDED_OVER_CONVERSATION  09:05  09:06
        c3               CONTACT_SENT_MESSAGE         11:00  11:05
        c4               VA_HANDED_OVER_CONVERSATION  12:00  12:05
        """,
    )


def test_a_reply_at_once_is_a_response_of_no_time() -> None:
    """Message and reply of one instant and `seq` apply in the order of their IDs."""
    given(
        inbound("09:00", "c1", id="1"),
        reply("09:00", "c1", id="2", agent="ann"),
        inbound("09:00", "c2", id="2"),
        reply("09:00", "c2", id="1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        conversation_id  response_time
        c1               0
        """,
    )


def test_rows_name_the_conversation_and_who_answered() -> None:
    """A row has the columns of its conversation, and name and reference of the agent."""
    given(
        channel_updated("08:00", "web", medium="CHAT", name="Web", display_name="Ask us"),
        agent_updated("08:00", "ann", name="Ann Lee", reference="E 7"),
        started("09:00", "c1", channel="web", contact="kim", url="https://desk/c1"),
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        conversation_id  medium  channel  channel_display_name  contact_id  conversation_url
        c1               CHAT    Web      Ask us                kim         https://desk/c1
        """,
    ).then_rows(
        ResponseTimes,
        """
        agent_id  agent_name  agent_reference
        ann       Ann Lee     E 7
        """,
    )


def test_rows_are_sorted_by_the_reply_then_its_message() -> None:
    """The order is that of `to`, `outbound_message_id` and the conversation."""
    given(
        inbound("08:00", "c3"),
        inbound("08:00", "c2"),
        inbound("08:00", "c1"),
        inbound("08:59", "c4"),
        reply("09:01", "c3", message="b"),
        reply("09:01", "c2", message="a"),
        reply("09:01", "c1", message="b"),
        reply("09:00", "c4", message="z"),
    ).when_replayed().then_rows(
        ResponseTimes,
        """
        to     outbound_message_id  conversation_id
        09:00  z                    c4
        09:01  a                    c2
        09:01  b                    c1
        09:01  b                    c3
        """,
    )
