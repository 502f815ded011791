"""Streams: the events of one stream, each once and in order."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from ..events import Event
from .partitions import Partition


def streams(partition: Partition, dropped: AbstractSet[int]) -> Iterator[list[Event]]:
    """Yield the events of each stream of a partition, in order, without those *dropped*.

    An event is dropped by its place in the log.
    """
    return _streams(partition, dropped, partition.event)


def record_streams(partition: Partition, dropped: AbstractSet[int]) -> Iterator[list[Event]]:
    """Yield the same streams, of records: sooner made, and without their places in the log."""
    return _streams(partition, dropped, partition.record)


def _streams(
    partition: Partition, dropped: AbstractSet[int], decoded: Callable[[int], Event]
) -> Iterator[list[Event]]:
    for positions in _by_digest(partition, dropped):
        for stream in _apart(list(map(decoded, positions))):
            if not _is_in_order(stream):
                stream.sort(key=_order_in_stream)
            yield stream


def _by_digest(partition: Partition, dropped: AbstractSet[int]) -> Iterable[list[int]]:
    """Return the positions of the events of streams that share a digest; seldom more than one."""
    by_digest: dict[int, list[int]] = {}
    for position, fingerprint in enumerate(partition.fingerprints):
        digest = fingerprint >> 32
        if digest in by_digest:
            by_digest[digest].append(position)
        else:
            by_digest[digest] = [position]
    if not dropped:
        return by_digest.values()
    places = partition.places
    return (
        [position for position in positions if places[position] not in dropped]
        for positions in by_digest.values()
    )


def _apart(events: list[Event]) -> Iterable[list[Event]]:
    """Return the streams of *events* apart: digests of different streams can be equal."""
    by_stream: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        key = (event.stream_kind, event.stream_id)
        if key in by_stream:
            by_stream[key].append(event)
        else:
            by_stream[key] = [event]
    return by_stream.values()


def _is_in_order(stream: list[Event]) -> bool:
    """Tell whether each event is later than the one before, as in most logs they are."""
    before = -1
    for event in stream:
        if event.time <= before:
            return False
        before = event.time
    return True


def _order_in_stream(event: Event) -> tuple[int, int, int, str]:
    # The rest of `Event.order` is the same for all events of a stream.
    return event.time, event.seq, event.rank, event.id
