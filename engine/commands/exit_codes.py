"""Exit codes: what a command ends with, and what a person or a script can take it for."""

from typing import Final

EXIT_FAILED: Final = 1
EXIT_WRONG_USAGE: Final = 2
EXIT_REJECTED: Final = 3
EXIT_DIFFERENT: Final = 4
EXIT_DOUBTED: Final = 5

_FAILED: Final = (
    "the job failed, and nothing was replaced: a log that is damaged, or changed while it was "
    "read; a folder that cannot be written or that another job is writing to; a worker that was "
    "killed; too little memory"
)
_WRONG_USAGE: Final = (
    "wrong usage: an unknown zone, export, policy or log, and nothing was read; or the log has no "
    "such row, conversation or agent"
)
_REJECTED: Final = (
    "export and check: done, but lines were rejected (0 with --allow-rejects); any command: only "
    "the beginning of a damaged log was replayed (always 3)"
)
_STOPPED: Final = (
    "stopped by Ctrl-C, SIGTERM, a closed terminal; the message says whether anything was written"
)

EXIT_CODES: Final = (
    ("0", "done, and nothing of what follows"),
    (str(EXIT_FAILED), _FAILED),
    (str(EXIT_WRONG_USAGE), _WRONG_USAGE),
    (str(EXIT_REJECTED), _REJECTED),
    (str(EXIT_DIFFERENT), "reconcile and diff: something differs"),
    (str(EXIT_DOUBTED), "doubts --fail-on: there are such doubts"),
    ("130, 143, 129", _STOPPED),
    ("141", "nobody reads what is printed any more, as with … | head"),
)
"""Every exit code and what it means, for the help and for the README."""
