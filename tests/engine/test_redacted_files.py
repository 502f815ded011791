"""Redaction of what is written: rejects, the manifest, workers' files, and the key's own."""

import hashlib
import hmac
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from redacting import REDACTION
from replaydesk import RedactionKeyError, replay, replay_lines
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.memory import Memory
from replaydesk.engine.redacted import Key, hide
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import STANDARD_INPUT, Source, find_sources
from small_log import inbound, lines

DEMO = Path(__file__).parent.parent.parent / "replay_logs" / "demo_day"


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


@pytest.mark.parametrize(
    "line",
    [
        lines(inbound("c1", "09:00", content="Joe " * 99))[0],
        b"Joe " * 99,
        b'{"type":"Joe"}' + b" " * 200 + b".",
        b'{"type":"Joe"}' + b" " * 9000 + b".",
        b'{"type":"csat.sent","time":"Joe"}' + b" " * 9000 + b".",
    ],
)
def test_a_line_that_is_too_long_tells_its_length_only(tmp_path: Path, line: bytes) -> None:
    """Its reason is that it is too long, whatever its beginning is; and what the digest is of."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(line)

    (told,) = replay(log, redact=REDACTION, max_line=200).rejects()

    kept = line[:4096]
    digest = hmac.new(REDACTION.key, b"line\0" + kept, hashlib.sha256).hexdigest()
    reject = json.loads(told)
    assert (reject["raw_bytes"], reject["raw_keyed_digest"]) == (len(kept), f"line-{digest[:20]}")
    assert reject["reason"] == (
        f"the line has {len(line):,} bytes; expected at most 200 (--max-line raises that); "
        f"raw_keyed_digest is of its first {len(kept):,} bytes"
    )


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


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """Where there is no file a random key is made, for its owner alone; then it is read."""
    path = tmp_path / "key"

    made = Key.of(path)
    was_there = path.exists()
    made.keep()
    again = Key.of(path)

    assert (was_there, made.is_new, again.is_new) == (False, False, False)
    assert again.text == made.text == path.read_bytes()
    assert len(bytes.fromhex(made.text.decode())) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Key.of(tmp_path / "other").text != made.text


def test_a_key_that_cannot_be_read_or_made_is_told(tmp_path: Path) -> None:
    """A folder is no key; none is made in a folder that is not there, nor over another's key."""
    key = tmp_path / "key"
    late = Key.of(key)
    Key.of(key).keep()

    with pytest.raises(RedactionKeyError, match=r": the key cannot be read: Is a directory"):
        Key.of(tmp_path)
    with pytest.raises(RedactionKeyError, match=r": the key cannot be made: No such file "):
        Key.of(tmp_path / "no folder" / "key").keep()
    with pytest.raises(RedactionKeyError, match=r": the key cannot be made: File exists; see "):
        late.keep()
    assert key.read_bytes() not in (b"", late.text)


def test_standard_input_keeps_its_name(tmp_path: Path) -> None:
    """It names nobody; its digest is under the key all the same."""
    log, key, out = lines(inbound("c1", "09:00"))[0], tmp_path / "key", tmp_path / "out"

    assert run("export", "-", "--out", out, "--redact", key, stdin=log).code == 0

    [source] = json.loads((out / "manifest.json").read_bytes())["inputs"]
    assert source["name"] == "-"
    assert source["keyed_digest"].startswith("log-")


def test_a_file_elsewhere_loses_its_name(tmp_path: Path) -> None:
    """A path with a scheme can name people as well as one of this machine; "-" names nobody."""
    sources = [Source("s3a://lake/jane-doe.jsonl", None), Source(str(tmp_path), tmp_path)]
    hide([*sources, standard := Source(STANDARD_INPUT, None)], REDACTION)

    assert all(source.name.startswith("file-") for source in sources)
    assert standard.name == "-"
