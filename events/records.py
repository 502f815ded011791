"""Records: events as the JSON decoder makes them in C, for replays that read them by the million.

A record is the twin of its event class: the same type, fields and defaults, read off the one
declaration of the class. What folds events asks them for their `type` and their fields, and takes
either. A line becomes a record only where it keeps every rule and has no field that its type does
not list; what becomes of any other line, `decode` says, and in which words.
"""

from collections.abc import Callable
from typing import Any, Final, Union

import attrs
import msgspec

from .catalogue import EVENT_TYPES
from .event import Event, fields_of, rule_of


def _record_class(cls: type[Event]) -> type[msgspec.Struct] | None:
    """Return the twin of an event class; nothing where a rule cannot be said as a type."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in fields_of(cls):
        decoded = str | int if field.name == "time" else rule_of(field.type).decoded
        if decoded is None:
            return None
        if field.default is attrs.NOTHING:
            fields.append((field.name, decoded))
        elif field.default is None:
            fields.append((field.name, decoded | None, None))
        else:
            fields.append((field.name, decoded, field.default))
    shared = ("type", "rank", "stream_kind", "stream_field", "stream_id", "order")
    return msgspec.defstruct(
        cls.__name__,
        fields,
        tag_field="type",
        tag=cls.type,
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,  # no field of a record can hold a record
        namespace={name: getattr(cls, name) for name in shared},
    )


_DECODER: Final = msgspec.json.Decoder(
    Union[tuple(filter(None, map(_record_class, EVENT_TYPES)))]  # noqa: UP007  # made of a list
)

NO_RECORD: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What `decode_record` raises."""

decode_record: Final[Callable[[bytes], Event]] = _DECODER.decode
"""Returns the record that a line of the log says, its `time` as the line has it.

Raises `NO_RECORD` where the line is a reject, of an unknown type, or one that only `decode` can
read. It is the decoder's own method: a function around it would be a tenth of the time.
"""
