"""replaydesk: replay a contact centre's event log, and audit every number that comes out.

>>> from replaydesk import replay
>>> result = replay("replay_logs/demo_day", tz="Europe/Brussels", only=["user"])
"""

from importlib.metadata import version

from .engine.library import (
    Options,
    Result,
    UnknownExportError,
    replay,
    replay_events,
    replay_lines,
)
from .engine.moments import MomentError
from .engine.sources import DamagedLogError, LogNotFoundError
from .events import InvalidEventError, ReplaydeskError, UnknownTypeError, UnknownZoneError, decode
from .projections import EXPORTS, MetricPolicy, PolicyError

__version__ = version("replaydesk")

__all__ = [
    "EXPORTS",
    "DamagedLogError",
    "InvalidEventError",
    "LogNotFoundError",
    "MetricPolicy",
    "MomentError",
    "Options",
    "PolicyError",
    "ReplaydeskError",
    "Result",
    "UnknownExportError",
    "UnknownTypeError",
    "UnknownZoneError",
    "__version__",
    "decode",
    "replay",
    "replay_events",
    "replay_lines",
]
