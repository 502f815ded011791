"""`replaydesk timeline`: what happened in a conversation or to an agent, in order and in words."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .frame import frame_options
from .logs import LogCommand, complete_logs, log_options, replaying
from .shell import echo, echo_json, to_a_file, told

if TYPE_CHECKING:
    from ..audit.timeline import Timeline


@click.command(
    cls=LogCommand,
    short_help="Tell what happened in a conversation, or to an agent.",
    epilog="""
\b
Examples:
  replaydesk timeline replay_logs/demo_day --conversation c003 --tz Europe/Brussels
  replaydesk timeline replay_logs/demo_day --agent nadia --tz Europe/Brussels --html nadia.html
  replaydesk timeline logs --agent tom --day 2026-03-29 --policy handling=LOCKED --json

What messages say is told where the export of messages has it: see the policy message_content.
""",
)
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs)
@click.option("--conversation", metavar="ID", help="Tell this conversation, all of it.")
@click.option("--agent", metavar="ID", help="Tell what this agent did in the period.")
@click.option("--day", metavar="DATE", help="The period of an agent: a date in the zone.")
@frame_options
@log_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=to_a_file,
    help="Write a page that needs nothing else to this file; print nothing, or with --json that.",
)
def timeline(  # noqa: PLR0913  # one parameter an option
    *,
    logs: tuple[str, ...],
    conversation: str | None,
    agent: str | None,
    day: str | None,
    as_json: bool,
    page: Path | None,
    **frame: Any,
) -> None:
    """Tell in order and in words what happened in a conversation of LOG..., or to an agent."""
    if (conversation is None) == (agent is None):
        raise click.UsageError("name one of --conversation and --agent")
    if day is not None and any(frame[name] is not None for name in ("start", "end", "period")):
        raise click.UsageError("the period is said twice: --day is the period of an agent")
    with told():
        timeline = _told(logs, frame, conversation=conversation, agent=agent, day=day)
        if page is not None:
            timeline.write_page(page)
    if as_json:
        echo_json(timeline.as_data())
    elif page is None:
        for line in timeline.as_text():
            echo(line)
    elif sys.stdout.isatty():
        echo(f"Wrote {page}.")


def _told(logs: tuple[str, ...], frame: dict[str, Any], **subject: str | None) -> "Timeline":
    from ...events import zone  # noqa: PLC0415  # see the package
    from ..audit.timelines import bounds_asked_for, timeline  # noqa: PLC0415

    bounds_asked_for(zone(frame["tz"]), **subject)  # what cannot be is told before a log is read
    return timeline(replaying(logs, (), frame)(), **subject)
