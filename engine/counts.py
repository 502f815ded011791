"""The accounting: what became of every line read, and what is told of one that was rejected."""

import base64
from typing import Any, Final, Self

import attrs
import orjson

from ..events import Redaction
from .lines import LongLine
from .partitions import source_and_line
from .redacted import reason_without_values, stand_in
from .sources import Source

# JSON needs no escape for these, but some readers end a line at them.
_UNICODE_LINE_ENDS: Final = "\x85\u2028\u2029"


@attrs.define
class Counts:
    """How many lines were read, and what became of them."""

    read: int = 0
    applied: int = 0
    duplicates: int = 0
    unknown: int = 0
    after_as_of: int = 0
    rejected: int = 0

    def __iadd__(self, other: "Counts") -> Self:
        """Add the counts of other lines."""
        for field in attrs.fields(Counts):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self


@attrs.frozen(order=True)
class Reject:
    """A line that breaks a rule of the log, or a duplicate that differs from what counted."""

    placed: int
    """Its source and line, as one number."""

    reason: str
    raw: bytes

    @classmethod
    def of(cls, placed: int, reason: str, line: bytes) -> Self:
        """Return the reject of a *line*; one that is too long to be loaded says so itself."""
        if isinstance(line, LongLine):
            return cls(placed, line.reason, line.start)
        return cls(placed, reason, line)

    def told_reason(self, redaction: Redaction | None) -> str:
        """Return the reason, without what it quotes of the line where text is redacted."""
        return self.reason if redaction is None else reason_without_values(self.reason, self.raw)

    def as_json(self, sources: list[Source], redaction: Redaction | None = None) -> bytes:
        """Return the reject as a line of `rejects.jsonl`.

        Where text is redacted the line itself is left out: nobody can tell what a broken one says.
        """
        source, number = source_and_line(self.placed)
        fields: dict[str, Any] = {
            "file": sources[source].name,
            "line": number,
            "reason": self.told_reason(redaction),
        }
        if redaction is not None:
            fields |= stand_in(self.raw, redaction)
        else:
            try:
                fields["raw"] = self.raw.decode()
            except UnicodeDecodeError:
                fields["raw_base64"] = base64.b64encode(self.raw).decode()
        line = orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)
        for character in _UNICODE_LINE_ENDS:
            line = line.replace(character.encode(), f"\\u{ord(character):04x}".encode())
        return line
