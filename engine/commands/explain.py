"""`replaydesk explain`: where the numbers of a row come from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from .frame import frame_options
from .logs import LogCommand, complete_logs_and_exports, log_options, replaying
from .shell import WrongUsageError, echo, echo_json, told

if TYPE_CHECKING:
    from ...projections import Projection
    from ..audit.explain_objects import Explanation


@click.command(
    cls=LogCommand,
    short_help="Say which facts and events a row is made of.",
    epilog="""
\b
Examples:
  replaydesk explain replay_logs/demo_day user --row user_id=nadia --column handling_time
  replaydesk explain logs response-times --row conversation_id=c003 --tz Europe/Brussels
  replaydesk explain logs team --row team_id=t1 --period 2026-W13 --json

KEY is a column's name as `replaydesk columns` has it; VALUE is what the export prints, or the raw
value (milliseconds). Exports by channel know `channel_id`, too, which they do not print.
""",
)
@click.argument(
    "logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs_and_exports
)
@click.argument("slug", metavar="SLUG")
@click.option(
    "--row",
    "conditions",
    multiple=True,
    required=True,
    metavar="KEY=VALUE",
    help="The row: as many columns as tell it; repeatable.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KEY",
    help="Explain this column only; repeatable.",
)
@frame_options
@log_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def explain(
    *,
    logs: tuple[str, ...],
    slug: str,
    conditions: tuple[str, ...],
    columns: tuple[str, ...],
    as_json: bool,
    **frame: Any,
) -> None:
    """Explain a row of the export SLUG: the facts behind each number, and their events in LOG..."""
    with told():
        explanation = _explained(logs, slug, _where(conditions), columns, frame)
    if as_json:
        echo_json(explanation.as_data())
    else:
        for line in explanation.as_text():
            echo(line)


def _where(conditions: Sequence[str]) -> dict[str, str]:
    from ...events import shown  # noqa: PLC0415  # see the package

    where: dict[str, str] = {}
    for condition in conditions:
        key, equals, value = condition.partition("=")
        if not equals:
            raise WrongUsageError(f"--row {shown(condition)} says no value; write KEY=VALUE")
        first = where.setdefault(key, value)
        if first != value:
            raise WrongUsageError(
                f"--row says that {shown(key)} is {shown(first)} and {shown(value)}; name one row"
            )
    return where


def _explained(
    logs: Sequence[str],
    slug: str,
    where: dict[str, str],
    columns: Sequence[str],
    frame: dict[str, Any],
) -> "Explanation":
    from ..audit.explain import explain  # noqa: PLC0415  # see the package
    from ..audit.explain_rows import columns_of_row, find_columns  # noqa: PLC0415
    from ..library import find_export  # noqa: PLC0415

    export: type[Projection[Any]] = find_export(slug)
    columns_of_row(export, where)  # a misspelt name is told before a long log is read
    find_columns(export, columns)
    result = replaying(logs, [export], frame)()
    return explain(result, export, where, columns=columns or None)
