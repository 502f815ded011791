"""Evidence: the events of the log that say something, found in whatever stream they are."""

from collections.abc import Iterable

import attrs

from ...events import AgentUpdated, Event, OrderKey, StreamKind
from ...projections.derivations import Conversation, LockInterval, Reference
from ..library import Result
from ..partitions import source_and_line
from .explain_objects import Evidence
from .names import Names
from .words import describe

Witness = tuple[str, Event | None]
"""What an event says, in words, and the event; nothing where the log has none."""


@attrs.define(eq=False)
class Finder:
    """Finds events of a replayed log, and puts them in words."""

    result: Result
    _names: Names = attrs.field(init=False)
    _streams: dict[tuple[StreamKind, str], list[Event]] = attrs.field(init=False, factory=dict)
    _events: dict[OrderKey, Event] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Learn the names."""
        self._names = Names(self.result.reference)

    @property
    def reference(self) -> Reference:
        """The reference data as of the as-of instant."""
        return self.result.reference

    def told(self, witnesses: Iterable[Witness]) -> tuple[Evidence, ...]:
        """Return *witnesses* as evidence: each event once, with all that it says."""
        roles: dict[OrderKey, dict[str, Event]] = {}
        for role, event in witnesses:
            if event is not None:
                roles.setdefault(event.order, {})[role] = event
        return tuple(
            self._evidence(", ".join(said), next(iter(said.values()))) for said in roles.values()
        )

    def fetch_closings(self, locks: Iterable[tuple[Conversation, LockInterval]]) -> None:
        """Find what closed *locks*, together: in other streams that is faster than one by one."""
        closings: set[OrderKey] = set()
        for conversation, interval in locks:
            if interval.closed is not None:
                closings.add(interval.closed)
                self._events.update(
                    (event.order, event)
                    for event in conversation.events
                    if event.time == interval.end and event.order == interval.closed
                )
        self._events.update(self.result.replayed.events_at(closings - self._events.keys()))

    def at(self, place: OrderKey | None) -> Event | None:
        """Return the event at a place in the log; nothing where there is no place."""
        if place is None:
            return None
        if place not in self._events:
            self._events.update(self.result.replayed.events_at([place]))
        return self._events[place]

    def stream(self, kind: StreamKind, stream_id: str) -> list[Event]:
        """Return the events of the stream of an entity, in order."""
        if (kind, stream_id) not in self._streams:
            self._streams[kind, stream_id] = self.result.replayed.stream(kind, stream_id)
        return self._streams[kind, stream_id]

    def membership(self, agent_id: str | None, at: Event) -> list[Witness]:
        """Return what says the team of an agent when the event *at* happened."""
        if agent_id is None:
            return []
        described = [
            event
            for event in self.stream("agent", agent_id)
            if isinstance(event, AgentUpdated) and event.order <= at.order
        ]
        return [("says the team of its agent then", event) for event in described[-1:]]

    def channel(self, channel_id: str | None) -> list[Witness]:
        """Return what describes a channel."""
        channel = None if channel_id is None else self.reference.channels.get(channel_id)
        return [("describes the channel", channel)]

    def agent(self, agent_id: str | None) -> list[Witness]:
        """Return what describes an agent."""
        agent = None if agent_id is None else self.reference.agents.get(agent_id)
        return [("describes the agent", agent)]

    def team(self, team_id: str | None) -> list[Witness]:
        """Return what describes a team."""
        team = None if team_id is None else self.reference.teams.get(team_id)
        return [("describes the team", team)]

    def contact(self, contact_id: str | None) -> list[Witness]:
        """Return what describes a contact."""
        contact = None if contact_id is None else self.reference.contacts.get(contact_id)
        return [("describes the contact", contact.profile if contact else None)]

    def _evidence(self, role: str, event: Event) -> Evidence:
        file, line = None, None
        if event.placed is not None:
            source, line = source_and_line(event.placed)
            file = self.result.sources[source].name
        return Evidence(
            role=role,
            event=event,
            sentence=describe(event, self._names),
            file=file,
            line=line,
        )


def naming_channel(conversation: Conversation) -> list[Witness]:
    """Return what names the channel of a conversation."""
    named = (*conversation.started, *conversation.events)
    channel_id = conversation.channel_id
    events = [event for event in named if event.channel_id == channel_id is not None]
    return [("names the channel", event) for event in events[:1]]


def naming_contact(conversation: Conversation) -> list[Witness]:
    """Return what names the contact of a conversation."""
    named = (*conversation.started, *conversation.events)
    contact_id = conversation.contact_id
    events = [event for event in named if event.contact_id == contact_id is not None]
    return [("names the contact", event) for event in events[:1]]
