"""Comparison: two tables of one export, aligned row by row by its key columns."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from ...events import ReplaydeskError, shown
from ...projections import Column, Kind
from .identity import printed_identity
from .values import Cells

_TIMES: Final = (Kind.INSTANT, Kind.DURATION)
_MOST_PAIRINGS: Final = 10_000


class KeyColumnError(ReplaydeskError, LookupError):
    """There is no column to align rows by."""


@attrs.frozen
class Difference:
    """A row that both have, with cells that differ."""

    ours: int
    """The number of our row, from 0."""

    theirs: int
    """The number of their row, from 0."""

    columns: tuple[int, ...]
    """The numbers of the columns that differ, from 0; at least one."""


@attrs.define
class Comparison:
    """What two tables have in common, and what not."""

    columns: tuple[Column, ...]
    """The columns that were compared."""

    keys: tuple[int, ...]
    """The numbers of those by which rows were aligned, from 0."""

    ours: list[Cells] = attrs.field(repr=False)
    theirs: list[Cells] = attrs.field(repr=False)
    equal: list[tuple[int, int]] = attrs.field(factory=list, repr=False)
    """Our and their number of each row that is the same."""

    different: list[Difference] = attrs.field(factory=list)
    only_ours: list[int] = attrs.field(factory=list)
    only_theirs: list[int] = attrs.field(factory=list)
    doubled: list[int] = attrs.field(factory=list)
    """The numbers of their rows whose key we have, but not so often."""

    @property
    def agrees(self) -> bool:
        """Whether every row of the one is a row of the other."""
        return not (self.different or self.only_ours or self.only_theirs or self.doubled)

    @property
    def cells(self) -> int:
        """How many cells differ; all cells but the keys of a row that only one of the two has."""
        return sum(len(row.columns) for row in self.different) + self.lone * self.cells_of_lone

    @property
    def lone(self) -> int:
        """How many rows only one of the two has, or has once more."""
        return len(self.only_ours) + len(self.only_theirs) + len(self.doubled)

    @property
    def cells_of_lone(self) -> int:
        """As how many cells each of them counts: all but its keys."""
        return max(1, len(self.columns) - len(self.keys))

    def cells_by_column(self) -> Counter[int]:
        """Return for each column that differs how many of its cells do, of rows that both have."""
        return Counter(number for row in self.different for number in row.columns)

    def times_apart(self, column: int) -> list[int]:
        """Return how many milliseconds apart are the times that differ in a column.

        Of an instant or a duration and what is none, nobody can say how far apart they are.
        """
        if self.columns[column].kind not in _TIMES:
            return []
        cells = [
            (self.ours[row.ours][column], self.theirs[row.theirs][column])
            for row in self.different
            if column in row.columns
        ]
        return [abs(a - b) for a, b in cells if isinstance(a, int) and isinstance(b, int)]


def key_columns(slug: str, columns: Sequence[Column], keys: Iterable[str] = ()) -> tuple[int, ...]:
    """Return the numbers of the *columns* by which rows are aligned.

    They are the columns called *keys*; without them the export's own, as far as both tables have
    them.

    Raises:
        KeyColumnError: None of the export's own is there, or one of *keys* is not.
    """
    numbers = {column.key: number for number, column in enumerate(columns)}
    wanted = tuple(keys)
    for key in wanted:
        if key not in numbers:
            raise KeyColumnError(
                f"{shown(key)} is no column that both have; they are {_list(numbers)}"
            )
    own = printed_identity(slug)
    found = tuple(numbers[key] for key in wanted or own if key in numbers)
    if not found:
        raise KeyColumnError(
            f"there is nothing to align the rows of {slug} by: of its key columns {_list(own)} "
            "the other table has none; say with a mapping which of its columns they are, or name "
            "other key columns"
        )
    return found


def compare(
    columns: Sequence[Column],
    keys: tuple[int, ...],
    ours: list[Cells],
    theirs: list[Cells],
    *,
    tolerance: int = 0,
) -> Comparison:
    """Align two tables by their key columns and compare them cell by cell.

    Rows that share a key are aligned so that as many as can be are equal. Instants and durations
    that are at most *tolerance* milliseconds apart are equal, in key columns too.
    """
    aligned = Comparison(tuple(columns), keys, ours, theirs)
    lenient = frozenset(n for n, column in enumerate(columns) if column.kind in _TIMES)
    table = _Rows(aligned, lenient if tolerance else frozenset(), tolerance)
    by_key: dict[Cells, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((ours, theirs)):
        for number, cells in enumerate(rows):
            by_key[tuple(cells[key] for key in keys)][side].append(number)
    for near in table.near(by_key):
        table.align(*near)
    for rows_here, rows_there in by_key.values():
        table.align(rows_here, rows_there)
    for found in (aligned.equal, aligned.only_ours, aligned.only_theirs, aligned.doubled):
        found.sort()
    aligned.different.sort(key=lambda row: (row.ours, row.theirs))
    return aligned


@attrs.define
class _Rows:
    """The rows of a comparison while they are aligned."""

    aligned: Comparison
    lenient: frozenset[int]
    """The columns in which a gap of at most the tolerance is none."""

    tolerance: int

    def align(self, ours: list[int], theirs: list[int]) -> None:
        """Align rows that share a key."""
        found = self.aligned
        if not (ours and theirs):
            found.only_ours += ours
            found.only_theirs += theirs
            return
        if len(ours) > 1 or len(theirs) > 1:
            ours, theirs = self._take_equal(ours, theirs)
        paired_ours, paired_theirs = set[int](), set[int]()
        for here, there in self._closest(ours, theirs):
            differing = self.differing(here, there)
            if differing:
                found.different.append(Difference(here, there, differing))
            else:
                found.equal.append((here, there))
            paired_ours.add(here)
            paired_theirs.add(there)
        found.only_ours += [number for number in ours if number not in paired_ours]
        found.doubled += [number for number in theirs if number not in paired_theirs]

    def differing(self, here: int, there: int) -> tuple[int, ...]:
        """Return the numbers of the columns in which two rows differ."""
        ours, theirs = self.aligned.ours[here], self.aligned.theirs[there]
        if ours == theirs:
            return ()
        return tuple(
            number
            for number, (mine, other) in enumerate(zip(ours, theirs, strict=True))
            if mine != other and not (number in self.lenient and self._is_near(mine, other))
        )

    def near(
        self, by_key: dict[Cells, tuple[list[int], list[int]]]
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Take out of *by_key* the rows whose keys differ by times that are near, and yield them.

        Each of ours goes with the nearest of theirs that follows or precedes it.
        """
        lenient = [place for place, key in enumerate(self.aligned.keys) if key in self.lenient]
        if not lenient:
            return
        alike: dict[Cells, tuple[list[Cells], list[Cells]]] = defaultdict(lambda: ([], []))
        for key, (ours, theirs) in by_key.items():
            if bool(ours) != bool(theirs) and all(isinstance(key[at], int) for at in lenient):
                rest = tuple(cell for at, cell in enumerate(key) if at not in lenient)
                alike[rest][0 if ours else 1].append(key)
        for mine, others in alike.values():
            first = lenient[0]
            others.sort(key=lambda key: key[first])
            for key in sorted(mine, key=lambda key: key[first]):
                start = bisect_left(others, key[first] - self.tolerance, key=lambda o: o[first])
                stop = bisect_right(others, key[first] + self.tolerance, key=lambda o: o[first])
                gaps = [
                    (max(abs(key[at] - others[place][at]) for at in lenient), place)
                    for place in range(start, stop)
                ]
                if gaps and min(gaps)[0] <= self.tolerance:
                    other = others.pop(min(gaps)[1])
                    yield by_key.pop(key)[0], by_key.pop(other)[1]

    def _is_near(self, mine: Any, other: Any) -> bool:
        both = isinstance(mine, int) and isinstance(other, int)
        return both and abs(mine - other) <= self.tolerance

    def _take_equal(self, ours: list[int], theirs: list[int]) -> tuple[list[int], list[int]]:
        """Align the rows that are the same to the last cell; return the others."""
        waiting: dict[Cells, list[int]] = defaultdict(list)
        for number in reversed(theirs):
            waiting[self.aligned.theirs[number]].append(number)
        left = []
        for number in ours:
            if same := waiting.get(self.aligned.ours[number]):
                self.aligned.equal.append((number, same.pop()))
            else:
                left.append(number)
        return left, sorted(number for numbers in waiting.values() for number in numbers)

    def _closest(self, ours: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
        """Yield pairs of rows, those first that differ least; where there are many, in order."""
        if len(ours) == len(theirs) == 1 or len(ours) * len(theirs) > _MOST_PAIRINGS:
            yield from zip(ours, theirs, strict=False)
            return
        pairings = sorted(
            (len(self.differing(here, there)), here, there) for here in ours for there in theirs
        )
        taken_ours, taken_theirs = set[int](), set[int]()
        for _, here, there in pairings:
            if here not in taken_ours and there not in taken_theirs:
                taken_ours.add(here)
                taken_theirs.add(there)
                yield here, there


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
