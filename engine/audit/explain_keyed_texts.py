"""What is no number in rows that add up many streams: the events that say each cell."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import attrs

from ...events import (
    ContactAttributeSet,
    ContactUpdated,
    Event,
    MessageSent,
    OrderKey,
    TeamUpdated,
)
from ...projections.derivations import Conversation, Message
from .explain_details import Teller
from .explain_evidence import Finder, Witness, naming_channel
from .explain_sums import Part, Piece


@attrs.frozen(eq=False)
class KeyedTexts:
    """A row that adds up many streams, and what is known of it."""

    finder: Finder
    teller: Teller
    row: Any
    key: Any
    parts: Sequence[Part]
    """The streams that add something to the row."""

    @property
    def pieces(self) -> list[Piece]:
        """The facts behind the row, in the order of the log."""
        pieces = [piece for part in self.parts for piece in part.pieces]
        return sorted(pieces, key=lambda piece: piece.order)

    @property
    def conversations(self) -> list[Conversation]:
        """The conversations among the streams."""
        return [part.stream for part in self.parts if isinstance(part.stream, Conversation)]


Says = Callable[[KeyedTexts], Iterable[Witness]]


def _first_fact(texts: KeyedTexts) -> Iterable[Witness]:
    """Return the events of the first fact that is enough for the export to have the row."""
    for piece in texts.pieces:
        if piece.shown is not None and piece.shown.is_listed:
            return texts.teller.tell(piece.stream, piece.fact)[1]
    return []


def _agent(texts: KeyedTexts) -> Iterable[Witness]:
    return texts.finder.agent(texts.row.user_id)


def _virtual_agent(texts: KeyedTexts) -> Iterable[Witness]:
    return texts.finder.agent(texts.row.agent_id)


def _team(texts: KeyedTexts) -> Iterable[Witness]:
    return texts.finder.team(texts.row.team_id)


def _team_created(texts: KeyedTexts) -> Iterable[Witness]:
    described = [
        event
        for event in texts.finder.stream("team", texts.row.team_id)
        if isinstance(event, TeamUpdated)
    ]
    return [("first describes the team", event) for event in described[:1]]


def _contact(texts: KeyedTexts) -> Iterable[Witness]:
    return texts.finder.contact(texts.row.contact_id)


def _contact_medium(texts: KeyedTexts) -> Iterable[Witness]:
    profile = texts.finder.reference.contact_names(texts.row.contact_id)
    if profile.medium is not None:
        return _contact(texts)
    for piece in texts.pieces:
        if piece.shown is not None and piece.shown.is_listed:
            conversation: Conversation = piece.stream
            first = ("first message in the period", _sent(piece))
            channel = texts.finder.channel(conversation.channel_id)
            return [first, *naming_channel(conversation), *channel]
    return []


def _first_inbound(texts: KeyedTexts) -> Iterable[Witness]:
    inbound = [
        sent
        for piece in texts.pieces
        if (sent := _sent(piece)) is not None
        and sent.direction == "INBOUND"
        and sent.time == texts.row.created_at
    ]
    return [("first inbound message in the period", sent) for sent in inbound[:1]]


def _sent(piece: Piece) -> MessageSent | None:
    return piece.fact.sent if isinstance(piece.fact, Message) else None


def _contact_last_updated(texts: KeyedTexts) -> Iterable[Witness]:
    own = texts.finder.stream("contact", texts.row.contact_id)
    events: list[Event] = [
        event for event in own if isinstance(event, (ContactUpdated, ContactAttributeSet))
    ]
    for conversation in texts.conversations:
        events += [event for event in conversation.events if isinstance(event, MessageSent)]
    latest = [event for event in events if event.time == texts.row.last_updated]
    return [("the last event of the contact", event) for event in sorted(latest, key=_order)[-1:]]


def _order(event: Event) -> OrderKey:
    return event.order


def _topic(texts: KeyedTexts) -> Iterable[Witness]:
    topics = texts.finder.reference.topics
    return [("describes the topic", topics.get(texts.row.topic_id))]


def _tag(texts: KeyedTexts) -> Iterable[Witness]:
    return [("describes the tag", texts.finder.reference.tags.get(texts.row.tag_id))]


def _channel(texts: KeyedTexts) -> Iterable[Witness]:
    _, channel_id = texts.key
    return texts.finder.channel(channel_id)


def _attribute(texts: KeyedTexts) -> Iterable[Witness]:
    contact_id, attribute_id = texts.key
    attributes = texts.finder.reference.contacts[contact_id].attributes
    return [("sets the attribute", attributes[attribute_id])]


_CHANNEL: Final[dict[str, Says]] = dict.fromkeys(
    ("medium", "channel", "channel_display_name"), _channel
)

KEYED: Final[dict[str, dict[str, Says]]] = {
    "user": {
        "user_id": _first_fact,
        **dict.fromkeys(("user_name", "user_email", "user_reference"), _agent),
    },
    "team": {"created_at": _team_created, "team_id": _first_fact, "team_name": _team},
    "contact": {
        "contact_id": _first_fact,
        "medium": _contact_medium,
        **dict.fromkeys(("primary_identifier", "secondary_identifier"), _contact),
        "created_at": _first_inbound,
        "last_updated": _contact_last_updated,
    },
    "topic": {
        "topic_id": _first_fact,
        **dict.fromkeys(("topic_name", "active"), _topic),
        **_CHANNEL,
    },
    "tag": {
        "tag_id": _first_fact,
        **dict.fromkeys(("tag_name", "active"), _tag),
        **_CHANNEL,
    },
    "virtual-agent": {
        "agent_id": _first_fact,
        "agent_name": _virtual_agent,
        **_CHANNEL,
    },
    "contact-attribute": {
        "contact_id": _first_fact,
        **dict.fromkeys(("contact_primary_identifier", "contact_secondary_identifier"), _contact),
        **dict.fromkeys(
            ("attribute_id", "attribute_name", "attribute_value", "attribute_type"), _attribute
        ),
    },
}
