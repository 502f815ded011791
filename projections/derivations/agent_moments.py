"""An agent's moments: its locks and its sign-outs, searched by instant.

A human agent holds one lock at a time, so what it does in one conversation ends what it holds in
another. This is all that a conversation has to know of other streams to derive its lock intervals.
"""

from bisect import bisect_right
from collections.abc import Iterable

import attrs

from ...events import OrderKey


@attrs.define
class AgentMoments:
    """The moments of every human agent: its `lock.acquired` events and its sign-outs."""

    by_agent: dict[str, list[OrderKey]] = attrs.Factory(dict)
    """For each agent where it went somewhere else, in order: of successive locks on one
    conversation the first, and of successive sign-outs the first."""

    @classmethod
    def of(cls, moments: Iterable[tuple[str, Iterable[OrderKey]]]) -> "AgentMoments":
        """Return the moments of each agent, given where it locked and where it signed out."""
        by_agent = {}
        for agent_id, keys in moments:
            elsewhere: list[OrderKey] = []
            for key in sorted(keys):
                if not elsewhere or key[4:] != elsewhere[-1][4:]:
                    elsewhere.append(key)
            by_agent[agent_id] = elsewhere
        return cls(by_agent)

    def next_elsewhere(self, agent_id: str, lock: OrderKey) -> OrderKey | None:
        """Return where, after it took a *lock*, the agent first locked elsewhere or signed out."""
        moments = self.by_agent.get(agent_id)
        if moments is None:
            return None
        following = bisect_right(moments, lock)
        return moments[following] if following < len(moments) else None
