"""First response time: what starts the clock, what stops it, and when it is blank."""

import pytest
from given import (
    BOT,
    Scenario,
    agent_updated,
    given,
    handed_over,
    hours_updated,
    inbound,
    message_deleted,
    outbound,
    reply,
    resolved,
    started,
)
from replaydesk import MetricPolicy
from replaydesk.events import Event
from replaydesk.projections import OpenConversations, ResolvedConversations

NINE_TO_FIVE = hours_updated("00:00", "web", weekly={"tue": "09:00-17:00"})


def then_seconds(scenario: Scenario, seconds: str, **policy: str) -> None:
    """Check the first response time of the one conversation, which is open."""
    scenario.when_replayed(policy=MetricPolicy.of(policy)).then_rows(
        OpenConversations,
        f"""
        conversation_id  first_response_time
        c1               {seconds}
        """,
    )


def test_published_example_inside_the_opening_hours() -> None:
    """Inbound 10:00, agent 10:05: 300 s."""
    scenario = given(
        NINE_TO_FIVE,
        started("10:00", "c1", channel="web"),
        inbound("10:00", "c1"),
        reply("10:05", "c1", agent="ann"),
    )

    then_seconds(scenario, "300")


def test_published_example_before_the_opening() -> None:
    """Inbound 8:00, agent 9:20: the clock waits for the opening at 9:00, 1200 s."""
    scenario = given(
        NINE_TO_FIVE,
        started("08:00", "c1", channel="web"),
        inbound("08:00", "c1"),
        reply("09:20", "c1", agent="ann"),
    )

    then_seconds(scenario, "1200")


def test_published_example_with_a_handover() -> None:
    """Inbound 11:00, virtual agent 11:01, handed over 11:02, agent 11:30: 1680 s."""
    scenario = given(
        NINE_TO_FIVE,
        started("11:00", "c1", channel="web"),
        inbound("11:00", "c1"),
        outbound("11:01", "c1", **BOT),
        handed_over("11:02", "c1"),
        reply("11:30", "c1", agent="ann"),
    )

    then_seconds(scenario, "1680")


def test_the_first_inbound_message_starts_the_clock() -> None:
    """Later messages of the contact do not start it again, nor does deleting the first."""
    scenario = given(
        inbound("09:00", "c1", message="m1"),
        inbound("09:02", "c1"),
        message_deleted("09:03", "c1", message="m1"),
        reply("09:05", "c1", agent="ann"),
        inbound("09:06", "c1"),
        reply("09:07", "c1", agent="ann"),
    )

    then_seconds(scenario, "300")


def test_a_reply_before_the_first_inbound_message_is_no_response() -> None:
    """A reply counts only where the contact has written before it."""
    scenario = given(
        reply("08:00", "c1", agent="ann"),
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann"),
    )

    then_seconds(scenario, "300")


NO_REPLIES = [
    outbound("09:01", "c1", **BOT),
    outbound("09:01", "c1", agent="kind"),
    outbound("09:01", "c1", actor="AUTO_RESPONDER"),
    outbound("09:01", "c1", actor="AUTOMATION", agent="ann"),
    outbound("09:01", "c1"),
    inbound("09:01", "c1", actor="AGENT", agent="ann"),
]


@pytest.mark.parametrize("message", NO_REPLIES)
def test_only_a_human_reply_is_a_response(message: Event) -> None:
    """What machines sent does not stop the clock: first response time is of human agents."""
    scenario = given(
        agent_updated("08:00", "kind", kind="VIRTUAL"),
        inbound("09:00", "c1"),
        message,
        reply("09:05", "c1", agent="ann"),
    )

    then_seconds(scenario, "300")


def test_a_reply_that_names_no_agent_is_a_response() -> None:
    """A human reply stops the clock, also where the log does not say whose it is."""
    then_seconds(given(inbound("09:00", "c1"), reply("09:05", "c1")), "300")


def test_the_last_handover_before_the_response_starts_the_clock() -> None:
    """Of several handovers between message and response the last one counts."""
    scenario = given(
        inbound("09:00", "c1"),
        handed_over("09:01", "c1"),
        inbound("09:02", "c1"),
        handed_over("09:03", "c1", error=True),
        reply("09:05", "c1", agent="ann"),
        handed_over("09:06", "c1"),
        reply("09:30", "c1", agent="ann"),
    )

    then_seconds(scenario, "120")


def test_a_handover_before_the_first_inbound_message_does_not_count() -> None:
    """A handover of a conversation in which the contact has not written starts no clock."""
    scenario = given(
        handed_over("08:00", "c1"),
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann"),
    )

    then_seconds(scenario, "300")


def test_message_handover_and_reply_in_one_instant() -> None:
    """Messages come before a handover of their instant, unless `seq` says otherwise."""
    given(
        handed_over("09:00", "c1"),
        inbound("09:00", "c1"),
        reply("09:05", "c1"),
        inbound("10:00", "c2"),
        handed_over("10:05", "c2"),
        reply("10:05", "c2"),
        inbound("11:00", "c3"),
        handed_over("11:05", "c3"),
        reply("11:05", "c3", seq=1),
        handed_over("12:00", "c4"),
        inbound("12:00", "c4", seq=1),
        reply("12:05", "c4"),
        reply("13:00", "c5", message="m1"),
        inbound("13:00", "c5", seq=1),
        reply("13:05", "c5", message="m2"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  first_response_time
        c1               300
        c2               300
        c3               0
        c4               300
        c5               300
        """,
    )


def test_no_response_is_blank() -> None:
    """Without an inbound message, or without a human reply after it, there is no such time."""
    given(
        reply("09:00", "said", agent="ann"),
        inbound("09:10", "asked"),
        outbound("09:11", "asked", **BOT),
        reply("09:20", "before", agent="ann"),
        inbound("09:21", "before"),
        handed_over("09:22", "before"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  first_response_time
        said             -
        asked            -
        before           -
        """,
    )


def test_a_response_after_the_as_of_instant_has_not_been_given() -> None:
    """A reply that is later than the as-of instant stops no clock."""
    given(
        inbound("09:00", "c1"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed(as_of="09:04").then_rows(
        OpenConversations,
        """
        conversation_id  first_response_time
        c1               -
        """,
    )


def test_the_clock_goes_on_through_a_resolve() -> None:
    """A status does not stop the clock: only the first human reply does."""
    given(
        inbound("09:00", "c1"),
        resolved("09:02", "c1", agent="ann"),
        reply("09:05", "c1", agent="ann"),
    ).when_replayed().then_rows(
        ResolvedConversations,
        """
        conversation_id  first_response_time
        c1               300
        """,
    )


def test_a_handover_out_of_hours_waits_for_the_opening() -> None:
    """Business time runs from the handover, and only while the channel is open."""
    # Open from 9:00 to 17:00: of 16:50 to the next morning's 9:05 only Tuesday has opening hours.
    scenario = given(
        NINE_TO_FIVE,
        started("16:00", "c1", channel="web"),
        inbound("16:00", "c1"),
        handed_over("16:50", "c1"),
        reply("2026-03-11T09:05", "c1", agent="ann"),
    )

    then_seconds(scenario, "600")


def test_without_a_calendar_it_is_elapsed_time() -> None:
    """A channel that has no calendar, and a conversation that has no channel, are always open."""
    given(
        hours_updated("00:00", "other", weekly={}),
        inbound("08:00", "c1", channel="web"),
        reply("09:20", "c1", agent="ann"),
        inbound("08:00", "c2"),
        reply("09:00", "c2", agent="ann"),
    ).when_replayed().then_rows(
        OpenConversations,
        """
        conversation_id  first_response_time
        c1               4800
        c2               3600
        """,
    )


def test_business_hours_can_be_ignored() -> None:
    """By policy `business_hours` of `IGNORE` it is plain elapsed time; `APPLY` is the default."""
    scenario = given(
        NINE_TO_FIVE,
        inbound("08:00", "c1", channel="web"),
        reply("09:20", "c1", agent="ann"),
    )

    then_seconds(scenario, "1200")
    then_seconds(scenario, "1200", business_hours="APPLY")
    then_seconds(scenario, "4800", business_hours="IGNORE")
