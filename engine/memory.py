"""Memory: what a replay may take, divided among its processes, and how they are held to it."""

import resource
import sys
from typing import Final

import attrs

from ..events import ReplaydeskError

_MEGABYTE: Final = 1 << 20

_PROGRAM: Final = 84 * _MEGABYTE
"""What the first process takes whatever the log is: Python, this program, what it is doing."""

_FEWEST: Final = 4 * _MEGABYTE
"""Of lines and of rows: with less, each would go to disk for itself."""

_WORKER: Final = 52 * _MEGABYTE
"""What each further process takes of its own."""


class MemoryLimitError(ReplaydeskError, ValueError):
    """A replay cannot do its work in the memory that it may take."""


@attrs.frozen
class Memory:
    """How many bytes a replay keeps of what can wait on disk as well."""

    lines: int = 256 * _MEGABYTE
    """Of lines of the log, in all processes together."""

    rows: int = 48 * _MEGABYTE
    """Of printed rows, in each process."""

    contacts: int = 48 * _MEGABYTE
    """Of what projections keep of contacts, in each process."""

    cap: int | None = None
    """What all processes together may take of memory, if somebody said."""

    @classmethod
    def within(cls, cap: int, workers: int) -> "Memory":
        """Return what *workers* processes keep so that all together take at most *cap* bytes.

        Raises:
            MemoryLimitError: That is too little for so many.
        """
        needed = _needed(workers)
        if cap < needed:
            who = f"{workers:,} processes need" if workers > 1 else "one process needs"
            fewer = " or fewer processes (--workers)" if workers > 1 else ""
            raise MemoryLimitError(
                f"{_shown(cap)} of memory are too little: {who} at least {_shown(needed)}; give "
                f"more (--memory){fewer}"
            )
        spare = cap - needed
        return cls(
            lines=_FEWEST + spare * 2 // 5,
            rows=_FEWEST + spare // 5 // workers,
            contacts=_FEWEST + spare // 5 // workers,
            cap=cap,
        )

    def hold(self, workers: int) -> None:
        """Hold this process, which is the first of so many, to its part of the cap.

        What asks for more raises `MemoryError` from then on, where the system can see to that.
        """
        if self.cap is not None:
            _limit(self.cap if workers == 1 else self.cap // 2)

    def hold_worker(self, workers: int) -> None:
        """Hold this process, a copy of the first and one of so many, to its part of the cap."""
        if self.cap is not None and sys.platform == "linux":  # elsewhere there is no /proc to ask
            _limit(_taken() + self.cap // 2 // workers)


def let_go() -> None:
    """Hold this process to nothing any more: what is left for it is to say that it failed."""
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _needed(workers: int) -> int:
    return _PROGRAM + (_WORKER * workers if workers > 1 else 0)


def _shown(size: int) -> str:
    return f"{size // _MEGABYTE:,}M"


def _taken() -> int:
    """Return the bytes of this process that count against its limit."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  # no file of ours
        return next(int(line.split()[1]) for line in status if line.startswith("VmData")) << 10


def _limit(size: int) -> None:
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (size, most))
