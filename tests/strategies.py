"""Hypothesis strategies for whole logs: small closed worlds in which everything meets everything.

Which fields an event has is read off the catalogue, so a new type is generated as soon as it is
there; a new field needs its values in the world.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import attrs
from hypothesis import strategies as st
from laws.world import (
    BASES,
    DAY,
    NO_EVENTS,
    NO_TIMES,
    OFFSETS,
    SCENES,
    STEPS,
    UNKNOWN_FIELDS,
    UNKNOWN_TYPES,
    VALUES,
    Fields,
    Scene,
)
from replaydesk.events import AFTER_LAST_INSTANT, BY_TYPE, Event

SCENES_IN_A_LOG = 24
COMMON = ("conversation_id", "agent_id", "contact_id", "channel_id", "topic_id", "tag_id")
LIKELY = {"agent_id", "score", "weekly"}
REPEATS = ("same", "respaced", "differing", "moved", "moved")
TROUBLE = ("blank", "unknown", "broken", "cut", "no event")


@attrs.frozen
class Line:
    """A line of a log, and what a reader should make of it."""

    raw: bytes
    becomes: str
    """`event`, `unknown`, `broken` or `blank`."""

    fields: Fields = attrs.field(factory=dict)
    """Of an event: what the line says, its time in milliseconds."""


@attrs.frozen
class Log:
    """Lines in no order, and the instants at which their events happen."""

    lines: list[Line]
    moments: list[int]

    @property
    def raw(self) -> list[bytes]:
        """The lines as a file has them."""
        return [line.raw for line in self.lines]

    @property
    def events(self) -> list[Line]:
        """The lines that are events of a known type."""
        return [line for line in self.lines if line.becomes == "event"]


moments = st.builds(
    lambda base, steps: sorted(min(base + step, AFTER_LAST_INSTANT - 1) for step in steps),
    st.sampled_from(BASES),
    st.lists(st.sampled_from(STEPS), min_size=2, unique=True),
)
"""A few instants around a change of the clock, or at an end of time."""

chances = st.integers(0, 2**32 - 1).map(Random)
"""What picks values. A failing log shrinks by its scenes, which are few then, and not by these."""


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Draw a whole log: scenes, repeats and trouble, in no order."""
    instants = draw(moments)
    lines: list[Line] = []
    for _ in range(SCENES_IN_A_LOG):
        types = draw(st.sampled_from(((), *SCENES)))
        if types:
            lines += scene(draw(chances), types, instants, is_plain=not draw(st.booleans()))
    if lines:
        for how in draw(st.lists(st.sampled_from(REPEATS), max_size=12)):
            lines.append(repeat(draw(chances), how, lines, instants))
        for how in draw(st.lists(st.sampled_from(TROUBLE), max_size=4)):
            lines.append(trouble(draw(chances), how, lines))
    return Log(lines, instants)


def events(cls: type[Event]) -> st.SearchStrategy[Line]:
    """Return the strategy for an event of a type."""
    return st.builds(lambda chance, instants: event(chance, cls, instants), chances, moments)


def scene(chance: Random, types: Scene, instants: list[int], *, is_plain: bool) -> list[Line]:
    """Make events of some types, one after the other, with what is fixed and IDs in common."""
    names = () if len(types) == 1 else COMMON
    common = {name: chance.choice(VALUES[name][0]) for name in names}
    apart = len(types) <= len(instants) and chance.random() < 0.6
    times = sorted((chance.sample if apart else chance.choices)(instants, k=len(types)))
    return [
        event(chance, BY_TYPE[name], [time], common | fixed, is_plain=is_plain)
        for (name, fixed), time in zip(types, times, strict=True)
    ]


def event(
    chance: Random,
    cls: type[Event],
    instants: list[int],
    fixed: Fields | None = None,
    *,
    is_plain: bool = False,
) -> Line:
    """Make an event of a type at one of some instants; what is *fixed* holds where it fits.

    One that is *plain* has few optional fields, and is written in the shortest way.
    """
    required = {*cls.required} - {"time"}
    optional = sorted(cls.names - required - {"time", "type"})
    # Most of what metrics are made of has an agent.
    likely = {name for name in optional if name in LIKELY and chance.random() < 0.75}
    chosen = likely | {*chance.sample(optional, k=0 if is_plain else len(optional) // 3)}
    chosen |= {"timezone"} if "weekly" in chosen else set()
    given = {name: value for name, value in (fixed or {}).items() if name in cls.names}
    drawn = sorted((required | chosen) - given.keys())
    fields = given | {name: chance.choice(VALUES[name][0]) for name in drawn}
    if not is_plain and chance.random() < 0.2:
        extra: Fields = {name: None for name in optional if name not in fields}
        extra |= {name: UNKNOWN_FIELDS[name] for name in UNKNOWN_FIELDS.keys() - cls.names}
        name = chance.choice(sorted(extra))
        fields[name] = extra[name]
    fields |= {"type": cls.type, "time": chance.choice(instants)}
    return Line(_json(fields) if is_plain else _written(chance, fields), "event", fields)


def _written(chance: Random, fields: Fields) -> bytes:
    """Return an event as one of the lines that say it."""
    time = chance.choice((fields["time"], *_texts_of(fields["time"])))
    line = _json(fields | {"time": time}, ascii_only=chance.random() < 0.5)
    # Of two equal keys the last counts.
    return b'{"type":"no.such","time":-1,' + line[1:] if chance.random() < 0.1 else line


def _texts_of(instant: int) -> list[str]:
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)
    fraction = f".{instant % 1000:03}"
    texts = [f"{utc:%Y-%m-%dT%H:%M:%S}{fraction}Z", f"{utc:%Y-%m-%dt%H:%M:%S}{fraction}999999z"]
    if instant < AFTER_LAST_INSTANT - DAY:
        for minutes in OFFSETS:
            local = utc.astimezone(timezone(timedelta(minutes=minutes)))
            texts.append(local.isoformat(timespec="milliseconds"))
    return texts


def _json(fields: Fields, *, ascii_only: bool = False, is_spaced: bool = False) -> bytes:
    separators = (" ,\t", " : ") if is_spaced else (",", ":")
    return json.dumps(fields, ensure_ascii=ascii_only, separators=separators).encode()


def repeat(chance: Random, how: str, lines: Iterable[Line], instants: list[int]) -> Line:
    """Tell an event again: by the same line, the same JSON, or one that differs."""
    line = chance.choice([line for line in lines if line.becomes == "event"])
    said = json.loads(line.raw)
    if how == "respaced":
        return attrs.evolve(line, raw=_json(dict(reversed(said.items())), is_spaced=True))
    if how == "differing":
        return attrs.evolve(line, raw=_json(said | {"delivery": 2}))
    if how == "moved":
        time = {"time": chance.choice(instants)}
        return attrs.evolve(line, raw=_json(said | time), fields=line.fields | time)
    return line


def trouble(chance: Random, how: str, lines: Iterable[Line]) -> Line:
    """Make a line that is nearly an event, and none."""
    line = chance.choice([line for line in lines if line.becomes == "event"])
    if how == "unknown":
        return Line(chance.choice(unknown(line)), "unknown")
    if how == "blank":
        return Line(chance.choice((b"", b" \t", b"\r")), "blank")
    if how == "cut":
        return Line(line.raw[: chance.randrange(1, len(line.raw))], "broken")
    spoilt = [raw for _, raw in broken(line)] if how == "broken" else NO_EVENTS
    return Line(chance.choice(spoilt), "broken")


def unknown(line: Line) -> list[bytes]:
    """Return an event's line with types that there are not, whatever else it holds."""
    said = json.loads(line.raw)
    spoilt: tuple[Fields, ...] = ({}, {"id": None}, {"time": "soon"}, {"seq": -1})
    return [_json(said | {"type": name} | more) for name in UNKNOWN_TYPES for more in spoilt]


def broken(line: Line) -> list[tuple[str, bytes]]:
    """Return an event's line with each of its type's fields broken in every way, by the field."""
    cls = BY_TYPE[line.fields["type"]]
    said: Fields = json.loads(line.raw)
    bad: dict[str, Iterable[Any]] = {"time": NO_TIMES}
    bad |= {name: VALUES[name][1] for name in sorted(VALUES.keys() & cls.names)}
    lines = [(name, said | {name: value}) for name, values in bad.items() for value in values]
    for name in (*cls.required, *({"timezone"} if said.get("weekly") is not None else ())):
        lines.append((name, said | {name: None}))
        lines.append((name, {other: value for other, value in said.items() if other != name}))
    return [(name, _json(fields)) for name, fields in lines]
