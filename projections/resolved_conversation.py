"""The export of resolved conversations."""

import attrs

from .columns import row
from .conversation_rows import (
    Beginning,
    HowResolved,
    Outcome,
    Satisfaction,
    beginning,
    first_resolve,
    last_status_change,
    latest_survey,
    outcome,
)
from .derivations import Conversation, StatusChange
from .fold import handles
from .projection import RowProjection

_NONE = (None, None, None, None)


@row
class ResolvedConversationRow(Satisfaction, Outcome, HowResolved, Beginning):
    """A conversation whose first resolve lies in the period, as of the as-of instant."""


@attrs.define
class ResolvedConversations(RowProjection[ResolvedConversationRow]):
    """Conversations whose first resolve lies in the period, one row each."""

    slug = "resolved-conversation"
    row_class = ResolvedConversationRow
    sorted_by = ("resolved_at", "conversation_id")

    @handles(Conversation)
    def add_if_resolved(self, conversation: Conversation) -> None:
        """Add the conversation's row if its first resolve lies in the period."""
        resolve = first_resolve(conversation)
        if resolve is None or not self.frame.period.holds(resolve.change.event.time):
            return
        change = resolve.change
        survey = latest_survey(conversation)
        answers = (survey.score, survey.status, survey.question, survey.answer) if survey else _NONE
        values = (
            *beginning(conversation, self._created_at(conversation)),
            change.event.reason,
            change.event.comment,
            _triggered_by(change),
            *outcome(conversation, self.frame),
            *answers,
        )
        self.finished.append(ResolvedConversationRow(*values))

    def _created_at(self, conversation: Conversation) -> int | None:
        if self.frame.policy.resolved_created_at == "CONVERSATION":
            return conversation.created_at
        change = last_status_change(conversation)
        team_id = None if change is None else conversation.reference.team_of(change.event)
        if team_id is None:
            return None
        for reply in conversation.replies:
            if conversation.reference.team_of(reply.sent) == team_id:
                return reply.sent.time
        return None


def _triggered_by(resolve: StatusChange) -> str:
    automatic = resolve.actor not in ("AGENT", "VIRTUAL_AGENT", "AUTOMATION")
    return "AUTO_RESOLVE" if automatic else resolve.actor
