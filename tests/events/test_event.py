"""Events: checked when they are made, immutable, equal by their fields, and in one order."""

import math
import pickle
from typing import Any

import attrs
import pytest
from replaydesk.events import (
    BusinessHoursUpdated,
    ContactAttributeSet,
    ConversationStarted,
    CsatReplied,
    Event,
    InvalidEventError,
    LanguageSet,
    LockAcquired,
    LockReleased,
    MessageSent,
    PresenceChanged,
    ReplaydeskError,
    StatusChanged,
    TagUpdated,
    TeamUpdated,
    VirtualAgentHandedOver,
)


def released(**fields: Any) -> LockReleased:
    """Make a release of a lock, with other *fields* than the usual ones."""
    usual: dict[str, Any] = {"id": "e1", "time": 1000, "conversation_id": "c1", "agent_id": "ann"}
    return LockReleased(**usual | fields)


def test_an_event_has_its_fields_and_its_defaults() -> None:
    """What is not said when an event is made is absent, or its default."""
    event = released(cause="lunch")

    assert [
        (event.id, event.time, event.seq),
        (event.conversation_id, event.agent_id, event.cause),
        (event.channel_id, event.contact_id),
    ] == [("e1", 1000, 0), ("c1", "ann", "lunch"), (None, None)]
    assert (event.type, event.rank) == ("lock.released", 6)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": ""}, "id is ''; expected a text of 1 to 200 characters"),
        ({"id": None}, "id is None; expected a text of 1 to 200 characters"),
        ({"agent_id": 5}, "agent_id is 5; expected a text of 1 to 200 characters"),
        ({"seq": -1}, "seq is -1; expected an integer from 0 to 2^53 - 1"),
        ({"seq": True}, "seq is True; expected an integer from 0 to 2^53 - 1"),
        ({"seq": None}, "seq is None; expected an integer from 0 to 2^53 - 1"),
        ({"cause": 1}, "cause is 1; expected a text"),
        ({"time": -1}, "time is -1; expected an instant from 1970 to 9999 in milliseconds"),
        ({"time": 1.0}, "time is 1.0; expected an instant from 1970 to 9999 in milliseconds"),
        (
            {"time": "1970-01-01T00:00:00Z"},
            "time is '1970-01-01T00:00:00Z'; expected an instant from 1970 to 9999 in milliseconds",
        ),
    ],
)
def test_an_event_is_checked_when_it_is_made(fields: dict[str, Any], message: str) -> None:
    """A value that breaks its field's rule is refused, in words that name the field."""
    with pytest.raises(InvalidEventError) as error:
        released(**fields)

    assert message == str(error.value)


def test_an_optional_field_may_be_none() -> None:
    """Where absence has no default of its own, `None` is how it is said."""
    assert released() == released(cause=None, channel_id=None, contact_id=None)


def test_an_invalid_event_is_an_error_of_ours_and_a_wrong_value() -> None:
    """It can be caught with all that replaydesk raises, or as Python's nearest error."""
    assert issubclass(InvalidEventError, ReplaydeskError)
    assert issubclass(InvalidEventError, ValueError)


@pytest.mark.parametrize("fields", [{}, {"id": "e1", "time": 0, "team_id": "t1"}])
def test_a_required_field_must_be_given(fields: dict[str, Any]) -> None:
    """An event cannot be made without all that its type requires."""
    with pytest.raises(TypeError, match=r"missing .* required keyword-only argument"):
        TeamUpdated(**fields)


def test_a_field_of_another_type_cannot_be_given() -> None:
    """A line may have unknown fields; who makes an event by hand has mistaken something."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'method'"):
        released(method="STEAL")


def test_opening_hours_made_by_hand_need_a_zone() -> None:
    """The rule that weekly hours need a zone holds for an event, too, not only for a line."""
    with pytest.raises(InvalidEventError, match="timezone is missing"):
        BusinessHoursUpdated(id="e1", time=0, channel_id="c", weekly={"mon": [["09:00", "17:00"]]})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**64, -(2**63) - 1, "\ud800"])
def test_an_event_holds_only_what_a_line_can_say(value: Any) -> None:
    """JSON has no such numbers and no lone surrogates, so an event made by hand has none."""
    with pytest.raises(InvalidEventError, match=r"^value is "):
        ContactAttributeSet(
            id="e1", time=0, contact_id="p", attribute_id="a", name="A", value=value
        )


@pytest.mark.parametrize("field", ["id", "time", "seq", "cause", "type", "rank", "placed", "new"])
def test_an_event_is_immutable(field: str) -> None:
    """Nothing of an event can be set or deleted."""
    event = released(cause="lunch")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(event, field, "x")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(event, field)

    assert released(cause="lunch") == event


def test_a_changed_copy_is_checked_too() -> None:
    """An event evolves into another one, which keeps the rules as well."""
    event: Any = released()

    assert released(seq=3) == attrs.evolve(event, seq=3)
    with pytest.raises(InvalidEventError, match=r"^seq is -3; "):
        attrs.evolve(event, seq=-3)


@pytest.mark.parametrize(
    "other",
    [
        {"id": "e2"},
        {"time": 1001},
        {"seq": 1},
        {"conversation_id": "c2"},
        {"agent_id": "bob"},
        {"cause": ""},
        {"channel_id": "w"},
        {"contact_id": "p"},
    ],
)
def test_events_are_equal_when_all_their_fields_are(other: dict[str, Any]) -> None:
    """Every field counts for equality: an empty text is not an absence."""
    assert released() == released()
    assert hash(released()) == hash(released())
    assert released() != released(**other)


def test_events_of_two_types_are_never_equal() -> None:
    """Fields alone do not make an event: the same ones may say something else."""
    said: dict[str, Any] = {"id": "e1", "time": 0, "conversation_id": "c1", "agent_id": "ann"}
    events: list[Event] = [
        cls(**said) for cls in (LockReleased, LockAcquired, VirtualAgentHandedOver)
    ]

    assert len(set(events)) == 3


def test_an_event_survives_pickling() -> None:
    """An event goes to another process and comes back equal."""
    assert released(cause="lunch") == pickle.loads(pickle.dumps(released(cause="lunch")))  # noqa: S301


def test_a_restored_event_equals_one_made_by_hand() -> None:
    """What the fields of a checked line say, the event says; what they do not is the default."""
    fields = {"id": "e1", "time": 0, "conversation_id": "c1", "status": "NEW", "reason": None}
    restored = StatusChanged.restore(fields | {"type": "status.changed", "unknown": [1]})

    assert StatusChanged(id="e1", time=0, conversation_id="c1", status="NEW") == restored
    assert [
        restored.seq,
        restored.bulk,
        restored.boomerang,
        restored.reason,
    ] == [0, False, False, None]
    assert (restored.type, restored.rank, restored.stream_id) == ("status.changed", 5, "c1")
    assert type(restored) is StatusChanged


def test_where_an_event_stands_in_the_log_is_no_part_of_it() -> None:
    """Two events from different lines can be equal; one made by hand has no line."""
    fields = {"id": "e1", "time": 1000, "conversation_id": "c1", "agent_id": "ann"}
    first, second = (LockReleased.restore(dict(fields), placed) for placed in (1, 2))

    assert (first.placed, second.placed, released().placed) == (1, 2, None)
    assert first == second == released()


ORDERED: list[tuple[str, Event]] = [
    ("time", released(id="z", time=1, seq=9)),
    ("seq", released(id="z", time=2)),
    ("rank 0", TeamUpdated(id="z", time=2, seq=1, team_id="t", name="T")),
    ("rank 1", ConversationStarted(id="z", time=2, seq=1, conversation_id="c")),
    (
        "rank 2",
        MessageSent(
            id="z", time=2, seq=1, conversation_id="c", message_id="m", direction="INBOUND"
        ),
    ),
    ("rank 3", LanguageSet(id="z", time=2, seq=1, conversation_id="c", language="fr")),
    ("rank 4", VirtualAgentHandedOver(id="z", time=2, seq=1, conversation_id="c", agent_id="b")),
    ("rank 5", StatusChanged(id="z", time=2, seq=1, conversation_id="c", status="NEW")),
    ("rank 6", released(id="z", time=2, seq=1)),
    ("rank 7", LockAcquired(id="z", time=2, seq=1, conversation_id="c", agent_id="b")),
    ("rank 8", PresenceChanged(id="z", time=2, seq=1, agent_id="b", presence="AWAY")),
    ("rank 9, id", CsatReplied(id="10", time=2, seq=1, conversation_id="c")),
    ("id as text", CsatReplied(id="9", time=2, seq=1, conversation_id="c")),
    ("id: upper case first", CsatReplied(id="Z", time=2, seq=1, conversation_id="c")),
    ("id: lower case", CsatReplied(id="a", time=2, seq=1, conversation_id="b")),
    ("stream", CsatReplied(id="a", time=2, seq=1, conversation_id="c")),
    ("id by code point", CsatReplied(id="\uffff", time=2, seq=1, conversation_id="c")),
    ("id beyond it", CsatReplied(id="\U00010000", time=2, seq=1, conversation_id="c")),
]


@pytest.mark.parametrize("place", range(len(ORDERED) - 1))
def test_each_part_of_the_order_breaks_a_tie(place: int) -> None:
    """Events apply in the order of time, `seq`, rank and ID, then of their stream."""
    (_, before), (_, after) = ORDERED[place : place + 2]

    assert before.order < after.order


def test_the_kind_of_the_stream_comes_before_its_id() -> None:
    """Two entities with events of one instant, rank and ID are told apart by their kind first."""
    tag = TagUpdated(id="e1", time=0, tag_id="a", name="A")
    team = TeamUpdated(id="e1", time=0, team_id="A", name="A")

    assert tag.order == (0, 0, 0, "e1", "tag", "a")
    assert team.order == (0, 0, 0, "e1", "team", "A")
    assert tag.order < team.order
