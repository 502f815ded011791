"""The demo day's wrong-looking number: why Nadia handled for nearly ten hours."""

from pathlib import Path

import pytest
from replaydesk import Result, explain, replay
from replaydesk.engine.audit.explain_objects import Sum
from replaydesk.projections.headings import HANDLING_TIME

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"


@pytest.fixture(scope="module")
def day() -> Result:
    """The demo day, in Brussels."""
    return replay(DEMO_DAY, only=["user", "resolved-conversation"], tz="Europe/Brussels")


def test_nadias_handling_time_is_the_lock_that_she_forgot(day: Result) -> None:
    """Of 35,040 s the lock from 04:44 to 14:20 on c003 adds 9 h 36 min; Victor's steal ended it."""
    cell = explain(day, "user", {"user_id": "nadia"})["handling_time"]
    assert isinstance(cell.made_of, Sum)
    facts = cell.made_of.contributions

    assert cell.value == 35_040_000
    assert [fact.adds for fact in facts] == [300_000, 180_000, 34_560_000]
    forgotten = {detail.name: detail.value for detail in facts[-1].details}
    assert forgotten["conversation_id"] == "c003"
    assert forgotten["closed_by"] == "STOLEN"
    assert (forgotten["to"] - forgotten["from"]) == (9 * 60 + 36) * 60_000
    assert [(evidence.event.id, evidence.line) for evidence in facts[-1].evidence] == [
        ("e0186", 186),
        ("e0188", 188),
        ("e1059", 1066),
    ]


def test_the_text_leads_to_the_lines_of_the_log(day: Result) -> None:
    """Each line on an event begins with the file and line, and the clock is that of Brussels."""
    explanation = explain(day, "user", {"user_id": "nadia"}, columns=["handling_time"])
    text = [*explanation.as_text()]
    opened = next(line for line in text if " e0186 " in line)

    assert text[0] == "user: user_id nadia"
    assert text[3:5] == [
        "handling_time: 35040 s",
        f"  {HANDLING_TIME.meaning}",
    ]
    assert opened.split()[:3] == [
        f"{DEMO_DAY / 'log.jsonl'}:186",
        "e0186",
        "2026-03-29T04:44:00.000+02:00",
    ]
    assert opened.endswith("took the lock: Nadia Haddad took the lock by hand.")
    assert '"e0186"' in (DEMO_DAY / "log.jsonl").read_text().splitlines()[185]
    assert text[-1] == "  = 35040 s"


def test_the_conversation_has_her_lock_and_victors(day: Result) -> None:
    """The row of c003 sums both of its lock intervals: 34,560 s and 360 s."""
    cell = explain(day, "resolved-conversation", {"conversation_id": "c003"})["handling_time"]
    assert isinstance(cell.made_of, Sum)

    assert [fact.adds for fact in cell.made_of.contributions] == [34_560_000, 360_000]
