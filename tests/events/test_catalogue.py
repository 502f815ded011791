"""The catalogue: every type of the specification's tables, with its rank and its fields."""

import json
from collections import Counter
from typing import Any

import attrs
import pytest
from replaydesk.events import (
    BY_TYPE,
    EVENT_TYPES,
    BusinessHoursUpdated,
    ConversationEvent,
    Event,
    InvalidEventError,
    decode,
)

# type | rank | required | optional, as the tables of the specification have them. The stream is
# the first required field. Optional everywhere: seq; in conversations: channel_id and contact_id.
TABLE = """
channel.updated           | 0 | channel_id medium name | display_name
business_hours.updated    | 0 | channel_id | timezone weekly holidays
team.updated              | 0 | team_id name |
agent.updated             | 0 | agent_id name | email reference team_id kind
topic.updated             | 0 | topic_id name | active
tag.updated               | 0 | tag_id name | active
contact.updated           | 0 | contact_id | medium primary_identifier secondary_identifier
contact.attribute_set     | 0 | contact_id attribute_id name | value attribute_type source
conversation.started      | 1 | conversation_id | url language
message.sent              | 2 | conversation_id message_id direction | actor_type agent_id team_id \
message_type origin outbound_type content url
message.updated           | 2 | conversation_id message_id | content
message.deleted           | 2 | conversation_id message_id |
topic.applied             | 3 | conversation_id topic_id | actor_type agent_id team_id
topic.removed             | 3 | conversation_id topic_id | actor_type agent_id team_id
tag.applied               | 3 | conversation_id message_id tag_id | actor_type agent_id team_id
tag.removed               | 3 | conversation_id message_id tag_id | actor_type agent_id team_id
language.set              | 3 | conversation_id language |
virtual_agent.handed_over | 4 | conversation_id agent_id | reason error
status.changed            | 5 | conversation_id status | actor_type agent_id team_id bulk \
boomerang reason comment
lock.released             | 6 | conversation_id agent_id | cause
lock.acquired             | 7 | conversation_id agent_id | actor_type team_id method
presence.changed          | 8 | agent_id presence | away_state
csat.sent                 | 9 | conversation_id | survey_id agent_id team_id follow_up_question
csat.replied              | 9 | conversation_id | survey_id score follow_up_question \
follow_up_answer agent_id team_id
csat.expired              | 9 | conversation_id | survey_id
"""

DEFAULTS: dict[str, dict[str, Any]] = {
    "agent.updated": {"kind": "HUMAN"},
    "topic.updated": {"active": True},
    "tag.updated": {"active": True},
    "virtual_agent.handed_over": {"error": False},
    "status.changed": {"bulk": False, "boomerang": False},
}

VALUES: dict[str, Any] = {
    "direction": "INBOUND",
    "status": "PENDING",
    "presence": "AWAY",
    "actor_type": "AUTOMATION",
    "kind": "VIRTUAL",
    "source": "CRM",
    "method": "STEAL",
    "active": False,
    "error": True,
    "bulk": True,
    "boomerang": True,
    "score": 3,
    "value": 12.5,
    "timezone": "Europe/Brussels",
    "weekly": {"mon": [["09:00", "17:00"]], "sun": None},
    "holidays": ["2026-12-25"],
}
"""A value of each field that is not just any text."""


RULES = {
    "actor_type": "one of CONTACT, AGENT, VIRTUAL_AGENT, AUTO_RESPONDER, AUTOMATION, SYSTEM",
    "direction": "one of INBOUND, OUTBOUND",
    "status": "one of NEW, PENDING, RESOLVED",
    "presence": "one of AVAILABLE, AWAY, OFFLINE",
    "kind": "one of HUMAN, VIRTUAL",
    "source": "one of AGENT, BOT, CRM",
    "method": "one of MANUAL, AUTO_ASSIGNMENT, STEAL",
    "active": "true or false",
    "error": "true or false",
    "bulk": "true or false",
    "boomerang": "true or false",
    "value": "a text, a number, true or false",
    "score": "an integer from 1 to 5",
    "timezone": "an IANA time zone like Europe/Brussels",
    "weekly": 'an object of mon … sun, each a list of opening spans like ["09:00", "17:00"] that '
    "end after they start",
    "holidays": "a list of dates like 2026-12-25",
}
"""What a field that is neither an identifier nor a text may be."""


@attrs.frozen
class Entry:
    """A line of the tables."""

    type: str
    rank: int
    required: list[str]
    optional: list[str]

    def minimal(self) -> dict[str, Any]:
        """Return the fields of an event with what it requires, and no more."""
        return {"id": "e1", "type": self.type, "time": 1000} | dict(
            zip(self.required, map(value_of, self.required), strict=True)
        )


def entry(line: str) -> Entry:
    """Read a line of the tables, and add what every conversation event may carry."""
    name, rank, required, optional = (part.strip() for part in line.split("|"))
    more = ["channel_id", "contact_id"] if "conversation_id" in required else []
    return Entry(name, int(rank), required.split(), [*more, *optional.split()])


def value_of(field: str) -> Any:
    """Return a value that a field may have, other than its default."""
    return VALUES.get(field, f"some {field}")


ENTRIES = [entry(line) for line in TABLE.strip().splitlines()]
each_type = pytest.mark.parametrize("entry", ENTRIES, ids=[entry.type for entry in ENTRIES])


def test_the_catalogue_has_the_types_of_the_tables_and_no_others() -> None:
    """There are 25 types, each once, in the order of their ranks."""
    assert [(entry.type, entry.rank) for entry in ENTRIES] == [
        (cls.type, cls.rank) for cls in EVENT_TYPES
    ]
    assert {entry.type for entry in ENTRIES} == set(BY_TYPE)
    assert Counter(EVENT_TYPES) == Counter(BY_TYPE.values())
    assert len(ENTRIES) == 25


@each_type
def test_a_type_has_the_fields_of_its_table(entry: Entry) -> None:
    """What a type requires and what it may have is what the table says."""
    cls: Any = BY_TYPE[entry.type]
    fields = {field.name for field in attrs.fields(cls)} - {"id", "time", "seq"}

    assert ["id", "time", *entry.required] == list(cls.required)
    assert {*entry.required, *entry.optional} == fields


@each_type
def test_the_required_fields_are_enough(entry: Entry) -> None:
    """An event with only its required fields is one; the others are absent or their defaults."""
    event = decode(json.dumps(entry.minimal()))

    defaults = DEFAULTS.get(entry.type, {})
    expected = {name: defaults.get(name) for name in entry.optional} | {"seq": 0}
    assert expected == {name: getattr(event, name) for name in expected}
    assert type(event) is BY_TYPE[entry.type]


@each_type
def test_a_required_field_that_is_missing_or_null_is_named(entry: Entry) -> None:
    """Without any one of its required fields a line is a reject that names the field."""
    for name in ["id", "time", *entry.required]:
        without = {key: value for key, value in entry.minimal().items() if key != name}
        for fields in (without, entry.minimal() | {name: None}):
            with pytest.raises(InvalidEventError) as error:
                decode(json.dumps(fields))

            assert f"{name} is missing; {entry.type} needs one" == str(error.value)


@each_type
def test_every_field_is_read(entry: Entry) -> None:
    """What a line says in any of its fields, the event says."""
    said = {name: value_of(name) for name in entry.optional} | {"seq": 7}
    event: Any = decode(json.dumps(entry.minimal() | said))

    expected = entry.minimal() | said
    del expected["type"]
    assert expected == attrs.asdict(event)


@each_type
def test_an_optional_field_that_is_null_is_absent(entry: Entry) -> None:
    """`null` and no field mean the same, also where there is a default."""
    nulls = dict.fromkeys([*entry.optional, "seq"])

    assert decode(json.dumps(entry.minimal())) == decode(json.dumps(entry.minimal() | nulls))


@each_type
def test_a_field_that_breaks_its_rule_is_named(entry: Entry) -> None:
    """Every field of the table has a rule; an empty text is a text, but no identifier."""
    for name in ["id", *entry.required, *entry.optional]:
        expected = expected_of(name)
        is_text = expected in ("a text", RULES["value"])
        wrong: tuple[Any, ...] = ([0],) if is_text else ([0], "")
        for value in wrong:
            with pytest.raises(InvalidEventError) as error:
                decode(json.dumps(entry.minimal() | {"timezone": "UTC"} | {name: value}))

            assert f"{name} is {value!r}; expected {expected}" == str(error.value)


def expected_of(field: str) -> str:
    """Return the words for what a field may be."""
    if field == "id" or field.endswith("_id"):
        return "a text of 1 to 200 characters"
    return RULES.get(field, "a text")


@each_type
def test_the_stream_is_the_conversation_or_the_entity(entry: Entry) -> None:
    """An event belongs to its conversation if its type lists one, else to what it describes."""
    event = decode(json.dumps(entry.minimal() | {"conversation_id": "some conversation_id"}))
    of = entry.required[0]

    assert (of.removesuffix("_id"), f"some {of}") == (event.stream_kind, event.stream_id)
    assert (of == "conversation_id") == isinstance(event, ConversationEvent)


def test_a_channels_hours_are_events_of_the_channel() -> None:
    """Opening hours and descriptions of one channel are one stream, so are agents and presence."""
    kinds = {cls.type: (cls.stream_kind, cls.stream_field) for cls in EVENT_TYPES}

    assert kinds["channel.updated"] == kinds["business_hours.updated"] == ("channel", "channel_id")
    assert kinds["agent.updated"] == kinds["presence.changed"] == ("agent", "agent_id")
    assert kinds["contact.updated"] == kinds["contact.attribute_set"] == ("contact", "contact_id")


def test_opening_hours_need_a_zone() -> None:
    """`timezone` is required with `weekly`; without it the other two stand alone."""
    hours = {"id": "e1", "type": "business_hours.updated", "time": 0, "channel_id": "c"}
    for alone in ({"timezone": "UTC"}, {"holidays": ["2026-12-25"]}):
        assert type(decode(json.dumps(hours | alone))) is BusinessHoursUpdated

    for weekly in ({}, {"mon": [["09:00", "17:00"]]}):
        for no_zone in ({}, {"timezone": None}):
            with pytest.raises(InvalidEventError) as error:
                decode(json.dumps(hours | {"weekly": weekly} | no_zone))

            assert str(error.value) == "timezone is missing; weekly opening hours need one"


def test_every_type_says_what_happened() -> None:
    """The docstring of an event class is a sentence about it."""
    assert [cls for cls in EVENT_TYPES if cls.__doc__ in (None, Event.__doc__)] == []
