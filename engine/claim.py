"""Claims: of two jobs that would write into one folder at a time, one gives way.

A claim is an advisory lock of the operating system (`flock`). It ends with the process that made
it, however that ends, so that a claim which can be had is proof that nobody is at work.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from .job_files import CLAIM
from .output import OutputError

_NO_LOCKS_OF_FOLDERS: Final = {
    *(errno.EBADF, errno.EINVAL, errno.EISDIR),  # NFS locks only what is open for writing
    *(errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS),
}

_held: set[int] = set()


class FolderInUseError(OutputError):
    """Another job is writing into the folder."""


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Claim *folder*, which is made where it is missing, and removed again if all fails.

    Raises:
        FolderInUseError: Another job has it.
        OSError: It cannot be made, or not claimed.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        descriptor, file = _claim(folder)
    except BaseException:
        _remove(None, made)
        raise
    _held.add(descriptor)
    try:
        yield
    except BaseException:
        _remove(file, made)
        raise
    else:
        _remove(file, [])
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def claim_file(descriptor: int, path: Path) -> bool:
    """Claim an open file, and tell whether it is claimed now and still what *path* names.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def _claim(folder: Path) -> tuple[int, Path | None]:
    """Return what is open while *folder* is claimed, and the file that has to go afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if claim_file(descriptor, folder.resolve()):
            return descriptor, None
    except OSError as error:
        os.close(descriptor)
        if error.errno not in _NO_LOCKS_OF_FOLDERS:
            raise
    else:
        os.close(descriptor)
        raise _in_use(folder)
    file = folder / CLAIM
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if claim_file(descriptor, file):
            return descriptor, file
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    raise _in_use(folder)


def _remove(file: Path | None, made: list[Path]) -> None:
    # Before the claim ends: or somebody could claim what is just being removed.
    with suppress(OSError):  # a folder that holds something by now stays
        if file is not None:
            file.unlink(missing_ok=True)
        for path in made:
            path.rmdir()


def _in_use(folder: Path) -> FolderInUseError:
    return FolderInUseError(
        f"{folder}: another job is writing into this folder; nothing was read, written or "
        "replaced: wait until it has ended, or name another folder"
    )


def _let_go() -> None:
    # A worker that outlives its job for a moment must not keep the folder from the next one.
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)
