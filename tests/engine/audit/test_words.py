"""Sentences: every type of the catalogue has its own, and says what the event says."""

import json
from typing import Any

import pytest
from replaydesk.engine.audit.names import Names
from replaydesk.engine.audit.words import NoSentenceError, describe
from replaydesk.events import EVENT_TYPES, Event, decode
from replaydesk.projections.derivations import Reference
from small_log import Said, event, lock, presence, release, reply, status

C1 = {"conversation_id": "c1"}
SENTENCES: list[tuple[Said, str]] = [
    (
        event("channel.updated", "09:00", channel_id="web", medium="WEB", name="Chat"),
        "Channel web is called “Chat”, on “WEB”.",
    ),
    (
        event(
            *("channel.updated", "09:00"),
            channel_id="web",
            medium="X",
            name="chat",
            display_name="Chat & co",
        ),
        "Channel web is called “chat”, shown as “Chat & co”, on “X”.",
    ),
    (
        event("business_hours.updated", "09:00", channel_id="web"),
        "Channel web is open around the clock.",
    ),
    (
        event(
            *("business_hours.updated", "09:00"),
            channel_id="web",
            timezone="Europe/Brussels",
            weekly={"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "sun": None},
            holidays=["2026-12-25"],
        ),
        (
            "Channel web is open in Europe/Brussels: mon 09:00-12:00, 13:00-17:00; tue closed; "
            "wed closed; thu closed; fri closed; sat closed; sun closed; closed on 2026-12-25."
        ),
    ),
    (event("team.updated", "09:00", team_id="t1", name="Night"), "Team t1 is called “Night”."),
    (
        event("agent.updated", "09:00", agent_id="ann", name="Ann", team_id="t1"),
        "Agent ann is called “Ann”, in team t1.",
    ),
    (
        event("agent.updated", "09:00", agent_id="bot", name="Bot", kind="VIRTUAL"),
        "Virtual agent bot is called “Bot”, in no team.",
    ),
    (event("topic.updated", "09:00", topic_id="p1", name="Late"), "Topic p1 is called “Late”."),
    (
        event("tag.updated", "09:00", tag_id="g1", name="Rude", active=False),
        "Tag g1 is called “Rude” and is not active.",
    ),
    (
        event("contact.updated", "09:00", contact_id="kim", medium="X", primary_identifier="@kim"),
        "Contact kim is known by “X”, “@kim”.",
    ),
    (event("contact.updated", "09:00", contact_id="kim"), "Contact kim is known."),
    (
        event(
            *("contact.attribute_set", "09:00"),
            contact_id="kim",
            attribute_id="a1",
            name="Visits",
            value=3,
            source="CRM",
        ),
        "Attribute “Visits” (a1) of contact kim was set to “3” by CRM.",
    ),
    (
        event("contact.attribute_set", "09:00", contact_id="kim", attribute_id="a1", name="Visits"),
        "Attribute “Visits” (a1) of contact kim was cleared.",
    ),
    (event("conversation.started", "09:00", **C1), "The conversation began."),
    (
        event(
            *("conversation.started", "09:00"),
            **C1,
            channel_id="web",
            contact_id="kim",
            language="fr",
        ),
        "The conversation began on channel web, with contact kim, in language “fr”.",
    ),
    (
        event("message.sent", "09:00", **C1, message_id="m1", direction="INBOUND"),
        "The contact wrote (message m1).",
    ),
    (
        event(
            *("message.sent", "09:00"),
            **C1,
            message_id="m1",
            direction="INBOUND",
            actor_type="AUTOMATION",
        ),
        "An automation sent an inbound message (message m1).",
    ),
    (reply("c1", "ann", "09:00", message_id="m2"), "Agent ann replied (message m2)."),
    (
        reply("c1", None, "09:00", message_id="m2", actor_type="AGENT"),
        "An agent without a name replied (message m2).",
    ),
    (
        reply("c1", "bot", "09:00", message_id="m2", actor_type="VIRTUAL_AGENT"),
        "Virtual agent bot wrote to the contact (message m2).",
    ),
    (
        reply("c1", None, "09:00", message_id="m2", actor_type="AUTO_RESPONDER"),
        "The auto-responder wrote to the contact (message m2).",
    ),
    (event("message.updated", "09:00", **C1, message_id="m1"), "Message m1 was changed."),
    (event("message.deleted", "09:00", **C1, message_id="m1"), "Message m1 was deleted."),
    (
        event("topic.applied", "09:00", **C1, topic_id="p1", agent_id="ann"),
        "Agent ann put topic p1 on the conversation.",
    ),
    (
        event("topic.removed", "09:00", **C1, topic_id="p1"),
        "The system took topic p1 off the conversation.",
    ),
    (
        event("tag.applied", "09:00", **C1, message_id="m1", tag_id="g1", agent_id="ann"),
        "Agent ann put tag g1 on message m1.",
    ),
    (
        event("tag.removed", "09:00", **C1, message_id="m1", tag_id="g1", actor_type="AUTOMATION"),
        "An automation took tag g1 off message m1.",
    ),
    (event("language.set", "09:00", **C1, language="nl"), "The language was set to “nl”."),
    (
        event("virtual_agent.handed_over", "09:00", **C1, agent_id="bot", error=True),
        "Virtual agent bot handed over to agents because of an error.",
    ),
    (
        event("virtual_agent.handed_over", "09:00", **C1, agent_id="bot", reason="ASKED"),
        "Virtual agent bot handed over to agents (reason “ASKED”).",
    ),
    (
        status("c1", "RESOLVED", "09:00", "ann", reason="DONE", comment="fine", bulk=True),
        "Agent ann resolved the conversation in bulk (reason “DONE”), with the comment “fine”.",
    ),
    (
        status("c1", "PENDING", "09:00", "ann", actor_type="SYSTEM"),
        "The system (naming agent ann) set the conversation to PENDING.",
    ),
    (
        status("c1", "NEW", "09:00", boomerang=True),
        "The system put the conversation back to NEW as a boomerang.",
    ),
    (lock("c1", "ann", "09:00"), "Agent ann took the lock."),
    (lock("c1", "ann", "09:00", method="MANUAL"), "Agent ann took the lock by hand."),
    (lock("c1", "ann", "09:00", method="STEAL"), "Agent ann took the lock over."),
    (
        lock("c1", "bot", "09:00", method="AUTO_ASSIGNMENT", actor_type="VIRTUAL_AGENT"),
        "Virtual agent bot was given the lock by auto-assignment.",
    ),
    (release("c1", "ann", "09:00"), "Agent ann gave up the lock."),
    (release("c1", "ann", "09:00", cause="IDLE"), "Agent ann gave up the lock (cause “IDLE”)."),
    (presence("ann", "AVAILABLE", "09:00"), "Agent ann became available."),
    (presence("ann", "AWAY", "09:00", away_state="Lunch"), "Agent ann went away (“Lunch”)."),
    (presence("ann", "OFFLINE", "09:00"), "Agent ann signed out."),
    (event("csat.sent", "09:00", **C1), "The survey went to the contact."),
    (
        event(
            *("csat.sent", "09:00"),
            **C1,
            survey_id="s1",
            agent_id="ann",
            follow_up_question="Why?",
        ),
        "Survey s1 went to the contact, about agent ann, asking “Why?”.",
    ),
    (
        event("csat.replied", "09:00", **C1, score=4, follow_up_answer="It was kind"),
        "The contact answered the survey with score 4 of 5, with the answer “It was kind”.",
    ),
    (
        event("csat.replied", "09:00", **C1, survey_id="s1", agent_id="ann"),
        "The contact answered survey s1 without a score, about agent ann.",
    ),
    (event("csat.expired", "09:00", **C1, survey_id="s1"), "Survey s1 expired."),
]


def made(said: Said) -> Event:
    """Make the event that a line says."""
    return decode(json.dumps({"id": "e1", **said}))


@pytest.mark.parametrize(("said", "sentence"), SENTENCES)
def test_an_event_is_told_in_a_sentence(said: Said, sentence: str) -> None:
    """Without any name known, people and things are called by their IDs."""
    assert describe(made(said)) == sentence


def test_every_type_of_the_catalogue_has_a_sentence() -> None:
    """The examples above leave no type out, and no two types say the same of the same."""
    assert {said["type"] for said, _ in SENTENCES} == {cls.type for cls in EVENT_TYPES}
    assert len({sentence for _, sentence in SENTENCES}) == len(SENTENCES)


def test_an_event_of_no_type_of_the_catalogue_is_refused() -> None:
    """A type without a sentence is told apart from one with an empty sentence."""

    class Unheard(Event):
        pass

    with pytest.raises(NoSentenceError, match="Unheard has no sentence"):
        describe(Unheard(id="e1", time=0))


@pytest.mark.parametrize(
    ("said", "quoted", "silent"),
    [
        (
            reply("c1", "ann", "09:00", message_id="m1", content="Hi\n  you"),
            "Agent ann replied (message m1): “Hi you”.",
            "Agent ann replied (message m1).",
        ),
        (
            event("message.updated", "09:00", **C1, message_id="m1", content="x" * 300),
            f"Message m1 was changed: “{'x' * 279}…”.",
            "Message m1 was changed.",
        ),
    ],
)
def test_what_a_message_says_is_quoted_on_request(said: Said, quoted: str, silent: str) -> None:
    """Contents are told on one line and not too long, and only where they may be told."""
    assert describe(made(said), with_content=True) == quoted
    assert describe(made(said)) == silent


def known(*said: Said) -> Names:
    """Return the names that reference events say."""
    reference = Reference()
    for each in map(made, said):
        getattr(reference, reference.handlers[type(each)])(each)
    return Names(reference)


def agent(agent_id: str, name: str, **fields: Any) -> Said:
    """Describe an agent by name."""
    return event("agent.updated", "08:00", agent_id=agent_id, name=name, **fields)


def test_names_stand_in_for_ids() -> None:
    """What the log names is called by its name, and an agent's kind decides who acted."""
    names = known(
        agent("ann", "Ann Day"),
        agent("bot", "Robin", kind="VIRTUAL"),
        event("topic.updated", "08:00", topic_id="p1", name="Late"),
    )

    put = event("topic.applied", "09:00", **C1, topic_id="p1", agent_id="ann")
    assert describe(made(put), names) == "Ann Day put topic “Late” on the conversation."
    wrote = reply("c1", "bot", "09:00", message_id="m1")
    assert describe(made(wrote), names) == "Virtual agent Robin wrote to the contact (message m1)."


def test_agents_of_one_name_are_told_apart() -> None:
    """Two Anns are called by name and ID, and one without a name by her ID."""
    names = known(agent("a1", "Ann"), agent("a2", "Ann"), agent("a3", ""))

    told = [describe(made(lock("c1", agent_id, "09:00")), names) for agent_id in ("a1", "a2", "a3")]
    assert told == ["Ann (a1) took the lock.", "Ann (a2) took the lock.", "Agent a3 took the lock."]
