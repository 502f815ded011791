"""`replaydesk columns`: the data dictionary."""

import click

from .shell import complete_exports, echo_json, told


@click.command(
    short_help="Describe the columns of the exports.",
    epilog="""
\b
Examples:
  replaydesk columns
  replaydesk columns user
  replaydesk columns --json response-times
""",
)
@click.argument("slug", required=False, shell_complete=complete_exports)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def columns(slug: str | None, *, as_json: bool) -> None:
    """Describe every column of the exports, or of the export SLUG: key, headers, unit, meaning."""
    from ...projections import EXPORTS  # noqa: PLC0415  # see the package
    from ..dictionary import as_text, described  # noqa: PLC0415
    from ..library import find_export  # noqa: PLC0415

    with told():
        exports = EXPORTS if slug is None else (find_export(slug),)
    if as_json:
        echo_json(described(exports))
    else:
        for line in as_text(exports):
            click.echo(line)
