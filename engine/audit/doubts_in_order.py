"""Doubts about order: what came first."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, Final

import attrs

from ...events import AnyConversationEvent, ConversationEvent
from ...projections.derivations import Conversation
from ...projections.derivations.course import event_of
from .clock import spell
from .doubts_finder import Finder, Finding
from .names import starting

_FEWEST: Final = 3
"""Events whose numbers can make an order of their own."""

_WORTH_TRYING: Final = 1_000_000
"""Times events, up to which it is tried out whether the order of one instant matters."""


@attrs.define(eq=False)
class ReplyBeforeInbound(Finder):
    """A human agent replied before the contact wrote."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the first human reply of a conversation, if no inbound message is before it."""
        messages = iter(conversation.messages)
        early = next(
            (m for m in messages if m.is_human_reply or m.sent.direction == "INBOUND"), None
        )
        if early is None or not early.is_human_reply:
            return
        inbound = next((m.sent for m in messages if m.sent.direction == "INBOUND"), None)
        reply = early.sent
        who = "An agent" if reply.agent_id is None else self.scene.names.agent(reply.agent_id)
        first = (
            "and the log has none"
            if inbound is None
            else f"which came {spell(inbound.time - reply.time)} later"
        )
        yield Finding(
            text=f"{starting(who)} replied before any inbound message, {first}.",
            events=(reply,) if inbound is None else (reply, inbound),
            start=reply.time,
            end=reply.time,
            conversation_id=conversation.conversation_id,
            agent_id=reply.agent_id,
        )


@attrs.define(eq=False)
class NegativeWait(Finder):
    """By the source's own numbers a reply follows what it answers; by the clock it precedes it."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the responses of negative length that the order of `seq` alone would give.

        That order is one only where no two events of the conversation share a number.
        """
        events = _in_order_of_seq(conversation)
        if events == conversation.events:
            return
        for response in attrs.evolve(conversation, events=events).responses:
            if response.response_time >= 0:
                continue
            opened, reply = response.wait.opened, response.reply.sent
            yield Finding(
                text=f"By seq this reply ({reply.seq:,}) answers what came before it "
                f"({opened.seq:,}); by time it was sent {spell(-response.response_time)} earlier.",
                events=(reply, opened),
                start=reply.time,
                end=opened.time,
                conversation_id=conversation.conversation_id,
                agent_id=reply.agent_id,
            )


@attrs.define(eq=False)
class SeqAgainstClock(Finder):
    """By the source's own numbers events come in another order than by the clock."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield each event that is earlier than the one before it by `seq`."""
        for before, after in pairwise(_in_order_of_seq(conversation)):
            if after.time < before.time:
                yield Finding(
                    text=f"By seq this event ({after.seq:,}) comes next after another "
                    f"({before.seq:,}); by time it is {spell(before.time - after.time)} earlier.",
                    events=(after, before),
                    start=after.time,
                    end=before.time,
                    conversation_id=conversation.conversation_id,
                )


@attrs.define(eq=False)
class SameInstant(Finder):
    """The log does not say what came first in one instant, and figures hang on it."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the events of one instant and one `seq` whose opposite order gives other figures.

        They are messages, changes of status, locks and handovers: what else a conversation has
        makes no figure that its order could change.
        """
        ties = [
            events
            for _, together in groupby(map(event_of, conversation.course), _instant_and_seq)
            if len(events := [*together]) > 1
        ]
        is_tried = len(ties) * len(conversation.events) <= _WORTH_TRYING
        for events in ties:
            hangs = _differing(conversation, events) if is_tried else ["figures"]
            if not hangs:
                continue
            first = events[0]
            ranks = {event.rank for event in events}
            by = "IDs" if len(ranks) == 1 else "types"
            if 1 < len(ranks) < len(events):
                by = "types and IDs"
            seqs = "without seq" if first.seq == 0 else f"with the same seq ({first.seq:,})"
            yield Finding(
                text=f"{len(events):,} events at one instant {seqs}: their {by} decide which came "
                f"first, and on that hang its {', '.join(hangs)}.",
                events=tuple(events),
                start=first.time,
                end=first.time,
                conversation_id=conversation.conversation_id,
            )


def _in_order_of_seq(conversation: Conversation) -> list[AnyConversationEvent]:
    """Return the events in the order of `seq` alone, if that is one: no two share a number.

    Fewer than three numbers say nothing; then, too, the events are in their usual order.
    """
    events = conversation.events
    if len(events) < _FEWEST or len({event.seq for event in events}) < len(events):
        return events
    return sorted(events, key=lambda event: event.seq)


def _instant_and_seq(event: ConversationEvent) -> tuple[int, int]:
    return event.time, event.seq


def _differing(conversation: Conversation, together: list[ConversationEvent]) -> list[str]:
    """Return the names of the figures that differ if events happened the other way round."""
    places = {event.order for event in together}
    positions = [at for at, event in enumerate(conversation.events) if event.order in places]
    events = [*conversation.events]
    for at, event in zip(positions, reversed([events[at] for at in positions]), strict=True):
        events[at] = event
    figures = _figures(conversation)
    others = _figures(attrs.evolve(conversation, events=events))
    return [name for name, figure in figures.items() if others[name] != figure]


def _figures(conversation: Conversation) -> dict[str, Any]:
    """Return what exports say of a conversation that can hang on the order of its events."""
    return {
        "locks": [
            (lock.agent_id, lock.start, lock.end, lock.lock_class, lock.team_id)
            for lock in conversation.locks
            if lock.length
        ],
        "responses": conversation.responses,
        "first response": conversation.first_response,
        "resolves": conversation.resolves,
        "resolution time": conversation.resolution_time,
        "status": [change.event for change in conversation.status_changes],
    }
