"""Progress: how long work tells how far it is."""

from collections.abc import Callable

from .workers import Report

Progress = Callable[[str, int, int], None]
"""Is told the stage, and how much of it is done of how much."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def adding_up(progress: Progress, stage: str, total: int) -> Report:
    """Return a report that adds up what it is told."""
    done = 0

    def report(more: int) -> None:
        nonlocal done
        done += more
        progress(stage, done, total)

    return report
