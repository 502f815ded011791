"""Explanations as objects: a row's cells, the facts behind each, and the events behind those."""

from collections.abc import Iterator
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs

from ...events import Event, VirtualAgentHandedOver
from ...projections import Column, Frame, Kind
from ...projections.derivations import (
    FirstResponse,
    LockInterval,
    Message,
    PresenceInterval,
    Resolve,
    Response,
    Survey,
    TagApplication,
    TopicApplication,
)

Fact = (
    LockInterval
    | Message
    | Resolve
    | FirstResponse
    | Response
    | Survey
    | TopicApplication
    | TagApplication
    | VirtualAgentHandedOver
    | PresenceInterval
)
"""What a number is made of."""

FactName = Literal[
    "lock interval",
    "message",
    "resolve",
    "first response",
    "response",
    "survey",
    "topic application",
    "tag application",
    "handover",
    "presence interval",
]


@attrs.frozen(kw_only=True)
class Evidence:
    """An event that says something, and where the log has it."""

    role: str
    """What it says, in words: `took the lock`."""

    event: Event
    sentence: str
    """What happened, in words and with names."""

    file: str | None
    """As the file was named; nothing for events made by hand."""

    line: int | None
    """From 1; nothing for events made by hand."""

    @property
    def place(self) -> str:
        """The file and the line; empty where there is none."""
        return "" if self.file is None else f"{self.file}:{self.line}"


@attrs.frozen
class Detail:
    """Something that a fact says of itself."""

    name: str
    kind: Kind
    """What `value` is: milliseconds of a duration, an instant, an ID."""

    value: Any


@attrs.frozen(kw_only=True)
class Contribution:
    """A fact behind a number, and what it adds to it."""

    adds: int
    """Milliseconds of a duration, else how many. Of what is counted once, such as a contact, only
    the first fact that brought it adds anything."""

    name: FactName
    fact: Fact = attrs.field(repr=False)
    details: tuple[Detail, ...]
    evidence: tuple[Evidence, ...]


@attrs.frozen(kw_only=True)
class Sum:
    """A number, and the facts that add up to it exactly."""

    value: int
    """Milliseconds of a duration, else a number."""

    kind: Kind
    contributions: tuple[Contribution, ...]
    """In the order of the log."""


@attrs.frozen(kw_only=True)
class ExplainedRatio:
    """What an average or a percentage is made of; it is the one over the other, rounded half up."""

    numerator: Sum
    denominator: Sum


@attrs.frozen(kw_only=True)
class ExplainedCell:
    """A cell of an export, and why it is what it is."""

    column: Column
    value: Any
    """As the library has it: durations and instants in milliseconds; nothing where it is blank."""

    printed: str
    """As the export prints it, but for quotes and disarming."""

    made_of: Sum | ExplainedRatio | None
    """Of a count or a duration the facts that add up to it, nothing where it is blank; of an
    average or a percentage what it is made of, also where it is blank, for then there is nothing to
    divide by. Nothing for what is no number."""

    evidence: tuple[Evidence, ...]
    """The events that say what is no number; of a number of what is still on those that took the
    rest off."""

    @property
    def rule(self) -> str:
        """What the column means, in a sentence: the data dictionary's."""
        return self.column.meaning


@attrs.frozen(kw_only=True)
class Explanation:
    """A row of an export, explained."""

    slug: str
    """The export."""

    row: Any = attrs.field(repr=False)
    """The row, as the library gives it."""

    identity: dict[str, str]
    """What tells the row apart from others, as it is printed."""

    cells: tuple[ExplainedCell, ...]
    """Those that were asked for, in the order of the export."""

    frame: Frame
    tz: ZoneInfo

    def __getitem__(self, key: str) -> ExplainedCell:
        """Return the cell of the column *key*.

        Raises:
            KeyError: It was not asked for, or the export has no such column.
        """
        for cell in self.cells:
            if cell.column.key == key:
                return cell
        raise KeyError(key)

    def as_text(self) -> Iterator[str]:
        """Yield its lines for a person to read.

        The text of the log stands in them as it is: make each line safe before a terminal shows it.
        """
        from .explain_output import as_text  # noqa: PLC0415  # that tells of this class

        return as_text(self)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data: what exports print as they print it, `raw` numbers in ms."""
        from .explain_output import as_data  # noqa: PLC0415  # that tells of this class

        return as_data(self)
