"""Twins: a line decoded in C and the same line decoded by the code that explains rejects."""

from typing import Any, cast

from replaydesk import InvalidEventError, UnknownTypeError, decode
from replaydesk.events import BY_TYPE, Event, parse_instant
from replaydesk.events.event import fields_of
from replaydesk.events.records import NO_RECORD, decode_record


def decoded(line: bytes) -> Event | None:
    """Return the event of a line, by the code that explains rejects; nothing of any other line."""
    try:
        return decode(line)
    except (InvalidEventError, UnknownTypeError):
        return None


def recorded(line: bytes) -> Event | None:
    """Return the record of a line, its time in milliseconds as intake has it; or nothing."""
    try:
        record: Any = decode_record(line)
        record.time = parse_instant(record.time)
    except (*NO_RECORD, InvalidEventError):
        return None
    return cast("Event", record)


def check_twins(line: bytes) -> bool:
    """Raise where a line has a record, and is no event or another one; tell whether it has one."""
    record, event = recorded(line), decoded(line)
    if record is None:
        return False
    assert event is not None, f"only the record takes {line!r}"
    assert record.type == event.type
    for field in fields_of(BY_TYPE[event.type]):
        ours, theirs = getattr(record, field.name), getattr(event, field.name)
        assert type(ours) is type(theirs), (field.name, ours, theirs)
        assert ours == theirs, (field.name, ours, theirs)
    assert record.order == event.order
    return True
