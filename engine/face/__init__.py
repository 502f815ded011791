"""replaydesk: replay a contact centre's event log, and audit every number that comes out.

The names are imported from where they live when they are first used, so that a command that does
not replay starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine.audit.diff import diff
    from .engine.audit.doubts import Doubt, UnknownDoubtError, find_doubts
    from .engine.audit.doubts_catalogue import DOUBTS
    from .engine.audit.explain import explain
    from .engine.audit.reconcile import reconcile
    from .engine.audit.timelines import timeline
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
    from .events import (
        InvalidEventError,
        Redaction,
        RedactionKeyError,
        ReplaydeskError,
        UnknownTypeError,
        UnknownZoneError,
        decode,
        encode,
    )
    from .projections import EXPORTS, MetricPolicy, PolicyError

    __version__: str

__all__ = [
    "DOUBTS",
    "EXPORTS",
    "DamagedLogError",
    "Doubt",
    "InvalidEventError",
    "LogNotFoundError",
    "MetricPolicy",
    "MomentError",
    "Options",
    "PolicyError",
    "Redaction",
    "RedactionKeyError",
    "ReplaydeskError",
    "Result",
    "UnknownDoubtError",
    "UnknownExportError",
    "UnknownTypeError",
    "UnknownZoneError",
    "__version__",
    "decode",
    "diff",
    "encode",
    "explain",
    "find_doubts",
    "reconcile",
    "replay",
    "replay_events",
    "replay_lines",
    "timeline",
]

_HOMES = {
    "engine.audit.diff": ("diff",),
    "engine.audit.doubts": ("Doubt", "UnknownDoubtError", "find_doubts"),
    "engine.audit.doubts_catalogue": ("DOUBTS",),
    "engine.audit.explain": ("explain",),
    "engine.audit.reconcile": ("reconcile",),
    "engine.audit.timelines": ("timeline",),
    "engine.library": (
        "Options",
        "Result",
        "UnknownExportError",
        "replay",
        "replay_events",
        "replay_lines",
    ),
    "engine.moments": ("MomentError",),
    "engine.sources": ("DamagedLogError", "LogNotFoundError"),
    "events": (
        "InvalidEventError",
        "Redaction",
        "RedactionKeyError",
        "ReplaydeskError",
        "UnknownTypeError",
        "UnknownZoneError",
        "decode",
        "encode",
    ),
    "projections": ("EXPORTS", "MetricPolicy", "PolicyError"),
}


if not TYPE_CHECKING:  # checkers would take any name for one

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first asked for."""
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415  # slow, and seldom asked for

            return version("replaydesk")
        for home, names in _HOMES.items():
            if name in names:
                value = getattr(import_module(f".{home}", __name__), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
