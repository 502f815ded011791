"""The export of open conversations."""

import attrs

from .columns import row
from .conversation_rows import Beginning, Outcome, beginning, outcome
from .derivations import Conversation
from .fold import handles
from .projection import RowProjection


@row
class OpenConversationRow(Outcome, Beginning):
    """A conversation that is `NEW` or `PENDING` at the as-of instant.

    One that was reopened keeps its first resolve in the columns on resolving.
    """


@attrs.define
class OpenConversations(RowProjection[OpenConversationRow]):
    """Conversations open at the as-of instant, one row each; the period does not apply."""

    slug = "open-conversation"
    row_class = OpenConversationRow
    sorted_by = ("created_at", "conversation_id")

    @handles(Conversation)
    def add_if_open(self, conversation: Conversation) -> None:
        """Add the conversation's row if it is open."""
        if conversation.status != "RESOLVED":
            values = (
                *beginning(conversation, conversation.created_at),
                *outcome(conversation, self.frame),
            )
            self.finished.append(OpenConversationRow(*values))
