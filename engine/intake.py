"""Intake: each line is judged once, counted, and kept in the partition of its stream."""

from collections import Counter
from collections.abc import Iterable
from typing import cast

import attrs

from ..events import (
    AFTER_LAST_INSTANT,
    Event,
    InvalidEventError,
    LockAcquired,
    UnknownTypeError,
    decode,
    encode,
    parse_instant,
)
from ..events.records import NO_RECORD, decode_record
from .counts import Counts, Reject
from .partitions import LOCKS, NUMBERS_OF, Item, PartitionStore, Segments, partition_of, place
from .rejects import RejectLog, RejectRun
from .scratch import Scratch

_WHITE_SPACE = b" \t\r\n"
_NO_EVENT_YET = (*NO_RECORD, InvalidEventError)


@attrs.define(eq=False)
class Intake:
    """Takes in a log, line by line, in any order.

    Each line is judged in the order of the specification: a reject, an unknown type, later than
    the as-of instant, or kept for the replay.
    """

    store: PartitionStore
    as_of: int | None = None
    """Later events are counted and not kept; nothing keeps them all."""

    unknown: int = attrs.field(init=False, default=0)
    after_as_of: int = attrs.field(init=False, default=0)
    types: Counter[str] = attrs.field(init=False, factory=Counter)
    """How many valid events of each known type there are."""

    rejects: RejectLog = attrs.field(init=False)
    _earliest: int = attrs.field(init=False, default=AFTER_LAST_INSTANT)
    _latest: int = attrs.field(init=False, default=-1)

    @rejects.default
    def _(self) -> RejectLog:
        return RejectLog(*self.store.files[:1])

    @property
    def counts(self) -> Counts:
        """How many lines were read, and what became of them: no duplicate is known yet."""
        valid, rejected = self.types.total(), len(self.rejects)
        return Counts(
            read=valid + self.unknown + rejected,
            applied=valid - self.after_as_of,
            unknown=self.unknown,
            after_as_of=self.after_as_of,
            rejected=rejected,
        )

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest instant of a valid event, also after the as-of instant."""
        return None if self._latest < 0 else (self._earliest, self._latest)

    def take_lines(self, lines: Iterable[bytes], source: int, first_line: int) -> None:
        """Take in *lines* of a source, of which the first has the number *first_line*."""
        for placed, line in enumerate(lines, place(source, first_line)):
            try:
                record = decode_record(line)
                time = parse_instant(record.time)
            except _NO_EVENT_YET:
                self._take_other_line(line, placed)
            else:
                self._keep(record, time, line, placed)

    def take_event(self, event: Event, source: int, number: int) -> None:
        """Take in an event that is no line; it was checked when it was made."""
        self._keep(event, event.time, event, place(source, number))

    def _take_other_line(self, line: bytes, placed: int) -> None:
        """Take in a line that is no record: what it is, and what is wrong with it, is told here."""
        if not line.strip(_WHITE_SPACE):
            return
        try:
            event = decode(line)
        except InvalidEventError as error:
            self.rejects.add(Reject.of(placed, str(error), line))
        except UnknownTypeError:
            self.unknown += 1
        else:
            self._keep(event, event.time, line, placed)

    def _keep(self, event: Event, time: int, item: Item, placed: int) -> None:
        self.types[event.type] += 1
        if time < self._earliest:
            self._earliest = time
        if time > self._latest:
            self._latest = time
        if self.as_of is not None and time > self.as_of:
            self.after_as_of += 1
            return
        stream_id, event_id = event.stream_id, event.id
        number = partition_of(stream_id, NUMBERS_OF[event.stream_kind])
        self.store.add(number, stream_id, event_id, item, time, placed)
        if event.type == "lock.acquired":
            agent_id = cast("LockAcquired", event).agent_id
            self.store.add(partition_of(agent_id, LOCKS), agent_id, event_id, item, time, placed)

    def taken(self) -> "Taken":
        """Return what was taken in, for another process; lines and rejects are on disk by then."""
        self.store.spill()
        return Taken(
            self.unknown,
            self.after_as_of,
            self.types,
            self.rejects.handed_over(),
            self._earliest,
            self._latest,
            self.store.segments,
        )

    def adopt(self, taken: "Taken", file: Scratch) -> None:
        """Take over what another process took in, and whose lines and rejects are in *file*."""
        self.unknown += taken.unknown
        self.after_as_of += taken.after_as_of
        self.types += taken.types
        self.rejects.adopt(taken.rejects, file)
        self._earliest = min(self._earliest, taken.earliest)
        self._latest = max(self._latest, taken.latest)
        self.store.adopt(file, taken.segments)


@attrs.frozen
class Taken:
    """What an intake took in, but for the lines and the rejects that it moved to disk."""

    unknown: int
    after_as_of: int
    types: Counter[str]
    rejects: list[RejectRun]
    earliest: int
    latest: int
    segments: Segments


def raw_line(item: Item) -> bytes:
    """Return the line of an event, also of one that was given as an object."""
    return item if type(item) is bytes else encode(item)  # type: ignore[arg-type]
