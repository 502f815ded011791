"""Partitions: the events of a log, kept by stream, in memory or on disk.

A log is read in whatever order its lines have; a partition holds all that it says of some streams,
so that a stream can be put in order and folded without the rest of the log. What is kept of an
event is its line, not an object: lines are small, need no garbage collector, and can wait on disk.
"""

import marshal
from array import array
from collections.abc import Iterable, Iterator
from typing import Final, get_args

import attrs

from ..events import Event, StreamKind, decode_fields, event_class
from ..events.records import NO_RECORD, decode_record
from .scratch import Scratch

CONVERSATIONS: Final = range(256)
CONTACTS: Final = range(256, 320)
ENTITIES: Final = range(320, 336)
LOCKS: Final = range(336, 400)
"""The numbers of the partitions: of conversations, of contacts, of everything else that the log
describes, and of locks once more, by their agents."""

Item = bytes | Event
"""A line of the log, or an event that was given as an object."""

LINE_BITS: Final = 40
"""Of a place those that say the line; the source is above them."""

_BESIDE: Final = 70
"""Bytes that a line takes beside its own: the object, and what is kept with it."""


def place(source: int, line: int) -> int:
    """Return one number for a line of a source."""
    return source << LINE_BITS | line


def source_and_line(placed: int) -> tuple[int, int]:
    """Return the source and the line that `place` made one number of."""
    return placed >> LINE_BITS, placed & ((1 << LINE_BITS) - 1)


@attrs.define(eq=False)
class Partition:
    """The events of some streams, in the order in which they were read."""

    items: list[Item] = attrs.Factory(list)
    times: "array[int]" = attrs.field(factory=lambda: array("q"))
    """The instant of each, so that no line's time is read twice."""

    fingerprints: "array[int]" = attrs.field(factory=lambda: array("Q"))
    """Of each its stream's hash and, below it, its own ID's: equal ones may be duplicates."""

    places: "array[int]" = attrs.field(factory=lambda: array("Q"))
    """Of each its source and line."""

    def extend(self, other: "Partition") -> None:
        """Add the events of *other* after these."""
        self.items.extend(other.items)
        self.times.extend(other.times)
        self.fingerprints.extend(other.fingerprints)
        self.places.extend(other.places)

    def event(self, position: int) -> Event:
        """Return an event, with its place in the log."""
        item = self.items[position]
        if not isinstance(item, bytes):
            return item
        return event_of_line(item, self.times[position], self.places[position])

    def records(self, positions: Iterable[int]) -> Iterator[Event]:
        """Yield events as records, which are sooner made, where their lines can be some."""
        items, times = self.items, self.times
        for position in positions:
            item = items[position]
            if not isinstance(item, bytes):
                yield item
                continue
            try:
                record = decode_record(item)
            except NO_RECORD:
                yield self.event(position)
            else:
                record.time = times[position]  # type: ignore[misc]  # so far it has its line's
                yield record

    def line(self, position: int) -> tuple[bytes, int, int] | None:
        """Return the line of an event with its instant and its place; nothing if it is no line."""
        item = self.items[position]
        if not isinstance(item, bytes):
            return None
        return item, self.times[position], self.places[position]


def event_of_line(line: bytes, time: int, placed: int) -> Event:
    """Return the event that a valid *line* says, whose instant and place are known."""
    fields = decode_fields(line)
    fields["time"] = time
    return event_class(fields).restore(fields, placed)


_HALF: Final = (1 << 32) - 1

NUMBERS_OF: Final[dict[StreamKind, range]] = dict.fromkeys(get_args(StreamKind), ENTITIES) | {
    "conversation": CONVERSATIONS,
    "contact": CONTACTS,
}
"""The numbers of the partitions that hold the streams of a kind."""


def partition_of(stream_id: str, numbers: range) -> int:
    """Return which of *numbers* a stream belongs to."""
    return numbers.start + hash(stream_id) % len(numbers)


Segments = list[list[tuple[int, int, int, int]]]
"""Of each partition where its parts lie on disk: which file, offset, bytes of columns, of lines."""


def _no_segments() -> Segments:
    return [[] for _ in range(LOCKS.stop)]


@attrs.define(eq=False)
class PartitionStore:
    """The partitions of a log; beyond *memory* bytes they are moved to a file on disk.

    The file is a temporary one without a name: it is gone with the process, however that ends.
    """

    memory: int
    files: list[Scratch] = attrs.Factory(list)
    """Where partitions lie on disk; the first is this store's own, made when it is needed."""

    segments: Segments = attrs.field(init=False, factory=_no_segments)
    _partitions: list[Partition] = attrs.field(
        init=False,
        factory=lambda: [Partition() for _ in range(LOCKS.stop)],
    )
    _held: int = attrs.field(init=False, default=0)

    @staticmethod
    def number_of(kind: StreamKind, stream_id: str) -> int:
        """Return the number of the partition that a stream belongs to.

        It is the same in this process and its forks, and in no other.
        """
        return partition_of(stream_id, PartitionStore.numbers_of(kind))

    @staticmethod
    def numbers_of(kind: StreamKind) -> range:
        """Return the numbers of the partitions that hold the streams of a kind."""
        return NUMBERS_OF[kind]

    @staticmethod
    def numbers() -> range:
        """Return the numbers of the partitions that hold each event once."""
        return range(LOCKS.start)

    def add(  # noqa: PLR0913, PLR0917  # what is kept of an event, and by what it is found
        self, number: int, stream_id: str, event_id: str, item: Item, time: int, placed: int
    ) -> None:
        """Add an event of a stream to the partition *number*."""
        partition = self._partitions[number]
        partition.items.append(item)
        partition.times.append(time)
        partition.fingerprints.append((hash(stream_id) & _HALF) << 32 | (hash(event_id) & _HALF))
        partition.places.append(placed)
        if type(item) is bytes:
            self._held += len(item) + _BESIDE
            if self._held > self.memory:
                self.spill()

    def load(self, number: int) -> Partition:
        """Return a partition, whole."""
        loaded = Partition()
        for file, offset, columns, lines in self.segments[number]:
            part = self._read_columns(file, offset, columns)
            part.items.extend(marshal.loads(self.files[file].read(offset + columns, lines)))  # noqa: S302
            loaded.extend(part)
        loaded.extend(self._partitions[number])
        return loaded

    def fingerprints(self, number: int) -> "array[int]":
        """Return the fingerprints of a partition, without its lines."""
        loaded = array("Q")
        for file, offset, columns, _ in self.segments[number]:
            loaded.extend(self._read_columns(file, offset, columns).fingerprints)
        loaded.extend(self._partitions[number].fingerprints)
        return loaded

    def adopt(self, file: Scratch, segments: Segments) -> None:
        """Take over what another store, of another process, moved to its own *file*."""
        self.files.append(file)
        number = len(self.files) - 1
        for mine, theirs in zip(self.segments, segments, strict=True):
            mine.extend((number, *where[1:]) for where in theirs)

    def let_go(self) -> None:
        """Keep nothing any more, in memory or on disk."""
        self.files.clear()
        self.segments = _no_segments()
        self._partitions = [Partition() for _ in range(LOCKS.stop)]

    def spill(self) -> None:
        """Move what is in memory to disk."""
        if not self.files:
            self.files.append(Scratch())
        file = self.files[0]
        for number, partition in enumerate(self._partitions):
            if not partition.items:
                continue
            columns = marshal.dumps(
                (
                    partition.times.tobytes(),
                    partition.fingerprints.tobytes(),
                    partition.places.tobytes(),
                )
            )
            # A partition holds lines or events, and only lines are counted towards the memory.
            lines = marshal.dumps(partition.items)
            offset = file.append(columns + lines)
            self.segments[number].append((0, offset, len(columns), len(lines)))
            self._partitions[number] = Partition()
        self._held = 0

    def _read_columns(self, file: int, offset: int, size: int) -> Partition:
        columns = marshal.loads(self.files[file].read(offset, size))  # noqa: S302  # from spill
        part = Partition()
        part.times.frombytes(columns[0])
        part.fingerprints.frombytes(columns[1])
        part.places.frombytes(columns[2])
        return part
