"""The accounting: each line is judged once, in one order, and nothing is dropped silently."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from replaydesk import replay, replay_lines
from replaydesk.engine.counts import Counts
from replaydesk.engine.library import Result

NOON = 43_200_000
RELEASED = '"type":"lock.released","conversation_id":"c1","agent_id":"ann"'
DIFFERS = "a duplicate of another event with this id, which comes first and differs"


def released(event_id: str, time: Any = NOON, more: str = "", conversation: str = "c1") -> str:
    """Make a line of a released lock."""
    named = RELEASED.replace("c1", conversation)
    return f'{{"id":"{event_id}","time":{json.dumps(time)},{named}{more}}}'


def rejects_of(result: Result) -> list[dict[str, Any]]:
    """Return the rejects of a replay as data."""
    return [json.loads(reject) for reject in result.rejects()]


def told(result: Result) -> list[tuple[int, bool]]:
    """Return of each reject its line, and whether it is a duplicate that differs."""
    return [(reject["line"], reject["reason"] == DIFFERS) for reject in rejects_of(result)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (released("a"), "applied"),
        (released("a", NOON + 1), "after_as_of"),
        (released("a", NOON + 1, ',"cause":5'), "rejected"),
        (released("a", "1970-01-01T12:00:00.000999Z"), "applied"),
        (released("a", "1970-01-01T12:00:00.001Z"), "after_as_of"),
        ('{"type":"lock.renewed","time":99999999999999999}', "unknown"),
        (f'{{"type":"lock.renewed","time":{NOON + 1}}}', "unknown"),
        ('{"type":5}', "rejected"),
        ("[]", "rejected"),
        ("{", "rejected"),
        ('{"type":"lock.renewed"', "rejected"),
        ("\x0b", "rejected"),
    ],
)
def test_a_line_is_judged_in_the_order_of_the_specification(line: str, expected: str) -> None:
    """A reject also when it is later than the as-of instant, unknown whatever else it holds."""
    counts = replay_lines([line], as_of=NOON).counts

    assert Counts(read=1, **{expected: 1}) == counts


@pytest.mark.parametrize("line", ["", " ", "\t", "\r", " \t\r \t"])
def test_a_blank_line_is_not_read(line: str) -> None:
    """Space, tab and carriage return are nothing; a blank line counts as a line of its file."""
    result = replay_lines([line, "no", line])

    assert Counts(read=1, rejected=1) == result.counts
    assert told(result) == [(2, False)]


def test_every_line_is_one_of_the_counts() -> None:
    """Lines read are those applied, duplicates, unknown, after the as-of instant and rejects."""
    lines = [
        released("a"),
        released("a"),
        "",
        released("b", NOON + 1),
        released("b", NOON + 1),  # a duplicate, but of what is not applied
        '{"type":"x"}',
        "x",
        released("c", "x"),
        released("a", NOON, ',"cause":"x"'),
        released("a", conversation="c2"),
    ]
    result = replay_lines(lines, as_of=NOON)

    assert result.counts == Counts(
        read=9, applied=2, duplicates=2, unknown=1, after_as_of=2, rejected=2
    )


def test_counts_add_up() -> None:
    """The counts of two parts of a log are together those of the log."""
    counts = Counts(1, 2, 3, 4, 5, 6)
    counts += Counts(10, 20, 30, 40, 50, 60)

    assert Counts(11, 22, 33, 44, 55, 66) == counts


@pytest.mark.parametrize(
    "again",
    [
        released("a"),
        f" {released('a')}\r",
        f'{{{RELEASED},"time":{NOON},"id":"a"}}',
        released("a").replace(":", " : "),
        released("a").replace("ann", "\\u0061nn"),
    ],
)
def test_a_duplicate_of_the_same_json_is_counted_only(again: str) -> None:
    """The order of keys, white space and escapes are no difference: the JSON is the same."""
    result = replay_lines([released("a"), again])

    assert Counts(read=2, applied=1, duplicates=1) == result.counts
    assert told(result) == []


@pytest.mark.parametrize(
    ("counted", "dropped"),
    [
        (released("a"), released("a", NOON + 1)),
        (released("a"), released("a", NOON, ',"seq":1')),
        (released("a"), released("a").replace("lock.released", "lock.acquired")),
        # Equal in time, seq, rank and ID: by the bytes of the JSON with sorted keys.
        (released("a"), released("a").replace("ann", "bob")),
        (released("a").replace("ann", "Zoe"), released("a")),
        (released("a", "1970-01-01T12:00:00Z"), released("a")),  # a quote before a digit
        (released("a", NOON, ',"seq":0'), released("a")),  # "seq" before "time"
        (released("a", NOON, ',"unknown":[]'), released("a")),  # a comma before a brace
    ],
)
def test_a_duplicate_that_differs_is_told(counted: str, dropped: str) -> None:
    """The first in the order counts, wherever it stands; the other is told after the rejects."""
    for lines in ([counted, dropped, "no"], [dropped, counted, "no"]):
        result = replay_lines(lines)

        assert Counts(read=3, applied=1, duplicates=1, rejected=1) == result.counts
        assert told(result) == [(3, False), (lines.index(dropped) + 1, True)]
        assert dropped == rejects_of(result)[1]["raw"]


def test_each_duplicate_is_compared_with_the_one_that_counts() -> None:
    """Of three, one that equals the first is counted only, also where another differs."""
    result = replay_lines([released("a"), released("a", NOON + 1), released("a")])

    assert Counts(read=3, applied=1, duplicates=2) == result.counts
    assert told(result) == [(2, True)]


@pytest.mark.parametrize(
    "other",
    [
        released("b"),
        released("A"),
        released("a", conversation="c2"),
        f'{{"id":"a","time":{NOON},"type":"presence.changed","agent_id":"c1","presence":"AWAY"}}',
        f'{{"id":"a","time":{NOON},"type":"team.updated","team_id":"c1","name":"T"}}',
    ],
)
def test_an_id_is_unique_in_its_stream_only(other: str) -> None:
    """The same ID in another stream, even of an entity with the same ID, is another event."""
    assert Counts(read=2, applied=2) == replay_lines([released("a"), other]).counts


def test_an_agent_is_one_stream() -> None:
    """What an agent is and how it is present are events of one stream: one ID is one event."""
    lines = [
        f'{{"id":"a","time":{NOON},"type":"presence.changed","agent_id":"x","presence":"AWAY"}}',
        f'{{"id":"a","time":{NOON},"type":"agent.updated","agent_id":"x","name":"X"}}',
    ]
    result = replay_lines(lines)

    assert Counts(read=2, applied=1, duplicates=1) == result.counts
    assert told(result) == [(1, True)]  # the rank of an update is 0, that of a presence is 8


def test_a_reject_is_a_line_of_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the file as it was named, the line, the reason, and the raw line."""
    monkeypatch.chdir(tmp_path)
    line = released("a", NOON, ',"cause":5')
    Path("log é.jsonl").write_text(f"\n{line}\n", "utf-8")

    assert list(replay("./log é.jsonl").rejects()) == [
        (
            '{"file":"./log é.jsonl","line":2,"reason":"cause is 5; expected a text","raw":'
            '"{\\"id\\":\\"a\\",\\"time\\":43200000,\\"type\\":\\"lock.released\\",'
            '\\"conversation_id\\":\\"c1\\",\\"agent_id\\":\\"ann\\",\\"cause\\":5}"}\n'
        ).encode()
    ]


@pytest.mark.parametrize("raw", [b"\xff", b"{\xe9}", b'{"id":"\xed\xa0\x80"}'])
def test_a_line_that_is_no_text_is_told_in_base64(raw: bytes) -> None:
    """Where the raw line is not UTF-8 no byte of it is lost, and there is no `raw`."""
    (reject,) = rejects_of(replay_lines([raw]))

    assert reject.keys() == {"file", "line", "reason", "raw_base64"}
    assert raw == base64.b64decode(reject["raw_base64"])


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x1c", "\x0b", "\r"])
def test_a_reject_is_one_line_for_every_reader(end: str, tmp_path: Path) -> None:
    """What some readers take for the end of a line is escaped, in the raw line and in the name."""
    path = tmp_path / f"a{end}b.jsonl"
    path.write_text(f'{{"type":7,"{end}":"é"}}', newline="")
    (line,) = replay(path).rejects()
    reject = json.loads(line)

    assert [line.decode().rstrip("\n")] == line.decode().splitlines()
    assert (reject["file"], reject["raw"]) == (str(path), f'{{"type":7,"{end}":"é"}}')
    assert "é" in line.decode()


def test_rejects_come_in_the_order_of_the_log(tmp_path: Path) -> None:
    """Rejects proper come file by file and line by line, then the duplicates that differ."""
    for name, lines in (
        ("a", [released("1"), "no", released("2"), "no"]),
        ("b", ["no", released("2", NOON + 1), released("1", NOON + 1)]),
    ):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
    rejects = rejects_of(replay(tmp_path))

    expected = [("a", 2), ("a", 4), ("b", 1), ("b", 2), ("b", 3)]
    assert expected == [(Path(each["file"]).stem, each["line"]) for each in rejects]
    assert [each["reason"] == DIFFERS for each in rejects] == [False] * 3 + [True] * 2
