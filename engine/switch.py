"""The switch: many files of a folder change in one step.

While it lasts, the names in the folder are symbolic links through one more link, `set`:

    out/user.csv -> .replaydesk-k3j2h1x0/set/user.csv
    out/.replaydesk-k3j2h1x0/set -> old, and in one step -> new

So a reader finds the files of before at any name, or those of the new set at any name, however
the process ends. Before and after there are plain files, and nothing else.
"""

import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from .job_files import STAGE

OLD: Final = "old"
"""In a stage: what stood in the folder."""

NEW: Final = "new"
"""In a stage: the files of this job."""

_SET: Final = "set"
_NEXT: Final = "next"
_SPARE: Final = "spare"
_LINK: Final = re.compile(rf"({STAGE.pattern})/{_SET}/[^/]+")
_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def has_links(stage: Path) -> bool:
    """Tell whether the file system of *stage* knows symbolic links; its `set` is `old` from now on.

    Raises:
        OSError: The links cannot be made for another reason, such as a full disk.
    """
    try:
        (stage / _SET).symlink_to(OLD)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    (stage / _NEXT).symlink_to(NEW)
    return True


def switch(stage: Path, out: Path, names: Iterable[str]) -> None:
    """Let *names* in *out* change from what is in `old` to what is in `new`, in one step.

    A name that is missing in one of the two is missing before, or afterwards. After that step
    nothing fails: where a link cannot become a file again, a reader finds the new file through
    it, and the next job tries again.

    Raises:
        OSError: It cannot be done; a reader finds the files of before.
    """
    spare = stage / _SPARE
    try:
        for name in names:
            spare.symlink_to(f"{stage.name}/{_SET}/{name}")
            spare.replace(out / name)
        sync_folder(out)
        (stage / _NEXT).replace(stage / _SET)
    except BaseException:
        with suppress(OSError):
            settle(out)
        raise
    for last in (partial(sync_folder, stage), partial(settle, out)):
        with suppress(OSError):
            last()


def settle(out: Path) -> None:
    """Put a plain file in the place of each link that a switch left in *out*.

    What a reader finds at any name does not change.

    Raises:
        OSError: Not all can be put there; where one cannot its link stays.
    """
    failure: OSError | None = None
    for stage, name in list(_links(out)):
        try:
            _settle_one(stage, name, out)
        except OSError as error:
            failure = error
    if failure is not None:
        raise failure
    sync_folder(out)


def is_settled(out: Path) -> bool:
    """Tell whether no link of a switch is left in *out*.

    Raises:
        OSError: It cannot be read.
    """
    return next(_links(out), None) is None


def is_there(file: Path) -> bool:
    """Tell whether there is a *file*; a disk that cannot say is no proof that there is none.

    Raises:
        OSError: It cannot be found out.
    """
    try:
        file.stat()
    except FileNotFoundError:
        return False
    return True


def second_name(file: Path, name: Path) -> None:
    """Give *file* a second name, or where the file system has no such thing a copy."""
    file = file.resolve()
    try:
        name.hardlink_to(file)
    except OSError:
        with suppress(FileNotFoundError):
            name.unlink()
        shutil.copy2(file, name)
        sync_file(name)


def sync_file(file: Path) -> None:
    """Return when *file* is on the disk.

    Raises:
        OSError: It does not get there.
    """
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the names in *folder* are on the disk, where the file system can say so.

    Raises:
        OSError: They do not get there.
    """
    try:
        sync_file(folder)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.EBADF, errno.ENOTSUP}:
            raise


def _settle_one(stage: Path, name: str, out: Path) -> None:
    source = _shown(stage, name)
    if source is None:
        (out / name).unlink(missing_ok=True)
        return
    spare = stage / _SPARE
    try:
        # A second name, so that a reader who is following the link now still arrives.
        spare.unlink(missing_ok=True)
        spare.hardlink_to(source)
        spare.replace(out / name)
    except OSError:
        source.replace(out / name)  # needs no room, and no second names


def _shown(stage: Path, name: str) -> Path | None:
    """Return the file of a stage that a link of this *name* shows, where there is one."""
    try:
        which = str((stage / _SET).readlink())
    except FileNotFoundError:  # somebody removed the stage
        return None
    source = stage / which / name
    return source if which in {OLD, NEW} and is_there(source) else None


def _leads_to(entry: os.DirEntry[str]) -> str:
    return str(Path(entry.path).readlink())


def _links(out: Path) -> Iterator[tuple[Path, str]]:
    """Yield the stage and the name of each link of a switch in *out*."""
    with os.scandir(out) as entries:
        for entry in entries:
            if entry.is_symlink() and (match := _LINK.fullmatch(_leads_to(entry))):
                yield out / match[1], entry.name
