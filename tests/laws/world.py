"""The small closed world of the generated logs: what its fields can be, and what often happens.

A few conversations, agents and instants make ties, steals and repeats common.
"""

from collections.abc import Sequence
from itertools import product
from typing import Any

from replaydesk.events import AFTER_LAST_INSTANT, DAYS, EVENT_TYPES

Fields = dict[str, Any]

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

BASES = (
    1774742400000,  # 2026-03-29T00:00Z, an hour before Brussels loses one
    1792886400000,  # 2026-10-25T00:00Z, an hour before it gets it back
    1772949600000,  # 2026-03-08T06:00Z, an hour before New York loses one
    1775311200000,  # 2026-04-04T14:00Z, an hour before Lord Howe gets half an hour back
    0,
    AFTER_LAST_INSTANT - 4 * DAY,
)
STEPS = (0, 1, MINUTE, 10 * MINUTE, 45 * MINUTE, HOUR, HOUR + 1, 90 * MINUTE, DAY, 3 * DAY + 999)
OFFSETS = (0, 330, -210, 840)

TEXTS = (
    "",
    "plain",
    "=1+1",
    "@SUM(A1)",
    "\ttab",
    "\rreturn",
    "+32 (475) 12-34.56",
    "+1+HYPERLINK(0)",
    "-5",
    "-x",
    'a "quoted", cell\nof two lines',
    "a;b",
    "'=1",
    "\u2028é\U0001f44b\U0001f3fd",
    "\ufeff\uffff",
    "\x00\x1f\x7f",
)
CHARACTERS = "a0=+-@;,\"'\t\r\n \\\x00\x85\u2028\ud7ff\ue000\U0001f600"
WEEKLIES: tuple[Fields, ...] = (
    {day: [["09:00", "17:00"]] for day in DAYS},
    {day: [["00:00", "24:00"]] for day in DAYS},
    {day: [["01:15", "02:15"], ["02:00", "02:45"], ["02:45", "03:00"]] for day in DAYS},
    {"sun": [["02:30", "24:00"]], "mon": None, "sat": []},
    {},
)
ZONES = ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
MEDIUMS = ("X", "twitter", "WHATSAPP", "=EMAIL")

NO_IDENTIFIER = ("", "x" * 201, 7, True, ["c1"])
NO_TEXT: tuple[Any, ...] = (7, False, ["x"], {})
NO_BOOLEAN = ("true", 0, 1.0)

Values = tuple[Sequence[Any], Sequence[Any]]
"""What a field can be, and what breaks its rule."""


def _ids(*values: str) -> Values:
    return values, NO_IDENTIFIER


def _texts(*values: str) -> Values:
    return values, NO_TEXT


def _words(*values: str) -> Values:
    return values, ("SIDEWAYS", values[0].lower(), "", 3)


_ANY_TEXT = _texts(*TEXTS * 10, *map("".join, product(CHARACTERS, repeat=2)))
_BOOLEAN: Values = ((False, True), NO_BOOLEAN)

_FREE = (
    *("content", "language", "message_type", "origin", "outbound_type", "url"),
    *("cause", "comment", "follow_up_answer", "follow_up_question", "reason"),
    *("attribute_type", "display_name", "email", "reference"),
    *("primary_identifier", "secondary_identifier"),
)

VALUES: dict[str, Values] = {
    "id": _ids(*map("e{}".format, range(2000))),
    "seq": ((0, 1, 2, 10, 2**53 - 1), (-1, 2**53, 1.0, "1", True)),
    "conversation_id": _ids("c1", "c1", "c2", "=c3", "c\U0001f600"),
    "channel_id": _ids("web", "=tel"),
    "contact_id": _ids("joe", "+32 475", "-eve"),
    "agent_id": _ids("ann", "ann", "bob", "@bot"),
    "team_id": _ids("front", "\uffffback"),
    "topic_id": _ids("bill", "=late", "\U0001f600"),
    "tag_id": _ids("urgent", "spam\r"),
    "survey_id": _ids("s1", "s2"),
    "message_id": _ids("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "=m9"),
    "attribute_id": _ids("vip", "\tsize"),
    "actor_type": _words(
        "AGENT", "VIRTUAL_AGENT", "CONTACT", "AUTO_RESPONDER", "AUTOMATION", "SYSTEM"
    ),
    "direction": _words("OUTBOUND", "INBOUND"),
    "kind": _words("HUMAN", "VIRTUAL"),
    "method": _words("MANUAL", "AUTO_ASSIGNMENT", "STEAL"),
    "presence": _words("AVAILABLE", "AWAY", "OFFLINE"),
    "source": _words("AGENT", "BOT", "CRM"),
    "status": _words("RESOLVED", "NEW", "PENDING"),
    "score": ((1, 2, 3, 4, 5), (0, 6, 4.0, "5", True)),
    "active": _BOOLEAN,
    "boomerang": _BOOLEAN,
    "bulk": _BOOLEAN,
    "error": _BOOLEAN,
    "away_state": _texts("Lunch", "=Break"),
    "medium": _texts(*MEDIUMS),
    "name": _texts("Web", "web", "=1+1", "", "x;y", "Zoë, \U0001f469\u200d\U0001f4bb"),
    "value": (
        (0, -0.0, 1.0, 1e16, 1e-7, 2**53 + 1, 2**64, True, *TEXTS),
        ([], {}, ["x"]),
    ),
    "timezone": (ZONES, ("Europe/Atlantis", "europe/brussels", "", 1)),
    "weekly": (
        WEEKLIES,
        (
            [],
            "mon",
            {"monday": []},
            {"mon": {}},
            {"mon": ["09:00"]},
            {"mon": [["17:00", "09:00"]]},
            {"mon": [["09:00", "09:00"]]},
            {"mon": [["9:00", "17:00"]]},
            {"mon": [["09:00", "24:01"]]},
            {"mon": [["24:00", "24:00"]]},
            {"mon": [["09:00", None]]},
        ),
    ),
    "holidays": (
        ([], ["2026-03-29"], ["2026-10-25", "1970-01-01"]),
        ("2026-03-29", ["2026-02-30"], ["2026-3-1"], [20260329], {}),
    ),
} | dict.fromkeys(_FREE, _ANY_TEXT)

NO_TIMES = (
    "2026-02-30T10:00:00Z",
    "2026-03-29 00:00:00Z",
    "2026-03-29T00:00:00",
    "2026-03-29T00:00Z",
    "2026-03-29T24:00:00Z",
    "2026-03-29T00:00:00+24:00",
    "2016-12-31T23:59:60Z",
    "1970-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "\uff12026-03-29T00:00:00Z",
    -1,
    AFTER_LAST_INSTANT,
    1.0,
    True,
    "",
)
NO_EVENTS = (
    b'{"id":"e1","time":0,"type":"team.updated","team_id":"front","name":"\xff"}',
    b'{"id":"e1","time":0,"type":"team.updated","team_id":"front","name":"\\ud83d"}',
    b'{"id":"e1","time":0,"type":"team.updated","team_id":"front","name":"x","n":1e999}',
    b'{"id":"e1","time":0,"type":"no.such","n":1e999}',
    b'{"id":"e1","time":0,"type":null,"team_id":"front","name":"x"}',
    b'{"id":"e1","time":0,"type":7,"team_id":"front","name":"x"}',
    b'{"id":"e1","time":0,"team_id":"front","name":"x"}',
    b'[{"id":"e1","time":0,"type":"team.updated","team_id":"front","name":"x"}]',
    b"null",
    b'"team.updated"',
    b"NaN",
    b"{",
    b"\x0b",
    b"{}{}",
)
UNKNOWN_TYPES = ("", "Team.Updated", "message.sent ", "message.seen", "\U0001f600")
UNKNOWN_FIELDS = {"rank": 9, "conversation_id": "c1", "stream_id": "x", "placed": 1, "seen": None}

Scene = tuple[tuple[str, Fields], ...]

_INBOUND = ("message.sent", {"direction": "INBOUND"})
_REPLY = ("message.sent", {"direction": "OUTBOUND"})
_LOCK: tuple[str, Fields] = ("lock.acquired", {})
_TWICE = ("lock.acquired", {"conversation_id": "c1", "id": "twice"})
_RELEASE: tuple[str, Fields] = ("lock.released", {})
_RESOLVE = ("status.changed", {"status": "RESOLVED"})
_REOPEN = ("status.changed", {"status": "NEW"})
_BOOMERANG = ("status.changed", {"status": "NEW", "boomerang": True, "actor_type": "SYSTEM"})
_HAND_OVER: tuple[str, Fields] = ("virtual_agent.handed_over", {})
_HUMAN = ("agent.updated", {"kind": "HUMAN", "team_id": "front"})
_VIRTUAL = ("agent.updated", {"kind": "VIRTUAL"})
_HERE = ("presence.changed", {"presence": "AVAILABLE"})
_BACK = ("presence.changed", {"presence": "AVAILABLE", "seq": 2})
_AWAY = ("presence.changed", {"presence": "AWAY"})
_LUNCH = ("presence.changed", {"presence": "AWAY", "away_state": "Lunch"})
_M1 = {"message_id": "m1"}
_S1 = {"survey_id": "s1", "score": 4}
_SURVEY = ("csat.replied", {"score": 5})

SCENES: tuple[Scene, ...] = (
    *[((cls.type, {}),) for cls in EVENT_TYPES],
    (_INBOUND, _REPLY),
    (_LOCK, _REPLY, _RESOLVE),
    (_LOCK, _RESOLVE),
    (_LOCK, _RELEASE),
    (_LOCK, ("lock.released", {"agent_id": "bob"}), _REPLY),
    (_LOCK, ("lock.acquired", {"agent_id": "bob"}), _REPLY),
    (_LOCK, ("lock.acquired", {"conversation_id": "c2"}), _REPLY),
    (_LOCK, ("lock.acquired", {"actor_type": "VIRTUAL_AGENT"}), _RELEASE, _LOCK),
    (_TWICE, ("lock.acquired", {"conversation_id": "c2"}), _TWICE, _RELEASE),
    (_INBOUND, ("status.changed", {"status": "PENDING"}), _REPLY),
    (_HERE, _LOCK, _REPLY, ("presence.changed", {})),
    (_AWAY, _LUNCH, _HERE),
    (_HERE, ("presence.changed", {"presence": "AWAY", "seq": 1}), _BACK),
    (("conversation.started", {"channel_id": "web"}), _INBOUND, _REPLY, _RESOLVE),
    (_INBOUND, _HAND_OVER, _REPLY),
    (("business_hours.updated", {}), _INBOUND, _REPLY),
    (
        *((f"{name}.updated", {}) for name in ("channel", "team", "topic", "tag", "contact")),
        ("conversation.started", {}),
        ("language.set", {}),
        _REPLY,
        *((f"{name}.applied", {}) for name in ("topic", "tag")),
    ),
    (_HUMAN, _LOCK, _REPLY, _RELEASE),
    (_VIRTUAL, _LOCK, _REPLY, _HAND_OVER),
    (_HERE, _LOCK, _LOCK, _RESOLVE),
    (_INBOUND, _REOPEN, _REPLY, _RESOLVE),
    (_RESOLVE, _REOPEN, _REPLY, _RESOLVE),
    (_REPLY, _RESOLVE, _REOPEN, _RESOLVE),
    (_RESOLVE, _BOOMERANG, _REPLY),
    (("contact.attribute_set", {"value": "=x"}), ("message.sent", {"direction": "INBOUND"})),
    (("csat.sent", {}), _SURVEY, ("csat.replied", {})),
    (("csat.sent", {}), ("csat.expired", {}), _SURVEY),
    (("csat.sent", {"agent_id": "ann"} | _S1), ("csat.replied", {"agent_id": "bob"} | _S1)),
    (_REPLY, _RESOLVE, ("csat.replied", {"agent_id": None} | _S1)),
    (("message.sent", _M1), ("message.updated", _M1), ("message.deleted", _M1)),
    (("message.sent", _M1), ("tag.applied", _M1), ("tag.removed", _M1), ("tag.applied", _M1)),
    (("topic.applied", {}), ("topic.removed", {}), ("topic.applied", {})),
)
"""What often happens in this order to one conversation, agent, topic and tag."""
