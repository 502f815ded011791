"""What is fuzzed: each target takes any bytes, and raises where a promise is broken.

A target knows nothing of the fuzzer: what the fuzzer found is tried again by the tests, in which
there is none.
"""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import orjson
from fuzz.pages import check_page
from laws.replays import outcome, outcome_of, shown
from mutations import damaged, damaged_file, damaged_line
from replaydesk import (
    EXPORTS,
    InvalidEventError,
    MetricPolicy,
    ReplaydeskError,
    Result,
    UnknownTypeError,
    decode,
    explain,
    find_doubts,
    reconcile,
    replay,
    replay_lines,
    timeline,
)
from replaydesk.engine.audit.doubts_report import Report
from replaydesk.engine.audit.identity import printed_identity
from replaydesk.engine.audit.reconcile_report import as_csv, as_data, as_text
from replaydesk.engine.cells import instant_in
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.moments import parse_moment, parse_period
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import DamagedLogError, find_sources
from replaydesk.events import AFTER_LAST_INSTANT, parse_instant, zone
from twins import check_twins, decoded

ROOT: Final = Path(__file__).parents[2]
_WHITE_SPACE: Final = b" \t\r"
_ZONES: Final = (
    *("UTC", "Europe/Brussels", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"),
    *("Pacific/Apia", "Africa/Monrovia", "Australia/Lord_Howe"),
)


@attrs.frozen
class Target:
    """Something to fuzz."""

    run: Callable[[bytes], None]
    """Raises where a promise is broken."""

    mutate: Callable[[Random, bytes], bytes]
    """Damages an input as its own kind is damaged."""

    seeds: Callable[[], list[bytes]]
    """Inputs to start from."""


def lines(data: bytes) -> None:
    """Replay any lines: every one is accounted for, and the damaged ones change no export."""
    log = data.split(b"\n")
    valid = [line for line in log if decoded(line) is not None]
    read = sum(bool(line.strip(_WHITE_SPACE)) for line in log)
    whole, rest = outcome(log), outcome(valid[::-1])
    assert whole.exports == rest.exports
    assert rest.counts["read"] == len(valid)
    assert whole.counts["read"] == read
    assert whole.counts["applied"] == rest.counts["applied"]
    assert whole.counts["duplicates"] == rest.counts["duplicates"]
    assert whole.counts["after_as_of"] == 0
    assert read == sum(whole.counts.values()) - read
    proper = whole.counts["rejected"]
    assert whole.rejects[:proper] == sorted(shown(line) for line in log if _is_reject(line))
    assert whole.rejects[proper:] == rest.rejects
    for exported in EXPORTS:
        _check_csv(whole.exports[exported.slug], len(exported.columns()))


def records(data: bytes) -> None:
    """Decode any lines in both ways: what the fast one takes the explaining one takes, equally."""
    for line in data.split(b"\n"):
        check_twins(line)


def files(data: bytes) -> None:
    """Replay any file: it is its lines, or its damage is told, and then nothing is replayed."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "log")
        path.write_bytes(data)
        try:
            result = replay(path)
        except DamagedLogError as error:
            assert str(error).startswith(f"{path}: ")  # noqa: PT017  # no pytest here
            assert "\n" not in str(error)  # noqa: PT017
            return
    read, *parts = attrs.astuple(result.counts)
    assert read == sum(parts)
    outcome_of(result)


def words(data: bytes) -> None:
    """Take any text as a moment, a period and a policy: it is one, or is told what one is."""
    tz = zone(_ZONES[data[0] % len(_ZONES)] if data else "UTC")
    text = data[1:].decode("utf-8", "surrogateescape")
    for read in (_moment, _period, _policy):
        try:
            read(text, tz)
        except ReplaydeskError as error:
            assert 0 < len(str(error)) < 400  # noqa: PT017
            assert "\n" not in str(error)  # noqa: PT017


def vendor(data: bytes) -> None:
    """Reconcile any file with an export: it is compared, or what is wrong with it is told."""
    choice, tail = data[:1], data[1:]
    number = choice[0] if choice else 0
    slug = EXPORTS[number % len(EXPORTS)].slug
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "theirs.csv")
        path.write_bytes(tail)
        try:
            found = reconcile(_small_day(), slug, path, search=number > 200)
        except ReplaydeskError as error:
            assert 0 < len(str(error)) < 2_000  # noqa: PT017
            return
    _check_text("\n".join(as_text(found, 20)))
    _check_csv("".join(as_csv(found)).encode(), None)
    orjson.dumps(as_data(found))


def audit(data: bytes) -> None:
    """Tell any log: pages are well-formed and hold no markup of the log; text moves no cursor."""
    result = replay_lines(data.split(b"\n"))
    conversations = list(result.replayed.conversations())
    named = [getattr(event, "agent_id", None) for found in conversations for event in found.events]
    told: list[dict[str, str]] = [
        {"conversation": found.conversation_id} for found in conversations[:2]
    ]
    told += [{"agent": name} for name in sorted({name for name in named if name})[:1]]
    for subject in told:
        found = timeline(
            result, conversation=subject.get("conversation"), agent=subject.get("agent")
        )
        check_page(found.as_page())
        orjson.dumps(found.as_data())
        list(found.as_text())
    report = Report.of(find_doubts(result), result, 5)
    _check_text("\n".join(report.text()))
    orjson.dumps(report.data())
    for exported in EXPORTS:
        rows = result.rows(exported)
        if rows:
            _explain(result, exported, rows[-1])


def _explain(result: Result, exported: Any, row: Any) -> None:
    keys = [
        column for column in exported.columns() if column.key in printed_identity(exported.slug)
    ]
    where = {column.key: getattr(row, column.field) for column in keys}
    try:
        found = explain(result, exported, where)
    except ReplaydeskError as error:
        assert "rows of" in str(error)  # noqa: PT017  # of channels that look alike
        return
    list(found.as_text())
    orjson.dumps(found.as_data())


def _is_reject(line: bytes) -> bool:
    try:
        decode(line)
    except InvalidEventError:
        return bool(line.strip(_WHITE_SPACE))
    except UnknownTypeError:
        pass
    return False


def _check_csv(data: bytes, width: int | None) -> None:
    text = data.decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    width = len(rows[0]) if width is None else width
    assert all(len(row) == width for row in rows)
    assert text.endswith("\n")


def _check_text(text: str) -> None:
    text.encode()
    assert not any(c < " " and c != "\n" for c in text)


def _moment(text: str, tz: ZoneInfo) -> None:
    instant = parse_moment(text, tz)
    if 0 <= instant < AFTER_LAST_INSTANT:
        assert parse_instant(instant_in(tz)(instant)) == instant
    for chosen in (Settings(start=instant), Settings(end=instant), Settings(as_of=instant)):
        _export(chosen, tz)


def _period(text: str, tz: ZoneInfo) -> None:
    start, end = parse_period(text, tz)
    assert start < end
    _export(Settings(start=start, end=end), tz)


def _policy(text: str, _tz: ZoneInfo) -> None:
    name, _, reading = text.partition("=")
    MetricPolicy.of({name: reading})


def _export(settings: Settings, tz: ZoneInfo) -> None:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        log = Path(folder, "log.jsonl")
        log.write_bytes(_ONE_LINE)
        options = ExportOptions(only=("team",), tz=tz.key)
        export(find_sources([str(log)]), Path(folder, "out"), settings, options)


_ONE_LINE: Final = (
    b'{"id":"e1","time":1774742400000,"type":"team.updated","team_id":"t","name":"T"}\n'
)
_DAY: Final[list[Result]] = []


def _small_day() -> Result:
    if not _DAY:
        _DAY.append(replay(ROOT / "replay_logs" / "languages_and_zones" / "log.jsonl"))
    return _DAY[0]


def _logs() -> list[bytes]:
    """Return the small logs of the project, the longer ones in pieces."""
    pieces: list[bytes] = []
    for path in sorted((ROOT / "replay_logs").rglob("*.jsonl")):
        said = path.read_bytes().splitlines()
        if "demo_day" not in path.parts:
            pieces += [b"\n".join(said[at : at + 12]) for at in range(0, len(said), 12)]
    return pieces


def _each_type() -> list[bytes]:
    seen: dict[bytes, bytes] = {}
    for piece in _logs():
        for line in piece.split(b"\n"):
            try:
                said = orjson.loads(line)
                seen.setdefault(orjson.dumps([said["type"], sorted(said)]), line)
            except (orjson.JSONDecodeError, KeyError, TypeError):
                seen.setdefault(line, line)
    return [*seen.values()]


def _texts() -> list[bytes]:
    moments = (
        *("2026-03-10", "2026-03-10T09:20", "2026-03-10T09:20:00+01:00", "2026-W11", "2026-03"),
        *("2026", "1969-12-31", "0001-01-01", "9999-12-31", "9999", "0001", "0000", "1970-01"),
        *("2026-03-10..2026-03-11", "9999-W52", "9999-W53", "0001-W01", "2026-02-30", "2026-13"),
        *("handling=LOCKED", "message_content=ALL", "business_hours=IGNORE", "=", ".."),
    )
    return [bytes([number]) + text.encode() for number in range(len(_ZONES)) for text in moments]


def _vendor_files() -> list[bytes]:
    slugs = [exported.slug for exported in EXPORTS]
    folder = ROOT / "replay_logs" / "languages_and_zones" / "expected"
    return [
        bytes([slugs.index(path.stem) + more]) + path.read_bytes()
        for path in sorted(folder.glob("*.csv"))
        for more in (0, 204)
    ]


def _in_lines(chance: Random, data: bytes) -> bytes:
    return b"\n".join(damaged(chance, data.split(b"\n")))


TARGETS: Final[dict[str, Target]] = {
    "lines": Target(lines, _in_lines, _logs),
    "records": Target(records, damaged_line, _each_type),
    "files": Target(files, damaged_file, _logs),
    "words": Target(words, damaged_line, _texts),
    "vendor": Target(vendor, damaged_line, _vendor_files),
    "audit": Target(audit, _in_lines, _logs),
}
"""Everything that is fuzzed."""
