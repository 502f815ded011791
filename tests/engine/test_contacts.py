"""Contacts: what the log says of each is read from its lines when it is asked for."""

from collections.abc import Mapping

import pytest
from replaydesk import replay_lines
from replaydesk.engine import contacts
from replaydesk.engine.partitions import event_of_line
from replaydesk.events import ContactAttributeSet, ContactUpdated, decode
from replaydesk.projections.derivations import Contact, derive_contact

LINE = '{"id":"%s","time":%d,"contact_id":"kim","type":"contact.%s}'
ATTRIBUTES = 20
LOG = [
    LINE % ("p1", 1, 'updated","primary_identifier":"old"'),
    LINE % ("p2", 2, 'updated","primary_identifier":"new"'),
    *(
        LINE % (f"a{n}", 3, f'attribute_set","attribute_id":"{n:02}","name":"n","value":{n}')
        for n in range(ATTRIBUTES)
    ),
    LINE % ("gone", 9, 'attribute_set","attribute_id":"00","name":"n"'),
    '{"id":"l","time":4,"contact_id":"lee","type":"contact.updated"}',
    (
        '{"id":"m","time":5,"type":"message.sent","conversation_id":"c","message_id":"m",'
        '"direction":"INBOUND","contact_id":"kim"}'
    ),
]


def book(log: list[str]) -> Mapping[str, Contact]:
    """Return what a log says of its contacts."""
    return replay_lines(log, only="contact").reference.contacts


@pytest.mark.parametrize("memory", [0, 1 << 20])
def test_a_contact_is_what_its_latest_lines_say(
    monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    """The latest profile, the attributes that are not cleared, in memory or on disk."""
    monkeypatch.setattr(contacts, "_IN_MEMORY", memory)
    known = book(LOG)
    kim = known["kim"]

    assert kim.profile is not None
    assert (kim.profile.id, kim.profile.primary_identifier) == ("p2", "new")
    assert sorted(kim.attributes) == [f"{n:02}" for n in range(1, ATTRIBUTES)]
    assert kim.last_updated == 9
    assert sorted(known) == ["kim", "lee"]
    assert len(known) == 2
    with pytest.raises(KeyError):
        known["max"]


def test_a_row_of_each_attribute_does_not_read_them_all_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The work of the export grows with the attributes, and not with their square."""
    decoded = []

    def counted(line: bytes, time: int, placed: int) -> object:
        decoded.append(placed)
        return event_of_line(line, time, placed)

    monkeypatch.setattr("replaydesk.engine.contacts.event_of_line", counted)
    rows = replay_lines(LOG, only="contact-attribute").dicts("contact-attribute")

    assert len(rows) == ATTRIBUTES - 1
    assert len(decoded) == ATTRIBUTES  # its profile, and its attributes


@pytest.mark.parametrize("memory", [0, 1 << 20])
def test_contacts_that_look_alike_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    """Two IDs can share a hash; which is whose is read from the lines."""
    monkeypatch.setattr(contacts, "_IN_MEMORY", memory)
    monkeypatch.setattr(contacts, "hash", lambda _: 7, raising=False)
    log = [LINE % (f"p{n}", n, f'updated","primary_identifier":"{n}"') for n in range(200)]
    known = book([line.replace("kim", f"kim {n}") for n, line in enumerate(log)])

    found = [known[f"kim {n}"].profile for n in range(200)]

    assert [told and told.primary_identifier for told in found] == [str(n) for n in range(200)]
    assert not any(f"lee {n}" in known for n in range(200))


def test_a_contact_is_what_is_said_of_it_whatever_keeps_it() -> None:
    """One that is read from its lines equals one whose events were folded, in either order."""
    read = book(LOG)["kim"]
    events = [decode(line) for line in LOG]
    folded = derive_contact(
        event
        for event in events
        if isinstance(event, (ContactUpdated, ContactAttributeSet)) and event.contact_id == "kim"
    )

    assert read == folded
    assert folded == read
    assert read != book(LOG)["lee"]
