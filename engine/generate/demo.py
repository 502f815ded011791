"""One day that a person can read: Sunday 29 March 2026, when Brussels loses the hour from two.

A small centre works through the day by itself. Written by hand into it are a few stories to find,
whose times are those on the wall in Brussels, and the trouble that a log always has.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain

import attrs

from . import sentences as say
from .centre import TAG_NAMES, TOPIC_NAMES, Agent, Centre, Channel, Conversation
from .chance import Chance
from .contacts import next_contact
from .floor import Floor, Plan, Shift
from .log import HOUR, SECOND, SURVEYS, VERBATIM, WORKFORCE, Log, counted, instant
from .shifts import begin_day
from .words import english, json_text, spoken

SUNDAY = date(2026, 3, 29)

_NIGHT_LINE = Channel(
    "night-line",
    "WhatsApp",
    "Acme Night & Day",
    "Europe/Brussels",
    ("08:00-22:00",) * 6 + ("01:00-05:00 08:00-22:00",),
)
_CHANNELS = (
    _NIGHT_LINE,
    Channel("web-chat", "Web chat", "Acme Chat", None),
    Channel("email", "Email", "Acme Mail", "Europe/Brussels"),
    Channel("boston", "Instagram", "Acme Boston", "America/New_York", ("10:00-18:00",) * 7),
    Channel("acme-x", "X", "Acme on X", "Europe/London", ("08:00-20:00",) * 7),
)
_HOURS = {
    "Omar": ("01:00", "04:40"),
    "Amber": ("08:00", "10:25"),
    "Bram": ("08:20", "11:00"),
    "Chloé": ("10:10", "12:40"),
    "Daan": ("10:45", "13:20"),
    "Elif": ("12:30", "14:55"),
    "Fatima": ("13:10", "15:40"),
    "Gilles": ("14:45", "17:25"),
    "Hanne": ("16:40", "19:30"),
    "Tom": ("17:20", "22:00"),
}
"""Who works by the plan, and when. Tom works on while he is away; Daan picks the cherries."""
_BY_HAND = ("Nadia", "Ines", "Victor")
_SURNAMES = ("Haddad", "Maes", "Claes", "Peeters", "Nowak", "De Smet", "Şahin")

# Six lines that break a rule, each another one, and two of types that this format does not have.
_ODD_LINES = (
    ("09:15", '"type":"message.sent","conversation_id":"c009","mess'),
    ("10:40", '"type":"csat.replied","conversation_id":"c012","survey_id":"csat-1","score":6}'),
    ("11:30", '"type":"agent.skills_updated","agent_id":"daan","skills":["fr","nl"]}'),
    ("12:61", '"type":"presence.changed","agent_id":"bram","presence":"OFFLINE"}'),
    ("13:20", '"type":"status.changed","conversation_id":"c030","status":"CLOSED"}'),
    ("15:50", '"type":"lock.acquired","conversation_id":"c041","method":"MANUAL"}'),
    ("16:45", '"type":"note.added","conversation_id":"c041","note":"nobody picked up"}'),
    ("19:30", '"type":"business_hours.updated","channel_id":"boston","timezone":"Boston"}'),
)


def brussels(clock: str) -> int:
    """Give the instant of a time on the wall in Brussels that day."""
    return instant(SUNDAY, clock) - (1 if clock < "02:00" else 2) * HOUR


def demo_day(seed: int = 1) -> list[bytes]:
    """Give the lines of the day, in the order of time, the names of everyone and everything first.

    The stories are the same for every seed:

    - Nadia answers one contact before the change of the clock and one across it; her third she
      keeps from 04:44 till 14:20, for she went home without signing out.
    - Ines is available for twenty minutes, then away in a training, and works for an hour more.
    - Victor takes what Nadia left, apologises, and signs her out. One more he resolves without a
      reply, and one he reads and leaves to others.
    - Tom works on in his breaks, and Daan leaves much of what he has read to others.
    """
    people = {name: _person(name, n) for n, name in enumerate((*_BY_HAND, *_HOURS))}
    centre = Centre(
        teams=("Night desk", "Delivery", "Payments"),
        people=tuple(people.values()),
        robots=(Agent("robin", "Robin", 1, virtual=True),),
        channels=_CHANNELS,
        topics=TOPIC_NAMES[:8],
        tags=TAG_NAMES,
        contacts=120,
    )
    begins = brussels("00:00") - HOUR // 4
    log = Log(begins, counted)
    for ms, body in enumerate(centre.lines(), begins):
        log.say(ms, body)
    plan = Plan(partial(_shifts, people), _demand)
    floor = Floor(centre, plan, Chance(seed), log, spoken(), lambda n: f"c{n:03d}")
    story = _Story(floor)
    _nadia(story, people["Nadia"], people["Victor"])
    _ines(story, people["Ines"])
    for clock, body in _ODD_LINES:
        line = f'{{"id":"odd-{clock}","time":"2026-03-29T{clock}:00+02:00",{body}'
        log.say(brussels(clock), line, VERBATIM)
    floor.at(begins + HOUR // 5, partial(begin_day, floor))
    floor.at(begins + HOUR // 5, partial(next_contact, floor))
    return [line.encode() for line in _delivered(chain.from_iterable(floor.pages(_END)))]


_END = brussels("23:59")


def _person(name: str, number: int) -> Agent:
    team = 0 if name in ("Nadia", "Omar") else 1 + number % 2
    surname = _SURNAMES[number % len(_SURNAMES)]
    return Agent(
        agent_id=name.lower().replace("é", "e"),
        name=f"{name} {surname}",
        team=team,
        pace=85 + number * 3,
        picky=0.25 if name == "Daan" else 0.03,
    )


def _shifts(people: dict[str, Agent], _day: date) -> Iterator[Shift]:
    for name, (begins, ends) in _HOURS.items():
        yield Shift(people[name], brussels(begins), brussels(ends), works_through=name == "Tom")


def _demand(ms: int) -> float:
    return 8 if brussels("08:00") <= ms < brussels("21:30") else 2.5


def _delivered(lines: Iterator[str]) -> Iterator[str]:
    # Some lines come twice, as from any source that would rather repeat itself than lose one.
    for line in lines:
        yield line
        if line.startswith(('{"id":"e0200"', '{"id":"e0900"')):
            yield line
        elif line.startswith('{"id":"e1300"'):
            yield f'{line[:-1]},"delivery":2}}'


@attrs.frozen
class _Story:
    """Writes by hand what happens at times on the wall."""

    floor: Floor

    def opened(self, clock: str, contact: int, channel: Channel, text: str) -> Conversation:
        """Let a contact begin a conversation."""
        now, log = brussels(clock), self.floor.log
        if not self.floor.centre.introduced[contact]:
            self.floor.centre.introduced[contact] = 1
            log.say(now - SECOND, say.contact_updated(contact, channel))
            log.say(now - SECOND, say.attribute_set(contact, contact, contact, "CRM"))
        c = self.floor.open(contact, channel, english())
        log.say(now - 1, say.started(c, language=True))
        log.say(now, say.inbound(c, json_text(text)))
        return c

    def says(self, clock: str, body: str) -> None:
        """Let anything happen."""
        self.floor.log.say(brussels(clock), body)

    def handled(self, c: Conversation, agent: Agent, lock: str, reply: str, end: str) -> None:
        """Let an agent take a conversation, answer it and resolve it."""
        self.says(lock, say.locked(c, agent, "MANUAL"))
        self.says(reply, say.reply(c, agent, self.floor.chance.pick(c.words.replies)))
        self.says(end, say.status(c, "RESOLVED", say.who(agent), ',"reason":"SOLVED"'))

    def is_now(self, clock: str, agent: Agent, presence: str, away_state: str = "") -> None:
        """Let an agent come, pause or go."""
        body = say.presence(agent, presence, away_state)
        self.floor.log.say(brussels(clock), body, WORKFORCE)


def _nadia(story: _Story, nadia: Agent, victor: Agent) -> None:
    story.is_now("00:55", nadia, "AVAILABLE")
    before = story.opened("01:10", 5, _NIGHT_LINE, "Are you there at this hour? 🌙")
    story.handled(before, nadia, "01:12", "01:15", "01:17")
    across = story.opened("01:52", 8, _NIGHT_LINE, "My card was refused, and it is nearly two.")
    story.handled(across, nadia, "03:03", "03:05", "03:06")
    kept = story.opened("04:41", 13, _NIGHT_LINE, 'The courier says "delivered". It is not.')
    story.says("04:44", say.locked(kept, nadia, "MANUAL"))
    story.says("04:44", say.topic(kept, "applied", 0, say.who(nadia)))
    text = "I'll look it up, one moment please."
    story.says("04:47", say.reply(kept, nadia, json_text(text)))
    story.says("09:05", say.inbound(kept, json_text("Good morning… is anybody there?")))
    story.says("13:58", say.inbound(kept, json_text("Hello?!")))
    story.is_now("14:10", victor, "AVAILABLE")
    story.says("14:20", say.locked(kept, victor, "STEAL"))
    text = "I'm sorry. My colleague went home and you were left waiting. Your parcel is found."
    story.says("14:24", say.reply(kept, victor, json_text(text)))
    story.says("14:26", say.status(kept, "RESOLVED", say.who(victor), ',"reason":"SOLVED"'))
    floor, log, named = story.floor, story.floor.log, f",{victor.key},{victor.team_key}"
    log.say(brussels("14:27"), say.survey_sent(kept, "csat-1", named), SURVEYS)
    score = ',"score":1,"follow_up_answer":"Ten hours, \\"one moment\\"?"'
    log.say(brussels("14:40"), say.survey_replied(kept, "csat-1", score), SURVEYS)
    story.is_now("14:30", nadia, "OFFLINE")
    done = story.opened("14:05", 34, _NIGHT_LINE, "Never mind, it came. Thanks!")
    story.says("14:32", say.locked(done, victor, "MANUAL"))
    story.says("14:33", say.status(done, "RESOLVED", say.who(victor), ',"reason":"NO_ANSWER"'))
    long = story.opened("14:20", 55, _CHANNELS[1], "I have eleven questions about your terms. 1)")
    story.says("14:35", say.locked(long, victor, "MANUAL"))
    story.says("14:37", say.released(long, victor, "AGENT_RELEASED"))
    floor.at(brussels("14:37"), partial(floor.queue, long))
    story.is_now("14:45", victor, "OFFLINE")


def _ines(story: _Story, ines: Agent) -> None:
    story.is_now("10:00", ines, "AVAILABLE")
    first = story.opened("10:02", 21, _CHANNELS[1], "How do I return two sizes, and keep one?")
    story.handled(first, ines, "10:05", "10:12", "10:18")
    log = story.floor.log
    log.say(brussels("10:19"), say.survey_sent(first, "csat-1", f",{ines.key}"), SURVEYS)
    log.say(brussels("22:19"), say.survey_expired(first, "csat-1"), SURVEYS)
    story.is_now("10:20", ines, "AWAY", "TRAINING")
    second = story.opened("10:11", 34, _CHANNELS[4], "@acme two invoices, one order. Which one?")
    story.handled(second, ines, "10:25", "10:40", "10:55")
    third = story.opened("10:50", 55, _CHANNELS[1], "The code SPRING15 is refused, why?")
    story.handled(third, ines, "11:00", "11:20", "11:35")
    story.is_now("11:40", ines, "OFFLINE")
