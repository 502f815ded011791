"""A timeline as one HTML page that needs nothing else: no script, no network, no other file.

What comes from the log is escaped, and the page's policy lets a browser load nothing and run
nothing, and use no style but the page's own.
"""

import base64
import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from .markup import Markup, element, joined, text
from .page_style import STYLE
from .page_svg import chart, happenings
from .timeline import Entry, Timeline
from .timeline_text import about_totals, day_of, framing

_MOST_SOURCES: Final = 8


def page(timeline: Timeline) -> str:
    """Return the page of a timeline, as HTML."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", text(f"{timeline.title} - timeline")),
        element("style", Markup(STYLE)),
    )
    body = element(
        "body",
        element("a", text("Skip the chart, to the table"), class_="skip", href="#events"),
        element(
            "main", *_header(timeline), *_totals(timeline), *_chart(timeline), _table(timeline)
        ),
        _footer(timeline),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _header(timeline: Timeline) -> Iterator[Markup]:
    yield element("h1", text(timeline.title))
    yield element("p", text(" · ".join(timeline.about)), class_="about")
    *frame, counts = framing(timeline)
    yield element("p", text(" · ".join(frame)), class_="quiet")
    yield element("p", text(counts), class_="quiet")


def _totals(timeline: Timeline) -> Iterator[Markup]:
    yield element("h2", text("Totals"))
    yield element("p", text(about_totals(timeline)), class_="quiet")
    if timeline.totals:
        tiles = []
        for total in timeline.totals:
            cell = element("data", text(total.printed or "blank"), value=total.printed)
            shown = [cell]
            if total.spelt:
                shown = [text(total.roughly), element("small", text("exported as "), cell)]
            header = element("dt", text(total.column.english))
            tiles.append(element("div", header, element("dd", *shown)))
        yield element("dl", *tiles)


def _chart(timeline: Timeline) -> Iterator[Markup]:
    if any(True for _ in happenings(timeline)):
        yield element("h2", text("At a glance"))
        label = "Chart, scrolls sideways where it is narrow"
        yield element(
            "div", chart(timeline), class_="scroll", role="region", tabindex=0, aria_label=label
        )


def _table(timeline: Timeline) -> Markup:
    heading = element("h2", text("Event by event"), id="events")
    if not timeline.entries:
        return joined(heading, element("p", text("Nothing happened in the period.")))
    names = ("Time", "What happened, and what follows", "Event", "Where")
    columns = [element("th", text(name), scope="col") for name in names]
    numbered = enumerate(timeline.entries)
    bodies = []
    for day, entries in groupby(numbered, key=lambda pair: day_of(timeline, pair[1])):
        title = element("th", text(day), class_="day", colspan=len(names), scope="rowgroup")
        rows = [_row(timeline, entry, number) for number, entry in entries]
        bodies.append(element("tbody", element("tr", title), *rows))
    head = element("thead", element("tr", *columns))
    return joined(heading, element("div", element("table", head, *bodies), class_="scroll"))


def _row(timeline: Timeline, entry: Entry, number: int) -> Markup:
    clock = timeline.clock
    time = element("time", text(clock.time(entry.instant)), datetime=clock.full(entry.instant))
    words = [text(entry.sentence)]
    if entry.conversation_id is not None:
        where = text(f" In conversation {entry.conversation_id}.")
        words.append(element("span", where, class_="elsewhere"))
    if entry.notes:
        words.append(element("ul", *(element("li", text(note.text)) for note in entry.notes)))
    return element(
        "tr",
        element("td", time, class_="time"),
        element("td", *words),
        element("td", text(entry.event_id), class_="evidence"),
        element("td", text(entry.place), class_="evidence"),
        id=f"e{number}",
    )


def _footer(timeline: Timeline) -> Markup:
    sources = [*timeline.sources[:_MOST_SOURCES]]
    if len(timeline.sources) > _MOST_SOURCES:
        sources.append(f"and {len(timeline.sources) - _MOST_SOURCES} more")
    return element("footer", element("p", text(f"Told by replaydesk from {', '.join(sources)}.")))
