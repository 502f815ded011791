"""The export of messages."""

import attrs

from . import headings
from .columns import column, instant, name, row, text, texts
from .derivations import Conversation, MessageState
from .fold import handles
from .projection import RowProjection

_MEDIA_WITH_CONTENT = ("x", "twitter")


@row
class MessageRow:
    """A message sent in the period, as of the as-of instant."""

    message_id: str = column(text("Message ID", "ID du message", "The message."))
    created_at: int = column(instant(*headings.CREATED_AT, "When it was sent."))
    conversation_id: str = column(headings.CONVERSATION_ID)
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(headings.CHANNEL)
    channel_display_name: str | None = column(headings.CHANNEL_DISPLAY_NAME)
    contact_id: str | None = column(headings.CONTACT_ID)
    contact_primary_identifier: str | None = column(headings.CONTACT_PRIMARY_IDENTIFIER)
    contact_secondary_identifier: str | None = column(headings.CONTACT_SECONDARY_IDENTIFIER)
    message_type: str | None = column(
        text("Message Type", "Type de message", "What the source calls its type.")
    )
    origin: str | None = column(text("Origin", "Origine", "Where the source says it came from."))
    outbound_type: str | None = column(
        text("Outbound Message Type", "Type de message sortant", "What kind of outbound message.")
    )
    direction: str = column(name("Direction", "Direction", "`INBOUND` or `OUTBOUND`."))
    agent_id: str | None = column(
        text("Agent ID", "ID de l'agent", "The agent, as the event has it.")
    )
    agent_name: str | None = column(headings.AGENT_NAME)
    agent_reference: str | None = column(
        text("Agent Reference", "Référence de l'agent", "The reference of that agent.")
    )
    team_id: str | None = column(
        text(
            "Team ID",
            "ID de l'équipe",
            "The team of the message, where a human or virtual agent sent it.",
        )
    )
    team_name: str | None = column(text("Team Name", "Nom de l'équipe", "The name of that team."))
    tag_ids: tuple[str, ...] = column(
        texts(
            "Tag IDs",
            "ID de balise",
            "The tags on the message as of the as-of instant, in the order of application.",
        )
    )
    tag_names: tuple[str, ...] = column(
        texts("Tag Names", "Noms des balises", "The names of the tags, in step with their IDs.")
    )
    content: str | None = column(
        text(
            "Content",
            "Contenus",
            "The latest content, of messages on X or Twitter only; by policy `message_content` of "
            "`ALL` messages or of `NONE`.",
        )
    )
    conversation_url: str | None = column(headings.CONVERSATION_URL)
    message_url: str | None = column(
        text("Post URL", "URL de publication", "The URL of the message itself.")
    )
    last_updated: int = column(
        headings.last_updated("The latest event of the message, its tags' too.")
    )
    deleted_at: int | None = column(instant("Deleted at", "Supprimé à", "Its first deletion."))
    system_user_type: str = column(
        name(
            "System User Type",
            "Type d'utilisateur du système",
            "The actor type, also where the log leaves it to the default.",
        )
    )


@attrs.define
class Messages(RowProjection[MessageRow]):
    """Messages sent in the period, one row each."""

    slug = "message"
    row_class = MessageRow
    sorted_by = ("created_at", "message_id", "conversation_id")

    @handles(Conversation)
    def add_messages(self, conversation: Conversation) -> None:
        """Add a row for each of the conversation's messages that was sent in the period."""
        start, end = self.frame.period.start, self.frame.period.end
        reference = conversation.reference
        medium, channel, display_name = reference.channel_names(conversation.channel_id)
        _, primary, secondary = conversation.contact
        shows_content = self._shows_content(medium)
        states, tags_on = conversation.message_states, conversation.tags.current
        for message in conversation.messages:
            sent = message.sent
            if not start <= sent.time < end:
                continue
            state = states.get(sent.message_id) or MessageState(sent.time, sent.content)
            agent_name, agent_reference, _ = reference.agent_names(sent.agent_id)
            by_agent = message.actor in ("AGENT", "VIRTUAL_AGENT")
            team_id = reference.team_of(sent) if by_agent else None
            tag_ids = tuple(tags_on.get(sent.message_id, ()))
            self.finished.append(
                MessageRow(
                    sent.message_id,
                    sent.time,
                    conversation.conversation_id,
                    medium,
                    channel,
                    display_name,
                    conversation.contact_id,
                    primary,
                    secondary,
                    sent.message_type,
                    sent.origin,
                    sent.outbound_type,
                    sent.direction,
                    sent.agent_id,
                    agent_name,
                    agent_reference,
                    team_id,
                    reference.team_name(team_id),
                    tag_ids,
                    tuple([reference.tag_name(tag_id) or "" for tag_id in tag_ids]),
                    state.content if shows_content else None,
                    conversation.url,
                    sent.url,
                    state.last_updated,
                    state.deleted_at,
                    message.actor,
                )
            )

    def _shows_content(self, medium: str | None) -> bool:
        if self.frame.policy.message_content == "X_ONLY":
            return medium is not None and medium.casefold() in _MEDIA_WITH_CONTENT
        return self.frame.policy.message_content == "ALL"
