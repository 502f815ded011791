"""An event and its line say the same, and the strategies know every event there is."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from laws.replays import outcome, outcome_of
from laws.world import VALUES
from replaydesk import InvalidEventError, UnknownTypeError, decode, encode, replay_events
from replaydesk.events import BY_TYPE, EVENT_TYPES, Event
from strategies import Log, broken, events, logs, unknown

by_type = pytest.mark.parametrize("cls", EVENT_TYPES, ids=lambda cls: cls.type)


@by_type
@settings(max_examples=30)
@given(data=st.data())
def test_an_event_reads_back(cls: type[Event], data: st.DataObject) -> None:
    """An event of every type says what its line says, and written and read again it is the same."""
    line = data.draw(events(cls))

    event = decode(line.raw)

    assert type(event) is cls
    assert decode(encode(event)) == event
    for name in cls.names - {"type"}:
        said = line.fields.get(name)
        assert getattr(event, name) == (getattr(cls, name) if said is None else said)


@by_type
@settings(max_examples=2)
@given(data=st.data())
def test_a_field_that_breaks_its_rule_is_a_reject(cls: type[Event], data: st.DataObject) -> None:
    """What breaks a rule is a reject that names the field; an unknown type never is."""
    line = data.draw(events(cls))

    for name, raw in broken(line):
        with pytest.raises(InvalidEventError, match=name):
            decode(raw)
    for raw in unknown(line):
        with pytest.raises(UnknownTypeError):
            decode(raw)


@given(logs())
def test_events_replay_as_their_lines_do(log: Log) -> None:
    """Events that are given as objects make the exports that their lines make."""
    decoded = [decode(event.raw) for event in log.events]

    assert outcome_of(replay_events(decoded)) == outcome(map(encode, decoded))


def test_logs_hold_every_type_of_the_catalogue() -> None:
    """Events of every type are drawn, and every field has values that hold and that break."""
    seen: set[str] = set()

    @settings(max_examples=20, phases=[Phase.generate], derandomize=True, database=None)
    @given(logs())
    def look(log: Log) -> None:
        seen.update(event.fields["type"] for event in log.events)

    look()

    assert seen == {*BY_TYPE}
    fields = {name for cls in EVENT_TYPES for name in cls.names}
    assert {*VALUES} == fields - {"type", "time"}
    assert all(bad for _, bad in VALUES.values())
