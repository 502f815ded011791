"""Every event type there is."""

from typing import Final

from .conversation import (
    ConversationStarted,
    CsatExpired,
    CsatReplied,
    CsatSent,
    LanguageSet,
    LockAcquired,
    LockReleased,
    MessageDeleted,
    MessageSent,
    MessageUpdated,
    StatusChanged,
    TagApplied,
    TagRemoved,
    TopicApplied,
    TopicRemoved,
    VirtualAgentHandedOver,
)
from .event import Event
from .reference import (
    AgentUpdated,
    BusinessHoursUpdated,
    ChannelUpdated,
    ContactAttributeSet,
    ContactUpdated,
    PresenceChanged,
    TagUpdated,
    TeamUpdated,
    TopicUpdated,
)

EVENT_TYPES: Final[tuple[type[Event], ...]] = (
    ChannelUpdated,
    BusinessHoursUpdated,
    TeamUpdated,
    AgentUpdated,
    TopicUpdated,
    TagUpdated,
    ContactUpdated,
    ContactAttributeSet,
    ConversationStarted,
    MessageSent,
    MessageUpdated,
    MessageDeleted,
    TopicApplied,
    TopicRemoved,
    TagApplied,
    TagRemoved,
    LanguageSet,
    VirtualAgentHandedOver,
    StatusChanged,
    LockReleased,
    LockAcquired,
    PresenceChanged,
    CsatSent,
    CsatReplied,
    CsatExpired,
)
"""The event classes, in the order of their ranks."""

BY_TYPE: Final[dict[str, type[Event]]] = {cls.type: cls for cls in EVENT_TYPES}
"""The event class of each type's name."""
