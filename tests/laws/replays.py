"""What a law compares: all that a replay gives away, as bytes."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Unpack

import attrs
import orjson
from replaydesk import EXPORTS, Options, Result, replay_lines
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import find_sources
from strategies import Log

SLUGS = [cls.slug for cls in EXPORTS]


@attrs.frozen
class Outcome:
    """The exports, the accounting, and the lines that were set aside."""

    exports: dict[str, bytes]
    counts: dict[str, int]
    rejects: list[str]
    """The raw lines: the rejects proper, then the duplicates that differ, each sorted. Their places
    are not a matter of the log."""


def outcome(lines: Iterable[bytes], **options: Unpack[Options]) -> Outcome:
    """Replay lines that are in memory."""
    return outcome_of(replay_lines(lines, **options))


def outcome_of(result: Result) -> Outcome:
    """Print all that a replay gives away."""
    slugs = [projection.slug for projection in result.replayed.projections]
    return Outcome(
        {slug: "".join(result.csv(slug)).encode() for slug in slugs},
        attrs.asdict(result.counts),
        raw_lines(result.rejects(), result.counts.rejected),
    )


def job_outcome(log: Path, out: Path) -> Outcome:
    """Export a log in a file or a folder, as the command line does."""
    done = export(find_sources([str(log)]), out, Settings(), ExportOptions())
    rejects = out / "rejects.jsonl"
    lines = rejects.read_bytes().split(b"\n")[:-1] if rejects.exists() else []
    return Outcome(
        {file.stem: file.read_bytes() for file in out.glob("*.csv")},
        attrs.asdict(done.counts),
        raw_lines(lines, done.counts.rejected),
    )


def raw_lines(rejects: Iterable[bytes], proper: int) -> list[str]:
    """Return the raw lines of rejects, of which so many are *proper* ones."""
    told = [orjson.loads(reject) for reject in rejects]
    raw = [str(reject.get("raw", reject.get("raw_base64"))) for reject in told]
    return sorted(raw[:proper]) + sorted(raw[proper:])


def shown(raw: bytes) -> str:
    """Return a raw line as a reject tells it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return base64.b64encode(raw).decode()


def rows_of(exported: bytes) -> list[bytes]:
    """Return the lines of an export after its header; a quoted cell may hold line ends."""
    rows: list[bytes] = []
    for line in exported.split(b"\n")[1:-1]:
        if rows and rows[-1].count(b'"') % 2:
            rows[-1] += b"\n" + line
        else:
            rows.append(line)
    return rows


def valid_span(log: Log) -> tuple[int, int]:
    """Return the earliest and the latest instant of the events of a log."""
    times = [event.fields["time"] for event in log.events] or [0]
    return min(times), max(times)
