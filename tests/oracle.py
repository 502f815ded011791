"""A second opinion on locks, responses, resolves and presence.

It is written from the specification of the events and the metrics only, and shares no code with
what it judges: all events of a log in one list, one loop over it, and no care for speed.
"""

from collections.abc import Callable, Iterable

import attrs
from laws.full_order import ENTITIES, Fields, Told, in_order, stream_of

UNKNOWN = -1
"""An end that has not come yet."""


@attrs.define
class Lock:
    """A human's lock interval: whether its agent replied inside it, and resolved at its end."""

    conversation: str
    agent: str
    team: str | None
    start: int
    end: int
    replied: bool = False
    resolved: bool = False

    @property
    def kind(self) -> str:
        """The column in which its time is told."""
        if self.replied:
            return "handling_time"
        return "no_reply_time" if self.resolved else "cherry_picking_time"


@attrs.define
class Deed:
    """Something that counts for an agent: a reply, a resolve, a tag, a topic, a survey."""

    kind: str
    conversation: str
    agent: str | None
    time: int


@attrs.define
class Wait:
    """A wait in the New queue, and the human reply that answered it, if one did."""

    conversation: str
    started_by: str
    transfer_reason: str | None
    start: int
    inbound_message_id: str | None
    end: int = UNKNOWN
    agent: str | None = None
    outbound_message_id: str = ""


@attrs.define
class Interval:
    """An agent's presence; `to` is nothing while it lasts."""

    agent: str
    type: str
    away_state: str | None
    start: int
    end: int
    to: int | None


class Oracle:
    """What happened in a log, up to the as-of instant."""

    def __init__(self, events: Iterable[Told], as_of: int) -> None:
        self.as_of = as_of
        self.log = [event for event, _ in in_order(events, as_of)]
        self.locks: list[Lock] = []
        self.waits: list[Wait] = []
        self.deeds: list[Deed] = []
        self.intervals: list[Interval] = []
        self.status: dict[str, str] = {}
        self.first_resolve: dict[str, int] = {}
        self.kinds = {
            event["agent_id"]: event.get("kind") or "HUMAN"
            for event in self.log
            if event["type"] == "agent.updated"
        }
        self._teams: dict[str, str | None] = {}
        self._holders: dict[str, tuple[str, Lock | None]] = {}
        self._messages: set[tuple[str, str]] = set()
        self._inbound: dict[str, str] = {}
        self._waiting: dict[str, Wait] = {}
        self._replied: set[str] = set()
        self._resolver: dict[str, str | None] = {}
        self._on: set[tuple[str, ...]] = set()
        self._surveys: dict[tuple[str, str | None], Fields] = {}
        for event in self.log:
            if event["type"] not in ENTITIES:
                self.status.setdefault(event["conversation_id"], "NEW")
            self._tell(event)
        self._finish()

    def actor(self, event: Fields) -> str:
        """Return the actor type of an event, defaults included."""
        if event.get("actor_type") is not None:
            return str(event["actor_type"])
        if event["type"] == "message.sent" and event["direction"] == "INBOUND":
            return "CONTACT"
        if event.get("agent_id") is None:
            return "SYSTEM"
        return "VIRTUAL_AGENT" if self.kinds.get(event["agent_id"]) == "VIRTUAL" else "AGENT"

    def named(self, conversation: str, field: str) -> str | None:
        """Return a conversation's channel or contact."""
        of_it = [event for event in self.log if stream_of(event) == ("conversation", conversation)]
        started = [event for event in of_it if event["type"] == "conversation.started"]
        for event in started + of_it:
            if event.get(field) is not None:
                return str(event[field])
        return None

    def _tell(self, event: Fields) -> None:
        tellers: dict[str, Callable[[Fields], None]] = {
            "agent.updated": self._agent,
            "message.sent": self._message,
            "virtual_agent.handed_over": self._handed_over,
            "status.changed": self._status_changed,
            "lock.released": self._released,
            "lock.acquired": self._acquired,
            "presence.changed": self._presence,
            "topic.applied": self._applied,
            "tag.applied": self._applied,
            "topic.removed": self._removed,
            "tag.removed": self._removed,
            "csat.sent": self._survey,
            "csat.replied": self._survey,
        }
        if event["type"] in tellers:
            tellers[event["type"]](event)

    def _agent(self, event: Fields) -> None:
        self._teams[event["agent_id"]] = event.get("team_id")

    def _message(self, event: Fields) -> None:
        conversation, message = event["conversation_id"], event["message_id"]
        if (conversation, message) in self._messages:
            return
        self._messages.add((conversation, message))
        if event["direction"] == "INBOUND":
            self._inbound[conversation] = message
            self._open_wait(event, "CONTACT_SENT_MESSAGE")
        elif self.actor(event) == "AGENT":
            self._reply(event)

    def _reply(self, event: Fields) -> None:
        conversation, agent = event["conversation_id"], event.get("agent_id")
        self.deeds.append(Deed("replies", conversation, agent, event["time"]))
        self._replied.add(conversation)
        _, lock = self._holders.get(conversation, ("", None))
        if lock is not None and lock.agent == agent:
            lock.replied = True
        wait = self._waiting.pop(conversation, None)
        if wait is not None:
            wait.end, wait.agent = event["time"], agent
            wait.outbound_message_id = event["message_id"]
            self.waits.append(wait)

    def _open_wait(self, event: Fields, started_by: str, reason: str | None = None) -> None:
        conversation = event["conversation_id"]
        if conversation not in self._waiting:
            inbound = self._inbound.get(conversation)
            self._waiting[conversation] = Wait(
                conversation, started_by, reason, event["time"], inbound
            )

    def _handed_over(self, event: Fields) -> None:
        self._waiting.pop(event["conversation_id"], None)
        self._open_wait(event, "VA_HANDED_OVER_CONVERSATION", event.get("reason"))

    def _status_changed(self, event: Fields) -> None:
        conversation, status = event["conversation_id"], event["status"]
        if self.status[conversation] == status:
            return
        self.status[conversation] = status
        is_agents = self.actor(event) == "AGENT"
        agent = event.get("agent_id") if is_agents else None
        lock = self._close(conversation, event["time"])
        if status == "RESOLVED":
            if lock is not None:
                lock.resolved = lock.agent == agent
            replied = "with" if conversation in self._replied else "without"
            kind = f"resolves_{replied}_reply"
            self.deeds.append(Deed(kind, conversation, agent, event["time"]))
            self._replied.discard(conversation)
            self._waiting.pop(conversation, None)
            self._resolver[conversation] = agent
            self.first_resolve.setdefault(conversation, event["time"])
        elif status == "NEW" and event.get("boomerang"):
            self._open_wait(event, "BOOMERANG")
        elif status == "NEW" and is_agents:
            self._open_wait(event, "AGENT_MOVED_TO_NEW")

    def _close(self, conversation: str, time: int) -> Lock | None:
        _, lock = self._holders.pop(conversation, ("", None))
        if lock is not None:
            lock.end = time
        return lock

    def _released(self, event: Fields) -> None:
        holder, _ = self._holders.get(event["conversation_id"], ("", None))
        if holder == event["agent_id"]:
            self._close(event["conversation_id"], event["time"])

    def _acquired(self, event: Fields) -> None:
        conversation, agent, time = event["conversation_id"], event["agent_id"], event["time"]
        is_human = self.actor(event) != "VIRTUAL_AGENT"
        holder, held = self._holders.get(conversation, ("", None))
        if holder == agent and (held is not None) == is_human:
            return
        self._close(conversation, time)
        lock = None
        if is_human:
            self._leave_all(agent, time)
            team = event.get("team_id") or self._teams.get(agent)
            lock = Lock(conversation, agent, team, time, UNKNOWN)
            self.locks.append(lock)
        self._holders[conversation] = agent, lock

    def _leave_all(self, agent: str, time: int) -> None:
        for conversation, (_, lock) in [*self._holders.items()]:
            if lock is not None and lock.agent == agent:
                self._close(conversation, time)

    def _presence(self, event: Fields) -> None:
        agent, presence, away = event["agent_id"], event["presence"], event.get("away_state")
        if presence == "OFFLINE":
            self._leave_all(agent, event["time"])
        for interval in self.intervals:
            if interval.agent == agent and interval.to is None:
                if (interval.type, interval.away_state) == (presence, away):
                    return
                interval.end = interval.to = event["time"]
        self.intervals.append(Interval(agent, presence, away, event["time"], self.as_of, None))

    def _applied(self, event: Fields) -> None:
        if (on := _on(event)) not in self._on:
            self._on.add(on)
            agent = event.get("agent_id") if self.actor(event) == "AGENT" else None
            kind = f"{on[0]}s_added"
            self.deeds.append(Deed(kind, event["conversation_id"], agent, event["time"]))

    def _removed(self, event: Fields) -> None:
        self._on.discard(_on(event))

    def _survey(self, event: Fields) -> None:
        conversation = event["conversation_id"]
        survey = self._surveys.setdefault((conversation, event.get("survey_id")), {})
        if event.get("agent_id") is not None:
            survey[event["type"]] = event["agent_id"]
        if event.get("score") is not None:
            survey["score"] = event["score"]
            survey.setdefault("returned", event["time"])
            survey.setdefault("resolver", self._resolver.get(conversation))

    def _finish(self) -> None:
        for conversation in [*self._holders]:
            self._close(conversation, self.as_of)
        for (conversation, _), survey in self._surveys.items():
            if "returned" in survey:
                agent = survey.get("csat.replied") or survey.get("csat.sent") or survey["resolver"]
                kind = f"csat_{survey['score']}"
                self.deeds.append(Deed(kind, conversation, agent, survey["returned"]))


def _on(event: Fields) -> tuple[str, ...]:
    """Return what is applied or removed, and where."""
    if event["type"].startswith("topic"):
        return "topic", event["conversation_id"], event["topic_id"]
    return "tag", event["conversation_id"], event["message_id"], event["tag_id"]
