"""Facts of a conversation one by one: also what no export prints, but explanations tell."""

from typing import Any

import pytest
from given import (
    csat_replied,
    csat_sent,
    given,
    inbound,
    locked,
    moved_to_new,
    released,
    reply,
    resolved,
    tag_removed,
)
from replaydesk.projections import (
    Frame,
    Messages,
    OpenConversations,
    Period,
    ResponseTimes,
    RowProjection,
    Users,
)
from replaydesk.projections.derivations import AgentMoments, Conversation, Reference


def conversation_of(*events: Any) -> Conversation:
    """Make a conversation of its events, in order, up to the last of them."""
    last = events[-1]
    return Conversation(last.conversation_id, list(events), Reference(), AgentMoments(), last.time)


def test_the_reply_of_a_lock_is_its_first() -> None:
    """Of two replies inside an interval the first is told; the next interval has its own."""
    conversation = conversation_of(
        locked("09:00", "c1", agent="ann"),
        reply("09:01", "c1", agent="ann", message="m1"),
        reply("09:02", "c1", agent="ann", message="m2"),
        locked("09:03", "c1", agent="bob"),
        released("09:04", "c1", agent="bob"),
    )
    told = [lock.reply and lock.reply.sent.message_id for lock in conversation.locks]

    assert told == ["m1", None]


def test_a_fact_asked_of_the_class_is_its_declaration() -> None:
    """So `help` finds what it says of itself, and nothing is derived."""
    assert Conversation.topics is Conversation.__dict__["topics"]


def test_a_survey_keeps_its_name() -> None:
    """Surveys are told by their IDs, and one of a conversation may have none."""
    conversation = conversation_of(
        csat_sent("09:00", "c1", survey="s1"),
        csat_sent("09:01", "c1"),
    )

    assert [survey.survey_id for survey in conversation.surveys] == ["s1", None]


def test_a_click_away_counts_however_large_its_seq_is() -> None:
    """Time comes before `seq`, also where `seq` is greater than any instant."""
    given(
        locked("09:00", "c1", agent="ann"),
        locked("09:02", "c2", agent="ann", seq=2**53 - 1),
        released("09:03", "c1", agent="ann"),
        released("09:03", "c2", agent="ann"),
        inbound("12:00", "another"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  cherry_picking_time
        c1               120
        c2               60
        another          0
        """,
    )


def test_what_is_nobodys_does_not_hide_what_follows() -> None:
    """A survey without an owner, and resolves by others or before the period, come first here."""
    given(
        resolved("08:00", "c1", agent="ann"),
        moved_to_new("08:30", "c1"),
        resolved("09:00", "c1", actor="SYSTEM"),
        moved_to_new("09:01", "c1"),
        resolved("09:02", "c1", agent="ann"),
        csat_replied("08:10", "c2", survey="a", score=3),
        csat_replied("09:03", "c2", survey="b", score=4, agent="ann"),
    ).when_replayed(start="09:00").then_rows(
        Users,
        """
        user_id  resolves_without_reply  csat_3  csat_4
        ann      1                       0       1
        """,
    )


def test_a_tag_that_was_never_there_is_an_event_of_the_message_all_the_same() -> None:
    """Where a message has no other event after it was sent, taking a tag off is its latest."""
    conversation = conversation_of(
        inbound("09:00", "c1", message="m1"),
        tag_removed("09:05", "c1", message="m1", tag="x"),
    )
    (message,) = conversation.messages

    state = conversation.message_states["m1"]
    assert state.last_updated - message.sent.time == 300_000


@pytest.mark.parametrize("export", [Messages, ResponseTimes])
def test_rows_that_are_equal_in_all_else_go_by_conversation(
    export: type[RowProjection[Any]],
) -> None:
    """One message ID of one instant can stand in two conversations, folded in any order."""
    projection = export(Frame(period=Period(0, 2**60, 2**60)))
    for name in ("c2", "c1"):
        conversation = conversation_of(
            inbound("09:00", name, message="m1"), reply("09:01", name, message="m2")
        )
        for method in projection.handlers.values():
            getattr(projection, method)(conversation)
    rows = projection.rows(Reference())
    replies = [row.conversation_id for row in rows if "m2" in row]

    assert replies == ["c1", "c2"]
