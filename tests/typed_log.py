"""The demo day as a table: its events as typed columns, as a lake would have them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from replaydesk import InvalidEventError, UnknownTypeError, decode
from replaydesk.events import Event

DAY = Path(__file__).parent.parent / "replay_logs" / "demo_day"
LINES = (DAY / "log.jsonl").read_bytes().splitlines(keepends=True)


def events() -> Iterator[Event]:
    """Yield the events of the demo day's lines; of attributes those whose value is text.

    A column has one type, and the values of attributes have several.
    """
    for line in LINES:
        with suppress(InvalidEventError, UnknownTypeError):
            event = decode(line)
            if type(getattr(event, "value", "")) is str:
                yield event


def fields(lines: list[bytes]) -> str:
    """Return typed columns for the events of *lines*."""
    kinds = {str: "string", int: "bigint", bool: "boolean"}
    known: dict[str, str] = {}
    for line in lines:
        for name, value in json.loads(line).items():
            known.setdefault(name, kinds.get(type(value), ""))
    known["weekly"] = "map<string, array<array<string>>>"
    known["holidays"] = "array<string>"
    return ", ".join(f"`{name}` {kind}" for name, kind in known.items())
