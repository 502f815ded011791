"""Reconciling: somebody else's export against ours, row by row, and what explains the rest."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import attrs

from ...events import Redaction, ReplaydeskError, zone
from ...events.personal import Personal
from ...projections import Column, Projection
from ...projections.personal_columns import PERSONAL_COLUMNS
from ..library import Export, Result, find_export
from .compare import Comparison, key_columns
from .settings import Reading, options_of
from .settings_search import Case, Search, Trial
from .tolerances import enough_tolerance, within_a_second
from .values import Unreadable, cells_of, printer
from .vendor import VendorFile, read_mapping, read_vendor
from .vendor_cells import DateOrder

Status = Literal["different", "only ours", "only theirs", "doubled"]
"""What is wrong: a cell of a row that both have, or a row that one of the two has (once more)."""

_SECOND: Final = 1000
_MOST_TOLERANT: Final = 366 * 86_400
_UNREADABLE: Final = Personal("unreadable")


class ToleranceError(ReplaydeskError, ValueError):
    """A tolerance is no number of seconds from nothing to a year."""


class RedactedReplayError(ReplaydeskError, ValueError):
    """A replay whose texts are pseudonyms cannot be compared with a file that has the texts."""


@attrs.frozen
class Finding:
    """A cell that differs, or a row that has no counterpart."""

    status: Status
    key: dict[str, str]
    """The row's key columns as they are printed, by their keys."""

    column: Column | None
    """Nothing for a row."""

    ours: str
    """Our value as our export prints it."""

    theirs: str
    """Their value as their file has it."""

    line: int | None
    """The line of their file on which the row ends; nothing for one that only we have."""


@attrs.define
class Reconciliation:
    """What another export has in common with ours, and what not."""

    export: type[Projection[Any]]
    vendor: VendorFile
    reading: Reading
    """The settings in force."""

    tolerance: int
    """How many milliseconds two times may be apart and still be equal."""

    comparison: Comparison
    tried: list[Trial]
    """The settings that were tried to explain the differences."""

    best: Trial | None
    """The one that leaves the fewest; nothing where none leaves fewer."""

    left_within_a_second: int | None
    """How many cells would differ with a tolerance of a second, where it would align more rows, for
    their keys are whole seconds."""

    enough_tolerance: int | None
    """The seconds of tolerance that would make all agree; nothing where none up to 60 would."""

    redaction: Redaction | None = None
    """What replaces personal text in the findings; what is compared is the text itself."""

    @property
    def agrees(self) -> bool:
        """Whether every row and cell that could be compared is equal."""
        return self.comparison.agrees

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns of ours that their file does not have."""
        return tuple(c for c in self.export.columns() if c not in self.vendor.columns)

    @property
    def tz(self) -> ZoneInfo:
        """In which instants are printed."""
        return self.reading.tz

    def findings(self) -> Iterator[Finding]:
        """Yield the cells that differ, then the rows without a counterpart."""
        found, lines = self.comparison, self.vendor.lines
        printed = printer(self.tz)
        for row in found.different:
            ours, theirs = found.ours[row.ours], found.theirs[row.theirs]
            for number in row.columns:
                column = found.columns[number]
                yield Finding(
                    status="different",
                    key=self._key(ours, printed),
                    column=column,
                    ours=self._told(column, ours[number], printed(ours[number], column.kind)),
                    theirs=self._told(column, theirs[number], self.vendor.text(row.theirs, number)),
                    line=lines[row.theirs],
                )
        for number in found.only_ours:
            yield Finding("only ours", self._key(found.ours[number], printed), None, "", "", None)
        rows: tuple[tuple[Status, list[int]], ...] = (
            ("only theirs", found.only_theirs),
            ("doubled", found.doubled),
        )
        for status, numbers in rows:
            for number in numbers:
                key = self._key(found.theirs[number], printed)
                yield Finding(status, key, None, "", "", lines[number])

    def options(self, trial: Trial) -> tuple[str, ...]:
        """Return the options of the command line that say the setting of *trial*."""
        has_local_times = any(stamp.offset is None for stamp in self.vendor.stamps)
        return options_of(trial.setting.reading, self.reading, wants_clock=has_local_times)

    def _key(self, cells: Any, printed: Callable[..., str]) -> dict[str, str]:
        columns = self.comparison.columns
        return {
            columns[number].key: self._told(
                columns[number], cells[number], printed(cells[number], columns[number].kind)
            )
            for number in self.comparison.keys
        }

    def _told(self, column: Column, cell: Any, text: str) -> str:
        """Return the *text* of a cell, or the pseudonym of what was compared."""
        if self.redaction is None:
            return text
        if isinstance(cell, Unreadable):
            return self.redaction.pseudonym(_UNREADABLE, cell.text)
        personal = PERSONAL_COLUMNS.get(column.key)
        return text if personal is None else self.redaction.pseudonym(personal, cell or "")


def reconcile(  # noqa: PLR0913  # one parameter a choice
    result: Result,
    export: Export[Any],
    vendor: str | os.PathLike[str] | VendorFile,
    *,
    tolerance: float = 0,
    mapping: Mapping[str, str | None] | str | os.PathLike[str] | None = None,
    vendor_tz: str | None = None,
    keys: Iterable[str] = (),
    dates: DateOrder | None = None,
    search: bool = True,
    redact: Redaction | None = None,
) -> Reconciliation:
    """Align a vendor's CSV file with an export of a replayed log, and compare them.

    Headers may be English, French or our keys; columns may stand in any order, be missing, or be
    none of ours. Where the two differ and *search* is true, the policies, time zones and periods
    are tried under which they would agree.

    Args:
        result: The replayed log, asked for the export.
        export: The export, by its name or by its projection.
        vendor: The file, or what `open_vendor` made of it.
        tolerance: How many seconds two times may be apart and still be equal.
        mapping: What other headers mean, or a JSON file that says it: our key for each of them,
            or nothing for a column that is not to be compared.
        vendor_tz: The zone of their times without an offset; by default that of the replay.
        keys: By which columns rows are aligned, instead of the export's own key columns.
        dates: Whether the day or the month comes first in dates that begin with no year; by
            default as their values tell.
        search: Whether to look for a setting that explains the differences.
        redact: What replaces personal text, ours and theirs, in what is found.

    Raises:
        VendorFileError: The file or the mapping cannot be made sense of.
        KeyColumnError: There is no column to align rows by.
        ToleranceError: `tolerance` is negative, or longer than a year.
        UnknownExportError: There is no such export, or it was not asked for.
        UnknownZoneError: `vendor_tz` is no time zone.
        RedactedReplayError: The log was replayed with redaction; ask for that here instead.
    """
    if result.replayed.redaction is not None:
        raise RedactedReplayError(
            "the replay is redacted, and their file is not; replay the log without redaction and "
            "let reconcile redact what it finds"
        )
    wanted = find_export(export)
    if isinstance(vendor, VendorFile):
        theirs = vendor
    else:
        theirs = open_vendor(vendor, wanted, mapping=mapping, dates=dates)
    terms = terms_of(wanted, theirs, tolerance=tolerance, vendor_tz=vendor_tz, keys=keys)
    case = Case(result.replayed, wanted, theirs, terms.keys, terms.tolerance)
    reading = Reading(result.frame, result.tz, terms.clock or result.tz)
    comparison = case.compare(cells_of(result.rows(wanted), theirs.columns), reading)
    found = Search(case, result.replayed.span or (0, 0))
    if search:
        found.run(reading, comparison)
    aligned = within_a_second(comparison, case.tolerance)
    return Reconciliation(
        wanted,
        theirs,
        reading,
        case.tolerance,
        comparison,
        found.tried,
        found.best,
        None if aligned is None else aligned.cells,
        enough_tolerance(aligned or comparison, 1 if aligned else 0),
        redact,
    )


@attrs.frozen
class Terms:
    """How two tables are to be compared."""

    keys: tuple[int, ...]
    """The numbers, among the columns that both have, of those by which rows are aligned."""

    tolerance: int
    """Milliseconds."""

    clock: ZoneInfo | None
    """The zone of their times without an offset; nothing where it is that of the replay."""


def terms_of(
    export: type[Projection[Any]],
    vendor: VendorFile,
    *,
    tolerance: float,
    vendor_tz: str | None,
    keys: Iterable[str],
) -> Terms:
    """Return how `reconcile` compares, so that what cannot be is known before a log is read.

    Raises:
        KeyColumnError: There is no column to align rows by.
        ToleranceError: `tolerance` is negative, or longer than a year.
        UnknownZoneError: `vendor_tz` is no time zone.
    """
    if not 0 <= tolerance <= _MOST_TOLERANT:
        raise ToleranceError(f"{tolerance} is no tolerance; expected seconds, up to a year of them")
    return Terms(
        key_columns(export.slug, vendor.columns, map(_key_of(vendor), keys)),
        round(tolerance * _SECOND),
        None if vendor_tz is None else zone(vendor_tz),
    )


def open_vendor(
    vendor: str | os.PathLike[str],
    export: Export[Any],
    *,
    mapping: Mapping[str, str | None] | str | os.PathLike[str] | None = None,
    dates: DateOrder | None = None,
) -> VendorFile:
    """Read a vendor's file as `reconcile` does, so that what is wrong with it is known first.

    Raises:
        VendorFileError: The file or the mapping cannot be made sense of.
        UnknownExportError: There is no such export.
    """
    if isinstance(mapping, str | os.PathLike):
        mapping = read_mapping(Path(mapping))
    columns = find_export(export).columns()
    return read_vendor(Path(vendor), columns, mapping=mapping, order=dates)


def _key_of(vendor: VendorFile) -> Callable[[str], str]:
    """Return what finds the key of one of our columns by a header of theirs, or by itself."""
    by_header = {
        vendor.headers[place]: column.key
        for column, place in zip(vendor.columns, vendor.places, strict=True)
    }
    return lambda name: by_header.get(name, name)
