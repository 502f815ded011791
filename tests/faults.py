"""Faults: the real command, in which one step of writing goes wrong.

A step is whatever changes a file system: a file opened to be written, bytes written, a name made,
changed or removed, a wait for the disk. Steps are counted by what Python itself reports of them,
so that the code under test knows of nothing.

What may end a process happens in a copy of the tests' process, and a step that fails in that
process itself: to measure a copy, and to keep what was measured, takes three times what it runs.
"""

import builtins
import errno
import io
import mmap
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import coverage
import pytest
from replaydesk.engine.commands import main
from replaydesk.engine.output import IN_PLACE

CHANGES = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"),
    *("os.truncate",),
}
FILLS = {"os.mkdir", "os.link", "os.symlink", "write", "open"}
"""The steps that need room on a disk."""

_FAILED = 99
"""An exit code that is no command's."""

Strike = Callable[[], None]


class Ended(NamedTuple):
    """How a process ended in which a fault waited."""

    code: int
    """The exit code, or less than nothing for a signal."""

    struck: bool
    """Whether there were so many steps."""

    told: str
    """What was printed on standard error."""


def killed() -> None:
    """Kill this process, as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def full() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _Steps:
    """Counts the steps of this process, and lets the fault happen."""

    def __init__(self, at: int, strike: Strike, *, for_good: bool, links: bool) -> None:
        self.at = at
        self.strike = strike
        self.shared = mmap.mmap(-1, 1)
        self.for_good = for_good
        self.links = links
        self.number = 0

    @property
    def has_struck(self) -> bool:
        """Whether there were so many steps, here or in a copy of this process."""
        return self.shared[0] == 1

    def strikes(self, step: str) -> bool:
        """Count a step, and tell whether it goes wrong."""
        self.number += 1
        later = self.for_good and self.number > self.at and step in FILLS
        if self.number == self.at or later:
            self.shared[0] = 1
            return True
        return False

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Hear of a step before it is made."""
        if not self.links and event in {"os.link", "os.symlink"}:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        step = event in CHANGES or (event == "open" and _is_for_writing(*arguments))
        if step and self.strikes(event):
            self.strike()

    def sync(self, descriptor: int) -> None:
        """Stand in for `os.fsync`."""
        if self.strikes("fsync"):
            self.strike()
        _SYNC(descriptor)

    def write(self, descriptor: int, data: Any) -> int:
        """Stand in for `os.write`: half is written where it fails."""
        if self.strikes("write"):
            _WRITE(descriptor, memoryview(data)[: len(data) // 2])
            self.strike()
        return _WRITE(descriptor, data)

    def open(self, file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        """Stand in for `open`."""
        if mode in {"wb", "xb", "ab"}:
            return io.BufferedWriter(_Raw(self, file, mode))
        return _OPEN(file, mode, *rest, **options)


class _Raw(io.FileIO):
    """A file whose bytes are written step by step."""

    def __init__(self, steps: _Steps, file: Any, mode: str) -> None:
        super().__init__(file, mode)
        self.steps = steps

    def write(self, data: Any, /) -> int:
        return self.steps.write(self.fileno(), data)


_OPEN, _SYNC, _WRITE = io.open, os.fsync, os.write

_COUNTING: list[_Steps] = []
"""Who is told of the steps of this process; nobody where no command runs."""


def _tell(event: str, arguments: tuple[Any, ...]) -> None:
    for steps in _COUNTING:
        steps.see(event, arguments)


@cache
def _listen() -> None:
    """Let Python report steps: once, for it never lets go of who listens."""
    sys.addaudithook(_tell)


def _is_for_writing(path: Any, _mode: Any, flags: Any) -> bool:
    # What Python compiles goes beside the sources, and what is printed to a device.
    mine = isinstance(path, (str, os.PathLike)) and "__pycache__" not in str(path)
    return mine and not str(path).startswith("/dev/") and bool(flags & (os.O_WRONLY | os.O_RDWR))


def run_with_fault(
    at: int, strike: Strike, *arguments: object, for_good: bool = False, links: bool = True
) -> Ended:
    """Run the command with *arguments*, and let *strike* happen before step number *at*.

    Where it is *for_good* it happens at each later step that needs room, too. Without *links* the
    file system knows neither symbolic links nor second names. Step 0 is never made.
    """
    steps = _Steps(at, strike, for_good=for_good, links=links)
    if at and strike is not full:
        return _run_in_a_copy(steps, arguments)
    told = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    code = _run(steps, arguments, told)
    told.seek(0)
    return Ended(code, steps.has_struck, told.read())


def _run_in_a_copy(steps: _Steps, arguments: tuple[object, ...]) -> Ended:
    """Run the command in a copy of this process; who is killed is not measured, and tells nothing.

    What is measured of others goes to a file of their own.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code: Any = _FAILED
        if (inherited := coverage.Coverage.current()) is not None:
            inherited.stop()
        measuring = None if steps.strike is killed else coverage.process_startup(force=True)
        try:
            os.dup2(writing, 2)
            code = _run(steps, arguments, os.fdopen(2, "w", encoding="utf-8", closefd=False))
            if measuring is not None:
                measuring.stop()
                measuring.save()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), steps.has_struck, told)


def _run(steps: _Steps, arguments: tuple[object, ...], told: io.TextIOWrapper) -> Any:
    """Run the command, and return its exit code; no step after it goes wrong."""
    code: Any = _FAILED
    IN_PLACE.clear()  # of what the tests' own process wrote
    _listen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["replaydesk", *map(str, arguments)])
        patch.setattr(sys, "stdout", io.StringIO())
        patch.setattr(sys, "stderr", told)
        patch.setattr(io, "open", steps.open)
        patch.setattr(builtins, "open", steps.open)
        patch.setattr(os, "fsync", steps.sync)
        patch.setattr(os, "write", steps.write)
        _COUNTING.append(steps)
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException:  # noqa: BLE001  # shown, and told by the code
            traceback.print_exc()
        finally:
            _COUNTING.remove(steps)
            told.flush()
    return code


def seen(folder: Path) -> dict[str, bytes]:
    """Read what a reader finds in *folder* who opens every name that is not hidden."""
    found = {}
    for path in folder.iterdir() if folder.exists() else ():
        if not path.name.startswith(".") and path.exists():
            found[path.name] = path.read_bytes()
    return found


def litter(folder: Path) -> list[str]:
    """Name what is in *folder* but no plain file with a plain name."""
    return sorted(
        path.name
        for path in (folder.iterdir() if folder.exists() else ())
        if path.name.startswith(".") or path.is_symlink() or not path.is_file()
    )
