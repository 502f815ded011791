"""Locked time is handling, no reply and cherry-picking time, and nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from replaydesk import MetricPolicy, Result, replay_lines
from strategies import Log, logs

PARTS = ("handling_time", "no_reply_time", "cherry_picking_time")
KEYS = {
    "user": "user_id",
    "team": "team_id",
    "resolved-conversation": "conversation_id",
    "open-conversation": "conversation_id",
}


def locked(row: dict[str, Any]) -> int:
    """Return the locked time of a row."""
    return sum(row[part] for part in PARTS)


def by_key(result: Result, slug: str) -> dict[str, dict[str, Any]]:
    """Return the rows of an export by whom they are about."""
    return {row[KEYS[slug]]: row for row in result.dicts(slug)}


@given(logs())
def test_locked_time_is_the_sum_of_its_three_parts(log: Log) -> None:
    """Where handling is all the locked time, it is the sum of what the default keeps apart."""
    replied = replay_lines(log.raw, only=KEYS)
    whole = replay_lines(log.raw, only=KEYS, policy=MetricPolicy(handling="LOCKED"))

    for slug in KEYS:
        apart, together = by_key(replied, slug), by_key(whole, slug)
        assert apart.keys() == together.keys()
        for key, row in apart.items():
            assert together[key]["handling_time"] == locked(row)
            assert [together[key][part] for part in PARTS[1:]] == [row[part] for part in PARTS[1:]]


@given(logs())
def test_locked_time_of_users_is_that_of_conversations(log: Log) -> None:
    """In all of a log's time, what agents hold is what conversations are held."""
    result = replay_lines(log.raw)
    conversations = {
        **by_key(result, "resolved-conversation"),
        **by_key(result, "open-conversation"),
    }
    virtual = {
        agent.fields["agent_id"]
        for agent in log.events
        if agent.fields["type"] == "agent.updated" and agent.fields.get("kind") == "VIRTUAL"
    }

    for part in PARTS:
        of_users = sum(row[part] for row in result.dicts("user"))
        of_conversations = sum(row[part] for row in conversations.values())
        assert of_users <= of_conversations
        if not virtual:
            assert of_users == of_conversations


@given(logs(), st.sampled_from(("REPLIED", "LOCKED")))
def test_utilisation_of_locked_time_counts_each_interval_once(log: Log, handling: Any) -> None:
    """All the locked time over the available time is the same by either policy of handling."""
    policy = MetricPolicy(handling=handling, utilisation_numerator="LOCKED")
    rows = by_key(replay_lines(log.raw), "user")

    for agent, row in by_key(replay_lines(log.raw, policy=policy), "user").items():
        available = rows[agent]["available_time"]
        percent = (
            (20_000 * locked(rows[agent]) + available) // (2 * available) if available else None
        )
        assert row["utilisation"] == percent
