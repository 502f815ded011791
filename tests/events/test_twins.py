"""Twins: what C decodes is what the explaining code decodes, and never more."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import TOKENS, damaged_line
from replaydesk.events import AFTER_LAST_INSTANT, EVENT_TYPES, Event
from strategies import Line, chances, events
from twins import check_twins, recorded

pytestmark = pytest.mark.usefixtures("without_coverage")

by_type = pytest.mark.parametrize("cls", EVENT_TYPES, ids=lambda cls: cls.type)

TEAM = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t","name":"T","seq":1}'
REPLY = (
    b'{"id":"e1","type":"csat.replied","time":"2026-03-29T00:00:00Z","conversation_id":"c1",'
    b'"score":5,"follow_up_answer":"yes"}'
)
VALUES = (b'"e1"', b'"team.updated"', b"0", b'"T"', b"1", b'"csat.replied"', b"5", b'"yes"')


@by_type
@settings(max_examples=60)
@given(data=st.data())
def test_a_record_is_its_event(cls: type[Event], data: st.DataObject) -> None:
    """Whatever is done to a line, its record, where it has one, is its event: fields, types, order.

    No line has a record that the explaining code does not take.
    """
    line: Line = data.draw(events(cls))
    chance = data.draw(chances)
    raw = line.raw
    check_twins(raw)
    for _ in range(4):
        raw = damaged_line(chance, raw)
        check_twins(raw)


scalars = st.one_of(
    st.text(max_size=4),
    st.text("a\x00\x7f\u00e9\u2028\ud83d\ude00\U0001f600", min_size=198, max_size=202),
    st.integers(-2, 6),
    st.integers(-(2**80), 2**80),
    st.sampled_from([2**53 + n for n in (-1, 0, 1)] + [2**63, 2**64, AFTER_LAST_INSTANT]),
    st.floats(),
    st.none(),
    st.booleans(),
)


@by_type
@settings(max_examples=60)
@given(data=st.data())
def test_any_value_of_any_field_is_the_same_to_both(cls: type[Event], data: st.DataObject) -> None:
    """Whatever JSON can say stands in a few of the fields, in escapes or as it is."""
    said = json.loads(data.draw(events(cls)).raw)
    said |= data.draw(st.dictionaries(st.sampled_from(sorted(cls.names)), scalars, max_size=3))
    text = json.dumps(said, ensure_ascii=data.draw(st.booleans()))
    check_twins(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: repr(token[:12]))
def test_odd_values_have_no_record_of_their_own(token: bytes) -> None:
    """Forms of numbers, escapes, lengths and depths are the same to both, in every field."""
    for line in (TEAM, REPLY):
        for value in VALUES:
            check_twins(line.replace(value, token, 1))
        check_twins(line[:-1] + b',"seq":' + token + b"}")
        check_twins(b'{"seq":' + token + b"," + line[1:])
        check_twins(line + token)
        check_twins(token + line)


@pytest.mark.parametrize("byte", range(256), ids="{:#04x}".format)
def test_any_byte_anywhere_is_the_same_to_both(byte: int) -> None:
    """A byte put before, over, or after any other makes no record of what is no event."""
    extra = bytes([byte])
    for at in range(len(TEAM) + 1):
        check_twins(TEAM[:at] + extra + TEAM[at:])
        check_twins(TEAM[:at] + extra + TEAM[at + 1 :])


@pytest.mark.parametrize(
    "again",
    [
        b'"type":"tag.updated"',
        b'"type":"team.updated"',
        b'"\\u0074ype":"topic.updated"',
        b'"id":"e2"',
        b'"\\u0069d":"e2"',
        b'"id":""',
        b'"time":1',
        b'"time":"now"',
        b'"team_id":"u"',
        b'"team_id":7',
        b'"name":null',
        b'"seq":2',
        b'"seq":null',
        b'"":""',
        b'"id\\u0000":"e2"',
    ],
)
def test_of_two_equal_keys_the_last_counts_in_both(again: bytes) -> None:
    """A key that is said twice, also once in escapes, has the last of its values."""
    check_twins(TEAM[:-1] + b"," + again + b"}")
    check_twins(b"{" + again + b"," + TEAM[1:])
    check_twins(TEAM[:-1] + b"," + again + b"," + TEAM[1:])


def test_plain_lines_have_records() -> None:
    """The fast way is taken: a plain line has a record, whatever the order of its keys."""
    assert recorded(TEAM) is not None
    assert recorded(REPLY) is not None
    assert recorded(b' { "name" : "T" ,\t"team_id":"t","time":0,"type":"team.updated","id":"e" }\r')
