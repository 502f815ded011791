"""Timelines as objects: what happened in order, in words, and the facts that follow."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import attrs

from ...events import Event, OrderKey, ReplaydeskError
from ...projections import Frame
from ..counts import Counts
from ..whole_file import write_whole
from .clock import Clock
from .names import Names
from .notes import Note
from .spans import Span
from .totals import Total

Role = Literal["INBOUND", "REPLY", "OUTBOUND", "RESOLVE", "OTHER"]
"""What an entry is: a message in, a human reply, another message out, a resolve, or else."""


Subject = Literal["conversation", "agent"]
"""What a timeline is of."""


class SubjectError(ReplaydeskError, ValueError):
    """A timeline was asked for of nothing, or of two things at once."""


class UnknownSubjectError(ReplaydeskError, LookupError):
    """The log has no such conversation, or no such agent."""


@attrs.frozen(kw_only=True)
class Entry:
    """An event in words, with the facts that it made."""

    instant: int
    """Milliseconds since 1970-01-01T00:00:00Z."""

    event: Event | None
    """Nothing for the as-of instant, which ends what is open."""

    sentence: str
    source: str | None = None
    """The file that the event is from, as it was named; nothing for events made by hand."""

    line: int | None = None
    conversation_id: str | None = None
    """The event's conversation, where that is not what the timeline is about."""

    role: Role = "OTHER"
    notes: tuple[Note, ...] = ()

    @property
    def order(self) -> OrderKey | None:
        """The event's place in the log."""
        return None if self.event is None else self.event.order

    @property
    def is_of_conversation(self) -> bool:
        """Whether it is a conversation's event, and no agent's own."""
        return self.event is not None and self.event.stream_kind == "conversation"

    @property
    def event_id(self) -> str:
        """The event's ID; empty for the as-of instant."""
        return "" if self.event is None else self.event.id

    @property
    def place(self) -> str:
        """The file and line that the event is from; empty where there is none."""
        return "" if self.source is None else f"{self.source}:{self.line}"


@attrs.frozen(kw_only=True)
class Timeline:
    """What happened in a conversation or to an agent, and the facts that follow."""

    kind: Subject
    subject_id: str
    title: str
    about: tuple[str, ...]
    """What the log says of the subject, in words."""

    entries: tuple[Entry, ...]
    """In the order of the log. Of a conversation: all of its events, and those of others that
    ended its locks or are the presence of who held them. Of an agent: those in the period that
    name it or ended its locks, and those that began or ended what reaches into the period."""

    spans: tuple[Span, ...]
    """The facts that last: of a conversation its status, waits and locks, and the presence of who
    held these; of an agent its presence and locks."""

    totals: tuple[Total, ...]
    """The numbers of the subject's row in an export; none where no export has a row of it."""

    frame: Frame
    """What framed the replay; its period is the day that was asked for, if there was one."""

    clock: Clock
    names: Names
    counts: Counts
    sources: tuple[str, ...]
    """The files of the log, as they were named."""

    def as_text(self) -> Iterator[str]:
        """Yield its lines for a person to read.

        The text of the log stands in them as it is: make each line safe before a terminal shows it.
        """
        from .timeline_text import as_text  # noqa: PLC0415  # that tells of this class

        return as_text(self)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data: instants as the exports print them, durations in ms."""
        from .timeline_text import as_data  # noqa: PLC0415  # that tells of this class

        return as_data(self)

    def as_page(self) -> str:
        """Return it as one HTML page that needs nothing else."""
        from .page import page  # noqa: PLC0415  # that draws this class

        return page(self)

    def write_page(self, to: str | os.PathLike[str]) -> None:
        """Write its page to a file, whole or not at all.

        Raises:
            OutputError: The file cannot be written; what was there before is as it was.
        """
        write_whole(Path(to), [self.as_page().encode()])
