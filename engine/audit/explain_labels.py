"""Topics and tags that are no longer on: the events that took them off."""

from typing import Final

from ...events import TagApplied, TagRemoved, TopicApplied, TopicRemoved
from ...projections.derivations import Conversation, TagApplication, TopicApplication
from .explain_evidence import Witness

CURRENT: Final = frozenset({"total_current_conversations", "total_current_messages"})
"""The columns that count what is still on."""


def taken_off(
    conversation: Conversation, application: TopicApplication | TagApplication
) -> list[Witness]:
    """Return the event since which a topic or a tag is no longer on; nothing where it is on.

    Of several removals that is the first after it was last applied.
    """
    changes: list[TopicApplied | TopicRemoved | TagApplied | TagRemoved]
    changes = conversation.of(TopicApplied, TopicRemoved, TagApplied, TagRemoved)
    label = _label(application.event)
    off = None
    for change in reversed(changes):
        if _label(change) == label:
            if isinstance(change, (TopicApplied, TagApplied)):
                break
            off = change
    return [("taken off", off)]


def _label(change: TopicApplied | TopicRemoved | TagApplied | TagRemoved) -> tuple[str, ...]:
    if isinstance(change, (TopicApplied, TopicRemoved)):
        return (change.topic_id,)
    return change.message_id, change.tag_id
