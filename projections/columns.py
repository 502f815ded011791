"""Columns: declared once, as data, on the fields of a row class.

The header row, the data dictionary, the command line's `columns` and the writer of CSV are all
read off this declaration.
"""

from collections import namedtuple
from collections.abc import Callable
from enum import Enum
from types import NoneType
from typing import Any, TypeVar, dataclass_transform, get_args

import attrs

R = TypeVar("R")

_DECLARATION = "declared_columns"


class Kind(Enum):
    """What a column's values are: their type in a row, and how an export prints them."""

    TEXT = "text"
    """Text from outside, disarmed where a spreadsheet could run it."""

    TEXTS = "list"
    """A tuple of texts, joined by `;`."""

    NAME = "enumeration"
    """One of the specification's own words."""

    INSTANT = "instant"
    """Milliseconds since 1970-01-01T00:00:00Z, printed as RFC 3339 in the chosen zone."""

    DURATION = "duration"
    """Milliseconds, printed as seconds with at most three decimals."""

    COUNT = "count"
    """A whole number."""

    PERCENTAGE = "percentage"
    """Hundredths of a percent, printed as percent with at most two decimals."""

    BOOLEAN = "boolean"
    """`true` or `false`."""

    @property
    def unit(self) -> str:
        """The unit of the printed value; empty for what has none."""
        return {"duration": "s", "percentage": "%", "instant": "RFC 3339"}.get(self.value, "")


@attrs.frozen
class Heading:
    """A column's declaration, without the name of the field that it stands on."""

    english: str
    french: str
    kind: Kind
    meaning: str


@attrs.frozen
class Column:
    """One column of an export."""

    key: str
    """Its name in the library."""

    field: str
    """The field of the row class: the key, with an underscore where Python has that word."""

    english: str
    french: str
    kind: Kind
    meaning: str
    is_optional: bool
    """Whether it can be blank."""


def column(heading: Heading) -> Any:
    """Declare a field of a row as a column."""
    return heading


@dataclass_transform(frozen_default=True, field_specifiers=(column,))
def row(cls: type[R]) -> type[R]:
    """Declare a row class: its fields are its columns, in the order of the export.

    Its rows are tuples: they are made by the million, and a tuple takes a third of the time of an
    object with as many attributes, and is turned into columns in C.
    """
    declared = _declared(cls)
    values: Any = namedtuple(cls.__name__, declared)  # type: ignore[misc]  # noqa: PYI024  # made of data
    members = {"__slots__": (), "__doc__": cls.__doc__, "__module__": cls.__module__}
    made: type[R] = type(cls.__name__, (values,), {**members, _DECLARATION: declared})
    return made


@dataclass_transform(frozen_default=True, field_specifiers=(column,))
def columns_group(cls: type[R]) -> type[R]:
    """Declare columns that row classes inherit; the rightmost base's come first."""
    return cls


def _declared(cls: type[Any]) -> dict[str, tuple[Heading, Any]]:
    """Return the headings and annotations of the fields of a class, those of its bases first."""
    return {
        field: (vars(base)[field], annotation)
        for base in reversed(cls.__mro__)
        for field, annotation in vars(base).get("__annotations__", {}).items()
    }


def columns_of(row_class: type[Any]) -> tuple[Column, ...]:
    """Return the columns that *row_class* declares, in their order."""
    declared: dict[str, tuple[Heading, Any]] = getattr(row_class, _DECLARATION)
    return tuple(
        Column(
            key=field.rstrip("_"),
            field=field,
            english=heading.english,
            french=heading.french,
            kind=heading.kind,
            meaning=heading.meaning,
            is_optional=NoneType in get_args(annotation),
        )
        for field, (heading, annotation) in declared.items()
    )


def _declarer(kind: Kind) -> Callable[[str, str, str], Heading]:
    def declare(english: str, french: str, meaning: str) -> Heading:
        return Heading(english, french, kind, meaning)

    return declare


text = _declarer(Kind.TEXT)
texts = _declarer(Kind.TEXTS)
name = _declarer(Kind.NAME)
instant = _declarer(Kind.INSTANT)
duration = _declarer(Kind.DURATION)
count = _declarer(Kind.COUNT)
percentage = _declarer(Kind.PERCENTAGE)
boolean = _declarer(Kind.BOOLEAN)
