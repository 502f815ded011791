"""Doubts about numbers: a source numbers its events, and some are not there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from ...events import Event
from ...projections.derivations import Conversation
from .doubts_finder import Finder, Finding, counted

_FEWEST: Final = 3
"""Events that make a numbering."""

_SHOWN: Final = 5
"""Runs of missing numbers that a sentence names."""

Run = tuple[int, int]
"""Missing numbers, from the first to the last of them."""


@attrs.frozen
class _Gaps:
    """What is missing in a numbering."""

    runs: list[Run]
    """At least one, in their order."""

    beside: tuple[Event, ...]
    """The events beside the first run."""

    def finding(self, whose: str, conversation_id: str | None = None) -> Finding:
        """Return that numbers are missing among those of *whose* events."""
        number = sum(last - first + 1 for first, last in self.runs)
        shown = [_shown(run) for run in self.runs[:_SHOWN]]
        if len(self.runs) > _SHOWN:
            shown.append("…")
        are = f"{counted(number, 'number')} {'is' if number == 1 else 'are'}"
        times = [event.time for event in self.beside]
        return Finding(
            text=f"{whose} events are numbered by seq, and {are} missing: {', '.join(shown)}.",
            events=self.beside,
            start=min(times),
            end=max(times),
            conversation_id=conversation_id,
        )


@attrs.define(eq=False)
class SequenceGap(Finder):
    """A source numbers its events, and a number is missing.

    Densely: three or more events, no number twice, and more of the numbers are there than are not.
    It is each conversation that is numbered where two of them have the same first number, 0 or 1;
    else it may be the log.
    """

    starts: Counter[int] = attrs.field(init=False, factory=Counter)
    """How many conversations are numbered from 0 and from 1."""

    in_conversations: list[tuple[str, _Gaps]] = attrs.field(init=False, factory=list)
    """What would be missing if each conversation were numbered."""

    numbered: int = attrs.field(init=False, default=0)
    """How many events of conversations have a number."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Take in how the events of a conversation are numbered."""
        by_number: dict[int, Event] = {event.seq: event for event in conversation.events}
        numbers = sorted(by_number)
        self.numbered += len(conversation.events) if numbers[-1] else 0
        if _FEWEST <= len(conversation.events) == len(numbers) and numbers[-1] < 2 * len(numbers):
            if numbers[0] <= 1:
                self.starts[numbers[0]] += 1
            runs = [*_runs(0, numbers)]
            if runs:
                around = (by_number.get(runs[0][0] - 1), by_number[runs[0][1] + 1])
                beside = tuple(event for event in around if event is not None)
                self.in_conversations.append((conversation.conversation_id, _Gaps(runs, beside)))
        yield from ()

    def conclude(self) -> Iterator[Finding]:
        """Yield the conversations with gaps, or that the log has some."""
        if max(self.starts.values(), default=0) > 1:
            for conversation_id, gaps in self.in_conversations:
                yield gaps.finding("Its", conversation_id)
        elif self.numbered:
            in_log = self._gaps_in_log()
            if in_log is not None:
                yield in_log.finding("The log's")

    def _gaps_in_log(self) -> _Gaps | None:
        """Return what is missing among the numbers of the whole log, whatever the channel.

        Numbers are only of use here if most events have one.
        """
        events, numbered, lowest, highest = 0, 0, -1, 0
        for event in self._events():
            events += 1
            if event.seq:
                numbered += 1
                lowest = event.seq if lowest < 0 else min(lowest, event.seq)
                highest = max(highest, event.seq)
        span = highest - lowest + 1
        if not _FEWEST <= numbered < span < 2 * numbered or 2 * numbered <= events:
            return None
        is_there = bytearray(span)
        for event in self._events():
            if event.seq:
                if is_there[event.seq - lowest]:
                    return None
                is_there[event.seq - lowest] = 1
        runs = [*_runs(lowest, (lowest + at for at, there in enumerate(is_there) if there))]
        around = {runs[0][0] - 1, runs[0][1] + 1}
        beside = sorted(
            (event for event in self._events() if event.seq in around),
            key=lambda event: event.seq,
        )
        return _Gaps(runs, tuple(beside))

    def _events(self) -> Iterator[Event]:
        for stream in self.scene.streams():
            yield from stream


def _runs(start: int, numbers: Iterable[int]) -> Iterator[Run]:
    """Yield the runs of numbers after *start* that are not among *numbers*, which rise."""
    before = start
    for number in numbers:
        if number - before > 1:
            yield before + 1, number - 1
        before = number


def _shown(run: Run) -> str:
    first, last = run
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"
