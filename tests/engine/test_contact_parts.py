"""What projections keep of contacts waits on disk: one process finishes it a part at a time."""

from pathlib import Path

import pytest
from replaydesk.engine import folding
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.memory import Memory
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources


def files_of(log: Path, out: Path, memory: Memory) -> dict[str, bytes]:
    """Export *log* by one process, and return the files."""
    export(find_sources([str(log)]), out, Settings(memory=memory), ExportOptions())
    return {file.name: file.read_bytes() for file in out.iterdir()}


def test_contacts_on_disk_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no memory for contacts at all, and rows taken after each conversation."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\n".join(generate(500, seed=5, duplicates=0.02, rejects=0.02)))
    expected = files_of(log, tmp_path / "in memory", Memory())

    monkeypatch.setattr(folding, "_AT_ONCE", 1)
    assert files_of(log, tmp_path / "on disk", Memory(contacts=0)) == expected
