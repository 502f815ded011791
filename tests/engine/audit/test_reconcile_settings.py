"""The search: the very setting by which another export was drawn is named, and what it leaves.

Every reading, period and zone is tried in `test_reconcile_laws.py`.
"""

import re
from pathlib import Path

from reconciling import DEMO, WEDNESDAY, against, changed, clock_only, demo, table, week, week_of
from replaydesk import MetricPolicy, replay, replay_lines
from replaydesk.engine.audit.reconcile_report import as_text


def test_our_own_other_policy_is_named(tmp_path: Path) -> None:
    """Where ours is drawn by another policy, the default is what explains theirs."""
    ours = replay(DEMO, tz="Europe/Brussels", policy=MetricPolicy(message_content="ALL"))

    found = against(ours, demo(), "message", tmp_path)

    assert found.best is not None
    assert found.options(found.best) == ("--policy message_content=X_ONLY",)


def test_two_readings_of_utilisation_are_named_together(tmp_path: Path) -> None:
    """Where numerator and denominator are both another, no cell agrees by one of them."""
    policy = MetricPolicy(
        utilisation_numerator="LOCKED", utilisation_denominator="AVAILABLE_AND_AWAY"
    )

    found = against(demo(), replay(DEMO, tz="Europe/Brussels", policy=policy), "user", tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert found.best.setting.reading.frame.policy == policy


def test_settings_of_two_kinds_are_named_one_on_top_of_the_other(tmp_path: Path) -> None:
    """An export by another policy and of another day takes two steps."""
    theirs = replay_lines(
        week(), period="2026-03-05", policy=MetricPolicy(handling="LOCKED"), only=["user"]
    )

    found = against(week_of(WEDNESDAY), theirs, "user", tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert found.options(found.best) == ("--policy handling=LOCKED", "--period 2026-03-05")
    assert found.best.setting.words.count("; ") == 1


def test_a_zone_is_called_by_the_offsets_that_they_write(tmp_path: Path) -> None:
    """Of the zones that leave as little, the one whose offsets they write is named."""
    theirs = replay_lines(week(), tz="Asia/Kolkata", period=WEDNESDAY, only=["message"])

    found = against(week_of(WEDNESDAY), theirs, "message", tmp_path)

    assert found.best is not None
    assert found.options(found.best) == ("--tz Asia/Kolkata", f"--period {WEDNESDAY}")


def test_the_zone_of_their_times_alone_is_named(tmp_path: Path) -> None:
    """Where the period has no midnights, only the clock can be another."""
    rows = clock_only("open-conversation", table(demo(), "open-conversation"))

    found = against(demo(tz="UTC"), rows, "open-conversation", tmp_path, tolerance=1)

    assert found.best is not None
    assert found.best.left == 0
    assert found.options(found.best) == ("--vendor-tz Europe/Brussels",)


def test_an_offset_that_is_not_true_is_told(tmp_path: Path) -> None:
    """A file that calls its local times UTC is read as what they are, and it is said so."""
    rows = table(demo(), "response-times")
    for header in ("From", "To"):
        rows = changed(rows, header, lambda cell: cell[:-6] + "Z")

    found = against(demo(), rows, "response-times", tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert found.best.setting.words == (
        "their times are those of Europe/Brussels, whatever offset they say"
    )
    assert found.options(found.best) == ()
    assert not [line for line in as_text(found, 0) if line.startswith("    --")]


def test_the_whole_log_is_named(tmp_path: Path) -> None:
    """Against an export without a period, having none explains every difference."""
    found = against(week_of(WEDNESDAY), week_of(), "user", tmp_path)

    assert found.best is not None
    assert (found.best.left, found.best.setting.words) == (0, "the period is the whole log")


def test_a_period_that_no_calendar_has_is_told_by_the_rows(tmp_path: Path) -> None:
    """Where their rows say when they happened, the hours around them are tried."""
    theirs = week_of("2026-03-04T06:00..2026-03-04T11:00")

    found = against(week_of(WEDNESDAY), theirs, "message", tmp_path)

    assert found.best is not None
    assert found.best.left == 0
    assert found.options(found.best) == (
        "--from 2026-03-04T06:00:00.000+00:00",
        "--to 2026-03-04T11:00:00.000+00:00",
    )


def test_a_setting_is_named_also_beside_errors(tmp_path: Path) -> None:
    """A wrong cell and a missing row hide no policy; they are what it leaves."""
    theirs = replay(DEMO, tz="Europe/Brussels", policy=MetricPolicy(handling="LOCKED"))
    rows = table(theirs, "user")
    rows[1][rows[0].index("Replies")] += "1"
    del rows[2]

    found = against(demo(), rows, "user", tmp_path)

    assert found.best is not None
    assert found.options(found.best) == ("--policy handling=LOCKED",)
    assert found.best.left == 1 + (len(rows[0]) - 1)
    assert "handling_time" in found.best.columns


def test_of_settings_that_leave_as_much_the_simplest_is_named(tmp_path: Path) -> None:
    """Where utilisation alone is known, two policies explain it, and the first of them is named."""
    theirs = replay(DEMO, tz="Europe/Brussels", policy=MetricPolicy(handling="LOCKED"))
    rows = [[row[0], row[16]] for row in table(theirs, "user")]

    found = against(demo(), rows, "user", tmp_path)

    assert found.best is not None
    assert found.options(found.best) == ("--policy handling=LOCKED",)
    assert sorted(trial.left for trial in found.tried)[:2] == [0, 0]


def test_errors_are_explained_by_no_setting(tmp_path: Path) -> None:
    """Where nothing explains what differs, nothing is named, and all that was tried is told."""
    rows = changed(table(demo(), "user"), "Replies", lambda cell: f"1{cell}")

    found = against(demo(), rows, "user", tmp_path)

    assert found.best is None
    assert min(trial.left for trial in found.tried) == found.comparison.cells == 13


def test_a_setting_under_which_no_row_is_common_explains_nothing(tmp_path: Path) -> None:
    """A period without any of our rows leaves fewer differences, and is not named for that."""
    rows = [["Message ID", "Conversation ID", "Direction"], ["none", "of", "ours"]]

    found = against(week_of(WEDNESDAY), rows, "message", tmp_path)

    fewer = [trial for trial in found.tried if trial.left < found.comparison.cells]
    assert fewer
    assert not any(trial.has_common for trial in fewer)
    assert found.best is None
    assert "Differences left by the best of them" not in "\n".join(as_text(found, 0))


def test_without_a_search_nothing_is_tried(tmp_path: Path) -> None:
    """The search can be left out."""
    found = against(week_of(WEDNESDAY), week_of(), "user", tmp_path, search=False)

    assert (found.tried, found.best) == ([], None)


def test_the_settings_of_a_report_are_listed(tmp_path: Path) -> None:
    """The text names the setting, how to say it, and what the best of the others leave."""
    theirs = replay_lines(week(), tz="Asia/Tokyo", period=WEDNESDAY, only=["topic"])
    found = against(week_of(WEDNESDAY), theirs, "topic", tmp_path)

    text = "\n".join(as_text(found, 0))

    assert f"    --tz Asia/Tokyo --period {WEDNESDAY}" in text
    assert re.search(r"Asia/Tokyo comes to the same here as Asia/\w+, .* more zones\.", text)
    assert re.search(r"settings were tried\. .*\n +0  the period's midnights are those of", text)
