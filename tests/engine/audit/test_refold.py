"""Other projections of a log that was read: the same as of a log that is read again."""

import pytest
from reconciling import week, week_of
from replaydesk import EXPORTS, MetricPolicy, replay_lines
from replaydesk.engine.moments import parse_period
from replaydesk.events import zone
from replaydesk.projections import BY_SLUG, Frame, Period

POLICY = MetricPolicy(handling="LOCKED", business_hours="IGNORE", message_content="ALL")


@pytest.mark.parametrize("slug", [export.slug for export in EXPORTS])
def test_a_refolded_log_gives_what_a_replay_gives(slug: str) -> None:
    """Another policy and another period, several at once, are as if the log were read for them."""
    result = week_of()
    start, end = parse_period("2026-03-04", zone("UTC"))
    period = Period(start, end, result.frame.period.as_of)
    frames = [Frame(period=period), Frame(period=period, policy=POLICY)]
    projections = [BY_SLUG[slug](frame) for frame in frames]

    result.replayed.refold(projections)

    for frame, projection in zip(frames, projections, strict=True):
        again = replay_lines(week(), only=[slug], start=start, end=end, policy=frame.policy)
        assert list(projection.rows(result.reference)) == again.rows(slug)


def test_the_streams_of_a_log_are_its_events() -> None:
    """Every event is in one stream, each stream whole, and the same partition in every replay."""
    log = week()[:1000]
    parts = [
        [[event.id for event in events] for events in streams]
        for streams in replay_lines(log).replayed.streams_by_partition()
    ]
    again = [
        [[event.id for event in events] for events in streams]
        for streams in replay_lines(reversed(log)).replayed.streams_by_partition()
    ]

    assert sum(len(events) for streams in parts for events in streams) == 1000
    assert [sorted(streams) for streams in parts] == [sorted(streams) for streams in again]
