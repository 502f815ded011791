"""The codec: lines in, events out and back; each line that is no event says why."""

import json
from typing import Any

import orjson
import pytest
from replaydesk.events import (
    BusinessHoursUpdated,
    ContactAttributeSet,
    Event,
    InvalidEventError,
    LockReleased,
    MessageSent,
    ReplaydeskError,
    TeamUpdated,
    UnknownTypeError,
    decode,
    encode,
    sorted_json,
)

TEAM = '"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"'
ATTRIBUTE = {
    "id": "e1",
    "type": "contact.attribute_set",
    "time": 0,
    "contact_id": "p1",
    "attribute_id": "a1",
    "name": "A",
}
EVENTS: list[Event] = [
    TeamUpdated(id="e1", time=0, team_id="t1", name=""),
    LockReleased(
        id="é\U0001f44b",
        time=253_402_300_799_999,
        seq=2**53 - 1,
        conversation_id="c1",
        agent_id="ann",
        cause='a "quote",\na line, \u2028 and \x00',
        channel_id="w",
        contact_id="p",
    ),
    MessageSent(id="e1", time=1, conversation_id="c1", message_id="m1", direction="OUTBOUND"),
    BusinessHoursUpdated(
        id="e1",
        time=0,
        channel_id="w",
        timezone="Europe/Brussels",
        weekly={"mon": [["09:00", "17:00"]], "tue": None, "wed": []},
        holidays=["2026-12-25"],
    ),
]


def reason(line: bytes | str) -> str:
    """Return why *line* is a reject."""
    with pytest.raises(InvalidEventError) as error:
        decode(line)
    return str(error.value)


def test_a_line_is_an_event() -> None:
    """What a line says, in bytes or in text and in any order of keys, its event says."""
    expected = TeamUpdated(id="e1", time=1_773_134_400_000, seq=4, team_id="t1", name="Tea m")
    line = (
        '{"name": "Tea m", "team_id":"t1", "time": "2026-03-10T10:20:00+01:00",'
        ' "seq": 4, "type": "team.updated", "id": "e1"}'
    )

    assert expected == decode(line)
    assert expected == decode(line.encode())
    assert expected == decode(f" \t{line}\r")


@pytest.mark.parametrize("event", EVENTS, ids=[event.type for event in EVENTS])
def test_an_event_survives_the_way_out_and_back(event: Event) -> None:
    """A line made of an event is read as that event, whatever its text, and is one line."""
    assert event == decode(encode(event))
    assert b"\n" not in encode(event)


@pytest.mark.parametrize(
    "value",
    ["", "text", "1", 0, -5, 12.5, 1.0, 1e300, 2**63, 2**64 - 1, -(2**63), True, False, 0.1],
)
def test_a_value_survives_the_way_out_and_back(value: str | float | bool) -> None:  # noqa: FBT001
    """The value of an attribute keeps its type: a number is no text, and `1.0` is not 1."""
    event = decode(json.dumps(ATTRIBUTE | {"value": value}))
    again = decode(encode(event))

    assert isinstance(event, ContactAttributeSet)
    assert isinstance(again, ContactAttributeSet)
    assert [(value, type(value))] * 2 == [(e.value, type(e.value)) for e in (event, again)]


def test_an_integer_beyond_64_bits_is_a_double() -> None:
    """A number that no 64 bits hold is read as the nearest double, as orjson does."""
    event = decode(json.dumps(ATTRIBUTE | {"value": 2**64}))

    assert isinstance(event, ContactAttributeSet)
    assert (event.value, type(event.value)) == (1.8446744073709552e19, float)


def test_what_is_absent_is_left_out_of_a_line() -> None:
    """A line has sorted keys, no white space, and only what the event says or defaults to."""
    assert (
        encode(TeamUpdated(id="e1", time=0, team_id="t1", name="T"))
        == b'{"id":"e1","name":"T","seq":0,"team_id":"t1","time":0,"type":"team.updated"}'
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('"name":"U"', "U"),
        ('"colour":"red"', "T"),
        ('"conversation_id":7,"agent_id":[],"channel_id":null,"score":99', "T"),
        ('"Name":5,"NAME":[]', "T"),
        ('"rank":9,"order":[],"stream_id":"x","placed":1', "T"),
        ('"":{"deep":[[[]]]}', "T"),
    ],
)
def test_unknown_fields_are_ignored_and_the_last_of_equal_keys_counts(
    more: str, expected: str
) -> None:
    """A field that its type does not list is unknown for it, also where other types have it."""
    event = TeamUpdated(id="e1", time=0, team_id="t1", name=expected)

    assert event == decode(f"{{{TEAM},{more}}}")
    assert (event.rank, event.order, event.stream_id) == (0, (0, 0, 0, "e1", "team", "t1"), "t1")


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


@pytest.mark.parametrize("name", ["", "team.renamed", "TEAM.UPDATED", "team.updated ", "team"])
@pytest.mark.parametrize("rest", ["", ',"id":5,"time":"never","seq":-1', ',"time":null'])
def test_an_unknown_type_is_no_reject(name: str, rest: str) -> None:
    """A type that the tables do not have is skipped, whatever else the line holds."""
    with pytest.raises(UnknownTypeError) as error:
        decode(f'{{"type":"{name}"{rest}}}')

    assert f"type is {name!r}, which the catalogue does not have" == str(error.value)


def test_an_unknown_type_is_not_an_invalid_event() -> None:
    """Who catches invalid events does not catch unknown types, but who catches all of ours does."""
    assert not issubclass(UnknownTypeError, InvalidEventError)
    assert issubclass(UnknownTypeError, ReplaydeskError)
    assert issubclass(UnknownTypeError, LookupError)


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


def test_sorted_json_tells_lines_apart_by_content_only() -> None:
    """The order of keys and white space make no difference; any value does, known or not."""
    line = b' {"b": [1, {"z": 1.0, "y": null}], "a": "\\u00e9"}\r'

    assert '{"a":"é","b":[1,{"y":null,"z":1.0}]}'.encode() == sorted_json(line)
    assert sorted_json(line) != sorted_json(line.replace(b"1.0", b"1"))
    assert orjson.loads(line) == orjson.loads(sorted_json(line))


@pytest.mark.parametrize("depth", [250, 260, 1000])
def test_sorted_json_goes_as_deep_as_a_line_can(depth: int) -> None:
    """A field that no type lists can nest deeper than orjson writes; it is written all the same."""
    inner = '[0.5,{},[],"\\u00e9"]'
    line = f'{{"z": {"[" * depth}{inner}{"]" * depth}, "a": {{"y": 0.25, "x": -0.0}}}}'
    expected = f'{{"a":{{"x":-0.0,"y":0.25}},"z":{"[" * depth}[0.5,{{}},[],"é"]{"]" * depth}}}'

    assert expected.encode() == sorted_json(line.encode())


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
