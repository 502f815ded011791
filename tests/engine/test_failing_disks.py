"""Failing disks: full, failing once, read-only, gone: the folder is as it was, and it is told."""

import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from command_line import SCRIPT, process, run, unmeasured
from faults import full, litter, run_with_fault, seen

NO_ROOM = os.strerror(errno.ENOSPC)
LATER = ("--only", "user", "--only", "tag")


@pytest.fixture(name="log")
def fixture_log(day: list[bytes], tmp_path: Path) -> Path:
    """Give a log without rejects."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\n".join(day))
    return log


def export_earlier(log: Path, out: Path) -> dict[str, bytes]:
    """Put the exports of an earlier run, and a note, into *out*, and return what is there."""
    run("export", log, "--out", out, "--only", "user", "--only", "team", "--lang", "fr")
    (out / "notes.txt").write_text("mine")
    return seen(out)


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
def test_a_step_that_fails_changes_nothing(log: Path, tmp_path: Path, *, for_good: bool) -> None:
    """Whichever step finds the disk full, the run says so and nothing changed, or it is done."""
    out = tmp_path / "out"
    earlier = export_earlier(log, out)
    codes = []
    for step in count(1):
        arguments = ("export", log, "--out", out, "--workers", 1, *LATER)
        ended = run_with_fault(step, full, *arguments, for_good=for_good)
        if not ended.struck:
            break
        codes.append(ended.code)
        if ended.code == 0:
            assert seen(out).keys() == {"user.csv", "tag.csv", "manifest.json", "notes.txt"}
            assert earlier == export_earlier(log, out)
        else:
            told = f"replaydesk: {out}: the exports cannot be written: {NO_ROOM}\n"
            assert (ended.code, ended.told) == (1, told)
            assert seen(out) == earlier
        assert [name for name in litter(out) if not name.startswith(".replaydesk-")] == []

    assert codes.count(1) > 20
    assert ended.code == 0
    assert litter(out) == []


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
def test_without_links_a_step_that_fails_changes_nothing(
    log: Path, tmp_path: Path, *, for_good: bool
) -> None:
    """Where files are replaced one by one they are put back one by one."""
    out = tmp_path / "out"
    earlier = export_earlier(log, out)
    for step in count(1):
        arguments = ("export", log, "--out", out, "--workers", 1, *LATER)
        ended = run_with_fault(step, full, *arguments, for_good=for_good, links=False)
        if not ended.struck:
            break
        if ended.code == 1:
            assert seen(out) == earlier
        else:
            assert earlier == export_earlier(log, out)

    assert step > 30
    assert ended.code == 0


@pytest.mark.parametrize("size", [0, 100, 400])
def test_files_that_may_not_grow_are_told(log: Path, tmp_path: Path, size: int) -> None:
    """A limit of the system on the size of files is a failure to write as any other."""
    out = tmp_path / "out"
    earlier = export_earlier(log, out)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    ran = process("export", log, "--out", out, preexec_fn=limit, env=unmeasured())
    told = f"replaydesk: {out}: the exports cannot be written: {os.strerror(errno.EFBIG)}\n"
    assert (ran.returncode, ran.stderr) == (1, told)
    assert seen(out) == earlier
    assert litter(out) == []


@pytest.fixture(name="disk")
def fixture_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of its own of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("only who may mount a file system can try a small one")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_fills_up_keeps_what_it_holds(log: Path, disk: Path) -> None:
    """A real disk with less and less room: each run is done or changes nothing, and clears."""
    out = disk / "out"
    earlier = export_earlier(log, out)
    codes = []
    for kilobytes in range(0, 256, 8):
        (disk / "filler").unlink(missing_ok=True)
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with (disk / "filler").open("wb") as filler:
            filler.write(bytes(max(0, room - kilobytes * 1024)))
        ran = run("export", log, "--out", out, "--workers", 1)
        codes.append(ran.code)
        if ran.code == 0:
            break
        assert ran.err == f"replaydesk: {out}: the exports cannot be written: {NO_ROOM}\n"
        assert seen(out) == earlier
        assert litter(out) == []

    assert codes[-1] == 0
    assert len(codes) > 4
    assert (out / "virtual-agent.csv").exists()


def test_a_read_only_disk_is_told_before_the_log_is_read(log: Path, disk: Path) -> None:
    """Where nothing can be written nothing has to be read."""
    earlier = export_earlier(log, disk / "out")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    log.write_bytes(b"\x1f\x8b\x08")  # whoever reads it says that it is damaged
    told = f"replaydesk: {disk}/out: the exports cannot be written: {os.strerror(errno.EROFS)}\n"

    assert run("export", log, "--out", disk / "out") == (1, "", told)
    assert seen(disk / "out") == earlier
    assert litter(disk / "out") == []


def test_a_folder_that_may_not_be_written_is_told(log: Path, tmp_path: Path) -> None:
    """The folder of somebody else stays as it is."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the read-only disk above is for root")
    out = tmp_path / "out"
    earlier = export_earlier(log, out)
    out.chmod(0o555)
    told = f"replaydesk: {out}: the exports cannot be written: {os.strerror(errno.EACCES)}\n"

    assert run("export", log, "--out", out) == (1, "", told)
    assert seen(out) == earlier
    out.chmod(0o755)


def test_a_folder_that_vanishes_is_told(log: Path, tmp_path: Path) -> None:
    """A folder that somebody moves away meanwhile is not made again, and stays as it was."""
    out, away = tmp_path / "out", tmp_path / "away"
    earlier = export_earlier(log, out)
    with subprocess.Popen(
        [SCRIPT, "export", "-", "--out", out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        # More than a pipe holds: when all is written, the job is reading.
        running.stdin.write((log.read_bytes() + b"\n") * 500)
        running.stdin.flush()
        out.rename(away)
        _, told = running.communicate(timeout=60)

    assert running.returncode == 1
    assert told.decode() == (
        f"replaydesk: {out}: the exports cannot be written: {os.strerror(errno.ENOENT)}\n"
    )
    assert not out.exists()
    assert seen(away) == earlier
    run("export", log, "--out", away)
    assert litter(away) == []
