"""Doubts hold for any log: they hang on its events only, and can be printed whatever it says."""

import re
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from replaydesk import Result, find_doubts, replay_lines
from replaydesk.engine.audit.doubts_report import Report
from strategies import Log, logs

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def told(result: Result) -> list[Any]:
    """Return all that is said of the doubts of a log, but for where its lines stand."""
    return sorted(
        (doubt.name, doubt.text, [witness.event.order for witness in doubt.witnesses])
        for doubt in find_doubts(result)
    )


@given(logs(), st.randoms(use_true_random=False))
def test_doubts_do_not_hang_on_the_order_of_the_lines(log: Log, chance: Any) -> None:
    """The same lines in another order raise the same doubts of the same events."""
    shuffled = [*log.raw]
    chance.shuffle(shuffled)

    assert told(replay_lines(shuffled)) == told(replay_lines(log.raw))


@given(logs())
def test_doubts_can_be_printed_whatever_a_log_says(log: Log) -> None:
    """A report has no character that a terminal would act on, and is JSON as well."""
    result = replay_lines(log.raw)
    report = Report.of(find_doubts(result), result, limit=3)

    assert [line for line in report.text() if CONTROL.search(line)] == []
    assert orjson.loads(orjson.dumps(report.data())) == report.data()
    assert all(len(tally.first) == min(tally.number, 3) for tally in report.tallies)


@given(logs())
def test_no_wait_is_negative(log: Log) -> None:
    """Events apply in the order of their instants: nothing that is answered comes after it."""
    for conversation in replay_lines(log.raw).replayed.conversations():
        assert all(response.response_time >= 0 for response in conversation.responses)
        assert (conversation.resolution_time or 0) >= 0


@given(logs())
def test_offline_locks_are_acquired_offline(log: Log) -> None:
    """A sign-out ends every lock, so that a lock that overlaps one began after it."""
    for doubt in find_doubts(replay_lines(log.raw), ["lock-while-offline"]):
        lock, presence = (witness.event for witness in doubt.witnesses)

        assert presence.order < lock.order
