"""`replaydesk completion`: make the shell complete commands, exports, zones and policies."""

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

_SHELLS: Final = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command(
    short_help="Print the script that completes commands in a shell.",
    epilog="""
\b
Examples:
  replaydesk completion bash > ~/.local/share/bash-completion/completions/replaydesk
  replaydesk completion zsh > ~/.zfunc/_replaydesk
  replaydesk completion fish > ~/.config/fish/completions/replaydesk.fish
""",
)
@click.argument("shell", type=click.Choice([*_SHELLS]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete replaydesk."""
    root = context.find_root()
    click.echo(_SHELLS[shell](root.command, {}, "replaydesk", "_REPLAYDESK_COMPLETE").source())
