"""Contacts: as many as the log is long, so what it says of them waits as lines, not as objects."""

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain
from typing import Final, cast

import attrs

from ..events import Event, Redaction
from ..projections.derivations import Contact, ContactEvent, ContactNames, derive_contact
from .partitions import Partition, event_of_line, partition_of
from .scratch import Scratch
from .streams import put_in_order, undropped

_RECENT: Final = 64

_IN_MEMORY: Final = 4 << 20
"""Bytes of entries that a book keeps in memory before it moves them to disk."""


class _Kept(Contact):
    """A contact whose events are read when more than its names is asked for: few exports do."""

    __slots__ = ("_events", "_names")

    def __init__(
        self,
        last_updated: int,
        names: ContactNames,
        events: Callable[[], Iterable[ContactEvent]],
    ) -> None:
        self.last_updated = last_updated
        self._names = names
        self._events = events

    def __eq__(self, other: object) -> bool:
        """Tell whether the log says the same of both, whatever keeps it."""
        if not isinstance(other, Contact):
            return NotImplemented
        mine = self.last_updated, self.profile, self.attributes
        return mine == (other.last_updated, other.profile, other.attributes)

    __hash__ = None  # as of every contact: it takes in events

    @property
    def names(self) -> ContactNames:
        """What exports print of it."""
        return self._names

    def __getattr__(self, name: str) -> object:
        """Return the profile or the attributes, which are not there before they are asked for."""
        if name not in ("profile", "attributes"):
            raise AttributeError(name)
        told = derive_contact(self._events())
        self.profile, self.attributes = told.profile, told.attributes
        return getattr(self, name)


@attrs.define(eq=False)
class ContactBook(Mapping[str, Contact]):
    """What the log says of each contact, read when it is asked for.

    An entry holds the lines that tell of the contact. Numbers are all that stays in memory, in
    arrays: so workers can look things up without copying them, as they would copy objects.
    """

    _hashes: list["array[int]"] = attrs.Factory(list)
    """Of the IDs in each partition, in order: by them an entry is found."""

    _places: list["array[int]"] = attrs.Factory(list)
    """Where each entry begins."""

    _entries: bytearray = attrs.Factory(bytearray)
    _moved: int = 0
    """How many bytes of entries were moved to disk; the rest is in memory."""

    _scratch: Scratch | None = None
    _redaction: Redaction | None = None
    """What replaces personal text; then contacts are known by their pseudonyms."""

    _recent: dict[str, Contact] = attrs.Factory(dict)
    """Those that were asked for of late: an export asks for one several times in a row."""

    _objects: dict[str, Contact] = attrs.Factory(dict)
    """The contacts whose events were given as objects: there are no lines to keep."""

    @classmethod
    def of(
        cls,
        partitions: Iterable[Partition],
        dropped: AbstractSet[int],
        redaction: Redaction | None = None,
    ) -> "ContactBook":
        """Return what *partitions* tell of their contacts, without the events *dropped*."""
        book = cls(redaction=redaction)
        for partition in partitions:
            book._add(partition, dropped)  # it is one of its own
        if redaction is not None:
            book._join()  # of a pseudonym nobody can say which partition it is from
        return book

    def __getitem__(self, contact_id: str) -> Contact:
        """Return what the log says of a contact.

        Raises:
            KeyError: It says nothing.
        """
        known = self._objects.get(contact_id) or self._recent.get(contact_id)
        if known is not None:
            return known
        if self._hashes:
            wanted = hash(contact_id)
            number = partition_of(contact_id, range(len(self._hashes)))
            hashes = self._hashes[number]
            for entry in range(bisect_left(hashes, wanted), len(hashes)):
                if hashes[entry] != wanted:
                    break
                found, contact = self._read(self._places[number][entry])
                if found == contact_id:
                    if len(self._recent) >= _RECENT:
                        self._recent.clear()
                    self._recent[contact_id] = contact
                    return contact
        raise KeyError(contact_id)

    def __iter__(self) -> Iterator[str]:
        """Yield the IDs of the contacts, in no order."""
        yield from self._objects
        for places in self._places:
            for place in places:
                yield self._read(place)[0]

    def __len__(self) -> int:
        """Return how many contacts the log tells of."""
        return len(self._objects) + sum(map(len, self._hashes))

    def _add(self, partition: Partition, dropped: AbstractSet[int]) -> None:
        by_contact: dict[str, list[ContactEvent]] = {}
        position_of: dict[int, int] = {}
        positions = undropped(partition, dropped)
        for position, record in zip(positions, partition.records(positions), strict=True):
            event = cast("ContactEvent", record)
            by_contact.setdefault(event.contact_id, []).append(event)
            position_of[id(event)] = position
        index: list[tuple[int, int]] = []
        redaction = self._redaction
        for own_id, events in by_contact.items():
            contact = derive_contact(put_in_order(events))
            contact_id = own_id if redaction is None else redaction.stream_id("contact", own_id)
            told = [event for event in (contact.profile, *contact.attributes.values()) if event]
            lines = [partition.line(position_of[id(event)]) for event in told]
            if None in lines:
                self._objects[contact_id] = (
                    contact if redaction is None else derive_contact(map(self._told, events))
                )
            else:
                if redaction is not None and contact.profile is not None:
                    contact = derive_contact(
                        [self._told(partition.event(position_of[id(told[0])]))]
                    )
                entry = marshal.dumps((contact_id, events[-1].time, tuple(contact.names), lines))
                index.append((hash(contact_id), self._append(entry)))
        index.sort()
        self._hashes.append(array("q", [hashed for hashed, _ in index]))
        self._places.append(array("Q", [place for _, place in index]))

    def _join(self) -> None:
        hashes, places = (array(each[0].typecode) for each in (self._hashes, self._places))
        for hashed, place in sorted(zip(chain(*self._hashes), chain(*self._places), strict=True)):
            hashes.append(hashed)
            places.append(place)
        self._hashes, self._places = [hashes], [places]

    def _append(self, entry: bytes) -> int:
        place = self._moved + len(self._entries)
        self._entries += len(entry).to_bytes(4, "little") + entry
        if len(self._entries) > _IN_MEMORY:
            self._scratch = self._scratch or Scratch()
            self._moved += len(self._entries)
            self._scratch.append(self._entries)
            self._entries = bytearray()
        return place

    def _read(self, place: int) -> tuple[str, Contact]:
        size = int.from_bytes(self._bytes(place, 4), "little")
        entry = marshal.loads(self._bytes(place + 4, size))  # noqa: S302
        contact_id, last_updated, names, lines = entry
        return contact_id, _Kept(
            last_updated, ContactNames._make(names), partial(self._events, lines)
        )

    def _events(self, lines: list[tuple[bytes, int, int]]) -> Iterator[ContactEvent]:
        for line in lines:
            yield self._told(event_of_line(*line))

    def _told(self, event: Event) -> ContactEvent:
        redacted = event if self._redaction is None else self._redaction.redacted(event)
        return cast("ContactEvent", redacted)

    def _bytes(self, place: int, size: int) -> bytes:
        if place < self._moved and self._scratch is not None:
            return self._scratch.read(place, size)
        return bytes(self._entries[place - self._moved : place - self._moved + size])
