"""The export of contacts: its rows, and what is counted of their conversations."""

from given import (
    attribute_set,
    channel_updated,
    contact_updated,
    given,
    inbound,
    locked,
    outbound,
    reply,
    resolved,
    started,
    tag_applied,
)
from replaydesk.projections import Contacts


def test_a_row_for_each_contact_with_a_message_in_the_period() -> None:
    """In or out; a contact that is only described, or whose messages lie elsewhere, has none."""
    given(
        contact_updated("08:00", "described"),
        inbound("08:59", "c1", contact="before"),
        outbound("09:00", "c2", contact="written to"),
        inbound("09:59", "c3", contact="wrote"),
        inbound("10:00", "c4", contact="after"),
        locked("09:30", "c5", agent="ann", contact="locked"),
        inbound("09:30", "c6"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Contacts,
        """
        contact_id  created_at
        written to  -
        wrote       09:59
        """,
    )


def test_messages_and_conversations_are_counted_in_the_period() -> None:
    """Each message once, by its direction; a conversation if it has one of them."""
    given(
        inbound("08:00", "c0", contact="kim"),
        inbound("08:59", "c1", contact="kim", message="old"),
        inbound("09:00", "c1", contact="kim", message="a"),
        inbound("09:01", "c1", message="a"),
        inbound("09:02", "c1", message="old"),
        reply("09:03", "c1", agent="ann"),
        outbound("09:04", "c2", contact="kim"),
        outbound("09:05", "c2", contact="kim"),
        inbound("09:06", "c3", contact="lee"),
        inbound("10:00", "c4", contact="kim"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        Contacts,
        """
        contact_id  conversations  inbound_messages  outbound_messages  created_at
        kim         2              1                 3                  09:00
        lee         1              1                 0                  09:06
        """,
    )


def test_the_contact_of_a_message_is_its_conversations() -> None:
    """A contact that only the message names has no row for it."""
    given(
        started("09:00", "c1", contact="kim"),
        inbound("09:01", "c1", contact="lee"),
    ).when_replayed().then_rows(
        Contacts,
        """
        contact_id  inbound_messages
        kim         1
        """,
    )


def test_created_at_is_the_first_inbound_message_in_the_period() -> None:
    """Over all its conversations; outbound messages are not its own."""
    given(
        inbound("08:00", "c1", contact="kim"),
        outbound("09:00", "c1"),
        inbound("09:10", "c1"),
        inbound("09:20", "c1"),
        inbound("09:15", "c2", contact="kim"),
        outbound("09:00", "c3", contact="lee"),
    ).when_replayed(start="09:00").then_rows(
        Contacts,
        """
        contact_id  created_at
        kim         09:10
        lee         -
        """,
    )


def test_the_medium_is_its_own_else_that_of_its_first_message_in_the_period() -> None:
    """The first message counts in either direction; a channel that is not described has none."""
    given(
        channel_updated("08:00", "web", medium="CHAT"),
        channel_updated("08:00", "tel", medium="PHONE"),
        contact_updated("08:00", "own", medium="MAIL"),
        contact_updated("08:00", "told", primary_identifier="1"),
        inbound("08:30", "c0", contact="told", channel="tel"),
        inbound("09:00", "c1", contact="own", channel="web"),
        inbound("09:01", "c3", contact="told", channel="tel"),
        outbound("09:00", "c2", contact="told", channel="web"),
        inbound("09:02", "c2"),
        inbound("09:00", "c4", contact="unknown", channel="nowhere"),
        inbound("09:01", "c5", contact="unknown", channel="web"),
        inbound("09:00", "c6", contact="without"),
    ).when_replayed(start="09:00").then_rows(
        Contacts,
        """
        contact_id  medium
        own         MAIL
        told        CHAT
        unknown     -
        without     -
        """,
    )


def test_of_two_messages_in_one_instant_the_order_says_which_is_first() -> None:
    """The medium is that of the message with the lower ID, whatever its conversation."""
    given(
        channel_updated("08:00", "web", medium="CHAT"),
        channel_updated("08:00", "tel", medium="PHONE"),
        inbound("09:00", "c1", contact="kim", channel="web", id="2"),
        inbound("09:00", "c2", contact="kim", channel="tel", id="1"),
    ).when_replayed().then_rows(
        Contacts,
        """
        contact_id  medium
        kim         PHONE
        """,
    )


def test_an_update_replaces_all_that_was_said_of_a_contact() -> None:
    """What the latest `contact.updated` leaves out is blank, and the medium the channel's again."""
    given(
        channel_updated("08:00", "web", medium="CHAT"),
        contact_updated(
            "08:00", "kim", medium="MAIL", primary_identifier="1", secondary_identifier="2"
        ),
        inbound("09:00", "c1", contact="kim", channel="web"),
        contact_updated("10:00", "kim", secondary_identifier="3"),
    ).when_replayed().then_rows(
        Contacts,
        """
        medium  primary_identifier  secondary_identifier
        CHAT    -                   3
        """,
    )


def test_last_updated_is_the_latest_of_its_own_events_and_messages() -> None:
    """Descriptions, attributes and sendings, in the period or not; no other event."""
    given(
        contact_updated("12:00", "described"),
        attribute_set("12:01", "attributed", "a", value=1),
        attribute_set("12:02", "cleared", "a"),
        *(
            inbound("09:00", name, contact=name, message="m")
            for name in ("attributed", "cleared", "described", "replied", "resent")
        ),
        outbound("12:03", "replied"),
        inbound("12:04", "resent", message="m"),
        tag_applied("12:05", "replied", message="m", tag="x"),
        resolved("12:06", "replied"),
        contact_updated("13:00", "described"),
    ).when_replayed(end="10:00", as_of="12:59").then_rows(
        Contacts,
        """
        contact_id  last_updated
        attributed  12:01
        cleared     12:02
        described   12:00
        replied     12:03
        resent      12:04
        """,
    )


def test_last_updated_is_of_the_conversations_that_the_filter_keeps() -> None:
    """A message on another channel does not count; the contact's own events do."""
    scenario = given(
        contact_updated("09:30", "kim"),
        inbound("09:00", "c1", contact="kim", channel="web"),
        inbound("10:00", "c2", contact="kim", channel="tel"),
        contact_updated("08:00", "lee"),
        inbound("09:00", "c3", contact="lee", channel="web"),
        inbound("10:00", "c4", contact="lee", channel="tel"),
    )

    scenario.when_replayed(channels=["web"]).then_rows(
        Contacts,
        """
        contact_id  conversations  last_updated
        kim         1              09:30
        lee         1              09:00
        """,
    )
    scenario.when_replayed().then_rows(
        Contacts,
        """
        contact_id  conversations  last_updated
        kim         2              10:00
        lee         2              10:00
        """,
    )


def test_rows_are_sorted_by_contact() -> None:
    """IDs are compared by code points."""
    given(
        *(inbound("09:00", f"of {name}", contact=name) for name in ("b", "a", "B", "é"))
    ).when_replayed().then_rows(
        Contacts,
        """
        contact_id
        B
        a
        b
        é
        """,
    )
