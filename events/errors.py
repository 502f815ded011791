"""What can be wrong with an event."""


class ReplaydeskError(Exception):
    """Everything that replaydesk raises on purpose."""


class InvalidEventError(ReplaydeskError, ValueError):
    """A line or an event breaks a rule of the event log; the text names the field."""


class UnknownTypeError(ReplaydeskError, LookupError):
    """A line's type is not in the catalogue: no error of the log; it is skipped and counted."""
