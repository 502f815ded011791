"""The codec: each line that is no event says why."""

import json
from typing import Any

import pytest
from replaydesk.events import InvalidEventError, decode

TEAM = '"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"'


def reason(line: bytes | str) -> str:
    """Return why *line* is a reject."""
    with pytest.raises(InvalidEventError) as error:
        decode(line)
    return str(error.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"id":"\xff"}', "the line is not UTF-8: byte 8 is 0xff"),
        (b"\x80", "the line is not UTF-8: byte 1 is 0x80"),
        (b'{"id":"\xed\xa0\x80"}', "the line is not UTF-8: byte 8 is 0xed"),  # a coded surrogate
        (b'{"id":"\xc0\xaf"}', "the line is not UTF-8: byte 8 is 0xc0"),  # an overlong slash
        (b'{"id":"\xe2\x82', "the line is not UTF-8: byte 8 is 0xe2"),
    ],
)
def test_a_line_that_is_not_utf_8_says_where(line: bytes, expected: str) -> None:
    """The words name the first byte that is wrong, and its place in the line."""
    assert expected == reason(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "{'id': 'e1'}",
        '{"id":"e1",}',
        f"{{{TEAM}}} {{{TEAM}}}",
        f"{{{TEAM}}},",
        f"{{{TEAM},}}",
        f"\ufeff{{{TEAM}}}",  # skipped at the start of a file, and no part of a line
        '{"id":"\\ud800"}',
        '{"id":"\\udc00\\ud800"}',
        '{"id":"e1","seq":1e400}',
        '{"id":"e1","seq":NaN}',
        '{"id":"e1","seq":Infinity}',
        '{"id":"e1","seq":01}',
        '{"id":"e1","seq":+1}',
        '{"id":"\t"}',
        '{"id":"\\x41"}',
        "[" * 2000 + "]" * 2000,
        "NULL",
        "#",
    ],
)
def test_a_line_that_is_not_json_is_told(line: str) -> None:
    """Not JSON is more than a wrong bracket: lone surrogates, and numbers beyond a double."""
    assert reason(line).startswith("the line is not JSON: ")


def test_a_text_that_cannot_be_utf_8_is_told() -> None:
    """A line given as text may hold what no UTF-8 can: it is refused like any other such line."""
    assert reason(f'{{{TEAM},"note":"\udcff"}}').startswith("the line is not ")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("null", "None"),
        ("5", "5"),
        ("true", "True"),
        ('"team.updated"', "'team.updated'"),
        ("[]", "[]"),
        (f"[{{{TEAM}}}]", "[{'id': 'e1', 'type': 'team.updated', 'time': 0, 'team_id':…"),
    ],
)
def test_json_that_is_no_object_is_told(line: str, shown: str) -> None:
    """A line holds one object, and not what an object could stand in."""
    assert f"the line holds {shown}; expected a JSON object" == reason(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{}", "type is missing; expected the name of an event type"),
        ('{"type":null}', "type is missing; expected the name of an event type"),
        ('{"Type":"team.updated"}', "type is missing; expected the name of an event type"),
        ('{"type":5}', "type is 5; expected the name of an event type"),
        ('{"type":true}', "type is True; expected the name of an event type"),
        ('{"type":["team.updated"]}', "type is ['team.updated']; expected the name of an"),
        ('{"type":{}}', "type is {}; expected the name of an event type"),
        ('{"type":"team.updated","type":1}', "type is 1; expected the name of an event type"),
    ],
)
def test_a_type_that_is_no_text_is_a_reject(line: str, expected: str) -> None:
    """Without a type, or with one that is no text, a line is no event of a type to come."""
    assert reason(line).startswith(expected)


INSTANT = (
    "a date-time with offset like 2026-03-10T09:20:00.000+01:00, or whole milliseconds since 1970"
)


ACTORS = "CONTACT, AGENT, VIRTUAL_AGENT, AUTO_RESPONDER, AUTOMATION, SYSTEM"


STATUS = {"id": "e1", "type": "status.changed", "time": 0, "conversation_id": "c1", "status": "NEW"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": None}, "id is missing; status.changed needs one"),
        ({"id": ""}, "id is ''; expected a text of 1 to 200 characters"),
        ({"id": 17}, "id is 17; expected a text of 1 to 200 characters"),
        ({"id": "x" * 201}, f"id is '{'x' * 58}…; expected a text of 1 to 200 characters"),
        ({"time": None}, "time is missing; status.changed needs one"),
        (
            {"time": 1.0},
            f"time is 1.0; expected {INSTANT}",
        ),
        ({"time": -1}, "time is -1; expected an instant from 1970 to 9999"),
        (
            {"time": "2026-02-29T00:00:00Z"},
            "time names the date 2026-02-29, which does not exist",
        ),
        ({"seq": 1.0}, "seq is 1.0; expected an integer from 0 to 2^53 - 1"),
        ({"seq": 2**53}, "seq is 9007199254740992; expected an integer from 0 to 2^53 - 1"),
        ({"status": "new"}, "status is 'new'; expected one of NEW, PENDING, RESOLVED"),
        ({"bulk": "true"}, "bulk is 'true'; expected true or false"),
        ({"bulk": 1}, "bulk is 1; expected true or false"),
        ({"reason": 5}, "reason is 5; expected a text"),
        ({"channel_id": ""}, "channel_id is ''; expected a text of 1 to 200 characters"),
        (
            {"actor_type": "BOT"},
            f"actor_type is 'BOT'; expected one of {ACTORS}",
        ),
        # Of several faults one is told: what is missing comes first, and the time last.
        ({"seq": -1, "status": None}, "status is missing; status.changed needs one"),
        ({"time": "now", "bulk": 0}, "bulk is 0; expected true or false"),
    ],
)
def test_a_broken_rule_is_told_by_the_name_of_its_field(
    fields: dict[str, Any], expected: str
) -> None:
    """The words name the field, show the value, and say what was expected."""
    assert expected == reason(json.dumps(STATUS | fields))


@pytest.mark.parametrize("score", [0, 6, 4.5, 5.0, "5", True])
def test_a_score_is_an_integer_from_one_to_five(score: object) -> None:
    """Neither a half point nor `5.0` is a score."""
    line = {"id": "e1", "type": "csat.replied", "time": 0, "conversation_id": "c1", "score": score}

    assert f"score is {score!r}; expected an integer from 1 to 5" == reason(json.dumps(line))


@pytest.mark.parametrize("depth", [900, 1000, 1020])
@pytest.mark.parametrize("opening", ["[", '{"x":'])
def test_a_line_that_nests_deep_is_told_like_any_other(depth: int, opening: str) -> None:
    """However deep a list or a value nests, it is a reject that shows its beginning."""
    closing = "]" if opening == "[" else "}"
    nested = f"{opening * depth}0{closing * depth}"

    assert (
        reason("[" * depth + "]" * depth) == f"the line holds {'[' * 59}…; expected a JSON object"
    )
    told = reason(f'{{"id":"e1","time":0,"type":"team.updated","team_id":"t1","name":{nested}}}')
    assert told.startswith("name is ")
    assert told.endswith("…; expected a text")
