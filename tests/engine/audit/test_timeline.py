"""Timelines of conversations: what is told, in which order, and the facts beside each event."""

from typing import Any

import pytest
from replaydesk import MetricPolicy, MomentError, replay_lines, timeline
from replaydesk.engine.audit.timeline import SubjectError, Timeline, UnknownSubjectError
from small_log import Said, event, inbound, lines, lock, presence, release, reply, status


def told(c: str, *events: Said, **options: Any) -> Timeline:
    """Tell a conversation of a small log."""
    return timeline(replay_lines(lines(*events), **options), conversation=c)


def facts(timeline: Timeline) -> dict[str, list[str]]:
    """Return the notes beside each event, by its ID; those of the as-of instant by nothing."""
    return {
        entry.event_id: [note.text for note in entry.notes]
        for entry in timeline.entries
        if entry.notes
    }


def test_a_conversation_is_told_in_order_with_its_facts() -> None:
    """A question, a lock, a reply and a resolve make a wait, a response, a lock and a cycle."""
    conversation = told(
        "c1",
        inbound("c1", "09:00", message_id="m1"),
        lock("c1", "ann", "09:01", team_id="t1"),
        reply("c1", "ann", "09:05", message_id="m2"),
        status("c1", "RESOLVED", "09:10:00.250", "ann"),
    )

    text = list(conversation.as_text())
    assert text[text.index("2026-03-10 (UTC+00:00)") :] == [
        "2026-03-10 (UTC+00:00)",
        "  09:00:00      The contact wrote (message m1).  <e1, lines:1>",
        "                = A wait opens, as the contact wrote; answered after 5 min, at 09:05:00.",
        "  09:01:00      Agent ann took the lock.  <e2, lines:2>",
        (
            "                = Lock opens: handling for team t1, 9 min 0.25 s, until 09:10:00.250; "
            "its agent replied (message m2)."
        ),
        "  09:05:00      Agent ann replied (message m2).  <e3, lines:3>",
        "                = Response after 5 min, waited for since 09:00:00.",
        "                = First response time 5 min, of 5 min since 09:00:00.",
        "  09:10:00.250  Agent ann resolved the conversation.  <e4, lines:4>",
        "                = Resolve with reply, the first; resolution time 10 min 0.25 s.",
        (
            "                = Lock of agent ann since 09:01:00 closes: handling, 9 min 0.25 s; "
            "the status changed."
        ),
    ]


def test_the_totals_are_those_of_the_row() -> None:
    """Every duration is there, blank or not, as the export prints it; counts only if not zero."""
    conversation = told("c1", inbound("c1", "09:00"), status("c1", "RESOLVED", "09:00:00.500"))

    assert [(t.export, t.column.key, t.printed, t.spelt) for t in conversation.totals] == [
        ("resolved-conversation", "first_response_time", "", ""),
        ("resolved-conversation", "handling_time", "0", "0 s"),
        ("resolved-conversation", "no_reply_time", "0", "0 s"),
        ("resolved-conversation", "cherry_picking_time", "0", "0 s"),
        ("resolved-conversation", "resolution_time", "0.5", "0.5 s"),
        ("resolved-conversation", "inbound_messages", "1", ""),
    ]


def test_a_conversation_without_a_row_has_no_totals() -> None:
    """Resolved outside the period, or in a channel that is not kept, it is told all the same."""
    log = (
        inbound("c1", "09:00", channel_id="web"),
        status("c1", "RESOLVED", "09:10"),
        inbound("c2", "09:20", channel_id="sms"),
    )

    for options in ({"start": "2026-03-10T09:15"}, {"channels": ["sms"]}):
        conversation = told("c1", *log, **options)
        assert [entry.event_id for entry in conversation.entries] == ["e1", "e2"]
        assert conversation.totals == ()
        assert "No export has a row of this conversation in this period and these channels." in (
            conversation.as_text()
        )


@pytest.mark.parametrize(
    ("lock_ends", "kind", "note"),
    [
        (release("c1", "ann", "09:02"), "CHERRY_PICKING", "cherry-picking, 2 min; its agent gave"),
        (lock("c1", "bob", "09:02"), "CHERRY_PICKING", "2 min; somebody else took the lock."),
        (status("c1", "RESOLVED", "09:02", "ann"), "NO_REPLY", "no reply, 2 min; the status"),
        (status("c1", "RESOLVED", "09:02", "bob"), "CHERRY_PICKING", "2 min; the status changed."),
        (lock("c2", "ann", "09:02"), "CHERRY_PICKING", "its agent took another conversation."),
        (presence("ann", "OFFLINE", "09:02"), "CHERRY_PICKING", "2 min; its agent signed out."),
    ],
)
def test_what_ends_a_lock_is_told_wherever_it_happened(
    lock_ends: Said, kind: str, note: str
) -> None:
    """The event that closes the lock stands in the timeline, also of another stream."""
    conversation = told("c1", lock("c1", "ann", "09:00"), lock_ends, inbound("c3", "10:00"))

    first = next(span for span in conversation.spans if span.is_lock)
    assert (first.kind, first.length, first.opened.id) == (kind, 120_000, "e1")
    assert first.closed is not None
    assert first.closed.id == "e2"
    assert any(note in text for text in facts(conversation)["e2"])


def test_an_event_of_another_conversation_says_whose_it_is() -> None:
    """The lock that ended this one is of conversation c2, and comes from line 1."""
    conversation = told("c1", lock("c2", "ann", "09:30"), lock("c1", "ann", "09:00"))

    assert [(e.event_id, e.conversation_id, e.place) for e in conversation.entries] == [
        ("e2", None, "lines:2"),
        ("e1", "c2", "lines:1"),
    ]
    assert any("[conversation c2]" in line for line in conversation.as_text())


def test_what_is_open_ends_at_the_as_of_instant() -> None:
    """A lock and a wait that last are counted up to it, and an entry without an event says so."""
    conversation = told(
        "c1", inbound("c1", "09:00"), lock("c1", "ann", "09:10"), as_of="2026-03-10T09:30"
    )

    last = conversation.entries[-1]
    assert (last.event, last.place, last.event_id) == (None, "", "")
    assert facts(conversation)[""] == [
        (
            "Lock of agent ann since 09:10:00 closes: cherry-picking, 20 min; still held at the "
            "as-of instant."
        ),
        "The wait since 09:00:00 ends without a response: still waiting at the as-of instant.",
    ]


def test_events_after_the_as_of_instant_are_not_told() -> None:
    """The replay travels back in time, and the resolve of 9:10 has not happened yet."""
    conversation = told(
        *("c1", inbound("c1", "09:00"), status("c1", "RESOLVED", "09:10")),
        as_of="2026-03-10T09:05",
    )

    assert [entry.event_id for entry in conversation.entries] == ["e1", ""]
    assert {total.export for total in conversation.totals} == {"open-conversation"}


@pytest.mark.parametrize(
    ("medium", "policy", "quoted"),
    [
        ("WEB", "X_ONLY", False),
        ("twitter", "X_ONLY", True),
        ("WEB", "ALL", True),
        ("X", "NONE", False),
    ],
)
def test_messages_are_quoted_as_the_export_of_messages_is(
    medium: str, policy: Any, *, quoted: bool
) -> None:
    """What a contact wrote is told where the export prints it, by the medium and the policy."""
    conversation = told(
        "c1",
        event("channel.updated", "08:00", channel_id="web", medium=medium, name="Web"),
        inbound("c1", "09:00", message_id="m1", channel_id="web", content="Hello?"),
        policy=MetricPolicy(message_content=policy),
    )

    assert ("Hello?" in conversation.entries[0].sentence) is quoted


def test_a_timeline_does_not_depend_on_the_order_of_lines() -> None:
    """Backwards, the log tells the same, each event from another line."""
    log = lines(
        inbound("c1", "09:00"),
        lock("c1", "ann", "09:01"),
        reply("c1", "ann", "09:05"),
        lock("c2", "ann", "09:10"),
        presence("ann", "OFFLINE", "09:10"),
    )
    there, back = (timeline(replay_lines(order), conversation="c1") for order in (log, log[::-1]))

    assert [(e.sentence, e.notes) for e in there.entries] == [
        (e.sentence, e.notes) for e in back.entries
    ]
    assert [e.line for e in there.entries] == [1, 2, 3, 4]
    assert [e.line for e in back.entries] == [5, 4, 3, 2]


def test_a_duplicate_is_told_once() -> None:
    """Of two events with one ID the first in the order counts, and only that is told."""
    conversation = told(
        "c1", inbound("c1", "09:00", id="x"), inbound("c1", "09:05", id="x", message_id="m2")
    )

    assert [(e.event_id, e.line) for e in conversation.entries] == [("x", 1), ("", None)]


@pytest.mark.parametrize(
    ("subject", "error", "message"),
    [
        ({}, SubjectError, "name one of them"),
        ({"conversation": "c1", "agent": "ann"}, SubjectError, "name one of them"),
        ({"conversation": "c1", "day": "2026-03-10"}, SubjectError, "a day is for an agent's"),
        ({"conversation": "c9"}, UnknownSubjectError, "the log has no conversation 'c9'"),
        ({"agent": "bob"}, UnknownSubjectError, "the log has no agent 'bob'"),
        ({"agent": "Ann Day"}, UnknownSubjectError, "the agent of that name is 'ann'"),
        ({"agent": "ann", "day": "2026-03"}, MomentError, "'2026-03' is no date"),
        ({"agent": "ann", "day": "2026-02-30"}, MomentError, "'2026-02-30' is no date"),
    ],
)
def test_what_cannot_be_told_is_refused(
    subject: dict[str, str], error: type[Exception], message: str
) -> None:
    """The message says what was asked for and what to ask for instead."""
    result = replay_lines(
        lines(
            event("agent.updated", "08:00", agent_id="ann", name="Ann Day"), inbound("c1", "09:00")
        )
    )

    with pytest.raises(error, match=message):
        timeline(result, **subject)
