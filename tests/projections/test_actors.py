"""Actors: who did something, where the log leaves it out, and who an agent is."""

import pytest
from given import (
    BOT,
    agent_updated,
    given,
    inbound,
    locked,
    outbound,
    reply,
    resolved,
    topic_applied,
)
from replaydesk.events import AgentUpdated, Event
from replaydesk.events.rules import Actor
from replaydesk.projections import Messages, ResolvedConversations, Users, VirtualAgents
from replaydesk.projections.derivations import Reference

BOT_IS_VIRTUAL = agent_updated("08:00", "bot", kind="VIRTUAL")


@pytest.mark.parametrize(
    ("message", "actor"),
    [
        (inbound("09:00", "c1"), "CONTACT"),
        (inbound("09:00", "c1", agent="ann"), "CONTACT"),
        (inbound("09:00", "c1", agent="bot"), "CONTACT"),
        (inbound("09:00", "c1", **BOT), "VIRTUAL_AGENT"),
        (outbound("09:00", "c1"), "SYSTEM"),
        (outbound("09:00", "c1", team="t1"), "SYSTEM"),
        (outbound("09:00", "c1", agent="ann"), "AGENT"),
        (outbound("09:00", "c1", agent="bot"), "VIRTUAL_AGENT"),
        (outbound("09:00", "c1", agent="bot", actor="AGENT"), "AGENT"),
        (outbound("09:00", "c1", agent="ann", actor="VIRTUAL_AGENT"), "VIRTUAL_AGENT"),
        (outbound("09:00", "c1", agent="ann", actor="CONTACT"), "CONTACT"),
        (outbound("09:00", "c1", actor="AUTO_RESPONDER"), "AUTO_RESPONDER"),
    ],
)
def test_the_actor_of_a_message(message: Event, actor: str) -> None:
    """What is given stands; else inbound is the contact's, and outbound its agent's or nobody's."""
    given(BOT_IS_VIRTUAL, message).when_replayed().then_rows(
        Messages,
        f"""
        system_user_type
        {actor}
        """,
    )


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        ({}, "SYSTEM"),
        ({"team": "t1"}, "SYSTEM"),
        ({"agent": "ann"}, "AGENT"),
        ({"agent": "bot"}, "VIRTUAL_AGENT"),
        ({"agent": "bot", "actor": "AGENT"}, "AGENT"),
        ({"agent": "ann", "actor": "VIRTUAL_AGENT"}, "VIRTUAL_AGENT"),
        ({"agent": "ann", "actor": "SYSTEM"}, "SYSTEM"),
    ],
)
def test_the_actor_of_a_status(by: dict[str, str], actor: str) -> None:
    """What is given stands; else it is the agent's whom it names, by its kind, or the system's."""
    given(BOT_IS_VIRTUAL, resolved("09:00", "c1", **by)).when_replayed().then_rows(
        ResolvedConversations,
        f"""
        resolved_by
        {actor}
        """,
    )


@pytest.mark.parametrize(
    ("actor", "agent", "is_human"),
    [
        (None, "ann", True),
        (None, "nobody described", True),
        (None, "bot", False),
        ("AGENT", "bot", True),
        ("SYSTEM", "bot", True),
        ("CONTACT", "ann", True),
        ("VIRTUAL_AGENT", "ann", False),
    ],
)
def test_whose_a_lock_is(actor: Actor | None, agent: str, *, is_human: bool) -> None:
    """By any actor but `VIRTUAL_AGENT` it is its agent's; without one the agent's kind says it."""
    reference = Reference()
    assert isinstance(BOT_IS_VIRTUAL, AgentUpdated)
    reference.describe_agent(BOT_IS_VIRTUAL)

    assert reference.is_human_lock(actor, agent) is is_human


def test_the_kind_of_an_agent_is_that_of_the_as_of_instant() -> None:
    """A kind that changes later changes who acted before."""
    scenario = given(
        agent_updated("08:00", "ann", kind="VIRTUAL"),
        outbound("09:00", "c1", agent="ann"),
        topic_applied("09:01", "c1", topic="x", agent="ann"),
        agent_updated("10:00", "ann", kind="HUMAN"),
    )

    scenario.when_replayed(as_of="09:59").then_no_rows(Users).then_rows(
        VirtualAgents,
        """
        agent_id  total_conversations  topics_applied
        ann       1                    1
        """,
    )
    scenario.when_replayed().then_no_rows(VirtualAgents).then_rows(
        Users,
        """
        user_id  replies  topics_added
        ann      1        1
        """,
    )


def test_an_update_without_a_kind_makes_an_agent_human() -> None:
    """An `agent.updated` replaces all that was said: the kind is the default again."""
    given(
        agent_updated("08:00", "ann", kind="VIRTUAL"),
        outbound("09:00", "c1", agent="ann"),
        agent_updated("10:00", "ann"),
    ).when_replayed().then_rows(
        Users,
        """
        user_id  replies
        ann      1
        """,
    )


def test_virtual_agents_never_have_a_row_among_the_humans() -> None:
    """An agent of kind `VIRTUAL` is left out, also where an event says that it acted as a human."""
    given(
        BOT_IS_VIRTUAL,
        locked("09:00", "c1", agent="bot", actor="AGENT"),
        reply("09:01", "c1", agent="bot"),
        resolved("09:10", "c1", agent="bot", actor="AGENT"),
    ).when_replayed().then_no_rows(Users).then_rows(
        ResolvedConversations,
        """
        handling_time  resolved_by
        600            AGENT
        """,
    )


def test_an_agent_that_is_never_described_is_human() -> None:
    """A log without reference data is complete: its agents are humans without names."""
    given(outbound("09:00", "c1", agent="ann")).when_replayed().then_rows(
        Users,
        """
        user_id  user_name  user_email  user_reference  replies
        ann      -          -           -               1
        """,
    )


@pytest.mark.parametrize("actor", ["AGENT", "SYSTEM", "VIRTUAL_AGENT"])
def test_what_is_said_of_an_actor_stands(actor: Actor) -> None:
    """Also where no event is at hand, but only what one said."""
    assert Reference().actor(actor, "ann") == actor
