"""Timelines as text for a person, and as plain data for a program."""

from collections.abc import Iterator
from typing import Any

import attrs

from ...projections import MetricPolicy
from .clock import spell
from .spans import Span
from .timeline import Entry, Timeline


def framing(timeline: Timeline) -> Iterator[str]:
    """Yield what framed the replay, a line each: instants, zone, policies, what was left out."""
    clock, period = timeline.clock, timeline.frame.period
    yield f"as of {clock.full(period.as_of)}, instants in {clock.zone.key}"
    yield f"period from {clock.full(period.start)} to {clock.full(period.end)}"
    if timeline.frame.channels:
        yield f"channels {', '.join(sorted(timeline.frame.channels))}"
    standard = attrs.asdict(MetricPolicy())
    for name, reading in attrs.asdict(timeline.frame.policy).items():
        if reading != standard[name]:
            yield f"policy {name}={reading}"
    counts = timeline.counts
    yield (
        f"{counts.read:,} lines read: {counts.applied:,} applied, "
        f"{counts.duplicates:,} duplicates, {counts.unknown:,} of an unknown type, "
        f"{counts.after_as_of:,} after the as-of instant, {counts.rejected:,} rejected"
    )


def about_totals(timeline: Timeline) -> str:
    """Say where the totals are from, or why there are none."""
    if timeline.totals:
        return f"The row of the export {timeline.totals[0].export}:"
    if timeline.kind == "agent":
        return "The export user has no row of this agent in this period and these channels."
    return "No export has a row of this conversation in this period and these channels."


def as_text(timeline: Timeline) -> Iterator[str]:
    """Yield the lines of a timeline for a person to read.

    The text of the log stands in them as it is: make each line safe before a terminal shows it.
    """
    yield timeline.title
    for line in (*timeline.about, *framing(timeline)):
        yield f"  {line}"
    yield ""
    yield about_totals(timeline)
    width = max((len(total.column.english) for total in timeline.totals), default=0)
    for total in timeline.totals:
        printed = total.printed or "blank"
        spelt = f"  ({total.spelt})" if total.spelt else ""
        yield f"  {total.column.english:{width}}  {printed}{spelt}"
    day = ""
    for entry in timeline.entries:
        entry_day = day_of(timeline, entry)
        if entry_day != day:
            yield ""
            yield entry_day
            day = entry_day
        yield from _entry_lines(timeline, entry)


def day_of(timeline: Timeline, entry: Entry) -> str:
    """Return the local date of an entry, and how far its zone is from UTC then."""
    clock = timeline.clock
    return f"{clock.date(entry.instant)} (UTC{clock.offset(entry.instant)})"


def _entry_lines(timeline: Timeline, entry: Entry) -> Iterator[str]:
    time = timeline.clock.time(entry.instant)
    where = f" [conversation {entry.conversation_id}]" if entry.conversation_id else ""
    evidence = ", ".join(part for part in (entry.event_id, entry.place) if part)
    yield f"  {time:12}  {entry.sentence}{where}{f'  <{evidence}>' if evidence else ''}"
    for note in entry.notes:
        yield f"  {'':12}  = {note.text}"


def as_data(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as plain data: instants as the exports print them, durations in ms."""
    clock, frame = timeline.clock, timeline.frame
    return {
        "kind": timeline.kind,
        "id": timeline.subject_id,
        "title": timeline.title,
        "about": list(timeline.about),
        "settings": {
            "from": clock.full(frame.period.start),
            "to": clock.full(frame.period.end),
            "as_of": clock.full(frame.period.as_of),
            "tz": clock.zone.key,
            "channels": sorted(frame.channels),
            "policies": attrs.asdict(frame.policy),
        },
        "counts": attrs.asdict(timeline.counts),
        "totals": [
            {
                "export": total.export,
                "column": total.column.key,
                "header": total.column.english,
                "value": total.value,
                "printed": total.printed,
            }
            for total in timeline.totals
        ],
        "entries": [_entry_data(timeline, entry) for entry in timeline.entries],
        "spans": [_span_data(timeline, span) for span in timeline.spans],
    }


def _entry_data(timeline: Timeline, entry: Entry) -> dict[str, Any]:
    return {
        "time": timeline.clock.full(entry.instant),
        "sentence": entry.sentence,
        "role": entry.role,
        "conversation_id": entry.conversation_id,
        "event_id": entry.event.id if entry.event else None,
        "event_type": entry.event.type if entry.event else None,
        "file": entry.source,
        "line": entry.line,
        "facts": [attrs.asdict(note) for note in entry.notes],
    }


def _span_data(timeline: Timeline, span: Span) -> dict[str, Any]:
    return {
        "kind": span.kind,
        "from": timeline.clock.full(span.start),
        "to": timeline.clock.full(span.end),
        "milliseconds": span.length,
        "milliseconds_in_period": timeline.frame.period.overlap(span.start, span.end),
        "length": spell(span.length),
        "agent_id": span.agent_id,
        "team_id": span.team_id,
        "conversation_id": span.conversation_id,
        "why": span.why,
        "ending": span.ending,
        "opened_by": span.opened.id,
        "closed_by": span.closed.id if span.closed else None,
    }
