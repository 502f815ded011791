"""Reference data: the latest that the log says of each entity, and when agents changed team."""

from collections.abc import Mapping
from typing import NamedTuple

import attrs
from sortedcontainers import SortedDict

from ...events import (
    Action,
    Actor,
    AgentUpdated,
    BusinessHoursUpdated,
    ChannelUpdated,
    ContactAttributeSet,
    Event,
    LockAcquired,
    OrderKey,
    TagUpdated,
    TeamUpdated,
    TopicUpdated,
)
from ..fold import Fold, handles
from .contacts import Contact, ContactNames
from .opening_hours import OpeningHours


class ChannelNames(NamedTuple):
    """What exports print of a channel; nothing where the log never describes it."""

    medium: str | None = None
    name: str | None = None
    display_name: str | None = None


class AgentNames(NamedTuple):
    """What exports print of an agent; nothing where the log never describes it."""

    name: str | None = None
    reference: str | None = None
    email: str | None = None


_UNKNOWN_CHANNEL = ChannelNames()
_UNKNOWN_AGENT = AgentNames()
_UNKNOWN_NAMES = ContactNames()


@attrs.define
class Reference(Fold):
    """The reference data as of the as-of instant: a fold of the entities' own streams."""

    channels: dict[str, ChannelUpdated] = attrs.Factory(dict)
    opening_hours: dict[str, OpeningHours | None] = attrs.Factory(dict)
    teams: dict[str, TeamUpdated] = attrs.Factory(dict)
    team_created: dict[str, int] = attrs.Factory(dict)
    agents: dict[str, AgentUpdated] = attrs.Factory(dict)
    memberships: dict[str, "SortedDict[OrderKey, str | None]"] = attrs.Factory(dict)
    topics: dict[str, TopicUpdated] = attrs.Factory(dict)
    tags: dict[str, TagUpdated] = attrs.Factory(dict)
    contacts: Mapping[str, Contact] = attrs.Factory(dict)
    """As many as the log is long: how they are kept is not for this fold to say."""

    _channel_names: dict[str | None, ChannelNames] = attrs.field(init=False, factory=dict)
    _agent_names: dict[str | None, AgentNames] = attrs.field(init=False, factory=dict)

    @handles(ChannelUpdated)
    def describe_channel(self, event: ChannelUpdated) -> None:
        """Take in a channel's medium and names."""
        self.channels[event.channel_id] = event
        shown = event.name if event.display_name is None else event.display_name
        self._channel_names[event.channel_id] = ChannelNames(event.medium, event.name, shown)

    @handles(BusinessHoursUpdated)
    def set_opening_hours(self, event: BusinessHoursUpdated) -> None:
        """Take in a channel's calendar."""
        self.opening_hours[event.channel_id] = OpeningHours.of(event)

    @handles(TeamUpdated)
    def describe_team(self, event: TeamUpdated) -> None:
        """Take in a team's name, and when it was first described."""
        self.teams[event.team_id] = event
        self.team_created.setdefault(event.team_id, event.time)

    @handles(AgentUpdated)
    def describe_agent(self, event: AgentUpdated) -> None:
        """Take in an agent's names and kind, and the team it belongs to from now on."""
        self.agents[event.agent_id] = event
        self._agent_names[event.agent_id] = AgentNames(event.name, event.reference, event.email)
        memberships = self.memberships.setdefault(event.agent_id, SortedDict())
        memberships[event.order] = event.team_id

    @handles(TopicUpdated)
    def describe_topic(self, event: TopicUpdated) -> None:
        """Take in a topic's name, and whether it is active."""
        self.topics[event.topic_id] = event

    @handles(TagUpdated)
    def describe_tag(self, event: TagUpdated) -> None:
        """Take in a tag's name, and whether it is active."""
        self.tags[event.tag_id] = event

    def merge(self, other: "Reference") -> None:
        """Take in all that *other* took in, of other streams: as if this one had handled it.

        Both keep their contacts in a dictionary.
        """
        for field in attrs.fields(Reference):
            getattr(self, field.name).update(getattr(other, field.name))

    def is_virtual(self, agent_id: str) -> bool:
        """Tell whether the agent's `kind` is `VIRTUAL` at the as-of instant."""
        agent = self.agents.get(agent_id)
        return agent is not None and agent.kind == "VIRTUAL"

    def actor_of(self, event: Action | LockAcquired) -> Actor:
        """Return who did *event*: its actor type, or the default for what the log leaves out.

        Source: the log's actors.
        """
        if event.actor_type is not None:
            return event.actor_type
        if getattr(event, "direction", None) == "INBOUND":  # only messages have one
            return "CONTACT"
        return self.actor(None, event.agent_id)

    def actor(self, actor_type: Actor | None, agent_id: str | None) -> Actor:
        """Return the actor type of any event but an inbound message, given what it says."""
        if actor_type is not None:
            return actor_type
        if agent_id is None:
            return "SYSTEM"
        return "VIRTUAL_AGENT" if self.is_virtual(agent_id) else "AGENT"

    def is_human_lock(self, actor_type: Actor | None, agent_id: str) -> bool:
        """Tell whether a lock is its agent's, a human's, given what it says of who took it.

        It is by any actor but `VIRTUAL_AGENT`.
        """
        return self.actor(actor_type, agent_id) != "VIRTUAL_AGENT"

    def team_of(self, event: Action | LockAcquired) -> str | None:
        """Return the team of an action: the one that it names, else its agent's at that moment."""
        if event.team_id is not None or event.agent_id is None:
            return event.team_id
        return self.team_of_agent(event.agent_id, event)

    def team_of_agent(self, agent_id: str, at: Event) -> str | None:
        """Return the team that an agent belonged to when the event *at* happened."""
        memberships = self.memberships.get(agent_id)
        if memberships is None:
            return None
        before = memberships.bisect_right(at.order)
        return memberships.peekitem(before - 1)[1] if before else None

    def channel_ids(self, names: frozenset[str]) -> frozenset[str] | None:
        """Return the channels that *names* choose, by ID or by name; nothing chooses them all."""
        if not names:
            return None
        return names | {
            channel_id for channel_id, channel in self.channels.items() if channel.name in names
        }

    def channel_names(self, channel_id: str | None) -> ChannelNames:
        """Return the medium and names of a channel."""
        return self._channel_names.get(channel_id, _UNKNOWN_CHANNEL)

    def agent_names(self, agent_id: str | None) -> AgentNames:
        """Return the name, reference and e-mail address of an agent."""
        return self._agent_names.get(agent_id, _UNKNOWN_AGENT)

    def contact_names(self, contact_id: str | None) -> ContactNames:
        """Return the medium and identifiers of a contact."""
        contact = None if contact_id is None else self.contacts.get(contact_id)
        return _UNKNOWN_NAMES if contact is None else contact.names

    def contact_last_updated(self, contact_id: str) -> int | None:
        """Return the latest of a contact's own events, if it has any."""
        contact = self.contacts.get(contact_id)
        return None if contact is None else contact.last_updated

    def attributes_of(self, contact_id: str) -> list[tuple[str, ContactAttributeSet]]:
        """Return the attributes that are set, by ID and in the order of the IDs."""
        contact = self.contacts.get(contact_id)
        return [] if contact is None else sorted(contact.attributes.items())

    def team_name(self, team_id: str | None) -> str | None:
        """Return the name of a team."""
        team = None if team_id is None else self.teams.get(team_id)
        return None if team is None else team.name

    def topic_name(self, topic_id: str) -> str | None:
        """Return the name of a topic."""
        topic = self.topics.get(topic_id)
        return None if topic is None else topic.name

    def tag_name(self, tag_id: str) -> str | None:
        """Return the name of a tag."""
        tag = self.tags.get(tag_id)
        return None if tag is None else tag.name
