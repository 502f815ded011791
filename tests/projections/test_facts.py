"""Facts of a conversation that no export prints, but that explanations tell."""

from typing import Any

from given import csat_replied, csat_sent, given, inbound, locked, moved_to_new, released, reply
from given import resolved as resolved_by
from replaydesk.projections import OpenConversations, Users
from replaydesk.projections.derivations import AgentMoments, Conversation, Reference


def conversation_of(*events: Any) -> Conversation:
    """Make a conversation of its events, in order, up to the last of them."""
    return Conversation("c1", list(events), Reference(), AgentMoments(), events[-1].time)


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
        resolved_by("08:00", "c1", agent="ann"),
        moved_to_new("08:30", "c1"),
        resolved_by("09:00", "c1", actor="SYSTEM"),
        moved_to_new("09:01", "c1"),
        resolved_by("09:02", "c1", agent="ann"),
        csat_replied("08:10", "c2", survey="a", score=3),
        csat_replied("09:03", "c2", survey="b", score=4, agent="ann"),
    ).when_replayed(start="09:00").then_rows(
        Users,
        """
        user_id  resolves_without_reply  csat_3  csat_4
        ann      1                       0       1
        """,
    )
