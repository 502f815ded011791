"""Lines in, events out, and back."""

from typing import Any

import orjson

from .catalogue import BY_TYPE
from .errors import InvalidEventError, UnknownTypeError
from .event import Event, fields_of
from .instants import parse_instant, shown


def as_bytes(line: bytes | str) -> bytes:
    """Return a *line* as a file has it; one that no UTF-8 can say is a reject in that form, too."""
    return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line


def decode_fields(line: bytes) -> dict[str, Any]:
    """Return the object that a *line* of the log holds.

    Raises:
        InvalidEventError: The line is not UTF-8, not JSON, or holds something else.
    """
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InvalidEventError(_why_not_json(line, error)) from None
    if type(fields) is not dict:
        found = shown(fields)
        raise InvalidEventError(f"the line holds {found}; expected a JSON object", found)
    return fields


def event_class(fields: dict[str, Any]) -> type[Event]:
    """Return the class of the event that *fields* say.

    Raises:
        InvalidEventError: There is no type, or it is no text.
        UnknownTypeError: The type is not in the catalogue.
    """
    name = fields.get("type")
    if type(name) is not str:
        if name is None:
            raise InvalidEventError("type is missing; expected the name of an event type")
        found = shown(name)
        raise InvalidEventError(f"type is {found}; expected the name of an event type", found)
    cls = BY_TYPE.get(name)
    if cls is None:
        raise UnknownTypeError(f"type is {shown(name)}, which the catalogue does not have")
    return cls


def decode(line: bytes | str) -> Event:
    """Return the event that a *line* of the log says.

    Raises:
        InvalidEventError: The line is a reject; the text names the field and what was expected.
        UnknownTypeError: The line's type is not in the catalogue.
    """
    fields = decode_fields(as_bytes(line))
    cls = event_class(fields)
    cls.check(fields)
    fields["time"] = parse_instant(fields["time"])
    return cls.restore(fields)


def encode(event: Event) -> bytes:
    """Return *event* as a line of the log, without its line end; what is absent is left out."""
    fields = {
        field.name: value
        for field in fields_of(type(event))
        if (value := getattr(event, field.name)) is not None
    }
    return orjson.dumps({"type": event.type, **fields}, option=orjson.OPT_SORT_KEYS)


def sorted_json(line: bytes) -> bytes:
    """Return the JSON of a valid *line* with sorted keys and no white space.

    It tells two events apart that are equal in time, `seq`, rank, ID and stream.
    """
    fields = orjson.loads(line)
    try:
        return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # it reads deeper than it writes
        return _nested_json(fields)


def _nested_json(value: object) -> bytes:
    """Return the same JSON that orjson would write of *value* if it went so deep."""
    written: list[bytes] = []
    left = [value]
    while left:
        item = left.pop()
        if type(item) is bytes:  # which no JSON holds: it is written already
            written.append(item)
        elif type(item) is dict:
            inside = [
                part for key in sorted(item) for part in (orjson.dumps(key), b":", item[key], b",")
            ]
            left += reversed([b"{", *inside[:-1], b"}"])
        elif type(item) is list:
            inside = [part for each in item for part in (each, b",")]
            left += reversed([b"[", *inside[:-1], b"]"])
        else:
            written.append(orjson.dumps(item))
    return b"".join(written)


def _why_not_json(line: bytes, error: orjson.JSONDecodeError) -> str:
    hint = "; it holds NUL bytes, as UTF-16 does: a log is UTF-8" if b"\0" in line else ""
    try:
        line.decode()
    except UnicodeDecodeError as undecodable:
        place = undecodable.start
        return f"the line is not UTF-8: byte {place + 1} is {line[place]:#04x}{hint}"
    return f"the line is not JSON: {error.msg}{hint}"
