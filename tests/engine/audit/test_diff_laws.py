"""Differences between two replays: what holds for every export, of any log."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reconciling import demo, week
from replaydesk import EXPORTS, MetricPolicy, diff, replay_lines
from replaydesk.engine.audit.diff import with_policy
from replaydesk.engine.audit.settings import moved_by

pytestmark = pytest.mark.usefixtures("without_coverage")

SLUGS = [export.slug for export in EXPORTS]

READINGS = [
    reading
    for reading in MetricPolicy.all_readings()
    if MetricPolicy.of(dict([reading.split("=")])) != MetricPolicy()
]
"""Every reading that is not the default."""


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_policy_changes_no_other_cells_than_it_is_known_to(reading: str, slug: str) -> None:
    """The columns that are said to depend on a policy are those that it changes."""
    name, _, value = reading.partition("=")
    there = with_policy(demo(), slug, MetricPolicy.of({name: value}))

    found = diff(demo(), there, slug)

    changed = {cell.column.key for change in found.changes for cell in change.cells}
    assert changed <= moved_by(name, slug)
    assert {change.status for change in found.changes} <= {"changed"}
    assert {change.settings for change in found.changes} <= {(f"policy {name}",)}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_log_does_not_differ_from_itself(slug: str) -> None:
    """Two replays of one log are the same, in any order of its lines."""
    again = replay_lines(reversed(week()[:2000]))

    found = diff(replay_lines(week()[:2000]), again, slug)

    assert found.is_same
    assert found.equal == found.rows_here == found.rows_there


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(SLUGS), st.integers(1, 1999), st.integers(1, 1999))
def test_the_other_way_round_everything_is_turned(slug: str, one: int, other: int) -> None:
    """What is only there is only here, and every value has changed its place."""
    log = week()[:2000]
    here, there = (replay_lines(log[:n], only=[slug]) for n in (one, other))

    found, turned = diff(here, there, slug), diff(there, here, slug)

    sides = {"changed": "changed", "only here": "only there", "only there": "only here"}
    assert sorted((sides[c.status], *c.key.values()) for c in found.changes) == sorted(
        (c.status, *c.key.values()) for c in turned.changes
    )
    assert found.equal == turned.equal


def test_every_row_that_an_event_added_names_an_event() -> None:
    """Of a log that grew every row that is new has a cause among the new events."""
    log = week()[:3000]
    for slug in SLUGS:
        here, there = (replay_lines(log[:n], only=[slug]) for n in (2900, 3000))
        for change in diff(here, there, slug).changes:
            assert change.causes.number or change.settings
