"""`replaydesk diff`: what changed in an export between two replays, and what changed it."""

from typing import TYPE_CHECKING, Any

import click

from .exit_codes import EXIT_DIFFERENT
from .frame import frame_options, settings_of, with_policies
from .logs import LogCommand, complete_logs, complete_logs_and_exports, log_options, replaying
from .shell import echo, echo_json, told

if TYPE_CHECKING:
    from ...projections import Projection


@click.command(
    cls=LogCommand,
    short_help="Say what changed in an export, and what changed it.",
    epilog="""
\b
Examples:
  replaydesk diff logs user --as-of 2026-03-09 --other-as-of 2026-03-10
  replaydesk diff replay_logs/demo_day user --other-policy handling=LOCKED
  replaydesk diff yesterday.jsonl message --other-log today.jsonl

\b
"Here" is the replay of LOG... with the options of every command, "there" the other one: it has the
same options where no --other- option says otherwise.
Exit codes: 0 nothing changed; 4 something did.
""",
)
@click.argument(
    "logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs_and_exports
)
@click.argument("slug", metavar="SLUG")
@frame_options
@log_options
@click.option("--other-as-of", metavar="MOMENT", help="The as-of instant of the other replay.")
@click.option(
    "--other-policy",
    "other_policies",
    multiple=True,
    metavar="KEY=VALUE",
    help="Another reading of a definition in the other replay; repeatable.",
)
@click.option(
    "--other-log",
    "other_logs",
    multiple=True,
    metavar="LOG",
    shell_complete=complete_logs,
    help="The log of the other replay, a file or a folder; repeatable.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="NUMBER",
    help="How many rows to list; --json has them all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_context
def diff(  # noqa: PLR0913  # one parameter an option
    context: click.Context,
    /,
    *,
    logs: tuple[str, ...],
    slug: str,
    other_as_of: str | None,
    other_policies: tuple[str, ...],
    other_logs: tuple[str, ...],
    limit: int,
    as_json: bool,
    **frame: Any,
) -> None:
    """Say what changed in the export SLUG of LOG..., and by which events or settings.

    It is compared with the same export as of another instant, by other policies, or of another log.
    """
    from ..audit.diff import diff as run  # noqa: PLC0415  # see the package
    from ..audit.diff import with_policy  # noqa: PLC0415
    from ..audit.diff_report import as_data, as_text  # noqa: PLC0415
    from ..library import find_export  # noqa: PLC0415

    if not (other_as_of or other_policies or other_logs):
        raise click.UsageError(
            "say what to compare with: --other-as-of, --other-policy or --other-log", context
        )
    is_replayed_twice = bool(other_as_of or other_logs)
    if is_replayed_twice and "-" in logs and (not other_logs or "-" in other_logs):
        raise click.UsageError("standard input can be read once only; name a file", context)
    other = {
        **frame,
        "as_of": other_as_of or frame["as_of"],
        "policies": with_policies(frame, other_policies),
    }
    with told():
        export: type[Projection[Any]] = find_export(slug)
        policy = settings_of(**other).policy
        if is_replayed_twice:
            replay = replaying(logs, [export], frame, side="here")
            replay_other = replaying(other_logs or logs, [export], other, side="there")
            here, there = replay(), replay_other()
        else:
            here = replaying(logs, [export], frame)()
            there = with_policy(here, export, policy)
        found = run(here, there, export)
    if as_json:
        echo_json(as_data(found))
    else:
        for line in as_text(found, there, limit):
            echo(line)
    if not found.is_same:
        context.exit(EXIT_DIFFERENT)
