"""`replaydesk doubts`: what in a log cannot be right, or deserves a look."""

from typing import TYPE_CHECKING, Any, Literal

import click

from .exit_codes import EXIT_DOUBTED
from .frame import frame_options
from .logs import LogCommand, complete_logs, log_options, replaying
from .shell import echo, echo_json, told

if TYPE_CHECKING:
    from ..audit.doubts_report import Report


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from ..audit.doubts_catalogue import DOUBTS  # noqa: PLC0415  # see the package

    return [kind.name for kind in DOUBTS if kind.name.startswith(incomplete)]


@click.command(
    cls=LogCommand,
    short_help="Tell what in a log cannot be right.",
    epilog="""
\b
Examples:
  replaydesk doubts replay_logs/demo_day --tz Europe/Brussels
  replaydesk doubts logs --period 2026-03 --only long-lock --limit 20
  replaydesk doubts logs --fail-on WRONG --json > doubts.json
  replaydesk doubts --catalogue

\b
Exit codes: 0 whatever is found; 5 if --fail-on is given and there is such a doubt.
""",
)
@click.argument("logs", metavar="LOG...", nargs=-1, shell_complete=complete_logs)
@frame_options
@log_options
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    shell_complete=_complete,
    help="Look for this doubt only, e.g. long-lock; repeatable.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="NUMBER",
    help="How many doubts of each name to show; all are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--fail-on",
    type=click.Choice(["WRONG", "LOOK"]),
    help="Exit with 5 if anything is WRONG; or at LOOK if there is any doubt.",
)
@click.option("--catalogue", is_flag=True, help="Print what each doubt means, and read no log.")
@click.pass_context
def doubts(  # noqa: PLR0913  # one parameter an option
    context: click.Context,
    /,
    *,
    logs: tuple[str, ...],
    only: tuple[str, ...],
    limit: int,
    as_json: bool,
    fail_on: Literal["WRONG", "LOOK"] | None,
    catalogue: bool,
    **frame: Any,
) -> None:
    """Tell what in LOG... cannot be right or deserves a look, each with its events."""
    if catalogue:
        _print_catalogue(as_json=as_json)
        return
    if not logs:
        raise click.UsageError("Missing argument 'LOG...'.", context)
    report = _report(logs, only, limit, frame)
    if as_json:
        _print_json(report.data())
    else:
        for line in report.text():
            echo(line)
    failing = report.number("WRONG") + (report.number("LOOK") if fail_on == "LOOK" else 0)
    if fail_on is not None and failing:
        context.exit(EXIT_DOUBTED)


def _report(
    logs: tuple[str, ...], only: tuple[str, ...], limit: int, frame: dict[str, Any]
) -> "Report":
    from ..audit.doubts import find_doubts, kinds_of  # noqa: PLC0415  # see the package
    from ..audit.doubts_report import Report  # noqa: PLC0415

    with told():
        kinds_of(only)  # a misspelt name is told before a long log is read
        result = replaying(logs, (), frame, so=", and nothing is doubted of them")()
        return Report.of(find_doubts(result, only), result, limit)


def _print_catalogue(*, as_json: bool) -> None:
    from ..audit.doubts_catalogue import DOUBTS  # noqa: PLC0415  # see the package
    from ..audit.doubts_report import catalogue_text, kind_data  # noqa: PLC0415

    if as_json:
        _print_json([kind_data(kind) for kind in DOUBTS])
    else:
        for line in catalogue_text():
            echo(line)


def _print_json(data: Any) -> None:
    echo_json(data)
