"""What can be wrong with an event."""


class ReplaydeskError(Exception):
    """Everything that replaydesk raises on purpose."""


class InvalidEventError(ReplaydeskError, ValueError):
    """A line or an event breaks a rule of the event log; the text names the field."""

    def __init__(self, text: str, found: str = "") -> None:
        """Say what is wrong, and which part of the *text*, if any, quotes what was *found*."""
        super().__init__(text)
        self._found = found

    @property
    def without_what_was_found(self) -> str:
        """The text without what it quotes of the line."""
        return str(self).replace(self._found, "…", 1) if self._found else str(self)


class UnknownTypeError(ReplaydeskError, LookupError):
    """A line's type is not in the catalogue: no error of the log; it is skipped and counted."""
