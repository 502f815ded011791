"""Which columns of the exports are personal: of which class of text, by their keys.

A test holds every column of text to this table; the classes are those of the events' fields.
"""

from typing import Final

from ..events.personal import (
    AGENT,
    ANSWER,
    AWAY_STATE,
    COMMENT,
    CONTACT,
    CONTENT,
    CONVERSATION,
    EMAIL,
    IDENTIFIER,
    MESSAGE,
    NAME,
    QUESTION,
    REASON,
    REFERENCE,
    URL,
    VALUE,
    Personal,
)

PERSONAL_COLUMNS: Final[dict[str, Personal]] = {
    "agent_id": AGENT,
    "agent_name": NAME,
    "agent_reference": REFERENCE,
    "attribute_value": VALUE,
    "away_state": AWAY_STATE,
    "contact_id": CONTACT,
    "contact_primary_identifier": IDENTIFIER,
    "contact_secondary_identifier": IDENTIFIER,
    "content": CONTENT,
    "conversation_id": CONVERSATION,
    "conversation_url": URL,
    "csat_follow_up_answer": ANSWER,
    "csat_follow_up_question": QUESTION,
    "inbound_message_id": MESSAGE,
    "last_status_change_agent_id": AGENT,
    "last_status_change_agent_name": NAME,
    "last_status_change_agent_reference": REFERENCE,
    "message_id": MESSAGE,
    "message_url": URL,
    "outbound_message_id": MESSAGE,
    "primary_identifier": IDENTIFIER,
    "resolve_comment": COMMENT,
    "resolve_reason": REASON,
    "resolved_agent_id": AGENT,
    "resolved_agent_name": NAME,
    "resolved_agent_reference": REFERENCE,
    "secondary_identifier": IDENTIFIER,
    "transfer_reason": REASON,
    "user_email": EMAIL,
    "user_id": AGENT,
    "user_name": NAME,
    "user_reference": REFERENCE,
}
