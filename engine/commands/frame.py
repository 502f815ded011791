"""The options that frame a replay, how they become settings, and the key for redaction."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .shell import echo

if TYPE_CHECKING:
    from ...events import Redaction
    from ..library import Options
    from ..redacted import Key
    from ..replay import Settings

F = TypeVar("F", bound=Callable[..., Any])

_KEY = "replaydesk.key"
_REDACTION = "replaydesk.redaction"

redact_option = click.option(
    "--redact",
    "redact",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Replace personal text by pseudonyms, with the key in this file; made if it is missing.",
)


def redaction_of(redact: Path | None) -> "Redaction | None":
    """Return what redacts with the key in a file, which is read once: it can be a pipe.

    Where there is no file the key is a new one, and `keep_key` makes the file.

    Raises:
        RedactionKeyError: The file cannot be read, or its key is too short.
    """
    if redact is None:
        return None
    from ...events import Redaction, RedactionKeyError  # noqa: PLC0415  # see the package
    from ..redacted import Key  # noqa: PLC0415

    meta = click.get_current_context().meta
    if _REDACTION in meta:
        known: Redaction = meta[_REDACTION]
        return known
    key = meta[_KEY] = Key.of(redact)
    try:
        redaction = meta[_REDACTION] = Redaction(key.text)
    except RedactionKeyError as error:
        raise RedactionKeyError(f"{click.format_filename(redact)}: {error}") from None
    return redaction


def keep_key() -> None:
    """Make the file of a new key, and tell of it: the command is about to read its log.

    Whatever can be found wrong before that is to be found before this, so that nothing is left
    behind by a command that cannot start.

    Raises:
        RedactionKeyError: The file cannot be made.
    """
    key: Key | None = click.get_current_context().meta.get(_KEY)
    if key is None or not key.is_new:
        return
    key.keep()
    name = click.format_filename(key.path)
    echo(
        f"replaydesk: {name} holds a new key; keep it, and keep it from whom you share with",
        err=True,
    )


def frame_options(command: F) -> F:
    """Add the options that frame a replay."""
    options = (
        click.option(
            "--from",
            "start",
            metavar="MOMENT",
            help="Start of the period; by default the earliest event.",
        ),
        click.option(
            "--to",
            "end",
            metavar="MOMENT",
            help="End of the period, not part of it; by default just after the as-of instant.",
        ),
        click.option(
            "--period",
            metavar="PERIOD",
            help="A day 2026-03-10, a week 2026-W11, a month 2026-03, a year 2026, or FROM..TO.",
        ),
        click.option(
            "--as-of",
            metavar="MOMENT",
            help="Later events do not apply; by default the latest event.",
        ),
        click.option(
            "--tz",
            default="UTC",
            show_default=True,
            metavar="ZONE",
            shell_complete=_zones,
            help="In which dates are midnights, and instants are printed.",
        ),
        click.option(
            "--channel",
            "channels",
            multiple=True,
            metavar="CHANNEL",
            help="Keep the conversations of this channel, by ID or name; repeatable.",
        ),
        click.option(
            "--policy",
            "policies",
            multiple=True,
            metavar="KEY=VALUE",
            shell_complete=_policies,
            help="Another reading of a definition, e.g. handling=LOCKED; repeatable.",
        ),
        redact_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_of(  # noqa: PLR0913  # one parameter an option
    *,
    tz: str,
    channels: tuple[str, ...],
    policies: tuple[str, ...],
    workers: int = 1,
    memory: int | None = None,
    redact: Path | None = None,
    **moments: str | None,
) -> "Settings":
    """Return the settings that the options of a command say.

    Raises:
        ReplaydeskError: An option says nothing that can be.
    """
    import attrs  # noqa: PLC0415  # see the package

    from ...events import shown  # noqa: PLC0415
    from ...projections import MetricPolicy, PolicyError  # noqa: PLC0415
    from ..library import make_settings  # noqa: PLC0415

    readings: dict[str, str] = {}
    for policy in policies:
        key, equals, reading = map(str.strip, policy.partition("="))
        if not equals:
            raise PolicyError(
                f"{shown(policy)} is no policy; write KEY=VALUE, e.g. handling=LOCKED"
            )
        first = readings.setdefault(key, reading)
        if first != reading:
            raise PolicyError(
                f"policy {shown(key)} is {shown(first)} and {shown(reading)}; choose one"
            )
    options: Options = {
        "tz": tz,
        "channels": channels,
        "policy": MetricPolicy.of(readings),
        "workers": workers,
    }
    if memory is not None:
        options["memory"] = memory
    for name, moment in moments.items():
        if moment is not None:
            options[name] = moment  # type: ignore[literal-required]  # start, end, period, as_of
    return attrs.evolve(make_settings(options), redaction=redaction_of(redact))


def with_policies(frame: dict[str, Any], policies: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a *frame* and *policies* say together; *policies* have the last word."""
    keys = {policy.partition("=")[0].strip() for policy in policies}
    kept = (said for said in frame["policies"] if said.partition("=")[0].strip() not in keys)
    return (*kept, *policies)


def _zones(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from ...events import zone_names  # noqa: PLC0415

    return sorted(name for name in zone_names() if name.startswith(incomplete))


def _policies(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from ...projections import MetricPolicy  # noqa: PLC0415

    return [text for text in MetricPolicy.all_readings() if text.startswith(incomplete)]
