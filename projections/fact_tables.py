"""Tables of facts: the columns that facts have as data, each read off the fact.

Of the events behind a fact there are the IDs, so that a table leads back to the log.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Final

import attrs

from ..events import Redaction
from ..events.personal import EVENT, Personal
from .columns import Kind
from .derivations import Agent, Conversation

Bearer = Agent | Conversation
"""Whose facts a table holds."""


@attrs.frozen
class FactColumn:
    """One column of a table of facts."""

    key: str
    kind: Kind
    path: str
    """Where the fact has its value: names of attributes, of which any may be nothing."""

    meaning: str
    personal: Personal | None = None
    """Of which class the text is where it comes of a place in the log: those stay the log's own."""

    def value(self, fact: Any, redaction: Redaction | None = None) -> Any:
        """Return the value of a fact; nothing where anything on the way is nothing."""
        value = reduce(_step, self.path.split("."), fact)
        if redaction is None or self.personal is None or value is None:
            return value
        return redaction.pseudonym(self.personal, value)


def _step(of: Any, name: str) -> Any:
    if of is None:
        return None
    return of[int(name)] if name.isdecimal() else getattr(of, name)


@attrs.frozen
class FactTable:
    """A kind of fact: whose it is, how it is come by, and its columns."""

    name: str
    bearer: type[Bearer]
    identity: str
    """The bearer's ID, which is the first column."""

    facts: Callable[[Any], Iterable[Any]]
    columns: tuple[FactColumn, ...]

    def rows(self, bearer: Bearer, redaction: Redaction | None = None) -> Iterable[tuple[Any, ...]]:
        """Yield the values of the facts of a conversation or an agent, by column.

        Their events are redacted already where there is a *redaction*; it is for places.
        """
        owner = getattr(bearer, self.identity)
        for fact in self.facts(bearer):
            yield owner, *(column.value(fact, redaction) for column in self.columns)


def _id(key: str, path: str, what: str) -> FactColumn:
    return FactColumn(key, Kind.TEXT, path, f"The ID of the event that {what}.")


def _column(kind: Kind) -> Callable[..., FactColumn]:
    def declare(key: str, meaning: str, path: str | None = None) -> FactColumn:
        return FactColumn(key, kind, path or key, meaning)

    return declare


_text, _name, _count = _column(Kind.TEXT), _column(Kind.NAME), _column(Kind.COUNT)
_instant, _duration, _boolean = (
    _column(kind) for kind in (Kind.INSTANT, Kind.DURATION, Kind.BOOLEAN)
)


def _of_conversation(
    name: str, facts: Callable[[Conversation], Iterable[Any]], *columns: FactColumn
) -> FactTable:
    return FactTable(name, Conversation, "conversation_id", facts, columns)


def _first_response(conversation: Conversation) -> Iterable[Any]:
    first = conversation.first_response
    return () if first is None else (first,)


_TABLES: Final = (
    _of_conversation(
        "lock_interval",
        lambda conversation: conversation.locks,
        _text("agent_id", "Whose lock it is."),
        _text("team_id", "The team of the lock, or its agent's at that moment."),
        _instant("start", "When it was acquired."),
        _instant("end", "When it was closed, or the as-of instant."),
        _duration("length", "Its whole length."),
        _name("lock_class", "`HANDLING`, `NO_REPLY` or `CHERRY_PICKING`."),
        _name("closing", "What closed it.", "closing.name"),
        _id("opened_id", "opened.id", "acquired it"),
        FactColumn(
            "closed_id",
            Kind.TEXT,
            "closed.3",
            "The ID of the event that closed it; nothing where the as-of instant did.",
            EVENT,
        ),
        _id("reply_id", "reply.sent.id", "is its agent's first reply inside it"),
    ),
    _of_conversation(
        "response",
        lambda conversation: conversation.responses,
        _name("started_by", "What the wait started by.", "wait.started_by"),
        _instant("opened_at", "When the wait started.", "wait.opened.time"),
        _instant("replied_at", "When it was answered.", "reply.sent.time"),
        _duration("response_time", "From one to the other."),
        _text("agent_id", "Who answered, if the log names an agent.", "reply.sent.agent_id"),
        _id("opened_id", "wait.opened.id", "started the wait"),
        _id("inbound_id", "wait.inbound.id", "is the inbound message that the wait names"),
        _id("reply_id", "reply.sent.id", "is the reply"),
    ),
    _of_conversation(
        "first_response",
        _first_response,
        _instant("started_at", "When its clock started.", "started.time"),
        _instant("replied_at", "When the first human reply was sent.", "reply.sent.time"),
        _text("agent_id", "Who answered, if the log names an agent.", "reply.sent.agent_id"),
        _id("started_id", "started.id", "started the clock"),
        _id("reply_id", "reply.sent.id", "is the reply"),
    ),
    _of_conversation(
        "resolve",
        lambda conversation: conversation.resolves,
        _instant("resolved_at", "When the conversation was resolved.", "change.event.time"),
        _boolean("with_reply", "Whether its cycle holds a human reply."),
        _name("actor", "Who resolved it.", "change.actor"),
        _text("agent_id", "Which agent, if the log names one.", "change.event.agent_id"),
        _id("resolved_id", "change.event.id", "resolved it"),
    ),
    FactTable(
        "presence_interval",
        Agent,
        "agent_id",
        lambda agent: agent.presence,
        (
            _name("state", "`AVAILABLE`, `AWAY` or `OFFLINE`."),
            _text("away_state", "What the agent was away for.", "opened.away_state"),
            _instant("start", "When it began."),
            _instant("end", "When it ended, or the as-of instant."),
            _id("opened_id", "opened.id", "began it"),
            _id("closed_id", "closed.id", "ended it; nothing while it lasts"),
        ),
    ),
    _of_conversation(
        "survey",
        lambda conversation: conversation.surveys,
        _text("survey_id", "The survey; nothing for the conversation's unnamed one."),
        _name("status", "`SENT`, `PARTIAL`, `COMPLETED` or `EXPIRED`."),
        _count("score", "The latest score."),
        _text("question", "The latest follow-up question."),
        _text("answer", "The latest answer to it."),
        _instant("returned_at", "When the first reply with a score came.", "returned.time"),
        _text("agent_id", "To whom it belongs."),
        _text("team_id", "That agent's team."),
        _id("returned_id", "returned.id", "is the first reply with a score"),
        _id("named_by_id", "named_by.id", "named the agent"),
    ),
    _of_conversation(
        "topic_application",
        lambda conversation: conversation.topics.applications,
        _text("topic_id", "The topic.", "event.topic_id"),
        _instant("applied_at", "When it was put on the conversation.", "event.time"),
        _name("actor", "Who put it there."),
        _text("agent_id", "Which agent, if the log names one.", "event.agent_id"),
        _id("applied_id", "event.id", "put it there"),
    ),
    _of_conversation(
        "tag_application",
        lambda conversation: conversation.tags.applications,
        _text("message_id", "The message.", "event.message_id"),
        _text("tag_id", "The tag.", "event.tag_id"),
        _instant("applied_at", "When it was put on the message.", "event.time"),
        _name("actor", "Who put it there."),
        _text("agent_id", "Which agent, if the log names one.", "event.agent_id"),
        _id("applied_id", "event.id", "put it there"),
    ),
)

FACT_TABLES: Final[dict[str, FactTable]] = {table.name: table for table in _TABLES}
"""The tables of facts, by their names."""
