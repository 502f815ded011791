"""The export of messages: its rows, who sent them, their tags, content and latest event."""

import pytest
from given import (
    BOT,
    agent_updated,
    channel_updated,
    given,
    inbound,
    message_deleted,
    message_updated,
    outbound,
    reply,
    started,
    tag_applied,
    tag_removed,
    tag_updated,
    team_updated,
)
from replaydesk import MetricPolicy
from replaydesk.events import Event
from replaydesk.projections import Messages


def test_a_row_for_each_message_sent_in_the_period() -> None:
    """When it was sent decides, not what became of it; what was never sent has no row."""
    given(
        inbound("08:59", "c1", message="before"),
        inbound("09:00", "c1", message="first"),
        outbound("09:59", "c1", message="last"),
        inbound("10:00", "c1", message="after"),
        message_updated("09:30", "c1", message="before", content="?"),
        message_updated("09:30", "c1", message="never", content="?"),
        message_deleted("10:30", "c1", message="first"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Messages,
        """
        message_id  direction  deleted_at  last_updated
        first       INBOUND    10:30       10:30
        last        OUTBOUND   -           09:59
        """,
    )


def test_rows_are_sorted_by_created_at_message_and_conversation() -> None:
    """One message ID in two conversations is two messages."""
    given(
        inbound("09:01", "c1", message="a"),
        inbound("09:00", "c2", message="b"),
        inbound("09:00", "c1", message="b"),
        inbound("09:00", "c3", message="a"),
        inbound("09:00", "c1", message="B"),
    ).when_replayed().then_rows(
        Messages,
        """
        created_at  message_id  conversation_id
        09:00       B           c1
        09:00       a           c3
        09:00       b           c1
        09:00       b           c2
        09:01       a           c1
        """,
    )


def test_a_message_is_what_its_first_sending_says() -> None:
    """A second `message.sent` changes nothing but `last_updated`, content included."""
    given(
        channel_updated("08:00", "web", medium="X"),
        inbound("09:00", "c1", channel="web", message="m", content="one", origin="app", url="u"),
        reply("09:10", "c1", message="m", content="two", origin="desk", agent="ann", url="v"),
    ).when_replayed().then_rows(
        Messages,
        """
        created_at  direction  origin  content  agent_id  message_url  last_updated
        09:00       INBOUND    app     one      -         u            09:10
        """,
    )


def test_the_sources_own_words_are_printed() -> None:
    """Type, origin and outbound type are as the event has them."""
    given(
        outbound("09:00", "c1", message_type="TEXT", origin="API", outbound_type="PROACTIVE"),
        inbound("09:01", "c1"),
    ).when_replayed().then_rows(
        Messages,
        """
        message_type  origin  outbound_type
        TEXT          API     PROACTIVE
        -             -       -
        """,
    )


SENT_FOR_T1 = [
    (reply("09:00", "c1", agent="ann"), "ann", "t1", "Care"),
    (reply("09:00", "c1", agent="ann", team="t2"), "ann", "t2", "-"),
    (reply("09:00", "c1", team="t1"), "-", "t1", "Care"),
    (reply("09:00", "c1", agent="bob"), "bob", "-", "-"),
    (outbound("09:00", "c1", actor="VIRTUAL_AGENT", agent="ann"), "ann", "t1", "Care"),
    (outbound("09:00", "c1", actor="AUTOMATION", agent="ann", team="t1"), "ann", "-", "-"),
    (outbound("09:00", "c1", actor="AUTO_RESPONDER", agent="ann"), "ann", "-", "-"),
    (outbound("09:00", "c1", team="t1"), "-", "-", "-"),
    (inbound("09:00", "c1", agent="ann", team="t1"), "ann", "-", "-"),
    (inbound("09:00", "c1", agent="ann", actor="AGENT"), "ann", "t1", "Care"),
]


@pytest.mark.parametrize(("message", "agent", "team", "name"), SENT_FOR_T1)
def test_the_team_is_told_of_agents_only(message: Event, agent: str, team: str, name: str) -> None:
    """The agent is as the event has it; a team is told where a human or virtual agent acted."""
    given(
        agent_updated("08:00", "ann", team="t1"),
        team_updated("08:00", "t1", name="Care"),
        message,
        agent_updated("10:00", "ann", team="t9"),
    ).when_replayed().then_rows(
        Messages,
        f"""
        agent_id  team_id  team_name
        {agent}   {team}   {name}
        """,
    )


def test_the_name_and_reference_are_the_agents() -> None:
    """Of whatever agent the event names, also of one who did not act."""
    given(
        agent_updated("08:00", "ann", name="Ann Lee", reference="E 1"),
        reply("09:00", "c1", agent="ann"),
        inbound("09:01", "c1", agent="ann"),
        reply("09:02", "c1", agent="bob"),
    ).when_replayed().then_rows(
        Messages,
        """
        agent_id  agent_name  agent_reference  system_user_type
        ann       Ann Lee     E 1              AGENT
        ann       Ann Lee     E 1              CONTACT
        bob       -           -                AGENT
        """,
    )


def test_tags_are_those_on_the_message_in_the_order_of_application() -> None:
    """As of the as-of instant; removed and applied again a tag is at the end."""
    given(
        tag_updated("08:00", "b", name="Bug"),
        inbound("09:00", "c1", message="m"),
        inbound("09:00", "c1", message="other"),
        inbound("09:00", "c2", message="m"),
        tag_applied("09:01", "c1", message="m", tag="c"),
        tag_applied("09:02", "c1", message="m", tag="b"),
        tag_applied("09:03", "c1", message="m", tag="a"),
        tag_applied("09:04", "c1", message="m", tag="b"),
        tag_removed("09:05", "c1", message="m", tag="c"),
        tag_applied("09:06", "c1", message="m", tag="c"),
        tag_removed("09:07", "c1", message="m", tag="a"),
        tag_applied("09:08", "c2", message="m", tag="d", **BOT),
        tag_applied("09:59", "c1", message="m", tag="z"),
    ).when_replayed(as_of="09:58").then_rows(
        Messages,
        """
        conversation_id  message_id  tag_ids  tag_names
        c1               m           b;c      Bug;
        c2               m           d        -
        c1               other       -        -
        """,
    )


def test_last_updated_is_the_latest_event_of_the_message() -> None:
    """Sent again, updated, deleted, tagged or untagged, to any effect or none."""
    given(
        *(inbound("09:00", "c1", message=message) for message in "abcdef"),
        inbound("09:01", "c1", message="a"),
        message_updated("09:02", "c1", message="b"),
        message_deleted("09:03", "c1", message="c"),
        tag_applied("09:04", "c1", message="d", tag="x"),
        tag_removed("09:05", "c1", message="e", tag="x"),
        tag_removed("09:06", "c2", message="f", tag="x"),
    ).when_replayed().then_rows(
        Messages,
        """
        message_id  last_updated
        a           09:01
        b           09:02
        c           09:03
        d           09:04
        e           09:05
        f           09:00
        """,
    )


def test_deleted_at_is_the_first_deletion() -> None:
    """A second deletion changes nothing, and one before the sending is one."""
    given(
        inbound("09:00", "c1", message="a"),
        message_deleted("09:10", "c1", message="a"),
        message_deleted("09:20", "c1", message="a"),
        message_deleted("09:00", "c1", message="b"),
        inbound("09:01", "c1", message="b"),
    ).when_replayed().then_rows(
        Messages,
        """
        message_id  deleted_at  last_updated
        a           09:10       09:20
        b           09:00       09:01
        """,
    )


ON_X = channel_updated("08:00", "x", medium="X")


@pytest.mark.parametrize(
    ("events", "content"),
    [
        ([inbound("09:00", "c1", message="m", content="one")], "one"),
        ([inbound("09:00", "c1", message="m")], "-"),
        (
            [
                inbound("09:00", "c1", message="m", content="one"),
                message_updated("09:01", "c1", message="m", content="two"),
                message_updated("09:02", "c1", message="m"),
                message_updated("09:02", "c1", message="n", content="other"),
                message_updated("09:02", "c2", message="m", content="other"),
            ],
            "two",
        ),
        (
            [
                message_updated("08:59", "c1", message="m", content="early"),
                inbound("09:00", "c1", message="m"),
            ],
            "early",
        ),
        (
            [
                message_updated("08:59", "c1", message="m", content="early"),
                inbound("09:00", "c1", message="m", content="one"),
            ],
            "one",
        ),
        (
            [
                inbound("09:00", "c1", message="m", content="one"),
                message_updated("09:01", "c1", message="m", content=""),
            ],
            "-",
        ),
        (
            [
                inbound("09:00", "c1", message="m", content="one"),
                message_deleted("09:01", "c1", message="m"),
            ],
            "one",
        ),
    ],
)
def test_the_content_is_the_latest_given_in_the_order(events: list[Event], content: str) -> None:
    """By the sending or an update, also one before it; empty is a content, absent is none."""
    given(ON_X, started("08:30", "c1", channel="x"), *events).when_replayed().then_rows(
        Messages,
        f"""
        message_id  content
        m           {content}
        """,
    )


@pytest.mark.parametrize(
    ("reading", "contents"),
    [
        ({}, ["one", "two", "three", "-", "-"]),
        ({"message_content": "X_ONLY"}, ["one", "two", "three", "-", "-"]),
        ({"message_content": "ALL"}, ["one", "two", "three", "four", "five"]),
        ({"message_content": "NONE"}, ["-", "-", "-", "-", "-"]),
    ],
)
def test_content_is_told_by_medium_and_policy(reading: dict[str, str], contents: list[str]) -> None:
    """By default that of X and Twitter, in capitals or not; by policy all of it, or none."""
    given(
        channel_updated("08:00", "1", medium="X"),
        channel_updated("08:00", "2", medium="twitter"),
        channel_updated("08:00", "3", medium="x"),
        channel_updated("08:00", "4", medium="XMPP"),
        inbound("09:01", "c1", content="one", channel="1"),
        inbound("09:02", "c2", content="two", channel="2"),
        inbound("09:03", "c3", content="three", channel="3"),
        inbound("09:04", "c4", content="four", channel="4"),
        inbound("09:05", "c5", content="five"),
    ).when_replayed(policy=MetricPolicy.of(reading)).then_rows(
        Messages, "\n".join(["content", *contents])
    )
