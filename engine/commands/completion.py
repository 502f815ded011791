"""`replaydesk completion`: make the shell complete commands, exports, zones and policies."""

import click
from click.shell_completion import get_completion_class


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
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete replaydesk."""
    completer = get_completion_class(shell)
    if completer is not None:
        root = context.find_root()
        script = completer(root.command, {}, "replaydesk", "_REPLAYDESK_COMPLETE")
        click.echo(script.source())
