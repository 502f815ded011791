"""Replays: a log in, facts through projections, exports out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import attrs

from ..events import Event, OrderKey, PresenceChanged
from ..projections import (
    Frame,
    MetricPolicy,
    Period,
    Projection,
    RowProjection,
    routes,
)
from ..projections.derivations import Agent, AgentMoments, Conversation, Reference
from .duplicates import Dropped, find_duplicates
from .intake import Intake
from .partitions import PartitionStore
from .replayed import Replayed
from .sources import Source, read_lines
from .streams import streams

DEFAULT_MEMORY: Final = 256 << 20
"""Bytes of lines that a replay keeps in memory before it moves them to disk."""

Progress = Callable[[str, int, int], None]
"""Is told the stage, and how much of it is done of how much."""


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@attrs.frozen(kw_only=True)
class Settings:
    """What the user of a replay chooses; instants are milliseconds since 1970-01-01T00:00:00Z."""

    start: int | None = None
    """Of the period; by default the earliest event."""

    end: int | None = None
    """Of the period, not part of it; by default just after the as-of instant."""

    as_of: int | None = None
    """By default the latest event."""

    channels: frozenset[str] = frozenset()
    policy: MetricPolicy = attrs.field(factory=MetricPolicy)
    memory: int = DEFAULT_MEMORY

    def frame(self, span: tuple[int, int] | None) -> Frame:
        """Return what frames the replay of a log whose valid events have this *span*.

        Of a log without a valid event the frame is empty, unless the settings say it.
        """
        earliest, latest = span or (0, 0)
        as_of = self.as_of if self.as_of is not None else latest
        start = self.start if self.start is not None else earliest
        end = self.end if self.end is not None else as_of + 1
        return Frame(period=Period(start, end, as_of), channels=self.channels, policy=self.policy)


@attrs.define(eq=False)
class Replay:
    """One replay of one log: take the log in, then fold it."""

    settings: Settings
    projections: Callable[[Frame], list[Projection[Any]]]
    """Makes the projections that are asked for, once the frame is known."""

    progress: Progress = no_progress
    on_rows: Callable[[RowProjection[Any]], None] | None = None
    """Takes finished rows out, every now and then; where there is nothing they stay."""

    _store: PartitionStore = attrs.field(init=False)
    _intake: Intake = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start with an empty store."""
        self._store = PartitionStore(self.settings.memory)
        self._intake = Intake(self._store, self.settings.as_of)

    def read(self, sources: list[Source]) -> None:
        """Take in every line of *sources*.

        Raises:
            DamagedLogError: One of them cannot be read to its end.
        """
        stored = [source.path.stat().st_size if source.path else 0 for source in sources]
        before = 0
        for number, source in enumerate(sources):
            line = 1
            for lines, read in read_lines(source):
                self._intake.take_lines(lines, number, line)
                line += len(lines)
                self.progress("reading", before + read, sum(stored))
            before += stored[number]

    def take_lines(self, lines: Iterable[bytes]) -> None:
        """Take in JSON lines that are in memory."""
        self._intake.take_lines(lines, 0, 1)

    def take_events(self, events: Iterable[Event]) -> None:
        """Take in events that are in memory."""
        for number, event in enumerate(events, 1):
            self._intake.take_event(event, 0, number)

    def fold(self) -> Replayed:
        """Fold what was taken in."""
        intake, store = self._intake, self._store
        dropped = find_duplicates(store, [*store.numbers()])
        intake.counts.applied -= dropped.number
        intake.counts.duplicates += dropped.number
        frame = self.settings.frame(intake.span)
        reference, agents = self._fold_entities(dropped, frame)
        replayed = Replayed(
            frame=frame,
            span=intake.span,
            counts=intake.counts,
            types=dict(sorted(intake.types.items())),
            rejects=sorted(intake.rejects) + dropped.differing,
            reference=reference,
            agents=agents,
            moments=self._agent_moments(dropped, reference, agents),
            projections=self.projections(frame),
            store=store,
            dropped=dropped,
        )
        self._fold_facts(replayed)
        return replayed

    def _fold_entities(self, dropped: Dropped, frame: Frame) -> tuple[Reference, list[Agent]]:
        reference = Reference()
        agents: list[Agent] = []
        handlers = routes([reference])
        for stream in self._entity_streams(dropped):
            for event in stream:
                for handle in handlers.get(type(event), ()):
                    handle(event)
            if stream[0].stream_kind == PresenceChanged.stream_kind:
                changes = [event for event in stream if isinstance(event, PresenceChanged)]
                names = reference.agent_names(stream[0].stream_id)
                agents.append(Agent(stream[0].stream_id, changes, frame.period.as_of, names))
        return reference, agents

    def _agent_moments(
        self, dropped: Dropped, reference: Reference, agents: list[Agent]
    ) -> AgentMoments:
        """Gather where human agents locked and signed out.

        A lock by any actor but `VIRTUAL_AGENT` is a human's.
        """
        moments: dict[str, list[OrderKey]] = {}
        for lock in self._intake.locks:
            if lock.position in dropped.positions.get(lock.partition, ()):
                continue
            if reference.actor(lock.actor_type, lock.agent_id) != "VIRTUAL_AGENT":
                moments.setdefault(lock.agent_id, []).append(lock.order)
        for agent in agents:
            moments.setdefault(agent.agent_id, []).extend(agent.sign_outs)
        return AgentMoments.of(moments.items())

    def _fold_facts(self, replayed: Replayed) -> None:
        handlers = routes(replayed.projections)
        for agent in replayed.agents:
            for handle in handlers.get(Agent, ()):
                handle(agent)
        if Conversation in handlers:
            numbers = self._store.numbers_of_conversations()
            for number in numbers:
                for conversation in replayed.conversations_in(number):
                    for handle in handlers[Conversation]:
                        handle(conversation)
                self._take_rows(replayed.projections)
                self.progress("folding", number + 1, len(numbers))
        self._take_rows(replayed.projections)

    def _take_rows(self, projections: list[Projection[Any]]) -> None:
        if self.on_rows is not None:
            for projection in projections:
                if isinstance(projection, RowProjection):
                    self.on_rows(projection)

    def _entity_streams(self, dropped: Dropped) -> Iterator[list[Event]]:
        for number in self._store.numbers_of_entities():
            partition = self._store.load(number)
            yield from streams(partition, dropped.positions.get(number, frozenset()))
