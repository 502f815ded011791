"""The law of explanations: what they list adds up to the cell, for every cell of every export."""

from pathlib import Path

import pytest
from explaining import check, options_of
from replaydesk import replay

REPLAY_LOGS = Path(__file__).parents[3] / "replay_logs"
FOLDERS = sorted({path.parent.name for path in REPLAY_LOGS.glob("*/log.jsonl")} - {"demo_day"})
"""Those with little in them; the demo day has a test among the laws, `test_explain_laws.py`."""


@pytest.mark.parametrize("name", FOLDERS)
def test_every_cell_of_a_replay_log_adds_up(name: str) -> None:
    """In the logs that are worked out by hand, each number is the sum of the facts listed."""
    folder = REPLAY_LOGS / name
    checked = check(replay(folder / "log.jsonl", **options_of(folder / "settings.json")))

    assert checked.wrong == []
