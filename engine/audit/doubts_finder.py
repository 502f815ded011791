"""What every search for doubts shares: what it looks at, what it finds, and how it is declared."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Literal

import attrs

from ...events import Event, OrderKey, PresenceState
from ...projections import Frame
from ...projections.derivations import (
    Agent,
    Closing,
    Conversation,
    LockInterval,
    PresenceInterval,
    Reference,
)
from .clock import Clock
from .names import Names
from .spans import lock_span

Severity = Literal["WRONG", "LOOK"]
"""`WRONG`: it cannot be right. `LOOK`: it can, but deserves a look."""


@attrs.frozen(kw_only=True)
class Finding:
    """Something doubtful, from instant `start` to instant `end`; they are the same for a moment."""

    text: str
    """What is doubtful, in a sentence."""

    events: tuple[Event, ...]
    """What says so, the telling one first; at least one."""

    elsewhere: OrderKey | None = None
    """The place in the log of one more event, of another conversation."""

    start: int
    end: int
    conversation_id: str | None = None
    agent_id: str | None = None


@attrs.frozen(eq=False)
class Scene:
    """What a finder may look at beside the conversations."""

    frame: Frame
    reference: Reference
    agents: dict[str, Agent]
    """By their IDs."""

    clock: Clock
    names: Names
    streams: Callable[[], Iterable[list[Event]]] = attrs.field(repr=False)
    """Gives the events of every stream of the log, whatever the channel."""

    has_locks: bool
    """Whether the log says of any lock that it was acquired."""

    @property
    def has_presence(self) -> bool:
        """Whether the log says of any agent that it came, went away or signed out."""
        return any(agent.changes for agent in self.agents.values())

    def presence_during(
        self, interval: LockInterval, states: Iterable[PresenceState]
    ) -> Iterator[tuple[PresenceInterval, int]]:
        """Yield the presence intervals of a lock's agent in *states* that overlap the lock.

        Each comes with the milliseconds of the period in which both last, more than none.
        """
        agent = self.agents.get(interval.agent_id)
        if agent is None:
            return
        first = bisect_left(agent.presence, interval.start, key=lambda presence: presence.end)
        for presence in islice(agent.presence, first, None):
            if presence.start >= interval.end:
                return
            if presence.state in states:
                start, end = max(presence.start, interval.start), min(presence.end, interval.end)
                overlap = self.frame.period.overlap(start, end)
                if overlap:
                    yield presence, overlap


@attrs.define(eq=False)
class Finder:
    """Looks for one kind of doubt, in each conversation and then in all that it saw."""

    scene: Scene

    def look_at(self, conversation: Conversation) -> Iterable[Finding]:
        """Return what is doubtful in a conversation."""
        raise NotImplementedError

    def conclude(self) -> Iterable[Finding]:
        """Return what is doubtful in the log as a whole, once every conversation was seen."""
        return ()


@attrs.frozen
class DoubtKind:
    """A kind of doubt, as the catalogue has it."""

    name: str
    """In lower case, its words joined by hyphens."""

    severity: Severity
    meaning: str
    remedy: str
    finder: Callable[[Scene], Finder] = attrs.field(repr=False)
    """Makes what looks for it."""


@attrs.frozen
class Holding:
    """Who held a conversation's lock when: its human lock intervals, searched by event."""

    intervals: list[LockInterval]
    openings: list[OrderKey]

    @classmethod
    def of(cls, conversation: Conversation) -> "Holding":
        """Return who held the lock of a conversation."""
        return cls(conversation.locks, [interval.opened.order for interval in conversation.locks])

    def at(self, event: Event) -> LockInterval | None:
        """Return the lock interval that *event* falls into, if there is one."""
        order = event.order
        before = bisect_left(self.openings, order)
        if not before:
            return None
        interval = self.intervals[before - 1]
        return interval if interval.closed is None or order < interval.closed else None

    def latest_of(self, agent_id: str, event: Event) -> LockInterval | None:
        """Return the latest lock interval of an agent that opened before *event*."""
        before = bisect_left(self.openings, event.order)
        for interval in reversed(self.intervals[:before]):
            if interval.agent_id == agent_id:
                return interval
        return None


def ending_of(interval: LockInterval) -> str:
    """Say in words what closed a lock interval."""
    return lock_span(interval.opened.conversation_id, interval, lambda _order: None).ending


def closing_of(
    conversation: Conversation, interval: LockInterval, scene: Scene
) -> tuple[Event | None, OrderKey | None]:
    """Return the event that closed a lock interval, or its place in another conversation."""
    if interval.closed is None:
        return None, None
    if interval.closing is Closing.LOCKED_ELSEWHERE:
        return None, interval.closed
    stream: list[Event] = [*conversation.events]
    if interval.closing is Closing.SIGNED_OUT:
        stream = [*scene.agents[interval.agent_id].changes]
    return next(event for event in stream if event.order == interval.closed), None


def counted(number: int, noun: str) -> str:
    """Return how many of what: `1 agent`, `2,000 agents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
