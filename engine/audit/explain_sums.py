"""Sums: which facts a row's numbers are made of, and what each adds.

Every number is asked of the export's own projection, fed with one fact at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

import attrs

from ...events import OrderKey
from ...projections import Column, Frame, KeyedProjection, Projection, Ratio, RowProjection
from ...projections.derivations import Agent, Conversation, Reference
from .explain_facts import AGENT_FACTS, CONVERSATION_FACTS, FactKind, Stream, left_with
from .explain_objects import Fact

Side = Literal["value", "numerator", "denominator"]
"""A cell's own number, or one of the two that an average or a percentage is made of."""


@attrs.frozen
class Shown:
    """What a projection shows of a row."""

    row: Any
    ratios: dict[str, Ratio]
    is_listed: bool
    """Whether the export would have the row."""

    def number(self, column: Column, side: Side) -> int | None:
        """Return a number of the row; nothing where the cell is blank."""
        if side == "value":
            value: int | None = getattr(self.row, column.field)
            return value
        ratio = self.ratios[column.key]
        return ratio.numerator if side == "numerator" else ratio.denominator


class Subject(Protocol):
    """The row that is explained."""

    def projection(self) -> Projection[Any]:
        """Return a projection of the export that took in nothing."""
        raise NotImplementedError

    def shown_by(self, projection: Projection[Any]) -> Shown | None:
        """Return what *projection* shows of the row; nothing where it has no such row."""
        raise NotImplementedError

    def kinds_in(self, stream: Stream) -> Sequence[FactKind]:
        """Return the kinds of facts that a stream can add."""
        raise NotImplementedError


@attrs.frozen
class KeyedRow:
    """A row that projections add up by its key."""

    export: type[KeyedProjection[Any]]
    frame: Frame
    reference: Reference
    key: Any

    def projection(self) -> KeyedProjection[Any]:
        """Return a projection of the export that took in nothing."""
        return self.export(self.frame)

    def shown_by(self, projection: Projection[Any]) -> Shown | None:
        """Return what *projection* shows of the row, also where the export would leave it out."""
        if not isinstance(projection, KeyedProjection):
            return None
        return Shown(
            projection.row_of(self.key, self.reference),
            projection.ratios_of(self.key),
            self.key in projection.keys(self.reference),
        )

    def kinds_in(self, stream: Stream) -> Sequence[FactKind]:
        """Return every kind of fact."""
        return CONVERSATION_FACTS if isinstance(stream, Conversation) else AGENT_FACTS


@attrs.frozen
class StreamRow:
    """A row that is finished with the stream that it came from."""

    export: type[RowProjection[Any]]
    frame: Frame
    row: Any
    kinds: Sequence[FactKind]

    def projection(self) -> RowProjection[Any]:
        """Return a projection of the export that took in nothing."""
        return self.export(self.frame)

    def shown_by(self, projection: Projection[Any]) -> Shown | None:
        """Return what *projection* shows of the row, which its place among the rows tells."""
        place = self.export.sort_key(self.row)
        if isinstance(projection, RowProjection):
            for row in projection.finished:
                if self.export.sort_key(row) == place:
                    return Shown(row, {}, is_listed=True)
        return None

    def kinds_in(self, stream: Stream) -> Sequence[FactKind]:  # noqa: ARG002  # the row says it
        """Return the kinds of facts that the numbers of the row are made of."""
        return self.kinds


@attrs.frozen
class Piece:
    """A fact, and what the row shows when nothing else happened."""

    stream: Stream
    kind: FactKind
    fact: Fact
    order: OrderKey
    shown: Shown | None


@attrs.frozen
class Part:
    """A stream that adds something to the row, and the facts in it that do."""

    stream: Stream
    pieces: list[Piece]
    nothing: Shown | None
    """What the row shows when none of them happened."""

    def adding(self, column: Column, side: Side) -> list[tuple[Piece, int]]:
        """Return the facts that add to a number on their own, and what each adds so."""
        nothing = _number(self.nothing, column, side)
        return [
            (piece, (number or 0) - (nothing or 0))
            for piece in self.pieces
            if (number := _number(piece.shown, column, side)) != nothing
        ]


def take_apart(subject: Subject, streams: Iterable[Stream]) -> Iterator[Part]:
    """Yield those of *streams* that add something to the row, each taken apart into its facts."""
    unfed = subject.shown_by(subject.projection())
    for stream in streams:
        if _shown(subject, stream) != unfed:
            kinds = subject.kinds_in(stream)
            nothing = _shown(subject, left_with(stream, kinds, kinds[0], ())) if kinds else unfed
            pieces = [
                Piece(stream, kind, fact, kind.order(stream, fact), shown)
                for kind in kinds
                for fact in kind.facts(stream)
                if (shown := _shown(subject, left_with(stream, kinds, kind, [fact]))) != nothing
            ]
            yield Part(stream, pieces, nothing)


def contributions(
    subject: Subject, parts: Sequence[Part], column: Column, side: Side, total: int | None
) -> list[tuple[Piece, int]]:
    """Return the facts that add up to *total*, in the order of the log, and what each adds.

    What is counted once, such as a contact, is added by the first fact that brought it.
    """
    found = [(part, adding) for part in parts if (adding := part.adding(column, side))]
    single = [each for _, adding in found for each in adding]
    if sum(adds for _, adds in single) != (total or 0):
        found.sort(key=lambda part: min(piece.order for piece, _ in part[1]))
        single = [*_first_ones(subject, found, column, side)]
    return sorted(single, key=lambda each: each[0].order)


def _first_ones(
    subject: Subject,
    found: Iterable[tuple[Part, list[tuple[Piece, int]]]],
    column: Column,
    side: Side,
) -> Iterator[tuple[Piece, int]]:
    """Yield the facts that added something when they came, and what: streams in their order."""
    together = subject.projection()
    before = 0
    for part, adding in found:
        _feed(together, part.stream)
        after = _number(subject.shown_by(together), column, side) or 0
        if after != before:
            yield from _first_in(subject, part, adding, column, side)
        before = after


def _first_in(
    subject: Subject, part: Part, adding: list[tuple[Piece, int]], column: Column, side: Side
) -> Iterator[tuple[Piece, int]]:
    pieces = sorted((piece for piece, _ in adding), key=lambda piece: piece.order)
    kinds = subject.kinds_in(part.stream)
    whole = _number(_shown(subject, part.stream), column, side)
    before = 0
    for count, piece in enumerate(pieces, 1):
        facts = [piece.fact for piece in pieces[:count]]
        shown = _shown(subject, left_with(part.stream, kinds, piece.kind, facts))
        after = _number(shown, column, side) or 0
        if after != before:
            yield piece, after - before
        if after == whole:
            return
        before = after


def _shown(subject: Subject, stream: Stream) -> Shown | None:
    projection = subject.projection()
    _feed(projection, stream)
    return subject.shown_by(projection)


def _feed(projection: Projection[Any], stream: Conversation | Agent) -> None:
    handler = projection.handlers.get(type(stream))
    if handler is not None:
        getattr(projection, handler)(stream)


def _number(shown: Shown | None, column: Column, side: Side) -> int | None:
    return None if shown is None else shown.number(column, side)
