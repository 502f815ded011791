"""Tolerances: how far apart times may be for two tables to agree."""

from typing import Final

from ...projections import Kind
from .compare import Comparison, compare

_SECOND: Final = 1000
_MOST: Final = 60


def within_a_second(found: Comparison, tolerance: int) -> Comparison | None:
    """Return the comparison with a tolerance of a second, where that aligns more rows.

    It can where an instant is a key that they have in whole seconds, and we to the millisecond.
    """
    keys = [key for key in found.keys if found.columns[key].kind is Kind.INSTANT]
    has_lone = found.only_ours and found.only_theirs
    if tolerance >= _SECOND or not keys or not has_lone or not _in_seconds(found, keys):
        return None
    near = compare(found.columns, found.keys, found.ours, found.theirs, tolerance=_SECOND)
    return near if len(near.only_theirs) < len(found.only_theirs) else None


def enough_tolerance(found: Comparison, least: int = 0) -> int | None:
    """Return the seconds of tolerance that make all agree; nothing where none up to 60 do.

    Args:
        found: What differs with the tolerance in force, or with *least*.
        least: The seconds that it takes to align the rows.
    """
    if found.only_ours or found.only_theirs or found.doubled:
        return None
    gaps = [gap for number in found.cells_by_column() for gap in found.times_apart(number)]
    if len(gaps) < found.cells or max(gaps, default=0) > _MOST * _SECOND:
        return None
    return max(-(-max(gaps, default=0) // _SECOND), least) or None


def _in_seconds(found: Comparison, keys: list[int]) -> bool:
    theirs = [cells[key] for cells in found.theirs for key in keys]
    return all(cell % _SECOND == 0 for cell in theirs if isinstance(cell, int))
