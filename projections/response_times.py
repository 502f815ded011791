"""The export of response times."""

import attrs

from . import headings
from .columns import column, duration, instant, name, row, text
from .derivations import Conversation
from .fold import handles
from .projection import RowProjection


@row
class ResponseTimeRow:
    """A wait of a contact and the human reply that answered it in the period."""

    conversation_id: str = column(headings.CONVERSATION_ID)
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(
        text("Sender Channel", "Canal de l'expéditeur", "The name of the conversation's channel.")
    )
    channel_display_name: str | None = column(
        text(
            "Sender Channel Display Name",
            "Nom complet du canal de l'expéditeur",
            "The name of the channel that contacts see; the name where it has no other.",
        )
    )
    contact_id: str | None = column(headings.CONTACT_ID)
    started_by: str = column(
        name(
            "Started By",
            "Commencé par",
            "What made the conversation visible in the New queue: `CONTACT_SENT_MESSAGE`, "
            "`VA_HANDED_OVER_CONVERSATION`, `BOOMERANG` or `AGENT_MOVED_TO_NEW`.",
        )
    )
    transfer_reason: str | None = column(
        text("Transfer Reason", "Raison du transfert", "The reason of the handover.")
    )
    from_: int = column(instant("From", "De", "When the wait opened."))
    to: int = column(instant("To", "À", "When the human reply was sent."))
    response_time: int = column(
        duration(
            "Agent Response Time (s)",
            "Temps (s) de réponse de l'agent",
            "From the opening of the wait to the reply, elapsed time.",
        )
    )
    agent_id: str | None = column(
        text("Responding Agent ID", "ID de l'agent répondant", "The agent who replied.")
    )
    agent_name: str | None = column(
        text("Responding Agent Name", "Nom de l'agent répondant", "The name of that agent.")
    )
    agent_reference: str | None = column(
        text(
            "Responding Agent Reference",
            "Référence de l'agent de réponse",
            "The reference of that agent.",
        )
    )
    inbound_message_id: str | None = column(
        text(
            "Inbound Message ID",
            "ID du message entrant",
            "The inbound message that opened the wait, or the last one before it opened.",
        )
    )
    outbound_message_id: str = column(
        text("Outbound Message ID", "ID du message sortant", "The human reply.")
    )
    conversation_url: str | None = column(headings.CONVERSATION_URL)


@attrs.define
class ResponseTimes(RowProjection[ResponseTimeRow]):
    """Response pairs whose human reply lies in the period, one row each."""

    slug = "response-times"
    row_class = ResponseTimeRow
    sorted_by = ("to", "outbound_message_id", "conversation_id")

    @handles(Conversation)
    def add_responses(self, conversation: Conversation) -> None:
        """Add a row for each of the conversation's responses in the period."""
        reference = conversation.reference
        medium, channel, display_name = reference.channel_names(conversation.channel_id)
        for response in conversation.responses:
            sent = response.reply.sent
            if not self.frame.period.holds(sent.time):
                continue
            wait = response.wait
            opened = wait.opened
            agent_name, agent_reference, _ = reference.agent_names(sent.agent_id)
            self.finished.append(
                ResponseTimeRow(
                    conversation.conversation_id,
                    medium,
                    channel,
                    display_name,
                    conversation.contact_id,
                    wait.started_by,
                    opened.reason if opened.type == "virtual_agent.handed_over" else None,
                    opened.time,
                    sent.time,
                    response.response_time,
                    sent.agent_id,
                    agent_name,
                    agent_reference,
                    wait.inbound.message_id if wait.inbound else None,
                    sent.message_id,
                    conversation.url,
                )
            )
