"""Causes: the events that are in one of two replays, and so may have changed a row."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Final, Literal

import attrs

from ...events import Event, OrderKey, PresenceChanged, StreamKind, stream_of
from ...projections.derivations import Closing, Reference
from ..library import Result
from ..partitions import source_and_line
from ..replayed import Replayed
from .identity import subject_column

Side = Literal["here", "there"]
"""The first replay, or the other one."""

StreamKey = tuple[StreamKind, str]

LOCK_TIMES: Final = frozenset({"handling_time", "no_reply_time", "cherry_picking_time"})
"""The columns that what happened to another conversation can change."""

_KEPT: Final = 50
_OWN_STREAM_ONLY: Final = frozenset({"user-presence"})
_NAMED: Final[dict[str, StreamKind]] = {
    "agent_id": "agent",
    "channel_id": "channel",
    "contact_id": "contact",
    "tag_id": "tag",
    "team_id": "team",
    "topic_id": "topic",
}
"""The fields by which an event of a conversation names something else."""


@attrs.frozen
class Subject:
    """Whom or what a row is about; of a message, its conversation and the message."""

    kind: StreamKind
    id: str
    message_id: str | None = None

    def concerns(self, event: Event) -> bool:
        """Tell whether an event of a conversation can be about it."""
        if self.kind in ("topic", "tag"):
            return getattr(event, f"{self.kind}_id", None) == self.id
        if self.message_id is not None:
            return getattr(event, "message_id", self.message_id) == self.message_id
        return True


@attrs.frozen
class Cause:
    """An event that only one of two replays has."""

    side: Side
    event: Event
    file: str | None
    """As it was named; nothing for an event that was made by hand."""

    line: int | None
    """Counted from 1."""


@attrs.define
class Causes:
    """The events that may have changed a row: how many, and the first of them."""

    number: int = 0
    first: list[Cause] = attrs.Factory(list)
    """In the order of the log."""

    def add(self, cause: Cause) -> None:
        """Count an event, and keep it if it is among the first."""
        self.number += 1
        insort(self.first, cause, key=_order)
        del self.first[_KEPT:]


_order: Final = attrgetter("event.order")


def subject_of(slug: str, key: dict[str, str]) -> Subject:
    """Return whom or what the row of an export is about, given its key columns."""
    kind, column = subject_column(slug)
    return Subject(kind, key[column], key.get("message_id"))


def find_causes(
    here: Result, there: Result, slug: str, subjects: set[Subject], locked: set[Subject]
) -> dict[Subject, Causes]:
    """Return for each of *subjects* the events that may have changed its row of an export.

    They are those of its conversation or its agent, of what the conversation names, and, for the
    conversations *locked* whose lock times changed, those of other conversations that ended a lock.
    """
    finder = _Finder(slug, subjects)
    for replayed in (here.replayed, there.replayed):
        finder.add_members(replayed.reference)
    for replayed in (here.replayed, there.replayed):
        for streams in replayed.streams_by_partition():
            for events in streams:
                finder.look_at(events)
    finder.look_elsewhere(here.replayed, there.replayed, locked)
    found: dict[Subject, Causes] = defaultdict(Causes)
    for side, result, event in _changed(here, there, finder.wanted):
        for subject, is_about in finder.wanted[event.stream_kind, event.stream_id]:
            if is_about(event):
                found[subject].add(_cause(side, result, event))
    return found


@attrs.define
class _Finder:
    """Finds the streams that can say something of the subjects."""

    slug: str
    subjects: set[Subject]
    wanted: dict[StreamKey, set[tuple[Subject, Callable[[Event], bool]]]] = attrs.field(
        init=False, factory=lambda: defaultdict(set)
    )
    _by_key: dict[StreamKey, set[Subject]] = attrs.field(
        init=False, factory=lambda: defaultdict(set)
    )

    def __attrs_post_init__(self) -> None:
        """Sort the subjects by what they are; their own streams are wanted."""
        for subject in self.subjects:
            key = (subject.kind, subject.id)
            self._by_key[key].add(subject)
            if subject.kind != "conversation":
                self.wanted[key].add((subject, _any_event))

    def add_members(self, reference: Reference) -> None:
        """Take in who belonged to the teams among the subjects: what agents do is their team's."""
        for agent_id, memberships in reference.memberships.items():
            for team_id in {team_id for team_id in memberships.values() if team_id is not None}:
                for subject in tuple(self._by_key.get(("team", team_id), ())):
                    self._by_key["agent", agent_id].add(subject)
                    self.wanted["agent", agent_id].add((subject, _describes))

    def look_at(self, events: list[Event]) -> None:
        """Find whom a conversation is about."""
        if events[0].stream_kind != "conversation" or self.slug in _OWN_STREAM_ONLY:
            return
        key: StreamKey = ("conversation", events[0].stream_id)
        own = self._by_key.get(key, set())
        if not own and not any(kind != "conversation" for kind, _ in self._by_key):
            return
        named: set[StreamKey] = {
            (kind, name)
            for event in events
            for field, kind in _NAMED.items()
            if (name := getattr(event, field, None)) is not None
        }
        for subject in own:
            self.wanted[key].add((subject, subject.concerns))
            for entity in named:
                self.wanted[entity].add((subject, _describes))
        for entity in named & self._by_key.keys():
            for subject in self._by_key[entity]:
                self.wanted[key].add((subject, subject.concerns))

    def look_elsewhere(self, here: Replayed, there: Replayed, locked: set[Subject]) -> None:
        """Find what ended, in one replay, locks on the conversations *locked* from elsewhere."""
        if not locked:
            return
        by_id = {subject.id: subject for subject in locked}
        ends: list[set[tuple[Subject, OrderKey]]] = [
            {
                (by_id[conversation.conversation_id], lock.closed)
                for conversation in replayed.conversations()
                if conversation.conversation_id in by_id
                for lock in conversation.locks
                if lock.closing in (Closing.LOCKED_ELSEWHERE, Closing.SIGNED_OUT)
                and lock.closed is not None
            }
            for replayed in (here, there)
        ]
        for subject, order in ends[0] ^ ends[1]:
            kind, _ = stream_of(order)
            self.wanted[kind, here.stream_id(order)].add((subject, _At(order)))


@attrs.frozen
class _At:
    """Tells the event at one place in the log."""

    order: OrderKey

    def __call__(self, event: Event) -> bool:
        return event.order == self.order


def _any_event(_event: Event) -> bool:
    return True


def _describes(event: Event) -> bool:
    return not isinstance(event, PresenceChanged)


def _changed(
    here: Result, there: Result, wanted: Iterable[StreamKey]
) -> Iterator[tuple[Side, Result, Event]]:
    """Yield the events of the *wanted* streams that are not the same in both replays."""
    keys = set(wanted)
    for streams in zip(
        here.replayed.streams_by_partition(), there.replayed.streams_by_partition(), strict=True
    ):
        ours, others = (
            {
                event.order: event
                for events in side
                if (events[0].stream_kind, events[0].stream_id) in keys
                for event in events
            }
            for side in streams
        )
        for order, event in ours.items():
            if others.get(order) != event:
                yield "here", here, event
        for order, event in others.items():
            if ours.get(order) != event:
                yield "there", there, event


def _cause(side: Side, result: Result, event: Event) -> Cause:
    if event.placed is None:
        return Cause(side, event, None, None)
    source, line = source_and_line(event.placed)
    return Cause(side, event, result.sources[source].name, line)
