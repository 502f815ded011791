"""Doubts as a report: how many of each kind, and the first of them with their events."""

from bisect import insort
from collections.abc import Iterable, Iterator
from operator import attrgetter
from textwrap import wrap
from typing import Any, Final, Self

import attrs

from ..library import Result
from ..terminal import safe
from .clock import Clock
from .doubts import Doubt, Witness
from .doubts_catalogue import DOUBTS
from .doubts_finder import DoubtKind, Severity, counted
from .names import Names
from .words import describe

_WIDTH: Final = 100


@attrs.define
class Tally:
    """The doubts of one kind: how many there are, and the first of them."""

    kind: DoubtKind
    number: int = 0
    first: list[Doubt] = attrs.Factory(list)
    """In the order of the log."""

    def add(self, doubt: Doubt, limit: int) -> None:
        """Count a doubt, and keep it if it is among the first so many."""
        self.number += 1
        if len(self.first) < limit or (limit and doubt.order < self.first[-1].order):
            insort(self.first, doubt, key=attrgetter("order"))
            del self.first[limit:]


@attrs.define
class Report:
    """The doubts of a log, by their kinds: as many as there are, not more than fit on a page."""

    clock: Clock
    names: Names
    tallies: list[Tally]
    """Of the kinds that were found, in the order of the catalogue."""

    @classmethod
    def of(cls, doubts: Iterable[Doubt], result: Result, limit: int) -> Self:
        """Return the report of a log's *doubts*, with at most *limit* of each kind in full."""
        tallies: dict[str, Tally] = {kind.name: Tally(kind) for kind in DOUBTS}
        for doubt in doubts:
            tallies[doubt.name].add(doubt, limit)
        found = [tally for tally in tallies.values() if tally.number]
        return cls(Clock(result.tz), Names(result.reference), found)

    def number(self, severity: Severity) -> int:
        """Return how many doubts of a severity there are."""
        return sum(tally.number for tally in self.tallies if tally.kind.severity == severity)

    def text(self) -> Iterator[str]:
        """Yield the lines of the report for a person; what is the log's own can do no harm."""
        for tally in self.tallies:
            yield f"{tally.kind.severity} {tally.kind.name}: {tally.number:,}"
            yield from _explained(tally.kind)
            for doubt in tally.first:
                yield from self._told(doubt)
            if tally.number > len(tally.first):
                yield f"  … and {tally.number - len(tally.first):,} more"
            yield ""
        wrong, look = self.number("WRONG"), self.number("LOOK")
        if wrong or look:
            yield f"{counted(wrong + look, 'doubt')}: {wrong:,} WRONG, {look:,} LOOK"
        else:
            yield "no doubts"

    def data(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON; instants as the exports print them."""
        return {
            "wrong": self.number("WRONG"),
            "look": self.number("LOOK"),
            "doubts": [
                {
                    **kind_data(tally.kind),
                    "number": tally.number,
                    "first": [self._doubt_data(doubt) for doubt in tally.first],
                }
                for tally in self.tallies
            ],
        }

    def _told(self, doubt: Doubt) -> Iterator[str]:
        where = "" if doubt.conversation_id is None else f"Conversation {doubt.conversation_id}: "
        yield f"  {safe(where + doubt.text)}"
        for witness in doubt.witnesses:
            event = witness.event
            place = "" if witness.file is None else f"{witness.file}:{witness.line}: "
            says = describe(event, self.names)
            yield f"    {safe(f'{place}{event.id} {self.clock.full(event.time)} {says}')}"

    def _doubt_data(self, doubt: Doubt) -> dict[str, Any]:
        return {
            "text": doubt.text,
            "conversation_id": doubt.conversation_id,
            "agent_id": doubt.agent_id,
            "events": [self._witness_data(witness) for witness in doubt.witnesses],
        }

    def _witness_data(self, witness: Witness) -> dict[str, Any]:
        event = witness.event
        return {
            "id": event.id,
            "type": event.type,
            "time": self.clock.full(event.time),
            "stream_kind": event.stream_kind,
            "stream_id": event.stream_id,
            "file": witness.file,
            "line": witness.line,
        }


def catalogue_text() -> Iterator[str]:
    """Yield the lines of the catalogue for a person."""
    for kind in DOUBTS:
        yield f"{kind.severity} {kind.name}"
        yield from _explained(kind)


def kind_data(kind: DoubtKind) -> dict[str, str]:
    """Return an entry of the catalogue as plain data."""
    return {
        "name": kind.name,
        "severity": kind.severity,
        "meaning": kind.meaning,
        "remedy": kind.remedy,
    }


def _explained(kind: DoubtKind) -> Iterator[str]:
    for text in (kind.meaning, f"What to do: {kind.remedy}"):
        yield from wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
