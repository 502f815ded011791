"""How explanations are written: as text for a person, and as plain data for programs."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from ...projections import Kind, MetricPolicy
from ..cells import seconds
from .clock import Clock
from .explain_objects import (
    Contribution,
    Detail,
    Evidence,
    ExplainedCell,
    ExplainedRatio,
    Explanation,
    Sum,
)

_INDENT: Final = "  "


def as_text(explanation: Explanation) -> Iterator[str]:
    """Yield the lines of an explanation."""
    return _Text(Clock(explanation.tz)).lines(explanation)


def as_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as what JSON has; `raw` numbers are in milliseconds."""
    return _Data(Clock(explanation.tz)).explanation(explanation)


@attrs.frozen
class _Text:
    clock: Clock

    def lines(self, explanation: Explanation) -> Iterator[str]:
        named = (f"{key} {value}" for key, value in explanation.identity.items())
        yield f"{explanation.slug}: {', '.join(named)}"
        yield from self._frame(explanation)
        for cell in explanation.cells:
            yield ""
            yield f"{cell.column.key}: {_with_unit(cell)}"
            yield f"{_INDENT}{cell.rule}"
            match cell.made_of:
                case Sum():
                    yield from self._sum(cell.made_of, _INDENT, set())
                case ExplainedRatio():
                    yield from self._ratio(cell.made_of)
            for evidence in cell.evidence:
                yield _INDENT + self._evidence(evidence)

    def _frame(self, explanation: Explanation) -> Iterator[str]:
        frame = explanation.frame
        start, end, as_of = map(
            self.clock.full, (frame.period.start, frame.period.end, frame.period.as_of)
        )
        yield f"period: {start} to {end}, as of {as_of}"
        if frame.channels:
            yield f"channels: {', '.join(sorted(frame.channels))}"
        for field in attrs.fields(MetricPolicy):
            reading = getattr(frame.policy, field.name)
            if reading != field.default:
                yield f"policy: {field.name}={reading}"

    def _ratio(self, ratio: ExplainedRatio) -> Iterator[str]:
        told: set[int] = set()
        for name, part in (("numerator", ratio.numerator), ("denominator", ratio.denominator)):
            yield f"{_INDENT}{name}:"
            yield from self._sum(part, 2 * _INDENT, told)
        numerator = _amount(ratio.numerator.value, ratio.numerator.kind)
        yield f"{_INDENT}= {numerator} / {_amount(ratio.denominator.value, ratio.denominator.kind)}"

    def _sum(self, total: Sum, indent: str, told: set[int]) -> Iterator[str]:
        """Yield the facts behind a number, with the events of those that are not in *told*."""
        for contribution in total.contributions:
            adds = _amount(contribution.adds, total.kind)
            details = ", ".join(f"{each.name} {self.detail(each)}" for each in contribution.details)
            yield f"{indent}+ {adds}  {contribution.name}: {details}"
            if id(contribution.fact) not in told:
                told.add(id(contribution.fact))
                for evidence in contribution.evidence:
                    yield 2 * _INDENT + indent + self._evidence(evidence)
        yield f"{indent}= {_amount(total.value, total.kind)}"

    def _evidence(self, evidence: Evidence) -> str:
        event = evidence.event
        place = f"{evidence.place}  " if evidence.place else ""
        when = self.clock.full(event.time)
        return f"{place}{event.id}  {when}  {evidence.role}: {evidence.sentence}"

    def detail(self, detail: Detail) -> str:
        """Return what a fact says of itself as the exports print it, with its unit."""
        printed = _printed(detail, self.clock)
        return f"{printed} s" if detail.kind is Kind.DURATION else printed


@attrs.frozen
class _Data:
    clock: Clock

    def explanation(self, explanation: Explanation) -> dict[str, Any]:
        period = explanation.frame.period
        return {
            "export": explanation.slug,
            "row": explanation.identity,
            "period": {
                "from": self.clock.full(period.start),
                "to": self.clock.full(period.end),
                "as_of": self.clock.full(period.as_of),
            },
            "channels": sorted(explanation.frame.channels),
            "policy": attrs.asdict(explanation.frame.policy),
            "cells": [self._cell(cell) for cell in explanation.cells],
        }

    def _cell(self, cell: ExplainedCell) -> dict[str, Any]:
        data: dict[str, Any] = {
            "column": cell.column.key,
            "header": cell.column.english,
            "kind": cell.column.kind.value,
            "unit": cell.column.kind.unit,
            "printed": cell.printed,
            "raw": cell.value,
            "rule": cell.rule,
        }
        match cell.made_of:
            case Sum():
                data["contributions"] = self._contributions(cell.made_of)
            case ExplainedRatio(numerator=numerator, denominator=denominator):
                for name, part in (("numerator", numerator), ("denominator", denominator)):
                    data[name] = {
                        "raw": part.value,
                        "kind": part.kind.value,
                        "contributions": self._contributions(part),
                    }
        if cell.evidence or cell.made_of is None:
            data["events"] = self._events(cell.evidence)
        return data

    def _contributions(self, total: Sum) -> list[dict[str, Any]]:
        return [self._contribution(contribution) for contribution in total.contributions]

    def _contribution(self, contribution: Contribution) -> dict[str, Any]:
        return {
            "adds": contribution.adds,
            "fact": contribution.name,
            "details": {each.name: self._detail(each) for each in contribution.details},
            "events": self._events(contribution.evidence),
        }

    def _detail(self, detail: Detail) -> Any:
        if detail.kind in (Kind.BOOLEAN, Kind.COUNT):
            return detail.value
        return _printed(detail, self.clock)

    def _events(self, evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
        return [
            {
                "role": each.role,
                "stream": each.event.stream_kind,
                "stream_id": each.event.stream_id,
                "id": each.event.id,
                "type": each.event.type,
                "time": self.clock.full(each.event.time),
                "sentence": each.sentence,
                "file": each.file,
                "line": each.line,
            }
            for each in evidence
        ]


def _amount(number: int, kind: Kind) -> str:
    return f"{seconds(number)} s" if kind is Kind.DURATION else str(number)


def _printed(detail: Detail, clock: Clock) -> str:
    """Return what a fact says of itself as the exports print it."""
    match detail.kind:
        case Kind.INSTANT:
            return clock.full(detail.value)
        case Kind.DURATION:
            return seconds(detail.value)
        case Kind.BOOLEAN:
            return "true" if detail.value else "false"
    return str(detail.value)


def _with_unit(cell: ExplainedCell) -> str:
    if cell.value is None:
        return "(blank)"
    unit = cell.column.kind.unit
    return f"{cell.printed} {unit}" if unit in ("s", "%") else cell.printed
