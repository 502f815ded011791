"""Redaction of a whole job: joins, ties, rejects, the manifest and the key."""

import hashlib
import hmac
import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from redacting import REDACTION
from replaydesk import (
    Redaction,
    RedactionKeyError,
    Result,
    decode,
    diff,
    reconcile,
    replay,
    replay_events,
    replay_lines,
)
from replaydesk.engine.audit.reconcile import RedactedReplayError
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.memory import Memory
from replaydesk.engine.redacted import read_or_make_key
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
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


def job(log: Path, out: Path, **settings: Any) -> dict[str, bytes]:
    """Export a log with redaction, and return what was written, by file."""
    chosen = Settings(**{"redaction": REDACTION, **settings})
    export(find_sources([str(log)]), out, chosen, ExportOptions())
    return {file.name: file.read_bytes() for file in out.iterdir()}


def written(tmp_path: Path, *events: Any) -> Path:
    """Write a small log to a file."""
    log = tmp_path / "of-joe.jsonl"
    log.write_bytes(b"\n".join(lines(*events)) + b"\n")
    return log


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


REJECTS = {
    b'{"id": "e1", "type": "lock.acquired", "agent_id": 475123}': (
        "time is missing; lock.acquired needs one"
    ),
    b'{"id":"e1","type":"presence.changed","time":1,"agent_id":"ann","presence":"ANN"}': (
        "presence is \u2026; expected one of AVAILABLE, AWAY, OFFLINE"
    ),
    b'{"id":"e1","type":"channel.updated","time":"Joe","channel_id":"x"}': (
        "medium is missing; channel.updated needs one"
    ),
    b'{"type": 475123}': "type is \u2026; expected the name of an event type",
    b'{"id": "e1"}': "type is missing; expected the name of an event type",
    b'"Joe"': "the line holds \u2026; expected a JSON object",
    b"Joe": "the line is not JSON: ",
    b"Jo\xff": "the line is not UTF-8: byte 3 is 0xff",
}


@pytest.mark.parametrize(("line", "reason"), REJECTS.items())
def test_a_reject_tells_nothing_of_its_line(line: bytes, reason: str) -> None:
    """File, line, the reason without values, the length, and a digest under the key remain."""
    (told,) = replay_lines([line], redact=REDACTION).rejects()

    reject = json.loads(told)
    digest = hmac.new(REDACTION.key, b"line\0" + line, hashlib.sha256).hexdigest()
    assert reject.pop("reason").startswith(reason)
    assert reject == {
        "file": "lines",
        "line": 1,
        "raw_bytes": len(line),
        "raw_keyed_digest": f"line-{digest[:20]}",
    }


def test_a_line_that_is_too_long_tells_its_length_only(tmp_path: Path) -> None:
    """Its reason is that it is too long, and not what its beginning looks like."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(lines(inbound("c1", "09:00", content="Joe " * 99))[0])

    (told,) = replay(log, redact=REDACTION, max_line=200).rejects()

    assert b"Joe" not in told
    assert re.match(r"the line has \d+ bytes; expected at most 200 ", json.loads(told)["reason"])


def test_a_duplicate_that_differs_tells_nothing_of_its_line() -> None:
    """It is valid, and told like a reject all the same."""
    same = {"id": "e1", "message_id": "m1"}
    log = lines(*(inbound("c1", "09:00", content=text, **same) for text in ("Hi Joe", "Hi Eve")))

    (told,) = replay_lines(log, redact=REDACTION).rejects()

    assert b"Joe" not in told
    assert b"Eve" not in told
    assert json.loads(told)["reason"].startswith("a duplicate of another event with this id")


def test_the_manifest_tells_the_key_apart_and_no_file(tmp_path: Path) -> None:
    """The inputs have pseudonyms for names and digests, and the key has a fingerprint."""
    (tmp_path / "log").mkdir()
    log = written(tmp_path / "log", inbound("c1", "09:00"))
    (tmp_path / "log" / "too-of-joe.jsonl").symlink_to(log)
    content = log.read_bytes()

    files = job(tmp_path / "log", tmp_path / "out")

    manifest = json.loads(files["manifest.json"])
    (source,) = manifest["inputs"]
    assert manifest["settings"]["redaction"] == REDACTION.fingerprint
    assert source.keys() == {"name", "size", "also", "keyed_digest"}
    assert source["also"][0].startswith("file-")
    assert source["size"] == len(content)
    assert source["name"].startswith("file-")
    assert source["keyed_digest"].startswith("log-")
    assert b"of-joe" not in files["manifest.json"]
    assert hashlib.sha256(content).hexdigest().encode() not in files["manifest.json"]
    told = {slug: entry["sha256"] for slug, entry in manifest["exports"].items()}
    assert told == {
        name.removesuffix(".csv"): hashlib.sha256(text).hexdigest()
        for name, text in files.items()
        if name.endswith(".csv")
    }


def test_without_redaction_a_manifest_does_not_speak_of_it(tmp_path: Path) -> None:
    """The inputs are told by name and SHA-256, and nothing of a key."""
    log = written(tmp_path, inbound("c1", "09:00"))

    manifest = json.loads(job(log, tmp_path / "out", redaction=None)["manifest.json"])

    assert "redaction" not in manifest["settings"]
    assert manifest["inputs"][0]["name"] == str(log)
    assert manifest["inputs"][0]["sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()


def test_workers_and_disk_change_no_byte(tmp_path: Path) -> None:
    """Lines that wait on disk, read and folded by two processes, give the same redacted files."""
    one = job(DEMO, tmp_path / "one")

    few = Memory(lines=1 << 16)
    two = job(DEMO, tmp_path / "two", workers=2, memory=few)

    assert two == one


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


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """Where there is no file a random key is made, for its owner alone; then it is read."""
    path = tmp_path / "key"

    made, is_new = read_or_make_key(path)
    again, is_new_again = read_or_make_key(path)

    assert (is_new, is_new_again) == (True, False)
    assert again == made == path.read_bytes()
    assert len(bytes.fromhex(made.decode())) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_make_key(tmp_path / "other")[0] != made


@pytest.mark.parametrize("name", ["", "no folder/key"])
def test_a_key_that_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    """A folder is no key, and in a folder that is not there none can be made."""
    with pytest.raises(RedactionKeyError, match=r": the key cannot be read: "):
        read_or_make_key(tmp_path / name)


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
