"""Columns that exports share: a conversation's channel, contact and URL, and names of today."""

from given import (
    agent_updated,
    channel_updated,
    contact_updated,
    csat_sent,
    given,
    inbound,
    language_set,
    locked,
    message_deleted,
    resolved,
    started,
    tag_applied,
    topic_applied,
    topic_removed,
    topic_updated,
)
from replaydesk.projections import Messages, OpenConversations, ResolvedConversations


def test_the_channel_and_contact_are_those_of_the_first_start_that_has_them() -> None:
    """Each by itself, from starts in order, also where other events before name others."""
    given(
        inbound("09:00", "c1", channel="first", contact="first"),
        started("09:01", "c1", channel="web"),
        started("09:02", "c1", channel="tel", contact="kim"),
        started("09:03", "c1", contact="lee"),
        contact_updated("09:00", "kim", primary_identifier="+32 475", secondary_identifier="k@x"),
        channel_updated("09:00", "web", medium="CHAT", name="Web", display_name="Ask us"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        medium  channel  channel_display_name  contact_id  contact_primary_identifier
        CHAT    Web      Ask us                kim         +32 475
        """,
    ).then_rows(
        Messages,
        """
        medium  channel  channel_display_name  contact_id  contact_secondary_identifier
        CHAT    Web      Ask us                kim         k@x
        """,
    )


def test_without_a_start_they_are_those_of_the_first_event_that_names_one() -> None:
    """Any event of a conversation can name its channel and its contact; a start may name none."""
    given(
        started("09:00", "c1"),
        locked("09:01", "c1", agent="ann", contact="kim"),
        inbound("09:02", "c1", channel="web", contact="lee"),
        resolved("09:03", "c1", channel="tel"),
        channel_updated("09:00", "web", name="Web"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        channel  contact_id
        Web      kim
        """,
    )


def test_what_the_log_never_says_is_blank_and_an_id_is_printed() -> None:
    """An unknown channel has no name, an unknown contact has an ID; no channel is none."""
    given(
        inbound("09:00", "c1", channel="web", contact="kim"),
        inbound("09:01", "c2"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  medium  channel  contact_id  contact_primary_identifier  conversation_url
        c1               -       -        kim         -                           -
        c2               -       -        -           -                           -
        """,
    )


def test_names_are_the_latest_at_the_as_of_instant() -> None:
    """A name that is given later than a conversation is printed all the same, unless too late."""
    scenario = given(
        channel_updated("08:00", "web", medium="CHAT", name="Site", display_name="Site!"),
        contact_updated("08:00", "kim", primary_identifier="1", secondary_identifier="2"),
        inbound("09:00", "c1", channel="web", contact="kim"),
        channel_updated("10:00", "web", medium="MAIL", name="Web"),
        contact_updated("10:00", "kim", primary_identifier="3"),
    )

    scenario.when_replayed(as_of="09:59:59.999").then_rows(
        OpenConversations,
        """
        medium  channel  channel_display_name  contact_primary_identifier
        CHAT    Site     Site!                 1
        """,
    )
    # The update replaces all: no display name is the name, no identifier is none.
    scenario.when_replayed().then_rows(
        OpenConversations,
        """
        medium  channel  channel_display_name  contact_primary_identifier
        MAIL    Web      Web                   3
        """,
    ).then_rows(
        OpenConversations,
        """
        contact_secondary_identifier
        -
        """,
    )


def test_an_empty_display_name_is_a_name() -> None:
    """An empty text is a value: it does not fall back to the name."""
    given(
        channel_updated("08:00", "web", name="Web", display_name=""),
        inbound("09:00", "c1", channel="web"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        channel  channel_display_name
        Web      -
        """,
    )


def test_the_url_is_that_of_the_first_start_that_has_one() -> None:
    """A message's URL is its own, and none of its conversation's."""
    given(
        started("09:00", "c1"),
        inbound("09:01", "c1", url="https://post/1"),
        started("09:02", "c1", url="https://desk/1"),
        started("09:03", "c1", url="https://desk/2"),
    ).when_replayed().then_rows(
        Messages,
        """
        conversation_url  message_url
        https://desk/1    https://post/1
        """,
    ).then_rows(
        OpenConversations,
        """
        conversation_url
        https://desk/1
        """,
    )


def test_the_language_is_the_latest_set() -> None:
    """A start can set it, and each `language.set`; a start that says none leaves it."""
    given(
        started("09:00", "c1", language="nl"),
        started("09:00", "c2", language="nl"),
        language_set("09:01", "c2", language="fr"),
        started("09:02", "c2"),
        language_set("09:00", "c3", language="fr"),
        started("09:01", "c3", language="en"),
        inbound("09:00", "c4"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  language
        c1               nl
        c2               fr
        c4               -
        c3               en
        """,
    )


def test_the_topics_are_those_on_the_conversation_in_the_order_of_application() -> None:
    """Removed and applied again a topic is at the end; IDs and names are in step."""
    given(
        topic_updated("08:00", "b", name="Bill"),
        topic_updated("08:00", "c", name="Call"),
        topic_applied("09:00", "c1", topic="c"),
        topic_applied("09:01", "c1", topic="b"),
        topic_applied("09:02", "c1", topic="a"),
        topic_applied("09:03", "c1", topic="d"),
        topic_applied("09:04", "c1", topic="b"),
        topic_removed("09:05", "c1", topic="d"),
        topic_removed("09:06", "c1", topic="c"),
        topic_applied("09:07", "c1", topic="c"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        topic_ids  topic_names
        b;a;c      Bill;;Call
        """,
    )


def test_last_updated_is_the_last_event_whether_or_not_it_changed_anything() -> None:
    """Also a status that is already so and a tag on nothing; not a duplicate, nor what is later."""
    given(
        inbound("09:00", "c1", id="one"),
        resolved("09:01", "c1"),
        resolved("09:02", "c1"),
        inbound("09:30", "c1", id="one"),
        inbound("09:00", "c2"),
        resolved("09:01", "c2"),
        tag_applied("09:03", "c2", message="unknown", tag="x"),
        message_deleted("09:00", "c3", message="unknown"),
        resolved("09:02", "c3"),
        csat_sent("09:04", "c3"),
        csat_sent("09:50", "c3"),
    ).when_replayed(as_of="09:40").then_rows(
        ResolvedConversations,
        """
        conversation_id  last_updated
        c1               09:02
        c2               09:03
        c3               09:04
        """,
    )


def test_the_name_and_reference_of_an_agent_are_of_the_id_in_the_row() -> None:
    """Two agents in one row have each their own; the latest at the as-of instant."""
    given(
        agent_updated("08:00", "ann", name="Ann", reference="E 1"),
        agent_updated("08:00", "bob", name="Bob", reference="E 2"),
        resolved("09:00", "c1", agent="ann"),
        inbound("09:01", "c1"),
        agent_updated("09:30", "ann", name="Ann Lee"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        resolved_agent_id  resolved_agent_name  resolved_agent_reference
        ann                Ann Lee              -
        """,
    )
