"""The generator: the same log for the same seed, valid by a check that knows the format only."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from replaydesk.engine.generate import demo_day, generate, generate_blocks

REQUIRED = {
    "channel.updated": ("channel_id", "medium", "name"),
    "business_hours.updated": ("channel_id",),
    "team.updated": ("team_id", "name"),
    "agent.updated": ("agent_id", "name"),
    "topic.updated": ("topic_id", "name"),
    "tag.updated": ("tag_id", "name"),
    "contact.updated": ("contact_id",),
    "contact.attribute_set": ("contact_id", "attribute_id", "name"),
    "conversation.started": ("conversation_id",),
    "message.sent": ("conversation_id", "message_id", "direction"),
    "message.updated": ("conversation_id", "message_id"),
    "message.deleted": ("conversation_id", "message_id"),
    "topic.applied": ("conversation_id", "topic_id"),
    "topic.removed": ("conversation_id", "topic_id"),
    "tag.applied": ("conversation_id", "message_id", "tag_id"),
    "tag.removed": ("conversation_id", "message_id", "tag_id"),
    "language.set": ("conversation_id", "language"),
    "lock.acquired": ("conversation_id", "agent_id"),
    "lock.released": ("conversation_id", "agent_id"),
    "status.changed": ("conversation_id", "status"),
    "virtual_agent.handed_over": ("conversation_id", "agent_id"),
    "csat.sent": ("conversation_id",),
    "csat.replied": ("conversation_id",),
    "csat.expired": ("conversation_id",),
    "presence.changed": ("agent_id", "presence"),
}
ENUMERATIONS: dict[str, set[str] | set[int]] = {
    "actor_type": {
        "CONTACT",
        "AGENT",
        "VIRTUAL_AGENT",
        "AUTO_RESPONDER",
        "AUTOMATION",
        "SYSTEM",
    },
    "direction": {"INBOUND", "OUTBOUND"},
    "kind": {"HUMAN", "VIRTUAL"},
    "method": {"MANUAL", "AUTO_ASSIGNMENT", "STEAL"},
    "presence": {"AVAILABLE", "AWAY", "OFFLINE"},
    "score": {1, 2, 3, 4, 5},
    "source": {"AGENT", "BOT", "CRM"},
    "status": {"NEW", "PENDING", "RESOLVED"},
}
SHARES = {
    "message.sent": (0.44, 0.51),
    "status.changed": (0.09, 0.14),
    "lock.acquired": (0.07, 0.10),
    "lock.released": (0.03, 0.05),
    "conversation.started": (0.05, 0.08),
    "presence.changed": (0.005, 0.02),
    "csat": (0.03, 0.05),
    "topics and tags": (0.08, 0.12),
}


def milliseconds(event: dict[str, Any]) -> int:
    """Read the time of an event, in either of its forms."""
    time = event["time"]
    if isinstance(time, int):
        return time
    since = datetime.fromisoformat(time) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(milliseconds=1)


def faults(line: bytes) -> Iterator[str]:
    """Say what is wrong with a line, as far as a page of rules can tell."""
    try:
        event = json.loads(line.decode())
        milliseconds(event)
        required = ("id", *REQUIRED[event["type"]])
    except (ValueError, LookupError, TypeError) as error:
        yield repr(error)
        return
    for name in required:
        if not isinstance(event.get(name), str) or not 1 <= len(event[name]) <= 200:
            yield f"{name} of {event}"
    for name, values in ENUMERATIONS.items():
        if name in event and (event[name] not in values or isinstance(event[name], float)):
            yield f"{name} of {event}"
    if not isinstance(event.get("seq", 0), int) or event.get("seq", 0) < 0:
        yield f"seq of {event}"


def events_of(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """Read lines that are all JSON."""
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def week() -> list[bytes]:
    """Some days of a small centre."""
    return list(generate(40_000, seed=7))


@pytest.mark.parametrize("trouble", [{}, {"duplicates": 0.05, "rejects": 0.05, "shuffle": True}])
def test_a_seed_makes_one_log(trouble: dict[str, Any]) -> None:
    """The same arguments make the same bytes, and another seed makes others."""
    first, again = (list(generate(3000, seed=5, **trouble)) for _ in range(2))
    other = list(generate(3000, seed=6, **trouble))

    assert first == again
    assert first != other


@pytest.mark.parametrize("events", [0, 1, 999, 5000])
@pytest.mark.parametrize("trouble", [{}, {"duplicates": 0.1, "rejects": 0.1, "shuffle": True}])
def test_a_log_has_as_many_lines_as_were_asked_for(events: int, trouble: dict[str, Any]) -> None:
    """Neither the pages nor the trouble make a log longer or shorter."""
    assert len(list(generate(events, **trouble))) == events


def test_blocks_are_the_lines() -> None:
    """Blocks written one after the other are the lines, each with its newline."""
    lines = b"".join(line + b"\n" for line in generate(3000))

    assert lines == b"".join(generate_blocks(3000))


def test_every_line_keeps_the_rules(week: list[bytes]) -> None:
    """Without trouble each line is an event of a known type with all that its type requires."""
    assert not [fault for line in week for fault in faults(line)]


def test_lines_come_in_the_order_of_time(week: list[bytes]) -> None:
    """A log is written as it happens, conversations interleaved, from the first morning on."""
    times = [milliseconds(event) for event in events_of(week)]

    assert times == sorted(times)
    assert times[0] == datetime(2026, 3, 2, 5, tzinfo=UTC).timestamp() * 1000


def test_the_mix_is_that_of_a_contact_centre(week: list[bytes]) -> None:
    """About half of a log are messages, and every type occurs."""
    counts = Counter(event["type"] for event in events_of(week))
    assert set(REQUIRED) == set(counts)

    counts["csat"] = sum(counts[kind] for kind in counts if kind.startswith("csat."))
    counts["topics and tags"] = sum(
        counts[f"{what}.{verb}"] for what in ("topic", "tag") for verb in ("applied", "removed")
    )
    for kind, (low, high) in SHARES.items():
        assert low <= counts[kind] / len(week) <= high, kind


def test_lines_have_a_usual_length(week: list[bytes]) -> None:
    """A line has about 300 bytes, so that rates an event and rates a byte compare."""
    assert 250 <= sum(map(len, week)) / len(week) <= 350


def test_no_id_comes_twice_in_a_log(week: list[bytes]) -> None:
    """What a log without duplicates has as IDs of events and messages is unique."""
    events = events_of(week)
    messages = [event["message_id"] for event in events if event["type"] == "message.sent"]

    assert len(events) == len({event["id"] for event in events})
    assert len(messages) == len(set(messages))


def test_times_are_written_in_several_ways(week: list[bytes]) -> None:
    """Sources write UTC, offsets, microseconds and milliseconds since the epoch."""
    times = [event["time"] for event in events_of(week)]
    texts = [time for time in times if isinstance(time, str)]

    assert len(texts) < len(times)
    assert {"Z", "+01:00", "-05:00"} <= {text[23:].lstrip("0123456789") for text in texts}


def test_texts_are_as_wild_as_real_ones(week: list[bytes]) -> None:
    """Emojis, quotes, commas and newlines occur, and names that a spreadsheet would run."""
    events = events_of(week)
    written = "".join(event.get("content", "") for event in events)
    identifiers = [event.get("primary_identifier", "") for event in events]
    names = [event.get("secondary_identifier", "") for event in events]

    assert all(sign in written for sign in '👋",\n')
    assert any(identifier.startswith("+32") for identifier in identifiers)
    assert any(name.startswith("=") for name in names)


def test_a_share_of_lines_is_broken() -> None:
    """Rejects take their share of the lines, and break several rules."""
    wrong = [fault for line in generate(5000, rejects=0.1) if (fault := next(faults(line), None))]

    # Calendars and surrogates are beyond the check of this page.
    assert 0.06 <= len(wrong) / 5000 <= 0.12
    assert len({fault[:12] for fault in wrong}) > 5


def test_a_share_of_lines_comes_twice() -> None:
    """Duplicates take their share of the lines, and some differ in an unknown field."""
    events = events_of(generate(5000, duplicates=0.1))
    again = len(events) - len({event["id"] for event in events})

    assert 0.08 <= again / 5000 <= 0.12
    assert 0 < sum("delivery" in event for event in events) < again


def test_shuffled_lines_stay_near_their_place() -> None:
    """A shuffle changes the order of the lines and nothing else, within a window."""
    lines, shuffled = list(generate(6000)), list(generate(6000, shuffle=True))
    place = {line: number for number, line in enumerate(lines)}

    assert lines != shuffled
    assert sorted(lines) == sorted(shuffled)
    assert all(place[line] <= number + 1000 for number, line in enumerate(shuffled))


def test_the_first_lines_do_not_wait_for_the_last() -> None:
    """A log is made as it is read: ten lines of ten million are there at once."""
    assert len(list(islice(generate(10_000_000), 10))) == 10


def test_a_log_begins_when_and_with_whom_it_is_told() -> None:
    """The first day and the number of people are settings."""
    events = events_of(generate(2000, start=date(2025, 10, 24), agents=3))
    people = {event["agent_id"] for event in events if event["type"] == "presence.changed"}

    assert events[0]["time"] == "2025-10-24T05:00:00.000Z"
    assert 0 < len(people) <= 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_demo_day_tells_its_stories(seed: int) -> None:
    """Whatever the seed, it is a day of some two thousand lines with Nadia's lock in it."""
    lines = demo_day(seed)
    nadia = [line for line in lines if b'"nadia"' in line and b'"c003"' in line]
    locks = [json.loads(line)["time"] for line in nadia if b"lock.acquired" in line]

    assert lines == demo_day(seed)
    assert 1500 < len(lines) < 2800
    assert locks == ["2026-03-29T02:44:00.000Z"]
    assert not any(b"lock.released" in line for line in nadia)


def test_the_demo_day_has_its_trouble() -> None:
    """Six lines break a rule, two have types that the format does not know, three come twice."""
    lines = demo_day()
    ids = Counter(json.loads(line)["id"] for line in lines if line.endswith(b"}"))
    odd = [line for line in lines if b'"id":"odd-' in line]

    assert len(odd) == 8
    assert sum(count - 1 for count in ids.values()) == 3
    assert sum(b'"delivery"' in line for line in lines) == 1
