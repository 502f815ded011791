"""The library: a log in, rows, dictionaries or CSV out, whatever the log comes as."""

import io
from pathlib import Path
from typing import Any

import pytest
from replaydesk import (
    EXPORTS,
    Result,
    UnknownExportError,
    decode,
    replay,
    replay_events,
    replay_lines,
)
from replaydesk.engine.choices import OptionError
from replaydesk.engine.output import OutputError
from replaydesk.projections import ResponseTimeRow, ResponseTimes, Teams, Users

NINE = 1_773_133_200_000
MINUTE = 60_000
SLUGS = [
    "resolved-conversation",
    "open-conversation",
    "message",
    "team",
    "contact",
    "topic",
    "tag",
    "user-presence",
    "user",
    "response-times",
    "virtual-agent",
    "contact-attribute",
]
PAIR = {
    "conversation_id": "c1",
    "medium": "X",
    "channel": "Web",
    "channel_display_name": "Web",
    "contact_id": "p1",
    "started_by": "CONTACT_SENT_MESSAGE",
    "transfer_reason": None,
    "from": NINE,
    "to": NINE + 5 * MINUTE,
    "response_time": 5 * MINUTE,
    "agent_id": "ann",
    "agent_name": "Ann",
    "agent_reference": None,
    "inbound_message_id": "m1",
    "outbound_message_id": "m2",
    "conversation_url": None,
}
"""The one response of the day."""

PRESENCE_CSV = [
    "User ID,User Name,User Email,Type,Away State,From,To,Duration (s)\n",
    "ann,Ann,a@x.org,AVAILABLE,,2026-03-10T09:00:00.000+00:00,2026-03-10T10:00:00.000+00:00,3600\n",
]


def all_rows(result: Result) -> dict[str, list[Any]]:
    """Return the rows of every export."""
    return {slug: result.rows(slug) for slug in SLUGS}


def test_the_exports_are_the_twelve_of_the_specification() -> None:
    """They are listed in the order of the specification, by the names of their files."""
    assert [export.slug for export in EXPORTS] == SLUGS


def test_a_log_may_be_files_lines_or_events(day: list[bytes], tmp_path: Path) -> None:
    """The same events give the same rows, in files, as bytes or text in memory, or as objects."""
    (tmp_path / "logs").mkdir()
    for number, line in enumerate(day):
        (tmp_path / "logs" / f"{9 - number}.jsonl").write_bytes(line)
    results = [
        replay(tmp_path / "logs"),
        replay(*sorted(map(str, tmp_path.glob("logs/*")))),
        replay_lines(day),
        replay_lines(line.decode() for line in day),
        replay_events(map(decode, day)),
        replay_events([decode(line) for line in reversed(day)]),
    ]

    assert results[0].dicts("response-times") == [PAIR]
    for result in results[1:]:
        assert all_rows(result) == all_rows(results[0])
        assert (result.counts, result.frame) == (results[0].counts, results[0].frame)


def test_sources_are_named(day: list[bytes], tmp_path: Path) -> None:
    """Where a line stands is told by its file, or by what was given instead of files."""
    (tmp_path / "log.jsonl").write_bytes(day[0])

    assert [source.name for source in replay(tmp_path / "log.jsonl").sources] == [
        f"{tmp_path}/log.jsonl"
    ]
    assert [source.name for source in replay_lines(day).sources] == ["lines"]
    assert [source.name for source in replay_events([]).sources] == ["events"]


def test_rows_are_typed_by_their_projection(day: list[bytes]) -> None:
    """An export is asked for by its name or by its projection; its rows have its columns."""
    result = replay_lines(day)
    (row,) = result.rows(ResponseTimes)

    assert isinstance(row, ResponseTimeRow)
    assert row == result.rows("response-times")[0]
    assert (row.from_, row.response_time) == (NINE, 5 * MINUTE)
    assert isinstance(result.projection("response-times"), ResponseTimes)


def test_dictionaries_have_the_keys_of_the_columns(day: list[bytes]) -> None:
    """Also where Python has the key for a word of its own: `from`."""
    dicts = replay_lines(day).dicts("response-times")

    assert dicts == [PAIR]
    assert list(dicts[0]) == list(PAIR)


def test_the_user_of_the_day(day: list[bytes]) -> None:
    """The figures of a row are whole numbers: milliseconds, and hundredths of a percent."""
    (ann,) = replay_lines(day).dicts("user")

    expected = {
        "available_time": 60 * MINUTE,
        "contacts_helped": 1,
        "average_handling_time": 9 * MINUTE,
        "handling_time": 9 * MINUTE,
        "no_reply_time": 0,
        "replies": 1,
        "resolves_with_reply": 1,
        "utilisation": 1500,
    }
    assert {key: ann[key] for key in expected} == expected


def test_csv_is_lines_with_a_header(day: list[bytes]) -> None:
    """An export is its header and a line for each row, all ended by LF."""
    assert list(replay_lines(day).csv("user-presence")) == PRESENCE_CSV
    assert list(replay_lines([]).csv("user-presence")) == PRESENCE_CSV[:1]


def test_csv_speaks_french_and_leaves_text_raw(day: list[bytes]) -> None:
    """The language of the headers and the disarming of text are chosen with each writing."""
    result = replay_lines(day)

    french = next(result.csv("user-presence", lang="fr"))
    assert french.startswith("ID utilisateur,Nom d'utilisateur,Adresse e-mail de l'utilisateur,")
    assert ",'=1+1," in list(result.csv("message"))[2]
    assert ",=1+1," in list(result.csv("message", raw_text=True))[2]


@pytest.mark.parametrize("lang", ["FR", "de", "", None])
def test_a_language_that_is_none_is_told(day: list[bytes], lang: Any, tmp_path: Path) -> None:
    """Headers in another language than was asked for would pass for those; no file is begun."""
    result = replay_lines(day)
    said = rf"^lang is {lang!r}; expected one of en, fr$"

    with pytest.raises(OptionError, match=said):
        result.csv("tag", lang=lang)
    with pytest.raises(OptionError, match=said):
        result.write_csv("tag", tmp_path / "tag.csv", lang=lang)
    assert list(tmp_path.iterdir()) == []


def test_csv_is_written_to_a_path_or_a_stream(day: list[bytes], tmp_path: Path) -> None:
    """What is written are the bytes of the export: UTF-8 without a mark, lines ended by LF."""
    result = replay_lines(day)
    stream = io.StringIO(newline="")
    result.write_csv("user-presence", stream)
    result.write_csv(Teams, tmp_path / "team.csv", lang="fr")
    result.write_csv("user-presence", str(tmp_path / "presence.csv"))

    assert stream.getvalue() == "".join(PRESENCE_CSV)
    assert (tmp_path / "presence.csv").read_bytes() == "".join(PRESENCE_CSV).encode()
    assert (tmp_path / "team.csv").read_bytes().startswith("Créé à,ID de l'équipe,".encode())


def test_an_export_that_is_not_there_replaces_no_file(tmp_path: Path) -> None:
    """A file of an earlier time stays as it is when there is nothing to write."""
    (tmp_path / "user.csv").write_text("of an earlier time")
    with pytest.raises(UnknownExportError):
        replay_lines([], only=["team"]).write_csv("user", tmp_path / "user.csv")

    assert (tmp_path / "user.csv").read_text() == "of an earlier time"


def test_a_disk_that_fills_up_leaves_the_file_of_an_earlier_time(
    day: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CSV file is written whole or not at all, and the error is one of ours and of the system."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "user.csv").write_text("of an earlier time")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=r"user\.csv: it cannot be written: No space left"):
        replay_lines(day).write_csv("user", tmp_path / "user.csv")

    assert [path.read_text() for path in tmp_path.iterdir()] == ["of an earlier time"]


def test_only_the_exports_asked_for_are_run(
    day: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not asked for is not even made; each is run once, in the order of all."""

    def must_not_be_made(*_: Any) -> None:
        raise AssertionError("it was not asked for")

    for export in EXPORTS:
        if export not in (Teams, Users, ResponseTimes):
            monkeypatch.setattr(export, "__init__", must_not_be_made)
    result = replay_lines(day, only=["user", ResponseTimes, Users, "team"])

    assert [type(each) for each in result.replayed.projections] == [Teams, Users, ResponseTimes]
    assert result.dicts("response-times") == [PAIR]
    assert replay_lines(day, only=[]).replayed.projections == []


def test_an_export_that_was_not_asked_for_is_told(day: list[bytes]) -> None:
    """An export that was not run has no rows, which is not the same as none."""
    result = replay_lines(day, only=["user"])
    for ask in (result.rows, result.dicts, result.projection, result.csv):
        with pytest.raises(UnknownExportError) as error:
            ask("team")

        assert str(error.value) == "team was not asked for in this replay; name it in `only`"


@pytest.mark.parametrize("name", ["users", "User", "user.csv", "", "user_presence"])
def test_an_unknown_export_is_told(name: str) -> None:
    """The words show the name and all the names that there are."""
    asks: list[Any] = [
        lambda: replay_lines([], only=[name]),
        lambda: replay_lines([]).rows(name),
        lambda: replay_lines([]).dicts(name),
        lambda: replay_lines([]).csv(name),
    ]
    for ask in asks:
        with pytest.raises(UnknownExportError) as error:
            ask()

        assert str(error.value) == f"{name!r} is no export; expected one of {', '.join(SLUGS)}"


def test_a_log_without_events_has_exports_without_rows() -> None:
    """Nothing in, nothing out: no row, no error."""
    assert all_rows(replay_lines([])) == {slug: [] for slug in SLUGS}
