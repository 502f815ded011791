"""Facts as rows: what a task of Spark makes of the facts of streams."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from ...events import ReplaydeskError, shown
from ...projections.derivations import Conversation, Reference
from ...projections.fact_tables import FACT_TABLES, FactTable
from .chunks import chunks
from .entities import agents_of
from .judging import batch_of
from .schemas import TYPES
from .told import read


class UnknownFactError(ReplaydeskError, LookupError):
    """There is no such kind of fact."""


def find_table(name: str) -> FactTable:
    """Return the table of a kind of fact.

    Raises:
        UnknownFactError: There is no such.
    """
    if name not in FACT_TABLES:
        names = ", ".join(FACT_TABLES)
        raise UnknownFactError(f"{shown(name)} is no kind of fact; expected one of {names}")
    return FACT_TABLES[name]


def schema_of(table: FactTable) -> Any:
    """Return the Arrow schema of a table: instants and durations are milliseconds."""
    fields = [(column.key, TYPES[column.kind]) for column in table.columns]
    return pa.schema([(table.identity, pa.string()), *fields])


def fact_rows(batches: Iterable[Any], told: bytes, name: str) -> Iterator[Any]:
    """Yield the facts of a kind, of the streams in *batches*."""
    known, table = read(told), find_table(name)
    schema = schema_of(table)
    for chunk in chunks(batches):
        dropped = chunk.dropped()
        bearers: Iterable[Any]
        if table.bearer is Conversation:
            bearers = known.conversations(chunk, dropped)
        else:
            bearers = agents_of(chunk, Reference(), {}, known.frame.period.as_of, known.redaction)
        if rows := [row for bearer in bearers for row in table.rows(bearer, known.redaction)]:
            yield batch_of(schema, rows)
