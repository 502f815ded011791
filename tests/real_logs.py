"""Logs of the real world: where they are. They are no part of this repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("REPLAYDESK_REAL_LOGS", ROOT.parent / "shared" / "data" / "real"))
_ENDING = ".jsonl.gz"
NAMES = sorted(log.name.removesuffix(_ENDING) for log in FOLDER.glob(f"*{_ENDING}")) or ["missing"]


def real_log(name: str) -> Path:
    """Return a log; where the logs are missing the test is skipped."""
    log = FOLDER / f"{name}{_ENDING}"
    if not log.is_file():
        pytest.skip(f"the real logs are not at {FOLDER}; set REPLAYDESK_REAL_LOGS")
    return log
