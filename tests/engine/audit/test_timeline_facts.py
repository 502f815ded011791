"""The facts beside the events of a conversation: waits, responses, resolves, surveys, presence."""

from typing import Any

from replaydesk import MetricPolicy, replay_lines, timeline
from replaydesk.engine.audit.timeline import Timeline
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


def waits(timeline: Timeline) -> list[tuple[str, str, str, str]]:
    """Return when each wait began and ended, and why."""
    return [
        (timeline.clock.time(span.start), timeline.clock.time(span.end), span.why, span.ending)
        for span in timeline.spans
        if span.kind == "WAIT"
    ]


def test_every_way_for_a_wait_to_begin_and_end_is_told() -> None:
    """Waits are answered, replaced by a handover's, resolved away, and last."""
    conversation = told(
        "c1",
        inbound("c1", "09:00"),
        event("virtual_agent.handed_over", "09:01", conversation_id="c1", agent_id="bot"),
        reply("c1", "ann", "09:05"),
        inbound("c1", "09:06"),
        status("c1", "RESOLVED", "09:08"),
        status("c1", "NEW", "09:20", boomerang=True),
        reply("c1", "ann", "09:21"),
        status("c1", "PENDING", "09:22"),
        status("c1", "NEW", "09:30", "ann"),
    )

    assert waits(conversation) == [
        ("09:00:00", "09:01:00", "the contact wrote", "replaced by that of a handover"),
        ("09:01:00", "09:05:00", "a virtual agent handed over", "answered"),
        ("09:06:00", "09:08:00", "the contact wrote", "resolved without an answer"),
        ("09:20:00", "09:21:00", "it came back as a boomerang", "answered"),
        (
            "09:30:00",
            "09:30:00",
            "an agent put it back to NEW",
            "still waiting at the as-of instant",
        ),
    ]


def test_the_first_response_is_told_in_business_time() -> None:
    """Written at 8:00 and answered at 9:20 in a channel that opens at 9: 20 min of 80."""
    log = (
        event(
            *("business_hours.updated", "07:00"),
            channel_id="web",
            timezone="UTC",
            weekly={"tue": [["09:00", "17:00"]]},
        ),
        inbound("c1", "08:00", channel_id="web"),
        reply("c1", "ann", "09:20"),
    )

    applied = facts(told("c1", *log))["e3"]
    ignored = facts(told("c1", *log, policy=MetricPolicy(business_hours="IGNORE")))["e3"]
    response = "Response after 1 h 20 min, waited for since 08:00:00."
    assert applied == [
        response,
        (
            "First response time 20 min, of 1 h 20 min since 08:00:00; the rest lay outside the "
            "opening hours."
        ),
    ]
    assert ignored == [response, "First response time 1 h 20 min, of 1 h 20 min since 08:00:00."]


def test_a_resolve_is_with_or_without_reply() -> None:
    """The second cycle holds no reply, and only the first resolve has a resolution time."""
    conversation = told(
        "c1",
        reply("c1", "ann", "09:00"),
        status("c1", "RESOLVED", "09:10"),
        status("c1", "NEW", "09:20"),
        status("c1", "RESOLVED", "09:30"),
    )

    assert facts(conversation)["e2"] == ["Resolve with reply, the first; no resolution time."]
    assert facts(conversation)["e4"] == ["Resolve without reply."]


def test_a_returned_survey_tells_its_score_and_whose_it_is() -> None:
    """It counts at its first score, with its latest, for the agent whom the latest reply names."""
    named = {"conversation_id": "c1", "survey_id": "s1"}
    conversation = told(
        "c1",
        event("csat.sent", "09:00", **named, agent_id="ann"),
        event("csat.replied", "09:10", **named, score=2),
        event("csat.replied", "09:20", **named, score=5, agent_id="bob", team_id="t1"),
    )

    assert facts(conversation) == {
        "e2": ["Survey returned: it counts with score 5, its latest, for agent bob and team t1."]
    }


def test_events_that_change_nothing_say_so() -> None:
    """A message, status, topic, tag or lock once more, and a release by another, make no fact."""
    label = {"conversation_id": "c1", "agent_id": "ann"}
    conversation = told(
        "c1",
        inbound("c1", "09:00", message_id="m1"),
        inbound("c1", "09:01", message_id="m1"),
        status("c1", "NEW", "09:02"),
        event("topic.applied", "09:03", **label, topic_id="p1"),
        event("topic.applied", "09:04", **label, topic_id="p1"),
        event("tag.applied", "09:05", **label, message_id="m1", tag_id="g1"),
        event("tag.applied", "09:06", **label, message_id="m1", tag_id="g1"),
        lock("c1", "bot", "09:07", actor_type="VIRTUAL_AGENT"),
        lock("c1", "ann", "09:08"),
        lock("c1", "ann", "09:09"),
        release("c1", "bob", "09:10"),
        release("c1", "ann", "09:11"),
    )

    told_of_nothing = {
        entry.event_id: note.text
        for entry in conversation.entries
        for note in entry.notes
        if note.kind == "NO_EFFECT"
    }
    assert told_of_nothing == {
        "e2": "No message: it was sent before under this ID.",
        "e3": "No change: the conversation has this status already.",
        "e5": "No application: it is applied already.",
        "e7": "No application: it is applied already.",
        "e8": "Not measured: it is a virtual agent's lock.",
        "e10": "No change: the agent holds this lock already.",
        "e11": "Closes no lock interval.",
    }


def test_the_presence_of_who_holds_the_lock_is_told() -> None:
    """Ann's availability from before is there, her morning is not, and Cleo never held the lock."""
    conversation = told(
        "c1",
        presence("ann", "AVAILABLE", "07:00"),
        presence("ann", "OFFLINE", "08:00"),
        presence("ann", "AVAILABLE", "08:30"),
        presence("cleo", "AVAILABLE", "08:30"),
        lock("c1", "ann", "09:00"),
        presence("ann", "AWAY", "09:10", away_state="Lunch"),
        release("c1", "ann", "09:20"),
        presence("ann", "OFFLINE", "10:00"),
    )

    presences = [
        span for span in conversation.spans if span.kind in ("AVAILABLE", "AWAY", "OFFLINE")
    ]
    assert [(span.kind, span.opened.id, span.why) for span in presences] == [
        ("AVAILABLE", "e3", ""),
        ("AWAY", "e6", "Lunch"),
    ]
    assert facts(conversation)["e3"] == ["Available for 40 min, until 09:10:00."]
    assert [entry.event_id for entry in conversation.entries] == ["e3", "e5", "e6", "e7", "e8"]
