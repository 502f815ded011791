"""An agent's moments: its locks and its sign-outs, searched by instant.

A human agent holds one lock at a time, so what it does in one conversation ends what it holds in
another. This is all that a conversation has to know of other streams to derive its lock intervals.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol, cast

import attrs
import orjson

from ...events import OrderKey


class Kept(Protocol):
    """Where bytes are kept, in memory or not."""

    def append(self, data: bytes, /) -> int:
        """Keep *data*, and return where they begin."""

    def read(self, offset: int, size: int, /) -> bytes:
        """Return *size* bytes that begin at *offset*."""


@attrs.define
class InMemory:
    """Bytes in memory, all in one piece."""

    data: bytearray = attrs.Factory(bytearray)

    def append(self, data: bytes) -> int:
        """Keep *data*, and return where they begin."""
        offset = len(self.data)
        self.data += data
        return offset

    def read(self, offset: int, size: int) -> bytes:
        """Return *size* bytes that begin at *offset*."""
        return bytes(self.data[offset : offset + size])


@attrs.define
class Moments:
    """Places in the log, in order, as few bytes as can be: a long log has many.

    Numbers and text in one piece also stay shared among processes, where objects would be copied
    as soon as one counts references to them.
    """

    times: "array[int]"
    ends: "array[int]"
    """Where what follows the time in each ends, as JSON, after `start`."""

    start: int
    rests: Kept

    @classmethod
    def of(cls, keys: Iterable[OrderKey], rests: Kept) -> "Moments":
        """Return the *keys*, which are in order; all but their times is kept in *rests*."""
        times, ends, told = array("q"), array("Q"), bytearray()
        for key in keys:
            times.append(key[0])
            told += orjson.dumps(key[1:])
            ends.append(len(told))
        return cls(times, ends, rests.append(bytes(told)), rests)

    def __getitem__(self, number: int) -> OrderKey:
        """Return one of the places."""
        start = self.ends[number - 1] if number else 0
        rest = orjson.loads(self.rests.read(self.start + start, self.ends[number] - start))
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

    rests: Kept = attrs.Factory(InMemory)
    """Where what is seldom asked of them is kept."""

    def add(self, agent_id: str, keys: Iterable[OrderKey]) -> None:
        """Add an agent, given where it locked and where it signed out."""
        self.by_agent[agent_id] = Moments.of(_elsewhere(sorted(keys)), self.rests)

    def next_elsewhere(self, agent_id: str, lock: OrderKey) -> OrderKey | None:
        """Return where, after it took a *lock*, the agent first locked elsewhere or signed out."""
        moments = self.by_agent.get(agent_id)
        return None if moments is None else moments.after(lock)


def _elsewhere(keys: Iterable[OrderKey]) -> Iterator[OrderKey]:
    """Yield of successive *keys* of one stream the first."""
    before: tuple[str, ...] = ()
    for key in keys:
        if key[4:] != before:
            yield key
            before = key[4:]
