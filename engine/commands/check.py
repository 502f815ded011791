"""`replaydesk check`: is this a log?"""

from pathlib import Path

import click

from .exit_codes import EXIT_REJECTED
from .logs import LogCommand, find_logs, log_options
from .shell import echo, progress_bar, redact_option, redaction_of, told


@click.command(
    cls=LogCommand,
    short_help="Read and validate a log without exporting.",
    epilog="""
\b
Examples:
  replaydesk check replay_logs/demo_day
  replaydesk check logs --rejects 100 --allow-rejects
""",
)
@click.argument("logs", metavar="LOG...", nargs=-1, required=True)
@click.option(
    "--rejects",
    "shown",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="NUMBER",
    help="How many rejects to show.",
)
@redact_option
@log_options
@click.option("--allow-rejects", is_flag=True, help="Exit with 0 also when lines were rejected.")
@click.pass_context
def check(
    context: click.Context,
    *,
    logs: tuple[str, ...],
    shown: int,
    redact: Path | None,
    allow_rejects: bool,
) -> None:
    """Read and validate LOG... without exporting: counts, types, time span, rejects."""
    from ..check import check_log  # noqa: PLC0415  # see the package

    with told(), progress_bar() as progress:
        checked = check_log(find_logs(logs), progress, redaction_of(redact))
    for line in checked.report(shown):
        echo(line)
    if checked.counts.rejected and not allow_rejects:
        context.exit(EXIT_REJECTED)
