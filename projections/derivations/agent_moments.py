"""An agent's moments: its locks and its sign-outs, searched by instant.

A human agent holds one lock at a time, so what it does in one conversation ends what it holds in
another. This is all that a conversation has to know of other streams to derive its lock intervals.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import cast

import attrs
import orjson

from ...events import OrderKey


@attrs.define
class Moments:
    """Places in the log, in order, as few bytes as can be: a long log has many.

    Numbers and text in one piece also stay shared among processes, where objects would be copied
    as soon as one counts references to them.
    """

    times: "array[int]" = attrs.field(factory=lambda: array("q"))
    ends: "array[int]" = attrs.field(factory=lambda: array("Q"))
    """Where in `rests` each ends."""

    rests: bytearray = attrs.Factory(bytearray)
    """What follows the time in each, as JSON."""

    def append(self, key: OrderKey) -> None:
        """Add a place that comes after all others."""
        self.times.append(key[0])
        self.rests += orjson.dumps(key[1:])
        self.ends.append(len(self.rests))

    def __getitem__(self, number: int) -> OrderKey:
        """Return one of the places."""
        start = self.ends[number - 1] if number else 0
        rest = orjson.loads(self.rests[start : self.ends[number]])
        return cast("OrderKey", (self.times[number], *rest))

    def after(self, key: OrderKey) -> OrderKey | None:
        """Return the first place after *key*."""
        numbers = range(len(self.times))
        following = bisect_right(
            numbers,
            key,
            lo=bisect_left(self.times, key[0]),
            hi=bisect_right(self.times, key[0]),
            key=self.__getitem__,
        )
        return self[following] if following in numbers else None


@attrs.define
class AgentMoments:
    """The moments of every human agent: its `lock.acquired` events and its sign-outs."""

    by_agent: dict[str, Moments] = attrs.Factory(dict)
    """For each agent where it went somewhere else, in order: of successive locks on one
    conversation the first, and of successive sign-outs the first."""

    def add(self, agent_id: str, keys: Iterable[OrderKey]) -> None:
        """Add an agent, given where it locked and where it signed out."""
        moments = self.by_agent[agent_id] = Moments()
        before: tuple[str, ...] = ()
        for key in sorted(keys):
            if key[4:] != before:
                moments.append(key)
                before = key[4:]

    def next_elsewhere(self, agent_id: str, lock: OrderKey) -> OrderKey | None:
        """Return where, after it took a *lock*, the agent first locked elsewhere or signed out."""
        moments = self.by_agent.get(agent_id)
        return None if moments is None else moments.after(lock)
