"""What projections keep of contacts: as many as the log is long, so it can be taken out.

All that the log says of one contact is added up when it is in one place. Whoever folds a long log
takes out what its projections keep of contacts, brings together what is of the same ones, and puts
it back, some contacts at a time; then those are `settle`d: nothing more comes of them.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

import attrs

from .projection import KeyedProjection, Row


@attrs.define
class DistinctContacts:
    """How many different contacts there were."""

    settled: int = 0
    """Those of which nothing more comes."""

    known: set[str] = attrs.Factory(set)
    """The others, by their IDs."""

    def __len__(self) -> int:
        """Return how many there are."""
        return self.settled + len(self.known)

    def __add__(self, other: "DistinctContacts") -> "DistinctContacts":
        """Return these and those of other conversations; shares nothing with either."""
        return DistinctContacts(self.settled + other.settled, self.known | other.known)

    def __iadd__(self, other: "DistinctContacts") -> Self:
        """Add those of other conversations."""
        self.settled += other.settled
        self.known |= other.known
        return self

    def take(self) -> set[str]:
        """Return the ones that are not settled, and forget them."""
        taken, self.known = self.known, set()
        return taken

    def settle(self) -> None:
        """Keep only the number: nothing more comes of these contacts."""
        self.settled += len(self.take())


class ByContact:
    """A projection of which what it keeps of contacts can be taken out."""

    __slots__ = ()

    def contacts_held(self) -> int:
        """Return how many entries `take_contacts` would give."""
        raise NotImplementedError

    def take_contacts(self) -> Iterator[tuple[str, Any]]:
        """Take out what is kept of contacts: an ID and plain data, several of an ID perhaps."""
        raise NotImplementedError

    def put_contact(self, contact_id: str, kept: Any) -> None:
        """Add what was taken out, here or of a projection that took in other streams."""
        raise NotImplementedError

    def settle(self) -> None:
        """Keep of the contacts held what rows of other keys show: nothing more comes of them.

        Rows of their own are not shown after that.
        """
        raise NotImplementedError


@attrs.define
class ContactRowsProjection(KeyedProjection[Row], ByContact):
    """A projection each of whose rows is of one contact: finished when the contact is settled."""

    sorted_by: ClassVar[tuple[str, ...]]
    """The fields of the row class that the export's rows are sorted by."""
