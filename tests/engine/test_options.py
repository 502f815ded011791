"""The options of a replay: what is shown and summed, and what cannot be asked for."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from replaydesk import (
    MetricPolicy,
    MomentError,
    PolicyError,
    ReplaydeskError,
    UnknownExportError,
    UnknownZoneError,
    decode,
    replay,
    replay_events,
    replay_lines,
)
from replaydesk.engine.choices import OptionError
from replaydesk.engine.library import WorkersError, make_settings

NINE = 1_773_133_200_000
MINUTE = 60_000


def test_the_period_is_everything_by_default(day: list[bytes]) -> None:
    """It runs from the earliest valid event to just after the as-of instant, the latest one."""
    after = day[-1].replace(b"10:00", b"11:00").replace(b"1773136800000", b"1773140400000")
    bad = b'{"id":"x","type":"csat.sent","time":0}'
    unknown = b'{"id":"x","type":"csat.lost","time":0}'
    frame = replay_lines([*day, after, bad, unknown], as_of=NINE + 90 * MINUTE).frame

    assert (frame.period.start, frame.period.end) == (NINE, NINE + 90 * MINUTE + 1)
    assert replay_lines([*day, after, bad, unknown]).frame.period.as_of == NINE + 120 * MINUTE


SAYINGS: list[dict[str, Any]] = [
    {"start": NINE + 5 * MINUTE, "end": NINE + 6 * MINUTE},
    {"start": "2026-03-10T09:05:00Z", "end": "2026-03-10T10:06:00+01:00"},
    {"start": "2026-03-10T10:05", "end": "2026-03-10T10:06", "tz": "Europe/Brussels"},
    {
        "start": datetime(2026, 3, 10, 9, 5, tzinfo=UTC),
        "end": datetime(2026, 3, 10, 14, 51, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    },
    {"period": "2026-03-10T09:05..2026-03-10T09:06"},
    {"period": "2026-03-10T09:05..2026-03-10T09:06", "start": None, "end": None},
]


@pytest.mark.parametrize("said", SAYINGS)
def test_a_period_may_be_said_in_many_ways(day: list[bytes], said: dict[str, Any]) -> None:
    """Milliseconds, texts as the command line takes them, or datetimes that know their zone."""
    result = replay_lines(day, **said)

    assert (result.frame.period.start, result.frame.period.end) == (
        NINE + 5 * MINUTE,
        NINE + 6 * MINUTE,
    )
    assert len(result.rows("response-times")) == 1
    assert result.dicts("user")[0]["handling_time"] == MINUTE


def test_a_date_is_a_midnight_in_the_zone(day: list[bytes]) -> None:
    """The zone says when a day begins, and how an instant is printed."""
    result = replay_lines(day, period="2026-03-10", tz="Asia/Tokyo")
    start = datetime(2026, 3, 9, 15, tzinfo=UTC).timestamp() * 1000

    assert result.frame.period.start == start
    assert ",2026-03-10T18:00:00.000+09:00," in list(result.csv("user-presence"))[1]


def test_later_events_do_not_apply(day: list[bytes]) -> None:
    """The replay travels back in time: as of 9:04 nobody has answered, and the lock lasts."""
    result = replay_lines(day, as_of="2026-03-10T09:04")

    assert result.dicts("response-times") == []
    assert result.dicts("user")[0]["cherry_picking_time"] == 3 * MINUTE
    assert (result.counts.applied, result.counts.after_as_of) == (5, 4)


@pytest.mark.parametrize(
    ("channels", "opened", "responses"),
    [
        ([], 1, 1),
        (["w"], 0, 1),
        (["Web"], 0, 1),
        ({"v"}, 1, 0),
        (("v", "Web", "x"), 1, 1),
        (["web"], 0, 0),
    ],
)
def test_channels_are_kept_by_id_or_name(
    day: list[bytes], channels: Any, opened: int, responses: int
) -> None:
    """A filter keeps the conversations of its channels; presence knows no channel."""
    result = replay_lines(day, channels=channels)

    assert len(result.rows("open-conversation")) == opened
    assert len(result.rows("response-times")) == responses
    assert len(result.rows("user-presence")) == 1


def test_a_policy_is_another_reading(day: list[bytes]) -> None:
    """The readings that were chosen are in force, the others have their defaults."""
    by_default = replay_lines(day)
    chosen = replay_lines(day, policy=MetricPolicy(message_content="NONE"))

    assert by_default.dicts("message")[0]["content"] == "Hello, you"
    assert chosen.dicts("message")[0]["content"] is None
    assert chosen.frame.policy == MetricPolicy.of({"message_content": "NONE"})


def test_workers_change_no_row(day: list[bytes]) -> None:
    """However many processes may share the work, the rows are the same."""
    alone, shared = (replay_lines(day, workers=workers) for workers in (1, 4))

    assert alone.dicts("user") == shared.dicts("user")


NAIVE = datetime(2026, 3, 10)  # noqa: DTZ001  # that is what is wrong with it
TWICE = "the period is said twice: give a period, or its start and end"
BACKWARDS = "the period ends before it starts, or at once"
APIA = "2011-12-30"
"""The date that Apia skipped."""


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"tz": "Mars"}, UnknownZoneError, "'Mars' is no time zone; expected an IANA name"),
        ({"period": "2026-W54"}, MomentError, "'2026-W54': there is no such date"),
        ({"period": "soon"}, MomentError, "'soon' is no period; write a day 2026-03-10, "),
        ({"start": "soon"}, MomentError, "'soon': no such date and time; write 2026-03-10, "),
        ({"end": "2026-02-29"}, MomentError, "'2026-02-29': no such date and time; write "),
        ({"as_of": ""}, MomentError, "'': no such date and time; write "),
        ({"start": NAIVE}, MomentError, f"{NAIVE!r} has no time zone; give it one"),
        ({"as_of": -1}, MomentError, "-1 is no instant from 1970 to 9999 in milliseconds"),
        (
            {"end": 253_402_300_800_001},
            MomentError,
            "253402300800001 is no instant from 1970 to 9999 in milliseconds",
        ),
        ({"period": "2026", "start": 0}, MomentError, TWICE),
        ({"period": "2026", "end": "2026-03-10"}, MomentError, TWICE),
        ({"start": 5, "end": 5}, MomentError, f"'5..5': {BACKWARDS}"),
        (
            {"start": "2026-03-11", "end": "2026-03-10"},
            MomentError,
            f"'2026-03-11..2026-03-10': {BACKWARDS}",
        ),
        ({"period": APIA, "tz": "Pacific/Apia"}, MomentError, f"{APIA!r}: {BACKWARDS}"),
        ({"workers": 0}, WorkersError, "0 processes can do no work; expected at least 1"),
        ({"workers": -2}, WorkersError, "-2 processes can do no work; expected at least 1"),
        ({"workers": 0, "memory": 1 << 30}, WorkersError, "0 processes can do no work"),
        ({"damaged": "replay"}, OptionError, "damaged is 'replay'; expected one of FAIL, REPLAY"),
        ({"only": ["users"]}, UnknownExportError, "'users' is no export; expected one of "),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    """A mistake is told before the log is read, in words that show what was said."""

    def log() -> Any:
        raise AssertionError("the log was read")
        yield b""

    with pytest.raises(error) as raised:
        replay_lines(log(), **options)

    assert str(raised.value).startswith(message)
    assert isinstance(raised.value, ReplaydeskError)


def test_an_unknown_policy_is_told() -> None:
    """Neither a policy that is none nor a reading that is none can be chosen."""
    with pytest.raises(PolicyError):
        MetricPolicy.of({"mood": "GOOD"})
    with pytest.raises(PolicyError):
        MetricPolicy.of({"handling": "GOOD"})


def test_an_option_that_is_none_is_told() -> None:
    """A misspelt option must not give the figures of everything."""
    options: dict[str, Any] = {"chanels": ["w"]}
    with pytest.raises(TypeError, match=r"^'chanels' is no option of a replay; there are only, "):
        replay_lines([], **options)
    with pytest.raises(TypeError, match=r"^'chanels' is no option of a replay; there are only, "):
        make_settings(options)  # type: ignore[arg-type]  # any engine asks it


def test_the_end_of_all_logs_is_an_end() -> None:
    """A period may end with the last instant that a log can say: that is an end, not an event."""
    assert replay_lines([], end=253_402_300_800_000).frame.period.end == 253_402_300_800_000
    assert replay_lines([], period="9999").frame.period.end == 253_402_300_800_000


@pytest.mark.parametrize(
    "options",
    [{"end": NINE}, {"start": NINE + 61 * MINUTE}, {"start": "2026-03-11"}, {"end": 0}],
)
def test_a_period_beside_the_log_is_empty(day: list[bytes], options: dict[str, Any]) -> None:
    """Where one end is a default, a period may hold nothing: that is no mistake."""
    result = replay_lines(day, **options)

    assert result.dicts("user") == result.dicts("message") == result.dicts("user-presence") == []
    assert [row["conversation_id"] for row in result.dicts("open-conversation")] == ["c2"]


def test_an_open_file_is_lines(tmp_path: Path) -> None:
    """Lines with their newlines, as an open file yields them, are those of the file."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"type":5}\n\n{"type":"x"}\r\n\r\n')
    with path.open("rb") as file:
        lines = replay_lines(file)

    assert (lines.counts.read, lines.counts.rejected) == (2, 1)
    assert lines.counts == replay(path).counts


def test_a_text_that_is_no_utf_8_is_a_reject() -> None:
    """A line that cannot be read never stops a replay, also where it is given as text."""
    assert replay_lines(['{"id":"\udcff"}']).counts.rejected == 1


def test_events_made_by_hand_are_counted_like_lines(day: list[bytes]) -> None:
    """Objects are judged by the as-of instant, and told apart from their duplicates."""
    events = [decode(line) for line in day]
    other = decode(day[4].replace(b"ann", b"bob"))
    result = replay_events([*events, events[0], other], as_of=NINE + 5 * MINUTE)

    counts = result.counts
    assert (counts.read, counts.applied, counts.duplicates, counts.after_as_of) == (11, 6, 2, 3)
    assert [line.partition(b',"reason"')[0] for line in result.rejects()] == [
        b'{"file":"events","line":11'
    ]


def test_one_name_is_one_name_and_not_its_letters(day: list[bytes]) -> None:
    """A channel or an export may be named without a list around it."""
    assert replay_lines(day, channels="w").counts == replay_lines(day, channels=["w"]).counts
    assert replay_lines(day, channels="none").dicts("message") == []
    assert replay_lines(day, channels="w").frame.channels == {"w"}
    assert replay_lines(day, only="user").dicts("user") == replay_lines(day).dicts("user")
