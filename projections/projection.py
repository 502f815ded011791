"""Projections: folds of facts into the rows of one export."""

from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

import attrs

from .columns import Column, columns_of
from .derivations import Reference
from .fold import Fold
from .frame import Frame
from .rounding import Ratio

Row = TypeVar("Row")


@attrs.define
class Projection(Fold, Generic[Row]):
    """What one export reads off.

    Three functions make it: take in a fact (its handlers), `merge` another that took in other
    streams, and give the `rows`. Sums are whole numbers; averages and percentages appear in the
    rows only. The state is plain data, so projections can be compared, copied and pickled.
    """

    slug: ClassVar[str]
    """The export's name: of its file, on the command line and in the library."""

    row_class: ClassVar[type[Any]]

    frame: Frame

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """Return the columns of the export, in their order."""
        return columns_of(cls.row_class)

    def merge(self, other: "Projection[Row]") -> None:
        """Take in all that *other* took in, of other streams: as if this one had handled it."""
        raise NotImplementedError

    def rows(self, reference: Reference) -> Iterable[Row]:
        """Return the rows, in the order of the export."""
        raise NotImplementedError


@attrs.define
class KeyedProjection(Projection[Row]):
    """A projection that adds up by keys, each of which is a row: an ID, or one and a channel.

    Merged projections add up as merged logs do, so that one which took in a single fact says what
    that fact adds to each row.
    """

    def keys(self, reference: Reference) -> Iterable[Any]:
        """Return the keys of the rows, in the order of the export."""
        raise NotImplementedError

    def row_of(self, key: Any, reference: Reference) -> Row:
        """Return what the row of *key* shows, also where the export would leave the row out."""
        raise NotImplementedError

    def ratios_of(self, key: Any) -> dict[str, Ratio]:  # noqa: ARG002  # few exports have any
        """Return what each average and percentage of a row is made of, by the column's key."""
        return {}

    def rows(self, reference: Reference) -> Iterable[Row]:
        """Return the rows, in the order of the export."""
        return (self.row_of(key, reference) for key in self.keys(reference))


@attrs.define
class RowProjection(Projection[Row]):
    """A projection whose rows are finished with the stream that they came from.

    Such rows can be as many as the log has events: they can be taken out before the end.
    """

    finished: list[Row] = attrs.Factory(list)

    sorted_by: ClassVar[tuple[str, ...]]
    """The fields of the row class that the export's rows are sorted by."""

    @classmethod
    def sort_key(cls, row: Row) -> tuple[Any, ...]:
        """Return what *row* is sorted by."""
        return tuple(getattr(row, field) for field in cls.sorted_by)

    def take(self) -> list[Row]:
        """Return the rows finished so far, and forget them."""
        taken, self.finished = self.finished, []
        return taken

    def merge(self, other: Projection[Row]) -> None:
        """Take in the rows of other streams."""
        if isinstance(other, RowProjection):
            self.finished.extend(other.finished)

    def rows(self, reference: Reference) -> Iterable[Row]:  # noqa: ARG002  # names are in the rows
        """Return the rows, in the order of the export."""
        return sorted(self.finished, key=self.sort_key)
