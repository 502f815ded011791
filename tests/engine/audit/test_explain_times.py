"""Explanations of times: locks, averages, utilisation, responses, resolves."""

import pytest
from explained import MINUTE, details, events, facts, ratio, replayed
from replaydesk import MetricPolicy, explain, replay_lines
from small_log import event, inbound, lines, lock, presence, release, reply, status


def test_locked_time_counts_with_the_part_in_the_period() -> None:
    """Half of an hour's lock lies in the period: it adds that half, and says the whole length."""
    result = replayed(
        lock("c1", "ann", "09:00"),
        reply("c1", "ann", "09:05"),
        release("c1", "ann", "10:00"),
        start="2026-03-10T09:30",
    )
    (fact,) = facts(explain(result, "user", {"user_id": "ann"}), "handling_time")

    assert fact.adds == 30 * MINUTE
    assert details(fact)["length"] == 60 * MINUTE
    assert details(fact)["in_period"] == 30 * MINUTE
    assert details(fact)["class"] == "HANDLING"
    assert events(fact) == [
        ("took the lock", "e1"),
        ("first reply of its agent inside", "e2"),
        ("closed the lock", "e3"),
    ]


def test_a_conversations_own_row_sums_its_locks_whole() -> None:
    """The period that cuts the agent's lock leaves that of the conversation's row whole."""
    result = replayed(
        lock("c1", "ann", "09:00"),
        reply("c1", "ann", "09:05"),
        release("c1", "ann", "10:00"),
        start="2026-03-10T09:30",
    )
    explanation = explain(result, "open-conversation", {"conversation_id": "c1"})
    (fact,) = facts(explanation, "handling_time")

    assert fact.adds == 60 * MINUTE


def test_what_closed_a_lock_is_found_in_other_streams() -> None:
    """A click on another conversation and a sign-out close locks, and are told with their lines."""
    result = replayed(
        lock("c1", "ann", "09:00"),
        lock("c2", "ann", "09:10"),
        presence("ann", "OFFLINE", "09:15"),
    )
    elsewhere, signed_out = facts(
        explain(result, "user", {"user_id": "ann"}), "cherry_picking_time"
    )

    assert details(elsewhere)["closed_by"] == "LOCKED_ELSEWHERE"
    assert events(elsewhere) == [("took the lock", "e1"), ("closed the lock", "e2")]
    assert details(signed_out)["closed_by"] == "SIGNED_OUT"
    assert events(signed_out) == [("took the lock", "e2"), ("closed the lock", "e3")]
    assert [evidence.place for evidence in signed_out.evidence] == ["lines:2", "lines:3"]


def test_no_event_closes_what_is_open_at_the_as_of_instant() -> None:
    """A lock that lasts says so, and only the event that opened it."""
    result = replay_lines(lines(lock("c1", "ann", "09:00"), inbound("c1", "09:10")))
    (fact,) = facts(explain(result, "user", {"user_id": "ann"}), "cherry_picking_time")

    assert details(fact)["closed_by"] == "AS_OF"
    assert events(fact) == [("took the lock", "e1")]


def test_all_locked_time_is_handling_by_policy() -> None:
    """With `handling=LOCKED` a lock without a reply adds to the handling time."""
    result = replayed(
        lock("c1", "ann", "09:00"),
        release("c1", "ann", "09:10"),
        policy=MetricPolicy(handling="LOCKED"),
    )
    explanation = explain(result, "user", {"user_id": "ann"})

    assert [fact.adds for fact in facts(explanation, "handling_time")] == [10 * MINUTE]
    assert ratio(explanation, "average_handling_time").denominator.value == 1


@pytest.mark.parametrize(("one", "other"), [("c1", "c2"), ("c2", "c1")])
def test_a_contact_is_helped_by_the_first_reply_to_it(one: str, other: str) -> None:
    """Of three replies to one contact the earliest adds it, in whichever conversation."""
    result = replayed(
        reply(one, "ann", "09:10", contact_id="kim"),
        reply(other, "ann", "09:00", contact_id="kim"),
        reply(other, "ann", "09:20"),
    )
    explanation = explain(result, "user", {"user_id": "ann"})
    (fact,) = facts(explanation, "contacts_helped")

    assert fact.adds == 1
    assert events(fact) == [("human reply, names the contact", "e2")]
    assert [fact.adds for fact in facts(explanation, "replies")] == [1, 1, 1]


def test_an_average_tells_both_of_its_numbers() -> None:
    """Two handling intervals of one conversation are two terms above and one conversation below."""
    result = replayed(
        lock("c1", "ann", "09:00"),
        reply("c1", "ann", "09:01"),
        release("c1", "ann", "09:10"),
        lock("c1", "ann", "10:00"),
        reply("c1", "ann", "10:01"),
        release("c1", "ann", "10:30"),
    )
    explanation = explain(result, "user", {"user_id": "ann"})
    average = ratio(explanation, "average_handling_time")

    assert explanation["average_handling_time"].value == 40 * MINUTE
    assert [fact.adds for fact in average.numerator.contributions] == [10 * MINUTE, 30 * MINUTE]
    assert [fact.adds for fact in average.denominator.contributions] == [1]
    assert events(average.denominator.contributions[0])[0] == ("took the lock", "e1")


def test_a_blank_average_says_that_there_is_nothing_to_divide_by() -> None:
    """Without handling there are no conversations below, and no value."""
    result = replayed(lock("c1", "ann", "09:00"), release("c1", "ann", "09:10"))
    explanation = explain(result, "user", {"user_id": "ann"})

    assert explanation["average_handling_time"].value is None
    assert ratio(explanation, "average_handling_time").denominator.value == 0
    assert ratio(explanation, "average_handling_time").denominator.contributions == ()


def test_utilisation_is_locks_over_presence() -> None:
    """Above are the lock intervals that count by the policy, below the presence intervals."""
    result = replayed(
        presence("ann", "AVAILABLE", "09:00"),
        lock("c1", "ann", "09:00"),
        release("c1", "ann", "09:15"),
        presence("ann", "AWAY", "09:30"),
        presence("ann", "OFFLINE", "10:00"),
        policy=MetricPolicy(
            utilisation_numerator="LOCKED", utilisation_denominator="AVAILABLE_AND_AWAY"
        ),
    )
    explanation = explain(result, "user", {"user_id": "ann"})
    utilisation = ratio(explanation, "utilisation")

    assert explanation["utilisation"].printed == "25"
    assert [fact.name for fact in utilisation.numerator.contributions] == ["lock interval"]
    below = utilisation.denominator.contributions
    assert [(fact.adds, details(fact)["presence"]) for fact in below] == [
        (30 * MINUTE, "AVAILABLE"),
        (30 * MINUTE, "AWAY"),
    ]


def test_a_first_response_in_closed_hours_adds_nothing_and_is_told() -> None:
    """Zero is a first response time: its fact is listed, with the calendar in force."""
    result = replayed(
        event("business_hours.updated", "00:00", channel_id="web", seq=0),
        event(
            "business_hours.updated",
            "00:00",
            channel_id="web",
            timezone="UTC",
            weekly={"tue": [["12:00", "17:00"]]},
            seq=1,
        ),
        inbound("c1", "09:00", channel_id="web"),
        reply("c1", "ann", "10:00"),
    )
    explanation = explain(result, "open-conversation", {"conversation_id": "c1"})
    (fact,) = facts(explanation, "first_response_time")

    assert explanation["first_response_time"].printed == "0"
    assert fact.adds == 0
    assert details(fact)["elapsed"] == 60 * MINUTE
    assert details(fact)["business_time"] == 0
    assert events(fact) == [
        ("first inbound message, the clock starts, names the channel", "e3"),
        ("first human reply", "e4"),
        ("opening hours in force", "e2"),
    ]


def test_by_policy_a_first_response_has_no_business_time() -> None:
    """Where business hours are ignored, elapsed time is all that counts and all that is told."""
    result = replayed(
        inbound("c1", "09:00"),
        reply("c1", "ann", "10:00"),
        policy=MetricPolicy(business_hours="IGNORE"),
    )
    explanation = explain(result, "open-conversation", {"conversation_id": "c1"})

    told = details(*facts(explanation, "first_response_time"))
    assert told["elapsed"] == 60 * MINUTE
    assert "business_time" not in told


def test_a_resolve_is_told_with_its_cycle() -> None:
    """The second resolve's cycle runs from the first, and the reply in it is the one of 9:40."""
    result = replayed(
        inbound("c1", "09:00"),
        reply("c1", "bob", "09:10"),
        status("c1", "RESOLVED", "09:20", "ann"),
        status("c1", "NEW", "09:30"),
        reply("c1", "bob", "09:40"),
        status("c1", "RESOLVED", "09:50", "ann"),
    )
    first, second = facts(explain(result, "user", {"user_id": "ann"}), "resolves_with_reply")

    assert events(first) == [
        ("the conversation begins, first inbound message", "e1"),
        ("first human reply in the cycle", "e2"),
        ("resolved", "e3"),
    ]
    assert details(first)["resolution_time"] == 20 * MINUTE
    assert events(second) == [
        ("previous resolve", "e3"),
        ("first human reply in the cycle", "e5"),
        ("resolved", "e6"),
    ]
    assert "resolution_time" not in details(second)
