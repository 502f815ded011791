"""What people and things are called in a sentence: by their names where the log says them."""

from collections import Counter
from functools import cached_property
from typing import Final, assert_never

import attrs

from ...events import Action, LockAcquired
from ...projections.derivations import Reference

_LONGEST_QUOTE: Final = 280


@attrs.define(slots=False, eq=False)
class Names:
    """The names as of the as-of instant; what the log never names is called by its ID."""

    reference: Reference = attrs.field(factory=Reference)

    def agent(self, agent_id: str) -> str:
        """Return what an agent is called; with its ID where another has the same name."""
        name = self.reference.agent_names(agent_id).name
        if not name:
            return f"agent {agent_id}"
        return f"{name} ({agent_id})" if self._namesakes[name] > 1 else name

    def team(self, team_id: str) -> str:
        """Return what a team is called."""
        return _called("team", self.reference.team_name(team_id), team_id)

    def channel(self, channel_id: str) -> str:
        """Return what a channel is called, as contacts see it."""
        name = self.reference.channel_names(channel_id).display_name
        return _called("channel", name, channel_id)

    def topic(self, topic_id: str) -> str:
        """Return what a topic is called."""
        return _called("topic", self.reference.topic_name(topic_id), topic_id)

    def tag(self, tag_id: str) -> str:
        """Return what a tag is called."""
        return _called("tag", self.reference.tag_name(tag_id), tag_id)

    def actor(self, event: Action | LockAcquired) -> str:
        """Return who did *event*, at the start of a sentence."""
        actor = self.reference.actor_of(event)
        named = None if event.agent_id is None else self.agent(event.agent_id)
        match actor:
            case "AGENT":
                return starting(named or "an agent without a name")
            case "VIRTUAL_AGENT":
                return self.virtual_agent(event.agent_id)
            case "CONTACT":
                return "The contact"
            case "AUTO_RESPONDER":
                by = "The auto-responder"
            case "AUTOMATION":
                by = "An automation"
            case "SYSTEM":
                by = "The system"
            case _:
                assert_never(actor)
        return by if named is None else f"{by} (naming {named})"

    def virtual_agent(self, agent_id: str | None) -> str:
        """Return what a virtual agent is called, at the start of a sentence."""
        if agent_id is None:
            return "A virtual agent"
        return f"Virtual agent {self.agent(agent_id).removeprefix('agent ')}"

    @cached_property
    def _namesakes(self) -> Counter[str]:
        return Counter(agent.name for agent in self.reference.agents.values())


def starting(name: str) -> str:
    """Return *name* at the start of a sentence: our own words begin with a capital, names stay."""
    for word in ("agent ", "an agent "):
        if name.startswith(word):
            return name[0].upper() + name[1:]
    return name


def quoted(text: str) -> str:
    """Return what the log says word for word, in quotation marks, on one line and not too long."""
    line = " ".join(text.split())
    if len(line) > _LONGEST_QUOTE:
        line = line[: _LONGEST_QUOTE - 1] + "…"
    return f"“{line}”"


def _called(kind: str, name: str | None, own_id: str) -> str:
    return f"{kind} {own_id}" if not name else f"{kind} {quoted(name)}"
