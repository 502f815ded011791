"""What the commands share: what they print, errors, and the progress bar."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .exit_codes import EXIT_FAILED, EXIT_WRONG_USAGE

if TYPE_CHECKING:
    from ..counts import Counts

_PATIENCE = 0.5
"""Seconds before a progress bar is worth showing."""


def echo(line: str, *, err: bool = False, file: Any = None) -> None:
    """Print a line, which can do nothing but be read: names of files are outside text, too."""
    from ..terminal import safe  # noqa: PLC0415  # see the package

    click.echo(safe(line), err=err, file=file)


def echo_json(data: Any) -> None:
    """Print *data* as JSON that can do nothing but be read."""
    from ..terminal import safe_json  # noqa: PLC0415  # see the package

    click.echo(safe_json(data))


class JobError(click.ClickException):
    """The job failed."""

    exit_code = EXIT_FAILED

    def show(self, file: Any = None) -> None:
        """Print the message as every other message of the program."""
        echo(f"replaydesk: {self.message}", err=True, file=file)


class WrongUsageError(click.UsageError):
    """What was asked for cannot be."""

    exit_code = EXIT_WRONG_USAGE

    def __init__(self, message: str, *more: str) -> None:
        super().__init__(message)
        self.more = more
        """Lines that follow the message."""

    def show(self, file: Any = None) -> None:
        """Print the message as every other message of the program."""
        for line in (f"replaydesk: {self.message}", *self.more):
            echo(line, err=True, file=file)


def to_a_file(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Return the file that an option names; `-` would be a file that nobody wants."""
    if path == Path("-"):
        raise click.BadParameter(
            "- is no file here; name one, or /dev/stdout for standard output", context, parameter
        )
    return path


@contextmanager
def told() -> Iterator[None]:
    """Tell the user of an error in one line: what was asked for cannot be, or the job failed."""
    from ...events import ReplaydeskError  # noqa: PLC0415  # see the package
    from ..memory import let_go  # noqa: PLC0415
    from ..output import OutputError  # noqa: PLC0415
    from ..scratch import ScratchError  # noqa: PLC0415
    from ..sources import DamagedLogError  # noqa: PLC0415
    from ..spark.errors import SparkJobError  # noqa: PLC0415
    from ..workers import WorkerDiedError  # noqa: PLC0415

    try:
        yield
    except (DamagedLogError, OutputError, ScratchError, SparkJobError, WorkerDiedError) as error:
        raise JobError(str(error)) from error
    except ReplaydeskError as error:
        raise WrongUsageError(*getattr(error, "lines", (str(error),))) from error
    except MemoryError as error:
        let_go()
        raise JobError(
            "there is not enough memory; nothing was written or replaced: give the job more "
            "(--memory, where it was said) or fewer processes (--workers)"
        ) from error


def rejected(counts: "Counts", side: str = "") -> str:
    """Say how many lines of the log were rejected; of two logs, on which *side*."""
    log = f"the log {side}" if side else "the log"
    if counts.rejected == 1:
        return f"replaydesk: 1 line of {log} was rejected"
    return f"replaydesk: {counts.rejected:,} lines of {log} were rejected"


def tell_undescribed(channels: Iterable[str], side: str = "") -> None:
    """Tell of each channel that was asked for, and of which the log describes none."""
    from ...events import shown  # noqa: PLC0415  # see the package

    log = f"the log {side}" if side else "the log"
    for name in channels:
        said = (
            f"replaydesk: --channel {shown(name)}: {log} describes no channel with that ID or name"
        )
        echo(said, err=True)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far long work is, where a person is looking; otherwise nothing."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    started = time.monotonic()
    current: list[Any] = []

    def show(stage: str, done: int, total: int) -> None:
        if not total or time.monotonic() - started < _PATIENCE:
            return
        if not current or current[0] != stage:
            finish()
            bar: Any = click.progressbar(length=total, label=f"{stage:8}", file=sys.stderr)
            current[:] = [stage, bar]
            bar.__enter__()
        current[1].update(done - current[1].pos)

    def finish() -> None:
        if current:
            current[1].__exit__(None, None, None)
            current.clear()

    try:
        yield show
    finally:
        finish()


def complete_exports(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Complete the name of an export."""
    from ...projections import BY_SLUG  # noqa: PLC0415

    return [slug for slug in BY_SLUG if slug.startswith(incomplete)]
