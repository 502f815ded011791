"""The exports of topics and of tags: rows by channel, and what is counted of the applications."""

import pytest
from given import (
    channel_updated,
    given,
    inbound,
    message_deleted,
    tag_applied,
    tag_removed,
    tag_updated,
    topic_applied,
    topic_removed,
    topic_updated,
)
from replaydesk.projections import TagsByChannel, TopicsByChannel


def test_a_topic_has_a_row_for_each_channel() -> None:
    """Sorted by topic, then by the channel's ID, which is not printed; no channel comes first."""
    given(
        channel_updated("08:00", "b", medium="CHAT", name="A name", display_name="Ask us"),
        topic_applied("09:00", "in b", topic="x", channel="b"),
        topic_applied("09:00", "in a", topic="x", channel="a"),
        topic_applied("09:00", "nowhere", topic="x"),
        topic_applied("09:00", "also in b", topic="x", channel="b"),
        topic_applied("09:00", "in b", topic="w"),
    ).when_replayed().then_rows(
        TopicsByChannel,
        """
        topic_id  medium  channel  channel_display_name  total_conversations
        w         CHAT    A name   Ask us                1
        x         -       -        -                     1
        x         -       -        -                     1
        x         CHAT    A name   Ask us                2
        """,
    )


def test_topics_are_those_applied_in_the_period() -> None:
    """An application that is none, because the topic was on already, is no row."""
    given(
        topic_updated("08:00", "described"),
        topic_applied("08:59", "c1", topic="before"),
        topic_applied("09:00", "c1", topic="before"),
        topic_applied("09:00", "c1", topic="first"),
        topic_removed("09:30", "c1", topic="removed"),
        topic_applied("10:00", "c1", topic="after"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        TopicsByChannel,
        """
        topic_id  total_conversations
        first     1
        """,
    )


def test_conversations_of_a_topic_are_distinct() -> None:
    """Applied twice on one conversation it counts once, and by whomever."""
    given(
        topic_applied("09:00", "c1", topic="x", agent="ann"),
        topic_removed("09:01", "c1", topic="x"),
        topic_applied("09:02", "c1", topic="x"),
        topic_applied("09:03", "c2", topic="x", actor="AUTOMATION"),
    ).when_replayed().then_rows(
        TopicsByChannel,
        """
        topic_id  total_conversations  total_current_conversations
        x         2                    2
        """,
    )


def test_current_conversations_still_carry_the_topic() -> None:
    """Of those on which it was applied in the period, at the as-of instant, which is later."""
    given(
        topic_applied("08:00", "before", topic="x"),
        topic_applied("09:00", "kept", topic="x"),
        topic_applied("09:00", "removed", topic="x"),
        topic_applied("09:00", "removed later", topic="x"),
        topic_applied("09:00", "removed too late", topic="x"),
        topic_applied("09:00", "again", topic="x"),
        topic_removed("09:10", "removed", topic="x"),
        topic_removed("09:10", "again", topic="x"),
        topic_removed("11:00", "removed later", topic="x"),
        topic_applied("11:00", "again", topic="x"),
        topic_removed("12:00", "removed too late", topic="x"),
    ).when_replayed(start="09:00", end="10:00", as_of="11:30").then_rows(
        TopicsByChannel,
        """
        topic_id  total_conversations  total_current_conversations
        x         5                    3
        """,
    )


@pytest.mark.parametrize(
    ("described", "active"),
    [({}, "true"), ({"active": True}, "true"), ({"active": False}, "false")],
)
def test_a_label_is_active_unless_it_says_not(described: dict[str, bool], active: str) -> None:
    """The latest description counts; a label that is never described has neither name nor state."""
    given(
        topic_updated("08:00", "x", name="Old", active=False),
        topic_updated("08:01", "x", name="New", **described),
        topic_applied("09:00", "c1", topic="x"),
        topic_applied("09:00", "c1", topic="y"),
        tag_updated("08:00", "x", name="Old", active=False),
        tag_updated("08:01", "x", name="New", **described),
        tag_applied("09:00", "c1", message="m", tag="x"),
        tag_applied("09:00", "c1", message="m", tag="y"),
    ).when_replayed().then_rows(
        TopicsByChannel,
        f"""
        topic_id  topic_name  active
        x         New         {active}
        y         -           -
        """,
    ).then_rows(
        TagsByChannel,
        f"""
        tag_id  tag_name  active
        x       New       {active}
        y       -         -
        """,
    )


def test_a_tag_has_a_row_for_each_channel() -> None:
    """Sorted by tag, then by the channel's ID, which is not printed; no channel comes first."""
    given(
        channel_updated("08:00", "b", medium="CHAT", name="A name", display_name="Ask us"),
        tag_applied("09:00", "in b", message="m", tag="x", channel="b"),
        tag_applied("09:00", "in a", message="m", tag="x", channel="a"),
        tag_applied("09:00", "nowhere", message="m", tag="x"),
        tag_applied("09:00", "also in b", message="m", tag="x", channel="b"),
        tag_applied("09:00", "in b", message="m", tag="w"),
    ).when_replayed().then_rows(
        TagsByChannel,
        """
        tag_id  medium  channel  channel_display_name  total_messages
        w       CHAT    A name   Ask us                1
        x       -       -        -                     1
        x       -       -        -                     1
        x       CHAT    A name   Ask us                2
        """,
    )


def test_tags_are_those_applied_in_the_period() -> None:
    """An application that is none, because the tag was on already, is no row."""
    given(
        tag_updated("08:00", "described"),
        tag_applied("08:59", "c1", message="m", tag="before"),
        tag_applied("09:00", "c1", message="m", tag="before"),
        tag_applied("09:00", "c1", message="m", tag="first"),
        tag_removed("09:30", "c1", message="m", tag="removed"),
        tag_applied("10:00", "c1", message="m", tag="after"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        TagsByChannel,
        """
        tag_id  total_messages
        first   1
        """,
    )


def test_messages_of_a_tag_are_distinct() -> None:
    """A message is told by its conversation and its ID; known to the log, deleted, or neither."""
    given(
        inbound("08:00", "c1", message="m"),
        message_deleted("08:10", "c1", message="m"),
        tag_applied("09:00", "c1", message="m", tag="x"),
        tag_removed("09:01", "c1", message="m", tag="x"),
        tag_applied("09:02", "c1", message="m", tag="x"),
        tag_applied("09:03", "c1", message="unknown", tag="x"),
        tag_applied("09:04", "c2", message="m", tag="x"),
    ).when_replayed().then_rows(
        TagsByChannel,
        """
        tag_id  total_messages  total_current_messages
        x       3               3
        """,
    )


def test_current_messages_still_carry_the_tag() -> None:
    """Of those on which it was applied in the period, at the as-of instant, which is later."""
    given(
        tag_applied("08:00", "c1", message="before", tag="x"),
        tag_applied("09:00", "c1", message="kept", tag="x"),
        tag_applied("09:00", "c1", message="removed", tag="x"),
        tag_applied("09:00", "c1", message="removed later", tag="x"),
        tag_applied("09:00", "c1", message="removed too late", tag="x"),
        tag_removed("09:10", "c1", message="removed", tag="x"),
        tag_removed("11:00", "c1", message="removed later", tag="x"),
        tag_removed("12:00", "c1", message="removed too late", tag="x"),
    ).when_replayed(start="09:00", end="10:00", as_of="11:30").then_rows(
        TagsByChannel,
        """
        tag_id  total_messages  total_current_messages
        x       4               2
        """,
    )


def test_contacts_of_a_tag_are_distinct() -> None:
    """Those of the conversations of its messages, on that channel; some conversations have none."""
    given(
        tag_applied("09:00", "c1", message="a", tag="x", contact="kim", channel="web"),
        tag_applied("09:00", "c1", message="b", tag="x"),
        tag_applied("09:00", "c2", message="a", tag="x", contact="kim", channel="web"),
        tag_applied("09:00", "c3", message="a", tag="x", contact="lee", channel="web"),
        tag_applied("09:00", "c4", message="a", tag="x", channel="web"),
        tag_applied("09:00", "c5", message="a", tag="x", contact="kim"),
        tag_applied("08:00", "c6", message="a", tag="x", contact="max", channel="web"),
    ).when_replayed(start="09:00").then_rows(
        TagsByChannel,
        """
        tag_id  total_contacts  total_messages
        x       1               1
        x       2               5
        """,
    )
