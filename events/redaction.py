"""Redaction: personal text replaced by pseudonyms that only the holder of a key can make again.

A pseudonym is the HMAC-SHA-256 of a class of text and the text under the key. Equal texts of one
class have equal pseudonyms under one key, so that what is redacted can still be joined; without
the key nobody can tell which text a pseudonym stands for, nor try guesses.
"""

import hmac
import re
from typing import Any, Final

import attrs
import orjson

from .catalogue import EVENT_TYPES
from .errors import ReplaydeskError
from .event import Event, StreamKind
from .personal import AGENT, CONTACT, CONVERSATION, Personal

_DIGITS: Final = 20
"""Of a pseudonym, 80 bits: two of a billion texts share one with a chance below 1 in a million."""

_SHORTEST_KEY: Final = 32
_REMEMBERED: Final = 1 << 16
_LONGEST_REMEMBERED: Final = 200

STREAMS: Final[dict[StreamKind, Personal]] = {
    "agent": AGENT,
    "contact": CONTACT,
    "conversation": CONVERSATION,
}
"""Of which class the IDs of streams are; those of other kinds are open."""


def _event_of(kind: str, said: dict[str, Any]) -> Event:
    """Return the redacted event of a type, which holds what is *said*."""
    event = Event.__new__(_REDACTED[kind])
    object.__setattr__(event, "__dict__", said)
    return event


def _reduced(event: Event) -> tuple[Any, ...]:
    """Tell how a redacted event is made anew in another process: no module names its class."""
    return _event_of, (event.type, event.__dict__)


# A redacted event keeps its place among the others: `order` is what the log said.
_REDACTED: Final[dict[str, type[Event]]] = {
    cls.type: type(
        cls.__name__, (cls,), {"order": None, "__reduce__": _reduced, "__doc__": cls.__doc__}
    )
    for cls in EVENT_TYPES
}

_KEY: Final = Personal("key")


def _without_space(key: bytes) -> bytes:
    return key.strip()


class RedactionKeyError(ReplaydeskError, ValueError):
    """A key is too short to keep anything secret, or cannot be read."""


@attrs.frozen
class Redaction:
    """Replaces personal text by pseudonyms, with a key: at least 32 bytes that nobody can guess.

    White space around the key is not part of it.

    Raises:
        RedactionKeyError: The key is too short.
    """

    key: bytes = attrs.field(repr=False, converter=_without_space)
    _known: dict[tuple[str, Any], str] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a key that could be guessed."""
        if len(self.key) < _SHORTEST_KEY:
            raise RedactionKeyError(
                f"the key has {len(self.key)} bytes; expected at least {_SHORTEST_KEY}, made at "
                "random"
            )

    def __reduce__(self) -> tuple[type["Redaction"], tuple[bytes]]:
        """Hand the key on to another process, and not what is remembered here."""
        return Redaction, (self.key,)

    @property
    def fingerprint(self) -> str:
        """What tells this key from others: what was redacted under one fingerprint joins."""
        return self.pseudonym(_KEY, "fingerprint")

    def pseudonym(self, personal: Personal, value: str | float | bytes) -> str:
        """Return the pseudonym of a text; a number, true and false have that of their JSON.

        An empty text says nothing and stays.
        """
        if value == "":
            return ""
        # True equals 1, and is another text.
        known = self._known.get((personal.name, value)) if type(value) is str else None
        if known is not None:
            return known
        if isinstance(value, str):
            text = value.encode("utf-8", "surrogatepass")
        else:
            text = value if isinstance(value, bytes) else orjson.dumps(value)
        digest = hmac.digest(self.key, personal.name.encode() + b"\0" + text, "sha256")
        pseudonym = f"{personal.name}-{digest.hex()[:_DIGITS]}"
        if type(value) is str and len(value) <= _LONGEST_REMEMBERED:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[personal.name, value] = pseudonym
        return pseudonym

    def known_as(self, personal: Personal, value: str) -> str:
        """Return the pseudonym of what a user named by *value*: the text, or its pseudonym."""
        if re.fullmatch(rf"{personal.name}-[0-9a-f]{{{_DIGITS}}}", value):
            return value
        return self.pseudonym(personal, value)

    def stream_id(self, kind: StreamKind, stream_id: str) -> str:
        """Return what the stream of a *kind* that the log calls *stream_id* is known by."""
        personal = STREAMS.get(kind)
        return stream_id if personal is None else self.pseudonym(personal, stream_id)

    def redacted(self, event: Event) -> Event:
        """Return *event* with pseudonyms in place of its personal texts.

        Its `order` stays that of the log: what comes first does not hang on a key.
        """
        said = dict(event.__dict__)
        for name, personal in event.personal.items():
            value = said.get(name)
            if value is not None:
                said[name] = self.pseudonym(personal, value)
        said["order"] = event.order
        return _event_of(event.type, said)
