"""The export of virtual agents: what each did in the period, by channel."""

from given import (
    BOT,
    agent_updated,
    channel_updated,
    given,
    handed_over,
    inbound,
    locked,
    moved_to_new,
    outbound,
    pending,
    resolved,
    tag_applied,
    tag_removed,
    topic_applied,
    topic_removed,
)
from replaydesk.projections import VirtualAgents


def test_a_row_for_each_virtual_agent_and_channel() -> None:
    """Sorted by agent, then by the channel's ID, which is not printed; no channel comes first."""
    given(
        agent_updated("08:00", "bot", name="Bo T.", kind="VIRTUAL"),
        channel_updated("08:00", "b", medium="CHAT", name="A name", display_name="Ask us"),
        outbound("09:00", "in b", channel="b", **BOT),
        outbound("09:00", "in a", channel="a", **BOT),
        outbound("09:00", "nowhere", **BOT),
        outbound("09:00", "also in b", channel="b", **BOT),
        handed_over("09:01", "in b", agent="abe"),
    ).when_replayed().then_rows(
        VirtualAgents,
        """
        agent_id  agent_name  medium  channel  channel_display_name  total_conversations
        abe       -           CHAT    A name   Ask us                0
        bot       Bo T.       -       -        -                     1
        bot       Bo T.       -       -        -                     1
        bot       Bo T.       CHAT    A name   Ask us                2
        """,
    )


def test_a_virtual_agent_is_told_by_the_actor_type() -> None:
    """Given, or by its kind; a human's doings under its ID are not its own."""
    given(
        agent_updated("08:00", "kind", kind="VIRTUAL"),
        outbound("09:00", "c1", agent="ann", actor="VIRTUAL_AGENT"),
        outbound("09:00", "c2", agent="ann"),
        outbound("09:00", "c1", agent="kind"),
        outbound("09:00", "c2", agent="kind", actor="AGENT"),
        outbound("09:00", "c3", agent="kind", actor="AUTOMATION"),
        outbound("09:00", "c4", actor="VIRTUAL_AGENT"),
    ).when_replayed().then_rows(
        VirtualAgents,
        """
        agent_id  total_conversations
        ann       1
        kind      1
        """,
    )


def test_what_leaves_nothing_but_zeros_has_no_row() -> None:
    """A lock, a change to pending or new, and a removal are no doings that are counted."""
    given(
        agent_updated("08:00", "bot", kind="VIRTUAL"),
        locked("09:00", "c1", **BOT),
        pending("09:01", "c1", **BOT),
        moved_to_new("09:02", "c1", **BOT),
        topic_applied("09:00", "c1", topic="x"),
        topic_applied("09:01", "c1", topic="x", **BOT),
        topic_removed("09:02", "c1", topic="x", **BOT),
        resolved("09:03", "c1", agent="ann"),
        resolved("09:04", "c1", **BOT),
    ).when_replayed().then_no_rows(VirtualAgents)


def test_conversations_in_which_it_sent_a_message_are_distinct() -> None:
    """In either direction, in the period, each message of the log once."""
    given(
        outbound("08:59", "before", **BOT),
        outbound("09:00", "c1", message="m", **BOT),
        outbound("09:01", "c1", **BOT),
        inbound("09:02", "c2", **BOT),
        inbound("09:03", "c3", agent="bot"),
        outbound("09:04", "before", message="m", agent="ann"),
        outbound("09:05", "before", message="m", **BOT),
        outbound("10:00", "after", **BOT),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        VirtualAgents,
        """
        agent_id  total_conversations
        bot       2
        """,
    )


def test_handovers_are_counted_by_conversation() -> None:
    """Handed over twice it is one; with an error once, it was handed over due to an error."""
    given(
        handed_over("08:59", "before"),
        handed_over("09:00", "c1"),
        handed_over("09:01", "c1", error=True),
        handed_over("09:02", "c1"),
        handed_over("09:03", "c2"),
        handed_over("09:04", "c3", error=True),
        handed_over("09:05", "c3", error=True),
        handed_over("10:00", "c2", error=True),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        VirtualAgents,
        """
        agent_id  handed_over  handed_over_error
        bot       3            2
        """,
    )


def test_a_handover_is_a_virtual_agents_whatever_its_kind() -> None:
    """The agent on a handover is a virtual one, also where it is described as human."""
    given(
        agent_updated("08:00", "ann"), handed_over("09:00", "c1", agent="ann")
    ).when_replayed().then_rows(
        VirtualAgents,
        """
        agent_id  handed_over
        ann       1
        """,
    )


def test_resolved_conversations_are_distinct() -> None:
    """Resolved twice by it, and by another in between, a conversation counts once."""
    given(
        resolved("09:00", "c1", **BOT),
        moved_to_new("09:01", "c1"),
        resolved("09:02", "c1", agent="ann"),
        moved_to_new("09:03", "c1"),
        resolved("09:04", "c1", bulk=True, **BOT),
        resolved("09:05", "c2", **BOT),
        resolved("09:00", "c3", agent="ann"),
        resolved("09:05", "c3", **BOT),
        resolved("10:00", "c4", **BOT),
    ).when_replayed(end="10:00").then_rows(
        VirtualAgents,
        """
        agent_id  resolved
        bot       2
        """,
    )


def test_each_application_of_a_topic_counts() -> None:
    """Removed and applied again is two; applied by another already is none."""
    given(
        topic_applied("09:00", "c1", topic="x", **BOT),
        topic_applied("09:01", "c1", topic="x", **BOT),
        topic_removed("09:02", "c1", topic="x", agent="ann"),
        topic_applied("09:03", "c1", topic="x", **BOT),
        topic_applied("09:04", "c1", topic="y", **BOT),
        topic_applied("09:05", "c1", topic="z", agent="ann"),
        topic_applied("09:06", "c1", topic="z", **BOT),
        topic_applied("10:00", "c1", topic="w", **BOT),
    ).when_replayed(end="10:00").then_rows(
        VirtualAgents,
        """
        agent_id  topics_applied
        bot       3
        """,
    )


def test_tags_are_counted_each_and_messages_once() -> None:
    """Two tags on one message are two tags and one message; a message is its conversation's."""
    given(
        tag_applied("09:00", "c1", message="m", tag="x", **BOT),
        tag_applied("09:00", "c1", message="m", tag="y", **BOT),
        tag_removed("09:01", "c1", message="m", tag="x"),
        tag_applied("09:02", "c1", message="m", tag="x", **BOT),
        tag_applied("09:03", "c1", message="n", tag="x", **BOT),
        tag_applied("09:04", "c2", message="m", tag="x", **BOT),
        tag_applied("09:05", "c2", message="o", tag="x", agent="ann"),
        tag_applied("09:06", "c2", message="o", tag="x", **BOT),
        tag_applied("10:00", "c2", message="p", tag="x", **BOT),
    ).when_replayed(end="10:00").then_rows(
        VirtualAgents,
        """
        agent_id  messages_tagged  tags_applied
        bot       3                5
        """,
    )


def test_the_filter_keeps_what_it_did_on_its_channels() -> None:
    """What a virtual agent did on another channel is not shown."""
    given(
        outbound("09:00", "c1", channel="web", **BOT),
        handed_over("09:01", "c2", channel="tel"),
        resolved("09:02", "c3", **BOT),
    ).when_replayed(channels=["web"]).then_rows(
        VirtualAgents,
        """
        agent_id  total_conversations  handed_over  resolved
        bot       1                    0            0
        """,
    )
