"""The doubts of the demo day tell its stories: Nadia's night, Ines' training."""

from pathlib import Path

import pytest
from replaydesk import Doubt, find_doubts, replay

DAY = Path(__file__).parent.parent.parent.parent / "replay_logs" / "demo_day" / "log.jsonl"


@pytest.fixture(scope="module")
def doubts() -> list[Doubt]:
    """Look for every doubt of the day, once."""
    result = replay(DAY, tz="Europe/Brussels", only=())
    return sorted(find_doubts(result), key=lambda doubt: doubt.order)


def named(doubts: list[Doubt], name: str) -> list[Doubt]:
    """Return the doubts of a name."""
    return [doubt for doubt in doubts if doubt.name == name]


def test_nadia_went_home_with_a_lock(doubts: list[Doubt]) -> None:
    """She took it at 4:44 and Victor at 14:20, which is 9 h 36 min; no other lock is as long."""
    (doubt,) = named(doubts, "long-lock")
    taken, stolen = (witness.event for witness in doubt.witnesses)

    assert doubt.text == (
        "Nadia Haddad held the lock for 9 h 36 min, until 2026-03-29T14:20:00.000+02:00: "
        "somebody else took the lock."
    )
    assert doubt.agent_id == "nadia"
    assert (taken.type, stolen.type) == ("lock.acquired", "lock.acquired")
    assert stolen.time - taken.time == (9 * 60 + 36) * 60_000


def test_ines_worked_while_away(doubts: list[Doubt]) -> None:
    """In her training from 10:20 to 11:40 she held two locks whole, of 30 and 35 minutes."""
    texts = [d.text for d in named(doubts, "lock-while-away") if d.agent_id == "ines"]

    assert texts == [
        "Ines Maes held the lock for 30 min, 30 min of it while AWAY (TRAINING).",
        "Ines Maes held the lock for 35 min, 35 min of it while AWAY (TRAINING).",
    ]


def test_ines_is_over_100_percent_and_nobody_else(doubts: list[Doubt]) -> None:
    """78 minutes of handling (13, 30 and 35) in 20 available ones are 390 %."""
    (doubt,) = named(doubts, "utilisation-over-100")

    assert doubt.text.startswith("Ines Maes: utilisation 390 % with 20 min available.")
    assert doubt.text.endswith("for 35 min.")


def test_tom_works_on_in_his_breaks(doubts: list[Doubt]) -> None:
    """Of those who work by the plan nobody holds locks in breaks as often as Tom."""
    whose = [doubt.agent_id for doubt in named(doubts, "lock-while-away")]

    assert max(set(whose), key=whose.count) == "tom"


def test_nothing_in_the_day_is_wrong(doubts: list[Doubt]) -> None:
    """Its trouble is that of people, not of the log: everybody is described and signs in."""
    assert {doubt.name for doubt in doubts} == {
        "long-lock",
        "lock-while-away",
        "utilisation-over-100",
    }


def test_every_event_can_be_looked_up(doubts: list[Doubt]) -> None:
    """The line that a doubt names is the line of its event."""
    lines = DAY.read_text(encoding="utf-8").splitlines()

    for doubt in doubts:
        for witness in doubt.witnesses:
            assert witness.file == str(DAY)
            assert witness.line is not None
            assert lines[witness.line - 1].startswith(f'{{"id":"{witness.event.id}",')
