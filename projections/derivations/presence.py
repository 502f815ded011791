"""Presence: when an agent was available, away or signed out."""

from collections.abc import Iterable

import attrs

from ...events import OrderKey, PresenceChanged, PresenceState
from .fact import fact
from .reference import AgentNames


@attrs.frozen
class PresenceInterval:
    """An agent's time in one presence and away state, `[start, end)`."""

    opened: PresenceChanged
    closed: PresenceChanged | None
    """What ended it; nothing while it lasts, and then `end` is the as-of instant."""

    start: int
    end: int

    @property
    def state(self) -> PresenceState:
        """`AVAILABLE`, `AWAY` or `OFFLINE`."""
        return self.opened.presence


@attrs.define(slots=False, eq=False)
class Agent:
    """An agent's own stream, and what is derived of it."""

    agent_id: str
    changes: list[PresenceChanged]
    """In order, up to the as-of instant."""

    as_of: int
    names: AgentNames

    @fact
    def presence(self) -> list[PresenceInterval]:
        """The agent's presence intervals. Source: presence."""
        return derive_presence(self.changes, self.as_of)

    @fact
    def sign_outs(self) -> list[OrderKey]:
        """Where the agent signed out, also where it was signed out already."""
        return [change.order for change in self.changes if change.presence == "OFFLINE"]


def derive_presence(changes: Iterable[PresenceChanged], as_of: int) -> list[PresenceInterval]:
    """Return the intervals between changes that differ; those of no length are dropped.

    The neighbours of a dropped interval stay apart, even where they are alike.
    """
    intervals: list[PresenceInterval] = []
    current: PresenceChanged | None = None
    for change in changes:
        if current is None:
            current = change
        elif (change.presence, change.away_state) != (current.presence, current.away_state):
            if current.time < change.time:
                intervals.append(PresenceInterval(current, change, current.time, change.time))
            current = change
    if current is not None and current.time < as_of:
        intervals.append(PresenceInterval(current, None, current.time, as_of))
    return intervals
