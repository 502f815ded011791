"""Claims: of two runs into one folder one wins, the other says so, and nothing is left behind."""

import errno
import fcntl
import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest
from command_line import SCRIPT, run
from faults import litter, seen
from replaydesk.engine.claim import FolderInUseError, claim_file, claimed
from replaydesk.engine.job_files import CLAIM

TOLD = (
    "another job is writing into this folder; nothing was read, written or replaced: wait until "
    "it has ended, or name another folder"
)


@pytest.fixture(name="log")
def fixture_log(day: list[bytes], tmp_path: Path) -> Path:
    """Give a log."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\n".join(day))
    return log


def reading_run(log: Path, out: Path) -> "subprocess.Popen[bytes]":
    """Start a run that has begun to read, and waits for the rest of its log."""
    running = subprocess.Popen(
        [SCRIPT, "export", "-", "--out", out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin is not None
    # More than a pipe holds: when all is written, the run is reading.
    running.stdin.write((log.read_bytes() + b"\n") * 500)
    running.stdin.flush()
    return running


def test_the_second_run_into_a_folder_gives_way(log: Path, tmp_path: Path) -> None:
    """It fails at once, before it reads its log, and the first one ends as if it had been alone."""
    out, damaged = tmp_path / "out", tmp_path / "damaged"
    damaged.write_bytes(b"\x1f\x8b\x08")  # whoever reads it says so
    with reading_run(log, out) as first:
        (tmp_path / "link").symlink_to("out")
        for name in ("out", "link"):
            told = f"replaydesk: {tmp_path / name}: {TOLD}\n"
            assert run("export", damaged, "--out", tmp_path / name) == (1, "", told)
        assert run("export", log, "--out", tmp_path / "other").code == 0
        first.communicate(timeout=60)

    assert first.returncode == 0
    assert litter(out) == []
    csv = {name for name in seen(out) if name.endswith(".csv")}
    assert len(csv) == 12
    assert {name: seen(out)[name] for name in csv} == {
        name: seen(tmp_path / "other")[name] for name in csv
    }


def test_a_killed_run_keeps_nobody_out(log: Path, tmp_path: Path) -> None:
    """A claim ends with its process; the next run clears what it left."""
    out = tmp_path / "out"
    with reading_run(log, out) as first:
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=60)
    assert len(litter(out)) == 1

    assert run("export", log, "--out", out) == (0, "", "")
    assert litter(out) == []


def test_a_process_has_a_folder_for_one_job_at_a_time(tmp_path: Path) -> None:
    """Two threads, or a job in a job, are two runs."""
    with (
        claimed(tmp_path),
        pytest.raises(FolderInUseError, match=f"{tmp_path}: another job"),
        claimed(tmp_path),
    ):
        pass
    with claimed(tmp_path):
        pass


def test_a_copy_of_the_process_does_not_keep_the_claim(tmp_path: Path) -> None:
    """A worker that outlives its run for a moment is in nobody's way."""
    reading, writing = os.pipe()
    with claimed(tmp_path):
        child = os.fork()
        if child == 0:
            os.write(writing, b"here")
            signal.pause()
        assert os.read(reading, 4) == b"here"
    try:
        with claimed(tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(writing)
        os.close(reading)


def test_where_folders_cannot_be_locked_a_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On NFS a file stands for the folder; it goes with the claim, and one of the dead is taken."""
    lock = fcntl.flock

    def files_only(descriptor: int, operation: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", files_only)
    (tmp_path / CLAIM).touch()
    with claimed(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == [CLAIM]
        with pytest.raises(FolderInUseError), claimed(tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []
    with claimed(tmp_path):
        pass


def test_without_locks_nothing_is_written(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system cannot tell whether another run is at work, a run does not begin."""

    def no_locks(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    told = f"{tmp_path}/out: the exports cannot be written: {os.strerror(errno.ENOLCK)}"
    assert run("export", log, "--out", tmp_path / "out") == (1, "", f"replaydesk: {told}\n")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_cannot_lock_for_once_fails_the_run(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a file system that locks no folders gets a file instead."""

    def fail(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", fail)
    told = f"{tmp_path}/out: the exports cannot be written: {os.strerror(errno.EIO)}"

    assert run("export", log, "--out", tmp_path / "out") == (1, "", f"replaydesk: {told}\n")


def test_what_has_vanished_cannot_be_claimed(tmp_path: Path) -> None:
    """The lock of a file that somebody removed meanwhile keeps nobody out."""
    with (tmp_path / "gone").open("wb") as file:
        (tmp_path / "gone").unlink()

        assert not claim_file(file.fileno(), tmp_path / "gone")
