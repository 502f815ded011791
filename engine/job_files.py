"""The names of what a job makes: what stays, and what is only there while it writes."""

import re
from typing import Final

MANIFEST: Final = "manifest.json"
REJECTS: Final = "rejects.jsonl"

HIDDEN: Final = ".replaydesk-"
"""What the names of folders and files begin with that are only there while a job writes."""

CLAIM: Final = f"{HIDDEN}claim"
"""The file that is claimed for a folder where the file system cannot lock a folder."""

STAGE: Final = re.compile(rf"{re.escape(HIDDEN)}[a-z0-9_]{{8}}")
"""The names of folders and files in which what is being written waits until it is whole."""
