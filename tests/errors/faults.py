"""What a person cannot make fail at will: a full disk, a worker that is killed, Ctrl-C."""

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest
from replaydesk.engine import claim, lines, replay, stored, workers
from replaydesk.engine.commands import logs

check = import_module("replaydesk.engine.commands.check")  # the package has the command so called

_PYSPARK = {"py4j", "pyspark"}
_SPLIT_LINES = "replaydesk.engine.sources.split_lines"


def full_disk(patch: pytest.MonkeyPatch) -> None:
    """The disk of the temporary folder is full."""

    def full(*_: Any, **__: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr(os, "write", full)


def no_temporary_folder(patch: pytest.MonkeyPatch) -> None:
    """No file can be made in the temporary folder."""

    def refused(*_: Any, **__: Any) -> NoReturn:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    patch.setattr(tempfile, "TemporaryFile", refused)


def full_memory(patch: pytest.MonkeyPatch) -> None:
    """The system gives no more memory."""

    def full(*_: Any, **__: Any) -> NoReturn:
        raise MemoryError

    patch.setattr(replay.Replay, "read", full)


def without_pyspark(patch: pytest.MonkeyPatch) -> None:
    """PySpark is not installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _PYSPARK]:
        patch.delitem(sys.modules, name)
    patch.setattr(sys, "meta_path", [_NoPySpark(), *sys.meta_path])


class _NoPySpark:
    """Finds no PySpark, wherever it is."""

    def find_spec(self, name: str, *_: Any) -> None:
        """Say that there is no such module, if it is one of PySpark's."""
        if name.partition(".")[0] in _PYSPARK:
            raise ModuleNotFoundError(f"No module named {name!r}")


def interrupted(patch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the log is read."""

    def interrupt(*_: Any, **__: Any) -> NoReturn:
        raise KeyboardInterrupt

    patch.setattr(replay.Replay, "read", interrupt)


def busy_folder(patch: pytest.MonkeyPatch) -> None:
    """Another job is writing into the folder."""
    patch.setattr(claim, "claim_file", lambda _descriptor, _path: False)


def busy_folder_elsewhere(patch: pytest.MonkeyPatch) -> None:
    """The same, where the file system cannot lock a folder, and a file is locked for it."""

    def claimed(_descriptor: int, path: Path) -> bool:
        if path.is_dir():
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return False

    patch.setattr(claim, "claim_file", claimed)


def full_standard_output(patch: pytest.MonkeyPatch) -> None:
    """The disk is full that standard output is written to."""

    def full(*_: Any, **__: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr(click, "echo", _but_for_errors(full, click.echo))


def _but_for_errors(fails: Callable[..., None], works: Callable[..., None]) -> Callable[..., None]:
    def echo(*said: Any, err: bool = False, **more: Any) -> None:
        (works if err else fails)(*said, err=err, **more)

    return echo


def pipe_in_folder(_patch: pytest.MonkeyPatch) -> None:
    """The folder holds a pipe that is called `log.jsonl`."""
    os.mkfifo("logs/log.jsonl")


def circle_of_links(_patch: pytest.MonkeyPatch) -> None:
    """The link `log.jsonl` leads to itself."""
    Path("log.jsonl").symlink_to("log.jsonl")


def link_to_nowhere(_patch: pytest.MonkeyPatch) -> None:
    """The link `log.jsonl` leads to a file that is not there."""
    Path("log.jsonl").symlink_to("moved.jsonl")


def shrinking_log(patch: pytest.MonkeyPatch) -> None:
    """Somebody empties the log while it is read."""
    split = lines.split_lines

    def emptied(*said: Any, **more: Any) -> Iterator[list[bytes]]:
        yield from split(*said, **more)
        Path("log.jsonl").write_bytes(b"")

    patch.setattr(_SPLIT_LINES, emptied)


def rewritten_log(patch: pytest.MonkeyPatch) -> None:
    """Somebody writes something else of the same length into the log while it is read."""
    split = lines.split_lines

    def rewritten(*said: Any, **more: Any) -> Iterator[list[bytes]]:
        yield from split(*said, **more)
        path = Path("log.jsonl")
        path.write_bytes(b" " * path.stat().st_size)
        os.utime(path, (0, 0))

    patch.setattr(_SPLIT_LINES, rewritten)


def replaced_log(patch: pytest.MonkeyPatch) -> None:
    """Somebody puts another file in the place of the log before it is read."""
    find = logs.find_logs

    def replaced(*said: Any, **more: Any) -> Any:
        found = find(*said, **more)
        Path("new.jsonl").write_bytes(b"{}")
        Path("new.jsonl").replace("log.jsonl")
        return found

    patch.setattr(check, "find_logs", replaced)


def failing_disk(patch: pytest.MonkeyPatch) -> None:
    """The disk cannot read the log."""

    def failing(*_: Any) -> NoReturn:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    patch.setattr(stored.Part, "readinto", failing)


def forbidden_folder(patch: pytest.MonkeyPatch) -> None:
    """The user may not look into the folder `logs`."""

    def refused(_path: object) -> NoReturn:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), "logs")

    patch.setattr(os, "scandir", refused)


def killed_worker(patch: pytest.MonkeyPatch) -> None:
    """The system kills a worker, for want of memory."""

    def killed(_replay: Any, _sources: Any) -> None:
        def die(_report: Callable[[int], None]) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        workers.run_in_workers([die], lambda _done: None)

    patch.setattr(replay.Replay, "read", killed)
