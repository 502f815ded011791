"""What a replay leaves, and how to look into it."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import attrs

from ..events import AnyConversationEvent, Event, OrderKey, Redaction, StreamKind, stream_of
from ..projections import Frame, Projection, routes
from ..projections.derivations import Agent, AgentMoments, Conversation, Reference
from .counts import Counts
from .duplicates import Dropped
from .facts import kept_conversations
from .partitions import CONVERSATIONS, PartitionStore
from .redacted import conversations_to_fold, redacted
from .rejects import Rejects
from .streams import streams


@attrs.define
class Replayed:
    """What a replay leaves: the accounting, the reference data, and the projections, folded."""

    frame: Frame
    span: tuple[int, int] | None
    """The instants of the log's earliest and latest valid event; nothing where there is none."""

    counts: Counts
    types: dict[str, int]
    rejects: Rejects
    """The rejects proper, then the duplicates that differ from what counted."""

    reference: Reference = attrs.field(repr=False)
    agents: list[Agent] = attrs.field(repr=False)
    """Those with events of their own; none after an export job, which lets them go once folded."""

    moments: AgentMoments = attrs.field(repr=False)
    projections: list[Projection[Any]] = attrs.field(repr=False)
    _store: PartitionStore = attrs.field(repr=False, alias="store")
    _dropped: Dropped = attrs.field(repr=False, alias="dropped")
    redaction: Redaction | None = None
    """What replaces personal text, in all that can be asked for here."""

    def stream_id(self, place: OrderKey) -> str:
        """Return what the stream of the event at a *place* in the log is known by here."""
        kind, stream_id = stream_of(place)
        return stream_id if self.redaction is None else self.redaction.stream_id(kind, stream_id)

    def stream(self, kind: StreamKind, stream_id: str) -> list[Event]:
        """Return the events of one stream, each once and in order; none if there is no such.

        Where text is redacted a pseudonym will do, too; it takes a look at all streams of a kind.
        """
        for number in self._numbers_for(kind, stream_id):
            for events in self._streams(number):
                first = events[0]
                if first.stream_kind == kind and stream_id in (first.stream_id, first.order[5]):
                    return events
        return []

    def _numbers_for(self, kind: StreamKind, stream_id: str) -> Iterator[int]:
        """Yield the partitions that can hold a stream."""
        yield self._store.number_of(kind, stream_id)
        if self.redaction is not None:
            yield from self._store.numbers_of(kind)

    def events_at(self, places: Iterable[OrderKey]) -> dict[OrderKey, Event]:
        """Return the events at *places* in the log, of whatever streams: faster than one by one."""
        wanted: dict[int, set[OrderKey]] = {}
        for place in places:
            kind, stream_id = stream_of(place)
            number = self._store.number_of(kind, stream_id)
            wanted.setdefault(number, set()).add(place)
        return {
            event.order: event
            for number, some in wanted.items()
            for events in self._streams(number)
            for event in events
            if event.order in some
        }

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return one conversation, whatever its channel; nothing if the log has no such."""
        events = self.stream("conversation", conversation_id)
        return self._conversation(cast("list[AnyConversationEvent]", events)) if events else None

    def conversations(self) -> Iterator[Conversation]:
        """Yield every conversation that the channels keep, each once, in no order."""
        for number in CONVERSATIONS:
            yield from self.conversations_in(number)

    def conversations_in(self, number: int) -> Iterator[Conversation]:
        """Yield the conversations of one partition that the channels keep."""
        return self._kept(self._streams(number))

    def records_in(self, number: int) -> Iterator[Conversation]:
        """Yield the same conversations, made of records: for folds, which ask for no more."""
        partition = self._store.load(number)
        return self._kept(conversations_to_fold(partition, self._dropped.places, self.redaction))

    def streams_by_partition(self) -> Iterator[Iterator[list[Event]]]:
        """Yield the streams of each partition, whatever their channel: conversations first.

        A stream's partition has the same place in every replay, so that two can be compared side
        by side without holding them.
        """
        for number in self._store.numbers():
            yield self._streams(number)

    def refold(self, projections: Iterable[Projection[Any]]) -> None:
        """Fold other projections over the same log, without reading it again.

        Each may have a period and a policy of its own. The as-of instant and the channels of its
        frame must be those of this replay, because the reference data and the facts are.
        """
        handlers = routes(projections)
        for agent in self.agents:
            for handle in handlers.get(Agent, ()):
                handle(agent)
        if Conversation in handlers:
            for number in CONVERSATIONS:
                for conversation in self.records_in(number):
                    for handle in handlers[Conversation]:
                        handle(conversation)

    def _streams(self, number: int) -> Iterator[list[Event]]:
        found = streams(self._store.load(number), self._dropped.places)
        yield from redacted(found, self.redaction)

    def _kept(self, streams: Iterable[list[Any]]) -> Iterator[Conversation]:
        return kept_conversations(streams, self.reference, self.moments, self.frame)

    def _conversation(self, events: list[AnyConversationEvent]) -> Conversation:
        return Conversation(
            events[0].conversation_id,
            events,
            self.reference,
            self.moments,
            self.frame.period.as_of,
        )
