"""Facts: what follows from the ordered events of one stream, before any export asks."""

from .agent_moments import AgentMoments
from .contacts import Contact, ContactEvent, ContactNames, derive_contact
from .conversation import Conversation, MessageState
from .course import Effect, Message, StatusChange
from .labels import TagApplication, Tags, TopicApplication, Topics
from .locks import Closing, LockClass, LockInterval
from .opening_hours import OpeningHours
from .presence import Agent, PresenceInterval
from .reference import Reference
from .responses import FirstResponse, Resolve, Response, Wait, WaitStart
from .surveys import Survey, SurveyStatus

__all__ = [
    "Agent",
    "AgentMoments",
    "Closing",
    "Contact",
    "ContactEvent",
    "ContactNames",
    "Conversation",
    "Effect",
    "FirstResponse",
    "LockClass",
    "LockInterval",
    "Message",
    "MessageState",
    "OpeningHours",
    "PresenceInterval",
    "Reference",
    "Resolve",
    "Response",
    "StatusChange",
    "Survey",
    "SurveyStatus",
    "TagApplication",
    "Tags",
    "TopicApplication",
    "Topics",
    "Wait",
    "WaitStart",
    "derive_contact",
]
