"""The search for the setting under which our export agrees best with another file."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import attrs

from ...projections import Frame, Kind, Projection
from ..replayed import Replayed
from .compare import Comparison, compare
from .settings import (
    WITHOUT_PERIOD,
    Reading,
    Setting,
    calendar_settings,
    edge_settings,
    policy_settings,
    seen_settings,
)
from .values import Cells, cells_of
from .vendor import VendorFile
from .vendor_cells import Stamp
from .zones import Times, needed_offsets, zone_settings

_MOST_STEPS: Final = 3
_ROWS_AT_ONCE: Final = 200_000
_MOST_AT_ONCE: Final = 64
"""How many rows are held of replays that are folded at once, and how many of those there are."""

_CHOSEN_BY: Final = {
    "resolved-conversation": "resolved_at",
    "message": "created_at",
    "response-times": "to",
}
"""The column by which a row lies in the period."""


@attrs.frozen
class Trial:
    """A setting that was tried, and what it leaves."""

    setting: Setting
    before: int
    """How many cells differ without it, counted as `Comparison.cells` counts."""

    left: int
    """How many cells differ under it."""

    columns: tuple[str, ...]
    """The keys of the columns that differ without it, and agree in every row that both have."""

    has_common: bool
    """Whether a row is left that both have; where none is, a setting explains nothing."""

    @property
    def helps(self) -> bool:
        """Whether it leaves fewer differences, and rows that both have."""
        return self.has_common and self.left < self.before


@attrs.define
class Case:
    """What is reconciled: a replayed log, one of its exports, and somebody else's file."""

    replayed: Replayed
    export: type[Projection[Any]]
    vendor: VendorFile
    keys: tuple[int, ...]
    tolerance: int
    _rows: int = attrs.field(init=False, default=0)
    _theirs: tuple[Any, list[Cells]] = attrs.field(init=False, default=(None, []))

    def comparisons(self, readings: list[Reading]) -> Iterator[Comparison]:
        """Yield the comparison under each of *readings*, in their order.

        The log is not read again: all frames are folded together, in a few passes over what the
        replay keeps.
        """
        most = _ROWS_AT_ONCE // max(1, len(self.vendor.rows), self._rows)
        for batch in _batches(readings, min(max(1, most), _MOST_AT_ONCE)):
            frames = dict.fromkeys(reading.frame for reading in batch)
            projections: dict[Frame, Projection[Any]] = {f: self.export(f) for f in frames}
            self.replayed.refold(projections.values())
            for reading in batch:
                rows = projections[reading.frame].rows(self.replayed.reference)
                yield self.compare(cells_of(rows, self.vendor.columns), reading)

    def compare(self, ours: list[Cells], reading: Reading) -> Comparison:
        """Compare rows of ours with theirs, as *reading* reads them."""
        self._rows = max(self._rows, len(ours))
        key = (reading.clock, reading.believes_offsets)
        if self._theirs[0] != key:
            cells = self.vendor.cells(reading.clock, believes_offsets=reading.believes_offsets)
            self._theirs = (key, cells)
        return compare(
            self.vendor.columns, self.keys, ours, self._theirs[1], tolerance=self.tolerance
        )


@attrs.define
class Search:
    """Tries settings, the simple ones first, until one explains every difference."""

    case: Case
    span: tuple[int, int]
    """The instants of the log's first and last event."""

    tried: list[Trial] = attrs.field(init=False, factory=list)
    """What was tried, in that order."""

    best: Trial | None = attrs.field(init=False, default=None)
    """What leaves the fewest differences; of those that leave as many, the simplest."""

    _seen: set[Any] = attrs.field(init=False, factory=set)

    def run(self, reading: Reading, found: Comparison) -> None:
        """Look for what explains the differences that were *found* under *reading*.

        Where one setting leaves some, others are tried on top of it; one of those counts if it
        explains half of what was left, or a whole column.
        """
        self._seen.add(_key(reading))
        for step in range(_MOST_STEPS):
            left = found.cells
            if not left:
                return
            best: tuple[Trial, Comparison] | None = None
            for stage in self._stages(reading, found):
                for trial, comparison in self._try(stage(), found):
                    self.tried.append(trial)
                    if trial.helps and (best is None or trial.left < best[0].left):
                        best = trial, comparison
                if best and not best[0].left:
                    break
            if best is None or (step and best[0].left * 2 > left and not best[0].columns):
                return
            self.best = best[0]
            reading, found = best[0].setting.reading, best[1]

    def _stages(
        self, reading: Reading, found: Comparison
    ) -> Iterator[Callable[[], Iterable[Setting]]]:
        slug = self.case.export.slug
        differing = frozenset(found.columns[number].key for number in found.cells_by_column())
        yield partial(policy_settings, reading, slug, differing)
        yield partial(self._zones, reading, found)
        if slug not in WITHOUT_PERIOD:
            yield partial(edge_settings, reading, self.span)
            yield partial(calendar_settings, reading, self.span)
            yield partial(seen_settings, reading, self._instants(reading))

    def _try(
        self, settings: Iterable[Setting], found: Comparison
    ) -> Iterator[tuple[Trial, Comparison]]:
        fresh = []
        for setting in settings:
            key = _key(setting.reading)
            if key not in self._seen:
                self._seen.add(key)
                fresh.append(setting)
        differing = found.cells_by_column()
        comparisons = self.case.comparisons([setting.reading for setting in fresh])
        for setting, comparison in zip(fresh, comparisons, strict=True):
            left = comparison.cells_by_column()
            agree = [found.columns[number].key for number in differing if number not in left]
            words = setting.words
            if self.best is not None:
                words = f"{self.best.setting.words}; {words}"
            tried = attrs.evolve(setting, words=words)
            has_common = bool(comparison.equal or comparison.different)
            yield (
                Trial(tried, found.cells, comparison.cells, tuple(agree), has_common),
                comparison,
            )

    def _zones(self, reading: Reading, found: Comparison) -> Iterator[Setting]:
        vendor = self.case.vendor
        calendars = self.case.replayed.reference.opening_hours.values()
        named = {hours.timezone for hours in calendars if hours is not None}
        return zone_settings(
            reading,
            Times.of(vendor.stamps),
            self._offsets(found),
            [reading.clock.key, *sorted(named)],
            has_period=self.case.export.slug not in WITHOUT_PERIOD,
        )

    def _offsets(self, found: Comparison) -> frozenset[int] | None:
        """Return what clocks can help; nothing where every one can."""
        instants = [n for n, column in enumerate(found.columns) if column.kind is Kind.INSTANT]
        if set(instants) & set(found.keys) or not (found.equal or found.different):
            return None
        read = self.case.vendor.read
        return needed_offsets(
            (ours, theirs)
            for row in found.different
            for number in row.columns
            if number in instants
            and isinstance(ours := found.ours[row.ours][number], int)
            and isinstance(theirs := read[number][row.theirs], Stamp)
        )

    def _instants(self, reading: Reading) -> list[int]:
        """Return when their rows lie in the period, as far as they say."""
        key = _CHOSEN_BY.get(self.case.export.slug)
        for column, cells in zip(self.case.vendor.columns, self.case.vendor.read, strict=True):
            if column.key == key:
                return [
                    cell.instant(reading.clock, believes_offset=reading.believes_offsets)
                    for cell in cells
                    if isinstance(cell, Stamp)
                ]
        return []


def _key(reading: Reading) -> tuple[Any, ...]:
    return reading.frame, reading.clock.key, reading.believes_offsets


def _batches(readings: list[Reading], size: int) -> Iterator[list[Reading]]:
    return (readings[start : start + size] for start in range(0, len(readings), size))
