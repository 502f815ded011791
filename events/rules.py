"""The rules that a field's value can be asked to keep, each with the words that a reject uses.

A rule is attached to a type by `Annotated`, so that an event class says a field's type and its
rule in one word: `agent_id: Identifier`.
"""

import math
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import attrs
from msgspec import Meta

from .instants import AFTER_LAST_INSTANT, FIRST_INSTANT, parse_date
from .zones import zone_names


@attrs.frozen
class Rule:
    """What a value must be: a test and the words for what was expected."""

    expected: str
    holds: Callable[[Any], bool]
    decoded: Any = None
    """The type that msgspec holds a value to by itself, in C: it takes what `holds`, and nothing
    else. Nothing where no type can say the rule."""

    is_free: bool = False
    """Whether any text will do; then a field must say whether it is personal, see `personal`."""


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The keys of a weekly calendar, in the order of `date.weekday()`."""

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII).fullmatch


def _is_identifier(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= 200


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_boolean(value: Any) -> bool:
    return value is True or value is False


def _is_instant(value: Any) -> bool:
    return type(value) is int and FIRST_INSTANT <= value < AFTER_LAST_INSTANT


def _is_sequence_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_score(value: Any) -> bool:
    return type(value) is int and 1 <= value <= 5


def _is_scalar(value: Any) -> bool:
    if type(value) is int:
        return -(2**63) <= value < 2**64  # what JSON says beyond that is read as a double
    return type(value) in (str, bool) or (type(value) is float and math.isfinite(value))


def _is_zone_name(value: Any) -> bool:
    return type(value) is str and value in zone_names()


def _is_opening_span(value: Any) -> bool:
    # Two clock times of one width compare as text, and 24:00 comes after them all.
    return (
        type(value) is list
        and len(value) == 2
        and all(type(clock) is str for clock in value)
        and bool(_CLOCK(value[0]))
        and (bool(_CLOCK(value[1])) or value[1] == "24:00")
        and value[0] < value[1]
    )


def _is_weekly(value: Any) -> bool:
    return type(value) is dict and all(
        day in DAYS
        and (spans is None or (type(spans) is list and all(map(_is_opening_span, spans))))
        for day, spans in value.items()
    )


def _is_holidays(value: Any) -> bool:
    return type(value) is list and all(map(_is_date, value))


def _is_date(value: Any) -> bool:
    if type(value) is not str:
        return False
    try:
        parse_date(value)
    except ValueError:
        return False
    return True


def _one_of(*values: str) -> Rule:
    allowed = frozenset(values)
    return Rule(
        f"one of {', '.join(values)}",
        lambda value: type(value) is str and value in allowed,
        Literal[values],
    )


Identifier = Annotated[
    str,
    Rule(
        "a text of 1 to 200 characters",
        _is_identifier,
        Annotated[str, Meta(min_length=1, max_length=200)],
        is_free=True,
    ),
]
Text = Annotated[str, Rule("a text", _is_text, str, is_free=True)]
Boolean = Annotated[bool, Rule("true or false", _is_boolean, bool)]
Instant = Annotated[int, Rule("an instant from 1970 to 9999 in milliseconds", _is_instant)]
SequenceNumber = Annotated[
    int,
    Rule(
        "an integer from 0 to 2^53 - 1",
        _is_sequence_number,
        Annotated[int, Meta(ge=0, le=2**53 - 1)],
    ),
]
Score = Annotated[int, Rule("an integer from 1 to 5", _is_score, Annotated[int, Meta(ge=1, le=5)])]
Scalar = Annotated[
    str | int | float | bool, Rule("a text, a number, true or false", _is_scalar, is_free=True)
]
ZoneName = Annotated[str, Rule("an IANA time zone like Europe/Brussels", _is_zone_name)]
Weekly = Annotated[
    dict[str, list[list[str]] | None],
    Rule(
        'an object of mon … sun, each a list of opening spans like ["09:00", "17:00"] that end '
        "after they start",
        _is_weekly,
    ),
]
Holidays = Annotated[list[str], Rule("a list of dates like 2026-12-25", _is_holidays)]

Actor = Literal["CONTACT", "AGENT", "VIRTUAL_AGENT", "AUTO_RESPONDER", "AUTOMATION", "SYSTEM"]
ActorType = Annotated[
    Actor,
    _one_of("CONTACT", "AGENT", "VIRTUAL_AGENT", "AUTO_RESPONDER", "AUTOMATION", "SYSTEM"),
]
Direction = Annotated[Literal["INBOUND", "OUTBOUND"], _one_of("INBOUND", "OUTBOUND")]
AgentKind = Annotated[Literal["HUMAN", "VIRTUAL"], _one_of("HUMAN", "VIRTUAL")]
AttributeSource = Annotated[Literal["AGENT", "BOT", "CRM"], _one_of("AGENT", "BOT", "CRM")]
LockMethod = Annotated[
    Literal["MANUAL", "AUTO_ASSIGNMENT", "STEAL"], _one_of("MANUAL", "AUTO_ASSIGNMENT", "STEAL")
]
ConversationStatus = Literal["NEW", "PENDING", "RESOLVED"]
Status = Annotated[ConversationStatus, _one_of("NEW", "PENDING", "RESOLVED")]
PresenceState = Literal["AVAILABLE", "AWAY", "OFFLINE"]
Presence = Annotated[PresenceState, _one_of("AVAILABLE", "AWAY", "OFFLINE")]
