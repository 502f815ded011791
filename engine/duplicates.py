"""Duplicates: of the events with one stream and one ID the first in the order counts."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

import attrs

from ..events import OrderKey, sorted_json
from .counts import Reject
from .intake import raw_line
from .partitions import Partition, PartitionStore
from .rejects import RejectLog

_DIFFERS = "a duplicate of another event with this id, which comes first and differs"


_PAGE: Final = 512
"""Bytes of a page, each of eight lines."""


class Places(AbstractSet[int]):
    """A set of places, kept as a bit a line: half of a log may be duplicates."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}
        self._number = 0

    def add(self, placed: int) -> None:
        """Add a place; it may be there already."""
        page = self._pages.get(placed // (8 * _PAGE))
        if page is None:
            page = self._pages[placed // (8 * _PAGE)] = bytearray(_PAGE)
        bit = 1 << placed % 8
        if not page[placed // 8 % _PAGE] & bit:
            page[placed // 8 % _PAGE] |= bit
            self._number += 1

    def __contains__(self, placed: int) -> bool:  # type: ignore[override]  # on the hot path
        page = self._pages.get(placed // (8 * _PAGE))
        return page is not None and page[placed // 8 % _PAGE] >> placed % 8 & 1 == 1

    def __iter__(self) -> Iterator[int]:
        for number, page in self._pages.items():
            first = number * 8 * _PAGE
            yield from filter(self.__contains__, range(first, first + 8 * len(page)))

    def __len__(self) -> int:
        return self._number


@attrs.define
class Dropped:
    """The events of a log that are dropped as duplicates."""

    places: Places = attrs.Factory(Places)
    """Where the log has them: of each its source and line."""

    differing: RejectLog = attrs.Factory(RejectLog)
    """Those whose JSON differs from that of the event that counted."""


def find_duplicates(store: PartitionStore) -> Dropped:
    """Find what is dropped in a log."""
    dropped = Dropped()
    for number in store.numbers():
        fingerprints = store.fingerprints(number)
        if len(set(fingerprints)) < len(fingerprints):
            drop_duplicates(store.load(number), dropped)
    return dropped


def drop_duplicates(partition: Partition, dropped: Dropped) -> None:
    """Add to *dropped* what is dropped in a partition that holds some streams whole."""
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
                dropped.differing.add(Reject(placed, _DIFFERS, line))
