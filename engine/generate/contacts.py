"""The contacts' side: who writes, on which channel, and what the virtual agents make of it."""

from functools import partial

from . import sentences as say
from .aftermath import resolve
from .centre import Agent, Channel, Conversation
from .chance import seconds, spread
from .floor import Floor
from .log import CONNECTOR, HOUR, MINUTE, PLATFORM
from .words import json_text

_GAPS = spread(0, 134, 288, 470, 693, 981, 1386, 2079, 4200)
"""The exponential distribution in thousandths of its mean: contacts know nothing of each other."""
_LOOK_AGAIN = 15 * MINUTE
_TYPING = seconds(5, 15, 25, 60, 150)
_INSTANTLY = seconds(0.8, 1.5, 2.5, 6)
_HANDOVERS = ("ASKED_FOR_HUMAN", "ASKED_FOR_HUMAN", "NOT_UNDERSTOOD", "COMPLAINT", "PAYMENT")
_FAILURES = ("TIMEOUT", "MODEL_UNAVAILABLE")
_SOURCES = ("AGENT", "BOT", "CRM")
_OUT_OF_OFFICE = json_text("Thank you for your message! We're closed now, and back at 8:00.")
_ON_ITS_WAY = json_text("Your order 100482913 is on its way 📦 Reply to this message for help.")


def next_contact(floor: Floor, now: int) -> None:
    """Wait for the next contact who begins a conversation."""
    mean = HOUR / floor.plan.demand(now)
    gap = int(mean * floor.chance.pick(_GAPS)) // 1000
    if gap > _LOOK_AGAIN:
        # The demand may be another by then, and nothing is lost: who waits for a moment without
        # memory may begin to wait anew.
        floor.at(now + _LOOK_AGAIN, partial(next_contact, floor))
    else:
        floor.at(now + gap, partial(_arrive, floor))


def _arrive(floor: Floor, now: int) -> None:
    next_contact(floor, now)
    chance, centre = floor.chance, floor.centre
    # Multiplied, so that some come back often and most do not.
    contact = int(chance.draw() * chance.draw() * centre.contacts)
    home = centre.busy[contact * 31 % len(centre.busy)]
    channel = chance.pick(centre.channels) if chance.happens(0.1) else home
    words = floor.languages[contact * 17 % len(floor.languages)]
    _introduce(floor, contact, home, now)
    write(floor, floor.open(contact, channel, words), now)


def _introduce(floor: Floor, contact: int, channel: Channel, now: int) -> None:
    chance, log, introduced = floor.chance, floor.log, floor.centre.introduced
    if not introduced[contact] or chance.happens(0.03):
        introduced[contact] = 1
        log.say(now, say.contact_updated(contact, channel))
    if chance.happens(0.12):
        number = int(chance.draw() * 100)
        value = None if chance.happens(0.1) else number // 4
        log.say(now, say.attribute_set(contact, number, value, chance.pick(_SOURCES)))


def write(floor: Floor, c: Conversation, now: int) -> None:
    """Let a contact begin the conversation, and a machine answer first where there is one."""
    chance, log = floor.chance, floor.log
    log.say(now, say.started(c, language=chance.happens(0.6)))
    if chance.happens(0.03):
        log.say(now, say.automatic(c, say.AUTOMATION, "PROACTIVE", _ON_ITS_WAY))
        now += chance.pick(_TYPING)
    clock = CONNECTOR if c.channel.medium == "Instagram" else PLATFORM
    log.say(now, say.inbound(c, chance.pick(c.words.openings)), clock)
    while chance.happens(0.3):
        now += chance.pick(_TYPING)
        log.say(now, say.inbound(c, chance.pick(c.words.follow_ups)), clock)
    if chance.happens(0.3):
        log.say(now + 40, say.language_set(c))
    if c.channel.medium != "Email" and chance.happens(0.5):
        _robot_answers(floor, c, chance.pick(floor.centre.robots), now)
        return
    if chance.happens(0.1):
        log.say(now + 900, say.automatic(c, say.AUTO_RESPONDER, "AUTOMATED", _OUT_OF_OFFICE))
    floor.at(now, partial(floor.queue, c))


def _robot_answers(floor: Floor, c: Conversation, robot: Agent, now: int) -> None:
    chance, log, words = floor.chance, floor.log, c.words
    now += chance.pick(_INSTANTLY)
    if chance.happens(0.3):
        log.say(now - 200, say.locked(c, robot, "AUTO_ASSIGNMENT"))
    log.say(now, say.reply(c, robot, chance.pick(words.robot)))
    keeps = chance.happens(0.35)
    if keeps:
        log.say(now + 1, say.status(c, "PENDING", say.who(robot)))
    if chance.happens(0.4):
        log.say(now, say.topic(c, "applied", _topic(floor), say.who(robot)))
    while chance.happens(0.35):
        now += chance.pick(_TYPING)
        log.say(now, say.inbound(c, chance.pick(words.follow_ups)))
        now += chance.pick(_INSTANTLY)
        log.say(now, say.reply(c, robot, chance.pick(words.robot)))
    # When people are far behind, the virtual agents let fewer through to them.
    behind = len(floor.waiting) > 2 * len(floor.centre.people)
    if chance.happens(0.6 if behind else 0.16):
        resolve(floor, c, robot, now + chance.pick(_TYPING))
        return
    error = chance.happens(0.04)
    if not error:
        log.say(now + 300, say.reply(c, robot, chance.pick(words.handover)))
    reason = chance.pick(_FAILURES if error else _HANDOVERS)
    log.say(now + 500, say.handed_over(c, robot, reason, error=error))
    if keeps:
        log.say(now + 500, say.status(c, "NEW", say.who(robot)))
    floor.at(now + 500, partial(floor.queue, c))


def _topic(floor: Floor) -> int:
    return int(floor.chance.draw() * len(floor.centre.topics))
