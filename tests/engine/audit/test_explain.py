"""Explanations: the facts behind a number, what each adds, and the events behind the facts."""

import pytest
from explained import MINUTE, details, events, facts, ratio, replayed
from replaydesk import UnknownExportError, explain, replay_events
from replaydesk.events import decode
from replaydesk.projections import Users
from small_log import event, inbound, lines, presence, reply, status


def test_the_team_of_an_action_is_told_where_its_agent_says_it() -> None:
    """A reply that names no team is its agent's team's: the event that says so is told."""
    result = replayed(
        event("agent.updated", "08:00", agent_id="ann", name="Ann", team_id="t1"),
        inbound("c1", "09:00"),
        reply("c1", "ann", "09:05"),
        status("c1", "RESOLVED", "09:10", "ann", team_id="t1"),
        event("agent.updated", "10:00", agent_id="ann", name="Ann", team_id="t2"),
    )
    explanation = explain(result, "team", {"team_id": "t1"})

    assert events(*facts(explanation, "replies")) == [
        ("human reply", "e3"),
        ("says the team of its agent then", "e1"),
    ]
    average = ratio(explanation, "average_resolution_time")
    assert [fact.adds for fact in average.numerator.contributions] == [10 * MINUTE]
    assert [fact.adds for fact in average.denominator.contributions] == [1]
    assert ("says the team of its agent then", "e1") not in events(
        average.denominator.contributions[0]
    )
    (first_response,) = ratio(explanation, "average_first_response_time").numerator.contributions
    assert first_response.adds == 5 * MINUTE


def test_a_survey_is_told_with_its_events_and_whose_it_is() -> None:
    """A score that nobody is named for belongs to who resolved, and that event is told."""
    result = replayed(
        status("c1", "RESOLVED", "09:00", "ann", actor_type="AGENT"),
        event("csat.sent", "09:01", conversation_id="c1"),
        event("csat.replied", "09:02", conversation_id="c1", score=2),
        event("csat.replied", "09:03", conversation_id="c1", score=4),
    )
    explanation = explain(result, "user", {"user_id": "ann"})
    (fact,) = facts(explanation, "csat_4")

    assert facts(explanation, "csat_2") == ()
    assert events(fact) == [
        ("of the survey", "e2"),
        ("of the survey", "e3"),
        ("of the survey", "e4"),
        ("names the agent to whom it belongs", "e1"),
    ]


def test_a_resolve_that_names_nobody_is_not_told_of_a_survey() -> None:
    """A human who resolved without a name says not whose the survey is."""
    result = replayed(
        status("c1", "RESOLVED", "09:00", actor_type="AGENT"),
        event("csat.replied", "09:01", conversation_id="c1", score=4),
    )
    explanation = explain(result, "resolved-conversation", {"conversation_id": "c1"})
    (fact,) = facts(explanation, "csat_score")

    assert events(fact) == [("of the survey", "e2")]
    assert "agent_id" not in details(fact)


def test_a_score_is_that_of_the_latest_survey() -> None:
    """Of two surveys with scores only the later one is behind the cell of the conversation."""
    result = replayed(
        status("c1", "RESOLVED", "09:00", "ann"),
        event("csat.replied", "09:01", conversation_id="c1", survey_id="s1", score=3),
        event("csat.replied", "09:02", conversation_id="c1", survey_id="s2", score=3),
    )
    explanation = explain(result, "resolved-conversation", {"conversation_id": "c1"})
    (fact,) = facts(explanation, "csat_score")

    assert (fact.adds, details(fact)["survey_id"]) == (3, "s2")


def test_a_conversation_counts_once_for_a_topic() -> None:
    """Applied, removed and applied again is one conversation, which the first one brings."""
    result = replayed(
        *(
            event(kind, clock, conversation_id="c1", topic_id="bill", channel_id="web")
            for kind, clock in (
                ("topic.applied", "09:00"),
                ("topic.removed", "09:10"),
                ("topic.applied", "09:20"),
            )
        )
    )
    explanation = explain(result, "topic", {"topic_id": "bill"})

    assert [fact.adds for fact in facts(explanation, "total_conversations")] == [1]
    assert events(*facts(explanation, "total_conversations")) == [("applied", "e1")]
    assert details(*facts(explanation, "total_current_conversations"))["still_on"] is True


def test_a_tagged_message_and_its_contact_count_once() -> None:
    """Two tagged messages of one contact are two messages and one contact."""
    applied = [
        event(
            "tag.applied",
            f"09:0{number}",
            conversation_id="c1",
            message_id=f"m{number}",
            tag_id="spam",
            contact_id="kim",
        )
        for number in (1, 2)
    ]
    explanation = explain(replayed(*applied), "tag", {"tag_id": "spam"})

    assert [fact.adds for fact in facts(explanation, "total_messages")] == [1, 1]
    assert [details(fact)["message_id"] for fact in facts(explanation, "total_contacts")] == ["m1"]


def test_a_topic_that_was_taken_off_says_by_what() -> None:
    """Of two topics put on twice, the one is on again; of the other the removal that counts."""
    on_one, on_other = (
        [
            event(kind, clock, conversation_id=c, topic_id="bill", channel_id="web")
            for kind, clock in (
                ("topic.applied", "09:00"),
                ("topic.removed", "09:10"),
                ("topic.applied", "09:20"),
            )
        ]
        for c in ("c1", "c2")
    )
    removed = [
        event("topic.removed", clock, conversation_id="c2", topic_id=topic_id)
        for clock, topic_id in (("09:25", "other"), ("09:30", "bill"), ("09:40", "bill"))
    ]
    explanation = explain(replayed(*on_one, *on_other, *removed), "topic", {"topic_id": "bill"})

    on, off = facts(explanation, "total_conversations")
    assert (details(on)["still_on"], events(on)) == (True, [("applied", "e1")])
    assert (details(off)["still_on"], events(off)) == (
        False,
        [("applied", "e4"), ("taken off", "e8")],
    )
    current = explanation["total_current_conversations"]
    assert [(said.role, said.event.id) for said in current.evidence] == [("taken off", "e8")]


def test_a_tag_that_was_taken_off_says_by_what() -> None:
    """The tag is off one message and on the other, and the first says since when."""
    result = replayed(
        *(
            event(kind, clock, conversation_id="c1", message_id=message_id, tag_id="spam")
            for kind, clock, message_id in (
                ("tag.applied", "09:00", "m1"),
                ("tag.applied", "09:10", "m2"),
                ("tag.removed", "09:20", "m1"),
            )
        )
    )
    explanation = explain(result, "tag", {"tag_id": "spam"}, columns=["total_current_messages"])

    assert [events(fact) for fact in facts(explanation, "total_current_messages")] == [
        [("applied", "e2")]
    ]
    last = [*explanation.as_text()][-3:]
    assert [line.split()[0] for line in last] == ["lines:2", "=", "lines:3"]
    assert [said["id"] for said in explanation.as_data()["cells"][0]["events"]] == ["e3"]


def test_what_a_virtual_agent_did_is_told() -> None:
    """Its messages bring the conversation once; each handover of a conversation counts it once."""
    bot = {"actor_type": "VIRTUAL_AGENT"}
    result = replayed(
        reply("c1", "bot", "09:00", **bot),
        reply("c1", "bot", "09:01", **bot),
        event("virtual_agent.handed_over", "09:02", conversation_id="c1", agent_id="bot"),
        event(
            "virtual_agent.handed_over", "09:03", conversation_id="c1", agent_id="bot", error=True
        ),
    )
    explanation = explain(result, "virtual-agent", {"agent_id": "bot"})

    assert events(*facts(explanation, "total_conversations")) == [("message", "e1")]
    assert events(*facts(explanation, "handed_over")) == [("handed over", "e3")]
    assert events(*facts(explanation, "handed_over_error")) == [("handed over", "e4")]


def test_a_response_and_a_presence_are_single_facts() -> None:
    """The rows of response times and presence have one fact each, whole."""
    result = replayed(
        presence("ann", "AVAILABLE", "08:00"),
        inbound("c1", "09:00"),
        reply("c1", "ann", "09:05", message_id="m2"),
    )
    response = explain(result, "response-times", {"outbound_message_id": "m2"})
    available = explain(result, "user-presence", {"user_id": "ann"})

    assert [fact.adds for fact in facts(response, "response_time")] == [5 * MINUTE]
    assert events(*facts(response, "response_time")) == [
        ("opened the wait, last inbound message before it", "e2"),
        ("answered it", "e3"),
    ]
    assert [fact.adds for fact in facts(available, "duration")] == [10 * 60 * MINUTE]


def test_texts_are_told_by_the_events_that_say_them() -> None:
    """A channel's name is said by the event that names the channel, and by its description."""
    result = replayed(
        event("channel.updated", "08:00", channel_id="web", medium="CHAT", name="Web"),
        inbound("c1", "09:00", contact_id="kim"),
        inbound("c1", "09:01", channel_id="web"),
    )
    explanation = explain(result, "open-conversation", {"conversation_id": "c1"})

    def said(key: str) -> list[tuple[str, str]]:
        return [(evidence.role, evidence.event.id) for evidence in explanation[key].evidence]

    assert said("channel") == [("names the channel", "e3"), ("describes the channel", "e1")]
    assert said("contact_id") == [("names the contact", "e2")]
    assert said("created_at") == [("the conversation is created", "e2")]
    assert said("current_status") == [("the conversation begins", "e2")]
    assert said("resolved_at") == []
    assert said("last_updated") == [("the last event", "e3")]


def test_a_contact_without_a_medium_has_that_of_its_first_message() -> None:
    """The message in the period, the event that names its channel and the channel are told."""
    result = replayed(
        event("channel.updated", "08:00", channel_id="web", medium="CHAT", name="Web"),
        inbound("c1", "09:00", contact_id="kim", channel_id="web"),
    )
    explanation = explain(result, "contact", {"contact_id": "kim"})

    assert [evidence.event.id for evidence in explanation["medium"].evidence] == ["e2", "e1"]


def test_an_explanation_says_the_rule_of_the_data_dictionary() -> None:
    """The rule of a cell is its column's meaning, and only the cells asked for are there."""
    result = replayed(reply("c1", "ann", "09:00"))
    explanation = explain(result, "user", {"user_id": "ann"}, columns=["replies"])

    assert [cell.column.key for cell in explanation.cells] == ["replies"]
    assert explanation["replies"].rule == "Human replies in the period."
    with pytest.raises(KeyError, match="user_id"):
        explanation["user_id"]


def test_events_made_by_hand_have_no_place() -> None:
    """Events that came from no file are told without one."""
    result = replay_events(map(decode, lines(reply("c1", "ann", "09:00"))))
    (fact,) = facts(explain(result, "user", {"user_id": "ann"}), "replies")

    assert [(evidence.file, evidence.line) for evidence in fact.evidence] == [(None, None)]
    assert fact.evidence[0].place == ""


def test_an_export_that_was_not_asked_for_cannot_be_explained() -> None:
    """A replay of some exports explains no others."""
    result = replayed(reply("c1", "ann", "09:00"), only=["team"])

    with pytest.raises(UnknownExportError, match="user was not asked for"):
        explain(result, "user", {"user_id": "ann"})


def test_an_export_of_somebody_elses_cannot_be_explained() -> None:
    """Only the twelve have an explanation, though a replay can run others beside them."""

    class MyUsers(Users):
        """Agents as somebody else counts them."""

        slug = "my-user"

    result = replayed(reply("c1", "ann", "09:00"), only=[MyUsers])

    with pytest.raises(UnknownExportError, match="my-user is none of the exports"):
        explain(result, MyUsers, {"user_id": "ann"})
