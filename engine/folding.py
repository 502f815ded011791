"""Folding: conversations go into projections, then what these keep of contacts is finished."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, Protocol

import attrs

from ..projections import (
    ByContact,
    ContactRowsProjection,
    Frame,
    Projection,
    RowProjection,
    routes,
)
from ..projections.derivations import Agent, Conversation
from .contact_parts import PARTS, ContactParts, Segments
from .memory import Memory
from .partitions import CONVERSATIONS
from .progress import Progress, adding_up
from .replayed import Replayed
from .workers import Report, run_in_workers

_AT_ONCE: Final = 1_000
"""Conversations whose rows wait to be printed together."""


class RowSink(Protocol):
    """Takes finished rows, every now and then."""

    def take(self, export: type[Projection[Any]], rows: list[Any], by: tuple[str, ...]) -> None:
        """Take rows that are finished; the export sorts them *by* these fields."""

    def apart(self) -> "RowSink":
        """Return a sink for another process, before that process is made."""
        raise NotImplementedError

    def handed_over(self) -> Any:
        """Return what this sink took, for the process that it was made in."""

    def adopt(self, other: "RowSink", handed_over: Any) -> None:
        """Take over what *other*, in another process, took."""


@attrs.define(eq=False)
class Folded:
    """What is folded, in one process."""

    projections: list[Projection[Any]]
    sink: RowSink | None
    """Where finished rows go; where there is none they stay with their projections."""

    parts: ContactParts
    """Where what projections keep of contacts waits; where there is no sink it stays with them."""

    def conversations(self, replayed: Replayed, numbers: Iterable[int], report: Report) -> None:
        """Fold the conversations of partitions."""
        handlers = routes(self.projections)[Conversation]
        for number in numbers:
            for folded, conversation in enumerate(replayed.records_in(number), 1):
                for handle in handlers:
                    handle(conversation)
                if folded % _AT_ONCE == 0:
                    self.take_rows()
            self.take_rows()
            if self.sink is not None:
                self.parts.take_beyond_memory(self.projections)
            report(1)

    def take_rows(self) -> None:
        """Let the sink have the rows that are finished."""
        if self.sink is not None:
            for each in self.projections:
                if isinstance(each, RowProjection):
                    self.sink.take(type(each), each.take(), each.sorted_by)

    def contacts(
        self, replayed: Replayed, parts: ContactParts, numbers: Iterable[int], report: Report
    ) -> None:
        """Finish the contacts of some of *parts*."""
        for number in numbers:
            parts.put(number, self.projections)
            for each in self.projections:
                if isinstance(each, ContactRowsProjection) and self.sink is not None:
                    self.sink.take(type(each), [*each.rows(replayed.reference)], each.sorted_by)
                if isinstance(each, ByContact):
                    each.settle()
            report(1)


_HandedOver = tuple[list[Projection[Any]], Any, Segments]
"""What a worker folded: projections, where their rows are, and where what they keep of contacts."""


@attrs.define(eq=False)
class Folding:
    """Folds what was taken in, by one process or several."""

    make: Callable[[Frame], list[Projection[Any]]]
    frame: Frame
    sink: RowSink | None
    workers: int
    memory: Memory
    progress: Progress
    here: Folded = attrs.field(init=False)
    """What is folded in this process, and in the end all."""

    def __attrs_post_init__(self) -> None:
        """Start with nothing."""
        self.here = Folded(self.make(self.frame), self.sink, ContactParts(self.memory.contacts))

    def agents(self, agents: Iterable[Agent]) -> None:
        """Fold agents."""
        handlers = routes(self.here.projections).get(Agent, ())
        for agent in agents:
            for handle in handlers:
                handle(agent)
            self.here.take_rows()

    def conversations(self, replayed: Replayed) -> None:
        """Fold the conversations of *replayed*, and finish contacts.

        Raises:
            WorkerDiedError: A worker was killed.
        """
        here = self.here
        if Conversation not in routes(here.projections):
            return
        report = adding_up(self.progress, "folding", len(CONVERSATIONS))
        if self.workers == 1:
            here.conversations(replayed, CONVERSATIONS, report)
            if here.parts.files:
                here.parts.take(here.projections)
        else:

            def fold(folded: Folded, worker: int, report: Report) -> None:
                folded.conversations(replayed, CONVERSATIONS[worker :: self.workers], report)
                if folded.sink is not None:
                    folded.parts.take(folded.projections)

            self._in_workers(fold, report)
        if here.parts.files:
            self._finish_contacts(replayed)

    def _finish_contacts(self, replayed: Replayed) -> None:
        here = self.here
        report = adding_up(self.progress, "adding up contacts", len(PARTS))
        if self.workers == 1:
            here.contacts(replayed, here.parts, PARTS, report)
            return

        def finish(folded: Folded, worker: int, report: Report) -> None:
            folded.contacts(replayed, here.parts, PARTS[worker :: self.workers], report)

        self._in_workers(finish, report)

    def _in_workers(self, work: Callable[[Folded, int, Report], None], report: Report) -> None:
        """Let workers *work*, each with projections of its own; bring together what they did."""
        here = self.here
        sinks = [here.sink and here.sink.apart() for _ in range(self.workers)]
        parts = [here.parts.apart() for _ in range(self.workers)]

        def task(worker: int, report: Report) -> _HandedOver:
            self.memory.hold_worker(self.workers)
            folded = Folded(self.make(self.frame), sinks[worker], parts[worker])
            work(folded, worker, report)
            handed_over = folded.sink and folded.sink.handed_over()
            return folded.projections, handed_over, folded.parts.segments

        tasks = [partial(task, worker) for worker in range(self.workers)]
        for sink, own, (projections, handed_over, segments) in zip(
            sinks, parts, run_in_workers(tasks, report), strict=True
        ):
            for mine, theirs in zip(here.projections, projections, strict=True):
                mine.merge(theirs)
            if here.sink and sink:
                here.sink.adopt(sink, handed_over)
                here.parts.adopt(own.files[0], segments)
