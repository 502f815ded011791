"""Scenarios that read aloud: given these events, when replayed, then these rows.

One event is one line: a builder, a clock string, whose it is, and what the log says of it. Fields
go by their names in the log, or by a shorter one (`agent` for `agent_id`, see `SHORT`). IDs of
events follow the order in which they are written, and so do those of messages: `m1`, `m2`, ...
"""

import csv
import difflib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Unpack, cast

import attrs
from replaydesk import Options, Result, replay_events
from replaydesk.events import (
    AgentUpdated,
    BusinessHoursUpdated,
    ChannelUpdated,
    ContactAttributeSet,
    ContactUpdated,
    ConversationStarted,
    CsatExpired,
    CsatReplied,
    CsatSent,
    Event,
    LanguageSet,
    LockAcquired,
    LockReleased,
    MessageDeleted,
    MessageSent,
    MessageUpdated,
    PresenceChanged,
    StatusChanged,
    TagApplied,
    TagRemoved,
    TagUpdated,
    TeamUpdated,
    TopicApplied,
    TopicRemoved,
    TopicUpdated,
    VirtualAgentHandedOver,
)
from replaydesk.projections import Projection

DAY = "2026-03-10"
"""The day of a clock string without a date: a Tuesday, in UTC."""

SHORT = {
    "actor": "actor_type",
    "agent": "agent_id",
    "channel": "channel_id",
    "contact": "contact_id",
    "message": "message_id",
    "survey": "survey_id",
    "tag": "tag_id",
    "team": "team_id",
    "topic": "topic_id",
}
"""What a field can be called for short."""

BOT = {"agent": "bot", "actor": "VIRTUAL_AGENT"}
"""An action of the virtual agent bot, which says so itself."""

_UNNUMBERED = "?"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TODAY = re.compile(rf"{DAY}T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)").fullmatch


def at(clock: str) -> int:
    """Return the milliseconds since 1970 of a clock string.

    `09:00`, `09:00:30.250` or `24:00` of the day, `2026-03-11T09:00`, or with an offset.
    """
    if clock == "24:00":
        return at("00:00") + 86_400_000
    moment = datetime.fromisoformat(f"{DAY}T{clock}" if clock[2] == ":" else clock)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def event(
    cls: Callable[..., Event], clock: str, conversation: str | None = None, **fields: Any
) -> Event:
    """Make an event; its fields can be called by their short names."""
    named = {SHORT.get(name, name): value for name, value in fields.items()}
    if conversation is not None:
        named["conversation_id"] = conversation
    return cls(**{"id": _UNNUMBERED, "time": at(clock), **named})


started = partial(event, ConversationStarted)
_sent = partial(event, MessageSent, message=_UNNUMBERED)
inbound = partial(_sent, direction="INBOUND")
outbound = partial(_sent, direction="OUTBOUND")
reply = partial(outbound, actor="AGENT")
message_updated = partial(event, MessageUpdated)
message_deleted = partial(event, MessageDeleted)
topic_applied = partial(event, TopicApplied)
topic_removed = partial(event, TopicRemoved)
tag_applied = partial(event, TagApplied)
tag_removed = partial(event, TagRemoved)
language_set = partial(event, LanguageSet)
handed_over = partial(event, VirtualAgentHandedOver, agent="bot")
resolved = partial(event, StatusChanged, status="RESOLVED")
pending = partial(event, StatusChanged, status="PENDING")
moved_to_new = partial(event, StatusChanged, status="NEW")
released = partial(event, LockReleased)
locked = partial(event, LockAcquired)
csat_sent = partial(event, CsatSent)
csat_replied = partial(event, CsatReplied)
csat_expired = partial(event, CsatExpired)


def channel_updated(clock: str, channel: str = "web", **fields: Any) -> Event:
    """Describe a channel."""
    named = {"medium": "WEB", "name": channel} | fields
    return event(ChannelUpdated, clock, channel=channel, **named)


def hours_updated(clock: str, channel: str = "web", **fields: Any) -> Event:
    """Set the opening hours of a channel: a day of `weekly` is text, `09:00-12:00 13:00-17:00`.

    The zone is UTC where none is given.
    """
    if fields.get("weekly") is not None:
        weekly = {
            day: None if spans is None else [span.split("-") for span in spans.split()]
            for day, spans in fields["weekly"].items()
        }
        fields = {"timezone": "UTC"} | fields | {"weekly": weekly}
    return event(BusinessHoursUpdated, clock, channel=channel, **fields)


def team_updated(clock: str, team: str, **fields: Any) -> Event:
    """Describe a team."""
    return event(TeamUpdated, clock, team=team, **({"name": team} | fields))


def agent_updated(clock: str, agent: str, **fields: Any) -> Event:
    """Describe an agent, and its team from then on."""
    return event(AgentUpdated, clock, agent=agent, **({"name": agent} | fields))


def topic_updated(clock: str, topic: str, **fields: Any) -> Event:
    """Describe a topic."""
    return event(TopicUpdated, clock, topic=topic, **({"name": topic} | fields))


def tag_updated(clock: str, tag: str, **fields: Any) -> Event:
    """Describe a tag."""
    return event(TagUpdated, clock, tag=tag, **({"name": tag} | fields))


def contact_updated(clock: str, contact: str, **fields: Any) -> Event:
    """Describe a contact."""
    return event(ContactUpdated, clock, contact=contact, **fields)


def attribute_set(clock: str, contact: str, attribute: str, **fields: Any) -> Event:
    """Set an attribute of a contact; without a value, clear it."""
    named = {"name": attribute} | fields
    return event(ContactAttributeSet, clock, contact=contact, attribute_id=attribute, **named)


def available(clock: str, agent: str, **fields: Any) -> Event:
    """Make an agent available."""
    return event(PresenceChanged, clock, agent=agent, presence="AVAILABLE", **fields)


def away(clock: str, agent: str, away_state: str | None = None, **fields: Any) -> Event:
    """Let an agent go away, perhaps saying for what."""
    named = {"agent": agent, "presence": "AWAY", "away_state": away_state}
    return event(PresenceChanged, clock, **named, **fields)


def offline(clock: str, agent: str, **fields: Any) -> Event:
    """Sign an agent out."""
    return event(PresenceChanged, clock, agent=agent, presence="OFFLINE", **fields)


def given(*events: Event) -> "Scenario":
    """Begin a scenario with the events of a log; they are numbered in the order given."""
    taken = {each.message_id for each in events if isinstance(each, MessageSent)}
    free = (name for name in map("m{}".format, range(1, len(events) + 1)) if name not in taken)
    numbered = []
    for number, each in enumerate(events, 1):
        ids = {"id": f"e{number:03}"} if each.id == _UNNUMBERED else {}
        if isinstance(each, MessageSent) and each.message_id == _UNNUMBERED:
            ids["message_id"] = next(free)
        numbered.append(attrs.evolve(cast("Any", each), **ids))
    return Scenario(numbered)


@attrs.frozen
class Scenario:
    """The events of a log."""

    events: list[Event]

    def when_replayed(self, **options: Unpack[Options]) -> "Replayed":
        """Replay the log; instants can be clock strings."""
        for name in ("start", "end", "as_of"):
            clock = options.get(name)
            if isinstance(clock, str) and clock[2] == ":":
                options[name] = at(clock)
        return Replayed(replay_events(self.events, **options))


@attrs.frozen
class Replayed:
    """A replayed log, to be asked for the rows of its exports."""

    result: Result

    def then_rows(self, export: type[Projection[Any]], table: str) -> "Replayed":
        """Check all the rows of an export, in the columns that *table* names.

        Cells stand apart by two spaces or more, and are as the export prints them, but that `-` is
        a blank one and that instants of the day are clock strings.

        Raises:
            AssertionError: The rows are others.
        """
        __tracebackhide__ = True
        keys, *expected = (re.split(r"\s{2,}", line.strip()) for line in _lines(table))
        actual = self._rows(export, keys)
        wanted = [[_short(cell) for cell in row] for row in expected]
        if actual != wanted:
            raise AssertionError(_difference(export.slug, [keys, *wanted], [keys, *actual]))
        return self

    def then_no_rows(self, export: type[Projection[Any]]) -> "Replayed":
        """Check that an export has no row."""
        __tracebackhide__ = True
        return self.then_rows(export, export.columns()[0].key)

    def _rows(self, export: type[Projection[Any]], keys: list[str]) -> list[list[str]]:
        columns = [column.key for column in export.columns()]
        places = [columns.index(key) for key in keys]
        _, *rows = csv.reader(self.result.csv(export))
        return [[_short(row[place]) or "-" for place in places] for row in rows]


def _lines(table: str) -> Iterable[str]:
    return filter(None, map(str.strip, table.splitlines()))


def _short(cell: str) -> str:
    """Return an instant in UTC as a clock string, and anything else as it is."""
    plain = re.sub(r"(:00)?(\.000)?\+00:00\Z", "", cell)
    if plain != cell and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", plain):
        today = _TODAY(plain)
        return today[1] if today else plain
    return cell


def _difference(slug: str, expected: list[list[str]], actual: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*expected, *actual, strict=False)]
    before, after = (
        ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        for rows in (expected, actual)
    )
    lines = [line for line in difflib.ndiff(before, after) if not line.startswith("?")]
    return "\n".join([f"{slug}: expected (-) and printed (+)", *lines])
