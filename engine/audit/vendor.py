"""Somebody else's export: a CSV file whose columns are found, named and read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import orjson

from ...events import shown
from ...projections import Column, Kind
from .values import Cells
from .vendor_cells import DATE_ORDERS, DateOrder, Stamp, date_orders, read_column, read_stamps
from .vendor_csv import CsvFile, VendorFileError

_MOST_SHOWN: Final = 8


@attrs.define(eq=False)
class VendorFile:
    """A vendor's export, with the columns of ours that it has."""

    name: str
    headers: tuple[str, ...]
    rows: list[list[str]] = attrs.field(repr=False)
    """The cells as they are written, one for each header."""

    lines: list[int] = attrs.field(repr=False)
    """Of each row the line on which it ends, from 1."""

    columns: tuple[Column, ...]
    """The columns of ours that it has, in our order."""

    places: tuple[int, ...]
    """Where in the file each of them stands, from 0."""

    read: list[list[Any]] = attrs.field(repr=False)
    """For each of them its cells, read; instants are stamps that may want a zone."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headers of the columns that are none of ours."""
        return tuple(h for place, h in enumerate(self.headers) if place not in self.places)

    @property
    def stamps(self) -> list[Stamp]:
        """Every instant in the file."""
        return [
            cell
            for column, cells in zip(self.columns, self.read, strict=True)
            if column.kind is Kind.INSTANT
            for cell in cells
            if isinstance(cell, Stamp)
        ]

    def cells(self, zone: ZoneInfo, *, believes_offsets: bool = True) -> list[Cells]:
        """Return the rows as they are compared, times without an offset being those of *zone*."""
        columns = [
            [
                cell.instant(zone, believes_offset=believes_offsets)
                if isinstance(cell, Stamp)
                else cell
                for cell in cells
            ]
            if column.kind is Kind.INSTANT
            else cells
            for column, cells in zip(self.columns, self.read, strict=True)
        ]
        return list(zip(*columns, strict=True))

    def text(self, row: int, column: int) -> str:
        """Return a cell as the file has it; *column* counts those of ours that it has."""
        return self.rows[row][self.places[column]]


def read_vendor(
    path: Path,
    columns: Iterable[Column],
    *,
    mapping: Mapping[str, str | None] | None = None,
    order: DateOrder | None = None,
) -> VendorFile:
    """Read a CSV file that has some of our *columns*, in any order, and perhaps others.

    Args:
        path: The file: UTF-8 or UTF-16 with its mark, delimited by comma, semicolon or tab.
        columns: The columns of the export that it is compared with.
        mapping: For headers that are not ours, in English or in French, the key of our column, or
            nothing for a column that is not to be compared.
        order: Of days and months in dates that begin with no year; by default told by the dates.

    Raises:
        VendorFileError: The file cannot be read, is empty or no CSV, has rows that do not fit its
            header, has none of the columns or one of them twice, or dates that can be read both
            ways.
    """
    columns = tuple(columns)
    known = _Headers(str(path), columns, mapping or {})
    file = CsvFile.read(path, known.number)
    headers, rows = file.headers, file.rows
    places = known.places(headers)
    found = tuple(column for column in columns if column.key in places)
    where = tuple(places[column.key] for column in found)
    texts = [[row[place] for row in rows] for place in where]
    orders = _orders(str(path), found, [headers[place] for place in where], texts, order)
    read = [
        read_stamps(cells, orders[column.key])
        if column.kind is Kind.INSTANT
        else read_column(cells, column.kind)
        for column, cells in zip(found, texts, strict=True)
    ]
    return VendorFile(str(path), headers, rows, file.lines, found, where, read)


def read_mapping(path: Path) -> dict[str, str | None]:
    """Read a mapping file: a JSON object of a vendor's headers and our keys.

    `null` for a key leaves a column out.

    Raises:
        VendorFileError: The file cannot be read or is no such object.
    """
    try:
        mapping = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise VendorFileError(f"{path}: the mapping cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise VendorFileError(f"{path}: the mapping is not JSON: {error}") from None
    if not isinstance(mapping, dict):
        raise VendorFileError(
            f"{path}: the mapping is {shown(mapping)}; expected an object like "
            '{"vendor header": "our key"}'
        )
    for header, key in mapping.items():
        if not isinstance(key, str | None):
            raise VendorFileError(
                f"{path}: the mapping of {shown(header)} is {shown(key)}; expected the key of one "
                "of our columns, or null to leave the column out"
            )
    return mapping


@attrs.define
class _Headers:
    """What the headers of a file mean."""

    name: str
    columns: tuple[Column, ...]
    mapping: Mapping[str, str | None]
    _meanings: dict[str, str | None] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Gather every header that is known."""
        keys = [column.key for column in self.columns]
        for column in self.columns:
            for header in (column.key, column.english, column.french):
                self._meanings[_normal(header)] = column.key
        for header, key in self.mapping.items():
            if key is not None and key not in keys:
                raise VendorFileError(
                    f"the mapping of {shown(header)} is {shown(key)}, which is no column of ours; "
                    f"they are {', '.join(keys)}"
                )
            self._meanings[_normal(header)] = key

    def number(self, headers: list[str]) -> int:
        """Return how many of *headers* are known."""
        return sum(_normal(header) in self._meanings for header in headers)

    def places(self, headers: tuple[str, ...]) -> dict[str, int]:
        """Return where each of our columns stands.

        Raises:
            VendorFileError: None is there, one is there twice, or a mapped header is not there.
        """
        places: dict[str, int] = {}
        for place, header in enumerate(headers):
            key = self._meanings.get(_normal(header))
            if key in places:
                raise VendorFileError(
                    f"{self.name}: {shown(headers[places[key]])} and {shown(header)} are both "
                    f"{key}; say with a mapping which of them is not to be compared (null)"
                )
            if key is not None:
                places[key] = place
        for header in self.mapping:
            if _normal(header) not in map(_normal, headers):
                raise VendorFileError(
                    f"{self.name}: there is no column {shown(header)}, which the mapping names; "
                    f"there are {_list(headers)}"
                )
        if not places:
            raise VendorFileError(
                f"{self.name}: none of its columns is one of ours; it has {_list(headers)}; say "
                "with a mapping what they are"
            )
        return places


def _orders(
    name: str,
    columns: tuple[Column, ...],
    headers: list[str],
    texts: list[list[str]],
    said: DateOrder | None,
) -> dict[str, DateOrder]:
    """Return how the dates of each column are meant.

    Where those of a column can be read both ways, they are meant as those of the others are.
    """
    readable: dict[str, frozenset[DateOrder]] = {
        column.key: date_orders(cells)
        for column, cells in zip(columns, texts, strict=True)
        if column.kind is Kind.INSTANT
    }
    certain: set[DateOrder] = {
        order for orders in readable.values() if len(orders) == 1 for order in orders
    }
    for column, header in zip(columns, headers, strict=True):
        if len(readable.get(column.key, ())) > 1 and said is None and len(certain) != 1:
            raise VendorFileError(
                f"{name}: the dates of {shown(header)} can be read with the day first and with the "
                "month first; say which (--dates)"
            )
    if said is not None:
        return dict.fromkeys(readable, said)
    other: DateOrder = DATE_ORDERS[0]
    if len(certain) == 1:
        (other,) = certain
    meant: dict[str, DateOrder] = {}
    for key, orders in readable.items():
        meant[key] = next(iter(orders)) if len(orders) == 1 else other
    return meant


def _normal(header: str) -> str:
    return " ".join(header.replace("\u2019", "'").split()).casefold()


def _list(headers: Iterable[str]) -> str:
    headers = [shown(header) for header in headers]
    more = len(headers) - _MOST_SHOWN
    return ", ".join(headers[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
