"""Labels: the topics on a conversation, the tags on its messages, and who applied them."""

from collections.abc import Iterable

import attrs

from ...events import (
    Actor,
    TagApplied,
    TagRemoved,
    TopicApplied,
    TopicRemoved,
)
from ..frozen import frozen
from .reference import Reference


@frozen
class TopicApplication:
    """A topic was put on a conversation that did not carry it."""

    event: TopicApplied
    actor: Actor


@frozen
class TagApplication:
    """A tag was put on a message that did not carry it."""

    event: TagApplied
    actor: Actor


@attrs.define
class Topics:
    """The topics of a conversation."""

    applications: list[TopicApplication] = attrs.Factory(list)
    current: dict[str, None] = attrs.Factory(dict)
    """The IDs of those that it carries, in the order of application."""


@attrs.define
class Tags:
    """The tags of a conversation's messages."""

    applications: list[TagApplication] = attrs.Factory(list)
    current: dict[str, dict[str, None]] = attrs.Factory(dict)
    """For each message ID the IDs of the tags that it carries, in the order of application."""


def derive_topics(events: Iterable[TopicApplied | TopicRemoved], reference: Reference) -> Topics:
    """Return the topics; applying what is applied already is no application. Source: counts."""
    topics = Topics()
    for event in events:
        if event.type == "topic.applied":
            if event.topic_id not in topics.current:
                topics.current[event.topic_id] = None
                topics.applications.append(TopicApplication(event, reference.actor_of(event)))
        else:
            topics.current.pop(event.topic_id, None)
    return topics


def derive_tags(events: Iterable[TagApplied | TagRemoved], reference: Reference) -> Tags:
    """Return the tags; applying what is applied already is no application. Source: counts."""
    tags = Tags()
    for event in events:
        if event.type == "tag.applied":
            on_message = tags.current.setdefault(event.message_id, {})
            if event.tag_id not in on_message:
                on_message[event.tag_id] = None
                tags.applications.append(TagApplication(event, reference.actor_of(event)))
        else:
            tags.current.get(event.message_id, {}).pop(event.tag_id, None)
    return tags
