"""Writing by several processes: a failure of one leaves what was there, and says why."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from replaydesk.engine import shares, writing
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.output import OutputError
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
from replaydesk.engine.workers import WorkerDiedError
from replaydesk.projections import Messages, Projection, TagsByChannel


@pytest.fixture(name="log")
def fixture_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a log that is worth dividing."""
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 16)
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\n".join(generate(1000, seed=5)))
    return log


def run(log: Path, out: Path, workers: int = 2) -> dict[str, int]:
    """Export *log* to *out*, and return the inodes of the files: new ones are other ones."""
    export(find_sources([str(log)]), out, Settings(workers=workers), ExportOptions())
    return inodes(out)


def inodes(out: Path) -> dict[str, int]:
    """Return the inode of each file in a folder."""
    return {path.name: path.stat().st_ino for path in out.iterdir()}


def failing_at(export: type[Projection[Any]], fail: Callable[[], None]) -> Callable[..., Any]:
    """Return what writes the file of an export, but fails at one of them."""
    write = writing.Writing.write

    def written(self: writing.Writing, projection: Projection[Any]) -> writing.Written:
        if isinstance(projection, export):
            assert os.getpid() != HERE, "no worker writes"
            fail()
        return write(self, projection)

    return written


HERE = os.getpid()


def disk_full() -> None:
    """Fail as a disk does that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("which", [Messages, TagsByChannel])
def test_a_worker_that_cannot_write_fails_the_job(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: type[Projection[Any]]
) -> None:
    """Its error is told as that of one process, and the earlier files are untouched."""
    before = run(log, tmp_path / "out")
    monkeypatch.setattr(writing.Writing, "write", failing_at(which, disk_full))

    with pytest.raises(OutputError, match="exports cannot be written: No space left on device"):
        run(log, tmp_path / "out")
    assert inodes(tmp_path / "out") == before


def test_a_worker_that_is_killed_while_it_writes_fails_the_job(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a file is in the stage only, which goes."""
    before = run(log, tmp_path / "out")
    kill = failing_at(Messages, lambda: os.kill(os.getpid(), signal.SIGKILL))
    monkeypatch.setattr(writing.Writing, "write", kill)

    with pytest.raises(WorkerDiedError):
        run(log, tmp_path / "out")
    assert inodes(tmp_path / "out") == before


def test_the_exports_stand_in_their_order_whoever_wrote_them(log: Path, tmp_path: Path) -> None:
    """The manifest of three processes is that of one."""
    run(log, tmp_path / "one", workers=1)
    run(log, tmp_path / "three", workers=3)

    one, three = ((tmp_path / name / "manifest.json").read_bytes() for name in ("one", "three"))
    assert one == three
