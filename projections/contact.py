"""The export of contacts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import attrs

from ..events import MessageSent, OrderKey
from . import headings
from .by_contact import ContactRowsProjection
from .columns import column, count, instant, row, text
from .derivations import Conversation, Reference
from .fold import handles
from .projection import Projection


@row
class ContactRow:
    """A contact with at least one message in the period, either direction."""

    contact_id: str = column(text("Contact Profile ID", "ID du profil du contact", "The contact."))
    medium: str | None = column(
        text(
            "Medium",
            "Moyen",
            "The contact's own, else that of the channel of its first message in the period.",
        )
    )
    primary_identifier: str | None = column(
        text(
            "Primary Identifier",
            "Identifiant principal",
            "The contact's primary identifier, for instance a phone number.",
        )
    )
    secondary_identifier: str | None = column(
        text(
            "Secondary Identifier",
            "Identifiant secondaire",
            "The contact's secondary identifier.",
        )
    )
    created_at: int | None = column(
        instant(*headings.CREATED_AT, "Its first inbound message in the period.")
    )
    conversations: int = column(
        count(
            "Number of Conversations",
            "Nombre de conversations",
            "Distinct conversations with a message in the period.",
        )
    )
    inbound_messages: int = column(
        count(*headings.INBOUND_MESSAGES, "The messages from the contact in the period.")
    )
    outbound_messages: int = column(
        count(*headings.OUTBOUND_MESSAGES, "The messages sent to it by anyone in the period.")
    )
    last_updated: int | None = column(
        headings.last_updated(
            "The latest of its `contact.*` events and the `message.sent` of its conversations that "
            "the channel filter keeps, up to the as-of instant."
        )
    )


@attrs.define
class ContactTotals:
    """What a contact's conversations add up to."""

    last_sent_at: int | None = None
    """Its latest `message.sent` up to the as-of instant, in or out of the period."""

    conversations: int = 0
    inbound_messages: int = 0
    outbound_messages: int = 0
    first_inbound_at: int | None = None
    first_message: tuple[OrderKey, str | None] | None = None
    """The first message in the period: its place in the log, and its channel."""

    def add(self, other: "ContactTotals") -> None:
        """Add what other conversations of the contact add up to."""
        self.last_sent_at = max(_known(self.last_sent_at, other.last_sent_at), default=None)
        self.conversations += other.conversations
        self.inbound_messages += other.inbound_messages
        self.outbound_messages += other.outbound_messages
        self.first_inbound_at = min(
            _known(self.first_inbound_at, other.first_inbound_at), default=None
        )
        if self.first_message is None or (
            other.first_message is not None and other.first_message[0] < self.first_message[0]
        ):
            self.first_message = other.first_message

    def as_data(self) -> tuple[Any, ...]:
        """Return the fields as plain data, in their order."""
        return (
            self.last_sent_at,
            self.conversations,
            self.inbound_messages,
            self.outbound_messages,
            self.first_inbound_at,
            self.first_message,
        )


def _known(*instants: int | None) -> list[int]:
    return [instant for instant in instants if instant is not None]


def _totals() -> defaultdict[str, ContactTotals]:
    return defaultdict(ContactTotals)


@attrs.define
class Contacts(ContactRowsProjection[ContactRow]):
    """Contacts with at least one message in the period, one row each.

    The contact of a message is its conversation's.
    """

    slug = "contact"
    row_class = ContactRow
    sorted_by = ("contact_id",)

    totals: defaultdict[str, ContactTotals] = attrs.Factory(_totals)

    @handles(Conversation)
    def add_messages(self, conversation: Conversation) -> None:
        """Add the conversation's messages to its contact's."""
        if conversation.contact_id is None or not conversation.messages:
            return
        # A second message.sent of one message updates the contact, too.
        last_sent = conversation.of(MessageSent)[-1].time
        totals = ContactTotals(last_sent_at=last_sent)
        for message in conversation.messages:
            if not self.frame.period.holds(message.sent.time):
                continue
            if totals.first_message is None:
                totals.first_message = (message.sent.order, conversation.channel_id)
                totals.conversations = 1
            if message.sent.direction == "INBOUND":
                totals.inbound_messages += 1
                if totals.first_inbound_at is None:
                    totals.first_inbound_at = message.sent.time
            else:
                totals.outbound_messages += 1
        self.totals[conversation.contact_id].add(totals)

    def merge(self, other: Projection[ContactRow]) -> None:
        """Add the messages of other conversations."""
        if isinstance(other, Contacts):
            for contact_id, totals in other.totals.items():
                self.totals[contact_id].add(totals)

    def contacts_held(self) -> int:
        """Return how many contacts there are."""
        return len(self.totals)

    def take_contacts(self) -> Iterator[tuple[str, Any]]:
        """Take out what each contact's conversations add up to."""
        taken, self.totals = self.totals, _totals()
        return ((contact_id, totals.as_data()) for contact_id, totals in taken.items())

    def put_contact(self, contact_id: str, kept: Any) -> None:
        """Add what other conversations of a contact add up to."""
        self.totals[contact_id].add(ContactTotals(*kept))

    def settle(self) -> None:
        """Forget the contacts, whose rows are finished."""
        self.totals.clear()

    def keys(self, reference: Reference) -> Iterator[str]:  # noqa: ARG002  # the log says them
        """Return the IDs of the contacts with a message in the period, in order."""
        return (key for key, totals in sorted(self.totals.items()) if totals.first_message)

    def row_of(self, key: str, reference: Reference) -> ContactRow:
        """Return the row of a contact."""
        totals = self.totals.get(key, ContactTotals())
        names = reference.contact_names(key)
        _, channel_id = totals.first_message or (None, None)
        channel = reference.channel_names(channel_id)
        described = reference.contact_last_updated(key)
        return ContactRow(
            contact_id=key,
            medium=channel.medium if names.medium is None else names.medium,
            primary_identifier=names.primary_identifier,
            secondary_identifier=names.secondary_identifier,
            created_at=totals.first_inbound_at,
            conversations=totals.conversations,
            inbound_messages=totals.inbound_messages,
            outbound_messages=totals.outbound_messages,
            last_updated=max(_known(described, totals.last_sent_at), default=None),
        )
