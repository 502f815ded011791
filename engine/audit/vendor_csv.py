"""CSV files of whatever make: their encoding, their delimiter, their rows."""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import attrs

from ...events import ReplaydeskError

_DELIMITERS: Final = ",;\t"
_SAID_DELIMITER: Final = re.compile(r"sep=(.)\r?\n").match
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+").finditer
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class VendorFileError(ReplaydeskError, ValueError):
    """A vendor's file, or a mapping of its columns, cannot be made sense of."""


@attrs.frozen
class CsvFile:
    """A header row, and the rows with anything in them."""

    headers: tuple[str, ...]
    rows: list[list[str]] = attrs.field(repr=False)
    """The cells as they are written, one for each header."""

    lines: list[int] = attrs.field(repr=False)
    """Of each row the line on which it ends, from 1."""

    @classmethod
    def read(cls, path: Path, known: Callable[[list[str]], int]) -> Self:
        """Read a file in UTF-8, or in UTF-16 with its mark.

        Of comma, semicolon and tab that one delimits it by which most headers are *known*; a first
        line like `sep=;` has the last word.

        Raises:
            VendorFileError: The file cannot be read, is empty or no CSV, or a row does not fit the
                header.
        """
        text = _text(path)
        with _cells_of_any_length():
            return cls._of(path, text, known)

    @classmethod
    def _of(cls, path: Path, text: str, known: Callable[[list[str]], int]) -> Self:
        said = _SAID_DELIMITER(text)
        if said:
            text = text[said.end() :]
        headers = {delimiter: _header(text, delimiter) for delimiter in _DELIMITERS}
        delimiter = max(headers, key=lambda one: (known(headers[one]), len(headers[one])))
        records = _records(path, text, said[1] if said else delimiter, 1 if said else 0)
        _, header = next(records, (0, None))
        if header is None:
            raise VendorFileError(f"{path}: the file is empty; expected a header and rows")
        rows, lines = [], []
        for line, cells in records:
            if len(cells) < len(header) or any(cells[len(header) :]):
                raise VendorFileError(
                    f"{path}, line {line}: the row has {len(cells)} cells, and the header "
                    f"{len(header)}; is a delimiter or a quote missing?"
                )
            rows.append(cells[: len(header)])
            lines.append(line)
        return cls(tuple(header), rows, lines)


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    # Python has one limit for all who read CSV in a process, and this is not the only one.
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise VendorFileError(f"{path}: the file cannot be read: {error.strerror}") from None
    try:
        text = data.decode("utf-16" if data[:2] in _UTF_16_MARKS else "utf-8-sig")
    except UnicodeDecodeError:
        raise VendorFileError(f"{path}: it is not UTF-8; save it as CSV in UTF-8") from None
    if "\0" in text:
        raise VendorFileError(f"{path}: it is no text, so it is no CSV file; save it as CSV")
    return text if "\n" in text else text.replace("\r", "\n")


def _lines(text: str) -> Iterator[str]:
    return (match[0] for match in _LINES(text))


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(_lines(text), delimiter=delimiter), [])
    except csv.Error:
        return []


def _records(path: Path, text: str, delimiter: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with anything in them, each with the line on which it ends."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield before + reader.line_num, cells
    except csv.Error as error:
        line = before + reader.line_num
        raise VendorFileError(f"{path}, line {line}: this is no CSV: {error}") from None
