"""What the commands that read logs share: how one is read and replayed, and what is told of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from .exit_codes import EXIT_REJECTED
from .frame import keep_key, settings_of
from .shell import complete_exports, echo, progress_bar, rejected, tell_undescribed

if TYPE_CHECKING:
    from ..library import Export, Result
    from ..sources import Reading, Source

F = TypeVar("F", bound=Callable[..., Any])

_READING: Final = "replaydesk.reading"
_SOURCES: Final = "replaydesk.sources"
_UNITS: Final = {"": 0, "K": 1, "M": 2, "G": 3}
_WORDS: Final = {
    "LOG...": "LOG is a file, a folder of *.jsonl, *.jsonl.gz and *.jsonl.zst, a pipe, or - for "
    "standard input.",
    "MOMENT": "MOMENT is 2026-03-10 (a midnight in the zone), 2026-03-10T09:20, or "
    "2026-03-10T09:20:00+01:00.",
}
_SIZE: Final = re.compile(r"(\d+) ?([KMG]?)(?:i?B)?", re.IGNORECASE | re.ASCII)


class LogCommand(click.Command):
    """A command that reads a log: its help says what can be written for a log and an instant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the command line apart; where words are missing, say which.

        Click gives words to LOG... last, so that it misses LOG whatever was forgotten.

        Raises:
            click.UsageError: An argument or an option is missing, or makes no sense.
        """
        said = [*args]
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            if not isinstance(error.param, click.Argument):
                raise
            missing = " and ".join(f"'{name}'" for name in self._missing(ctx, said))
            some = "arguments" if " and " in missing else "argument"
            raise click.UsageError(f"Missing {some} {missing}.", ctx) from None

    def _missing(self, ctx: click.Context, said: list[str]) -> list[str]:
        """Return the arguments that are not among what was *said*; an export is known by its name.

        LOG... comes before it, a vendor's file after it.
        """
        from ...projections import BY_SLUG  # noqa: PLC0415  # see the package

        arguments = [each for each in self.params if isinstance(each, click.Argument)]
        values = self.make_parser(ctx).parse_args(said)[0]
        found = (values.get(each.name) for each in arguments)
        each_of = chain.from_iterable(one if isinstance(one, tuple) else (one,) for one in found)
        words = [word for word in each_of if isinstance(word, str)]  # click marks what is not said
        at = next((at for at, word in enumerate(words) if word in BY_SLUG), None)
        after = words[1:] if at is None else words[at + 1 :]
        there = (words[:at], at is not None, after)
        return [
            str(each.metavar)
            for each, is_there in zip(arguments, there, strict=False)
            if not is_there
        ]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the words of the options mean, then what is said of this command alone."""
        used = {parameter.metavar for parameter in self.params}
        formatter.write_paragraph()
        with formatter.indentation():
            for word, meaning in _WORDS.items():
                if word in used:
                    formatter.write_text(meaning)
        super().format_epilog(ctx, formatter)


if TYPE_CHECKING:
    _NumberType = click.ParamType[int]
else:
    _NumberType = click.ParamType  # before click 8.4 it says nothing of what it gives


class Size(_NumberType):
    """A number of bytes, as `64 MiB`, `64M` or `67108864`; each unit is 1024 of the one before."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        match = _SIZE.fullmatch(value.strip())
        size = int(match[1]) * 1024 ** _UNITS[match[2].upper()] if match else 0
        if not size:
            self.fail(f"{value!r} is no size; write a number of bytes, or 64M, or 2G", param, ctx)
        return size


def complete_logs(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete the name of a file or a folder."""
    return [CompletionItem(incomplete, type="file")]


def complete_logs_and_exports(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete an export after a log, and else the name of a file: of a log, or a vendor's.

    Click asks for LOG... whatever follows it, because it takes any number of words.
    """
    from ...projections import BY_SLUG  # noqa: PLC0415  # see the package

    said = [*(context.params.get("logs") or ()), *map(context.params.get, ("slug", "vendor"))]
    words = [str(word) for word in said if isinstance(word, (str, Path))]
    if words and not BY_SLUG.keys() & words[1:]:
        slugs = complete_exports(context, parameter, incomplete)
        if slugs:
            return [CompletionItem(slug) for slug in slugs]
    return complete_logs(context, parameter, incomplete)


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


def replaying(
    logs: Sequence[str],
    exports: "Sequence[Export[Any]]",
    frame: Mapping[str, Any],
    *,
    side: str = "",
    so: str = "",
) -> "Callable[[], Result]":
    """Return what replays *logs* and tells of lines that were rejected, once it is called.

    Before anything is read it is seen to that there are such logs, exports and settings; a new key
    is made when it is called.

    Args:
        logs: Their names.
        exports: The exports that are asked for.
        frame: The options that frame the replay.
        side: Which replay it is, where there are two.
        so: What follows from it that lines were rejected.

    Raises:
        ReplaydeskError: There is no such log or export, or an option says nothing that can be.
    """
    from ...events import zone  # noqa: PLC0415  # see the package
    from ..facts import undescribed  # noqa: PLC0415
    from ..library import Result, make_projections  # noqa: PLC0415
    from ..replay import Replay  # noqa: PLC0415

    sources, projections = find_logs(logs), make_projections(exports)
    settings, tz = settings_of(**frame), zone(frame["tz"])

    def replayed() -> Result:
        keep_key()
        with progress_bar() as progress:
            replay = Replay(settings, projections, progress)
            replay.read(sources)
            result = Result(replay.fold(), sources, tz)
        tell_undescribed(undescribed(result.reference, result.frame), side)
        if result.counts.rejected:
            echo(
                f"{rejected(result.counts, side)}{so}; replaydesk check says which",
                err=True,
            )
        return result

    return replayed


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
