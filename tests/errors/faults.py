"""What a person cannot make fail at will: a full disk, a worker that is killed, Ctrl-C."""

import errno
import os
import signal
import tempfile
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from replaydesk.engine import replay, workers


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


def interrupted(patch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the log is read."""

    def interrupt(*_: Any, **__: Any) -> NoReturn:
        raise KeyboardInterrupt

    patch.setattr(replay.Replay, "read", interrupt)


def killed_worker(patch: pytest.MonkeyPatch) -> None:
    """The system kills a worker, for want of memory."""

    def killed(_replay: Any, _sources: Any) -> None:
        def die(_report: Callable[[int], None]) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        workers.run_in_workers([die], lambda _done: None)

    patch.setattr(replay.Replay, "read", killed)
