"""The smallest line for every reason for which a line can be rejected."""

import json
from collections.abc import Iterator
from typing import Any, Final

import attrs
from laws.world import VALUES, Fields
from replaydesk.events import EVENT_TYPES, Event
from replaydesk.events.event import fields_of

ANY_TYPE: Final = "Any line"


@attrs.frozen
class LineCase:
    """A line that is a reject, or a duplicate that is told beside them."""

    section: str
    """Its type, or that it is of any."""

    line: bytes


def line_cases() -> list[LineCase]:
    """Return every case: those of any line, then for each type those of its fields."""
    cases = [LineCase(ANY_TYPE, line) for line in _any_line()]
    for cls in EVENT_TYPES:
        cases += [LineCase(cls.type, line) for line in _of_type(cls)]
    return cases


def _any_line() -> Iterator[bytes]:
    team = _smallest(EVENT_TYPES[2])
    yield b'{"name": "\xff"}'
    yield b"{"
    yield b"team.updated"
    yield b'{"id": "e1"} {}'
    yield b'{"name": "\\ud83d"}'
    yield b'{"seq": 1e999}'
    yield b'{"seq": 01}'
    yield b"[" * 1025 + b"]" * 1025
    yield b"[]"
    yield b"null"
    yield b"[" * 1000 + b"]" * 1000
    yield b"{}"
    yield b'{"type": 7}'
    for time in (
        *(True, 0.5, "", "2026-03-10", "2026-03-10T09:20:00", "2026-03-10 09:20:00Z"),
        *("2026-03-10T09:20:60Z", "2026-02-29T09:20:00Z", "1969-12-31T23:59:59Z", -1),
        *("9999-12-31T23:59:59-00:01", 253402300800000),
    ):
        yield _line(team | {"time": time})
    # Of one stream and one ID: the first in the order counts, the other one is told.
    yield _line(team | {"time": 1, "name": "first"})
    yield _line(team | {"time": 2, "name": "second"})


def _of_type(cls: type[Event]) -> Iterator[bytes]:
    smallest = _smallest(cls)
    for name in cls.required:
        yield _line({key: value for key, value in smallest.items() if key != name})
    for field in fields_of(cls):
        bad = True if field.name == "time" else VALUES[field.name][1][0]
        yield _line(smallest | {field.name: bad})
    if "weekly" in cls.names:
        yield _line(smallest | {"weekly": {}})


def _smallest(cls: type[Event]) -> Fields:
    """Return an event of a type that says no more than it must."""
    said: dict[str, Any] = {"type": cls.type}
    for name in cls.required:
        said[name] = 0 if name == "time" else VALUES[name][0][0]
    return said


def _line(fields: Fields) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
