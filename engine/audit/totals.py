"""Totals: the cells of the exports' own rows, so that a timeline shows what they show."""

from collections.abc import Iterable
from typing import Any, Final

import attrs

from ...events import AFTER_LAST_INSTANT, FIRST_INSTANT
from ...projections import (
    Column,
    Frame,
    Kind,
    Messages,
    OpenConversations,
    Period,
    Projection,
    ResolvedConversations,
    Users,
    routes,
)
from ...projections.derivations import Agent, Conversation, Reference
from ..cells import percent, seconds
from .clock import spell, spell_roughly


@attrs.frozen
class Total:
    """A number of the row that an export has."""

    export: str
    """The export's name."""

    column: Column
    value: int | None
    """Milliseconds, a count, or hundredths of a percent, as the column's kind says; or blank."""

    @property
    def printed(self) -> str:
        """The number as the export prints it; empty where the cell is blank."""
        if self.value is None:
            return ""
        if self.column.kind is Kind.DURATION:
            return seconds(self.value)
        return percent(self.value) if self.column.kind is Kind.PERCENTAGE else str(self.value)

    @property
    def is_duration(self) -> bool:
        """Whether it is a duration, and not blank."""
        return self.column.kind is Kind.DURATION and self.value is not None

    @property
    def spelt(self) -> str:
        """A duration in words; nothing for other numbers."""
        return spell(self.value or 0) if self.is_duration else ""

    @property
    def roughly(self) -> str:
        """A duration in words, cut to two units; nothing for other numbers."""
        return spell_roughly(self.value or 0) if self.is_duration else ""


def conversation_totals(conversation: Conversation, frame: Frame) -> list[Total]:
    """Return the totals of a conversation's row; none where no export has a row of it.

    A conversation that was resolved and reopened has a row in two exports, with the same times.
    """
    channels = conversation.reference.channel_ids(frame.channels)
    if channels is not None and conversation.channel_id not in channels:
        return []
    for projection in (ResolvedConversations(frame), OpenConversations(frame)):
        for row in _rows(projection, [conversation], conversation.reference):
            return _totals(projection, row)
    return []


def user_totals(
    agent_id: str,
    agent: Agent | None,
    conversations: Iterable[Conversation],
    frame: Frame,
    reference: Reference,
) -> list[Total]:
    """Return the totals of an agent's row; none where the export of users has no row of it.

    *conversations* are at least those in which the agent is named, as the channels keep them.
    """
    projection = Users(frame)
    facts = [*conversations] if agent is None else [agent, *conversations]
    for row in _rows(projection, facts, reference):
        if row.user_id == agent_id:
            return _totals(projection, row)
    return []


def shows_content(conversation: Conversation, frame: Frame) -> bool:
    """Tell whether the export of messages shows what those of the conversation say."""
    always = attrs.evolve(
        frame, period=Period(FIRST_INSTANT, AFTER_LAST_INSTANT, frame.period.as_of)
    )
    rows = _rows(Messages(always), [conversation], conversation.reference)
    return any(row.content is not None for row in rows)


_ALWAYS_SHOWN: Final = (Kind.DURATION, Kind.PERCENTAGE)


def _totals(projection: Projection[Any], row: Any) -> list[Total]:
    """Return the numbers of *row*: durations and percentages, then counts that are not zero."""
    totals = []
    for column in projection.columns():
        value = getattr(row, column.field)
        if column.kind in _ALWAYS_SHOWN or (column.kind is Kind.COUNT and value):
            totals.append(Total(projection.slug, column, value))
    return sorted(totals, key=lambda total: total.column.kind is Kind.COUNT)


def _rows(projection: Projection[Any], facts: Iterable[Any], reference: Reference) -> list[Any]:
    handlers = routes([projection])
    for fact in facts:
        for handle in handlers.get(type(fact), ()):
            handle(fact)
    return list(projection.rows(reference))
