"""What a person can be told by the commands and by the library, but for rejects of lines."""

import base64
import json
from typing import Any, Final

from errors.cases import Case
from errors.faults import (
    busy_folder,
    busy_folder_elsewhere,
    circle_of_links,
    failing_disk,
    forbidden_folder,
    full_disk,
    full_standard_output,
    interrupted,
    killed_worker,
    link_to_nowhere,
    no_temporary_folder,
    pipe_in_folder,
    replaced_log,
    rewritten_log,
    shrinking_log,
)


def _line(**fields: Any) -> bytes:
    return json.dumps({"id": "e1", "time": "2026-03-10T09:00:00Z"} | fields).encode() + b"\n"


TEAM: Final = {"log.jsonl": _line(type="team.updated", team_id="t", name="T")}
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

BROKEN: Final = {"log.jsonl": b"{}\n"}
LOCKED: Final = {
    "log.jsonl": _line(type="lock.acquired", conversation_id="c1", agent_id="ann", time=0)
}
QUESTIONS: Final = {
    "log.jsonl": b"".join(
        _line(type="message.sent", conversation_id=c, message_id=f"m-{c}", direction="INBOUND")
        for c in ("c1", "c2")
    )
}
NAMED: Final = {
    "log.jsonl": _line(type="agent.updated", agent_id="a7", name="Ann")
    + _line(type="lock.acquired", conversation_id="c1", agent_id="a7")
}
EMPTY_FOLDER: Final = {"logs/": b""}


def _vendor(theirs: bytes, mapping: bytes | None = None) -> dict[str, bytes]:
    files = TEAM | {"theirs.csv": theirs}
    return files if mapping is None else files | {"mapping.json": mapping}


_EXPORT: Final = "replaydesk export log.jsonl --out out"
_TEAMS: Final = b"Team ID,Team Name\nt,T\n"
_RECONCILE: Final = "replaydesk reconcile log.jsonl team theirs.csv"
_MAPPED: Final = f"{_RECONCILE} --mapping mapping.json"

LOGS: Final = (
    Case(section="Logs", does="replaydesk check missing.jsonl"),
    Case(section="Logs", does='import replaydesk\nreplaydesk.replay("log\\0")'),
    Case(section="Logs", does='replaydesk check ""'),
    Case(section="Logs", does="replaydesk check /dev/null"),
    Case(section="Logs", does="replaydesk check log.jsonl", fault=circle_of_links),
    Case(section="Logs", does="replaydesk check log.jsonl", fault=link_to_nowhere),
    Case(section="Logs", does="replaydesk check logs", files=EMPTY_FOLDER),
    Case(section="Logs", does="replaydesk check logs", files=EMPTY_FOLDER, fault=pipe_in_folder),
    Case(section="Logs", does="replaydesk check logs", files=EMPTY_FOLDER, fault=forbidden_folder),
    Case(section="Logs", does="replaydesk check - -", stdin=b"{}"),
    Case(section="Logs", does="import replaydesk\nreplaydesk.replay()"),
    Case(section="Logs", does="replaydesk check log.jsonl", files=TEAM, fault=failing_disk),
    Case(section="Logs", does="replaydesk check log.jsonl", files=TEAM, fault=shrinking_log),
    Case(section="Logs", does="replaydesk check log.jsonl", files=TEAM, fault=rewritten_log),
    Case(section="Logs", does="replaydesk check log.jsonl", files=TEAM, fault=replaced_log),
    Case(section="Logs", does="replaydesk check log.jsonl --max-line 10", files=TEAM),
    *(
        Case(section="Logs", does=f"replaydesk check {name}", files={name: content})
        for name, content in DAMAGED.items()
    ),
    Case(
        section="Logs",
        does="replaydesk export log.jsonl.gz --out out --damaged replay",
        files={"log.jsonl.gz": CUT_GZIP},
    ),
    Case(section="Logs", does="replaydesk check log.jsonl", files=BROKEN),
    Case(section="Logs", does="replaydesk export log.jsonl --out out", files=BROKEN),
    Case(
        section="Logs",
        does="replaydesk export log.jsonl --out out --only team",
        files={"log.jsonl": b"{}\n{}\n"},
    ),
    Case(
        section="Logs",
        does="replaydesk explain log.jsonl team --row team_id=t",
        files={"log.jsonl": TEAM["log.jsonl"] + b"{}\n"},
    ),
    Case(
        section="Logs",
        does="replaydesk doubts log.jsonl --only long-lock",
        files={"log.jsonl": TEAM["log.jsonl"] + b"{}\n"},
    ),
    Case(section="Logs", does=f"{_RECONCILE}", files=_vendor(_TEAMS) | BROKEN),
)

OPTIONS: Final = (
    *(
        Case(section="Options", does=f"replaydesk export log.jsonl --out out {said}", files=TEAM)
        for said in (
            "--tz Europe/Brussel",
            "--from yesterday",
            "--from 2026-02-30",
            "--as-of 2026-03-10T09:20:00+25:00",
            "--as-of 1960-01-01T00:00:00Z",
            "--period march",
            "--period 2026-W54",
            "--period 2026-03-10..2026-03-09",
            "--period 2026-03 --to 2026-03-10",
            "--from 2026-03-10 --to 2026-03-10",
            "--policy handling",
            "--policy locks=LOCKED",
            "--policy handling=ALL",
            "--only users",
        )
    ),
    Case(section="Options", does="replaydesk columns users"),
    Case(
        section="Options",
        does="from datetime import datetime\nimport replaydesk\n"
        "replaydesk.replay_lines([], start=datetime(2026, 3, 10))",
    ),
    Case(section="Options", does="import replaydesk\nreplaydesk.replay_lines([], as_of=-1)"),
    Case(section="Options", does='import replaydesk\nreplaydesk.replay_lines([], zone="UTC")'),
    Case(
        section="Options",
        does='import replaydesk\nreplaydesk.replay_lines([], only="user").rows("team")',
    ),
)

OUTPUT: Final = (
    Case(
        section="Output",
        does="replaydesk export log.jsonl --out log.jsonl/out",
        files=TEAM,
    ),
    Case(
        section="Output",
        does="replaydesk export log.jsonl --out out --only team",
        files=TEAM | {"out/team.csv/": b""},
    ),
    Case(
        section="Output",
        does="replaydesk timeline log.jsonl --conversation c1 --html missing/page.html",
        files=LOCKED,
    ),
    Case(
        section="Output",
        does=f"{_RECONCILE} --csv folder",
        files=_vendor(_TEAMS) | {"folder/": b""},
    ),
    Case(
        section="Output",
        does="from replaydesk.engine.scratch import Scratch\nScratch().append(b'lines')",
        fault=full_disk,
    ),
    Case(
        section="Output",
        does="from replaydesk.engine.scratch import Scratch\nScratch()",
        fault=no_temporary_folder,
    ),
    Case(section="Output", does=_EXPORT, files=TEAM, fault=busy_folder),
    Case(section="Output", does=_EXPORT, files=TEAM, fault=busy_folder_elsewhere),
    Case(section="Output", does=_EXPORT, files=TEAM, fault=killed_worker),
    Case(section="Output", does=_EXPORT, files=TEAM, fault=interrupted),
    Case(section="Output", does="replaydesk columns", fault=full_standard_output),
)

AUDIT: Final = (
    *(
        Case(section="explain", does=f"replaydesk explain log.jsonl {said}", files=QUESTIONS)
        for said in (
            "message --row conversation_id",
            "message --row conversation_id=c1 --row conversation_id=c2",
            "message --row conversation=c1",
            "message --row conversation_id=c1 --column sender",
            "message --row direction=INBOUND",
            "message --row conversation_id=c3",
            "tag --row tag_id=x",
        )
    ),
    Case(
        section="explain",
        does="import replaydesk\n"
        "day = replaydesk.replay_lines([])\n"
        'replaydesk.explain(day, "user", {})',
    ),
    Case(
        section="explain",
        does="import replaydesk\nfrom replaydesk.projections import Users\n"
        "class OurUsers(Users):\n"
        '    slug = "our-user"\n'
        "day = replaydesk.replay_lines([], only=OurUsers)\n"
        "replaydesk.explain(day, OurUsers, {})",
    ),
    *(
        Case(section="timeline", does=f"replaydesk timeline log.jsonl {said}", files=NAMED)
        for said in (
            "",
            "--conversation c1 --agent a7",
            "--conversation c9",
            "--agent bob",
            "--agent Ann",
            "--conversation c1 --day 2026-03-10",
            "--agent a7 --day 10/3/2026",
            "--agent a7 --day 2026-03-10 --period 2026",
        )
    ),
    Case(
        section="timeline",
        does="import replaydesk\nreplaydesk.timeline(replaydesk.replay_lines([]))",
    ),
    Case(section="doubts", does="replaydesk doubts"),
    Case(section="doubts", does="replaydesk doubts log.jsonl --only longlock", files=TEAM),
    Case(section="diff", does="replaydesk diff log.jsonl user", files=TEAM),
    Case(section="diff", does="replaydesk diff - user --other-as-of 2026-03-10", stdin=b""),
)

RECONCILE: Final = (
    Case(section="reconcile", does=_RECONCILE, files=TEAM),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Team ID\n\xe9\n")),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Team ID\n\0\n")),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b'Team ID\n"t\n')),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Team ID,Team Name\nt\n")),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Group\nt\n")),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Team ID,team_id\nt,t\n")),
    Case(section="reconcile", does=_RECONCILE, files=_vendor(b"Team Name\nT\n")),
    Case(section="reconcile", does=f"{_RECONCILE} --key agent", files=_vendor(_TEAMS)),
    Case(section="reconcile", does=f"{_RECONCILE} --tolerance 1e9", files=_vendor(_TEAMS)),
    Case(
        section="reconcile",
        does="replaydesk reconcile log.jsonl resolved-conversation theirs.csv",
        files=_vendor(b"Conversation ID,Resolved at\nc1,03/04/2026\n"),
    ),
    Case(section="reconcile", does=_MAPPED, files=_vendor(_TEAMS)),
    *(
        Case(section="reconcile", does=_MAPPED, files=_vendor(_TEAMS, mapping))
        for mapping in (
            b"{",
            b"[]",
            b'{"Team ID": 7}',
            b'{"Team ID": "team"}',
            b'{"Group": "team_id"}',
        )
    ),
)

PYTHON: Final = (
    Case(
        section="Events and projections in Python",
        does="from replaydesk.events import TeamUpdated\n"
        'TeamUpdated(id="e1", time=0, team_id="", name="T")',
    ),
    Case(
        section="Events and projections in Python",
        does="import replaydesk\n"
        """replaydesk.decode('{"type": "team.deleted"}')""",
    ),
    Case(
        section="Events and projections in Python",
        does="from replaydesk.events import TeamUpdated\n"
        "from replaydesk.projections.fold import Fold, handles\n"
        "class Teams(Fold):\n"
        "    @handles(TeamUpdated)\n"
        "    def add(self, event): ...\n"
        "    @handles(TeamUpdated)\n"
        "    def rename(self, event): ...",
    ),
)

CASES: Final = (*LOGS, *OPTIONS, *OUTPUT, *AUDIT, *RECONCILE, *PYTHON)
"""Every case, in the order of the page."""
