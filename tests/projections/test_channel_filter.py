"""The channel filter: it chooses what is shown and summed, and changes no interval or wait."""

from given import (
    available,
    away,
    channel_updated,
    given,
    handed_over,
    inbound,
    locked,
    offline,
    reply,
    resolved,
    started,
)
from replaydesk.projections import (
    Messages,
    OpenConversations,
    ResponseTimes,
    UserPresence,
    Users,
)

THREE = given(
    channel_updated("08:00", "web", name="Site"),
    channel_updated("08:00", "tel", name="Phone"),
    inbound("09:00", "c1", channel="web"),
    inbound("09:01", "c2", channel="tel"),
    inbound("09:02", "c3", channel="sms"),
    inbound("09:03", "c4"),
    channel_updated("10:00", "web", name="Web"),
)


def test_without_a_filter_every_conversation_is_kept() -> None:
    """Also those that have no channel."""
    THREE.when_replayed(channels=[]).then_rows(
        OpenConversations,
        """
        conversation_id
        c1
        c2
        c3
        c4
        """,
    )


def test_a_channel_is_chosen_by_its_id() -> None:
    """An ID will do, also of a channel that the log never describes."""
    THREE.when_replayed(channels=["web", "sms"]).then_rows(
        OpenConversations,
        """
        conversation_id
        c1
        c3
        """,
    )


def test_a_channel_is_chosen_by_its_name_at_the_as_of_instant() -> None:
    """A name that it had before, or will have later, does not choose it."""
    rows = """
        conversation_id
        c1
        """

    THREE.when_replayed(channels=["Web"]).then_rows(OpenConversations, rows)
    THREE.when_replayed(channels=["Site"]).then_no_rows(OpenConversations)
    THREE.when_replayed(channels=["Site"], as_of="09:30").then_rows(OpenConversations, rows)
    THREE.when_replayed(channels=["Web"], as_of="09:30").then_no_rows(OpenConversations)


def test_names_and_ids_can_be_mixed() -> None:
    """Any number of channels is kept, each by what it is called."""
    THREE.when_replayed(channels=["Phone", "web", "nowhere"]).then_rows(
        OpenConversations,
        """
        conversation_id
        c1
        c2
        """,
    )


def test_a_name_chooses_every_channel_of_that_name() -> None:
    """Two channels can share a name, and one's name can be another's ID."""
    given(
        channel_updated("08:00", "a", name="b"),
        channel_updated("08:00", "b", name="c"),
        channel_updated("08:00", "d", name="b"),
        inbound("09:00", "in a", channel="a"),
        inbound("09:01", "in b", channel="b"),
        inbound("09:02", "in d", channel="d"),
        inbound("09:03", "in e", channel="e"),
    ).when_replayed(channels=["b"]).then_rows(
        OpenConversations,
        """
        conversation_id
        in a
        in b
        in d
        """,
    )


def test_the_channel_is_the_conversations() -> None:
    """A channel that a later event names does not bring a conversation into the filter."""
    given(
        started("09:00", "c1", channel="web"),
        inbound("09:01", "c1", channel="tel"),
        started("09:00", "c2", channel="tel"),
        inbound("09:01", "c2", channel="web"),
    ).when_replayed(channels=["tel"]).then_rows(
        Messages,
        """
        conversation_id
        c2
        """,
    )


def test_the_filter_changes_no_lock_interval() -> None:
    """A click-away to a conversation that is not shown ends the lock all the same."""
    given(
        inbound("08:59", "c1", channel="web"),
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        locked("09:05", "c2", agent="ann", channel="tel"),
        reply("09:06", "c2", agent="ann"),
        offline("09:20", "ann"),
    ).when_replayed(channels=["web"]).then_rows(
        Users,
        """
        user_id  handling_time  replies  average_handling_time
        ann      300            1        300
        """,
    )


def test_the_filter_changes_no_class() -> None:
    """A reply after a click-away is outside, also where the conversation it led to is not shown."""
    given(
        locked("09:00", "c1", agent="ann", channel="web"),
        locked("09:05", "c2", agent="ann", channel="tel"),
        reply("09:06", "c1", agent="ann"),
        resolved("09:07", "c1", agent="ann"),
    ).when_replayed(channels=["web"]).then_rows(
        Users,
        """
        user_id  handling_time  no_reply_time  cherry_picking_time
        ann      0              0              300
        """,
    )


def test_the_filter_changes_no_wait() -> None:
    """The response pairs that are shown are what they are without a filter."""
    given(
        inbound("09:00", "c1", channel="web", message="m1"),
        handed_over("09:01", "c1"),
        inbound("09:02", "c2", channel="tel", message="m2"),
        reply("09:05", "c1", agent="ann"),
        reply("09:06", "c2", agent="ann"),
    ).when_replayed(channels=["tel"]).then_rows(
        ResponseTimes,
        """
        conversation_id  from   to     inbound_message_id
        c2               09:02  09:06  m2
        """,
    )


def test_presence_knows_no_channel() -> None:
    """Available and away time are all there is, whichever channels are shown."""
    given(
        available("09:00", "ann"),
        locked("09:00", "c1", agent="ann", channel="web"),
        reply("09:01", "c1", agent="ann"),
        locked("09:06", "c2", agent="ann", channel="tel"),
        reply("09:07", "c2", agent="ann"),
        away("09:30", "ann"),
        offline("10:00", "ann"),
    ).when_replayed(channels=["web"]).then_rows(
        Users,
        """
        user_id  available_time  away_time  handling_time  utilisation
        ann      1800            1800       360            20
        """,
    ).then_rows(
        UserPresence,
        """
        from   to
        09:00  09:30
        09:30  10:00
        """,
    )


def test_the_frame_is_that_of_the_whole_log() -> None:
    """The default period and as-of instant do not depend on which channels are shown."""
    given(
        available("09:00", "ann"),
        locked("09:30", "c1", agent="ann", channel="web"),
        resolved("10:00", "c2", channel="tel"),
    ).when_replayed(channels=["web"]).then_rows(
        Users,
        """
        user_id  available_time  cherry_picking_time
        ann      3600            1800
        """,
    )


def test_a_filter_that_keeps_nothing_leaves_presence() -> None:
    """Where no conversation is of the chosen channels there is only presence to show."""
    given(
        available("09:00", "ann"),
        reply("09:30", "c1", agent="bob", channel="web"),
        offline("10:00", "ann"),
    ).when_replayed(channels=["nowhere"]).then_rows(
        Users,
        """
        user_id  replies
        ann      0
        """,
    ).then_no_rows(Messages)
