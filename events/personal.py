"""What of a log is personal: every field that can hold any text says here whether it is.

A field's annotation carries a class of personal text, or says that the field is open. One that
says neither is an error when its event class is made, so that a new field cannot forget it.
"""

from typing import Annotated, Any, Final, get_args

import attrs

from .rules import Identifier, Scalar, Text


@attrs.frozen
class Personal:
    """A class of personal text. Equal texts of one class have equal pseudonyms."""

    name: str
    """What its pseudonyms begin with."""


@attrs.frozen
class Open:
    """Says of a field that its text is nobody's: the centre's own setup, or its source's words."""


OPEN: Final = Open()

CONTACT: Final = Personal("contact")
IDENTIFIER: Final = Personal("identifier")
CONVERSATION: Final = Personal("conversation")
MESSAGE: Final = Personal("message")
SURVEY: Final = Personal("survey")
EVENT: Final = Personal("event")
AGENT: Final = Personal("agent")
NAME: Final = Personal("name")
EMAIL: Final = Personal("email")
REFERENCE: Final = Personal("reference")
CONTENT: Final = Personal("content")
QUESTION: Final = Personal("question")
ANSWER: Final = Personal("answer")
REASON: Final = Personal("reason")
COMMENT: Final = Personal("comment")
CAUSE: Final = Personal("cause")
AWAY_STATE: Final = Personal("away-state")
VALUE: Final = Personal("value")
URL: Final = Personal("url")

ContactId = Annotated[Identifier, CONTACT]
ContactIdentifier = Annotated[Text, IDENTIFIER]
ConversationId = Annotated[Identifier, CONVERSATION]
MessageId = Annotated[Identifier, MESSAGE]
SurveyId = Annotated[Identifier, SURVEY]
EventId = Annotated[Identifier, EVENT]
AgentId = Annotated[Identifier, AGENT]
AgentName = Annotated[Text, NAME]
Email = Annotated[Text, EMAIL]
Reference = Annotated[Text, REFERENCE]
Content = Annotated[Text, CONTENT]
Question = Annotated[Text, QUESTION]
Answer = Annotated[Text, ANSWER]
Reason = Annotated[Text, REASON]
Comment = Annotated[Text, COMMENT]
Cause = Annotated[Text, CAUSE]
AwayState = Annotated[Text, AWAY_STATE]
AttributeValue = Annotated[Scalar, VALUE]
Url = Annotated[Text, URL]

OpenIdentifier = Annotated[Identifier, OPEN]
OpenText = Annotated[Text, OPEN]


def mark_of(annotation: Any) -> Personal | Open | None:
    """Return what the annotation of an event's field says of its text, if it says anything."""
    for part in getattr(annotation, "__metadata__", get_args(annotation)):
        mark = part if isinstance(part, Personal | Open) else mark_of(part)
        if mark is not None:
            return mark
    return None
