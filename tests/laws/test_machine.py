"""Memory, workers and the chance of a machine change no byte."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replaydesk import EXPORTS
from replaydesk.engine import export as job
from replaydesk.engine import runs, shares, streams
from replaydesk.engine.generate import generate
from replaydesk.engine.memory import Memory
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
from strategies import Log, logs

MAIN = "from replaydesk.engine.commands import main; main()"


def files_of(raw: list[bytes], **chosen: Any) -> dict[str, bytes]:
    """Export a log, and return every file that was written: the manifest and the rejects too."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # for the manifest and the rejects name the log
        Path("log.jsonl").write_bytes(b"\n".join(raw))
        out = Path("out")
        job.export(find_sources(["log.jsonl"]), out, Settings(**chosen), job.ExportOptions())
        return {file.name: file.read_bytes() for file in out.iterdir()}


@given(logs(), st.integers(0, 3000))
def test_little_memory_changes_nothing(log: Log, memory: int) -> None:
    """Where lines, rows and contacts wait on disk, every file is the same to the byte."""
    expected = files_of(log.raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_PART", 2)
        patch.setattr(streams, "_PORTION", 3)
        assert files_of(log.raw, memory=Memory(memory, memory, memory)) == expected


@settings(max_examples=20)
@given(logs(), st.integers(2, 4), st.booleans())
def test_workers_change_nothing(log: Log, workers: int, has_memory: bool) -> None:  # noqa: FBT001
    """However many processes share the work, every file is the same to the byte."""
    memory = Memory() if has_memory else Memory(lines=1)
    expected = files_of(log.raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "_SMALLEST", 1)
        assert files_of(log.raw, workers=workers, memory=memory) == expected


def test_the_seed_of_hashes_changes_nothing(tmp_path: Path) -> None:
    """Processes that hash text differently write the same files, to the byte."""
    log = tmp_path / "log.jsonl"
    lines = generate(2000, seed=7, duplicates=0.02, rejects=0.02, shuffle=True)
    log.write_bytes(b"\n".join(lines))

    written = []
    for seed in ("0", "1", "4242"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", MAIN, "export", log, "--out", out, "--allow-rejects"],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        written.append({file.name: file.read_bytes() for file in out.iterdir()})

    assert len(written[0]) == len(EXPORTS) + 2
    assert written[1:] == written[:1] * 2
