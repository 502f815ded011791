"""The search, tried with every setting: the one by which theirs was drawn is named."""

from pathlib import Path

import pytest
from reconciling import DEMO, WEDNESDAY, against, clock_only, demo, table, week, week_of
from replaydesk import MetricPolicy, replay, replay_lines
from replaydesk.engine.audit.settings import moved_by

pytestmark = pytest.mark.usefixtures("without_coverage")

POLICIES = [
    ("handling=LOCKED", "resolved-conversation"),
    ("handling=LOCKED", "open-conversation"),
    ("handling=LOCKED", "team"),
    ("handling=LOCKED", "user"),
    ("business_hours=IGNORE", "resolved-conversation"),
    ("business_hours=IGNORE", "open-conversation"),
    ("business_hours=IGNORE", "team"),
    ("utilisation_numerator=HANDLING_AND_NO_REPLY", "user"),
    ("utilisation_numerator=LOCKED", "user"),
    ("utilisation_denominator=AVAILABLE_AND_AWAY", "user"),
    ("resolved_created_at=CONVERSATION", "resolved-conversation"),
    ("message_content=ALL", "message"),
    ("message_content=NONE", "message"),
]
"""Every reading that is not the default, and an export or more on which it matters."""

PERIODS = [
    (("2026-03-04", "2026-03-05"), ("the period is a day later", "--period 2026-03-05")),
    (("2026-03-04", "2026-03-03"), ("the period is a day earlier", "--period 2026-03-03")),
    (
        ("2026-03-04", "2026-03-03..2026-03-05"),
        ("the period starts a day earlier", "--from 2026-03-03", "--to 2026-03-05"),
    ),
    (
        ("2026-03-03..2026-03-05", "2026-03-03..2026-03-06"),
        ("the period ends a day later", "--from 2026-03-03", "--to 2026-03-06"),
    ),
    (
        ("2026-03-03..2026-03-05", "2026-03-05..2026-03-07"),
        ("the period is the next one", "--from 2026-03-05", "--to 2026-03-07"),
    ),
    ((None, "2026-03-06"), ("the period is 2026-03-06", "--period 2026-03-06")),
    (("2026-03-04", "2026-W10"), ("the period is 2026-W10", "--period 2026-W10")),
]
"""Our period and theirs; what it is called, and the options that say it."""


@pytest.mark.parametrize(("policy", "slug"), POLICIES)
def test_another_policy_is_named(tmp_path: Path, policy: str, slug: str) -> None:
    """Against an export by one other reading, that reading explains every difference."""
    name, _, reading = policy.partition("=")
    theirs = replay(
        DEMO, tz="Europe/Brussels", only=[slug], policy=MetricPolicy.of({name: reading})
    )

    found = against(demo(), theirs, slug, tmp_path)

    assert found.best is not None
    assert found.options(found.best) == (f"--policy {policy}",)
    assert found.best.left == 0
    assert found.best.before == found.comparison.cells > 0
    assert {*found.best.columns} == {
        found.comparison.columns[number].key for number in found.comparison.cells_by_column()
    }
    assert {*found.best.columns} <= moved_by(name, slug)


@pytest.mark.parametrize("slug", ["user", "team", "message", "contact", "topic", "user-presence"])
def test_the_zone_of_the_midnights_is_named(tmp_path: Path, slug: str) -> None:
    """Against the same date elsewhere, the zone of that place explains every difference."""
    theirs = replay_lines(week(), tz="Asia/Tokyo", period=WEDNESDAY, only=[slug])

    found = against(week_of(WEDNESDAY), theirs, slug, tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert found.options(found.best) == ("--tz Asia/Tokyo", f"--period {WEDNESDAY}")
    assert "Asia/Seoul" in found.best.setting.zones


@pytest.mark.parametrize("slug", ["message", "response-times", "contact", "user-presence"])
def test_the_zone_of_times_and_midnights_is_named(tmp_path: Path, slug: str) -> None:
    """Times without an offset and the period are both of the place where theirs was drawn."""
    theirs = replay_lines(week(), tz="Asia/Kolkata", period=WEDNESDAY, only=[slug])

    found = against(
        week_of(WEDNESDAY), clock_only(slug, table(theirs, slug)), slug, tmp_path, tolerance=1
    )

    assert found.best is not None
    assert found.best.left == 0
    assert found.options(found.best) == ("--tz Asia/Kolkata", f"--period {WEDNESDAY}")


@pytest.mark.parametrize(("periods", "expected"), PERIODS)
@pytest.mark.parametrize("slug", ["user", "contact", "user-presence"])
def test_another_period_is_named(
    tmp_path: Path, slug: str, periods: tuple[str | None, str], expected: tuple[str, ...]
) -> None:
    """Against an export of another day, week or span, that is what explains the differences."""
    mine, other = periods

    found = against(week_of(mine), week_of(other), slug, tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert (found.best.setting.words, *found.options(found.best)) == expected
