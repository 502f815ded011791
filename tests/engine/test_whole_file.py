"""Files that are written whole or not at all."""

import os
import signal
import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from command_line import process, run
from faults import full, killed, litter, run_with_fault, seen
from replaydesk.engine.output import OutputError
from replaydesk.engine.whole_file import write_whole


def test_a_file_is_written_or_replaced(tmp_path: Path) -> None:
    """There is the content and nothing beside it, readable as any file that one writes."""
    file, other = tmp_path / "file", tmp_path / "other"
    other.write_bytes(b"")
    for content in (b"first", b"second"):
        write_whole(file, [content])
        assert file.read_bytes() == content

    assert sorted(tmp_path.iterdir()) == [file, other]
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


@pytest.mark.parametrize("step", range(1, 6))
def test_a_process_that_is_killed_leaves_the_file_or_the_new_one(tmp_path: Path, step: int) -> None:
    """Whatever step is the last one, half a file is never seen, and the next process clears."""
    file = tmp_path / "made" / "log.jsonl"
    run("generate", "--events", 10, "--out", tmp_path / "other")
    file.parent.mkdir()
    file.write_bytes(b"earlier")
    ended = run_with_fault(step, killed, "generate", "--events", 10, "--out", file)

    assert (ended.code, ended.struck) == (-signal.SIGKILL, True)
    assert seen(file.parent) in (
        {"log.jsonl": b"earlier"},
        {"log.jsonl": (tmp_path / "other").read_bytes()},
    )
    write_whole(file.parent / "another", [b"content"])
    assert litter(file.parent) == []


def test_what_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    """A full disk leaves the earlier file as it was, and no half of the new one."""
    file = tmp_path / "file"
    write_whole(file, [b"earlier"])
    for step in count(1):
        ended = run_with_fault(step, full, "generate", "--events", 10, "--out", file)
        if not ended.struck or ended.code == 0:
            break
        told = f"replaydesk: {file}: it cannot be written: No space left on device\n"
        assert (ended.code, ended.told) == (1, told)
        assert seen(tmp_path) == {"file": b"earlier"}
        assert litter(tmp_path) == []

    assert step > 3
    assert file.read_bytes().count(b"\n") == 10


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    """What is cleared is what the dead left: the file of a process at work is in nobody's way."""

    def content() -> Iterator[bytes]:
        yield b"one"
        write_whole(tmp_path / "other", [b"other"])
        yield b"two"

    dead = tmp_path / ".replaydesk-dead1234"
    dead.write_bytes(b"half")
    write_whole(tmp_path / "file", content())

    assert seen(tmp_path) == {"file": b"onetwo", "other": b"other"}
    assert litter(tmp_path) == []


def test_an_error_in_making_the_content_leaves_what_was_there(tmp_path: Path) -> None:
    """Where the rest of a file cannot be made there is no file."""

    def content() -> Iterator[bytes]:
        yield b"one"
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        write_whole(tmp_path / "file", content())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names the file that was asked for."""
    with pytest.raises(OutputError, match="nowhere/file: it cannot be written: No such file"):
        write_whole(tmp_path / "nowhere" / "file", [])


def test_it_is_on_the_disk_before_it_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a power cut leaves half a file."""
    synced: dict[int, int] = {}
    sync = os.fsync

    def noted(descriptor: int) -> None:
        file = os.fstat(descriptor)
        synced[file.st_ino] = file.st_size
        assert stat.S_ISDIR(file.st_mode) == (tmp_path / "file").exists()
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    write_whole(tmp_path / "file", [b"content"])
    assert synced[(tmp_path / "file").stat().st_ino] == len(b"content")


def test_folders_are_left_alone(tmp_path: Path) -> None:
    """A folder cannot become a file."""
    with pytest.raises(OutputError, match="it is there, and is no file"):
        write_whole(tmp_path, [])


def test_a_device_or_a_pipe_takes_the_bytes(tmp_path: Path) -> None:
    """What has no place to be put in is written to."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    for there in (pipe, Path("/dev/null")):
        write_whole(there, [b"one", b"two"])

    assert os.read(reading, 10) == b"onetwo"
    os.close(reading)
    assert Path("/dev/null").is_char_device()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_standard_output_that_is_a_pipe_takes_the_bytes() -> None:
    """The link that leads to it has a target that no file has the name of."""
    made = process("generate", "--events", 10, "--out", "/dev/stdout")

    assert (made.stderr, made.stdout) == ("", process("generate", "--events", 10).stdout)


def test_a_link_and_the_rights_of_a_file_stay(tmp_path: Path) -> None:
    """A file that is replaced keeps who may read it, and the link to it keeps leading to it."""
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"earlier")
    file.chmod(0o600)
    link.symlink_to("file")
    write_whole(link, [b"later"])

    assert link.is_symlink()
    assert file.read_bytes() == b"later"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
