"""Intake: each line is judged once, counted, and kept in the partition of its stream."""

from collections import Counter
from collections.abc import Iterable

import attrs

from ..events import (
    AFTER_LAST_INSTANT,
    Actor,
    Event,
    InvalidEventError,
    LockAcquired,
    OrderKey,
    UnknownTypeError,
    decode_fields,
    encode,
    event_class,
    parse_instant,
)
from .counts import Counts, Reject
from .partitions import Item, PartitionStore, Segments, fingerprint, place
from .scratch import Scratch

_WHITE_SPACE = b" \t\r\n"


@attrs.frozen
class LockMoment:
    """A lock that an agent took, and where its line is kept: a duplicate may yet be dropped."""

    agent_id: str
    actor_type: Actor | None
    order: OrderKey
    placed: int


@attrs.define(eq=False)
class Intake:
    """Takes in a log, line by line, in any order.

    Each line is judged in the order of the specification: a reject, an unknown type, later than
    the as-of instant, or kept for the replay.
    """

    store: PartitionStore
    as_of: int | None = None
    """Later events are counted and not kept; nothing keeps them all."""

    keeps_locks: bool = True
    counts: Counts = attrs.field(init=False, factory=Counts)
    types: Counter[str] = attrs.field(init=False, factory=Counter)
    """How many valid events of each known type there are."""

    rejects: list[Reject] = attrs.field(init=False, factory=list)
    locks: list[LockMoment] = attrs.field(init=False, factory=list)
    _earliest: int = attrs.field(init=False, default=AFTER_LAST_INSTANT)
    _latest: int = attrs.field(init=False, default=-1)

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest instant of a valid event, also after the as-of instant."""
        return None if self._latest < 0 else (self._earliest, self._latest)

    def take_lines(self, lines: Iterable[bytes], source: int, first_line: int) -> None:
        """Take in *lines* of a source, of which the first has the number *first_line*."""
        for number, line in enumerate(lines, first_line):
            if not line.strip(_WHITE_SPACE):
                continue
            self.counts.read += 1
            try:
                fields = decode_fields(line)
                cls = event_class(fields)
                cls.check(fields)
                time = parse_instant(fields["time"])
            except InvalidEventError as error:
                self.counts.rejected += 1
                self.rejects.append(Reject.of(place(source, number), str(error), line))
            except UnknownTypeError:
                self.counts.unknown += 1
            else:
                self._keep(cls, fields, time, line, place(source, number))

    def take_event(self, event: Event, source: int, number: int) -> None:
        """Take in an event that is no line; it was checked when it was made."""
        self.counts.read += 1
        self._keep(type(event), event.__dict__, event.time, event, place(source, number))

    def _keep(
        self, cls: type[Event], fields: dict[str, object], time: int, item: Item, placed: int
    ) -> None:
        self.types[cls.type] += 1
        if time < self._earliest:
            self._earliest = time
        if time > self._latest:
            self._latest = time
        if self.as_of is not None and time > self.as_of:
            self.counts.after_as_of += 1
            return
        stream_id = str(fields[cls.stream_field])
        marked = fingerprint(cls.stream_kind, stream_id, str(fields["id"]))
        number = self.store.number_of(cls.stream_kind, marked)
        self.store.add(number, item, time, marked, placed)
        self.counts.applied += 1
        if cls is LockAcquired and self.keeps_locks:
            lock = item if isinstance(item, LockAcquired) else LockAcquired.restore(dict(fields))
            order = (time, lock.seq, lock.rank, lock.id, lock.stream_kind, lock.stream_id)
            self.locks.append(LockMoment(lock.agent_id, lock.actor_type, order, placed))

    def taken(self) -> "Taken":
        """Return what was taken in, for another process; the lines are on disk from now on."""
        self.store.spill()
        return Taken(
            self.counts,
            self.types,
            self.rejects,
            self.locks,
            self._earliest,
            self._latest,
            self.store.segments,
        )

    def adopt(self, taken: "Taken", file: Scratch) -> None:
        """Take over what another process took in, and whose lines are in *file*."""
        self.counts += taken.counts
        self.types += taken.types
        self.rejects += taken.rejects
        self.locks += taken.locks
        self._earliest = min(self._earliest, taken.earliest)
        self._latest = max(self._latest, taken.latest)
        self.store.adopt(file, taken.segments)


@attrs.frozen
class Taken:
    """What an intake took in, but for the lines that it moved to disk."""

    counts: Counts
    types: Counter[str]
    rejects: list[Reject]
    locks: list[LockMoment]
    earliest: int
    latest: int
    segments: Segments


def raw_line(item: Item) -> bytes:
    """Return the line of an event, also of one that was given as an object."""
    return item if type(item) is bytes else encode(item)  # type: ignore[arg-type]
