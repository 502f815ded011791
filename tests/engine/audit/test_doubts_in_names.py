"""Doubts about names: what events name and the log never describes."""

import pytest
from doubting import doubted, doubts
from given import (
    agent_updated,
    attribute_set,
    available,
    channel_updated,
    contact_updated,
    handed_over,
    hours_updated,
    inbound,
    locked,
    outbound,
    started,
    tag_applied,
    tag_updated,
    team_updated,
    topic_applied,
    topic_updated,
)
from replaydesk.events import Event


@pytest.mark.parametrize(
    ("name", "use", "description"),
    [
        (
            "agent-never-described",
            locked("09:00", "c1", agent="x"),
            agent_updated("10:00", "x"),
        ),
        ("agent-never-described", available("09:00", "x"), agent_updated("10:00", "x")),
        (
            "agent-never-described",
            handed_over("09:00", "c1", agent="x"),
            agent_updated("10:00", "x"),
        ),
        (
            "channel-never-described",
            inbound("09:00", "c1", channel="x"),
            channel_updated("10:00", "x"),
        ),
        ("team-never-described", outbound("09:00", "c1", team="x"), team_updated("10:00", "x")),
        (
            "team-never-described",
            agent_updated("09:00", "ann", team="x"),
            team_updated("10:00", "x"),
        ),
        (
            "topic-never-described",
            topic_applied("09:00", "c1", topic="x"),
            topic_updated("10:00", "x"),
        ),
        (
            "tag-never-described",
            tag_applied("09:00", "c1", message="m1", tag="x"),
            tag_updated("10:00", "x"),
        ),
        (
            "contact-never-described",
            started("09:00", "c1", contact="x"),
            contact_updated("10:00", "x"),
        ),
    ],
)
def test_what_is_named_and_never_described_is_doubted(
    name: str, use: Event, description: Event
) -> None:
    """One event names it; a description settles it, also one that comes later."""
    (doubt,) = doubts(name, use)

    noun = name.partition("-")[0].capitalize()
    assert doubt.text == f"{noun} x is never described; 1 event named it, this one first."
    assert doubted(name, use, description) == []


def test_it_is_doubted_once_and_shows_its_first_event() -> None:
    """Three events of two conversations name the channel; that of 9:00 is the first of them."""
    log = (
        inbound("09:10", "c1", channel="web"),
        inbound("09:00", "c2", channel="web"),
        inbound("09:20", "c2", channel="web"),
    )
    (doubt,) = doubts("channel-never-described", *log)

    assert "3 events named it" in doubt.text
    assert doubted("channel-never-described", *log) == ["e002"]


def test_opening_hours_and_attributes_are_no_description() -> None:
    """They name a channel and a contact, and say nothing of what those are called."""
    log = (
        hours_updated("08:00", "web"),
        attribute_set("08:00", "kim", "city", value="Ghent"),
        inbound("09:00", "c1", channel="web", contact="kim"),
    )

    assert doubted("channel-never-described", *log) == ["e003"]
    assert doubted("contact-never-described", *log) == ["e003"]


def test_a_description_after_the_as_of_instant_is_none_yet() -> None:
    """At 9:30 nobody has said yet what the channel of 9:00 is called."""
    log = (inbound("09:00", "c1", channel="web"), channel_updated("10:00", "web"))

    assert doubted("channel-never-described", *log, as_of="09:30") == ["e001"]


def test_only_what_the_period_names_is_doubted() -> None:
    """From 9:30 on the channel of 9:00 is not named, and that of 9:40 once."""
    log = (
        inbound("09:00", "c1", channel="web"),
        inbound("09:20", "c2", channel="mail"),
        inbound("09:40", "c3", channel="mail"),
    )
    (doubt,) = doubts("channel-never-described", *log, start="09:30")

    assert doubt.text == "Channel mail is never described; 1 event named it, this one first."
