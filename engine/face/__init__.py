"""replaydesk: replay a contact centre's event log, and audit every number that comes out.

The names are imported from where they live when they are first used, so that a command that does
not replay starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine.audit.compare import KeyColumnError
    from .engine.audit.diff import diff
    from .engine.audit.doubts import Doubt, UnknownDoubtError, find_doubts
    from .engine.audit.doubts_catalogue import DOUBTS
    from .engine.audit.explain import explain
    from .engine.audit.explain_rows import AmbiguousRowError, UnknownColumnError, UnknownRowError
    from .engine.audit.reconcile import RedactedReplayError, ToleranceError, reconcile
    from .engine.audit.timeline import SubjectError, UnknownSubjectError
    from .engine.audit.timelines import timeline
    from .engine.audit.vendor_csv import VendorFileError
    from .engine.choices import OptionError
    from .engine.library import (
        Options,
        Result,
        UnknownExportError,
        WorkersError,
        replay,
        replay_events,
        replay_lines,
    )
    from .engine.memory import MemoryLimitError
    from .engine.moments import MomentError
    from .engine.output import OutputError
    from .engine.scratch import ScratchError
    from .engine.sources import DamagedLogError, LogNotFoundError
    from .engine.workers import WorkerDiedError
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
    "AmbiguousRowError",
    "DamagedLogError",
    "Doubt",
    "InvalidEventError",
    "KeyColumnError",
    "LogNotFoundError",
    "MemoryLimitError",
    "MetricPolicy",
    "MomentError",
    "OptionError",
    "Options",
    "OutputError",
    "PolicyError",
    "RedactedReplayError",
    "Redaction",
    "RedactionKeyError",
    "ReplaydeskError",
    "Result",
    "ScratchError",
    "SubjectError",
    "ToleranceError",
    "UnknownColumnError",
    "UnknownDoubtError",
    "UnknownExportError",
    "UnknownRowError",
    "UnknownSubjectError",
    "UnknownTypeError",
    "UnknownZoneError",
    "VendorFileError",
    "WorkerDiedError",
    "WorkersError",
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
    "engine.audit.compare": ("KeyColumnError",),
    "engine.audit.diff": ("diff",),
    "engine.audit.doubts": ("Doubt", "UnknownDoubtError", "find_doubts"),
    "engine.audit.doubts_catalogue": ("DOUBTS",),
    "engine.audit.explain": ("explain",),
    "engine.audit.explain_rows": ("AmbiguousRowError", "UnknownColumnError", "UnknownRowError"),
    "engine.audit.reconcile": ("RedactedReplayError", "ToleranceError", "reconcile"),
    "engine.audit.timeline": ("SubjectError", "UnknownSubjectError"),
    "engine.audit.timelines": ("timeline",),
    "engine.audit.vendor_csv": ("VendorFileError",),
    "engine.choices": ("OptionError",),
    "engine.library": (
        "Options",
        "Result",
        "UnknownExportError",
        "WorkersError",
        "replay",
        "replay_events",
        "replay_lines",
    ),
    "engine.memory": ("MemoryLimitError",),
    "engine.moments": ("MomentError",),
    "engine.output": ("OutputError",),
    "engine.scratch": ("ScratchError",),
    "engine.sources": ("DamagedLogError", "LogNotFoundError"),
    "engine.workers": ("WorkerDiedError",),
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
