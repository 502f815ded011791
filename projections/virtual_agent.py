"""The export of virtual agents."""

from collections import defaultdict

import attrs

from ..events import Action, VirtualAgentHandedOver
from . import headings
from .by_channel import ByChannel, ChannelKey, add_up, in_order
from .columns import column, count, row
from .derivations import Conversation, Reference
from .fold import handles
from .projection import KeyedProjection, Projection


@row
class VirtualAgentRow:
    """What a virtual agent did in the period, on one channel."""

    agent_id: str = column(headings.AGENT_ID)
    agent_name: str | None = column(headings.AGENT_NAME)
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(headings.CHANNEL)
    channel_display_name: str | None = column(headings.CHANNEL_DISPLAY_NAME)
    total_conversations: int = column(
        count(
            "Total Conversations",
            "Total des conversations",
            "Distinct conversations in which it sent a message, either direction.",
        )
    )
    handed_over: int = column(
        count(
            "Handed Over to Agent",
            "Remise à l'agent",
            "Distinct conversations that it handed over.",
        )
    )
    handed_over_error: int = column(
        count(
            "Handed Over Due to Error",
            "Transfert dû à une erreur",
            "Distinct conversations that it handed over because of an error.",
        )
    )
    resolved: int = column(count("Resolved", "Résolu", "Distinct conversations that it resolved."))
    topics_applied: int = column(
        count(
            "Total Conversations Topics",
            "Total des conversations par sujet",
            "Topics that it applied, each application.",
        )
    )
    messages_tagged: int = column(
        count(
            "Total Messages Tagged",
            "Nombre total de messages marqués",
            "Distinct messages that it tagged.",
        )
    )
    tags_applied: int = column(
        count(
            "Total Message Tags",
            "Le nombre de messages qui ont été marqués dans l'ensemble",
            "Tags that it applied, each application.",
        )
    )


@attrs.define
class VirtualAgentTotals:
    """What a virtual agent did; the fields are the counts of the export."""

    total_conversations: int = 0
    handed_over: int = 0
    handed_over_error: int = 0
    resolved: int = 0
    topics_applied: int = 0
    messages_tagged: int = 0
    tags_applied: int = 0


def _sum(mine: VirtualAgentTotals, theirs: VirtualAgentTotals) -> VirtualAgentTotals:
    return VirtualAgentTotals(
        mine.total_conversations + theirs.total_conversations,
        mine.handed_over + theirs.handed_over,
        mine.handed_over_error + theirs.handed_over_error,
        mine.resolved + theirs.resolved,
        mine.topics_applied + theirs.topics_applied,
        mine.messages_tagged + theirs.messages_tagged,
        mine.tags_applied + theirs.tags_applied,
    )


@attrs.define
class VirtualAgents(KeyedProjection[VirtualAgentRow]):
    """What virtual agents did in the period, one row for each agent and channel."""

    slug = "virtual-agent"
    row_class = VirtualAgentRow

    totals: ByChannel[VirtualAgentTotals] = attrs.Factory(dict)

    @handles(Conversation)
    def add_conversation(self, conversation: Conversation) -> None:
        """Add what virtual agents did in a conversation in the period."""
        totals: defaultdict[str, VirtualAgentTotals] = defaultdict(VirtualAgentTotals)
        for message in conversation.messages:
            if message.actor == "VIRTUAL_AGENT" and (agent_id := self._agent_of(message.sent)):
                totals[agent_id].total_conversations = 1
        for handover in conversation.of(VirtualAgentHandedOver):
            if self.frame.period.holds(handover.time):
                totals[handover.agent_id].handed_over = 1
                totals[handover.agent_id].handed_over_error |= handover.error
        for resolve in conversation.resolves:
            change = resolve.change
            if change.actor == "VIRTUAL_AGENT" and (agent_id := self._agent_of(change.event)):
                totals[agent_id].resolved = 1
        self._add_labels(conversation, totals)
        if totals:
            channel_id = conversation.channel_id
            theirs = {(agent_id, channel_id): counts for agent_id, counts in totals.items()}
            add_up(self.totals, theirs, _sum, VirtualAgentTotals())

    def merge(self, other: Projection[VirtualAgentRow]) -> None:
        """Add the counts of other conversations."""
        if isinstance(other, VirtualAgents):
            add_up(self.totals, other.totals, _sum, VirtualAgentTotals())

    def keys(self, reference: Reference) -> list[ChannelKey]:  # noqa: ARG002  # the log says them
        """Return the IDs of the agents and the channels, in order."""
        return in_order(self.totals)

    def row_of(self, key: ChannelKey, reference: Reference) -> VirtualAgentRow:
        """Return the row of a virtual agent on a channel."""
        agent_id, channel_id = key
        channel = reference.channel_names(channel_id)
        return VirtualAgentRow(
            agent_id=agent_id,
            agent_name=reference.agent_names(agent_id).name,
            medium=channel.medium,
            channel=channel.name,
            channel_display_name=channel.display_name,
            **attrs.asdict(self.totals.get(key, VirtualAgentTotals())),
        )

    def _add_labels(
        self, conversation: Conversation, totals: defaultdict[str, VirtualAgentTotals]
    ) -> None:
        for topic in conversation.topics.applications:
            if topic.actor == "VIRTUAL_AGENT" and (agent_id := self._agent_of(topic.event)):
                totals[agent_id].topics_applied += 1
        tagged: set[tuple[str, str]] = set()
        for tag in conversation.tags.applications:
            if tag.actor == "VIRTUAL_AGENT" and (agent_id := self._agent_of(tag.event)):
                totals[agent_id].tags_applied += 1
                tagged.add((agent_id, tag.event.message_id))
        for agent_id, _ in tagged:
            totals[agent_id].messages_tagged += 1

    def _agent_of(self, action: Action) -> str | None:
        """Return the agent of an action in the period."""
        return action.agent_id if self.frame.period.holds(action.time) else None
