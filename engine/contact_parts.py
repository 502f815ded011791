"""Contact parts: what projections keep of contacts, on disk until all of a contact is together."""

import marshal
from collections.abc import Sequence
from typing import Any, Final

import attrs

from ..projections import ByContact, Projection
from .partitions import partition_of
from .scratch import Scratch

PARTS: Final = range(256)
"""All that is kept of a contact is in one of them."""

_ENTRY: Final = 400
"""Bytes that an entry takes in a projection, about."""

Segments = list[list[tuple[int, int, int]]]
"""Of each part where its pieces lie on disk: which file, offset, bytes."""


def _no_segments() -> Segments:
    return [[] for _ in PARTS]


@attrs.define(eq=False)
class ContactParts:
    """What was taken out of projections, each known by its place among them.

    The file is a temporary one without a name: it is gone with the process, however that ends.
    """

    memory: int
    """In bytes, of what stays in projections that are asked whether they hold too much."""

    files: list[Scratch] = attrs.Factory(list)
    """Where pieces lie; the first is these parts' own, made when it is needed."""

    segments: Segments = attrs.field(init=False, factory=_no_segments)

    def take_beyond_memory(self, projections: Sequence[Projection[Any]]) -> None:
        """Take what *projections* keep of contacts if it is more than the memory for it."""
        held = sum(each.contacts_held() for each in projections if isinstance(each, ByContact))
        if held * _ENTRY > self.memory:
            self.take(projections)

    def take(self, projections: Sequence[Projection[Any]]) -> None:
        """Take all that *projections* keep of contacts."""
        pieces: list[list[tuple[int, str, Any]]] = [[] for _ in PARTS]
        for number, projection in enumerate(projections):
            if isinstance(projection, ByContact):
                for contact_id, kept in projection.take_contacts():
                    pieces[partition_of(contact_id, PARTS)].append((number, contact_id, kept))
        if not self.files:
            self.files.append(Scratch())
        for piece, segments in zip(pieces, self.segments, strict=True):
            if piece:
                data = marshal.dumps(piece)
                segments.append((0, self.files[0].append(data), len(data)))

    def put(self, part: int, projections: Sequence[Projection[Any]]) -> None:
        """Put all that is of the contacts of a part into *projections*, as many as it came from."""
        for file, offset, size in self.segments[part]:
            for number, contact_id, kept in marshal.loads(self.files[file].read(offset, size)):  # noqa: S302  # from take
                projection = projections[number]
                if isinstance(projection, ByContact):
                    projection.put_contact(contact_id, kept)

    def apart(self) -> "ContactParts":
        """Return parts for another process, in a file that both have open."""
        return ContactParts(self.memory, [Scratch()])

    def adopt(self, file: Scratch, segments: Segments) -> None:
        """Take over what another process wrote to its own *file*."""
        self.files.append(file)
        number = len(self.files) - 1
        for mine, theirs in zip(self.segments, segments, strict=True):
            mine.extend((number, *where[1:]) for where in theirs)
