"""What follows when an agent is done: the status, the survey, and the contact who writes again."""

from functools import partial

from . import sentences as say
from .centre import Agent, Conversation
from .chance import minutes, seconds
from .floor import Floor
from .log import DAY, MINUTE, SURVEYS
from .words import json_text

_REASONS = ("SOLVED", "SOLVED", "SOLVED", "NO_ANSWER_NEEDED", "DUPLICATE", "SPAM")
_COMMENTS = tuple(map(json_text, ("refund done, see case 4411", 'said "never mind"', "ok\nok")))
_MACHINES = (say.AUTOMATION, say.AUTOMATION, say.SYSTEM)
_RETURNS = minutes(2, 15, 60, 240, 900, 1400)
_BOUNCES = minutes(30, 120, 240, 480)
_GIVES_UP = minutes(1440, 1440, 2880, 2880, 4320)
_ANSWERS_SURVEY = minutes(0.3, 1, 4, 20, 180, 1500)
_TYPES_ON = seconds(4, 15, 30, 90)
_EXPIRES = 3 * DAY
_SCORES = (5,) * 9 + (4,) * 5 + (3,) * 2 + (2,) + (1,) * 3


def resolve(floor: Floor, c: Conversation, agent: Agent, now: int) -> None:
    """Let an agent close the conversation, and whatever comes of that."""
    chance = floor.chance
    extra = ""
    if chance.happens(0.7):
        extra = f',"reason":"{chance.pick(_REASONS)}"'
        if chance.happens(0.15):
            extra += f',"comment":{chance.pick(_COMMENTS)}'
    team = "" if agent.virtual else f",{agent.team_key}"
    floor.log.say(now, say.status(c, "RESOLVED", f"{say.who(agent)}{team}", extra))
    c.resolves += 1
    if chance.happens(0.42):
        survey(floor, c, agent, now + 1)
    _perhaps_return(floor, c, now, 0.13)


def park(floor: Floor, c: Conversation, agent: Agent, now: int) -> None:
    """Let an agent wait for the contact: the conversation is pending."""
    floor.log.say(now, say.status(c, "PENDING", f"{say.who(agent)},{agent.team_key}"))
    chance = floor.chance
    lot = chance.draw()
    if lot < 0.45:
        _perhaps_return(floor, c, now, 1)
    elif lot < 0.6:
        floor.at(now + chance.pick(_BOUNCES), partial(boomerang, floor, c))
    elif lot < 0.68:
        floor.set_aside.append(c)
    elif lot < 0.96:
        give_up(floor, c, now)


def leave(floor: Floor, c: Conversation, now: int) -> None:
    """Leave an answered conversation as it is: the contact writes again, or nobody does."""
    if floor.chance.happens(0.4):
        _perhaps_return(floor, c, now, 1)
    else:
        give_up(floor, c, now)


def give_up(floor: Floor, c: Conversation, now: int) -> None:
    """Let a machine close, days later, what nobody wrote in."""
    chance = floor.chance
    floor.log.say(
        now + chance.pick(_GIVES_UP),
        say.status(c, "RESOLVED", chance.pick(_MACHINES), ',"reason":"INACTIVE"'),
    )


def boomerang(floor: Floor, c: Conversation, now: int) -> None:
    """Bring a pending conversation back to those who wait."""
    floor.log.say(now, say.status(c, "NEW", say.SYSTEM, ',"boomerang":true'))
    floor.waiting.append(c)


def bulk_resolve(floor: Floor, agent: Agent, now: int) -> None:
    """Resolve all at once what was set aside for it."""
    by = f"{say.who(agent)},{agent.team_key}"
    for seq, c in enumerate(floor.set_aside):
        floor.log.say(now, say.status(c, "RESOLVED", by, f',"bulk":true,"seq":{seq}'))
    floor.set_aside.clear()


def _perhaps_return(floor: Floor, c: Conversation, now: int, share: float) -> None:
    if floor.chance.happens(share):
        floor.at(now + floor.chance.pick(_RETURNS), partial(contact_returns, floor, c))


def contact_returns(floor: Floor, c: Conversation, now: int) -> None:
    """Let a contact write again: the conversation is new, and waits."""
    chance, words = floor.chance, c.words
    if chance.happens(0.2):
        # A mere thank you, that nobody needs to look at.
        floor.log.say(now, say.inbound(c, chance.pick(words.thanks)))
        return
    floor.log.say(now, say.inbound(c, chance.pick(words.follow_ups)))
    by = say.CONTACT if chance.happens(0.5) else say.SYSTEM
    floor.log.say(now, say.status(c, "NEW", by))
    if chance.happens(0.5):
        now += chance.pick(_TYPES_ON)
        floor.log.say(now, say.inbound(c, chance.pick(words.follow_ups)))
    floor.waiting.append(c)


def survey(floor: Floor, c: Conversation, agent: Agent, now: int) -> None:
    """Ask the contact how it was; it answers, with or without a word more, or lets it expire."""
    chance, log = floor.chance, floor.log
    name = f"csat-{c.resolves}"
    question = f',"follow_up_question":{json_text(c.words.question)}'
    asked = question if chance.happens(0.6) else ""
    named = f",{agent.key},{agent.team_key}" if not agent.virtual and chance.happens(0.8) else ""
    log.say(now, say.survey_sent(c, name, named + asked), SURVEYS)
    lot = chance.draw()
    if lot < 0.45:
        now += chance.pick(_ANSWERS_SURVEY)
        score = f',"score":{chance.pick(_SCORES)}'
        answer = f',"follow_up_answer":{chance.pick(c.words.answers)}'
        together = bool(asked) and lot < 0.15
        log.say(now, say.survey_replied(c, name, score + asked + answer * together), SURVEYS)
        if asked and 0.15 <= lot < 0.22:
            log.say(now + MINUTE, say.survey_replied(c, name, question + answer), SURVEYS)
    elif lot < 0.85:
        log.say(now + _EXPIRES, say.survey_expired(c, name), SURVEYS)
