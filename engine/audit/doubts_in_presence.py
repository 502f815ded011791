"""Doubts about presence: what locks say of when agents worked, and presence does not."""

from collections import Counter
from collections.abc import Iterator

import attrs

from ...events import PresenceState
from ...projections import Users
from ...projections.derivations import Conversation, LockInterval
from ...projections.work import counts_as_handling
from ..cells import percent
from .clock import spell
from .doubts_finder import Finder, Finding, counted
from .names import starting


@attrs.define(eq=False)
class LockWhile(Finder):
    """A human agent held a lock while presence says that it did not work."""

    state: PresenceState

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Yield the lock intervals that overlap presence of this state in the period."""
        for interval in conversation.locks:
            during = [*self.scene.presence_during(interval, (self.state,))]
            if not during:
                continue
            presence = during[0][0]
            agent = starting(self.scene.names.agent(interval.agent_id))
            overlap = spell(sum(both for _, both in during))
            away_state = presence.opened.away_state
            state = self.state if away_state is None else f"{self.state} ({away_state})"
            yield Finding(
                text=f"{agent} held the lock for {spell(interval.length)}, {overlap} of it while "
                f"{state}.",
                events=(interval.opened, presence.opened),
                start=interval.start,
                end=interval.end,
                conversation_id=conversation.conversation_id,
                agent_id=interval.agent_id,
            )


@attrs.frozen
class _Outside:
    """A lock interval, and how much of it lies outside its agent's available time."""

    is_handling: bool
    time: int
    interval: LockInterval
    conversation_id: str

    def outdoes(self, other: "_Outside | None") -> bool:
        """Tell whether this one says more of a high utilisation than *other*."""
        return other is None or (
            (self.is_handling, self.time, other.interval.opened.order)
            > (other.is_handling, other.time, self.interval.opened.order)
        )


@attrs.define(eq=False)
class Overworked(Finder):
    """A human agent's utilisation in the period is over 100 %."""

    users: Users = attrs.field(init=False)
    longest: dict[str, _Outside] = attrs.field(init=False, factory=dict)
    """Of each agent the longest lock outside its available time, handling before others."""

    def __attrs_post_init__(self) -> None:
        """Take in the presence of every agent."""
        self.users = Users(self.scene.frame)
        for agent in self.scene.agents.values():
            self.users.add_presence(agent)

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Take in the work in a conversation; what it adds up to is known at the end only."""
        self.users.add_work(conversation)
        frame = self.scene.frame
        for interval in conversation.locks:
            overlap = frame.period.overlap(interval.start, interval.end)
            available = self.scene.presence_during(interval, ("AVAILABLE",))
            outside = _Outside(
                is_handling=counts_as_handling(interval, frame),
                time=overlap - sum(both for _, both in available),
                interval=interval,
                conversation_id=conversation.conversation_id,
            )
            if outside.time and outside.outdoes(self.longest.get(interval.agent_id)):
                self.longest[interval.agent_id] = outside
        yield from ()

    def conclude(self) -> Iterator[Finding]:
        """Yield the agents whose utilisation, by the policies in force, is over 100 %."""
        for row in self.users.rows(self.scene.reference):
            if row.utilisation is None or row.utilisation <= 100_00:
                continue
            # Over 100 %, so that some of what counts lies outside the available time.
            outside = self.longest[row.user_id]
            agent = starting(self.scene.names.agent(row.user_id))
            yield Finding(
                text=f"{agent}: utilisation {percent(row.utilisation)} % with "
                f"{spell(row.available_time)} available. Its longest lock outside of that is on "
                f"conversation {outside.conversation_id}, for {spell(outside.time)}.",
                events=(outside.interval.opened,),
                start=outside.interval.start,
                end=outside.interval.end,
                agent_id=row.user_id,
            )


@attrs.define(eq=False)
class WithoutPresence(Finder):
    """Human agents hold locks, and presence is never said of them."""

    firsts: dict[str, LockInterval] = attrs.field(init=False, factory=dict)
    """The first lock interval of each agent without presence."""

    numbers: Counter[str] = attrs.field(init=False, factory=Counter)
    """How many lock intervals each of them has."""

    def look_at(self, conversation: Conversation) -> Iterator[Finding]:
        """Take in the lock intervals of agents without presence that overlap the period."""
        for interval in conversation.locks:
            agent = self.scene.agents.get(interval.agent_id)
            if agent is not None and agent.changes:
                continue
            if not self.scene.frame.period.overlap(interval.start, interval.end):
                continue
            self.numbers[interval.agent_id] += 1
            first = self.firsts.setdefault(interval.agent_id, interval)
            if interval.opened.order < first.opened.order:
                self.firsts[interval.agent_id] = interval
        yield from ()


@attrs.define(eq=False)
class LogWithoutPresence(WithoutPresence):
    """The log has locks, and no presence at all."""

    def conclude(self) -> Iterator[Finding]:
        """Yield one finding for the log."""
        if self.scene.has_presence or not self.firsts:
            return
        first = min(self.firsts.values(), key=lambda interval: interval.opened.order)
        locks = counted(self.numbers.total(), "lock interval")
        yield Finding(
            text=f"The log has {locks} of {counted(len(self.firsts), 'agent')}, and never says "
            "that an agent came, went away or signed out.",
            events=(first.opened,),
            start=first.start,
            end=first.end,
        )


@attrs.define(eq=False)
class AgentWithoutPresence(WithoutPresence):
    """An agent holds locks and has no presence, in a log that has the presence of others."""

    def conclude(self) -> Iterator[Finding]:
        """Yield one finding for each such agent."""
        if not self.scene.has_presence:
            return
        for agent_id, first in sorted(self.firsts.items()):
            agent = starting(self.scene.names.agent(agent_id))
            locks = counted(self.numbers[agent_id], "lock interval")
            yield Finding(
                text=f"{agent} has {locks}, and the log never says that it came, went away or "
                "signed out.",
                events=(first.opened,),
                start=first.start,
                end=first.end,
                agent_id=agent_id,
            )
