"""What an agent does with a conversation: from the lock to whatever ends it."""

from functools import partial

from . import sentences as say
from .aftermath import leave, park, resolve
from .centre import Agent, Conversation
from .chance import seconds
from .floor import Floor

_READING = seconds(6, 14, 22, 40, 90)
_TYPING = seconds(12, 28, 45, 70, 160)
_ANSWERING = seconds(5, 15, 28, 50, 100, 240)
_WRAPPING_UP = seconds(2, 6, 15, 40)
_ROUNDS = (1, 1, 2, 2, 2, 3, 3, 3, 4, 8)
"""Replies while the conversation is locked."""
_METHODS = ("MANUAL", "AUTO_ASSIGNMENT", "AUTO_ASSIGNMENT")
_CAUSES = ("AGENT_RELEASED", "AGENT_RELEASED", "INACTIVITY", "REASSIGNED")


def handle(floor: Floor, agent: Agent, c: Conversation, now: int) -> int | None:
    """Take the conversation; give the time when the agent is free again.

    None: a colleague will steal it, and whoever steals it frees the agent.
    """
    chance = floor.chance
    floor.log.say(now, say.locked(c, agent, chance.pick(_METHODS)))
    lot = chance.draw()
    if lot < agent.picky:
        return _peek(floor, agent, c, now)
    now += chance.pick(_READING) * agent.pace // 100
    if lot > 0.95:
        resolve(floor, c, agent, now)
        return now
    if lot > 0.935 and (thief := _thief(floor, agent)) is not None:
        if chance.happens(0.5):
            floor.log.say(now, say.reply(c, agent, chance.pick(c.words.replies)))
        thief.asked_for, agent.stolen_from = (c, agent), True
        return None
    return _converse(floor, agent, c, now)


def _thief(floor: Floor, victim: Agent) -> Agent | None:
    thief = floor.chance.pick(floor.centre.people)
    if not thief.available or thief.stolen_from or thief.asked_for or thief is victim:
        return None
    return thief


def steal(floor: Floor, agent: Agent, c: Conversation, victim: Agent, now: int) -> int:
    """Take the conversation that a colleague has; give the time when the agent is free again."""
    floor.log.say(now, say.locked(c, agent, "STEAL"))
    victim.stolen_from = False
    floor.at(now + floor.chance.pick(_WRAPPING_UP), victim.turn)
    return _converse(floor, agent, c, now + floor.chance.pick(_READING))


def _peek(floor: Floor, agent: Agent, c: Conversation, now: int) -> int:
    # Read, and left for another: by a release, or by the lock that the agent takes next.
    now += floor.chance.pick(_READING)
    if floor.chance.happens(0.6):
        floor.log.say(now, say.released(c, agent, "AGENT_RELEASED"))
    floor.at(now, partial(floor.queue, c))
    return now


def _converse(floor: Floor, agent: Agent, c: Conversation, now: int) -> int:
    chance, log, words, pace = floor.chance, floor.log, c.words, agent.pace
    _label(floor, agent, c, now)
    # An e-mail says it all at once; whoever answers it does so hours later.
    rounds = 1 if c.channel.medium == "Email" else chance.pick(_ROUNDS)
    for left in range(rounds - 1, -1, -1):
        now += chance.pick(_TYPING) * pace // 100
        log.say(now, say.reply(c, agent, chance.pick(words.replies if left else words.closings)))
        if left:
            now += chance.pick(_ANSWERING)
            log.say(now, say.inbound(c, chance.pick(words.follow_ups)))
    if chance.happens(0.06):
        _correct(floor, c, now)
    now += chance.pick(_WRAPPING_UP)
    return _finish(floor, agent, c, now)


def _label(floor: Floor, agent: Agent, c: Conversation, now: int) -> None:
    chance, log = floor.chance, floor.log
    topics, tags = len(floor.centre.topics), len(floor.centre.tags)
    number = int(chance.draw() * topics * tags)
    while chance.happens(0.45):
        now, number = now + 1700, number + 5
        log.say(now, say.topic(c, "applied", number % topics, agent.key))
        if chance.happens(0.07):
            log.say(now + 5000, say.topic(c, "removed", number % topics, agent.key))
    while chance.happens(0.25):
        now, number = now + 1300, number + 3
        log.say(now, say.tag(c, "applied", number % tags, agent))
        if chance.happens(0.07):
            log.say(now + 6000, say.tag(c, "removed", number % tags, agent))


def _correct(floor: Floor, c: Conversation, now: int) -> None:
    if floor.chance.happens(0.6):
        text = floor.chance.pick(c.words.follow_ups)
        floor.log.say(now + 700, say.updated(c, c.last_inbound, text))
    else:
        floor.log.say(now + 900, say.deleted(c, f"{c.conversation_id}.{c.messages}"))


def _finish(floor: Floor, agent: Agent, c: Conversation, now: int) -> int:
    chance, log = floor.chance, floor.log
    lot = chance.draw()
    if lot < 0.64:
        resolve(floor, c, agent, now)
    elif lot < 0.88:
        park(floor, c, agent, now)
    elif lot < 0.91:
        # For others to go on with.
        log.say(now, say.released(c, agent, "REASSIGNED"))
        log.say(now, say.status(c, "NEW", f"{say.who(agent)},{agent.team_key}"))
        floor.at(now, partial(floor.queue, c))
        return now
    else:
        leave(floor, c, now)
        if lot < 0.96:
            return now  # The next lock, or the end of the shift, ends this one.
        log.say(now, say.released(c, agent, chance.pick(_CAUSES)))
        return now
    if chance.happens(0.5):
        log.say(now, say.released(c, agent, "STATUS_CHANGED", seq=1))
    return now
