"""Doubts: what in a log cannot be right, or deserves a look, each with the events that say so."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

import attrs

from ...events import Event, OrderKey, ReplaydeskError, shown
from ..library import Result
from ..partitions import source_and_line
from .clock import Clock
from .doubts_catalogue import DOUBTS
from .doubts_finder import DoubtKind, Finding, Scene, Severity
from .names import Names

_HELD_BACK: Final = 10_000
"""Doubts that wait for an event of another conversation, before all of these are looked for."""


class UnknownDoubtError(ReplaydeskError, LookupError):
    """There is no doubt of that name."""


@attrs.frozen
class Witness:
    """An event that a doubt is about, and where the log has it."""

    event: Event
    file: str | None
    """As it was named; nothing for an event that was made by hand."""

    line: int | None
    """Counted from 1."""


@attrs.frozen(kw_only=True)
class Doubt:
    """Something in a log that cannot be right, or deserves a look."""

    kind: DoubtKind
    text: str
    """What is doubtful, in a sentence; its text from the log is as the log has it."""

    witnesses: tuple[Witness, ...]
    """The events that say so, the telling one first; at least one."""

    conversation_id: str | None
    """Whose doubt it is; nothing where it is of an agent, another entity, or the log."""

    agent_id: str | None
    """The agent whose doing is doubtful, if it is one's."""

    @property
    def name(self) -> str:
        """The name of its kind in the catalogue."""
        return self.kind.name

    @property
    def severity(self) -> Severity:
        """`WRONG`: it cannot be right. `LOOK`: it can, but deserves a look."""
        return self.kind.severity

    @property
    def order(self) -> tuple[OrderKey, str]:
        """The place of its first event in the log, and its text: what doubts are sorted by."""
        return self.witnesses[0].event.order, self.text


def find_doubts(result: Result, only: Iterable[str] = ()) -> Iterator[Doubt]:
    """Yield the doubts of a replayed log that touch its period, in no order.

    The log is gone through conversation by conversation, of those that the channels keep; what is
    known only at the end of it comes last.

    Args:
        result: The replayed log; which exports were asked for does not matter.
        only: The names of the doubts to look for; by default all of the catalogue.

    Raises:
        UnknownDoubtError: The catalogue has no doubt of a name.
    """
    return _doubts(result, kinds_of(only))


def kinds_of(names: Iterable[str]) -> list[DoubtKind]:
    """Return the kinds of doubt with these *names*, in the catalogue's order; by default all.

    Raises:
        UnknownDoubtError: The catalogue has none of a name.
    """
    wanted = {*names}
    known = [kind.name for kind in DOUBTS]
    for name in sorted(wanted.difference(known)):
        raise UnknownDoubtError(f"{shown(name)} is no doubt; expected one of {', '.join(known)}")
    return [kind for kind in DOUBTS if not wanted or kind.name in wanted]


def scene_of(result: Result) -> Scene:
    """Return what a replayed log has beside its conversations."""
    replayed = result.replayed
    return Scene(
        frame=replayed.frame,
        reference=replayed.reference,
        agents={agent.agent_id: agent for agent in replayed.agents},
        clock=Clock(result.tz),
        names=Names(replayed.reference),
        streams=lambda: chain.from_iterable(replayed.streams_by_partition()),
        has_locks="lock.acquired" in replayed.types,
    )


def _doubts(result: Result, kinds: Iterable[DoubtKind]) -> Iterator[Doubt]:
    scene = scene_of(result)
    finders = [(kind, kind.finder(scene)) for kind in kinds]
    held_back: list[tuple[DoubtKind, Finding]] = []
    for conversation in result.replayed.conversations():
        for kind, finder in finders:
            for finding in finder.look_at(conversation):
                if not _is_in_period(finding, scene):
                    continue
                if finding.elsewhere is None:
                    yield _doubt(result, kind, finding)
                else:
                    held_back.append((kind, finding))
        if len(held_back) >= _HELD_BACK:
            yield from _completed(result, held_back)
            held_back = []
    yield from _completed(result, held_back)
    for kind, finder in finders:
        for finding in finder.conclude():
            if _is_in_period(finding, scene):
                yield _doubt(result, kind, finding)


def _is_in_period(finding: Finding, scene: Scene) -> bool:
    period = scene.frame.period
    if finding.start == finding.end:
        return period.holds(finding.start)
    return period.overlap(finding.start, finding.end) > 0


def _completed(result: Result, held_back: list[tuple[DoubtKind, Finding]]) -> Iterator[Doubt]:
    """Yield doubts with their events of other conversations, all looked for in one go."""
    wanted = {finding.elsewhere for _, finding in held_back if finding.elsewhere is not None}
    found = _events_at(result, wanted) if wanted else {}
    for kind, finding in held_back:
        event = None if finding.elsewhere is None else found.get(finding.elsewhere)
        yield _doubt(result, kind, finding, () if event is None else (event,))


def _events_at(result: Result, wanted: set[OrderKey]) -> dict[OrderKey, Event]:
    """Return the events of conversations at their places in the log."""
    unseen = {order[-1] for order in wanted}
    found: dict[OrderKey, Event] = {}

    def look_at(events: Iterable[Event]) -> None:
        found.update((event.order, event) for event in events if event.order in wanted)

    for conversation in result.replayed.conversations():
        if conversation.conversation_id in unseen:
            unseen.remove(conversation.conversation_id)
            look_at(conversation.events)
    for conversation_id in unseen:  # of channels that are not kept
        look_at(result.replayed.stream("conversation", conversation_id))
    return found


def _doubt(
    result: Result, kind: DoubtKind, finding: Finding, elsewhere: tuple[Event, ...] = ()
) -> Doubt:
    return Doubt(
        kind=kind,
        text=finding.text,
        witnesses=tuple(_witness(result, event) for event in (*finding.events, *elsewhere)),
        conversation_id=finding.conversation_id,
        agent_id=finding.agent_id,
    )


def _witness(result: Result, event: Event) -> Witness:
    if event.placed is None:
        return Witness(event, None, None)
    source, line = source_and_line(event.placed)
    return Witness(event, result.sources[source].name, line)
