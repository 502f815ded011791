"""The contact centre: its teams, agents, channels, topics and tags, as a log says them.

Whoever appears in the log carries the JSON pieces that lines name it by, written once.
"""

from collections.abc import Callable, Iterator
from datetime import date

import attrs

from .words import Words, json_text

ZONES = ("Europe/Brussels", "Europe/London", "America/New_York", "Asia/Kolkata")
HOLIDAYS = ((1, 1), (5, 1), (7, 21), (12, 25))
"""Month and day of the days on which nobody but the virtual agents works."""

_USE = {
    "WhatsApp": 6,
    "Email": 4,
    "Web chat": 5,
    "Facebook": 3,
    "Instagram": 2,
    "X": 2,
    "SMS": 1,
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OFFICE = ("09:00-17:00",) * 5
_PATTERNS = (
    _OFFICE,
    ("08:00-22:00",) * 5 + ("09:00-18:00",),
    ("08:30-12:00 13:00-17:30",) * 5,
    ("00:00-02:00 07:00-24:00",) * 7,
)
"""Opening spans from Monday on; the last pattern is open over midnight, which is two spans."""

FIRST_NAMES = tuple(
    "Amber,Bram,Chloé,Daan,Elif,Fatima,Gilles,Hanne,Ivo,Jana,Kofi,Lena,"  # noqa: SIM905  shorter
    "Milan,Noor,Omar,Priya,Quinn,Rosa,Sofie,Tibo,Uma,Victor,Wout,Yasmine,Zoë".split(",")
)
LAST_NAMES = tuple(
    "Adams,Baert,Claes,De Smet,Evens,Fontaine,García,Hermans,Ibrahim,"  # noqa: SIM905  shorter
    "Janssens,Kovács,Lambert,Maes,Nowak,O'Brien,Peeters,Quintens,Renard,Şahin,Thys,Urbain,"
    "Vermeulen,Willems,Yildiz,Öztürk".split(",")
)
TEAM_NAMES = ("Delivery", "Returns", "Payments", "Retention", "Social care", "Night desk")
TOPIC_NAMES = (
    "Late delivery",
    "Damaged on arrival",
    "Return label",
    "Refund",
    "Double payment",
    "Change of address",
    "Discount code",
    "Subscription, cancel",
    "Website error",
    'Complaint "formal"',
    "-10% promotion",
    "Praise",
)
TAG_NAMES = ("urgent", "photo", "language barrier", "legal", "VIP", "press", "spam", "=follow-up")


@attrs.frozen(eq=False)
class Channel:
    """An address where contacts write to, on one medium."""

    channel_id: str
    medium: str
    name: str
    zone: str | None
    """Where its business hours are; with none it is always open."""
    spans: tuple[str, ...] = _OFFICE
    fields: str = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._fields_of_messages(), takes_self=True)
    )
    """What every message on it says."""
    posts: str = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._place_of_posts(), takes_self=True)
    )
    """Where its public posts are, with no `"` at the end; empty for private messages."""

    def _fields_of_messages(self) -> str:
        kind = {"Email": "EMAIL", "X": "MENTION", "Facebook": "COMMENT"}.get(self.medium, "DIRECT")
        return f'"message_type":"{kind}","origin":"{self.medium.upper().replace(" ", "_")}"'

    def _place_of_posts(self) -> str:
        public = self.medium in ("X", "Facebook", "Instagram")
        return f',"url":"https://{self.medium.lower()}.example/p/' if public else ""

    def lines(self) -> Iterator[str]:
        """Say the channel and its business hours."""
        yield (
            f'"type":"channel.updated","channel_id":"{self.channel_id}","medium":"{self.medium}",'
            f'"name":"{self.name.lower()}","display_name":"{self.name}"'
        )
        if self.zone is not None:
            weekly = ",".join(
                f'"{day}":[' + ",".join(_span(span) for span in spans.split()) + "]"
                for day, spans in zip(_DAYS, self.spans, strict=False)
            )
            holidays = ",".join(
                f'"{year}-{month:02d}-{day:02d}"'
                for year in (2026, 2027)
                for month, day in HOLIDAYS
            )
            yield (
                f'"type":"business_hours.updated","channel_id":"{self.channel_id}",'
                f'"timezone":"{self.zone}","weekly":{{{weekly}}},"holidays":[{holidays}]'
            )


def _span(span: str) -> str:
    start, end = span.split("-")
    return f'["{start}","{end}"]'


@attrs.define(eq=False)
class Agent:
    """One who answers: a person, or a virtual agent that shares the work."""

    agent_id: str
    name: str
    team: int
    virtual: bool = False
    pace: int = 100
    """How long it takes over everything, in per cent of the usual."""
    picky: float = 0.03
    """Share of its locks that it leaves again, having read."""
    ease: int = 100
    """How long it rests between two conversations, in per cent of the usual."""
    key: str = attrs.field(init=False)
    team_key: str = attrs.field(init=False)
    turn: Callable[[int], None] = attrs.field(init=False)
    """What it does when it is next free."""
    available: bool = attrs.field(init=False, default=False)
    stolen_from: bool = attrs.field(init=False, default=False)
    """It waits for a colleague who is about to steal its conversation."""
    asked_for: "tuple[Conversation, Agent] | None" = attrs.field(init=False, default=None)
    """The conversation that it is about to steal, and from whom."""

    def __attrs_post_init__(self) -> None:
        self.key = f'"agent_id":"{self.agent_id}"'
        self.move_to(self.team)

    def move_to(self, team: int) -> None:
        """Change to another team."""
        self.team = team
        self.team_key = f'"team_id":"team-{team}"'

    def line(self) -> str:
        """Say who the agent is."""
        kind = ',"kind":"VIRTUAL"' if self.virtual else ""
        return (
            f'"type":"agent.updated",{self.key},"name":{json_text(self.name)},'
            f'"email":"{self.agent_id}@desk.example","reference":"HR-{self.agent_id}",'
            f"{self.team_key}{kind}"
        )


@attrs.define(eq=False)
class Conversation:
    """One matter of one contact on one channel."""

    conversation_id: str
    contact: int
    channel: Channel
    words: Words
    messages: int = 0
    last_inbound: str = ""
    resolves: int = 0
    key: str = attrs.field(init=False)
    place: str = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.key = f'"conversation_id":"{self.conversation_id}"'
        self.place = (
            f'"channel_id":"{self.channel.channel_id}","contact_id":"contact-{self.contact:06d}"'
        )


@attrs.frozen(eq=False)
class Centre:
    """Everyone and everything that is there before the first conversation."""

    teams: tuple[str, ...]
    people: tuple[Agent, ...]
    robots: tuple[Agent, ...]
    channels: tuple[Channel, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    contacts: int
    """How many contacts there are to come back."""
    busy: tuple[Channel, ...] = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._channels_by_use(), takes_self=True)
    )
    """Each channel as often as its medium is used."""
    introduced: bytearray = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._nobody(), takes_self=True)
    )
    """Which contacts the log has told of, a byte a contact."""

    def _channels_by_use(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.channels for _ in range(_USE[channel.medium]))

    def _nobody(self) -> bytearray:
        return bytearray(self.contacts)

    def lines(self) -> Iterator[str]:
        """Say everyone and everything."""
        for number, name in enumerate(self.teams):
            yield f'"type":"team.updated","team_id":"team-{number}","name":{json_text(name)}'
        for agent in (*self.robots, *self.people):
            yield agent.line()
        for channel in self.channels:
            yield from channel.lines()
        for kind, names in (("topic", self.topics), ("tag", self.tags)):
            for number, name in enumerate(names):
                # The last one is no longer offered, though some still use it.
                gone = ',"active":false' if number == len(names) - 1 else ""
                yield (
                    f'"type":"{kind}.updated","{kind}_id":"{kind}-{number}",'
                    f'"name":{json_text(name)}{gone}'
                )


def of_size(agents: int) -> Centre:
    """Set up a centre with so many people, and as much of everything else as they need."""
    teams = min(max(2, agents // 12), 40)
    brands = ("Acme", "Globex", "Umbra") if agents > 100 else ("Acme",)
    return Centre(
        teams=tuple(
            TEAM_NAMES[n % len(TEAM_NAMES)] + (f" {n // len(TEAM_NAMES) + 1}" if n > 5 else "")
            for n in range(teams)
        ),
        people=tuple(
            Agent(
                agent_id=f"agent-{n:04d}",
                name=f"{FIRST_NAMES[n % 25]} {LAST_NAMES[(n * 7 + n // 25) % 25]}",
                team=n % teams,
                pace=80 + n * 37 % 61,
                ease=40 + n * n * 53 % 561,
                picky=0.12 if n % 11 == 4 else 0.03,
            )
            for n in range(agents)
        ),
        robots=(Agent("robin", "Robin", 0, virtual=True), Agent("max", "Max", 1, virtual=True)),
        channels=tuple(_channels(brands)),
        topics=TOPIC_NAMES,
        tags=TAG_NAMES,
        contacts=agents * 400,
    )


def _channels(brands: tuple[str, ...]) -> Iterator[Channel]:
    for b, brand in enumerate(brands):
        for m, medium in enumerate(_USE):
            # Web chat has the virtual agents, who never sleep: no business hours.
            zone = None if medium == "Web chat" else ZONES[(b + m // 3) % len(ZONES)]
            channel_id = f"{brand.lower()}-{medium.lower().replace(' ', '-')}"
            yield Channel(channel_id, medium, f"{brand} {medium}", zone, _PATTERNS[(b + m) % 4])


def is_quiet(day: date) -> bool:
    """Tell whether *day* is a weekend's or a holiday."""
    return day.weekday() >= 5 or (day.month, day.day) in HOLIDAYS
