"""The terminal: who looks is told how it goes, a pipe is told nothing, and Ctrl-C is harmless."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import SCRIPT, process

WITH_PATIENCE = (
    "import replaydesk.engine.commands.shell as shell; shell._PATIENCE = {};"
    "from replaydesk.engine.commands import main; main()"
)
"""Runs the command as if work were long after so many seconds, however busy the machine is."""


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Ann's hour in a file, with a line that breaks a rule."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join([*day, b"{}"]))
    return path


def in_a_terminal(*arguments: object, patience: int = 60) -> tuple[int, str]:
    """Run the command, its input and output a terminal; return its code and what it wrote."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-c", WITH_PATIENCE.format(patience), *map(str, arguments)]
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        written = b""
        try:
            while data := os.read(ours, 65_536):
                written += data
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            os.close(ours)
        return running.wait(timeout=60), written.decode().replace("\r\n", "\n")


def test_a_pipe_is_told_nothing(log: Path, tmp_path: Path) -> None:
    """Standard output that is no terminal stays empty, and a clean job says nothing at all."""
    ran = process("export", log, "--out", tmp_path / "out", "--allow-rejects")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_terminal_is_told_what_was_done(log: Path, tmp_path: Path) -> None:
    """Who looks sees the counts, the rows, and where it all went."""
    out = tmp_path / "out"
    code, written = in_a_terminal("export", log, "--out", out)
    lines = written.splitlines()

    assert code == 3
    assert lines[:2] == ["          10  lines read", "           9  applied"]
    assert "           3  rows of message" in lines
    assert lines[-2].startswith(f"Wrote 12 exports to {out} in ")
    assert lines[-1].startswith("replaydesk: 1 line of the log was rejected; ")


def test_a_terminal_is_told_where_a_page_went(log: Path, tmp_path: Path) -> None:
    """Who looks is told, though of the timeline nothing is printed."""
    page = tmp_path / "page.html"
    code, written = in_a_terminal("timeline", log, "--conversation", "c1", "--html", page)

    rejects = "replaydesk: 1 line of the log was rejected; replaydesk check says which\n"
    assert (code, written) == (0, f"{rejects}Wrote {page}.\n")


def test_short_work_shows_no_progress(log: Path, tmp_path: Path) -> None:
    """A bar for an instant would only flicker."""
    _, written = in_a_terminal("export", log, "--out", tmp_path / "out")

    assert "%" not in written


@pytest.mark.parametrize("name", ["export", "check"])
def test_long_work_shows_its_progress(name: str, log: Path, tmp_path: Path) -> None:
    """Each stage has a bar that comes to its end."""
    options = ["--out", tmp_path / "out"] if name == "export" else []
    _, written = in_a_terminal(name, log, *options, patience=0)

    full = "[####################################]  100%"
    assert f"reading   {full}" in written
    assert (f"folding   {full}" in written) == (name == "export")


@pytest.mark.parametrize("earlier", [True, False], ids=["over earlier exports", "in a new folder"])
def test_an_interrupt_leaves_nothing_behind(log: Path, tmp_path: Path, *, earlier: bool) -> None:
    """Ctrl-C ends the process with 130, in one line, and changes no file anywhere."""
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    if earlier:
        process("export", log, "--out", out)
    before = files_in(tmp_path)
    with subprocess.Popen(
        [SCRIPT, "export", "-", "--out", out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(scratch)},
    ) as running:
        assert running.stdin is not None
        # More than a pipe holds: when all is written, the job is reading.
        running.stdin.write((log.read_bytes() + b"\n") * 1000)
        running.stdin.flush()
        running.send_signal(signal.SIGINT)
        written, told = running.communicate(timeout=60)

    assert running.returncode == 130
    assert written == b""
    assert told.lstrip() == b"replaydesk: interrupted; nothing was written or replaced\n"
    assert files_in(tmp_path) == before


def test_a_reader_who_leaves_is_no_error() -> None:
    """When whoever reads has seen enough, the command ends and says nothing."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [SCRIPT, "columns"], stdout=writing, stderr=subprocess.PIPE, text=True
    ) as running:
        os.close(writing)
        _, told = running.communicate(timeout=60)

    assert told == ""
    assert running.returncode == 128 + signal.SIGPIPE


def test_the_head_of_the_columns_can_be_read() -> None:
    """`columns | head -1` shows the first line, and only that."""
    ran = subprocess.run(
        ["sh", "-c", f"'{SCRIPT}' columns | head -1"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.stdout.startswith("resolved-conversation: Conversations whose first resolve")
    assert ran.stdout.count("\n") == 1
    assert ran.stderr == ""


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, everything in it."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
