"""The engine against the oracle: another reading of the specification, with no code in common."""

from collections.abc import Iterable
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
from laws.replays import valid_span
from oracle import Deed, Interval, Lock, Oracle
from replaydesk import Options, Result, replay_lines
from strategies import Log, logs

TIMES = ("handling_time", "no_reply_time", "cherry_picking_time")
COUNTED = (
    "replies",
    "resolves_with_reply",
    "resolves_without_reply",
    "tags_added",
    "topics_added",
    *(f"csat_{score}" for score in range(1, 6)),
)


@attrs.frozen
class Asked:
    """A log, and what frames its replay."""

    log: Log
    options: Options

    def both(self) -> tuple[Result, "Expected"]:
        """Ask the engine and the oracle."""
        result = replay_lines(self.log.raw, **self.options)
        earliest, latest = valid_span(self.log)
        as_of = self.options.get("as_of", latest)
        assert isinstance(as_of, int)
        start, end = self.options.get("start", earliest), self.options.get("end", as_of + 1)
        assert isinstance(start, int)
        assert isinstance(end, int)
        oracle = Oracle([(event.fields, event.raw) for event in self.log.events], as_of)
        return result, Expected(oracle, start, end)


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Draw a log with an as-of instant and a period, both often the default."""
    log = draw(logs())
    options = Options()
    instants = st.sampled_from([*log.moments, log.moments[0] + 1, log.moments[-1] - 1])
    if draw(st.integers(0, 2)) == 2:
        options["as_of"] = draw(instants)
    if draw(st.integers(0, 2)) == 2:
        start, last = sorted((draw(instants), draw(instants)))
        options["start"], options["end"] = start, last + 1
    return Asked(log, options)


def half_up(numerator: int, denominator: int) -> int | None:
    """Divide, rounded half up; by nothing there is nothing."""
    return None if denominator == 0 else (2 * numerator + denominator) // (2 * denominator)


@attrs.frozen
class Expected:
    """The rows that follow from what the oracle saw, in a period."""

    oracle: Oracle
    start: int
    end: int

    def part(self, start: int, end: int) -> int:
        """Return how long an interval lies in the period."""
        return max(0, min(end, self.end) - max(start, self.start))

    def deeds(self, agent: str) -> list[Deed]:
        """Return what counts for an agent in the period."""
        return [
            deed
            for deed in self.oracle.deeds
            if deed.agent == agent and self.start <= deed.time < self.end
        ]

    def users(self) -> list[dict[str, Any]]:
        """Return the rows of the user export, but for the names."""
        told: list[Lock | Deed | Interval] = [*self.oracle.locks, *self.oracle.deeds]
        told += self.oracle.intervals
        agents = sorted({fact.agent for fact in told if fact.agent is not None})
        rows = [self.user(agent) for agent in agents if self.oracle.kinds.get(agent) != "VIRTUAL"]
        return [row for row in rows if any(row[column] for column in row if column != "user_id")]

    def user(self, agent: str) -> dict[str, Any]:
        """Return the row of one agent."""
        deeds = self.deeds(agent)
        locks = [lock for lock in self.oracle.locks if lock.agent == agent]
        times = {kind: self.locked(locks, kind) for kind in TIMES}
        present = {
            presence: sum(
                self.part(interval.start, interval.end)
                for interval in self.oracle.intervals
                if (interval.agent, interval.type) == (agent, presence)
            )
            for presence in ("AVAILABLE", "AWAY")
        }
        handled = {
            lock.conversation
            for lock in locks
            if lock.kind == "handling_time" and self.part(lock.start, lock.end)
        }
        helped = {
            self.oracle.named(deed.conversation, "contact_id")
            for deed in deeds
            if deed.kind == "replies"
        }
        return {
            "user_id": agent,
            "available_time": present["AVAILABLE"],
            "away_time": present["AWAY"],
            "contacts_helped": len(helped - {None}),
            "average_handling_time": half_up(times["handling_time"], len(handled)),
            **times,
            **{kind: sum(deed.kind == kind for deed in deeds) for kind in COUNTED},
            "utilisation": half_up(10_000 * times["handling_time"], present["AVAILABLE"]),
        }

    def locked(self, locks: Iterable[Lock], kind: str) -> int:
        """Return how long locks of a kind lasted in the period."""
        return sum(self.part(lock.start, lock.end) for lock in locks if lock.kind == kind)

    def presences(self) -> list[dict[str, Any]]:
        """Return the rows of the user-presence export, but for the names."""
        kept = [
            interval
            for interval in self.oracle.intervals
            if interval.type != "OFFLINE" and self.part(interval.start, interval.end)
        ]
        return [
            {
                "user_id": interval.agent,
                "type": interval.type,
                "away_state": interval.away_state,
                "from": interval.start,
                "to": interval.to,
                "duration": interval.end - interval.start,
            }
            for interval in sorted(kept, key=lambda interval: (interval.agent, interval.start))
        ]

    def responses(self) -> list[dict[str, Any]]:
        """Return the rows of the response-times export, but for the names."""
        answered = [wait for wait in self.oracle.waits if self.start <= wait.end < self.end]
        answered.sort(key=lambda wait: (wait.end, wait.outbound_message_id, wait.conversation))
        return [
            {
                "conversation_id": wait.conversation,
                "contact_id": self.oracle.named(wait.conversation, "contact_id"),
                "started_by": wait.started_by,
                "transfer_reason": wait.transfer_reason,
                "from": wait.start,
                "to": wait.end,
                "response_time": wait.end - wait.start,
                "agent_id": wait.agent,
                "inbound_message_id": wait.inbound_message_id,
                "outbound_message_id": wait.outbound_message_id,
            }
            for wait in answered
        ]

    def conversations(self, *, resolved: bool) -> dict[str, dict[str, int]]:
        """Return the three times of resolved or of open conversations."""
        resolves = self.oracle.first_resolve
        return {
            conversation: {
                kind: sum(
                    lock.end - lock.start
                    for lock in self.oracle.locks
                    if (lock.conversation, lock.kind) == (conversation, kind)
                )
                for kind in TIMES
            }
            for conversation, status in self.oracle.status.items()
            if (
                self.start <= resolves.get(conversation, -1) < self.end
                if resolved
                else status != "RESOLVED"
            )
        }


def only(rows: Iterable[dict[str, Any]], like: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *rows* without the columns that the oracle does not know."""
    columns = like[0] if like else {}
    return [{column: row[column] for column in columns} or row for row in rows]


def times_by_conversation(result: Result, slug: str) -> dict[str, dict[str, int]]:
    """Return the three times of the conversations of an export."""
    return {
        row["conversation_id"]: {kind: row[kind] for kind in TIMES} for row in result.dicts(slug)
    }


@given(questions())
def test_the_oracle_agrees_on_users(asked: Asked) -> None:
    """What agents did, and how long, is the same by another reading of the specification."""
    result, expected = asked.both()

    assert only(result.dicts("user"), expected.users()) == expected.users()


@given(questions())
def test_the_oracle_agrees_on_responses(asked: Asked) -> None:
    """Which reply answered which wait is the same by another reading of the specification."""
    result, expected = asked.both()

    assert only(result.dicts("response-times"), expected.responses()) == expected.responses()


@given(questions())
def test_the_oracle_agrees_on_presence(asked: Asked) -> None:
    """When agents were there is the same by another reading of the specification."""
    result, expected = asked.both()

    assert only(result.dicts("user-presence"), expected.presences()) == expected.presences()


@given(questions())
def test_the_oracle_agrees_on_conversations(asked: Asked) -> None:
    """How long conversations were locked is the same by another reading of the specification."""
    result, expected = asked.both()

    resolved = times_by_conversation(result, "resolved-conversation")
    assert resolved == expected.conversations(resolved=True)
    opened = times_by_conversation(result, "open-conversation")
    assert opened == expected.conversations(resolved=False)
