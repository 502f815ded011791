"""Telling: what a timeline is told with, and how events become its entries."""

from collections.abc import Iterable

import attrs

from ...events import ConversationEvent, Event, OrderKey, stream_of
from ...projections import Frame
from ...projections.derivations import Agent, Conversation
from ..library import Result
from ..partitions import source_and_line
from .clock import Clock
from .names import Names, starting
from .notes import Note, Notes
from .spans import Span, lock_span
from .timeline import Entry, Role, Subject, Timeline
from .totals import Total, shows_content
from .words import describe


@attrs.define(eq=False)
class Telling:
    """What a timeline is told with: the replay, the words, and what is known of each event."""

    result: Result
    frame: Frame
    clock: Clock = attrs.field(init=False)
    names: Names = attrs.field(init=False)
    notes: Notes = attrs.field(init=False)
    events: dict[OrderKey, Event] = attrs.field(init=False, factory=dict)
    """The events at hand, by their places in the log."""

    roles: dict[OrderKey, Role] = attrs.field(init=False, factory=dict)
    quotable: set[str] = attrs.field(init=False, factory=set)
    """The conversations whose messages may be quoted, as in the export of messages."""

    def __attrs_post_init__(self) -> None:
        """Make the words of the replay's zone and names."""
        self.clock = Clock(self.result.tz)
        self.names = Names(self.result.reference)
        self.notes = Notes(self.names, self.clock)

    def add(self, conversation: Conversation) -> None:
        """Take in the events of a conversation, and the facts of it that have no length."""
        self.events.update((event.order, event) for event in conversation.events)
        self.notes.add_conversation(conversation, self.frame)
        if shows_content(conversation, self.frame):
            self.quotable.add(conversation.conversation_id)
        for message in conversation.messages:
            role: Role = "REPLY" if message.is_human_reply else message.sent.direction
            self.roles[message.sent.order] = role
        for resolve in conversation.resolves:
            self.roles[resolve.change.event.order] = "RESOLVE"

    def locks(self, conversation: Conversation) -> list[Span]:
        """Return the lock intervals of a conversation."""
        own_id = conversation.conversation_id
        return [lock_span(own_id, lock, self.find) for lock in conversation.locks]

    def find(self, order: OrderKey) -> Event | None:
        """Return the event at a place in the log, of whatever stream."""
        if order not in self.events:
            stream = self.result.replayed.stream(*stream_of(order))
            self.events.update((event.order, event) for event in stream)
        return self.events.get(order)

    def agent(self, agent_id: str) -> Agent | None:
        """Return an agent, if the log has its own events."""
        agents = self.result.replayed.agents
        return next((agent for agent in agents if agent.agent_id == agent_id), None)

    def entries(
        self,
        told: Iterable[Event],
        *,
        conversation_id: str | None = None,
        agent_id: str | None = None,
    ) -> tuple[Entry, ...]:
        """Return *told* in order, each once and in words, and at last what the as-of instant ends.

        Given an agent, only its own notes are told.
        """
        by_order = {event.order: event for event in told}
        notes: dict[OrderKey | None, tuple[Note, ...]] = {
            order: tuple(note for note in notes if agent_id in (None, note.agent_id))
            for order, notes in self.notes.by_event.items()
        }
        entries = []
        for order, event in sorted(by_order.items()):
            entry = self._entry(event, notes.get(order, ()))
            if event.stream_id != conversation_id and isinstance(event, ConversationEvent):
                entry = attrs.evolve(entry, conversation_id=event.conversation_id)
            entries.append(entry)
        if notes.get(None):
            sentence = "As-of instant: later events do not apply."
            instant = self.frame.period.as_of
            entries.append(Entry(instant=instant, event=None, sentence=sentence, notes=notes[None]))
        return tuple(entries)

    def _entry(self, event: Event, notes: tuple[Note, ...]) -> Entry:
        source, line = None, None
        if event.placed is not None:
            number, line = source_and_line(event.placed)
            source = self.result.sources[number].name
        with_content = isinstance(event, ConversationEvent) and event.stream_id in self.quotable
        return Entry(
            instant=event.time,
            event=event,
            sentence=describe(event, self.names, with_content=with_content),
            source=source,
            line=line,
            role=self.roles.get(event.order, "OTHER"),
            notes=notes,
        )

    def timeline(
        self,
        subject: tuple[Subject, str],
        about: Iterable[str],
        entries: tuple[Entry, ...],
        spans: Iterable[Span],
        totals: Iterable[Total],
    ) -> Timeline:
        """Return the timeline that was told."""
        kind, subject_id = subject
        named = f"Conversation {subject_id}"
        return Timeline(
            kind=kind,
            subject_id=subject_id,
            title=named if kind == "conversation" else starting(self.names.agent(subject_id)),
            about=tuple(about),
            entries=entries,
            spans=tuple(spans),
            totals=tuple(totals),
            frame=self.frame,
            clock=self.clock,
            names=self.names,
            counts=self.result.counts,
            sources=tuple(source.name for source in self.result.sources),
        )
