"""The rhythm of an ordinary centre: working days, early, middle and late shifts, quiet nights."""

from collections.abc import Iterator
from datetime import date

from .centre import Centre, is_quiet
from .floor import Plan, Shift
from .log import HOUR, MINUTE, day_of, instant

_SHIFT = 8 * HOUR + 30 * MINUTE

# In UTC, by the hour: how many conversations a person on the payroll is worth. It follows the
# shifts below, so that those who are there are about as busy at any hour.
_NIGHT = (0.1,) * 5
_MORNING = (0.3, 1.4, 1.9, 3.6, 4.1, 4.2, 4.1)
_AFTERNOON = (4.0, 4.0, 3.5, 2.6, 1.9, 1.1, 1.0, 0.8, 0.3, 0.2, 0.1, 0.1)
_WORKING_DAY = _NIGHT + _MORNING + _AFTERNOON
_QUIET_DAY = tuple(demand * 0.3 for demand in _WORKING_DAY)


def ordinary(centre: Centre) -> Plan:
    """Plan for as many people as *centre* has."""
    people = len(centre.people)

    def shifts(day: date) -> Iterator[Shift]:
        days = day.toordinal()
        quiet = is_quiet(day)
        for number, agent in enumerate(centre.people):
            if (number * 3 + days) % 10 < 3 if quiet else (number * 7 + days) % 20 < 17:
                part = number * 9 % 20
                begins = "06:00" if part < 7 else "08:00" if part < 15 else "11:30"
                # People come in over some twenty minutes, not on the stroke of the clock.
                late = (number * 7919 + days * 104_729) % (20 * MINUTE)
                ends = instant(day, begins) + _SHIFT
                # One in some hundreds forgets to sign out, and seems to be there all night.
                remembers = (number * 31 + days * 17) % 331 > 0
                yield Shift(agent, ends - _SHIFT + late, ends, signs_out=remembers)

    def demand(ms: int) -> float:
        by_hour = _QUIET_DAY if is_quiet(day_of(ms)) else _WORKING_DAY
        return people * by_hour[ms // HOUR % 24]

    return Plan(shifts, demand)
