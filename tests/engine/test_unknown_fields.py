"""Fields that a type does not list mean nothing, whatever they are called."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from hostile_log import lines_of
from replaydesk import EXPORTS, Result, replay_lines
from replaydesk.events import EVENT_TYPES

LOG = [
    b'{"id":"a","type":"lock.acquired","time":0,"conversation_id":"c1","agent_id":"ann"}',
    (
        b'{"id":"b","type":"status.changed","time":60000,"conversation_id":"c1",'
        b'"status":"RESOLVED","agent_id":"ann"}'
    ),
    b'{"id":"c","type":"lock.released","time":60000,"conversation_id":"c1","agent_id":"ann"}',
]


def test_an_unknown_field_named_as_something_of_ours_means_nothing() -> None:
    """A line that says its own `rank`, stream or place is ordered as every other of its type."""
    named = [
        line[:-1] + b',"rank":9,"stream_kind":"team","stream_id":"x","order":[],"placed":7}'
        for line in LOG
    ]

    expected = replay_lines(LOG).dicts("user")
    assert expected[0]["no_reply_time"] == 60_000
    assert replay_lines(named).dicts("user") == expected


SURPRISING = [
    *("__class__", "__dict__", "__init__", "__slots__", "__proto__", "constructor", "self", "cls"),
    *("rank", "order", "placed", "stream_kind", "stream_id", "fields", "check", "restore", ""),
    *("$ref", "<<", "!!python/object", "Id", "ID", "type ", "időpont"),
]


def tables(result: Result) -> list[list[dict[str, Any]]]:
    """Return the rows of every export."""
    return [result.dicts(export) for export in EXPORTS]


@pytest.mark.parametrize("value", ["x", 9, None, {"__class__": "x"}, ["x"]], ids=repr)
def test_no_name_of_a_field_is_magic(value: object) -> None:
    """Names that mean something to Python, or to others, mean nothing on any type of event."""
    lines = lines_of("x", "y")
    named = [json.dumps(json.loads(line) | dict.fromkeys(SURPRISING, value)) for line in lines]
    result = replay_lines(named)

    assert result.counts.applied == len(lines)
    assert tables(result) == tables(replay_lines(lines))


def test_names_of_classes_and_methods_are_among_those_tried() -> None:
    """Whatever attribute an event has by its class is a name that a line could have, too."""
    lines = lines_of("x", "y")
    attributes = {name for cls in EVENT_TYPES for name in dir(cls)}
    listed = {name for line in lines for name in json.loads(line)}
    optional = {"id", "type", "time", "seq"} | {
        name for cls in EVENT_TYPES for name in cls.__annotations__
    }
    names = sorted(attributes - listed - optional)
    named = [json.dumps(json.loads(line) | {key: {"a": 1} for key in names}) for line in lines]

    assert {"__dict__", "rank", "order"} <= set(names)
    assert tables(replay_lines(named)) == tables(replay_lines(lines))


def test_the_last_of_equal_keys_counts() -> None:
    """A type that is said twice is the last one, and so is every other field."""
    line = '{"type":"csat.sent","id":"a","id":"b","time":0,"tag_id":"x","name":"T","type":"%s"}'
    result = replay_lines([line % "tag.updated", line % "no.such", line % "csat.sent"])

    assert result.replayed.types == {"tag.updated": 1}
    assert (result.counts.unknown, result.counts.rejected) == (1, 1)


@pytest.mark.parametrize("header", [*SURPRISING[:-1], "__import__", "../../x", "=1+1"])
def test_no_header_of_a_mapping_is_magic(header: str, tmp_path: Path) -> None:
    """A mapping is read as texts: a header that nobody has is told, and nothing more."""
    log, theirs, mapping = (tmp_path / name for name in ("log.jsonl", "theirs.csv", "mapping.json"))
    log.write_text("\n".join(lines_of("x", "y")))
    theirs.write_text("User ID,User Name\nx,x\n")
    mapping.write_text(json.dumps({header: "user_email"}))
    ran = run("reconcile", log, "user", theirs, "--mapping", mapping)

    assert (ran.code, ran.out) == (2, "")
    assert "which the mapping names" in ran.err
    assert ran.err.count("\n") == 1
    mapping.write_text(json.dumps({"User Name": header}))
    assert (
        "which is no column of ours"
        in run("reconcile", log, "user", theirs, "--mapping", mapping).err
    )


@pytest.mark.parametrize(
    "manifest",
    [
        {"exports": {"../precious": {}, "user": {}, "__class__": {}, "/etc/passwd": {}}},
        {"exports": ["../precious", "user"]},
        {"exports": "user"},
        ["user"],
        {"exports": {"user": {"../precious": None}}},
    ],
    ids=str,
)
def test_a_manifest_from_outside_removes_nothing_of_others(
    manifest: object, tmp_path: Path
) -> None:
    """What an earlier manifest names as its files is believed of our own names only."""
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious.csv").write_text("kept")
    (out / "other.csv").write_text("kept")
    (out / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "log.jsonl").write_text("\n".join(lines_of("x", "y")))

    assert run("export", tmp_path / "log.jsonl", "--out", out, "--only", "tag").code == 0
    assert (tmp_path / "precious.csv").read_text() == (out / "other.csv").read_text() == "kept"
