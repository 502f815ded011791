"""Contacts: what the log says of each, as of the as-of instant."""

from collections.abc import Iterable
from typing import NamedTuple

import attrs

from ...events import ContactAttributeSet, ContactUpdated

ContactEvent = ContactUpdated | ContactAttributeSet


class ContactNames(NamedTuple):
    """What exports print of a contact; nothing where the log never describes it."""

    medium: str | None = None
    primary_identifier: str | None = None
    secondary_identifier: str | None = None


@attrs.define
class Contact:
    """What the log says of a contact, as of the as-of instant."""

    profile: ContactUpdated | None = None
    last_updated: int | None = None
    """The latest of its `contact.*` events."""

    attributes: dict[str, ContactAttributeSet] = attrs.Factory(dict)
    """Those that are set and not cleared, by ID."""

    @property
    def names(self) -> ContactNames:
        """What exports print of it."""
        told = self.profile
        if told is None:
            return ContactNames()
        return ContactNames(told.medium, told.primary_identifier, told.secondary_identifier)

    def take_in(self, event: ContactEvent) -> None:
        """Take in what the next event says: it replaces what an earlier one said of the same."""
        self.last_updated = event.time
        if event.type == "contact.updated":
            self.profile = event
        elif event.value is None:
            self.attributes.pop(event.attribute_id, None)
        else:
            self.attributes[event.attribute_id] = event


def derive_contact(events: Iterable[ContactEvent]) -> Contact:
    """Return what a contact's *events*, in order, say of it. Source: reference data."""
    contact = Contact()
    for event in events:
        contact.take_in(event)
    return contact
