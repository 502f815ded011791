"""What a person can be told by explain, timeline, doubts, diff and reconcile."""

from typing import Final

from errors.cases import Case
from errors.small_files import MAPPED, NAMED, QUESTIONS, RECONCILE_TEAMS, TEAM, TEAMS, vendor

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
    Case(
        section="diff",
        does="replaydesk diff log.jsonl team --other-log other.jsonl",
        files={"log.jsonl": TEAM["log.jsonl"] + b"{}\n", "other.jsonl": b"{}\n{}\n"},
    ),
    Case(section="diff", does="replaydesk diff - user --other-as-of 2026-03-10", stdin=b""),
)

RECONCILE: Final = (
    Case(section="reconcile", does=RECONCILE_TEAMS, files=TEAM),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Team ID\n\xe9\n")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Team ID\n\0\n")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b'Team ID\n"t\n')),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Team ID,Team Name\nt\n")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Group\nt\n")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Team ID,team_id\nt,t\n")),
    Case(section="reconcile", does=RECONCILE_TEAMS, files=vendor(b"Team Name\nT\n")),
    Case(section="reconcile", does=f"{RECONCILE_TEAMS} --key agent", files=vendor(TEAMS)),
    Case(section="reconcile", does=f"{RECONCILE_TEAMS} --tolerance 1e9", files=vendor(TEAMS)),
    Case(
        section="reconcile",
        does="replaydesk reconcile log.jsonl resolved-conversation theirs.csv",
        files=vendor(b"Conversation ID,Resolved at\nc1,03/04/2026\n"),
    ),
    Case(section="reconcile", does=MAPPED, files=vendor(TEAMS)),
    *(
        Case(section="reconcile", does=MAPPED, files=vendor(TEAMS, mapping))
        for mapping in (
            b"{",
            b"[]",
            b'{"Team ID": 7}',
            b'{"Team ID": "team"}',
            b'{"Group": "team_id"}',
        )
    ),
)
