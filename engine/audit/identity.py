"""Identity: what tells the rows of each export apart, and whom or what a row is about."""

from typing import Final

from ...events import StreamKind

CHANNEL_ID: Final = "channel_id"
"""Where it tells rows apart it is not printed, and can be asked for."""

IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "resolved-conversation": ("conversation_id",),
    "open-conversation": ("conversation_id",),
    "message": ("conversation_id", "message_id"),
    "team": ("team_id",),
    "contact": ("contact_id",),
    "topic": ("topic_id", CHANNEL_ID),
    "tag": ("tag_id", CHANNEL_ID),
    "user-presence": ("user_id", "from"),
    "user": ("user_id",),
    "response-times": ("conversation_id", "outbound_message_id"),
    "virtual-agent": ("agent_id", CHANNEL_ID),
    "contact-attribute": ("contact_id", "attribute_id"),
}
"""What tells the rows of each export apart; first comes whom or what a row is about."""

_OF_CHANNEL: Final = ("medium", "channel", "channel_display_name")
_KINDS: Final[dict[str, StreamKind]] = {
    "agent_id": "agent",
    "contact_id": "contact",
    "conversation_id": "conversation",
    "tag_id": "tag",
    "team_id": "team",
    "topic_id": "topic",
    "user_id": "agent",
}


def printed_identity(slug: str) -> tuple[str, ...]:
    """Return by which printed columns the rows of an export are told apart.

    Of an export of somebody else's it is not known: there are none. In place of a channel's ID its
    names are printed, so rows of channels that look alike share their keys.
    """
    keys: list[str] = []
    for key in IDENTITY.get(slug, ()):
        keys += _OF_CHANNEL if key == CHANNEL_ID else (key,)
    return tuple(keys)


def subject_column(slug: str) -> tuple[StreamKind, str]:
    """Return whom or what a row of an export is about: the kind of stream, the column of its ID."""
    column = IDENTITY[slug][0]
    return _KINDS[column], column
