"""Redaction: stable pseudonyms, and an order that no key changes."""

import hashlib
import hmac
import pickle

import pytest
from replaydesk.events import (
    AgentUpdated,
    ContactAttributeSet,
    ConversationStarted,
    Redaction,
    RedactionKeyError,
)
from replaydesk.events.personal import AGENT, CONTACT, CONVERSATION, NAME, VALUE
from replaydesk.events.redaction import STREAMS

KEY = b"0123456789abcdef0123456789abcdef"
REDACTION = Redaction(KEY)


def test_a_pseudonym_is_the_hmac_of_class_and_text() -> None:
    """HMAC-SHA-256 of the class, a zero byte and the text, of which 20 digits are kept."""
    digest = hmac.new(KEY, b"contact\0+32 475", hashlib.sha256).hexdigest()

    assert REDACTION.pseudonym(CONTACT, "+32 475") == f"contact-{digest[:20]}"


def test_one_text_has_one_pseudonym_under_one_key() -> None:
    """It is the same in every process; under another key, or of another class, it is another."""
    again, other = Redaction(KEY), Redaction(KEY[::-1])

    assert again.pseudonym(AGENT, "ann") == REDACTION.pseudonym(AGENT, "ann")
    assert other.pseudonym(AGENT, "ann") != REDACTION.pseudonym(AGENT, "ann")
    assert REDACTION.pseudonym(NAME, "ann")[-20:] != REDACTION.pseudonym(AGENT, "ann")[-20:]
    assert REDACTION.pseudonym(AGENT, "ann") != REDACTION.pseudonym(AGENT, "Ann")


def test_a_fingerprint_tells_keys_apart() -> None:
    """What two runs were redacted under can be compared without the keys."""
    assert Redaction(KEY).fingerprint == REDACTION.fingerprint
    assert Redaction(KEY[::-1]).fingerprint != REDACTION.fingerprint


def test_an_empty_text_stays_empty() -> None:
    """What says nothing has nothing to hide, and a blank cell stays blank."""
    assert REDACTION.pseudonym(CONTACT, "") == ""


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (1.0, "1.0"), (True, "true"), (False, "false"), (0, "0")]
)
def test_a_value_has_the_pseudonym_of_what_an_export_prints(value: float, text: str) -> None:
    """A number, true and false stand in an export as their JSON: equal cells, equal pseudonyms."""
    assert REDACTION.pseudonym(VALUE, value) == REDACTION.pseudonym(VALUE, text)


def test_many_texts_are_told_apart() -> None:
    """More texts than are remembered keep pseudonyms of their own, the same at the second time."""
    numbers = [f"+32 475 {number:06}" for number in range(70_000)]

    first = [REDACTION.pseudonym(CONTACT, number) for number in numbers]

    assert len({*first}) == len(numbers)
    assert [REDACTION.pseudonym(CONTACT, number) for number in numbers[:9]] == first[:9]


@pytest.mark.parametrize("key", [b"", b"secret", b" " * 40, b"\n" + b"x" * 31 + b"\n"])
def test_a_key_that_can_be_guessed_is_refused(key: bytes) -> None:
    """A key has at least 32 bytes, without the white space around it."""
    with pytest.raises(RedactionKeyError, match=r"^the key has \d+ bytes; expected at least 32"):
        Redaction(key)


def test_white_space_around_a_key_is_not_part_of_it() -> None:
    """An editor's line end changes no pseudonym."""
    assert Redaction(KEY + b"\r\n") == REDACTION


def test_a_key_is_never_shown() -> None:
    """What prints a redaction, in a log or a traceback, does not give its key away."""
    REDACTION.pseudonym(AGENT, "ann")

    assert KEY.decode() not in repr(REDACTION)
    assert "ann" not in repr(REDACTION)


def test_an_event_keeps_all_that_is_not_personal() -> None:
    """Times, teams and enumerations stay; the event says its pseudonyms in place of the rest."""
    event = AgentUpdated(
        id="e1", time=7, agent_id="ann", name="Ann", email="", team_id="front", kind="VIRTUAL"
    )

    redacted = REDACTION.redacted(event)

    assert isinstance(redacted, AgentUpdated)
    assert redacted.agent_id == redacted.stream_id == REDACTION.pseudonym(AGENT, "ann")
    assert redacted.name == REDACTION.pseudonym(NAME, "Ann")
    assert (redacted.email, redacted.reference) == ("", None)
    assert (redacted.time, redacted.team_id, redacted.kind) == (7, "front", "VIRTUAL")
    assert event.agent_id == "ann"


def test_an_attribute_is_known_by_the_pseudonym_of_its_value() -> None:
    """A value of zero, or false, is a value."""
    event = ContactAttributeSet(
        id="e1", time=7, contact_id="joe", attribute_id="vip", name="VIP", value=False
    )

    redacted = REDACTION.redacted(event)

    assert isinstance(redacted, ContactAttributeSet)
    assert redacted.value == REDACTION.pseudonym(VALUE, "false")
    assert (redacted.attribute_id, redacted.name) == ("vip", "VIP")


def test_the_order_is_that_of_the_log() -> None:
    """A redacted event has its place among the others by what the log said."""
    event = ConversationStarted(id="e1", time=7, seq=2, conversation_id="c1")

    assert REDACTION.redacted(event).order == (7, 2, 1, "e1", "conversation", "c1")


def test_equal_events_stay_equal() -> None:
    """Two events are equal after redaction where they were before."""
    one, other = (ConversationStarted(id="e1", time=7, conversation_id=name) for name in "ab")

    assert REDACTION.redacted(one) == REDACTION.redacted(one)
    assert REDACTION.redacted(one) != REDACTION.redacted(other)


def test_a_user_can_name_a_text_by_itself_or_by_its_pseudonym() -> None:
    """Who got a redacted file asks by what stands in it; who has the log may ask by the ID."""
    pseudonym = REDACTION.pseudonym(AGENT, "ann")

    assert REDACTION.known_as(AGENT, "ann") == pseudonym
    assert REDACTION.known_as(AGENT, pseudonym) == pseudonym
    assert REDACTION.known_as(CONTACT, pseudonym) != pseudonym


def test_streams_are_known_by_the_class_of_their_ids() -> None:
    """The IDs of agents, contacts and conversations are personal, those of other streams open."""
    assert STREAMS == {"agent": AGENT, "contact": CONTACT, "conversation": CONVERSATION}
    assert REDACTION.stream_id("agent", "ann") == REDACTION.pseudonym(AGENT, "ann")
    assert REDACTION.stream_id("team", "front") == "front"


def test_a_redacted_event_goes_to_another_process() -> None:
    """It is what it was there, with its place in the order of the log."""
    event = REDACTION.redacted(AgentUpdated(id="e1", time=7, agent_id="ann", name="Ann"))

    again = pickle.loads(pickle.dumps(event))  # noqa: S301  # our own

    assert again == event
    assert again.order == (7, 0, event.rank, "e1", "agent", "ann")
    assert again.name == REDACTION.pseudonym(NAME, "Ann")


def test_a_key_goes_to_another_process_without_the_texts_that_it_has_seen() -> None:
    """What is remembered to be quick is nobody's business, and may be long."""
    redaction = Redaction(KEY)
    pseudonym = redaction.pseudonym(NAME, "Ann Peeters")

    data = pickle.dumps(redaction)

    assert b"Peeters" not in data
    assert pickle.loads(data) == redaction  # noqa: S301
    assert pickle.loads(data).pseudonym(NAME, "Ann Peeters") == pseudonym  # noqa: S301
