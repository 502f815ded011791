"""The smallest files that the cases need, and the commands that many of them give."""

import base64
import json
from typing import Any, Final


def line(**fields: Any) -> bytes:
    """Make a line of an event, with an ID and a time if nothing else is said."""
    return json.dumps({"id": "e1", "time": "2026-03-10T09:00:00Z"} | fields).encode() + b"\n"


TEAM: Final = {"log.jsonl": line(type="team.updated", team_id="t", name="T")}
"""The smallest log: a team was described."""

CUT_GZIP: Final = base64.b64decode(
    "H4sIAAAAAAACA6tWykxRslJQSjVU0lFQKsnMTQXxjAyMzHQNjHUNDUIMLK0MDIAoCixf"
    "WQCWL0lNzNUrLUhJLElNAYsD+fEQg0pA/LxEiDkhSrVc"
)
"""The same, compressed and cut off."""

_GZIP: Final = base64.b64decode("H4sIAAAAAAACA6uu5QIABrCh3QMAAAA=")
_ZSTD: Final = base64.b64decode("KLUv/SQDGQAAe30KutMRnA==")
"""A line with nothing, compressed and with a checksum."""

DAMAGED: Final = {
    "log.jsonl.gz": CUT_GZIP,
    "followed.gz": _GZIP + b"{}",
    "changed.gz": _GZIP[:10] + b"\xff" + _GZIP[11:],
    "checksum.gz": _GZIP[:-8] + b"\0\0\0\0" + _GZIP[-4:],
    "cut.zst": _ZSTD[:-6],
    "magic.zst": _ZSTD + _ZSTD[:3],
    "followed.zst": _ZSTD + b"{}",
    "block.zst": _ZSTD[:6] + b"\x07" + _ZSTD[7:],
    "header.zst": _ZSTD[:4] + b"\x2c" + _ZSTD[5:],
    "checksum.zst": _ZSTD[:-1] + b"\0",
}

PARQUET: Final = {"log.parquet": b"PAR1" + bytes(8) + b"PAR1"}
"""What begins and ends as Parquet does."""

ICEBERG: Final = {"lake/metadata/v1.metadata.json": b"{}", "lake/data/one.parquet": b""}
"""The files by which a table of Iceberg is told."""

BROKEN: Final = {"log.jsonl": b"{}\n"}
LOCKED: Final = {
    "log.jsonl": line(type="lock.acquired", conversation_id="c1", agent_id="ann", time=0)
}
QUESTIONS: Final = {
    "log.jsonl": b"".join(
        line(type="message.sent", conversation_id=c, message_id=f"m-{c}", direction="INBOUND")
        for c in ("c1", "c2")
    )
}
NAMED: Final = {
    "log.jsonl": line(type="agent.updated", agent_id="a7", name="Ann")
    + line(type="lock.acquired", conversation_id="c1", agent_id="a7")
}
SHORT_KEY: Final = {"short.key": b"secret"}
EMPTY_FOLDER: Final = {"logs/": b""}


def vendor(theirs: bytes, mapping: bytes | None = None) -> dict[str, bytes]:
    """Return the smallest log, beside a vendor's file and perhaps a mapping of its headers."""
    files = TEAM | {"theirs.csv": theirs}
    return files if mapping is None else files | {"mapping.json": mapping}


EXPORT: Final = "replaydesk export log.jsonl --out out"
TEAMS: Final = b"Team ID,Team Name\nt,T\n"
RECONCILE_TEAMS: Final = "replaydesk reconcile log.jsonl team theirs.csv"
MAPPED: Final = f"{RECONCILE_TEAMS} --mapping mapping.json"
