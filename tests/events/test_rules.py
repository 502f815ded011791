"""The rules of the fields: what a value may be, in the log and in an event made by hand."""

import math
from typing import Any, get_args

import msgspec
import pytest
from replaydesk.events import DAYS, Rule, rules


def rule(annotation: Any) -> Rule:
    """Return the rule that a type of `rules` carries."""
    return next(part for part in get_args(annotation) if isinstance(part, Rule))


def enumeration(*values: str) -> tuple[str, list[Any], list[Any]]:
    """Return the words, the good and the bad values of a field that is one of *values*."""
    bad = [*map(str.lower, values), "", " ", f"{values[0]} ", "OTHER", 1, True, list(values), {}]
    return f"one of {', '.join(values)}", list(values), bad


RULES: dict[str, tuple[str, list[Any], list[Any]]] = {
    "Identifier": (
        "a text of 1 to 200 characters",
        ["x", "0", " ", "\n", "x" * 200, "é" * 200, "\U0001f44b" * 200],
        ["", "x" * 201, 5, 5.0, True, ["x"], {"x": 1}, b"x"],
    ),
    "Text": ("a text", ["", "x", "x" * 10_000, "\x00"], [0, 1.5, False, [], {}, b"x"]),
    "Boolean": ("true or false", [True, False], [0, 1, 0.0, 1.0, "true", "", "TRUE", [], {}]),
    "Instant": (
        "an instant from 1970 to 9999 in milliseconds",
        [0, 1, 253_402_300_799_999],
        [-1, 253_402_300_800_000, 1.0, True, "2026-03-10T09:20:00Z", "0"],
    ),
    "SequenceNumber": (
        "an integer from 0 to 2^53 - 1",
        [0, 1, 9_007_199_254_740_991],
        [-1, 9_007_199_254_740_992, 1.0, True, False, "1", [1]],
    ),
    "Score": ("an integer from 1 to 5", [1, 2, 3, 4, 5], [0, 6, -1, 1.0, 4.5, True, "5", [5]]),
    "Scalar": (
        "a text, a number, true or false",
        ["", "x", 0, -5, 12.5, 1.0, 2**63, True, False],
        [[], ["x"], {}, {"x": 1}, b"x", math.nan, math.inf, 2**64, -(2**63) - 1],
    ),
    "ZoneName": (
        "an IANA time zone like Europe/Brussels",
        ["UTC", "Europe/Brussels", "America/Argentina/Buenos_Aires"],
        ["europe/brussels", "Brussels", "CEST", "+01:00", "", 1, ["UTC"]],
    ),
    "Holidays": (
        "a list of dates like 2026-12-25",
        [[], ["2026-12-25"], ["2026-12-25", "2024-02-29", "2026-12-25"]],
        [
            "2026-12-25",
            {},
            ["2026-02-29"],
            ["2026-12-25", "25/12/2026"],
            ["2026-12-25T00:00:00"],
            ["20261225"],
            [20_261_225],
            [None],
            [["2026-12-25"]],
        ],
    ),
    "ActorType": enumeration(
        "CONTACT", "AGENT", "VIRTUAL_AGENT", "AUTO_RESPONDER", "AUTOMATION", "SYSTEM"
    ),
    "Direction": enumeration("INBOUND", "OUTBOUND"),
    "AgentKind": enumeration("HUMAN", "VIRTUAL"),
    "AttributeSource": enumeration("AGENT", "BOT", "CRM"),
    "LockMethod": enumeration("MANUAL", "AUTO_ASSIGNMENT", "STEAL"),
    "Status": enumeration("NEW", "PENDING", "RESOLVED"),
    "Presence": enumeration("AVAILABLE", "AWAY", "OFFLINE"),
}
WEEKLY_WORDS = (
    'an object of mon … sun, each a list of opening spans like ["09:00", "17:00"] that end after '
    "they start"
)


@pytest.mark.parametrize(("name", "words", "good", "bad"), [(k, *v) for k, v in RULES.items()])
def test_a_rule_holds_for_its_values_only(
    name: str, words: str, good: list[Any], bad: list[Any]
) -> None:
    """Each rule accepts what the specification allows, refuses the rest, and says which it is."""
    tested = rule(getattr(rules, name))

    assert [value for value in good if not tested.holds(value)] == []
    assert [value for value in bad if tested.holds(value)] == []
    assert words == tested.expected


AS_TYPES = {name for name in RULES if rule(getattr(rules, name)).decoded is not None}


def test_the_decoder_holds_lines_to_most_rules_by_itself() -> None:
    """Those that a type can say: the others are left to their tests."""
    assert set(RULES) - AS_TYPES == {"Instant", "Scalar", "ZoneName", "Holidays"}


@pytest.mark.parametrize("name", sorted(AS_TYPES))
def test_what_the_decoder_takes_is_what_the_rule_holds_for(name: str) -> None:
    """Read as its type, a value of JSON is taken or refused as the rule's own test says."""
    _, good, bad = RULES[name]
    decoded = rule(getattr(rules, name)).decoded

    assert [value for value in good if not is_taken(value, decoded)] == []
    assert [value for value in bad if is_taken(value, decoded)] == []


def is_taken(value: Any, decoded: Any) -> bool:
    """Tell whether the decoder takes a value for what a type says."""
    if isinstance(value, bytes):
        return False  # JSON has none
    try:
        msgspec.json.decode(msgspec.json.encode(value), type=decoded)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "weekly",
    [
        {},
        {"mon": []},
        {"mon": None},
        {"mon": [["09:00", "17:00"]]},
        {"mon": [["00:00", "24:00"]]},
        {"mon": [["23:59", "24:00"]]},
        {"mon": [["00:00", "00:01"]]},
        {"sun": [["13:00", "17:00"], ["09:00", "12:00"]]},  # in any order
        {"sun": [["09:00", "12:00"], ["11:00", "13:00"]]},  # overlapping
        {"sun": [["09:00", "12:00"], ["12:00", "13:00"]]},  # touching
        {"sun": [["09:00", "12:00"], ["09:00", "12:00"]]},  # twice
        {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    ],
)
def test_a_weekly_calendar_is_spans_by_day(weekly: Any) -> None:
    """Days may be missing or closed, and spans may meet; `24:00` is an end."""
    assert rule(rules.Weekly).holds(weekly)


@pytest.mark.parametrize(
    "weekly",
    [
        [],
        "mon",
        {"monday": []},
        {"Mon": []},
        {"": None},
        {"mon": [], "holiday": []},
        {"mon": {}},
        {"mon": "09:00-17:00"},
        {"mon": ["09:00", "17:00"]},
        {"mon": [None]},
        {"mon": [["09:00"]]},
        {"mon": [["09:00", "12:00", "17:00"]]},
        {"mon": [["09:00", None]]},
        {"mon": [["09:00", 17]]},
        {"mon": [[9, "17:00"]]},
        {"mon": [{"09:00": "17:00"}]},
        {"mon": [["17:00", "09:00"]]},  # over midnight: that is two spans
        {"mon": [["09:00", "09:00"]]},
        {"mon": [["24:00", "24:00"]]},
        {"mon": [["24:00", "09:00"]]},
        {"mon": [["09:00", "24:01"]]},
        {"mon": [["09:00", "25:00"]]},
        {"mon": [["09:60", "17:00"]]},
        {"mon": [["9:00", "17:00"]]},
        {"mon": [["09:00", "17:00:00"]]},
        {"mon": [["0900", "1700"]]},
        {"mon": [["09:00", "17:00 "]]},
        {"mon": [["09:00", "17:0\u0660"]]},  # a digit, but not one of a clock
        {"mon": [["09:00", "17:00"]], "tue": [["09:00", "08:00"]]},
    ],
)
def test_anything_else_is_no_weekly_calendar(weekly: Any) -> None:
    """A key that is no day, a span that is no pair of clock times, or ends before it starts."""
    assert not rule(rules.Weekly).holds(weekly)


def test_a_weekly_calendar_says_what_it_expects() -> None:
    """The words show the form of a span, and that it ends after it starts."""
    assert rule(rules.Weekly).expected == WEEKLY_WORDS


def test_the_days_are_those_of_python() -> None:
    """The keys of a calendar stand in the order of `date.weekday()`: Monday is 0."""
    assert DAYS == ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_every_enumeration_lists_the_values_of_its_type() -> None:
    """What the type checker allows and what the rule allows are the same words."""
    for name in ("ActorType", "Direction", "AgentKind", "AttributeSource", "LockMethod", "Status"):
        literal, tested = get_args(getattr(rules, name))

        assert f"one of {', '.join(get_args(literal))}" == tested.expected
