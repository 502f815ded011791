"""What is no number: the events that say a cell, by export and column."""

from collections.abc import Iterable
from typing import Final

from .explain_conversation_texts import OWN_ROW, StreamTexts
from .explain_evidence import Witness
from .explain_keyed_texts import KEYED, KeyedTexts
from .explain_message_texts import MESSAGE, PRESENCE, RESPONSE

_OF_STREAMS: Final = {
    "resolved-conversation": OWN_ROW,
    "open-conversation": OWN_ROW,
    "message": MESSAGE,
    "response-times": RESPONSE,
    "user-presence": PRESENCE,
}


def stream_witnesses(slug: str, key: str, texts: StreamTexts) -> Iterable[Witness]:
    """Return the events that say a cell of a row that is finished with its stream."""
    return _OF_STREAMS[slug][key](texts)


def keyed_witnesses(slug: str, key: str, texts: KeyedTexts) -> Iterable[Witness]:
    """Return the events that say a cell of a row that adds up many streams."""
    return KEYED[slug][key](texts)
