"""Redaction of a whole job: joins, ties, and what is looked up under pseudonyms."""

import hashlib
import hmac
from pathlib import Path

import pytest
from redacting import REDACTION
from replaydesk import (
    Redaction,
    Result,
    decode,
    diff,
    reconcile,
    replay,
    replay_events,
    replay_lines,
)
from replaydesk.engine.audit.reconcile import RedactedReplayError
from replaydesk.events.personal import (
    AGENT,
    CONTACT,
    CONTENT,
    CONVERSATION,
    EVENT,
    IDENTIFIER,
    VALUE,
)
from small_log import event, inbound, lines, lock, reply

DEMO = Path(__file__).parent.parent.parent / "replay_logs" / "demo_day"
KEYS = [Redaction(b"a key of the tests, number " + str(n).encode() * 9) for n in range(10)]


def test_exports_join_on_pseudonyms() -> None:
    """A contact has the pseudonym that anybody with the key can work out, in every export."""
    log = lines(inbound("c1", "09:00", contact_id="+32 475"), reply("c1", "ann", "09:05"))
    digest = hmac.new(REDACTION.key, b"contact\0+32 475", hashlib.sha256).hexdigest()

    result = replay_lines(log, redact=REDACTION)

    slugs = ("contact", "message", "open-conversation", "response-times")
    assert {row["contact_id"] for slug in slugs for row in result.dicts(slug)} == {
        f"contact-{digest[:20]}"
    }


def test_rows_are_sorted_by_what_they_show() -> None:
    """Where rows are sorted by an ID, it is the pseudonym: their order does not tell the IDs'."""
    contacts = [f"contact of {n}" for n in range(20)]
    log = lines(*(inbound(f"c{n}", "09:00", contact_id=each) for n, each in enumerate(contacts)))

    shown = [row["contact_id"] for row in replay_lines(log, redact=REDACTION).dicts("contact")]

    assert shown == sorted(REDACTION.pseudonym(CONTACT, each) for each in contacts)


def held(result: Result) -> dict[str, int]:
    """Return the locked time of each conversation."""
    rows = result.dicts("open-conversation")
    return {row["conversation_id"]: row["cherry_picking_time"] for row in rows}


def test_a_tie_between_conversations_is_decided_by_the_log() -> None:
    """Ann locks a and b in one instant, by one ID: b comes last and is held, under every key."""
    same = {"id": "e1", "seq": 3}
    log = lines(lock("a", "ann", "09:00", **same), lock("b", "ann", "09:00", **same))
    log += lines(event("conversation.started", "10:00", id="e9", conversation_id="z"))
    pseudonyms = [[each.pseudonym(CONVERSATION, name) for name in "abz"] for each in KEYS]

    found = [held(replay_lines(log, redact=each)) for each in KEYS]

    assert {a < b for a, b, _ in pseudonyms} == {True, False}
    assert found == [{a: 0, b: 3_600_000, z: 0} for a, b, z in pseudonyms]


def test_which_duplicate_counts_is_decided_by_the_log() -> None:
    """Of two events of one ID and instant the first by its JSON counts, under every key."""
    same = {"id": "e1", "message_id": "m1"}
    log = lines(*(inbound("c1", "09:00", content=text, **same) for text in ("first", "second")))
    log += lines(event("channel.updated", "08:00", id="e9", channel_id="x", medium="X", name="x"))
    log += lines(
        event("conversation.started", "08:30", id="e8", conversation_id="c1", channel_id="x")
    )

    shown = [replay_lines(log, redact=each).dicts("message")[0]["content"] for each in KEYS]

    assert shown == [each.pseudonym(CONTENT, "first") for each in KEYS]
    assert (
        len({each.pseudonym(CONTENT, "first") < each.pseudonym(CONTENT, "second") for each in KEYS})
        == 2
    )


def test_a_lock_elsewhere_and_a_sign_out_end_a_lock_under_pseudonyms() -> None:
    """What an agent did elsewhere is found by its pseudonym, too."""
    log = lines(
        lock("a", "ann", "09:00"),
        lock("b", "ann", "09:10"),
        event("presence.changed", "09:30", agent_id="ann", presence="OFFLINE"),
        event("conversation.started", "10:00", conversation_id="z"),
    )

    result = replay_lines(log, redact=REDACTION)

    assert sorted(held(result).values()) == [0, 600_000, 1_200_000]
    (ann,) = result.dicts("user")
    assert (ann["user_id"], ann["cherry_picking_time"]) == (
        REDACTION.pseudonym(AGENT, "ann"),
        1_800_000,
    )


def test_what_closed_a_lock_from_elsewhere_is_named() -> None:
    """What changed is told by the events of other streams, too, which are known by pseudonyms."""
    log = [inbound("c1", "09:00"), lock("c1", "ann", "09:01"), reply("c1", "ann", "09:02")]
    ends = (
        lock("c2", "ann", "09:10"),
        event("presence.changed", "09:20", agent_id="ann", presence="OFFLINE"),
    )
    away, gone = (
        replay_lines(lines(*log, end, inbound("c3", "09:30")), redact=REDACTION) for end in ends
    )

    found = diff(away, gone, "open-conversation")

    (change,) = [each for each in found.changes if each.cells]
    e4 = REDACTION.pseudonym(EVENT, "e4")
    assert change.key == {"conversation_id": REDACTION.pseudonym(CONVERSATION, "c1")}
    assert [(cause.side, cause.event.id) for cause in change.causes.first] == [
        ("here", e4),
        ("there", e4),
    ]


def test_a_stream_is_found_by_its_id_and_by_its_pseudonym() -> None:
    """Whoever has the log asks by the ID, whoever has an export by what stands there."""
    log = lines(*(inbound(f"c{number}", "09:00") for number in range(50)))
    replayed = replay_lines(log, only=[], redact=REDACTION).replayed
    pseudonym = REDACTION.pseudonym(CONVERSATION, "c7")

    for name in ("c7", pseudonym):
        (found,) = replayed.stream("conversation", name)
        assert found.stream_id == pseudonym
    assert replayed.stream("conversation", "c77") == []
    assert replayed.stream("contact", "c7") == []


def test_a_redacted_replay_is_not_reconciled() -> None:
    """Their file has texts, and such a replay has none to compare them with."""
    result = replay(DEMO, only="user", redact=REDACTION)

    with pytest.raises(RedactedReplayError, match=r"replay the log without redaction"):
        reconcile(result, "user", DEMO / "expected" / "user.csv")


def test_the_figures_of_the_demo_day_stay() -> None:
    """The sums that its README works out by hand are those of the redacted log, too."""
    nadia = REDACTION.pseudonym(AGENT, "nadia")

    users = {row["user_id"]: row for row in replay(DEMO, redact=REDACTION).dicts("user")}

    assert users[nadia]["handling_time"] == 35_040_000
    assert users[nadia]["user_name"].startswith("name-")


def test_contacts_given_as_events_are_known_by_pseudonyms() -> None:
    """Events that are no lines of a file are redacted like those that are."""
    log = lines(
        event("contact.updated", "08:00", contact_id="joe", primary_identifier="+32 475"),
        event(
            "contact.attribute_set",
            "08:01",
            contact_id="joe",
            attribute_id="vip",
            name="VIP",
            value=True,
        ),
        inbound("c1", "09:00", contact_id="joe"),
    )

    by_lines, by_events = (
        [each.dicts(slug) for slug in ("contact", "contact-attribute")]
        for each in (
            replay_lines(log, redact=REDACTION),
            replay_events(map(decode, log), redact=REDACTION),
        )
    )

    assert by_events == by_lines
    assert by_lines[0][0]["primary_identifier"] == REDACTION.pseudonym(IDENTIFIER, "+32 475")
    assert by_lines[1][0]["attribute_value"] == REDACTION.pseudonym(VALUE, "true")
