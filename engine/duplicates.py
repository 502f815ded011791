"""Duplicates: of the events with one stream and one ID the first in the order counts."""

from collections import Counter

import attrs

from ..events import OrderKey, sorted_json
from .counts import Reject
from .intake import raw_line
from .partitions import Partition, PartitionStore

_DIFFERS = "a duplicate of another event with this id, which comes first and differs"


@attrs.define
class Dropped:
    """The events of a log that are dropped as duplicates."""

    places: set[int] = attrs.Factory(set)
    """Where the log has them: of each its source and line."""

    differing: list[Reject] = attrs.Factory(list)
    """Those whose JSON differs from that of the event that counted."""


def find_duplicates(store: PartitionStore) -> Dropped:
    """Find what is dropped in a log."""
    dropped = Dropped()
    for number in store.numbers():
        fingerprints = store.fingerprints(number)
        if len(set(fingerprints)) < len(fingerprints):
            drop_duplicates(store.load(number), dropped)
    dropped.differing.sort()
    return dropped


def drop_duplicates(partition: Partition, dropped: Dropped) -> None:
    """Add to *dropped* what is dropped in a partition, which holds whole streams."""
    often = {mark for mark, times in Counter(partition.fingerprints).items() if times > 1}
    same: dict[tuple[str, str, str], list[tuple[OrderKey, bytes, int, bytes]]] = {}
    for position, mark in enumerate(partition.fingerprints):
        if mark in often:
            event = partition.event(position)
            line = raw_line(partition.items[position])
            same.setdefault((event.stream_kind, event.stream_id, event.id), []).append(
                (event.order, sorted_json(line), partition.places[position], line)
            )
    for candidates in same.values():
        candidates.sort()
        counted = candidates[0]
        for _, json, placed, line in candidates[1:]:
            dropped.places.add(placed)
            if json != counted[1]:
                dropped.differing.append(Reject(placed, _DIFFERS, line))
