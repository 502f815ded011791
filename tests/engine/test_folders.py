"""What names of logs lead to: links, pipes, sockets, devices, and what cannot be looked at."""

import hashlib
import json
import os
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest
from command_line import SCRIPT, process, run
from replaydesk import DamagedLogError, LogNotFoundError, replay
from replaydesk.engine.sources import find_sources, read_lines
from replaydesk.engine.stored import Stamp

LINE = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with one log, beside which the tests put other things."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "b.jsonl").write_bytes(LINE)
    return tmp_path / "logs"


def names(*logs: str) -> list[str]:
    """Return the names of the sources that *logs* name."""
    return [source.name for source in find_sources(logs)]


def refused(*logs: str) -> str:
    """Return what is told of logs that are none."""
    with pytest.raises(LogNotFoundError) as error:
        find_sources(logs)
    return str(error.value)


def test_a_file_is_read_once_by_whatever_names(folder: Path) -> None:
    """Links of both kinds and a name said twice are one file, told by the name that comes first."""
    (folder / "a.jsonl").symlink_to("b.jsonl")
    (folder / "c.jsonl").hardlink_to(folder / "b.jsonl")
    (source,) = find_sources(["logs", "logs/b.jsonl", str(folder / "c.jsonl"), "logs"])

    assert source.name == "logs/a.jsonl"
    assert source.also == [
        *("logs/b.jsonl", "logs/c.jsonl", "logs/b.jsonl", f"{folder}/c.jsonl"),
        *("logs/a.jsonl", "logs/b.jsonl", "logs/c.jsonl"),
    ]
    assert source.as_data()["also"] == source.also
    assert replay("logs", "logs").counts.read == 1


def test_files_without_a_number_are_told_apart(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file system numbers its files with zeros, none of them passes for another."""
    (folder / "a.jsonl").write_bytes(LINE)
    stamped = Stamp.of
    monkeypatch.setattr(Stamp, "of", lambda status: attrs.evolve(stamped(status), inode=0))

    assert names("logs") == ["logs/a.jsonl", "logs/b.jsonl"]


def test_folders_lie_as_deep_as_they_like(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log is found below more folders than Python lets functions call each other."""
    deep = "/".join(["d"] * 1500)
    monkeypatch.chdir(folder)
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    Path("deep.jsonl").write_bytes(LINE)
    os.chdir(folder.parent)

    try:
        assert names("logs") == ["logs/b.jsonl", f"logs/{deep}/deep.jsonl"]
    finally:
        subprocess.run(["rm", "-r", "logs/d"], check=True, timeout=60)


def test_a_copy_is_another_file(folder: Path) -> None:
    """Equal bytes may be two logs: only what is one file is read once."""
    (folder / "a.jsonl").write_bytes(LINE)

    assert replay("logs").counts.duplicates == 1


def test_a_link_to_a_folder_is_followed_where_it_is_named(folder: Path) -> None:
    """In a folder it is not: it may lead anywhere, and round in a circle."""
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "away.jsonl").symlink_to("/", target_is_directory=True)

    assert names("logs") == ["logs/b.jsonl"]
    assert names("logs/again") == ["logs/again/b.jsonl"]


@pytest.mark.parametrize("place", ["link.jsonl", "logs/link.jsonl"])
def test_a_link_that_leads_to_nothing_is_told(place: str, folder: Path) -> None:
    """It was meant to be a log, so it is not passed over, in a folder neither."""
    Path(place).symlink_to("missing.jsonl")
    log = place if place == "link.jsonl" else folder.name

    assert refused(log) == f"{place}: the link leads nowhere"
    Path(place).unlink()
    Path(place).symlink_to("link.jsonl")
    assert refused(log) == f"{place}: the link leads in a circle"


def test_names_that_cannot_be_are_told() -> None:
    """An empty name is no folder, a long one no file, and neither is one with a NUL."""
    assert refused("") == "the name of a log is empty; name a file or a folder"
    assert refused("x" * 300) == f"{'x' * 300}: there is no such file or folder"
    assert refused("a\0b") == "'a\\x00b': there is no such file or folder"
    assert refused(f"{__file__}/log") == f"{__file__}/log: there is no such file or folder"


@pytest.mark.usefixtures("folder")
def test_a_pipe_is_read_once() -> None:
    """A pipe that is named is a log like standard input, with its size and digest."""
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_bytes, args=(LINE * 3,))
    writer.start()
    (source,) = find_sources(["pipe", "pipe"])
    lines = [line for batch, _ in read_lines(source) for line in batch]
    writer.join()

    assert lines == [LINE[:-1]] * 3
    assert (source.size, source.sha256) == (3 * len(LINE), hashlib.sha256(LINE * 3).hexdigest())


@pytest.mark.usefixtures("folder")
def test_the_output_of_a_command_is_a_log() -> None:
    """A shell's `<(...)` is a pipe among the open files, compressed or not."""
    script = f"'{SCRIPT}' check <(gzip -c logs/b.jsonl) <(cat logs/b.jsonl)"
    ran = subprocess.run(
        ["bash", "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert ran.stdout.startswith("           2  lines read\n           1  applied\n")


def test_a_pipe_in_a_folder_is_told_and_not_waited_for(folder: Path) -> None:
    """Nobody may ever write to it."""
    os.mkfifo(folder / "a.jsonl")

    assert refused("logs") == (
        "logs/a.jsonl: it is a pipe, and only files are read in a folder; move it away, or if it "
        "is a pipe name it itself"
    )


def test_sockets_and_devices_are_no_logs(folder: Path) -> None:
    """They have no end, or cannot be opened; named or in a folder, they are told."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("logs/s.jsonl")
        assert refused("logs/s.jsonl") == (
            "logs/s.jsonl: it is a socket; name a file, a folder or a pipe"
        )
        assert "it is a socket, and only files" in refused("logs")
    assert refused("/dev/zero") == "/dev/zero: it is a device; name a file, a folder or a pipe"
    (folder / "s.jsonl").unlink()
    (folder / "z.jsonl").symlink_to("/dev/zero")
    assert "logs/z.jsonl: it is a device, and only files" in refused("logs")


def test_an_empty_file_is_an_empty_log(folder: Path) -> None:
    """Nothing was logged, which is no mistake."""
    (folder / "b.jsonl").write_bytes(b"")
    result = replay("logs")

    assert result.counts.read == 0
    assert result.sources[0].sha256 == hashlib.sha256().hexdigest()


def test_the_rejects_of_a_job_in_the_folder_are_no_log(folder: Path) -> None:
    """A job that writes beside its log writes the same when it is run again."""
    (folder / "b.jsonl").write_bytes(LINE + b"no\n")
    run("export", "logs", "--out", "logs/out")
    first = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    run("export", "logs", "--out", "logs/out")

    assert "rejects.jsonl" in first
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == first
    assert names("logs/out/rejects.jsonl") == ["logs/out/rejects.jsonl"]
    (folder / "out" / "manifest.json").unlink()
    assert names("logs/out") == ["logs/out/rejects.jsonl"]


FORBIDDEN = "the log cannot be read: Permission denied"


@pytest.mark.usefixtures("folder")
def test_a_file_that_may_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be opened is no empty log."""
    sources = find_sources(["logs"])

    def forbidden(*_arguments: Any, **_options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(DamagedLogError) as error:
        list(read_lines(sources[0]))

    assert str(error.value) == f"logs/b.jsonl: {FORBIDDEN}"


@pytest.mark.parametrize("function", ["stat", "scandir"])
def test_a_folder_that_may_not_be_listed_is_told(
    function: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logs that cannot be seen are not passed over in silence."""
    (folder / "closed").mkdir()
    (folder / "closed" / "c.jsonl").write_bytes(LINE)
    looked = getattr(os, function)

    def forbidden(path: Any, *arguments: Any, **options: Any) -> Any:
        if "closed" in os.fspath(path):
            raise PermissionError(13, "Permission denied", "logs/closed")
        return looked(path, *arguments, **options)

    monkeypatch.setattr(os, function, forbidden)
    with pytest.raises(DamagedLogError) as error:
        find_sources(["logs"])

    assert str(error.value) == f"logs/closed: {FORBIDDEN}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permissions_are_told_with_exit_code_1(folder: Path) -> None:
    """Where the system says no, the job fails in one line."""
    (folder / "b.jsonl").chmod(0)

    assert run("check", "logs") == (1, "", f"replaydesk: logs/b.jsonl: {FORBIDDEN}\n")


def test_a_closed_standard_input_is_told() -> None:
    """A job that is started without standard input and asked to read it says so."""
    ran = subprocess.run(
        ["sh", "-c", f"'{SCRIPT}' check - <&-"], check=False, capture_output=True, timeout=60
    )

    assert ran.returncode == 1
    assert ran.stderr == b"replaydesk: -: the log cannot be read: standard input is closed\n"


def test_standard_input_is_read_from_where_it_stands(tmp_path: Path) -> None:
    """What another command took of it before is not read again."""
    (tmp_path / "log").write_bytes(LINE * 3)
    script = f"{{ head -c {len(LINE)} > /dev/null; '{SCRIPT}' check -; }} < {tmp_path}/log"
    ran = subprocess.run(
        ["bash", "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert ran.stdout.startswith("           2  lines read\n")


def test_a_standard_input_that_does_not_wait_is_told() -> None:
    """A pipe that says "nothing yet" has not ended: half a log is not replayed for it."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with os.fdopen(reading) as stdin, os.fdopen(writing, "wb", buffering=0) as log:
        log.write(LINE)
        ran = process("check", "-", stdin=stdin)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "replaydesk: -: the log cannot be read: it does not wait for more (O_NONBLOCK); "
        "put cat before it\n"
    )


def test_names_that_are_no_text_are_told_as_they_are(folder: Path) -> None:
    """A name with bytes that are no UTF-8, or with line ends, stays one name everywhere."""
    odd = os.fsdecode(b"logs/\xff\n\x1b[2J.jsonl")
    Path(odd).write_bytes(b"no\n")
    (folder / "b.jsonl").unlink()
    ran = process("export", "logs", "--out", "out")
    shown = "logs/\\xff\n\x1b[2J.jsonl"

    assert ran.returncode == 3
    assert json.loads(Path("out/manifest.json").read_text())["inputs"][0]["name"] == shown
    assert json.loads(Path("out/rejects.jsonl").read_text())["file"] == shown
    assert Path("out/rejects.jsonl").read_text().count("\n") == 1
    checked = process("check", odd)
    assert "  logs/\\xff\\n\\x1b[2J.jsonl:1: the line is not JSON" in checked.stdout
    Path(odd).write_bytes(b"\x1f\x8b\x08")
    damaged = process("check", odd)
    assert damaged.stderr.startswith("replaydesk: logs/\\xff\\n\\x1b[2J.jsonl: the log cannot be ")
    missing = process("check", odd + "x")
    assert missing.stderr.startswith("replaydesk: logs/\\xff\\n\\x1b[2J.jsonlx: there is no such")
    assert all(ran.stderr.count("\n") == 1 for ran in (damaged, missing))
