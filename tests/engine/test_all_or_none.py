"""All or none: a job that fails leaves what was there, byte for byte, and nothing else."""

import errno
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from replaydesk import DamagedLogError, ReplaydeskError
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.memory import Memory
from replaydesk.engine.output import OutputError
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
from replaydesk.projections import ResponseTimes, Users


def run(log: Path, out: Path, only: tuple[str, ...] | None = None, memory: int = 1 << 20) -> None:
    """Export *log* to *out*."""
    export(
        find_sources([str(log)]),
        out,
        Settings(memory=Memory(lines=memory)),
        ExportOptions(only=only),
    )


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Give a log of the day, with a reject."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join([*day, b"no"]))
    return path


@pytest.fixture
def out(log: Path, tmp_path: Path) -> Path:
    """Give a folder with the exports of a shorter day, and a note."""
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_bytes(b"\n".join([*log.read_bytes().splitlines()[:6], b"{}"]))
    run(earlier, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    return tmp_path / "out"


def contents(out: Path) -> dict[str, bytes | None]:
    """Read all that a folder holds: the bytes of its files, and nothing of its folders."""
    return {
        str(path.relative_to(out)): path.read_bytes() if path.is_file() else None
        for path in out.rglob("*")
    }


def disk_full(*_: Any, **__: Any) -> Any:
    """Fail as a disk does that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def mistake(*_: Any) -> Any:
    """Fail as a program does that has a mistake."""
    raise ArithmeticError


def interrupt(*_: Any, **__: Any) -> Any:
    """Stop as a program does whose user has had enough."""
    raise KeyboardInterrupt


class FailsLater:
    """Stands in for a method of paths that fails when it is called for the n-th time."""

    def __init__(self, name: str, calls: int, failing: Callable[..., Any] = disk_full) -> None:
        self.method = getattr(Path, name)
        self.calls = calls
        self.failing = failing

    def __get__(self, path: Path, _: type[Path]) -> Callable[..., Any]:
        """Bind to a path, as a method does."""
        return partial(self.call, path)

    def call(self, path: Path, *args: Any, **options: Any) -> Any:
        """Count the calls that write; reading never fails."""
        if "r" not in args[:1] and "rb" not in args[:1]:
            self.calls -= 1
            if self.calls == 0:
                return self.failing()
        return self.method(path, *args, **options)


def test_a_whole_job_replaces_them(log: Path, out: Path) -> None:
    """Where nothing fails the files are those of the later job: the tests below test something."""
    before = contents(out)
    run(log, out)

    after = contents(out)
    assert before.keys() == after.keys()
    assert before["notes.txt"] == after["notes.txt"]
    same = {name for name in before if before[name] == after[name]}
    assert not {"user.csv", "message.csv", "rejects.jsonl", "manifest.json"} & same


CANNOT_WRITE: dict[str, tuple[str, Callable[[], Any]]] = {
    "the folder cannot be made": ("pathlib.Path.mkdir", lambda: disk_full),
    "its neighbour cannot be made": ("tempfile.mkdtemp", lambda: disk_full),
    "the first export cannot be written": ("pathlib.Path.open", lambda: FailsLater("open", 1)),
    "the fifth export cannot be written": ("pathlib.Path.open", lambda: FailsLater("open", 5)),
    "the rejects cannot be written": ("pathlib.Path.open", lambda: FailsLater("open", 13)),
    "the manifest cannot be written": ("pathlib.Path.write_bytes", lambda: disk_full),
    "the first file cannot be put in place": ("pathlib.Path.replace", lambda: disk_full),
}


@pytest.mark.parametrize("target", CANNOT_WRITE.values(), ids=CANNOT_WRITE.keys())
def test_a_job_that_cannot_write_leaves_what_was_there(
    log: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: tuple[str, Callable[[], Any]],
) -> None:
    """Earlier files stay byte for byte, no half of a file is left, and the reason is told."""
    before = contents(out)
    with monkeypatch.context() as patched:
        method, failing = target
        patched.setattr(method, failing())
        with pytest.raises(OutputError) as error:
            run(log, out)

    assert f"{out}: the exports cannot be written: No space left on device" == str(error.value)
    assert contents(out) == before


@pytest.mark.parametrize("calls", [3, 7, 14])
def test_a_job_that_cannot_put_all_files_in_place_puts_none(
    log: Path, out: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Also where the failure comes late, the folder is not a mix of two jobs."""
    before = contents(out)
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", FailsLater("replace", calls))
        with pytest.raises(OutputError):
            run(log, out)

    assert contents(out) == before


def test_a_log_that_finds_no_room_to_wait_is_told(
    log: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the temporary folder is full or missing the job says so, and replaces nothing."""
    before = contents(out)
    with monkeypatch.context() as patched:
        patched.setattr("tempfile.tempdir", str(tmp_path / "missing"))
        with pytest.raises(ReplaydeskError):
            run(log, out, memory=0)

    assert contents(out) == before


def test_a_folder_with_the_name_of_an_export_stops_the_job(log: Path, out: Path) -> None:
    """Where a file cannot stand none is put in place, and the folder is as it was."""
    (out / "user.csv").unlink()
    (out / "user.csv").mkdir()
    before = contents(out)
    with pytest.raises(OutputError):
        run(log, out)

    assert contents(out) == before


STOPS: dict[str, tuple[Any, str, Callable[[], Any], type[BaseException]]] = {
    "at the end": (Users, "rows", lambda: mistake, ArithmeticError),
    "between two rows": (ResponseTimes, "take", lambda: mistake, ArithmeticError),
    "by hand": (Path, "open", lambda: FailsLater("open", 3, interrupt), KeyboardInterrupt),
    "by hand, late": (
        Path,
        "replace",
        lambda: FailsLater("replace", 7, interrupt),
        KeyboardInterrupt,
    ),
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS.keys())
def test_whatever_stops_a_job_leaves_what_was_there(
    log: Path, out: Path, monkeypatch: pytest.MonkeyPatch, stop: tuple[Any, ...]
) -> None:
    """A mistake of the program or an impatient user does no more harm than a full disk."""
    before = contents(out)
    target, name, failing, error = stop
    with monkeypatch.context() as patched:
        patched.setattr(target, name, failing())
        with pytest.raises(error):
            run(log, out)

    assert contents(out) == before


@pytest.mark.parametrize("stored", [b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"])
def test_a_damaged_log_replaces_nothing(log: Path, out: Path, stored: bytes) -> None:
    """Half a log has no exports: the folder is not touched, and one that is missing is not made."""
    before = contents(out)
    log.write_bytes(stored)
    for folder in (out, out.with_name("new")):
        with pytest.raises(DamagedLogError):
            run(log, folder)

    assert contents(out) == before
    assert not out.with_name("new").exists()


@pytest.mark.parametrize("where", ["a file", "in a file"])
def test_a_folder_that_cannot_be_is_told(log: Path, where: str) -> None:
    """Exports cannot be written where a file stands in the way, and that file stays."""
    text = log.read_bytes()
    folder = log if where == "a file" else log / "out"
    with pytest.raises(OutputError) as error:
        run(log, folder)

    assert str(error.value).startswith(f"{folder}: the exports cannot be written: ")
    assert log.read_bytes() == text


def test_a_failed_job_in_a_new_folder_leaves_it_empty(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there was nothing before, a reader finds nothing after."""
    monkeypatch.setattr("pathlib.Path.write_bytes", disk_full)
    with pytest.raises(OutputError):
        run(log, tmp_path / "new")

    assert contents(tmp_path / "new") == {}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_log_may_have_a_name_that_is_no_utf_8(log: Path, tmp_path: Path) -> None:
    """What a file is called has no bearing on what can be read in it."""
    odd = log.rename(tmp_path / os.fsdecode(b"caf\xe9.jsonl"))
    run(odd, tmp_path / "new")

    assert "manifest.json" in contents(tmp_path / "new")


def test_all_is_on_the_disk_before_it_is_seen(
    log: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the names change the disk has the files, so that not even a power cut leaves half."""
    synced: set[int] = set()
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        sync(descriptor)

    def look(stage: Path, _out: Path, names: list[str]) -> None:
        files = {name: (stage / "new" / name).stat().st_ino for name in names}
        assert len(files) == 14
        assert files.keys() == {name for name, number in files.items() if number in synced}
        assert {(stage / part).stat().st_ino for part in (".", "new", "old")} <= synced

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr("replaydesk.engine.publish.switch", look)
    run(log, out)


def test_a_link_of_the_users_is_replaced_as_a_file_is(
    log: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an export is a link to elsewhere a reader finds what it led to, until it changes."""
    elsewhere = tmp_path / "elsewhere.csv"
    (out / "user.csv").rename(elsewhere)
    (out / "user.csv").symlink_to("../elsewhere.csv")
    (out / "team.csv").unlink()
    (out / "team.csv").symlink_to("nowhere")
    before = elsewhere.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", FailsLater("replace", 5))
        with pytest.raises(OutputError):
            run(log, out)
    assert (out / "user.csv").read_bytes() == before
    run(log, out)

    assert (out / "user.csv").read_bytes() != before
    assert elsewhere.read_bytes() == before
    assert [path.name for path in out.iterdir() if path.is_symlink()] == []


def test_a_failure_to_write_is_an_error_of_ours_and_of_the_system() -> None:
    """It can be caught with all that replaydesk raises, or as Python's nearest error."""
    assert OutputError.__bases__ == (ReplaydeskError, OSError)
