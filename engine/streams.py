"""Streams: the events of one stream, each once and in order."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from ..events import Event
from .duplicates import event_at
from .partitions import Partition


def streams(partition: Partition, dropped: AbstractSet[int]) -> Iterator[list[Event]]:
    """Yield the events of each stream of a partition, in order, without those *dropped*.

    An event is dropped by its place in the log.
    """
    places = partition.places
    for positions in partition.by_stream():
        events = [event_at(partition, at) for at in positions if places[at] not in dropped]
        for stream in _apart(events):
            stream.sort(key=_order_in_stream)
            yield stream


def _order_in_stream(event: Event) -> tuple[int, int, int, str]:
    # The rest of `Event.order` is the same for all events of a stream.
    return event.time, event.seq, event.rank, event.id


def _apart(events: list[Event]) -> Iterable[list[Event]]:
    """Return the streams of *events* apart: digests of different streams can be equal."""
    by_stream: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        key = (event.stream_kind, getattr(event, event.stream_field))
        if key in by_stream:
            by_stream[key].append(event)
        else:
            by_stream[key] = [event]
    return by_stream.values()
