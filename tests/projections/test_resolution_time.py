"""Resolution time: from the first inbound message to the first resolve."""

from given import given, hours_updated, inbound, moved_to_new, pending, reply, resolved
from replaydesk.projections import OpenConversations, ResolvedConversations


def test_it_runs_from_the_first_inbound_message_to_the_first_resolve() -> None:
    """Later messages and later resolves change nothing."""
    given(
        inbound("09:00", "c1"),
        inbound("09:01", "c1"),
        resolved("09:10:00.500", "c1", agent="ann"),
        moved_to_new("09:20", "c1"),
        resolved("09:30", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               600.5
        """,
    )


def test_it_is_elapsed_time() -> None:
    """Opening hours do not count: a night is as long as it is."""
    # 17 hours.
    given(
        hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"}),
        inbound("16:00", "c1", channel="web"),
        resolved("2026-03-11T09:00", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               61200
        """,
    )


def test_anyone_can_resolve() -> None:
    """The first resolve counts, whoever made it, with a reply before it or without."""
    given(
        inbound("09:00", "c1"),
        resolved("09:05", "c1"),
        inbound("09:00", "c2"),
        reply("09:01", "c2", agent="ann"),
        resolved("09:06", "c2", actor="AUTOMATION"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               300
        c2               360
        """,
    )


def test_only_a_resolve_ends_it() -> None:
    """A conversation that waits in pending, or comes back to new, is not resolved yet."""
    given(
        inbound("09:00", "c1"),
        pending("09:05", "c1", agent="ann"),
        moved_to_new("09:06", "c1", agent="ann"),
        resolved("09:10", "c1", agent="ann"),
        inbound("09:00", "c2"),
        pending("09:05", "c2", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               600
        """,
    ).then_rows(
        OpenConversations,
        """
        conversation_id  resolution_time
        c2               -
        """,
    )


def test_without_a_resolve_it_is_blank() -> None:
    """A conversation that was never resolved has no resolution time."""
    given(
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  resolution_time
        c1               -
        """,
    )


def test_without_an_inbound_message_before_it_it_is_blank() -> None:
    """A first resolve before the contact wrote gives none, also where a second comes after."""
    given(
        reply("09:00", "c1", agent="ann"),
        resolved("09:01", "c1", agent="ann"),
        inbound("09:02", "c1"),
        moved_to_new("09:03", "c1"),
        resolved("09:10", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               -
        """,
    )


def test_message_and_resolve_in_one_instant() -> None:
    """The message comes before a resolve of its instant: no time; by `seq` after it: blank."""
    given(
        resolved("09:00", "c1"),
        inbound("09:00", "c1"),
        resolved("09:00", "c2"),
        inbound("09:00", "c2", seq=1),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolution_time
        c1               0
        c2               -
        """,
    )


def test_a_reopened_conversation_keeps_it() -> None:
    """It is a matter of the first resolve, also while the conversation is open again."""
    given(
        inbound("09:00", "c1"),
        resolved("09:05", "c1", agent="ann"),
        moved_to_new("09:10", "c1"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  resolution_time
        c1               300
        """,
    )
