"""Reference data: who and what the other events talk of.

An `*.updated` event replaces everything that an earlier one said of its entity. The latest values
at the as-of instant are what exports print.
"""

from typing import Any, ClassVar, Literal

from .errors import InvalidEventError
from .event import Event, event, fields_of_events
from .personal import (
    AgentId,
    AgentName,
    AttributeValue,
    AwayState,
    ContactId,
    ContactIdentifier,
    Email,
    OpenIdentifier,
    OpenText,
    Reference,
)
from .rules import AgentKind, AttributeSource, Boolean, Holidays, Presence, Weekly, ZoneName


@fields_of_events
class ChannelEvent(Event):
    """Belongs to the stream of its channel."""

    stream_kind = "channel"
    stream_field = "channel_id"

    channel_id: OpenIdentifier


@event(rank=0)
class ChannelUpdated(ChannelEvent):
    """A channel was described: its medium, its name, and the name that contacts see."""

    type: ClassVar[Literal["channel.updated"]] = "channel.updated"

    medium: OpenText
    name: OpenText
    display_name: OpenText | None = None


@event(rank=0)
class BusinessHoursUpdated(ChannelEvent):
    """A channel's opening hours were set; with `weekly` absent it is open 24/7 again.

    The opening spans are wall-clock times in `timezone`; `holidays` are dates closed all day.
    """

    type: ClassVar[Literal["business_hours.updated"]] = "business_hours.updated"

    timezone: ZoneName | None = None
    weekly: Weekly | None = None
    holidays: Holidays | None = None

    def __attrs_post_init__(self) -> None:
        """Check that a weekly calendar says its zone."""
        _check_zone(self.weekly, self.timezone)

    @classmethod
    def check(cls, fields: dict[str, Any]) -> None:
        """Check the fields, and that a weekly calendar says its zone."""
        super().check(fields)
        _check_zone(fields.get("weekly"), fields.get("timezone"))


def _check_zone(weekly: object, timezone: object) -> None:
    if weekly is not None and timezone is None:
        raise InvalidEventError("timezone is missing; weekly opening hours need one")


@fields_of_events
class AgentEvent(Event):
    """Belongs to the stream of its agent."""

    stream_kind = "agent"
    stream_field = "agent_id"

    agent_id: AgentId


@event(rank=0)
class AgentUpdated(AgentEvent):
    """An agent was described: what it is called, its team from now on, human or virtual."""

    type: ClassVar[Literal["agent.updated"]] = "agent.updated"

    name: AgentName
    email: Email | None = None
    reference: Reference | None = None
    team_id: OpenIdentifier | None = None
    kind: AgentKind = "HUMAN"


@event(rank=8)
class PresenceChanged(AgentEvent):
    """An agent became available, went away, or signed out."""

    type: ClassVar[Literal["presence.changed"]] = "presence.changed"

    presence: Presence
    away_state: AwayState | None = None


@event(rank=0)
class TeamUpdated(Event):
    """A team was described."""

    type: ClassVar[Literal["team.updated"]] = "team.updated"

    stream_kind = "team"
    stream_field = "team_id"

    team_id: OpenIdentifier
    name: OpenText


@event(rank=0)
class TopicUpdated(Event):
    """A topic was described."""

    type: ClassVar[Literal["topic.updated"]] = "topic.updated"

    stream_kind = "topic"
    stream_field = "topic_id"

    topic_id: OpenIdentifier
    name: OpenText
    active: Boolean = True


@event(rank=0)
class TagUpdated(Event):
    """A tag was described."""

    type: ClassVar[Literal["tag.updated"]] = "tag.updated"

    stream_kind = "tag"
    stream_field = "tag_id"

    tag_id: OpenIdentifier
    name: OpenText
    active: Boolean = True


@fields_of_events
class ContactEvent(Event):
    """Belongs to the stream of its contact."""

    stream_kind = "contact"
    stream_field = "contact_id"

    contact_id: ContactId


@event(rank=0)
class ContactUpdated(ContactEvent):
    """A contact was described: the medium and the identifiers it is reached by."""

    type: ClassVar[Literal["contact.updated"]] = "contact.updated"

    medium: OpenText | None = None
    primary_identifier: ContactIdentifier | None = None
    secondary_identifier: ContactIdentifier | None = None


@event(rank=0)
class ContactAttributeSet(ContactEvent):
    """An attribute of a contact was set, or cleared where `value` is absent."""

    type: ClassVar[Literal["contact.attribute_set"]] = "contact.attribute_set"

    attribute_id: OpenIdentifier
    name: OpenText
    value: AttributeValue | None = None
    attribute_type: OpenText | None = None
    source: AttributeSource | None = None
