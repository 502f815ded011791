"""The search for doubts: where their events stand, which period they touch, what was asked for."""

from pathlib import Path

import attrs
import pytest
from doubting import doubted, doubts
from given import (
    at,
    available,
    contact_updated,
    given,
    inbound,
    locked,
    outbound,
    released,
    resolved,
    tag_applied,
    team_updated,
    topic_applied,
)
from replaydesk import DOUBTS, UnknownDoubtError, encode, find_doubts, replay, replay_lines
from replaydesk.engine.audit import doubts as doubts_module
from replaydesk.events import Event

LOCKED_TWICE = (
    locked("01:00", "c1", agent="ann", channel="web"),
    locked("10:00", "c2", agent="ann", channel="mail"),
    released("23:00", "c2", agent="ann"),
)
"""Nine hours on c1, which the lock of c2 ends; then thirteen hours on c2."""


def lines(*events: Event) -> list[bytes]:
    """Return events as the lines of a log."""
    return [encode(event) for event in given(*events).events]


def test_the_events_of_a_doubt_are_told_with_file_and_line(tmp_path: Path) -> None:
    """The release of line 3 of the second file, and in the first file the lock that it is not."""
    log = lines(*LOCKED_TWICE, released("02:00", "c1", agent="bob"))
    (tmp_path / "a.jsonl").write_bytes(b"\n\n".join(log[:2]))
    (tmp_path / "b.jsonl").write_bytes(b"\n".join([b"", log[2], log[3]]))
    result = replay(tmp_path)
    (doubt,) = find_doubts(result, ["release-without-lock"])

    assert [(Path(w.file or "").name, w.line, w.event.id) for w in doubt.witnesses] == [
        ("b.jsonl", 3, "e004"),
        ("a.jsonl", 1, "e001"),
    ]


def test_events_that_were_made_by_hand_stand_nowhere() -> None:
    """An event that is no line has no file and no line."""
    (doubt,) = doubts("release-without-lock", released("09:00", "c1", agent="ann"))

    assert [(w.file, w.line) for w in doubt.witnesses] == [(None, None)]


def test_an_event_of_another_conversation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ended the lock of c1 is a lock of c2; also where doubts are completed one by one."""
    for held_back in (10_000, 1):
        monkeypatch.setattr(doubts_module, "_HELD_BACK", held_back)

        assert doubted("long-lock", *LOCKED_TWICE) == ["e001 e002", "e002 e003"]


def test_an_event_of_a_channel_that_is_left_out_is_found() -> None:
    """Only the conversations of the channel are doubted; what happened elsewhere still counts."""
    assert doubted("long-lock", *LOCKED_TWICE, channels=["web"]) == ["e001 e002"]


def test_only_doubts_that_touch_the_period_are_found() -> None:
    """The lock of c1 lasts from 1:00 to 10:00: it touches 9:59, and not 10:00."""
    assert doubted("long-lock", *LOCKED_TWICE, start="09:59") == ["e001 e002", "e002 e003"]
    assert doubted("long-lock", *LOCKED_TWICE, start="10:00") == ["e002 e003"]
    assert doubted("long-lock", *LOCKED_TWICE, end="10:00") == ["e001 e002"]
    late = outbound("09:00", "c1", agent="ann", actor="AGENT")
    assert doubted("reply-before-inbound", late, inbound("09:30", "c2"), start="09:01") == []
    assert doubted("reply-before-inbound", late, inbound("09:30", "c2"), start="09:00") == ["e001"]


def test_events_after_the_as_of_instant_raise_no_doubt() -> None:
    """At 8:00 the lock of c1 lasts for seven hours, and that of c2 has not happened."""
    assert doubted("long-lock", *LOCKED_TWICE, as_of="08:00") == []


def test_only_the_doubts_asked_for_are_looked_for() -> None:
    """By default all of the catalogue; a name that it does not have is refused at once."""
    result = given(*LOCKED_TWICE, released("02:00", "c1", agent="bob")).when_replayed().result

    every = {doubt.name for doubt in find_doubts(result)}
    assert every == {
        "release-without-lock",
        "long-lock",
        "log-without-presence",
        "agent-never-described",
        "channel-never-described",
    }
    two = {doubt.name for doubt in find_doubts(result, ["long-lock", "log-without-presence"])}
    assert two == {"long-lock", "log-without-presence"}
    with pytest.raises(UnknownDoubtError, match="'long-locks' is no doubt; expected one of reply-"):
        find_doubts(result, ["long-locks"])


def test_what_is_found_does_not_hang_on_the_order_of_the_lines() -> None:
    """The same log from its end to its beginning gives the same doubts, on other lines."""
    log = lines(
        *LOCKED_TWICE,
        available("09:00", "bob"),
        contact_updated("09:00", "kim"),
        released("02:00", "c1", agent="bob"),
        topic_applied("09:00", "c1", topic="parcels"),
        tag_applied("09:00", "c1", message="m1", tag="photo", seq=1),
        resolved("09:00", "c1", agent="bob", team="desk"),
    )
    forward, backward = (
        sorted((doubt.name, doubt.order) for doubt in find_doubts(replay_lines(said)))
        for said in (log, log[::-1])
    )

    assert len(forward) > 5
    assert forward == backward


def test_the_order_of_doubts_is_that_of_the_log() -> None:
    """A doubt is sorted by its first event."""
    first, second = doubts("long-lock", *LOCKED_TWICE)

    assert first.order < second.order
    assert first.order[0][0] == at("01:00")


def test_an_empty_log_is_not_doubted() -> None:
    """A log without conversations, or without any event, has nothing to doubt."""
    assert [*find_doubts(replay_lines([]))] == []
    assert [*find_doubts(replay_lines(lines(team_updated("09:00", "desk"))))] == []


def test_a_kind_of_doubt_is_plain_data() -> None:
    """A kind can be compared and printed, and does not print what looks for it."""
    (kind, *_) = DOUBTS

    assert kind == attrs.evolve(kind)
    assert "finder" not in repr(kind)
