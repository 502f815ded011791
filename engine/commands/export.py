"""`replaydesk export`: the main job."""

import os
import sys
import time
from pathlib import Path
from typing import Literal

import click

from .exit_codes import EXIT_REJECTED
from .frame import frame_options, keep_key, settings_of
from .logs import LogCommand, Size, are_read, complete_logs, find_logs, log_options, reading
from .shell import (
    WrongUsageError,
    complete_exports,
    echo,
    progress_bar,
    rejected,
    tell_undescribed,
    told,
)


@click.command(
    cls=LogCommand,
    short_help="Replay a log and write its exports, all or none.",
    epilog="""
\b
With --engine spark LOG is also Parquet, and any path that Spark reads, but no standard input.

\b
Examples:
  replaydesk export replay_logs/demo_day --out out --tz Europe/Brussels
  zcat logs/*.gz | replaydesk export - --out out --period 2026-03 --only user --only team
  replaydesk export logs --out out --policy handling=LOCKED --policy business_hours=IGNORE
""",
)
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, shell_complete=complete_logs)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Where the CSV files and manifest.json go; made where it is missing.",
)
@frame_options
@log_options
@click.option(
    "--only",
    multiple=True,
    metavar="SLUG",
    shell_complete=complete_exports,
    help="Write this export only, e.g. user; repeatable.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="The language of the headers.",
)
@click.option("--raw-text", is_flag=True, help="Do not disarm text that a spreadsheet would run.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="How many processes share the work; by default one for each processor.",
)
@click.option(
    "--memory",
    type=Size(),
    metavar="SIZE",
    help="What all processes together may take, e.g. 500M; more waits on disk. By default 256M of "
    "lines, and 96M of rows and contacts in each process, are kept in memory.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="What replays the log: this machine's processes, or Spark.",
)
@click.option(
    "--master",
    metavar="URL",
    help="Where Spark is: spark://HOST:7077, yarn, local[2]; by default its own.",
)
@click.option(
    "--parquet", is_flag=True, help="With Spark: write a folder of Parquet for each export."
)
@click.option("--allow-rejects", is_flag=True, help="Exit with 0 also when lines were rejected.")
@click.pass_context
def export(  # noqa: PLR0913  # one parameter an option
    context: click.Context,
    *,
    logs: tuple[str, ...],
    out: str,
    start: str | None,
    end: str | None,
    period: str | None,
    as_of: str | None,
    tz: str,
    channels: tuple[str, ...],
    policies: tuple[str, ...],
    redact: Path | None,
    only: tuple[str, ...],
    lang: Literal["en", "fr"],
    raw_text: bool,
    workers: int | None,
    memory: int | None,
    engine: Literal["local", "spark"],
    master: str | None,
    parquet: bool,
    allow_rejects: bool,
) -> None:
    """Replay LOG... and write its exports to a folder, all of them or none."""
    from ..export import ExportOptions  # noqa: PLC0415  # see the package
    from ..export import export as run  # noqa: PLC0415
    from ..job_files import REJECTS  # noqa: PLC0415
    from ..spark.job import run as on_spark  # noqa: PLC0415

    folder = Path(out)
    if engine == "local" and (master or parquet):
        raise WrongUsageError("--master and --parquet go with --engine spark")
    if parquet and (lang != "en" or raw_text):
        raise WrongUsageError("--lang and --raw-text are for CSV; leave them out with --parquet")
    if engine == "spark":
        local = {"--workers": workers, "--memory": memory}
        if asked := [name for name, value in local.items() if value]:
            raise WrongUsageError(f"{asked[0]} goes with --engine local; leave it out")
    if redact is not None and folder.resolve() in redact.resolve().parents:
        raise WrongUsageError("the key would lie among what is shared; keep it outside of --out")
    started = time.monotonic()
    with told(), progress_bar() as progress:
        settings = settings_of(
            start=start,
            end=end,
            period=period,
            as_of=as_of,
            tz=tz,
            channels=channels,
            policies=policies,
            redact=redact,
            workers=workers or os.cpu_count() or 1,
            memory=memory,
        )
        settings.memory.hold(settings.workers)
        options = ExportOptions(only=only or None, tz=tz, lang=lang, raw_text=raw_text)
        if engine == "spark":
            exported = on_spark(
                *(master, logs, out),
                settings=settings,
                options=options,
                parquet=parquet,
                reading=reading(),
                starting=keep_key,
            )
            are_read(exported.sources)
        else:
            exported = run(find_logs(logs), folder, settings, options, progress, keep_key)
    if sys.stdout.isatty():
        click.echo(exported.summary())
        echo(f"Wrote {len(exported.rows)} exports to {out} in {_elapsed(started)}.")
    tell_undescribed(exported.undescribed)
    if exported.counts.rejected and not allow_rejects:
        echo(
            f"{rejected(exported.counts)}; "
            f"{out}/{'rejects' if parquet else REJECTS} says which and why "
            "(--allow-rejects to accept that)",
            err=True,
        )
        context.exit(EXIT_REJECTED)


def _elapsed(started: float) -> str:
    return f"{time.monotonic() - started:.2f} s"
