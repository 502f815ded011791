"""`replaydesk check`: is this a log?"""

from pathlib import Path

import click

from .exit_codes import EXIT_REJECTED
from .frame import keep_key, redact_option, redaction_of
from .logs import LogCommand, complete_logs, find_logs, log_options
from .shell import echo, progress_bar, told


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
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs)
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
        sources, redaction = find_logs(logs), redaction_of(redact)
        keep_key()
        checked = check_log(sources, progress, redaction)
    for line in checked.report(shown):
        echo(line)
    if checked.counts.rejected and not allow_rejects:
        context.exit(EXIT_REJECTED)
