"""What is told of writing: what could not be written, and what is in its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..events import ReplaydeskError

IN_PLACE: Final[set[Path]] = set()
"""The folders and files that this process has put in place: what an interrupt came too late for."""


class OutputError(ReplaydeskError, OSError):
    """Something could not be written; what was there before is as it was."""


@contextmanager
def output_told(what: str) -> Iterator[None]:
    """Tell of a failure of the system to write: *what* cannot be written.

    Raises:
        OutputError: There was one.
    """
    try:
        yield
    except ReplaydeskError:
        raise
    except OSError as error:
        raise OutputError(f"{what} cannot be written: {error.strerror or error}") from error
