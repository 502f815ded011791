"""Files that are written whole or not at all."""

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .claim import claim_file
from .job_files import HIDDEN, STAGE
from .output import IN_PLACE, OutputError, output_told
from .stops import stops_wait
from .switch import sync_folder


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Write *content* beside *path*, then put it in its place.

    What killed processes left in that folder is removed. A device or a pipe has no place to be
    put in, and takes the bytes as they come.

    Raises:
        OutputError: It cannot be written; what was at *path* before is as it was.
    """
    with output_told(f"{path}: it"):
        target = path.resolve()
        if target.is_dir():
            raise OutputError(f"{path}: it cannot be written: it is there, and is no file")
        if path.exists() and not path.is_file():  # /dev/stdout as a pipe leads to no other name
            with path.open("wb") as file:
                file.writelines(content)
            return
        clear_dead_files(target.parent)
        staged, descriptor = _staged(target.parent)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  # it is open, and claimed
                if target.exists():
                    os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
                file.writelines(content)
                file.flush()
                os.fsync(descriptor)
                with stops_wait():
                    staged.replace(target)
                    IN_PLACE.add(path)
        except BaseException:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
            raise
        with suppress(OSError):  # it is in its place, whether or not the disk can say so
            sync_folder(target.parent)


def clear_dead_files(folder: Path) -> None:
    """Remove the files that killed processes left in *folder*; what is at work stays."""
    for path in list(folder.iterdir()):
        if not STAGE.fullmatch(path.name) or not path.is_file() or path.is_symlink():
            continue
        with suppress(OSError):
            descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                if claim_file(descriptor, path):
                    path.unlink()
            finally:
                os.close(descriptor)


def _staged(folder: Path) -> tuple[Path, int]:
    """Return a new file in *folder*, open and claimed."""
    while True:
        path = folder / f"{HIDDEN}{secrets.token_hex(4)}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with suppress(OSError):  # without locks nothing is removed, either
            if not claim_file(descriptor, path):
                os.close(descriptor)  # somebody who removes what is dead was faster
                continue
        return path, descriptor
