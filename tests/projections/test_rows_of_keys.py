"""A row by its key: also of what did nothing, and what its averages are made of."""

from replaydesk.projections import (
    ContactRow,
    Contacts,
    Frame,
    Period,
    Ratio,
    TagRow,
    TagsByChannel,
    Teams,
    TopicRow,
    TopicsByChannel,
    Users,
    VirtualAgentRow,
    VirtualAgents,
)
from replaydesk.projections.derivations import Reference

FRAME = Frame(period=Period(0, 1000, 1000))
NO_CHANNEL = {"medium": None, "channel": None, "channel_display_name": None}


def test_a_contact_that_the_period_does_not_know_shows_nothing() -> None:
    """Its row has its ID, counts of nothing, and blanks."""
    assert Contacts(FRAME).row_of("kim", Reference()) == ContactRow(
        contact_id="kim",
        medium=None,
        primary_identifier=None,
        secondary_identifier=None,
        created_at=None,
        conversations=0,
        inbound_messages=0,
        outbound_messages=0,
        last_updated=None,
    )


def test_a_label_that_was_not_applied_is_counted_nowhere() -> None:
    """The row of a topic or a tag that no conversation carries has counts of nothing."""
    assert TopicsByChannel(FRAME).row_of(("x", "web"), Reference()) == TopicRow(
        topic_id="x",
        topic_name=None,
        active=None,
        total_conversations=0,
        total_current_conversations=0,
        **NO_CHANNEL,
    )
    assert TagsByChannel(FRAME).row_of(("x", None), Reference()) == TagRow(
        tag_id="x",
        tag_name=None,
        active=None,
        total_contacts=0,
        total_messages=0,
        total_current_messages=0,
        **NO_CHANNEL,
    )


def test_a_virtual_agent_that_did_nothing_has_zeros() -> None:
    """Its row has its ID, counts of nothing, and blanks."""
    assert VirtualAgents(FRAME).row_of(("bot", None), Reference()) == VirtualAgentRow(
        agent_id="bot",
        agent_name=None,
        total_conversations=0,
        handed_over=0,
        handed_over_error=0,
        resolved=0,
        topics_applied=0,
        messages_tagged=0,
        tags_applied=0,
        **NO_CHANNEL,
    )


def test_the_ratios_of_a_team_are_its_three_averages() -> None:
    """Each average is told as what it divides: 120 by 2, 300 by 4, 500 by 5."""
    teams = Teams(FRAME)
    teams.work["t1"].times["HANDLING"] = 120
    teams.work["t1"].handled_conversations = 2
    teams.times["t1"].first_response_time = 300
    teams.times["t1"].first_responses = 4
    teams.times["t1"].resolution_time = 500
    teams.times["t1"].resolutions = 5

    assert teams.ratios_of("t1") == {
        "average_handling_time": Ratio(120, 2),
        "average_first_response_time": Ratio(300, 4),
        "average_resolution_time": Ratio(500, 5),
    }
    assert set(teams.ratios_of("t2").values()) == {Ratio(0, 0)}


def test_the_ratios_of_an_agent_are_an_average_and_the_utilisation() -> None:
    """Handling by conversations, and handling by available time: 120 by 2, 120 by 400."""
    users = Users(FRAME)
    users.work["ann"].times["HANDLING"] = 120
    users.work["ann"].handled_conversations = 2
    users.presence["ann"].available = 400

    assert users.ratios_of("ann") == {
        "average_handling_time": Ratio(120, 2),
        "utilisation": Ratio(120, 400),
    }


def test_an_export_without_averages_has_no_ratios() -> None:
    """Counts are made of nothing but what is counted."""
    assert TopicsByChannel(FRAME).ratios_of(("x", None)) == {}
