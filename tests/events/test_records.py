"""Records: the twins of events, which the JSON decoder makes in C."""

import orjson
import pytest
from replaydesk.engine.generate import generate
from replaydesk.events import EVENT_TYPES, Event, decode, parse_instant
from replaydesk.events.event import fields_of
from replaydesk.events.records import NO_RECORD, decode_record

RECORDED = [
    cls
    for cls in EVENT_TYPES
    if cls.type not in ("business_hours.updated", "contact.attribute_set")
]
"""The types whose every rule can be said as a type."""

REPLY = b'{"id":"e1","time":1000,"type":"csat.replied","conversation_id":"c1"%s}'


def record(line: bytes) -> Event:
    """Decode a record, and give it its instant as a replay does."""
    made = decode_record(line)
    made.time = parse_instant(made.time)  # type: ignore[misc]  # what events forbid
    return made


def test_a_record_is_the_twin_of_its_event() -> None:
    """Type, rank, fields, defaults, stream and place in the order are those of the event."""
    seen = set()
    for line in generate(20_000, seed=11):
        event = decode(line)
        if type(event) not in RECORDED:
            continue
        seen.add(event.type)
        twin = record(line)
        assert twin.type == event.type
        assert [getattr(twin, field.name) for field in fields_of(type(event))] == [
            getattr(event, field.name) for field in fields_of(type(event))
        ]
        assert (twin.order, twin.stream_id) == (event.order, event.stream_id)

    assert seen == {cls.type for cls in RECORDED}


@pytest.mark.parametrize("cls", sorted(set(EVENT_TYPES) - set(RECORDED), key=str))
def test_a_rule_that_no_type_can_say_makes_no_record(cls: type[Event]) -> None:
    """Calendars and values of any kind are for the slow way to judge, however right they are."""
    [line] = [
        line for line in generate(20_000, seed=11) if b'"type":"%s"' % cls.type.encode() in line
    ][:1]

    assert decode(line).type == cls.type
    with pytest.raises(NO_RECORD):
        decode_record(line)


@pytest.mark.parametrize("score", [b"1", b"5"])
def test_what_keeps_every_rule_becomes_a_record(score: bytes) -> None:
    """White space, the order of the keys and escapes make no difference."""
    plain = record(REPLY % (b',"score":' + score))

    assert plain.time == 1000
    assert plain == record(b" %s\r" % (REPLY % (b' , "\\u0073core" : ' + score)))


@pytest.mark.parametrize(
    "odd",
    [
        b',"score":0',
        b',"score":6',
        b',"score":1.0',
        b',"score":"1"',
        b',"score":true',
        b',"seq":-1',
        b',"seq":9007199254740992',
        b',"seq":null',
        b',"survey_id":""',
        b',"survey_id":"%s"' % (b"x" * 201),
        b',"survey_id":"\\ud800"',
        b',"survey_id":"\xff"',
        b',"survey_id":"a\x00b"',
        b',"unknown":1',
        b',"conversation_id":null',
        b',"type":"csat"',
        b"}",
        b",",
    ],
)
def test_anything_odd_is_no_record(odd: bytes) -> None:
    """It is left to the slow way, which takes some of it and says what is wrong with the rest."""
    with pytest.raises(NO_RECORD):
        decode_record(REPLY % odd)


def test_two_hundred_characters_are_characters_and_no_bytes() -> None:
    """An identifier is measured as the rule measures it."""
    longest = "👋" * 200
    line = orjson.dumps(orjson.loads(REPLY % b"") | {"survey_id": longest})

    assert getattr(record(line), "survey_id", None) == longest
