"""Streams: the events of one stream, each once and in order."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Final, TypeVar, cast

from ..events import AnyConversationEvent, Event
from .partitions import Partition

_order_in_stream: Final = attrgetter("time", "seq", "rank", "id")
"""The rest of `Event.order` is the same for all events of a stream."""

E = TypeVar("E", bound=Event)


def streams(partition: Partition, dropped: AbstractSet[int]) -> Iterator[list[Event]]:
    """Yield the events of each stream of a partition, in order, without those *dropped*.

    An event is dropped by its place in the log.
    """
    by_stream: dict[tuple[str, str], list[Event]] = {}
    for position in undropped(partition, dropped):
        event = partition.event(position)
        by_stream.setdefault((event.stream_kind, event.stream_id), []).append(event)
    return map(put_in_order, by_stream.values())


def conversations(
    partition: Partition, dropped: AbstractSet[int]
) -> Iterator[list[AnyConversationEvent]]:
    """Yield the events of each conversation of a partition, in order, without those *dropped*.

    They are records where their lines can be: sooner made, and without their places in the log.
    """
    for positions in _portions(partition, undropped(partition, dropped)):
        by_conversation: dict[str, list[AnyConversationEvent]] = {}
        for record in partition.records(positions):
            event = cast("AnyConversationEvent", record)
            if event.conversation_id in by_conversation:
                by_conversation[event.conversation_id].append(event)
            else:
                by_conversation[event.conversation_id] = [event]
        yield from map(put_in_order, by_conversation.values())


_PORTION: Final = 1 << 14


def _portions(partition: Partition, positions: Sequence[int]) -> Iterable[Sequence[int]]:
    """Return *positions* in portions, each of whole streams: not all need be objects at once."""
    portions = -(-len(positions) // _PORTION)
    if portions <= 1:
        return [positions]
    divided: list[list[int]] = [[] for _ in range(portions)]
    for position in positions:
        # The lowest bits of a stream's hash are the same in all of a partition.
        divided[(partition.fingerprints[position] >> 44) % portions].append(position)
    return divided


def undropped(partition: Partition, dropped: AbstractSet[int]) -> Sequence[int]:
    """Return the positions of the events of a partition that are not *dropped*."""
    positions = range(len(partition.items))
    if not dropped:
        return positions
    return [position for position in positions if partition.places[position] not in dropped]


def put_in_order(stream: list[E]) -> list[E]:
    """Put the events of a stream in order, and return them."""
    before = -1
    for event in stream:
        if event.time <= before:
            stream.sort(key=_order_in_stream)
            break
        before = event.time
    return stream
