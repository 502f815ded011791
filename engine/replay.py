"""Replays: a log in, facts through projections, exports out."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, cast

import attrs

from ..events import Event, LockAcquired, OrderKey, Redaction
from ..projections import Frame, MetricPolicy, Period, Projection
from ..projections.derivations import Agent, AgentMoments, Reference
from .contacts import ContactBook
from .duplicates import Dropped, find_duplicates
from .facts import fold_entities
from .folding import Folding, RowSink
from .intake import Intake, Taken
from .memory import Memory
from .partitions import CONTACTS, ENTITIES, LOCKS, PartitionStore
from .progress import Progress, adding_up, no_progress
from .redacted import hide, redacted
from .rejects import Rejects
from .replayed import Replayed
from .scratch import Scratch
from .shares import Share, divide
from .sources import Source, confirm, digest, read_lines
from .streams import streams, undropped
from .workers import Report, can_fork, run_in_workers

_Read = tuple[Taken, dict[int, Source]]
"""What a worker read, but for the lines: and what it learnt of its sources."""


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
    memory: Memory = attrs.field(factory=Memory)
    workers: int = 1
    """How many processes share the work; what they write does not depend on it."""

    redaction: Redaction | None = None
    """What replaces personal text; nothing leaves it as the log has it."""

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
    sink: RowSink | None = None
    """Where finished rows go; where there is none they stay with their projections."""

    _store: PartitionStore = attrs.field(init=False)
    _intake: Intake = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start with an empty store."""
        self._store = PartitionStore(self.settings.memory.lines)
        self._intake = Intake(self._store, self.settings.as_of)

    def read(self, sources: list[Source]) -> None:
        """Take in every line of *sources*; what names them is redacted after that, where text is.

        Raises:
            DamagedLogError: One of them cannot be read to its end.
            WorkerDiedError: A worker was killed.
        """
        self._read(sources)
        if self.settings.redaction is not None:
            hide(sources, self.settings.redaction)

    def _read(self, sources: list[Source]) -> None:
        expected = sum(source.expected_size for source in sources)
        report = adding_up(self.progress, "reading", expected)
        divided = divide(sources, self.settings.workers if can_fork() else 1)
        if len(divided) == 1:
            _take_shares(self._intake, sources, divided[0], report)
            return
        stores = [
            PartitionStore(self.settings.memory.lines // len(divided), [Scratch()]) for _ in divided
        ]

        def task(store: PartitionStore, shares: list[Share], report: Report) -> _Read:
            self.settings.memory.hold_worker(len(divided))
            intake = Intake(store, self.settings.as_of)
            _take_shares(intake, sources, shares, report)
            return intake.taken(), {share.source: sources[share.source] for share in shares}

        def digest_the_cut() -> None:
            for number in {share.source for shares in divided for share in shares if share.end}:
                digest(sources[number])

        tasks = [partial(task, *each) for each in zip(stores, divided, strict=True)]
        results = run_in_workers(tasks, report, digest_the_cut)
        for store, (taken, read) in zip(stores, results, strict=True):
            self._intake.adopt(taken, store.files[0])
            for number, source in read.items():
                sources[number].adopt(source)
        for source in sources:
            confirm(source)

    def take_lines(self, lines: Iterable[bytes]) -> None:
        """Take in JSON lines that are in memory."""
        self._intake.take_lines(lines, 0, 1)

    def take_events(self, events: Iterable[Event]) -> None:
        """Take in events that are in memory."""
        for number, event in enumerate(events, 1):
            self._intake.take_event(event, 0, number)

    def let_go(self) -> None:
        """Let go of the log, which waits on disk: what was folded of it stays."""
        self._store.let_go()

    def fold(self) -> Replayed:
        """Fold what was taken in.

        Raises:
            WorkerDiedError: A worker was killed.
        """
        intake, store = self._intake, self._store
        dropped = find_duplicates(store)
        counts = intake.counts
        counts.applied -= len(dropped.places)
        counts.duplicates = len(dropped.places)
        frame = self.settings.frame(intake.span)
        memory = self.settings.memory
        workers = self.settings.workers if store.files else 1
        folding = Folding(self.projections, frame, self.sink, workers, memory, self.progress)
        reference, sign_outs, agents = self._fold_entities(dropped, folding)
        replayed = Replayed(
            frame=frame,
            span=intake.span,
            counts=counts,
            types=dict(sorted(intake.types.items())),
            rejects=Rejects(intake.rejects, dropped.differing),
            reference=reference,
            agents=agents,
            moments=self._agent_moments(dropped, reference, sign_outs),
            projections=folding.here.projections,
            store=store,
            dropped=dropped,
            redaction=self.settings.redaction,
        )
        folding.conversations(replayed)
        return replayed

    def _fold_entities(
        self, dropped: Dropped, folding: Folding
    ) -> tuple[Reference, dict[str, list[OrderKey]], list[Agent]]:
        """Fold reference data and agents; return where agents signed out, too.

        Agents stay only where rows do: their presence is as long as the log.
        """
        load, redaction = self._store.load, self.settings.redaction
        contacts = ContactBook.of(map(load, CONTACTS), dropped.places, redaction)
        reference = Reference(contacts=contacts)
        sign_outs: dict[str, list[OrderKey]] = {}
        kept: list[Agent] = []
        for number in ENTITIES:
            found = redacted(streams(load(number), dropped.places), redaction)
            agents = [*fold_entities(found, reference, folding.frame.period.as_of)]
            folding.agents(agents)
            for agent in agents:
                sign_outs[agent.agent_id] = agent.sign_outs
            if self.sink is None:
                kept += agents
        return reference, sign_outs, kept

    def _agent_moments(
        self, dropped: Dropped, reference: Reference, sign_outs: dict[str, list[OrderKey]]
    ) -> AgentMoments:
        """Gather where human agents locked and signed out."""
        redaction = self.settings.redaction
        moments = AgentMoments(rests=Scratch()) if self._store.files else AgentMoments()
        for number in LOCKS:
            partition = self._store.load(number)
            by_agent: dict[str, list[OrderKey]] = {}
            positions = undropped(partition, dropped.places)
            locks = (
                partition.records(positions)
                if redaction is None
                else map(redaction.redacted, map(partition.event, positions))
            )
            for lock in cast("Iterator[LockAcquired]", locks):
                if reference.is_human_lock(lock.actor_type, lock.agent_id):
                    by_agent.setdefault(lock.agent_id, []).append(lock.order)
            for agent_id, keys in by_agent.items():
                moments.add(agent_id, [*keys, *sign_outs.pop(agent_id, ())])
        for agent_id, moved in sign_outs.items():
            moments.add(agent_id, moved)
        return moments


def _take_shares(
    intake: Intake, sources: list[Source], shares: list[Share], report: Report
) -> None:
    for share in shares:
        line, before = share.first_line, 0
        for lines, read in read_lines(sources[share.source], share.start, share.end):
            intake.take_lines(lines, share.source, line)
            line += len(lines)
            report(read - before)
            before = read
