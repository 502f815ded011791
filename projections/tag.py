"""The export of tags."""

from collections.abc import Iterator

import attrs

from . import headings
from .by_channel import ByChannel, ChannelKey, add_up, in_order
from .by_contact import ByContact, DistinctContacts
from .columns import boolean, column, count, row, text
from .derivations import Conversation, Reference
from .fold import handles
from .projection import KeyedProjection, Projection


@row
class TagRow:
    """A tag that was applied at least once in the period, on one channel."""

    tag_id: str = column(text("Tag ID", "ID de balise", "The tag."))
    tag_name: str | None = column(text("Tag Name", "Nom de la balise", "The tag's name."))
    active: bool | None = column(
        boolean("Active", "Actif", "Whether it can be applied; blank when it is never described.")
    )
    total_contacts: int = column(
        count(
            "Total Contacts",
            "Nombre total de contacts",
            "Distinct contacts with a message on which it was applied in the period.",
        )
    )
    total_messages: int = column(
        count(
            "Total Messages",
            "Nombre total de messages",
            "Distinct messages on which it was applied in the period.",
        )
    )
    total_current_messages: int = column(
        count(
            "Total Current Messages",
            "Total des messages actuels",
            "Those of them that still carry it at the as-of instant.",
        )
    )
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(headings.CHANNEL)
    channel_display_name: str | None = column(headings.CHANNEL_DISPLAY_NAME)


@attrs.define
class TagTotals:
    """Messages on which a tag was applied, those that still carry it, and their contacts."""

    messages: int = 0
    current_messages: int = 0
    contacts: DistinctContacts = attrs.Factory(DistinctContacts)


def _sum(mine: TagTotals, theirs: TagTotals) -> TagTotals:
    return TagTotals(
        mine.messages + theirs.messages,
        mine.current_messages + theirs.current_messages,
        mine.contacts + theirs.contacts,
    )


@attrs.define
class TagsByChannel(KeyedProjection[TagRow], ByContact):
    """Tags applied at least once in the period, one row for each tag and channel."""

    slug = "tag"
    row_class = TagRow

    totals: ByChannel[TagTotals] = attrs.Factory(dict)

    @handles(Conversation)
    def add_tags(self, conversation: Conversation) -> None:
        """Count the conversation's messages for each tag that was applied in the period."""
        applied = {
            (application.event.tag_id, application.event.message_id)
            for application in conversation.tags.applications
            if self.frame.period.holds(application.event.time)
        }
        for tag_id, message_id in applied:
            totals = self.totals.setdefault((tag_id, conversation.channel_id), TagTotals())
            totals.messages += 1
            totals.current_messages += tag_id in conversation.tags.current[message_id]
            if conversation.contact_id is not None:
                totals.contacts.known.add(conversation.contact_id)

    def merge(self, other: Projection[TagRow]) -> None:
        """Add the counts of other conversations."""
        if isinstance(other, TagsByChannel):
            add_up(self.totals, other.totals, _sum, TagTotals())

    def contacts_held(self) -> int:
        """Return how many contacts there are, each as often as it is counted."""
        return sum(len(totals.contacts.known) for totals in self.totals.values())

    def take_contacts(self) -> Iterator[tuple[str, ChannelKey]]:
        """Take out the contacts, each with a tag and a channel."""
        for key, totals in self.totals.items():
            for contact_id in totals.contacts.take():
                yield contact_id, key

    def put_contact(self, contact_id: str, kept: ChannelKey) -> None:
        """Add a contact on whose messages a tag was applied."""
        self.totals.setdefault(kept, TagTotals()).contacts.known.add(contact_id)

    def settle(self) -> None:
        """Keep the numbers of the contacts."""
        for totals in self.totals.values():
            totals.contacts.settle()

    def keys(self, reference: Reference) -> list[ChannelKey]:  # noqa: ARG002  # the log says them
        """Return the IDs of the tags and the channels, in order."""
        return in_order(self.totals)

    def row_of(self, key: ChannelKey, reference: Reference) -> TagRow:
        """Return the row of a tag on a channel."""
        tag_id, channel_id = key
        totals = self.totals.get(key, TagTotals())
        tag = reference.tags.get(tag_id)
        channel = reference.channel_names(channel_id)
        return TagRow(
            tag_id=tag_id,
            tag_name=tag.name if tag else None,
            active=tag.active if tag else None,
            total_contacts=len(totals.contacts),
            total_messages=totals.messages,
            total_current_messages=totals.current_messages,
            medium=channel.medium,
            channel=channel.name,
            channel_display_name=channel.display_name,
        )
