"""The codec: lines in, events out and back."""

import json

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
