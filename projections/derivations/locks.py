"""Lock intervals: who held a conversation, from when to when, and what came of it."""

from collections.abc import Iterable
from enum import Enum
from typing import Literal

import attrs

from ...events import (
    ConversationEvent,
    LockAcquired,
    LockReleased,
    OrderKey,
    PresenceChanged,
    stream_of,
)
from ..frozen import frozen
from .agent_moments import AgentMoments
from .course import Effect, Message, StatusChange, event_of
from .reference import Reference

LockClass = Literal["HANDLING", "NO_REPLY", "CHERRY_PICKING"]


class Closing(Enum):
    """What closes a lock interval: the earliest of these, by the numbers of the definition."""

    RELEASED = 1
    STOLEN = 2
    STATUS_CHANGED = 3
    LOCKED_ELSEWHERE = 4
    SIGNED_OUT = 5
    AS_OF = 6


@frozen
class LockInterval:
    """A human agent's lock on a conversation, `[start, end)`.

    It is *handling* where a human reply by its agent falls inside it, else *no reply* where a
    resolve by its agent closed it, else *cherry-picking*. Inside is by the order of events.
    """

    opened: LockAcquired
    team_id: str | None
    closing: Closing
    closed: OrderKey | None
    """The place in the log of the event that closed it; nothing where the as-of instant did."""

    end: int
    lock_class: LockClass
    reply: Message | None
    """The first reply of its agent inside it."""

    @property
    def agent_id(self) -> str:
        """Whose lock it is."""
        return self.opened.agent_id

    @property
    def start(self) -> int:
        """When it was acquired."""
        return self.opened.time

    @property
    def length(self) -> int:
        """Its whole length in milliseconds."""
        return self.end - self.opened.time


def derive_locks(
    course: Iterable[Effect], reference: Reference, agents: AgentMoments, as_of: int
) -> list[LockInterval]:
    """Return the human lock intervals of a conversation, in order. Source: lock intervals.

    A virtual agent's lock closes a human's and is not itself measured.
    """
    lock = _Lock(reference, agents)
    for effect in course:
        lock.close_if_left(event_of(effect))
        if effect.type == "lock.acquired":
            lock.acquire(effect)
        elif effect.type == "message":
            lock.note_reply(effect)
        elif effect.type == "status change":
            lock.close(Closing.STATUS_CHANGED, effect.event.order, effect)
        elif effect.type == "lock.released":
            lock.release(effect)
    lock.close_at(as_of)
    return lock.intervals


@attrs.define
class _Lock:
    """The lock on a conversation, as its course goes on."""

    reference: Reference
    agents: AgentMoments
    intervals: list[LockInterval] = attrs.Factory(list)
    held: LockAcquired | None = None
    is_virtual: bool = False
    left: OrderKey | None = None
    """Where the human who holds it locked elsewhere or signed out."""

    reply: Message | None = None

    def acquire(self, lock: LockAcquired) -> None:
        """Open an interval, unless its agent holds the lock already."""
        is_virtual = not self.reference.is_human_lock(lock.actor_type, lock.agent_id)
        if self.held is not None:
            if (self.held.agent_id, self.is_virtual) == (lock.agent_id, is_virtual):
                return
            self.close(Closing.STOLEN, lock.order)
        self.held = lock
        self.is_virtual = is_virtual
        self.left = None if is_virtual else self.agents.next_elsewhere(lock.agent_id, lock.order)
        self.reply = None

    def note_reply(self, message: Message) -> None:
        """Remember the holder's first human reply."""
        if (
            self.held is not None
            and self.reply is None
            and message.is_human_reply
            and message.sent.agent_id == self.held.agent_id
        ):
            self.reply = message

    def release(self, release: LockReleased) -> None:
        """Close the interval, if it is the holder who gives up the lock."""
        if self.held is not None and release.agent_id == self.held.agent_id:
            self.close(Closing.RELEASED, release.order)

    def close_if_left(self, event: ConversationEvent) -> None:
        """Close the interval, if its agent locked elsewhere or signed out before *event*."""
        left = self.left
        if left is not None and left[0] <= event.time and left < event.order:
            self._close_where_left(left)

    def close_at(self, as_of: int) -> None:
        """Close the interval that nothing else in the conversation closed."""
        if self.left is not None:
            self._close_where_left(self.left)
        elif self.held is not None and not self.is_virtual:
            self._add(self.held, Closing.AS_OF, None, as_of, self._class())

    def close(self, closing: Closing, closed: OrderKey, change: StatusChange | None = None) -> None:
        """Close the interval at the event whose place in the log is *closed*."""
        if self.held is not None and not self.is_virtual:
            self._add(self.held, closing, closed, closed[0], self._class(change))
        self.held = self.left = self.reply = None

    def _close_where_left(self, left: OrderKey) -> None:
        signed_out = stream_of(left)[0] == PresenceChanged.stream_kind
        self.close(Closing.SIGNED_OUT if signed_out else Closing.LOCKED_ELSEWHERE, left)

    def _class(self, change: StatusChange | None = None) -> LockClass:
        if self.reply is not None:
            return "HANDLING"
        by_own_resolve = (
            self.held is not None
            and change is not None
            and change.is_resolve
            and change.actor == "AGENT"
            and change.event.agent_id == self.held.agent_id
        )
        return "NO_REPLY" if by_own_resolve else "CHERRY_PICKING"

    def _add(
        self,
        lock: LockAcquired,
        closing: Closing,
        closed: OrderKey | None,
        end: int,
        lock_class: LockClass,
    ) -> None:
        team_id = self.reference.team_of(lock)
        self.intervals.append(
            LockInterval(lock, team_id, closing, closed, end, lock_class, self.reply)
        )
