"""Files that are written whole or not at all."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from .export import OutputError

_STAGING: Final = ".replaydesk-"


def write_whole(path: Path, content: bytes) -> None:
    """Write *content* beside *path*, then put it in its place.

    Raises:
        OutputError: It cannot be written; what was at *path* before is as it was.
    """
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: it cannot be written: it is there, and is no file")
    try:
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=path.parent))
        try:
            (staging / path.name).write_bytes(content)
            (staging / path.name).replace(path)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{path}: it cannot be written: {error.strerror}") from error
