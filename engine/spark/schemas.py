"""Schemas: what the stages of a replay on Spark hand to each other."""

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa

from ...projections import Column, Kind, Projection

LINES: Final = pa.schema([("file", pa.int64()), ("block", pa.int64()), ("line", pa.binary())])
"""Lines as they are read, those of a block in their order.

A block is a part of a file that one task reads, named by the byte that it begins at.
"""

ACCOUNT, REJECT, ENTITY, CONTACT, CONVERSATION = range(5)
"""What a row of the judged lines is: what a task counted, a reject, or an event of a stream.

Contacts are as many as the log is long, and other entities are few.
"""

JUDGED: Final = pa.schema(
    [
        ("what", pa.int8()),
        ("stream", pa.string()),
        ("event", pa.string()),
        ("time", pa.int64()),
        ("line", pa.binary()),
        ("placed", pa.int64()),
        ("block", pa.int64()),
        ("is_lock", pa.bool_()),
        ("reason", pa.string()),
    ]
)

ROW, STATE, DIFFERING, OF_CONTACT = range(4)
"""What a row of the folded streams is: of an export, projections that wait to be merged, a
duplicate that differs from what counted, or what projections keep of a contact."""

FOLDED: Final = pa.schema(
    [
        ("what", pa.int8()),
        ("export", pa.string()),
        ("key1", pa.string()),
        ("key2", pa.string()),
        ("key3", pa.string()),
        ("line", pa.string()),
        ("data", pa.binary()),
        ("placed", pa.int64()),
        ("block", pa.int64()),
    ]
)

LISTS: Final = pa.schema([("export", pa.string()), ("lines", pa.list_(pa.string()))])
"""Lines of exports, in order, many in a row."""

PICKLED: Final = pa.schema([("data", pa.binary())])

PLACES: Final = pa.schema(
    [
        ("agent", pa.string()),
        ("time", pa.int64()),
        ("seq", pa.int64()),
        ("rank", pa.int64()),
        ("id", pa.string()),
        ("kind", pa.string()),
        ("stream", pa.string()),
    ]
)
"""Where a human agent locked or signed out."""

REDACTED_REJECTS: Final = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("raw_bytes", pa.int64()),
        ("raw_keyed_digest", pa.string()),
        ("differs", pa.bool_()),
    ]
)
"""Rejects where text is redacted: their lines are left out."""

MOMENT, PROFILE = range(2)
"""What is joined to a conversation: what its agent did after a lock, or what is said of its
contact."""

BESIDE: Final = pa.schema([("stream", pa.string()), ("beside", pa.int8()), ("line", pa.binary())])
"""What is joined to a conversation."""

TOLD: Final = pa.schema([("contact", pa.string()), ("line", pa.binary())])
"""What is said of contacts."""

ASKED: Final = pa.schema([("stream", pa.string()), ("contact", pa.string())])
"""Whose conversations are."""

TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.NAME: pa.string(),
    Kind.INSTANT: pa.int64(),
    Kind.DURATION: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.PERCENTAGE: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
}


def type_of(columns: tuple[Column, ...]) -> Any:
    """Return the Arrow type of rows with *columns*: instants and durations are milliseconds."""
    return pa.struct([(column.key, TYPES[column.kind]) for column in columns])


def array_of(columns: tuple[Column, ...], rows: list[Any]) -> Any:
    """Return *rows* as an Arrow array of structures."""
    fields = type_of(columns)
    arrays = [
        pa.array([getattr(row, column.field) for row in rows], fields.field(number).type)
        for number, column in enumerate(columns)
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(fields))


def folded_with(exports: Iterable[type[Projection[Any]]]) -> Any:
    """Return the schema of folded streams whose rows of *exports* are typed."""
    schema = FOLDED
    for export in exports:
        schema = schema.append(pa.field(export.slug, type_of(export.columns())))
    return schema


def ddl(schema: Any) -> str:
    """Return an Arrow schema in Spark's words."""
    return ", ".join(f"`{field.name}` {_said(field.type)}" for field in schema)


def _said(kind: Any) -> str:
    if pa.types.is_struct(kind):
        inner = ", ".join(f"`{field.name}`: {_said(field.type)}" for field in kind)
        return f"struct<{inner}>"
    if pa.types.is_list(kind):
        return f"array<{_said(kind.value_type)}>"
    return {
        pa.int8(): "tinyint",
        pa.int64(): "bigint",
        pa.string(): "string",
        pa.binary(): "binary",
        pa.bool_(): "boolean",
    }[kind]
