"""What a person can be told by the commands and by the library, but for rejects of lines."""

from typing import Final

from errors.audit_cases import AUDIT, RECONCILE
from errors.cases import Case
from errors.faults import (
    busy_folder,
    busy_folder_elsewhere,
    circle_of_links,
    failing_disk,
    forbidden_folder,
    full_disk,
    full_memory,
    full_standard_output,
    interrupted,
    killed_worker,
    link_to_nowhere,
    no_temporary_folder,
    pipe_in_folder,
    replaced_log,
    rewritten_log,
    shrinking_log,
    without_pyspark,
)
from errors.small_files import (
    BROKEN,
    CUT_GZIP,
    DAMAGED,
    EMPTY_FOLDER,
    EXPORT,
    ICEBERG,
    LOCKED,
    PARQUET,
    RECONCILE_TEAMS,
    SHORT_KEY,
    TEAM,
    TEAMS,
    vendor,
)
from errors.usage_cases import USAGE

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
    Case(
        section="Logs",
        does="replaydesk check log.jsonl --max-line 5 --redact our.key",
        files={"log.jsonl": b'{"type":"x"}', "our.key": b"0123456789abcdef" * 4},
    ),
    *(
        Case(section="Logs", does=f"replaydesk check {name}", files={name: content})
        for name, content in DAMAGED.items()
    ),
    Case(
        section="Logs",
        does="replaydesk export log.jsonl.gz --out out --damaged replay",
        files={"log.jsonl.gz": CUT_GZIP},
    ),
    Case(section="Logs", does="replaydesk check log.parquet", files=PARQUET),
    Case(section="Logs", does="replaydesk check lake", files=ICEBERG),
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
    Case(section="Logs", does=f"{RECONCILE_TEAMS}", files=vendor(TEAMS) | BROKEN),
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
            "--policy handling=LOCKED --policy handling=REPLIED",
            "--channel emial --only team",
            "--only users",
            "--master local[2]",
            "--engine spark --workers 2",
            "--engine spark --parquet --lang fr",
            "--memory 64X",
        )
    ),
    Case(
        section="Options",
        does="replaydesk export log.jsonl --out out --engine spark",
        files=TEAM,
        fault=without_pyspark,
    ),
    Case(section="Options", does="replaydesk columns users"),
    Case(section="Options", does="replaydesk generate --start 9999-12-30"),
    Case(
        section="Options",
        does="from datetime import datetime\nimport replaydesk\n"
        "replaydesk.replay_lines([], start=datetime(2026, 3, 10))",
    ),
    Case(section="Options", does="import replaydesk\nreplaydesk.replay_lines([], as_of=-1)"),
    Case(section="Options", does='import replaydesk\nreplaydesk.replay_lines([], zone="UTC")'),
    Case(section="Options", does="import replaydesk\nreplaydesk.replay_lines([], workers=0)"),
    Case(
        section="Options",
        does='import replaydesk\nreplaydesk.replay("log.jsonl", damaged="replay")',
        files=TEAM,
    ),
    Case(
        section="Options",
        does='import replaydesk\nreplaydesk.replay_lines([]).csv("tag", lang="FR")',
    ),
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
        does="replaydesk timeline log.jsonl --conversation c1 --html -",
        files=LOCKED,
    ),
    Case(
        section="Output",
        does=f"{RECONCILE_TEAMS} --csv folder",
        files=vendor(TEAMS) | {"folder/": b""},
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
    Case(section="Output", does=EXPORT, files=TEAM, fault=busy_folder),
    Case(section="Output", does=EXPORT, files=TEAM, fault=busy_folder_elsewhere),
    Case(section="Output", does=EXPORT, files=TEAM, fault=killed_worker),
    Case(section="Output", does=EXPORT, files=TEAM, fault=interrupted),
    Case(section="Output", does=EXPORT, files=TEAM, fault=full_memory),
    Case(section="Output", does=f"{EXPORT} --memory 1MB --workers 2", files=TEAM),
    Case(section="Output", does="replaydesk columns", fault=full_standard_output),
)

REDACTION: Final = (
    Case(section="Redaction", does=f"{EXPORT} --redact new.key", files=TEAM),
    Case(section="Redaction", does=f"{EXPORT} --redact out/new.key", files=TEAM),
    Case(section="Redaction", does=f"{EXPORT} --redact short.key", files=TEAM | SHORT_KEY),
    Case(section="Redaction", does=f"{EXPORT} --redact keys", files=TEAM | {"keys/": b""}),
    Case(section="Redaction", does=f"{EXPORT} --redact keys/new.key", files=TEAM),
    Case(
        section="Redaction",
        does="import replaydesk\n"
        "from replaydesk.events import Redaction\n"
        'day = replaydesk.replay_lines([], redact=Redaction(b"k" * 32))\n'
        'replaydesk.reconcile(day, "team", "theirs.csv")',
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

CASES: Final = (*USAGE, *LOGS, *OPTIONS, *OUTPUT, *REDACTION, *AUDIT, *RECONCILE, *PYTHON)
"""Every case, in the order of the page."""
