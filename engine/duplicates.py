"""Duplicates: of the events with one stream and one ID the first in the order counts."""

from collections import Counter
from collections.abc import Iterable

import attrs

from ..events import Event, decode_fields, event_class, sorted_json
from .counts import Reject
from .intake import raw_line
from .partitions import Item, Partition, PartitionStore

_BETWEEN = "a duplicate of another event with this id, which comes first and differs"


@attrs.define
class Dropped:
    """The events of a log that are dropped as duplicates."""

    positions: dict[int, frozenset[int]] = attrs.Factory(dict)
    """For each partition with any, where they are."""

    differing: list[Reject] = attrs.Factory(list)
    """Those whose JSON differs from that of the event that counted."""

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(map(len, self.positions.values()))


def find_duplicates(store: PartitionStore, numbers: Iterable[int]) -> Dropped:
    """Find what is dropped in the partitions of *numbers*."""
    dropped = Dropped()
    for number in numbers:
        fingerprints = store.fingerprints(number)
        if len(set(fingerprints)) == len(fingerprints):
            continue
        partition = store.load(number)
        positions = frozenset(_dropped_in(partition, dropped.differing))
        if positions:
            dropped.positions[number] = positions
    dropped.differing.sort()
    return dropped


def event_at(partition: Partition, position: int) -> Event:
    """Return an event of a partition."""
    item = partition.items[position]
    if not isinstance(item, bytes):
        return item
    fields = decode_fields(item)
    fields["time"] = partition.times[position]
    return event_class(fields).restore(fields, partition.places[position])


def _dropped_in(partition: Partition, differing: list[Reject]) -> Iterable[int]:
    often = {mark for mark, times in Counter(partition.fingerprints).items() if times > 1}
    same: dict[tuple[str, str, str], list[tuple[tuple[object, ...], bytes, int]]] = {}
    for position, mark in enumerate(partition.fingerprints):
        if mark in often:
            event = event_at(partition, position)
            json = _json(partition.items[position])
            same.setdefault((event.stream_kind, event.stream_id, event.id), []).append(
                (event.order, json, position)
            )
    for candidates in same.values():
        candidates.sort()
        _, counted, _ = candidates[0]
        for _, json, position in candidates[1:]:
            yield position
            if json != counted:
                line = raw_line(partition.items[position])
                differing.append(Reject(partition.places[position], _BETWEEN, line))


def _json(item: Item) -> bytes:
    return sorted_json(raw_line(item))
