"""`replaydesk generate`: a log to try things on."""

from datetime import datetime
from pathlib import Path

import click

from .shell import WrongUsageError, told


@click.command(
    short_help="Make a realistic log from a seed.",
    epilog="""
\b
Examples:
  replaydesk generate --events 1000000 --out million.jsonl
  replaydesk generate --events 100000 --seed 7 --rejects 0.001 --shuffle | replaydesk check -
""",
)
@click.option(
    "--events",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="NUMBER",
    help="How many lines, broken and repeated ones included.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="NUMBER",
    help="The same options and seed make the same bytes.",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-03-02",
    show_default=True,
    metavar="DATE",
    help="The first day.",
)
@click.option(
    "--agents",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="How many people answer; by default as many as make a week or so of the log.",
)
@click.option(
    "--duplicates",
    type=click.FloatRange(0, 1),
    default=0,
    metavar="SHARE",
    help="The share of lines that were there before.",
)
@click.option(
    "--rejects",
    type=click.FloatRange(0, 1),
    default=0,
    metavar="SHARE",
    help="The share of lines that break a rule.",
)
@click.option("--shuffle", is_flag=True, help="Let lines leave their order.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    default="-",
    metavar="FILE",
    help="Where the log goes; by default standard output.",
)
def generate(  # noqa: PLR0913  # one parameter an option
    *,
    events: int,
    seed: int,
    start: datetime,
    agents: int | None,
    duplicates: float,
    rejects: float,
    shuffle: bool,
    out: Path,
) -> None:
    """Make the log of a contact centre that never was, realistic and from a seed."""
    from ..generate import FIRST_DAY, LAST_DAY, generate_blocks  # noqa: PLC0415  # see the package
    from ..whole_file import write_whole  # noqa: PLC0415

    if not FIRST_DAY <= start.date() <= LAST_DAY:
        raise WrongUsageError(
            f"--start is {start.date()}; expected a day from {FIRST_DAY} to {LAST_DAY}"
        )
    blocks = generate_blocks(
        events,
        seed=seed,
        start=start.date(),
        agents=agents,
        duplicates=duplicates,
        rejects=rejects,
        shuffle=shuffle,
    )
    if str(out) == "-":
        with click.open_file("-", "wb") as standard_output:
            standard_output.writelines(blocks)
            standard_output.flush()
        return
    with told():
        write_whole(out, blocks)
