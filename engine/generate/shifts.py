"""The agents' side: who comes in, who takes what, and who goes home."""

from functools import partial

from . import sentences as say
from .aftermath import bulk_resolve
from .centre import Agent
from .chance import seconds
from .floor import Floor, Shift
from .handling import handle, steal
from .log import DAY, HOUR, SECOND, WORKFORCE, day_of

_PAUSE = seconds(1, 5, 12, 30, 75)
_LOOKING = seconds(15, 40, 70, 120)

Breaks = list[tuple[int, int, str]]


def begin_day(floor: Floor, now: int) -> None:
    """Make the agenda of the day that begins: who works, who moves, who tidies up."""
    floor.at(now + DAY, partial(begin_day, floor))
    people, chance = floor.centre.people, floor.chance
    for agent in people:
        if chance.happens(0.01):
            agent.move_to(int(chance.draw() * len(floor.centre.teams)))
            floor.log.say(now, agent.line())
    shifts = tuple(floor.plan.shifts(day_of(now)))
    for shift in shifts:
        floor.at(max(now, shift.begins), partial(_sign_in, floor, shift))
    if shifts:
        floor.at(now + 13 * HOUR, partial(bulk_resolve, floor, chance.pick(shifts).agent))


def _sign_in(floor: Floor, shift: Shift, now: int) -> None:
    floor.log.say(now, say.presence(shift.agent, "AVAILABLE"), WORKFORCE)
    shift.agent.available = True
    shift.agent.turn = partial(_next_task, floor, shift, shift.breaks())
    floor.at(now + floor.chance.pick(_LOOKING), shift.agent.turn)


def _next_task(floor: Floor, shift: Shift, breaks: Breaks, now: int) -> None:
    agent = shift.agent
    if agent.asked_for is not None:
        (c, victim), agent.asked_for = agent.asked_for, None
        free: int | None = steal(floor, agent, c, victim, now)
    elif now >= shift.ends:
        agent.available = False
        if shift.signs_out:
            floor.log.say(now, say.presence(agent, "OFFLINE"), WORKFORCE)
        return
    elif breaks and now >= breaks[-1][0]:
        _take_break(floor, shift, breaks.pop(), now)
        return
    elif floor.waiting:
        free = handle(floor, agent, floor.waiting.popleft(), now)
    else:
        floor.at(now + floor.chance.pick(_LOOKING) * agent.ease // 100, agent.turn)
        return
    if free is not None:
        floor.at(free + floor.chance.pick(_PAUSE) * agent.ease // 100, agent.turn)


def _take_break(floor: Floor, shift: Shift, planned: tuple[int, int, str], now: int) -> None:
    agent, (begins, ends, state) = shift.agent, planned
    back = now + ends - begins
    if back >= shift.ends:
        agent.turn(now)  # It is late, and the break is given up.
        return
    floor.log.say(now, say.presence(agent, "AWAY", state), WORKFORCE)
    floor.log.say(back, say.presence(agent, "AVAILABLE"), WORKFORCE)
    if shift.works_through or floor.chance.happens(0.02):
        floor.at(now + SECOND, agent.turn)
        return
    agent.available = False
    floor.at(back, partial(_come_back, agent))


def _come_back(agent: Agent, now: int) -> None:
    agent.available = True
    agent.turn(now)
