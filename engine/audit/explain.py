"""Explaining: each cell of a row, the facts behind it, and the events behind those."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, cast

import attrs

from ...projections import BY_SLUG, Column, KeyedProjection, Kind, Projection, RowProjection
from ...projections.derivations import LockInterval, TagApplication, TopicApplication
from ..cells import Printer
from ..library import Export, Result, UnknownExportError, find_export
from .explain_conversation_texts import StreamTexts
from .explain_details import Teller
from .explain_evidence import Finder
from .explain_facts import AGENT_FACTS, OWN_ROW_FACTS, RESPONSE_FACTS, FactKind, Stream
from .explain_keyed_texts import KeyedTexts
from .explain_labels import CURRENT, taken_off
from .explain_objects import (
    Contribution,
    Evidence,
    ExplainedCell,
    ExplainedRatio,
    Explanation,
    Sum,
)
from .explain_rows import FoundRow, find_columns, find_row, identity_of
from .explain_sums import (
    KeyedRow,
    Part,
    Piece,
    Side,
    StreamRow,
    Subject,
    contributions,
    take_apart,
)
from .explain_texts import keyed_witnesses, stream_witnesses

_FACTS_OF_ROWS: Final[dict[str, Sequence[FactKind]]] = {
    "resolved-conversation": OWN_ROW_FACTS,
    "open-conversation": OWN_ROW_FACTS,
    "message": (),
    "response-times": RESPONSE_FACTS,
    "user-presence": AGENT_FACTS,
}


def explain(
    result: Result,
    export: Export[Any],
    where: Mapping[str, Any],
    *,
    columns: Iterable[str] | None = None,
) -> Explanation:
    """Explain a row of an export: what its numbers are made of, and which events say the rest.

    Args:
        result: A replayed log; the export must be among those that it was asked for.
        export: The export, by its name or its projection.
        where: The row, by as many columns as tell it: key and value, raw or as it is printed.
            Exports by channel know `channel_id` too, which they do not print.
        columns: The keys of the columns to explain; by default all.

    Raises:
        UnknownExportError: There is no such export, it was not asked for, or it is none of ours.
        UnknownColumnError: The export has no such column.
        UnknownRowError: No row has these values; the message lists near ones.
        AmbiguousRowError: Several rows have them; the message lists them.
    """
    projection = find_export(export)
    if BY_SLUG.get(projection.slug) is not projection:
        raise UnknownExportError(f"{projection.slug} is none of the exports that can be explained")
    chosen = find_columns(projection, None if columns is None else [*columns])
    found = find_row(result, projection, where)
    return _Explainer.of(result, projection, found).explanation(chosen)


@attrs.define(eq=False)
class _Explainer:
    """Explains the cells of one row."""

    result: Result
    export: type[Projection[Any]]
    found: FoundRow
    subject: Subject
    parts: list[Part]
    finder: Finder
    teller: Teller
    told: dict[int, Contribution] = attrs.field(init=False, factory=dict)
    """Facts are told once, by their identity: a row may have each in many cells."""

    @classmethod
    def of(cls, result: Result, export: type[Projection[Any]], found: FoundRow) -> "_Explainer":
        """Return what explains a row: all streams that add to it, taken apart into their facts."""
        frame = result.frame
        subject: Subject
        streams: Iterable[Stream]
        if issubclass(export, KeyedProjection):
            subject = KeyedRow(export, frame, result.reference, found.key)
            streams = chain(result.replayed.agents, result.replayed.conversations())
        else:
            of_rows = cast("type[RowProjection[Any]]", export)
            subject = StreamRow(of_rows, frame, found.row, _FACTS_OF_ROWS[export.slug])
            streams = _stream_of(result, found.row)
        finder = Finder(result)
        parts = [*take_apart(subject, streams)]
        finder.fetch_closings(
            (part.stream, piece.fact)
            for part in parts
            for piece in part.pieces
            if isinstance(piece.fact, LockInterval)
        )
        teller = Teller(finder, tells_teams=export.slug == "team")
        return cls(result, export, found, subject, parts, finder, teller)

    def explanation(self, columns: Sequence[Column]) -> Explanation:
        """Explain the cells of *columns*."""
        printed = Printer(self.result.tz).cells_of(tuple(columns))(self.found.row)
        return Explanation(
            slug=self.export.slug,
            row=self.found.row,
            identity=identity_of(self.export, self.found, self.result.tz),
            cells=tuple(map(self._cell, columns, printed)),
            frame=self.result.frame,
            tz=self.result.tz,
        )

    def _cell(self, column: Column, printed: str) -> ExplainedCell:
        value = getattr(self.found.row, column.field)
        made_of = self._made_of(column, value)
        return ExplainedCell(
            column=column,
            value=value,
            printed=printed,
            made_of=made_of,
            evidence=self._evidence(column, value) if made_of is None else self._lost(column),
        )

    def _made_of(self, column: Column, value: Any) -> Sum | ExplainedRatio | None:
        projection = self.result.projection(self.export)
        if isinstance(projection, KeyedProjection):
            ratio = projection.ratios_of(self.found.key).get(column.key)
            if ratio is not None:
                whole = Kind.DURATION if column.kind is Kind.PERCENTAGE else Kind.COUNT
                return ExplainedRatio(
                    numerator=self._sum(column, "numerator", ratio.numerator, Kind.DURATION),
                    denominator=self._sum(column, "denominator", ratio.denominator, whole),
                )
        if value is None or column.kind not in (Kind.COUNT, Kind.DURATION):
            return None
        return self._sum(column, "value", value, column.kind)

    def _sum(self, column: Column, side: Side, value: int, kind: Kind) -> Sum:
        adding = contributions(self.subject, self.parts, column, side, value)
        facts = tuple(self._contribution(piece, adds) for piece, adds in adding)
        return Sum(value=value, kind=kind, contributions=facts)

    def _contribution(self, piece: Piece, adds: int) -> Contribution:
        if id(piece) not in self.told:
            details, witnesses = self.teller.tell(piece.stream, piece.fact)
            self.told[id(piece)] = Contribution(
                adds=adds,
                name=piece.kind.name,
                fact=piece.fact,
                details=details,
                evidence=self.finder.told(witnesses),
            )
        told = self.told[id(piece)]
        return told if told.adds == adds else attrs.evolve(told, adds=adds)

    def _lost(self, column: Column) -> tuple[Evidence, ...]:
        """Return why a number of what is still on is not greater: what took the rest off."""
        if column.key not in CURRENT:
            return ()
        pieces = [piece for part in self.parts for piece in part.pieces]
        lost = self.finder.told(
            witness
            for piece in pieces
            if isinstance(piece.fact, (TopicApplication, TagApplication))
            for witness in taken_off(piece.stream, piece.fact)
        )
        return tuple(sorted(lost, key=lambda evidence: evidence.event.order))

    def _evidence(self, column: Column, value: Any) -> tuple[Evidence, ...]:
        if value is None:
            return ()
        slug, row = self.export.slug, self.found.row
        if isinstance(self.subject, KeyedRow):
            keyed = KeyedTexts(self.finder, self.teller, row, self.found.key, self.parts)
            return self.finder.told(keyed_witnesses(slug, column.key, keyed))
        says_creation = (
            slug == "open-conversation"
            or self.result.frame.policy.resolved_created_at == "CONVERSATION"
        )
        texts = StreamTexts(self.finder, row, self.parts[0].stream, says_creation)
        return self.finder.told(stream_witnesses(slug, column.key, texts))


def _stream_of(result: Result, row: Any) -> Iterator[Stream]:
    """Yield the conversation or the agent that a row came from."""
    if hasattr(row, "conversation_id"):
        conversation = result.replayed.conversation(row.conversation_id)
        if conversation is not None:
            yield conversation
    else:
        for agent in result.replayed.agents:
            if agent.agent_id == row.user_id:
                yield agent
