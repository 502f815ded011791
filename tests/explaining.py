"""What every explanation must keep: it adds up, and its events say what the cell says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import orjson
from replaydesk import MetricPolicy, Options, Result, explain
from replaydesk.engine.audit.explain_objects import (
    ExplainedCell,
    ExplainedRatio,
    Explanation,
    Sum,
)
from replaydesk.engine.audit.identity import IDENTITY
from replaydesk.projections import KeyedProjection, Kind, Projection

NUMBERS = (Kind.COUNT, Kind.DURATION, Kind.PERCENTAGE)


@attrs.define
class Checked:
    """How much was checked, and what was wrong."""

    numbers: int = 0
    texts: int = 0
    wrong: list[str] = attrs.Factory(list)


def options_of(path: Path) -> Options:
    """Return the options of a replay that a file of settings says."""
    args: dict[str, Any] = json.loads(path.read_text())
    names = {"from": "start", "to": "end", "as_of": "as_of", "tz": "tz", "channels": "channels"}
    said: Any = {names[key]: args[key] for key in names if args.get(key) is not None}
    options: Options = said | {"policy": MetricPolicy.of(args.get("policies") or {})}
    return options


def check(result: Result) -> Checked:
    """Explain every row of every export that a replay was asked for, and check every cell."""
    checked = Checked()
    for projection in result.replayed.projections:
        export = type(projection)
        for where in identities(result, export):
            explanation = explain(result, export, where)
            for cell in explanation.cells:
                is_number = cell.column.kind in NUMBERS
                checked.numbers += is_number
                checked.texts += not is_number
                for problem in problems(cell):
                    checked.wrong.append(f"{export.slug} {where} {cell.column.key}: {problem}")
            checked.wrong += untellable(explanation)
    return checked


def identities(result: Result, export: type[Projection[Any]]) -> Iterator[dict[str, Any]]:
    """Yield what tells each row of an export apart, raw."""
    projection = result.projection(export)
    rows = result.rows(export)
    keys = projection.keys(result.reference) if isinstance(projection, KeyedProjection) else rows
    fields = {column.key: column.field for column in export.columns()}
    for key, row in zip(keys, rows, strict=True):
        yield {
            name: getattr(row, fields[name]) if name in fields else key[1]
            for name in IDENTITY[export.slug]
        }


def problems(cell: ExplainedCell) -> Iterator[str]:
    """Yield what is wrong with the explanation of a cell."""
    if cell.column.kind in NUMBERS:
        yield from wrong_sums(cell)
    elif cell.value not in (None, ()):
        events = [evidence.event for evidence in cell.evidence]
        said = {told for event in events for told in map(text_of, event.__dict__.values())}
        texts = cell.value if isinstance(cell.value, tuple) else (cell.value,)
        if not events:
            yield "no event says it"
        elif cell.column.kind is Kind.INSTANT and cell.value not in {e.time for e in events}:
            yield f"no event of {events} is of that instant"
        elif cell.column.kind in (Kind.TEXT, Kind.TEXTS) and not {*texts} <= said | {""}:
            yield f"no event of {events} says {cell.value!r}"


def wrong_sums(cell: ExplainedCell) -> Iterator[str]:
    """Yield where the facts behind a number do not add up to it, to the millisecond."""
    made_of = cell.made_of
    match made_of:
        case Sum():
            yield from wrong_sum(made_of, cell.value)
        case ExplainedRatio(numerator=above, denominator=below):
            yield from wrong_sum(above, above.value)
            yield from wrong_sum(below, below.value)
            scale = 10_000 if cell.column.kind is Kind.PERCENTAGE else 1
            whole = below.value
            expected = (2 * scale * above.value + whole) // (2 * whole) if whole else None
            if cell.value != expected:
                yield f"{above.value} / {whole} is {expected} and not {cell.value}"
        case None:
            if cell.value is not None:
                yield "nothing adds up to it"


def wrong_sum(made_of: Sum, value: int) -> Iterator[str]:
    """Yield what is wrong with the facts that add up to a number."""
    added = sum(contribution.adds for contribution in made_of.contributions)
    if not added == made_of.value == value:
        yield f"the facts add up to {added}, the sum says {made_of.value}, the cell {value}"
    facts = [id(contribution.fact) for contribution in made_of.contributions]
    if len({*facts}) < len(facts):
        yield "a fact counts twice"
    if not all(contribution.evidence for contribution in made_of.contributions):
        yield "a fact has no event"


def untellable(explanation: Explanation) -> Iterator[str]:
    """Yield an explanation that is no text without control characters, or no JSON."""
    data = orjson.loads(orjson.dumps(explanation.as_data()))
    told = [line for line in explanation.as_text() if line and not line.startswith(" ")]
    if [cell["column"] for cell in data["cells"]] != [c.column.key for c in explanation.cells]:
        yield f"{explanation.identity}: JSON has other cells"
    if sum(line.count(": ") > 0 for line in told) < len(explanation.cells):
        yield f"{explanation.identity}: the text lacks a cell"


def text_of(value: Any) -> str:
    """Return what a field of an event says, as an export prints it."""
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
