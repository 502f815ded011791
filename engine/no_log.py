"""What was named as a log and is none: among it Parquet, and tables of Delta and Iceberg."""

import os
import re
from pathlib import Path
from typing import IO, Final

from ..events import ReplaydeskError

DELTA_LOG: Final = "_delta_log"
"""The folder in which Delta says which files are of a table."""

_METADATA: Final = "metadata"
"""The folder in which Iceberg says it."""

_OF_ICEBERG: Final = re.compile(
    rf"(?:(?P<table>.*)/)?{_METADATA}/[^/]+\.metadata\.json(?:\.gz)?", re.DOTALL
)
_PARQUET: Final = b"PAR1"
"""How a file of Parquet begins and ends."""


class LogNotFoundError(ReplaydeskError, FileNotFoundError):
    """What was named as a log is none: it is not there, a folder without logs, or a device."""


def is_parquet(file: IO[bytes], size: int) -> bool:
    """Tell whether a file is Parquet: by both its ends, for a line of a log can begin with one."""
    if size < 2 * len(_PARQUET):
        return False
    ends = (os.pread(file.fileno(), len(_PARQUET), at) for at in (0, size - len(_PARQUET)))
    return all(end == _PARQUET for end in ends)


def named_parquet(name: str) -> LogNotFoundError:
    """Return what is told of a file of Parquet where lines are read."""
    return LogNotFoundError(
        f"{name}: it is Parquet; expected lines of JSON; replaydesk export --engine spark reads "
        "Parquet that is called .parquet"
    )


def named_table(place: str, kind: str) -> LogNotFoundError:
    """Return what is told of a table of a *kind* at some *place*."""
    return LogNotFoundError(
        f"{place}: it is a table of {kind}, and some of its files may no longer be part of it; "
        "expected lines of JSON, or on Spark Parquet of no table; read the table with Spark, and "
        "give the DataFrame to replaydesk.spark.replay"
    )


def iceberg_of(path: str) -> str | None:
    """Return which table of Iceberg a file tells of, if it does."""
    found = _OF_ICEBERG.fullmatch(path)
    return None if found is None else found["table"] or ""


def table_in(folder: Path) -> tuple[Path, str] | None:
    """Return where the first table in *folder* and below lies, and of which kind it is.

    Raises:
        OSError: A folder may not be looked at.
    """
    # Folders may lie in each other deeper than functions may call each other.
    unseen = [folder]
    while unseen:
        here = unseen.pop()
        with os.scandir(here) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        if DELTA_LOG in names:
            return here, "Delta"
        if _METADATA in names:
            files = (here / _METADATA).iterdir()
            if any(iceberg_of(str(file)) is not None for file in files):
                return here, "Iceberg"
        unseen += (here / name for name in sorted(names, key=os.fsencode, reverse=True))
    return None
