"""The demo day's story, as a support lead finds it: the lock that Nadia forgot."""

from pathlib import Path

import pytest
from replaydesk import Result, replay, timeline

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
HOURS_9_36 = (9 * 60 + 36) * 60_000


@pytest.fixture(scope="module")
def day() -> Result:
    """The demo day, in Brussels."""
    return replay(DEMO_DAY, only=["resolved-conversation", "user"], tz="Europe/Brussels")


def test_nadias_lock_lasts_from_04_44_to_14_20(day: Result) -> None:
    """She replied at 04:47 and went home, so that it is handling until Victor took it over."""
    told = timeline(day, conversation="c003")
    locks = [span for span in told.spans if span.is_lock]

    assert [(span.agent_id, span.kind, span.length) for span in locks] == [
        ("nadia", "HANDLING", HOURS_9_36),
        ("victor", "HANDLING", 6 * 60_000),
    ]
    assert [told.clock.time(locks[0].start), told.clock.time(locks[0].end)] == [
        "04:44:00",
        "14:20:00",
    ]
    assert locks[0].ending == "somebody else took the lock"


def test_the_event_that_caused_it_is_one_line_of_the_log(day: Result) -> None:
    """The lock's own event says file and line, and that line of the file says the event."""
    told = timeline(day, conversation="c003")
    opened = next(entry for entry in told.entries if entry.event_id == "e0186")

    assert opened.sentence == "Nadia Haddad took the lock by hand."
    assert [note.text for note in opened.notes] == [
        (
            "Lock opens: handling for team “Night desk”, 9 h 36 min, until 14:20:00; its agent "
            "replied (message c003.2)."
        )
    ]
    assert opened.source is not None
    assert opened.line is not None
    line = Path(opened.source).read_text().splitlines()[opened.line - 1]
    assert '"id":"e0186"' in line


def test_she_is_available_all_the_while(day: Result) -> None:
    """Her presence says why nothing else ended the lock: she is signed out at 14:30."""
    told = timeline(day, conversation="c003")
    (presence,) = (s for s in told.spans if s.kind == "AVAILABLE" and s.agent_id == "nadia")

    assert [told.clock.time(presence.start), told.clock.time(presence.end)] == [
        "00:55:00",
        "14:30:00",
    ]


def test_the_contact_waited_five_hours(day: Result) -> None:
    """Nobody answered 09:05 before 14:24, which is 5 h 19 min."""
    told = timeline(day, conversation="c003")

    waits = [(span.opened.id, span.length) for span in told.spans if span.kind == "WAIT"]
    assert waits == [("e0185", 6 * 60_000), ("e0326", (5 * 60 + 19) * 60_000)]


def test_her_day_tells_the_hour_that_is_lost(day: Result) -> None:
    """Across the change of the clock 01:52 to 03:05 is 13 minutes; headings tell the offset."""
    told = timeline(day, agent="nadia", day="2026-03-29")
    text = list(told.as_text())

    assert "2026-03-29 (UTC+01:00)" in text
    assert "2026-03-29 (UTC+02:00)" in text
    assert any("Response after 13 min, waited for since 01:52:00." in line for line in text)
    shown = {total.column.key: total.printed for total in told.totals}
    assert shown["handling_time"] == "35040"
    assert shown["utilisation"] == "77.35"
