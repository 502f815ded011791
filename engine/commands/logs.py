"""What the commands that read logs share: how a log is read, and what is told of a damaged one."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from .shell import EXIT_REJECTED, echo

if TYPE_CHECKING:
    from ..sources import Reading, Source

F = TypeVar("F", bound=Callable[..., Any])

_READING: Final = "replaydesk.reading"
_SOURCES: Final = "replaydesk.sources"
_UNITS: Final = {"": 0, "K": 1, "M": 2, "G": 3}
_SIZE: Final = re.compile(r"(\d+) ?([KMG]?)(?:i?B)?", re.IGNORECASE | re.ASCII)


class Size(click.ParamType[int]):
    """A number of bytes, as `64 MiB`, `64M` or `67108864`; each unit is 1024 of the one before."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        match = _SIZE.fullmatch(value.strip())
        size = int(match[1]) * 1024 ** _UNITS[match[2].upper()] if match else 0
        if not size:
            self.fail(f"{value!r} is no size; write a number of bytes, or 64M, or 2G", param, ctx)
        return size


def log_options(command: F) -> F:
    """Add the options that say how a log is read; a damaged one that was replayed is told of.

    Then the command ends with 3, whatever it would have ended with.
    """

    @click.option(
        "--max-line",
        type=Size(),
        metavar="SIZE",
        default="16M",
        show_default=True,
        help="Reject longer lines; they are not loaded.",
    )
    @click.option(
        "--damaged",
        type=click.Choice(["fail", "replay"]),
        default="fail",
        show_default=True,
        help="Of a log whose compression is broken, replay what comes before that; exit with 3.",
    )
    @wraps(command)
    def run(*arguments: Any, max_line: int, damaged: str, **options: Any) -> None:
        context = click.get_current_context()
        context.meta[_READING] = {"max_line": max_line, "damaged": damaged.upper()}
        try:
            command(*arguments, **options)
        except click.ClickException:
            _tell_damage(context)  # what was asked for may be missing for that reason
            raise
        except click.exceptions.Exit:
            if not _tell_damage(context):
                raise
        else:
            if not _tell_damage(context):
                return
        context.exit(EXIT_REJECTED)

    return run  # type: ignore[return-value]  # click looks at no signature


def reading() -> "Reading":
    """Return how the options of the command say that a log is read."""
    from ..sources import Reading  # noqa: PLC0415  # see the package

    return Reading(**click.get_current_context().meta.get(_READING, {}))


def find_logs(logs: Sequence[str]) -> "list[Source]":
    """Return the sources that *logs* name, to be read as the options of the command say.

    Raises:
        ReplaydeskError: There is no such log.
    """
    from ..sources import find_sources  # noqa: PLC0415  # see the package

    sources = find_sources(logs, reading())
    are_read(sources)
    return sources


def are_read(sources: "list[Source]") -> None:
    """Remember what the command reads, or has read: at its end it tells of damage."""
    click.get_current_context().meta.setdefault(_SOURCES, []).append(sources)


def _tell_damage(context: click.Context) -> bool:
    told = {
        f"replaydesk: {source.name}: {source.damage}; what follows was not replayed"
        for sources in context.meta.get(_SOURCES, [])
        for source in sources
        if source.damage is not None
    }
    for line in sorted(told):
        echo(line, err=True)
    return bool(told)
