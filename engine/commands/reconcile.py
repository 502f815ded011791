"""`replaydesk reconcile`: somebody else's export against ours."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .exit_codes import EXIT_DIFFERENT
from .frame import frame_options, redaction_of
from .logs import LogCommand, complete_logs_and_exports, log_options, reading, replaying
from .shell import echo, echo_json, to_a_file, told

if TYPE_CHECKING:
    from ...projections import Projection
    from ..audit.reconcile import Finding


@click.command(
    cls=LogCommand,
    short_help="Compare an export with a vendor's CSV file.",
    epilog="""
\b
Examples:
  replaydesk reconcile replay_logs/demo_day user vendor.csv --tz Europe/Brussels
  replaydesk reconcile logs resolved-conversation theirs.csv --period 2026-03 --tolerance 1
  replaydesk reconcile logs message theirs.csv --mapping headers.json --csv differences.csv

\b
A mapping says in JSON which of our columns a header means: {"Ticket": "conversation_id"}.
Exit codes: 0 all agree; 4 something differs; 2 the file or an option makes no sense.
""",
)
@click.argument(
    "logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs_and_exports
)
@click.argument("slug", metavar="SLUG")
@click.argument("vendor", metavar="VENDOR.csv", type=click.Path(path_type=Path))
@frame_options
@log_options
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="How far apart two times may be and still be equal.",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='What their headers mean: JSON, {"their header": "our key"}.',
)
@click.option(
    "--vendor-tz",
    metavar="ZONE",
    help="The zone of their times without an offset; by default that of --tz.",
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How 03/04/2026 is meant; by default as the other dates tell.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="COLUMN",
    help="Align rows by this column, by our key or their header; repeatable.",
)
@click.option("--no-search", is_flag=True, help="Do not try what settings would explain it.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="NUMBER",
    help="How many differences to list; --csv and --json have them all.",
)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    callback=to_a_file,
    help="Write every difference to this file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_context
def reconcile(  # noqa: PLR0913  # one parameter an option
    context: click.Context,
    /,
    *,
    logs: tuple[str, ...],
    slug: str,
    vendor: Path,
    no_search: bool,
    limit: int,
    csv_file: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare the export SLUG of LOG... with a vendor's CSV file, and say why they differ."""
    from ..audit.reconcile import open_vendor, terms_of  # noqa: PLC0415  # see the package
    from ..audit.reconcile import reconcile as run  # noqa: PLC0415
    from ..audit.reconcile_report import as_csv, as_data, as_text, row_arguments  # noqa: PLC0415
    from ..library import find_export  # noqa: PLC0415
    from ..whole_file import write_whole  # noqa: PLC0415

    mapping, dates = options.pop("mapping"), options.pop("dates")
    redact = options.pop("redact")
    chosen = {name: options.pop(name) for name in ("tolerance", "vendor_tz", "keys")}
    with told():
        export: type[Projection[Any]] = find_export(slug)
        theirs = open_vendor(vendor, export, mapping=mapping, dates=dates)
        terms_of(export, theirs, **chosen)  # what is wrong with them is told before a log is read
        replay, redaction = replaying(logs, [export], options), redaction_of(redact)
        found = run(replay(), export, theirs, search=not no_search, redact=redaction, **chosen)
        if csv_file is not None:
            write_whole(csv_file, (line.encode() for line in as_csv(found)))

    def explained(finding: "Finding") -> str | None:
        # Of a row that only they have there is nothing to explain.
        if finding.column is None:
            return None
        log, key = " ".join(map(_again, logs)), ""
        if redact is not None:
            log, key = _ANY_LOG, " --redact FILE"  # what files are called is not told either
        said = f"{_said(options)}{_as_read()}{key}"
        return f"replaydesk explain {log} {slug}{said} {row_arguments(finding)}"

    if as_json:
        echo_json(as_data(found))
    else:
        for line in as_text(found, limit, explained):
            echo(line)
    if not found.agrees:
        context.exit(EXIT_DIFFERENT)


_ANY_LOG = "LOG..."

_FLAGS = {
    "start": "--from",
    "end": "--to",
    "period": "--period",
    "as_of": "--as-of",
    "tz": "--tz",
    "channels": "--channel",
    "policies": "--policy",
}


def _said(options: dict[str, Any]) -> str:
    """Return the options of a frame as a command line says them."""
    words = []
    for name, flag in _FLAGS.items():
        value = options[name]
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        words += [word for value in values for word in (flag, value)]
    return "".join(f" {shlex.quote(word)}" for word in words)


def _as_read() -> str:
    """Return the options that say how the log is read, as far as they are not the usual ones."""
    how = reading()
    usual, said = type(how)(), ""
    if how.max_line != usual.max_line:
        said += f" --max-line {how.max_line}"
    if how.damaged != usual.damaged:
        said += f" --damaged {how.damaged.lower()}"
    return said


def _again(log: str) -> str:
    """Return how a command line names a log once more; what can be read once only has no name."""
    from ..sources import STANDARD_INPUT  # noqa: PLC0415  # see the package

    return _ANY_LOG if log == STANDARD_INPUT or Path(log).is_fifo() else shlex.quote(log)
