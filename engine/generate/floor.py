"""The floor: what all who act in the centre share, and the agenda by which they take turns.

Everyone acts in the order of time, and says nothing of the past; so a page of the log is complete
as soon as the agenda is beyond it, however long the log becomes.
"""

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date

import attrs

from .centre import Agent, Centre, Channel, Conversation
from .chance import Chance
from .log import MINUTE, Log
from .words import Words

Action = Callable[[int], None]

_BREAKS = (("COFFEE", 100, 15), ("LUNCH", 230, 35), ("COFFEE", 390, 10))
"""The breaks of a shift: away state, minutes after its beginning, minutes that it lasts."""


@attrs.frozen(eq=False)
class Shift:
    """When an agent works on one day."""

    agent: Agent
    begins: int
    ends: int
    works_through: bool = False
    """It goes on while it says that it is away."""
    signs_out: bool = True
    """It does not forget to say that it goes home."""

    def breaks(self) -> list[tuple[int, int, str]]:
        """Give its breaks that end before it does, the last one first: from, to, away state."""
        return [
            (self.begins + after * MINUTE, self.begins + (after + lasts) * MINUTE, state)
            for state, after, lasts in reversed(_BREAKS)
            if self.begins + (after + lasts) * MINUTE < self.ends
        ]


@attrs.frozen(eq=False)
class Plan:
    """Who works when, and how much contacts write."""

    shifts: Callable[[date], Iterator[Shift]]
    """The shifts that begin on a UTC day."""
    demand: Callable[[int], float]
    """How many conversations start in the hour around an instant."""


@attrs.define(eq=False)
class Floor:
    """The centre at work."""

    centre: Centre
    plan: Plan
    chance: Chance
    log: Log
    languages: tuple[Words, ...]
    conversation_name: Callable[[int], str]
    waiting: deque[Conversation] = attrs.field(init=False, factory=deque)
    """Conversations that want a person, first come, first served."""
    set_aside: list[Conversation] = attrs.field(init=False, factory=list)
    """Conversations that somebody will resolve all at once."""
    conversations: int = attrs.field(init=False, default=0)
    _agenda: list[tuple[int, int, Action]] = attrs.field(init=False, factory=list)
    _entries: int = attrs.field(init=False, default=0)

    def at(self, ms: int, action: Action) -> None:
        """Put on the agenda what happens at *ms*."""
        # The number keeps actions of one instant in the order in which they were planned.
        self._entries += 1
        heapq.heappush(self._agenda, (ms, self._entries, action))

    def queue(self, c: Conversation, _now: int) -> None:
        """Put a conversation among those that wait."""
        self.waiting.append(c)

    def open(self, contact: int, channel: Channel, words: Words) -> Conversation:
        """Begin a conversation, of which the log knows nothing yet."""
        self.conversations += 1
        return Conversation(self.conversation_name(self.conversations), contact, channel, words)

    def pages(self, until: int | None = None) -> Iterator[list[str]]:
        """Let everyone act, for ever or before *until*, and give the pages of the log."""
        agenda, turn_to = self._agenda, self.log.turn_to
        while until is None or agenda[0][0] < until:
            now, _, act = heapq.heappop(agenda)
            yield from turn_to(now)
            act(now)
        yield from turn_to(until)
