"""What the commands share: errors, the progress bar, and how options become settings."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .exit_codes import EXIT_FAILED, EXIT_WRONG_USAGE

if TYPE_CHECKING:
    from ...events import Redaction
    from ..counts import Counts
    from ..library import Options
    from ..replay import Settings

F = TypeVar("F", bound=Callable[..., Any])

_REDACTION = "replaydesk.redaction"

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


redact_option = click.option(
    "--redact",
    "redact",
    type=click.Path(path_type=Path),
    metavar="KEY",
    help="Replace personal text by pseudonyms, with the key in this file; made if it is missing.",
)


def redaction_of(redact: Path | None) -> "Redaction | None":
    """Return what redacts with the key in a file, which is read once: it can be a pipe.

    A key that had to be made is told of.

    Raises:
        RedactionKeyError: The file cannot be read or made, or its key is too short.
    """
    if redact is None:
        return None
    from ...events import Redaction, RedactionKeyError  # noqa: PLC0415  # see the package
    from ..redacted import read_or_make_key  # noqa: PLC0415

    meta = click.get_current_context().meta
    if _REDACTION in meta:
        known: Redaction = meta[_REDACTION]
        return known
    key, is_new = read_or_make_key(redact)
    name = click.format_filename(redact)
    if is_new:
        echo(
            f"replaydesk: {name} holds a new key; keep it, and keep it from whom you share with",
            err=True,
        )
    try:
        redaction = meta[_REDACTION] = Redaction(key)
    except RedactionKeyError as error:
        raise RedactionKeyError(f"{name}: {error}") from None
    return redaction


def frame_options(command: F) -> F:
    """Add the options that frame a replay."""
    options = (
        click.option(
            "--from",
            "start",
            metavar="MOMENT",
            help="Start of the period; by default the earliest event.",
        ),
        click.option(
            "--to",
            "end",
            metavar="MOMENT",
            help="End of the period, not part of it; by default just after the as-of instant.",
        ),
        click.option(
            "--period",
            metavar="PERIOD",
            help="A day 2026-03-10, a week 2026-W11, a month 2026-03, a year 2026, or FROM..TO.",
        ),
        click.option(
            "--as-of",
            metavar="MOMENT",
            help="Later events do not apply; by default the latest event.",
        ),
        click.option(
            "--tz",
            default="UTC",
            show_default=True,
            metavar="ZONE",
            shell_complete=_zones,
            help="In which dates are midnights, and instants are printed.",
        ),
        click.option(
            "--channel",
            "channels",
            multiple=True,
            metavar="CHANNEL",
            help="Keep the conversations of this channel, by ID or name; repeatable.",
        ),
        click.option(
            "--policy",
            "policies",
            multiple=True,
            metavar="KEY=VALUE",
            shell_complete=_policies,
            help="Another reading of a definition, e.g. handling=LOCKED; repeatable.",
        ),
        redact_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_of(  # noqa: PLR0913  # one parameter an option
    *,
    tz: str,
    channels: tuple[str, ...],
    policies: tuple[str, ...],
    workers: int = 1,
    memory: int | None = None,
    redact: Path | None = None,
    **moments: str | None,
) -> "Settings":
    """Return the settings that the options of a command say.

    Raises:
        ReplaydeskError: An option says nothing that can be.
    """
    import attrs  # noqa: PLC0415  # see the package

    from ...events import shown  # noqa: PLC0415
    from ...projections import MetricPolicy, PolicyError  # noqa: PLC0415
    from ..library import make_settings  # noqa: PLC0415

    readings: dict[str, str] = {}
    for policy in policies:
        key, equals, value = policy.partition("=")
        if not equals:
            raise PolicyError(
                f"{shown(policy)} is no policy; write KEY=VALUE, e.g. handling=LOCKED"
            )
        readings[key.strip()] = value.strip()
    options: Options = {
        "tz": tz,
        "channels": channels,
        "policy": MetricPolicy.of(readings),
        "workers": workers,
    }
    if memory is not None:
        options["memory"] = memory
    for name, moment in moments.items():
        if moment is not None:
            options[name] = moment  # type: ignore[literal-required]  # start, end, period, as_of
    settings = make_settings(options)
    # Last, so that no key is made for what cannot be.
    return attrs.evolve(settings, redaction=redaction_of(redact))


def rejected(counts: "Counts", side: str = "") -> str:
    """Say how many lines of the log were rejected; of two logs, on which *side*."""
    log = f"the log {side}" if side else "the log"
    if counts.rejected == 1:
        return f"replaydesk: 1 line of {log} was rejected"
    return f"replaydesk: {counts.rejected:,} lines of {log} were rejected"


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


def _zones(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from ...events import zone_names  # noqa: PLC0415

    return sorted(name for name in zone_names() if name.startswith(incomplete))


def _policies(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from ...projections import MetricPolicy  # noqa: PLC0415

    return [text for text in MetricPolicy.all_readings() if text.startswith(incomplete)]
