"""What a name of a log leads to: a file, a pipe, or the logs in a folder."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .job_files import MANIFEST, REJECTS
from .no_log import LogNotFoundError, named_table, table_in

_ENDINGS: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP)


def logs_of(log: str) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the file or pipe that *log* names, or the logs in that folder, in their order.

    A folder is its files and those of its folders, by their names; a link to a file counts as the
    file, one to a folder is not followed.

    Raises:
        LogNotFoundError: There is no such thing, it is none of these, or a folder without logs.
        OSError: It may not be looked at.
    """
    if not log:
        raise LogNotFoundError("the name of a log is empty; name a file or a folder")
    status = _status(log)
    if not stat.S_ISDIR(status.st_mode):
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
            kind = _kind(status)
            raise LogNotFoundError(
                f"{printable(log)}: it is {kind}; name a file, a folder or a pipe"
            )
        yield Path(log), status
        return
    is_empty = True
    for path in _logs_in(Path(log)):
        is_empty = False
        status = _status(str(path))
        if stat.S_ISDIR(status.st_mode):
            continue
        if not stat.S_ISREG(status.st_mode):
            raise LogNotFoundError(
                f"{printable(str(path))}: it is {_kind(status)}, and only files are read in a "
                "folder; move it away, or if it is a pipe name it itself"
            )
        yield path, status
    if is_empty:
        if found := table_in(Path(log)):
            place, kind = found
            raise named_table(printable(str(place)), kind)
        patterns = ", ".join(f"*{ending}" for ending in _ENDINGS)
        raise LogNotFoundError(f"{printable(log)}: the folder holds no log ({patterns})")


def printable(name: str) -> str:
    """Return the name of a file as text: one that is no UTF-8 shows its odd bytes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _logs_in(folder: Path) -> Iterator[Path]:
    """Yield what is called like a log in a folder and below, in the same order on any machine."""
    # Folders may lie in each other deeper than functions may call each other.
    unfinished = [_entries(folder)]
    while unfinished:
        entry = next(unfinished[-1], None)
        if entry is None:
            unfinished.pop()
        elif entry.is_dir(follow_symlinks=False):
            unfinished.append(_entries(Path(entry.path)))
        elif entry.name.endswith(_ENDINGS):
            yield Path(entry.path)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Return what a folder holds in the order of the names, but for the rejects of a job.

    A job that was written there left them; they would be rejected again, and more at each run.
    """
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    is_of_a_job = any(entry.name == MANIFEST for entry in ordered)
    return (entry for entry in ordered if not (is_of_a_job and entry.name == REJECTS))


def _status(path: str) -> os.stat_result:
    try:
        return os.stat(path)  # noqa: PTH116  # a path of pathlib is not always the text it is made of
    except ValueError:
        raise LogNotFoundError(f"{path!r}: there is no such file or folder") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise LogNotFoundError(f"{printable(path)}: the link leads in a circle") from None
        if error.errno not in _ABSENT:
            raise
        is_link = os.path.islink(path)  # noqa: PTH114  # the same
        reason = "the link leads nowhere" if is_link else "there is no such file or folder"
        raise LogNotFoundError(f"{printable(path)}: {reason}") from None


def _kind(status: os.stat_result) -> str:
    if stat.S_ISFIFO(status.st_mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(status.st_mode) else "a device"
