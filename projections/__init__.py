"""What it means: facts derived from streams of events, and one projection an export."""

from typing import Any

from .by_contact import ByContact, ContactRowsProjection
from .columns import Column, Kind
from .contact import ContactRow, Contacts
from .contact_attribute import ContactAttributeRow, ContactAttributes
from .fold import Fold, FoldDefinitionError, fold, handles, routes
from .frame import Frame, MetricPolicy, Period, PolicyError
from .message import MessageRow, Messages
from .open_conversation import OpenConversationRow, OpenConversations
from .projection import KeyedProjection, Projection, RowProjection
from .resolved_conversation import ResolvedConversationRow, ResolvedConversations
from .response_times import ResponseTimeRow, ResponseTimes
from .rounding import Ratio
from .tag import TagRow, TagsByChannel
from .team import TeamRow, Teams
from .topic import TopicRow, TopicsByChannel
from .user import UserRow, Users
from .user_presence import UserPresence, UserPresenceRow
from .virtual_agent import VirtualAgentRow, VirtualAgents

EXPORTS: tuple[type[Projection[Any]], ...] = (
    ResolvedConversations,
    OpenConversations,
    Messages,
    Teams,
    Contacts,
    TopicsByChannel,
    TagsByChannel,
    UserPresence,
    Users,
    ResponseTimes,
    VirtualAgents,
    ContactAttributes,
)
"""The projection of each of the twelve exports, in the order of the specification."""

BY_SLUG: dict[str, type[Projection[Any]]] = {export.slug: export for export in EXPORTS}
"""The projection of each export, by its name."""

__all__ = [
    "BY_SLUG",
    "EXPORTS",
    "ByContact",
    "Column",
    "ContactAttributeRow",
    "ContactAttributes",
    "ContactRow",
    "ContactRowsProjection",
    "Contacts",
    "Fold",
    "FoldDefinitionError",
    "Frame",
    "KeyedProjection",
    "Kind",
    "MessageRow",
    "Messages",
    "MetricPolicy",
    "OpenConversationRow",
    "OpenConversations",
    "Period",
    "PolicyError",
    "Projection",
    "Ratio",
    "ResolvedConversationRow",
    "ResolvedConversations",
    "ResponseTimeRow",
    "ResponseTimes",
    "RowProjection",
    "TagRow",
    "TagsByChannel",
    "TeamRow",
    "Teams",
    "TopicRow",
    "TopicsByChannel",
    "UserPresence",
    "UserPresenceRow",
    "UserRow",
    "Users",
    "VirtualAgentRow",
    "VirtualAgents",
    "fold",
    "handles",
    "routes",
]
