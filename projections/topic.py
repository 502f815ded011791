"""The export of topics."""

from typing import NamedTuple

import attrs

from . import headings
from .by_channel import ByChannel, ChannelKey, add_up, in_order
from .columns import boolean, column, count, row, text
from .derivations import Conversation, Reference
from .fold import handles
from .projection import KeyedProjection, Projection


@row
class TopicRow:
    """A topic that was applied at least once in the period, on one channel."""

    topic_id: str = column(text("Topic ID", "ID du sujet", "The topic."))
    topic_name: str | None = column(text("Topic Name", "Nom du sujet", "The topic's name."))
    active: bool | None = column(
        boolean("Active", "Actif", "Whether it can be applied; blank when it is never described.")
    )
    total_conversations: int = column(
        count(
            "Total Conversations",
            "Total des conversations",
            "Distinct conversations on which it was applied in the period.",
        )
    )
    total_current_conversations: int = column(
        count(
            "Total Current Conversations",
            "Total des conversations en cours",
            "Those of them that still carry it at the as-of instant.",
        )
    )
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(headings.CHANNEL)
    channel_display_name: str | None = column(headings.CHANNEL_DISPLAY_NAME)


class TopicTotals(NamedTuple):
    """Conversations on which a topic was applied, and those that still carry it."""

    applied: int
    current: int


_NOTHING = TopicTotals(0, 0)


def _sum(mine: TopicTotals, theirs: TopicTotals) -> TopicTotals:
    return TopicTotals(mine.applied + theirs.applied, mine.current + theirs.current)


@attrs.define
class TopicsByChannel(KeyedProjection[TopicRow]):
    """Topics applied at least once in the period, one row for each topic and channel."""

    slug = "topic"
    row_class = TopicRow

    totals: ByChannel[TopicTotals] = attrs.Factory(dict)

    @handles(Conversation)
    def add_topics(self, conversation: Conversation) -> None:
        """Count the conversation for each topic that was applied on it in the period."""
        applied = {
            application.event.topic_id
            for application in conversation.topics.applications
            if self.frame.period.holds(application.event.time)
        }
        for topic_id in applied:
            is_current = topic_id in conversation.topics.current
            once = TopicTotals(applied=1, current=int(is_current))
            add_up(self.totals, {(topic_id, conversation.channel_id): once}, _sum, _NOTHING)

    def merge(self, other: Projection[TopicRow]) -> None:
        """Add the counts of other conversations."""
        if isinstance(other, TopicsByChannel):
            add_up(self.totals, other.totals, _sum, _NOTHING)

    def keys(self, reference: Reference) -> list[ChannelKey]:  # noqa: ARG002  # the log says them
        """Return the IDs of the topics and the channels, in order."""
        return in_order(self.totals)

    def row_of(self, key: ChannelKey, reference: Reference) -> TopicRow:
        """Return the row of a topic on a channel."""
        topic_id, channel_id = key
        totals = self.totals.get(key, TopicTotals(0, 0))
        topic = reference.topics.get(topic_id)
        channel = reference.channel_names(channel_id)
        return TopicRow(
            topic_id=topic_id,
            topic_name=topic.name if topic else None,
            active=topic.active if topic else None,
            total_conversations=totals.applied,
            total_current_conversations=totals.current,
            medium=channel.medium,
            channel=channel.name,
            channel_display_name=channel.display_name,
        )
