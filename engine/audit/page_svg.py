"""The chart of a page: lanes on a time axis, as SVG without a script.

Each mark and bar is a link to its event's row in the table, so that the keyboard reaches it; what
it says is read out in one place under the chart while it is pointed at or has the focus.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

import attrs

from ...events import OrderKey
from .axis import Scale, Stretch
from .clock import spell, spell_roughly
from .lanes import Lane, lanes
from .markup import Markup, element, joined, text
from .notes import KIND_NAMES
from .spans import Span
from .timeline import Entry, Timeline

_WIDTH: Final = 1240
_LEFT: Final = 190
_RIGHT: Final = _WIDTH - 130
"""Where the axis ends; beyond it there is room for the label of a short bar."""

_TOP: Final = 66
_LANE: Final = 40
_BAR: Final = 22
_READOUT: Final = 96
_LEAST_BAR: Final = 3
_CHARACTER: Final = 8.2
"""Pixels of a character of a bar's label, about, where the font is a wide one."""

_PATTERNS: Final = joined(
    element(
        "pattern",
        element("rect", class_="ground", width=8, height=8),
        element("rect", class_="ink", width=4, height=8),
        id="pattern-NO_REPLY",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    ),
    element(
        "pattern",
        element("rect", class_="ground", width=8, height=8),
        element("circle", class_="ink", cx=4, cy=4, r=2.2),
        id="pattern-CHERRY_PICKING",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    ),
    element(
        "pattern",
        element("rect", class_="ground", width=6, height=6),
        element("rect", class_="ink", width=2, height=6),
        id="pattern-AWAY",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    ),
)

_SHAPES: Final = {
    "INBOUND": "M-6 -6H6L0 6Z",
    "REPLY": "M-6 6H6L0 -6Z",
    "OUTBOUND": "M-6 6H6L0 -6Z",
    "RESOLVE": "M-7 0L-2 5L7 -5",
    "OTHER": "M0 -5L5 0L0 5L-5 0Z",
}


def chart(timeline: Timeline) -> Markup:
    """Return the chart of a timeline in which something happens."""
    return _Chart(timeline).drawn()


@attrs.define(eq=False)
class _Chart:
    timeline: Timeline
    lanes: list[Lane] = attrs.field(init=False)
    scale: Scale = attrs.field(init=False)
    bottom: int = attrs.field(init=False)
    rows: dict[OrderKey | None, int] = attrs.field(init=False)
    """The number of the row in the table of each event."""

    def __attrs_post_init__(self) -> None:
        entries = self.timeline.entries
        self.lanes = list(lanes(self.timeline))
        self.scale = Scale.of(happenings(self.timeline), _LEFT, _RIGHT)
        self.bottom = _TOP + _LANE * len(self.lanes)
        self.rows = {entry.order: number for number, entry in enumerate(entries)}

    def drawn(self) -> Markup:
        """Return the chart."""
        hint = "Point at a bar or a mark, or reach it with the Tab key, to read here what it is."
        parts = [element("defs", _PATTERNS), *self._axis()]
        for number, lane in enumerate(self.lanes):
            parts += self._lane(lane, _TOP + _LANE * number)
        parts += self._breaks()
        parts.append(element("text", text(hint), class_="hint", x=_LEFT, y=self.bottom + 44))
        return element(
            "svg",
            *parts,
            class_="chart",
            viewBox=f"0 0 {_WIDTH} {self.bottom + _READOUT}",
            role="group",
            aria_label="Chart of the timeline; the table below says the same.",
        )

    def _axis(self) -> Iterator[Markup]:
        for tick in self.scale.ticks(self.timeline.clock):
            yield element("line", class_="tick", x1=tick.x, x2=tick.x, y1=_TOP - 8, y2=self.bottom)
            yield element("text", text(tick.label), class_="clock", x=tick.x, y=_TOP - 14)
            if tick.date:
                y = _TOP - 34 - 16 * tick.level
                yield element("text", text(tick.date), class_="date", x=tick.x, y=y)

    def _breaks(self) -> Iterator[Markup]:
        free = float("-inf")
        for x, left_out in self.scale.breaks():
            path = f"M{x - 4:.1f} {_TOP - 8}V{self.bottom}M{x + 4:.1f} {_TOP - 8}V{self.bottom}"
            yield element("path", class_="break", d=path)
            words = f"{spell_roughly(left_out)} left out"
            half = _CHARACTER * len(words) / 2
            if x - half >= free:
                free = x + half
                yield element("text", text(words), class_="left-out", x=x, y=self.bottom + 14)

    def _lane(self, lane: Lane, top: int) -> Iterator[Markup]:
        yield element("line", class_="lane", x1=0, x2=_WIDTH, y1=top, y2=top)
        if lane.swatch:
            yield element(
                "rect", class_=f"bar {lane.swatch}", x=0, y=top + 9, width=16, height=_BAR
            )
        x = 24 if lane.swatch else 0
        yield element("text", text(lane.title), class_="title", x=x, y=top + 18)
        explained = text(_cut(lane.explained, (_LEFT - x - 12) / 5.6))
        yield element("text", explained, class_="explained", x=x, y=top + 32)
        spans = [span for span in lane.spans if self.scale.shows(span.start, span.end)]
        following = [*(self.scale.x(span.start) for span in spans[1:]), _WIDTH]
        for span, free_until in zip(spans, following, strict=False):
            yield self._bar(span, top, free_until)
        for entry in lane.marks:
            if self.scale.shows(entry.instant, entry.instant):
                yield self._mark(entry, top)

    def _bar(self, span: Span, top: int, free_until: float) -> Markup:
        left, right = self.scale.x(span.start), self.scale.x(span.end)
        width = max(right - left, _LEAST_BAR)
        y = top + (_LANE - _BAR) / 2
        shape = element("rect", class_="shape", x=left, y=y, width=width, height=_BAR)
        is_open = "" if span.closed is not None else " open"
        return self._link(
            f"bar {span.kind}{is_open}",
            self.rows[span.opened.order],
            told(self.timeline, span),
            shape,
            *self._label(span, (left, left + width, free_until), top + _LANE / 2 + 4),
        )

    def _label(self, span: Span, place: tuple[float, float, float], y: float) -> Iterator[Markup]:
        """Yield what stands in a bar, or beside it where it is free, as far as it fits."""
        left, right, free_until = place
        for words in _labels(self.timeline, span):
            width = _CHARACTER * sum(map(_columns, words)) + 10
            if width <= right - left:
                yield element("text", text(words), class_="in", x=left + 6, y=y)
                return
            if right + width <= free_until:
                yield element("text", text(words), class_="beside", x=right + 5, y=y)
                return

    def _mark(self, entry: Entry, top: int) -> Markup:
        x, y = self.scale.x(entry.instant), top + _LANE / 2
        time = self.timeline.clock.time(entry.instant)
        said = [f"{time} {entry.sentence}", *(note.text for note in entry.notes)]
        shape = element(
            "path",
            class_="shape",
            d=_SHAPES[entry.role],
            transform=f"translate({x:.1f} {y:.1f})",
        )
        row = self.rows[entry.order]
        return self._link(f"mark {entry.role}", row, " ".join(said), shape)

    def _link(self, kind: str, row: int, said: str, *drawn: Markup) -> Markup:
        readout = element(
            "foreignObject",
            element("p", text(said)),
            class_="readout",
            x=0,
            y=self.bottom + 24,
            width=_WIDTH,
            height=_READOUT - 26,
            aria_hidden="true",
        )
        return element("a", *drawn, readout, class_=kind, href=f"#e{row}", aria_label=said)


def told(timeline: Timeline, span: Span) -> str:
    """Say all of a span in one text."""
    clock, words = timeline.clock, [KIND_NAMES[span.kind].capitalize()]
    if span.agent_id is not None:
        words.append(timeline.names.agent(span.agent_id))
    if span.conversation_id is not None and timeline.kind == "agent":
        words.append(f"conversation {span.conversation_id}")
    times = f"{clock.time(span.start)} to {clock.near(span.end, span.start)}"
    reasons = "; ".join(reason for reason in (span.why, span.ending) if reason)
    return f"{', '.join(words)}: {times}, {spell(span.length)}; {reasons}."


def _labels(timeline: Timeline, span: Span) -> Iterator[str]:
    """Yield what a bar could say, the most first."""
    length = spell_roughly(span.length)
    name = KIND_NAMES[span.kind]
    if span.is_lock:
        name = span.conversation_id or ""
        if timeline.kind == "conversation" and span.agent_id is not None:
            name = timeline.names.agent(span.agent_id)
    elif span.kind == "WAIT":
        name = length
        length = {"answered": ""}.get(span.ending, span.ending)
    elif span.why:
        name = f"{name} ({span.why})"
    if length:
        yield f"{name} · {length}"
    yield name
    if span.is_lock:
        yield length


def happenings(timeline: Timeline) -> Iterator[Stretch]:
    """Yield what the axis must show: of a conversation all of it, of an agent its period.

    What others did is shown too where it falls between.
    """
    own = list(_own_happenings(timeline))
    yield from own
    first = min((start for start, _ in own), default=0)
    last = max((end for _, end in own), default=0)
    for entry in timeline.entries:
        if first < entry.instant < last:
            yield entry.instant, entry.instant


def _own_happenings(timeline: Timeline) -> Iterator[Stretch]:
    period, is_agent = timeline.frame.period, timeline.kind == "agent"
    drawn = ("AVAILABLE", "AWAY") if is_agent else ("WAIT",)
    for entry in timeline.entries:
        if entry.is_of_conversation and (
            period.holds(entry.instant) if is_agent else entry.conversation_id is None
        ):
            yield entry.instant, entry.instant
    for span in timeline.spans:
        start, end = span.start, span.end
        if is_agent:
            start, end = max(start, period.start), min(end, period.end, period.as_of)
        if (span.is_lock or span.kind in drawn) and start <= end:
            yield start, end


def _cut(words: str, longest: float) -> str:
    return words if len(words) <= longest else f"{words[: int(longest) - 1]}…"


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
