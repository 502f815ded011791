"""Status: what is a change, what is a resolve, and which replies are in its cycle."""

from given import (
    BOT,
    given,
    inbound,
    locked,
    moved_to_new,
    outbound,
    pending,
    reply,
    resolved,
    started,
)
from replaydesk.projections import OpenConversations, ResolvedConversations, Users


def test_a_conversation_starts_new() -> None:
    """A conversation of which no event says a status is `NEW`."""
    given(inbound("09:00", "c1")).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  current_status
        c1               NEW
        """,
    )


def test_the_status_is_that_of_the_latest_change() -> None:
    """Each change of status holds until the next one."""
    given(
        pending("09:00", "pends"),
        resolved("09:00", "reopened"),
        moved_to_new("09:01", "reopened"),
        moved_to_new("09:00", "done"),
        pending("09:01", "done"),
        resolved("09:02", "done"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  current_status
        pends            PENDING
        reopened         NEW
        """,
    ).then_rows(
        ResolvedConversations,
        """
        conversation_id  current_status
        reopened         NEW
        done             RESOLVED
        """,
    )


def test_the_status_that_it_already_has_is_no_change() -> None:
    """`NEW` on a new conversation closes no lock, and is no last status change."""
    given(
        locked("09:00", "c1", agent="ann"),
        moved_to_new("09:05", "c1", agent="ann"),
        resolved("09:10", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  no_reply_time  cherry_picking_time
        ann      600            0
        """,
    )


def test_a_second_resolve_in_a_row_is_none() -> None:
    """Resolving what is resolved counts for nobody and leaves the first resolve as it was."""
    given(
        resolved("09:00", "c1", agent="ann", reason="done"),
        resolved("09:10", "c1", agent="bob", reason="really", bulk=True),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      0                    1
        """,
    ).then_rows(
        ResolvedConversations,
        """
        resolved_at  resolved_by  resolved_agent_id  resolve_reason  last_status_change_agent_id
        09:00        AGENT        ann                done            ann
        """,
    )


def test_pending_in_a_row_is_one_change() -> None:
    """The latest change to pending is the one that changed something."""
    given(
        pending("09:00", "c1", agent="ann"),
        pending("09:10", "c1", agent="bob"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  last_status_change_agent_id  last_updated
        c1               ann                          09:10
        """,
    )


def test_the_first_resolve_is_the_earliest() -> None:
    """Of several resolves the earliest in time is the first, however the log writes them."""
    given(
        resolved("09:20", "c1", agent="bob"),
        moved_to_new("09:10", "c1"),
        resolved("09:00", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  resolved_at  resolved_agent_id
        c1               09:00        ann
        """,
    )


def test_each_change_to_resolved_is_a_resolve() -> None:
    """A conversation that was reopened, or pending in between, is resolved again."""
    given(
        resolved("09:00", "c1", agent="ann"),
        moved_to_new("09:10", "c1"),
        resolved("09:20", "c1", agent="ann"),
        pending("09:30", "c1"),
        resolved("09:40", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_without_reply
        ann      3
        """,
    )


def test_a_cycle_begins_after_the_previous_resolve() -> None:
    """Only the replies since the previous resolve make a resolve one with reply."""
    given(
        reply("09:00", "c1", agent="ann"),
        resolved("09:01", "c1", agent="ann"),
        moved_to_new("09:02", "c1"),
        resolved("09:03", "c1", agent="bob"),
        moved_to_new("09:04", "c1"),
        reply("09:05", "c1", agent="cleo"),
        resolved("09:06", "c1", agent="cleo"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      1                    0
        bob      0                    1
        cleo     1                    0
        """,
    )


def test_a_reply_by_anyone_makes_a_resolve_one_with_reply() -> None:
    """Another agent's reply counts, and so does one whose agent the log does not name."""
    given(
        reply("09:00", "c1", agent="bob"),
        resolved("09:01", "c1", agent="ann"),
        reply("09:00", "c2"),
        resolved("09:01", "c2", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      2                    0
        bob      0                    0
        """,
    )


def test_what_follows_a_reply_takes_nothing_from_the_cycle() -> None:
    """A resolve is one with reply also where the contact or a machine had the last word."""
    given(
        reply("09:00", "c1", agent="ann"),
        inbound("09:01", "c1"),
        outbound("09:02", "c1", **BOT),
        resolved("09:03", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      1                    0
        """,
    )


def test_only_human_replies_make_a_resolve_one_with_reply() -> None:
    """What the contact or a machine sent is no reply."""
    given(
        inbound("09:00", "c1"),
        outbound("09:01", "c1", **BOT),
        outbound("09:02", "c1", actor="AUTO_RESPONDER"),
        outbound("09:03", "c1"),
        inbound("09:04", "c1", actor="AGENT", agent="ann"),
        resolved("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      0                    1
        """,
    )


def test_a_reply_in_the_instant_of_the_resolve_is_in_its_cycle() -> None:
    """A message comes before a status of the same instant, unless `seq` says it came after."""
    given(
        resolved("09:00", "c1", agent="ann"),
        reply("09:00", "c1", agent="ann"),
        moved_to_new("09:01", "c1"),
        resolved("09:02", "c1", agent="bob"),
        resolved("09:00", "c2", agent="ann"),
        reply("09:00", "c2", agent="ann", seq=1),
        moved_to_new("09:01", "c2"),
        resolved("09:02", "c2", agent="bob"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      1                    1
        bob      1                    1
        """,
    )


def test_resolving_what_is_resolved_begins_no_cycle() -> None:
    """A reply between a resolve and one that changes nothing is in the next cycle."""
    given(
        resolved("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann"),
        resolved("09:02", "c1", agent="ann"),
        moved_to_new("09:03", "c1"),
        resolved("09:04", "c1", agent="ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  resolves_with_reply  resolves_without_reply
        ann      1                    1
        """,
    )


def test_a_conversation_is_created_where_it_started() -> None:
    """The first `conversation.started` is the creation, also where other events came before."""
    given(
        inbound("09:00", "late"),
        started("09:05", "late"),
        started("09:10", "late"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  created_at
        late             09:05
        """,
    )


def test_a_conversation_without_a_start_is_created_at_its_first_event() -> None:
    """Any event of a conversation is its creation where no start is told."""
    given(
        locked("09:10", "c1", agent="ann"),
        inbound("09:05", "c1"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  created_at
        c1               09:05
        """,
    )
