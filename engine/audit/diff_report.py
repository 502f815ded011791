"""What changed between two replays, as a text for a person and as plain data."""

from collections.abc import Iterator
from typing import Any, Final

from ..library import Result
from ..terminal import safe
from .causes import Cause
from .clock import Clock
from .diff import Diff
from .names import Names
from .report_cells import cell_told, row_told
from .words import describe

_SIDE_WORDS: Final = {"here": "only here", "there": "only there"}


def as_text(found: Diff, result: Result, limit: int, most_events: int = 5) -> Iterator[str]:
    """Yield the lines of a report; what is the log's own can do no harm.

    Args:
        found: What changed.
        result: The first replay or the other one, for the names of people and things.
        limit: How many rows to list.
        most_events: How many events to list of each.
    """
    yield (
        f"{found.export.slug}: {found.rows_here:,} rows here and {found.rows_there:,} there, "
        f"{found.equal:,} of them the same"
    )
    for setting in found.settings:
        here, there = (safe(value) or "none" for value in (setting.here, setting.there))
        yield f"  {setting.name}: {here} here, {there} there"
    clock, names = Clock(found.tz), Names(result.reference)
    for change in found.changes[:limit]:
        yield ""
        yield f"{change.status}: {row_told(change.key)}"
        for cell in change.cells:
            here, there = (cell_told(value, cell.column) for value in (cell.here, cell.there))
            yield f"    {cell.column.key}: {here} here, {there} there"
        if change.settings:
            yield f"    by the setting: {', '.join(change.settings)}"
        for cause in change.causes.first[:most_events]:
            yield f"    {_event(cause, clock, names)}"
        if change.causes.number > most_events:
            yield f"    … and {change.causes.number - most_events:,} more events"
    if limit < len(found.changes):
        yield ""
        yield f"… and {len(found.changes) - limit:,} more rows"
    if found.is_same:
        yield "nothing changed"


def as_data(found: Diff) -> dict[str, Any]:
    """Return what changed as plain data, for JSON; of a row's events the first fifty."""
    clock = Clock(found.tz)
    return {
        "export": found.export.slug,
        "same": found.is_same,
        "settings": [
            {"name": setting.name, "here": setting.here, "there": setting.there}
            for setting in found.settings
        ],
        "rows": {"here": found.rows_here, "there": found.rows_there, "equal": found.equal},
        "changes": [
            {
                "status": change.status,
                "key": change.key,
                "cells": [
                    {"column": cell.column.key, "here": cell.here, "there": cell.there}
                    for cell in change.cells
                ],
                "settings": list(change.settings),
                "events": change.causes.number,
                "first_events": [_event_data(cause, clock) for cause in change.causes.first],
            }
            for change in found.changes
        ],
    }


def _event(cause: Cause, clock: Clock, names: Names) -> str:
    event = cause.event
    place = "" if cause.file is None else f"{cause.file}:{cause.line}: "
    says = describe(event, names)
    return safe(f"{_SIDE_WORDS[cause.side]}: {place}{event.id} {clock.full(event.time)} {says}")


def _event_data(cause: Cause, clock: Clock) -> dict[str, Any]:
    event = cause.event
    return {
        "side": cause.side,
        "id": event.id,
        "type": event.type,
        "time": clock.full(event.time),
        "stream_kind": event.stream_kind,
        "stream_id": event.stream_id,
        # A file's name need not be text; what is not is escaped.
        "file": cause.file and cause.file.encode("utf-8", "backslashreplace").decode(),
        "line": cause.line,
    }
