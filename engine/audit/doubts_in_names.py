"""Doubts about names: what events speak of, and the log never describes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs

from ...events import Event
from ...projections.derivations import Conversation, Reference
from .doubts_finder import Finder, Finding, Scene, counted


@attrs.define
class _Use:
    """How often events name something, and the first that does."""

    first: Event
    number: int = 0


@attrs.frozen
class Entity:
    """A kind of thing that events name by its ID, and that the log can describe."""

    noun: str
    field: str
    """Of the events that name it."""

    is_known: Callable[[Reference, str], bool]
    """Tells whether the log describes the thing with an ID."""

    named_by: Callable[[Scene], Iterable[Event]] = lambda _scene: ()
    """The events outside of conversations that name such a thing."""


@attrs.define(eq=False)
class NeverDescribed(Finder):
    """Something has an ID and is never described."""

    entity: Entity
    uses: dict[str, _Use] = attrs.field(init=False, factory=dict)

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Take in what the events of a conversation name."""
        self._take_in(conversation.events)
        yield from ()

    def conclude(self) -> Iterator[Finding]:
        """Yield what is named in the period and never described, one finding each."""
        self._take_in(self.entity.named_by(self.scene))
        for named, use in sorted(self.uses.items()):
            yield Finding(
                text=f"{self.entity.noun.capitalize()} {named} is never described; "
                f"{counted(use.number, 'event')} named it, this one first.",
                events=(use.first,),
                start=use.first.time,
                end=use.first.time,
                agent_id=named if self.entity is AGENT else None,
            )

    def _take_in(self, events: Iterable[Event]) -> None:
        field, period = self.entity.field, self.scene.frame.period
        for event in events:
            named = getattr(event, field, None)
            if named is None or self.entity.is_known(self.scene.reference, named):
                continue
            if not period.holds(event.time):
                continue
            use = self.uses.setdefault(named, _Use(event))
            use.number += 1
            if event.order < use.first.order:
                use.first = event


def _presence_changes(scene: Scene) -> Iterator[Event]:
    for agent in scene.agents.values():
        yield from agent.changes


def _descriptions_of_agents(scene: Scene) -> Iterator[Event]:
    yield from scene.reference.agents.values()


def _is_described_contact(reference: Reference, contact_id: str) -> bool:
    contact = reference.contacts.get(contact_id)
    return contact is not None and contact.profile is not None


AGENT: Final = Entity(
    "agent",
    "agent_id",
    lambda reference, agent_id: agent_id in reference.agents,
    _presence_changes,
)
CHANNEL: Final = Entity(
    "channel", "channel_id", lambda reference, channel_id: channel_id in reference.channels
)
TEAM: Final = Entity(
    "team",
    "team_id",
    lambda reference, team_id: team_id in reference.teams,
    _descriptions_of_agents,
)
TOPIC: Final = Entity("topic", "topic_id", lambda reference, topic_id: topic_id in reference.topics)
TAG: Final = Entity("tag", "tag_id", lambda reference, tag_id: tag_id in reference.tags)
CONTACT: Final = Entity("contact", "contact_id", _is_described_contact)
