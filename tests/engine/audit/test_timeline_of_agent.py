"""Timelines of agents: presence, locks over all conversations, and what lies in the period."""

from typing import Any

import pytest
from replaydesk import replay_events, replay_lines, timeline
from replaydesk.engine.audit.timeline import Timeline
from replaydesk.events import LockAcquired
from small_log import Said, event, inbound, lines, lock, presence, release, reply, status

MORNING = (
    presence("ann", "AVAILABLE", "08:00"),
    inbound("c1", "08:50", channel_id="web"),
    lock("c1", "ann", "09:00"),
    reply("c1", "ann", "09:05", message_id="m1"),
    lock("c2", "ann", "09:10", team_id="t1", channel_id="sms"),
    status("c2", "RESOLVED", "09:12", "ann"),
    lock("c3", "ann", "09:20", channel_id="web"),
    lock("c3", "bob", "09:30"),
    reply("c3", "bob", "09:31", message_id="m2"),
    presence("ann", "OFFLINE", "10:00"),
)
"""Ann handles c1 for 10 min, resolves c2 without a reply after 2, and leaves c3 after 10 to Bob."""


def told(agent: str, *events: Said, day: str | None = None, **options: Any) -> Timeline:
    """Tell an agent of a small log."""
    return timeline(replay_lines(lines(*events), **options), agent=agent, day=day)


def total(timeline: Timeline, key: str) -> str:
    """Return a total as it is exported."""
    return next(total.printed for total in timeline.totals if total.column.key == key)


def test_an_agent_is_told_over_all_conversations() -> None:
    """Each event that names her or ended a lock of hers is there once, with its conversation."""
    ann = told("ann", *MORNING)

    assert [(e.event_id, e.conversation_id, e.role) for e in ann.entries] == [
        ("e1", None, "OTHER"),
        ("e3", "c1", "OTHER"),
        ("e4", "c1", "REPLY"),
        ("e5", "c2", "OTHER"),
        ("e6", "c2", "RESOLVE"),
        ("e7", "c3", "OTHER"),
        ("e8", "c3", "OTHER"),
        ("e10", None, "OTHER"),
    ]
    assert [(s.kind, s.conversation_id, s.length // 60_000) for s in ann.spans] == [
        ("AVAILABLE", None, 120),
        ("HANDLING", "c1", 10),
        ("NO_REPLY", "c2", 2),
        ("CHERRY_PICKING", "c3", 10),
    ]


def test_only_the_agents_own_facts_are_told() -> None:
    """Bob's lock on c3 ends Ann's: her timeline tells the end of hers, and his the rest."""
    by_agent = {agent: told(agent, *MORNING) for agent in ("ann", "bob")}
    notes = {
        agent: [
            note.text for entry in told.entries if entry.event_id == "e8" for note in entry.notes
        ]
        for agent, told in by_agent.items()
    }

    assert notes == {
        "ann": [
            (
                "Lock of agent ann since 09:20:00 closes: cherry-picking, 10 min; somebody else "
                "took the lock."
            )
        ],
        "bob": [
            "Lock opens: handling, 30 min, until 10:00:00; its agent replied (message m2).",
        ],
    }


def test_what_somebody_else_did_tells_only_what_it_ended() -> None:
    """Bob's resolve ends Ann's lock: that it is a resolve, and after how long, is Bob's."""
    log = (
        inbound("c1", "09:00"),
        lock("c1", "ann", "09:01"),
        status("c1", "RESOLVED", "09:05", "bob"),
    )

    kinds = {
        agent: [note.kind for note in told(agent, *log).entries[-1].notes]
        for agent in ("ann", "bob")
    }
    assert kinds == {"ann": ["LOCK"], "bob": ["RESOLVE"]}


def test_the_totals_are_those_of_the_row_of_the_agent() -> None:
    """600 s handling, 120 s no reply, 600 s cherry-picking, 7200 s available: 8.33 %."""
    ann = told("ann", *MORNING)

    assert total(ann, "handling_time") == "600"
    assert total(ann, "no_reply_time") == "120"
    assert total(ann, "cherry_picking_time") == "600"
    assert total(ann, "available_time") == "7200"
    assert total(ann, "utilisation") == "8.33"
    assert total(ann, "replies") == "1"


def test_the_channels_of_the_replay_choose_the_conversations() -> None:
    """In web only, c2 is gone, but the lock on it still ends the one on c1."""
    ann = told("ann", *MORNING, channels=["web"])

    assert [s.conversation_id for s in ann.spans if s.is_lock] == ["c1", "c3"]
    assert total(ann, "no_reply_time") == "0"
    ending = next(entry for entry in ann.entries if entry.event_id == "e5")
    assert ending.conversation_id == "c2"
    assert [note.text for note in ending.notes] == [
        (
            "Lock of agent ann since 09:00:00 closes: handling, 10 min; its agent took another "
            "conversation."
        )
    ]


def test_a_day_is_the_period_of_an_agent() -> None:
    """Of a lock from 23:50 to 0:20 there are 20 min in the day that follows, and it says so."""
    ann = told(
        "ann",
        presence("ann", "AVAILABLE", "23:00"),
        lock("c1", "ann", "23:50"),
        lock("c2", "ann", "2026-03-11T00:20"),
        release("c2", "ann", "2026-03-12T00:10"),
        day="2026-03-11",
    )

    assert total(ann, "cherry_picking_time") == "86400"
    texts = [note.text for entry in ann.entries for note in entry.notes if note.kind == "LOCK"]
    assert texts == [
        (
            "Lock opens: cherry-picking, 30 min, 20 min of it in the period, until 2026-03-11 "
            "00:20:00; its agent neither replied nor resolved."
        ),
        (
            "Lock of agent ann since 2026-03-10 23:50:00 closes: cherry-picking, 30 min, 20 min of "
            "it in the period; its agent took another conversation."
        ),
        (
            "Lock opens: cherry-picking, 23 h 50 min, 23 h 40 min of it in the period, until "
            "2026-03-12 00:10:00; its agent neither replied nor resolved."
        ),
        (
            "Lock of agent ann since 2026-03-11 00:20:00 closes: cherry-picking, 23 h 50 min, 23 h "
            "40 min of it in the period; its agent gave it up."
        ),
    ]


def test_a_day_is_a_date_in_the_zone() -> None:
    """23:30 in UTC on the 10th is the 11th in Brussels, and 23:30 on the 11th is the 12th."""
    log = (
        reply("c1", "ann", "23:30", message_id="m1"),
        reply("c1", "ann", "2026-03-11T23:30", message_id="m2"),
    )

    days = {}
    for day in ("2026-03-10", "2026-03-11", "2026-03-12"):
        ann = told("ann", *log, day=day, tz="Europe/Brussels")
        days[day] = [entry.event_id for entry in ann.entries]
        assert [ann.clock.date(entry.instant) for entry in ann.entries] == [day] * len(ann.entries)
    assert days == {"2026-03-10": [], "2026-03-11": ["e1"], "2026-03-12": ["e2"]}


def test_an_idle_day_is_told_as_empty() -> None:
    """Nothing in the period makes no entry, no total, and a page that says so."""
    ann = told("ann", *MORNING, day="2026-03-11")

    assert ann.entries == ()
    assert ann.totals == ()
    assert "Nothing happened in the period." in ann.as_page()
    assert "The export user has no row of this agent in this period and these channels." in (
        ann.as_text()
    )


def test_a_virtual_agent_has_no_row_and_no_measured_lock() -> None:
    """What it did is told, its lock is not measured, and the export of users leaves it out."""
    bot = told(
        "bot",
        event("agent.updated", "08:00", agent_id="bot", name="Robin", kind="VIRTUAL"),
        lock("c1", "bot", "09:00"),
        reply("c1", "bot", "09:01", message_id="m1"),
        event("virtual_agent.handed_over", "09:02", conversation_id="c1", agent_id="bot"),
    )

    assert bot.title == "Robin"
    assert bot.totals == ()
    assert bot.spans == ()
    assert [(entry.role, entry.sentence) for entry in bot.entries] == [
        ("OTHER", "Virtual agent bot is called “Robin”, in no team."),
        ("OTHER", "Virtual agent Robin took the lock."),
        ("OUTBOUND", "Virtual agent Robin wrote to the contact (message m1)."),
        ("OTHER", "Virtual agent Robin handed over to agents."),
    ]


def test_a_change_of_presence_that_begins_nothing_says_so() -> None:
    """A second AVAILABLE merges with the first; what is replaced in its instant has no length."""
    ann = told(
        "ann",
        presence("ann", "AVAILABLE", "09:00"),
        presence("ann", "AVAILABLE", "09:10"),
        presence("ann", "AWAY", "09:20"),
        presence("ann", "OFFLINE", "09:20"),
        inbound("c1", "10:00"),
    )

    none = "Begins no interval: it was so already, or is over in the same instant."
    assert [[note.text for note in entry.notes] for entry in ann.entries] == [
        ["Available for 20 min, until 09:20:00."],
        [none],
        [none],
        ["Offline for 40 min, until the as-of instant."],
    ]


def test_an_agent_called_as_a_conversation_is_told_as_an_agent() -> None:
    """IDs of agents and of conversations are no relation: each event says its conversation."""
    same = told("c1", lock("c1", "c1", "09:00"), release("c1", "c1", "09:05"))

    assert [entry.conversation_id for entry in same.entries] == ["c1", "c1"]
    assert same.kind == "agent"


def test_events_made_by_hand_have_no_place() -> None:
    """Where no line says an event, its entry has neither file nor line."""
    made = LockAcquired(id="x", time=0, conversation_id="c1", agent_id="ann")

    entry = timeline(replay_events([made]), agent="ann").entries[0]
    assert (entry.event_id, entry.source, entry.line, entry.place) == ("x", None, None, "")


@pytest.mark.parametrize("agent", ["ann", "bob"])
def test_the_data_of_a_timeline_is_plain(agent: str) -> None:
    """As data, times are text in the zone, durations milliseconds, and events have their places."""
    data = told(agent, *MORNING, tz="Europe/Brussels").as_data()

    lock_span = next(span for span in data["spans"] if span["kind"] != "AVAILABLE")
    opened = next(e for e in data["entries"] if e["event_id"] == lock_span["opened_by"])
    assert opened["time"] == lock_span["from"]
    assert opened["time"].endswith("+01:00")
    assert (opened["file"], opened["event_type"]) == ("lines", "lock.acquired")
    assert lock_span["milliseconds"] == opened["facts"][0]["milliseconds"]
    assert data["settings"]["tz"] == "Europe/Brussels"
    assert data["counts"]["read"] == len(MORNING)
    assert {total["export"] for total in data["totals"]} == {"user"}
