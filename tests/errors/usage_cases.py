"""What click says of a command line that no command can be run by: a case for each kind."""

from typing import Final

from errors.cases import Case
from errors.small_files import TEAM

USAGE: Final = (
    *(
        Case(section="Usage", does=f"replaydesk {said}")
        for said in (
            "exports log.jsonl",
            "--workers 2 export log.jsonl",
            "check",
            "explain log.jsonl user",
            "explain log.jsonl --row user_id=ann",
            "reconcile log.jsonl",
            "check log.jsonl --allow-reject",
            "check log.jsonl -r",
            "check log.jsonl --rejects",
            "check log.jsonl --allow-rejects=yes",
            "columns user team",
            "completion",
            "completion tcsh",
            "export log.jsonl --out out --lang de",
            "export log.jsonl --out out --workers two",
            "export log.jsonl --out out --workers 0",
            "generate --seed one",
            "generate --start 2026-02-30",
            "generate --rejects few",
            "generate --rejects 2",
        )
    ),
    Case(section="Usage", does="replaydesk export log.jsonl", files=TEAM),
    Case(section="Usage", does="replaydesk export log.jsonl --out log.jsonl", files=TEAM),
    Case(section="Usage", does="replaydesk generate --out logs", files={"logs/": b""}),
)
