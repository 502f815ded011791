"""Publishing: the files of a job appear together, or those of before stay."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_STAGING: Final = ".replaydesk-"
_KEPT: Final = "kept"


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a folder inside *out* to write to; it is gone afterwards, whatever happens.

    Raises:
        OSError: The folder cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, out: Path, names: list[str], gone: set[str]) -> None:
    """Put the files *names* of *folder* into *out*, and remove the files *gone* from there.

    Each takes its place at once, in the order of *names*. What stood there is kept until all are
    in place, and put back if one cannot be.

    Raises:
        OSError: A file cannot be put in place; all is as it was.
    """
    kept = folder / _KEPT
    kept.mkdir()
    for name in (*names, *gone):
        _keep(out / name, kept / name)
    try:
        for name in names:
            (folder / name).replace(out / name)
        for name in gone:
            (out / name).unlink(missing_ok=True)
    except BaseException:
        for name in (*names, *gone):
            if (kept / name).exists():
                os.replace(kept / name, out / name)  # noqa: PTH105  # the way that has not failed
            else:
                (out / name).unlink(missing_ok=True)
        raise


def _keep(file: Path, kept: Path) -> None:
    """Give *file* a second name, or where the file system has no such thing a copy."""
    if not file.exists():
        return
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder")
    try:
        kept.hardlink_to(file)
    except OSError:
        shutil.copy2(file, kept)
