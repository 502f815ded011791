"""The export of contact attributes."""

from collections.abc import Iterator

import attrs
import orjson

from . import headings
from .by_contact import ContactRowsProjection
from .columns import column, row, text
from .derivations import Conversation, Reference
from .fold import handles
from .projection import Projection


@row
class ContactAttributeRow:
    """An attribute that is set at the as-of instant."""

    contact_id: str = column(text("Contact Profile ID", "ID du profil du contact", "The contact."))
    contact_primary_identifier: str | None = column(headings.CONTACT_PRIMARY_IDENTIFIER)
    contact_secondary_identifier: str | None = column(headings.CONTACT_SECONDARY_IDENTIFIER)
    attribute_id: str = column(text("Attribute ID", "ID d'attribut", "The attribute."))
    attribute_name: str = column(
        text("Attribute Name", "Nom de l'attribut", "The attribute's name.")
    )
    attribute_value: str = column(
        text(
            "Attribute Value",
            "Valeur d'attribut",
            "The latest value; a number, true and false as JSON writes them.",
        )
    )
    attribute_type: str | None = column(
        text("Attribute Type", "Type d'attribut", "What the source calls its type.")
    )


@attrs.define
class ContactAttributes(ContactRowsProjection[ContactAttributeRow]):
    """The attributes of the contacts with an inbound message in the period, one row each."""

    slug = "contact-attribute"
    row_class = ContactAttributeRow
    sorted_by = ("contact_id", "attribute_id")

    contacts: set[str] = attrs.Factory(set)

    @handles(Conversation)
    def add_contact(self, conversation: Conversation) -> None:
        """Add the conversation's contact if it sent a message in the period."""
        if conversation.contact_id is not None and any(
            message.sent.direction == "INBOUND" and self.frame.period.holds(message.sent.time)
            for message in conversation.messages
        ):
            self.contacts.add(conversation.contact_id)

    def merge(self, other: Projection[ContactAttributeRow]) -> None:
        """Add the contacts of other conversations."""
        if isinstance(other, ContactAttributes):
            self.contacts |= other.contacts

    def contacts_held(self) -> int:
        """Return how many contacts there are."""
        return len(self.contacts)

    def take_contacts(self) -> Iterator[tuple[str, None]]:
        """Take out the contacts; of each nothing else is kept."""
        taken, self.contacts = self.contacts, set()
        return ((contact_id, None) for contact_id in taken)

    def put_contact(self, contact_id: str, kept: None) -> None:  # noqa: ARG002  # it is nothing
        """Add a contact."""
        self.contacts.add(contact_id)

    def settle(self) -> None:
        """Forget the contacts, whose rows are finished."""
        self.contacts.clear()

    def keys(self, reference: Reference) -> Iterator[tuple[str, str]]:
        """Return the IDs of the contacts and of their attributes, in order."""
        for contact_id in sorted(self.contacts):
            for attribute_id, _ in reference.attributes_of(contact_id):
                yield contact_id, attribute_id

    def row_of(self, key: tuple[str, str], reference: Reference) -> ContactAttributeRow:
        """Return the row of an attribute that a contact has."""
        contact_id, attribute_id = key
        names = reference.contact_names(contact_id)
        attribute = reference.contacts[contact_id].attributes[attribute_id]
        return ContactAttributeRow(
            contact_id=contact_id,
            contact_primary_identifier=names.primary_identifier,
            contact_secondary_identifier=names.secondary_identifier,
            attribute_id=attribute_id,
            attribute_name=attribute.name,
            attribute_value=attribute.value
            if isinstance(attribute.value, str)
            else orjson.dumps(attribute.value).decode(),
            attribute_type=attribute.attribute_type,
        )
