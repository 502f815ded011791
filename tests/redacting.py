"""What the tests of redaction share: logs whose personal text is marked, and all that is told."""

from collections.abc import Iterator
from typing import Any

import orjson
from explaining import identities
from replaydesk import (
    MetricPolicy,
    Redaction,
    Result,
    diff,
    explain,
    find_doubts,
    replay_lines,
    timeline,
)
from replaydesk.engine.audit import diff_report
from replaydesk.engine.audit.diff import with_policy
from replaydesk.engine.audit.doubts_report import Report
from replaydesk.events import BY_TYPE, ReplaydeskError
from replaydesk.projections.personal_columns import PERSONAL_COLUMNS

MARK = "Zq7Qz"
"""What every personal text of a marked log begins and ends with, and nothing else does."""

REDACTION = Redaction(b"0123456789abcdef0123456789abcdef")
SHOWS_ALL = MetricPolicy(message_content="ALL")


def marked(line: bytes, *, is_broken: bool = False) -> bytes:
    """Return a line with its personal texts marked, and those that it lacks put in.

    Of a broken one whatever is no text of an event is marked too, and of what is no event all.
    """
    try:
        said = orjson.loads(line)
        event = BY_TYPE[said["type"]]
    except (ValueError, TypeError, KeyError):
        return line + MARK.encode() if line.strip(b" \t\r") else line
    for name, rule in event.rules.items():
        is_text = isinstance(said.get(name), str)
        if name in event.personal and said.get(name) is None and rule.decoded in (str, None):
            said[name] = MARK
        elif is_text and (name in event.personal or (is_broken and not rule.is_free)):
            said[name] = f"{MARK}{said[name]}{MARK}"[:200]
    if is_broken:
        said["time"] = f"{MARK}{said.get('time')}"
    return orjson.dumps(said)


def mapped(result: Result, slug: str, redaction: Redaction) -> list[str]:
    """Return the rows of an export with each personal cell replaced, in no order."""
    return sorted(
        repr(
            {
                key: redaction.pseudonym(PERSONAL_COLUMNS[key], value)
                if key in PERSONAL_COLUMNS and value is not None
                else value
                for key, value in row.items()
            }
        )
        for row in result.dicts(slug)
    )


def in_no_order(result: Result, slug: str) -> list[str]:
    """Return the rows of an export, in no order."""
    return sorted(map(repr, result.dicts(slug)))


def all_told(result: Result, rows: int = 2) -> Iterator[str]:
    """Yield all that a replay gives away: exports, rejects, timelines, doubts, explanations."""
    for projection in result.replayed.projections:
        export = type(projection)
        yield from result.csv(export)
        for where in [*identities(result, export)][:rows]:
            yield from _explained(result, export, where)
        other = with_policy(result, export, MetricPolicy(handling="LOCKED"))
        found = diff(result, other, export)
        yield from diff_report.as_text(found, other, 100)
        yield repr(diff_report.as_data(found))
    yield from (reject.decode() for reject in result.rejects())
    report = Report.of(find_doubts(result), result, limit=100)
    yield from report.text()
    yield repr(report.data())
    for conversation in result.replayed.conversations():
        yield from _timeline(result, conversation=conversation.conversation_id)
    for agent in result.replayed.agents:
        yield from _timeline(result, agent=agent.agent_id)


def _explained(result: Result, export: Any, where: dict[str, Any]) -> Iterator[str]:
    try:
        explanation = explain(result, export, where)
    except ReplaydeskError as error:
        yield str(error)
    else:
        yield from explanation.as_text()
        yield repr(explanation.as_data())


def _timeline(result: Result, **subject: str) -> Iterator[str]:
    told = timeline(result, **subject)
    yield from told.as_text()
    yield repr(told.as_data())
    yield told.as_page()


def redacted(lines: list[bytes], redaction: Redaction = REDACTION) -> Result:
    """Replay lines with redaction, showing what every message says."""
    return replay_lines(lines, redact=redaction, policy=SHOWS_ALL)
