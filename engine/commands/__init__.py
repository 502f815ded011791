"""The command line: a thin shell over the library, with the same words.

Only click is imported before a command runs: help and completion come at once.
"""

import io
import sys

import click

from .check import check
from .columns import columns
from .completion import completion
from .diff import diff
from .doubts import doubts
from .explain import explain
from .export import export
from .generate import generate
from .reconcile import reconcile
from .shell import echo
from .stopping import Commands, StoppedError, stoppable, tell_of
from .timeline import timeline

_EPILOG = """
\b
Examples:
  replaydesk export replay_logs/demo_day --out out --tz Europe/Brussels
  replaydesk export logs/*.jsonl.zst --out out --period 2026-W13 --only user
  replaydesk check replay_logs/demo_day
  replaydesk columns response-times
  replaydesk explain replay_logs/demo_day user --row user_id=nadia
"""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(package_name="replaydesk", message="replaydesk %(version)s")
def commands() -> None:
    """Replay the event log of a contact centre, and write the twelve exports that it means."""


for command in (
    export,
    check,
    explain,
    doubts,
    timeline,
    columns,
    generate,
    reconcile,
    diff,
    completion,
):
    commands.add_command(command)


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The same bytes in any locale; one of few characters would have no word for some names.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with stoppable():
            code = commands.main(prog_name="replaydesk", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt, StoppedError) as stop:
        code = tell_of(stop)
    except click.ClickException as error:
        _tell(error)
        code = error.exit_code
    sys.exit(code)


def _tell(error: click.ClickException) -> None:
    # What click quotes may be outside text: a shell expands "*" to names of files, and one of them
    # may look like an option.
    told = io.StringIO()
    error.show(told)
    for line in told.getvalue().removesuffix("\n").split("\n"):
        echo(line.expandtabs(), err=True)  # click's own tabs are no text from outside
