"""Doubts about locks: who took, held and gave up what."""

from collections.abc import Iterator
from typing import Final

import attrs

from ...events import (
    ConversationEvent,
    Event,
    LockAcquired,
    LockReleased,
    StatusChanged,
)
from ...projections.derivations import Conversation, StatusChange
from .clock import spell
from .doubts_finder import Finder, Finding, Holding, closing_of, ending_of
from .names import starting

WORKING_DAY: Final = 8 * 60 * 60 * 1000
"""Milliseconds of a working day, which no agent spends on one conversation."""


@attrs.define(eq=False)
class LockOnResolved(Finder):
    """A human agent took the lock of a conversation that was resolved."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the lock intervals that opened while the status was `RESOLVED`."""
        opened = {interval.opened.order: interval for interval in conversation.locks}
        resolve: StatusChanged | None = None
        for moment in conversation.course:
            if isinstance(moment, StatusChange):
                resolve = moment.event if moment.is_resolve else None
            elif isinstance(moment, LockAcquired) and resolve is not None:
                interval = opened.get(moment.order)
                if interval is None:
                    continue
                since = spell(moment.time - resolve.time)
                agent = starting(self.scene.names.agent(moment.agent_id))
                yield Finding(
                    text=f"{agent} took the lock {since} after the conversation was resolved, "
                    f"and held it for {spell(interval.length)}.",
                    events=(moment, resolve),
                    start=interval.start,
                    end=interval.end,
                    conversation_id=conversation.conversation_id,
                    agent_id=moment.agent_id,
                )


@attrs.define(eq=False)
class _WithoutLock(Finder):
    """An agent did what only the holder of the lock does."""

    def without_lock(
        self, holding: Holding, event: ConversationEvent, agent_id: str, did: str
    ) -> Finding:
        """Return that an agent *did* so by *event*, and who held the lock."""
        names = self.scene.names
        holder, latest = holding.at(event), holding.latest_of(agent_id, event)
        held = "nobody" if holder is None else names.agent(holder.agent_id)
        own = "It had never held it"
        if latest is not None:
            ago = spell(event.time - latest.end)
            own = f"Its own lock had ended {ago} before: {ending_of(latest)}"
        locks = [interval.opened for interval in (holder, latest) if interval is not None]
        return Finding(
            text=f"{starting(names.agent(agent_id))} {did}; {held} held it. {own}.",
            events=(event, *locks),
            start=event.time,
            end=event.time,
            conversation_id=event.conversation_id,
            agent_id=agent_id,
        )


@attrs.define(eq=False)
class ReplyWithoutLock(_WithoutLock):
    """A human agent replied who did not hold the lock."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the replies outside the locks of their agents, if the log speaks of locks."""
        if not self.scene.has_locks or not conversation.replies:
            return
        holding = Holding.of(conversation)
        for reply in conversation.replies:
            if reply.sent.agent_id is None:
                continue
            holder = holding.at(reply.sent)
            if holder is None or holder.agent_id != reply.sent.agent_id:
                yield self.without_lock(
                    holding, reply.sent, reply.sent.agent_id, "replied without holding the lock"
                )


@attrs.define(eq=False)
class ReleaseWithoutLock(_WithoutLock):
    """A human agent gave up a lock that it did not hold."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the releases that do not come in the instant in which a lock of the agent ends.

        What ended it may be something else: a source can say the end of a lock twice.
        """
        reference = self.scene.reference
        holding = Holding.of(conversation)
        virtual: dict[str, bool] = {}
        for moment in conversation.course:
            if isinstance(moment, LockAcquired):
                is_human = reference.is_human_lock(moment.actor_type, moment.agent_id)
                virtual[moment.agent_id] = not is_human
            if not isinstance(moment, LockReleased):
                continue
            agent_id = moment.agent_id
            if virtual.get(agent_id, reference.is_virtual(agent_id)):
                continue
            latest = holding.latest_of(agent_id, moment)
            if latest is None or latest.end != moment.time:
                yield self.without_lock(
                    holding, moment, agent_id, "gave up the lock without holding it"
                )


@attrs.define(eq=False)
class LongLock(Finder):
    """A human agent held one lock for longer than a working day."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the lock intervals that are longer than a working day, nights included."""
        for interval in conversation.locks:
            if interval.length <= WORKING_DAY:
                continue
            closing, elsewhere = closing_of(conversation, interval, self.scene)
            agent = starting(self.scene.names.agent(interval.agent_id))
            yield Finding(
                text=f"{agent} held the lock for {spell(interval.length)}, until "
                f"{self.scene.clock.full(interval.end)}: {ending_of(interval)}.",
                events=(interval.opened, *_known(closing)),
                elsewhere=elsewhere,
                start=interval.start,
                end=interval.end,
                conversation_id=conversation.conversation_id,
                agent_id=interval.agent_id,
            )


@attrs.define(eq=False)
class RequeueKeepsLock(Finder):
    """A return to the queue released no lock: the status was `NEW` all along."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the returns to the queue that change nothing and after which a lock goes on.

        By an agent, or as a boomerang: others set the status anew for reasons of their own.
        """
        holding = Holding.of(conversation)
        if not holding.intervals:
            return
        for event in conversation.events:
            if not isinstance(event, StatusChanged) or event.status != "NEW":
                continue
            is_return = event.boomerang or self.scene.reference.actor_of(event) == "AGENT"
            holder = holding.at(event) if is_return else None
            # A change of status ends the lock, so that where it goes on nothing was changed.
            if holder is None or holder.end == event.time:
                continue
            agent = self.scene.names.agent(holder.agent_id)
            yield Finding(
                text="The status was set to NEW, which it was already; "
                f"{agent} held the lock for {spell(holder.end - event.time)} more.",
                events=(event, holder.opened),
                start=event.time,
                end=event.time,
                conversation_id=conversation.conversation_id,
                agent_id=holder.agent_id,
            )


def _known(event: Event | None) -> tuple[Event, ...]:
    return () if event is None else (event,)
