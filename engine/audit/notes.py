"""Notes: the facts that follow from events, in words, each beside the event that made it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Literal

import attrs

from ...events import (
    Event,
    LockAcquired,
    LockReleased,
    MessageSent,
    OrderKey,
    PresenceChanged,
    StatusChanged,
    TagApplied,
    TopicApplied,
)
from ...projections import Frame
from ...projections.conversation_rows import first_response_time
from ...projections.derivations import Conversation, Response
from .clock import Clock, spell
from .names import Names
from .spans import Span, SpanKind

NoteKind = Literal["LOCK", "WAIT", "RESPONSE", "RESOLVE", "SURVEY", "PRESENCE", "NO_EFFECT"]

KIND_NAMES: Final[dict[SpanKind, str]] = {
    "HANDLING": "handling",
    "NO_REPLY": "no reply",
    "CHERRY_PICKING": "cherry-picking",
    "WAIT": "wait",
    "NEW": "NEW",
    "PENDING": "PENDING",
    "RESOLVED": "RESOLVED",
    "AVAILABLE": "available",
    "AWAY": "away",
    "OFFLINE": "offline",
}


@attrs.frozen(kw_only=True)
class Note:
    """A derived fact, in words."""

    kind: NoteKind
    text: str
    agent_id: str | None = None
    """Whose fact it is; nobody's where it is the contact's or the conversation's."""

    milliseconds: int | None = None
    """The duration that it tells of."""


@attrs.define(eq=False)
class Notes:
    """Gathers notes by the event that each stands beside; those of the as-of instant by nothing."""

    names: Names
    clock: Clock
    by_event: defaultdict[OrderKey | None, list[Note]] = attrs.Factory(lambda: defaultdict(list))

    def add_conversation(self, conversation: Conversation, frame: Frame) -> None:
        """Add the facts of a conversation that have an instant and no length."""
        for response in conversation.responses:
            time, since = response.response_time, response.wait.opened.time
            self._add(
                response.reply.sent,
                "RESPONSE",
                f"Response after {spell(time)}, waited for since {self._near(since, response)}.",
                response.reply.sent.agent_id,
                time,
            )
        self._add_first_response(conversation, frame)
        self._add_resolves(conversation)
        self._add_surveys(conversation)
        self._add_without_effect(conversation)

    def add_lock(self, span: Span, in_period: int) -> None:
        """Add that a lock opened and closed; *in_period* milliseconds of it count."""
        part = "" if in_period == span.length else f", {spell(in_period)} of it in the period"
        length, kind = f"{spell(span.length)}{part}", KIND_NAMES[span.kind]
        team = "" if span.team_id is None else f" for {self.names.team(span.team_id)}"
        until = self.clock.near(span.end, span.start)
        text = f"Lock opens: {kind}{team}, {length}, until {until}; {span.why}."
        self._add(span.opened, "LOCK", text, span.agent_id, span.length)
        whose = "" if span.agent_id is None else f" of {self.names.agent(span.agent_id)}"
        since = self.clock.near(span.start, span.end)
        text = f"Lock{whose} since {since} closes: {kind}, {length}; {span.ending}."
        self._add(span.closed, "LOCK", text, span.agent_id, span.length)

    def add_wait(self, span: Span) -> None:
        """Add that a wait opened, and how it ended where nobody answered."""
        until = self.clock.near(span.end, span.start)
        text = f"A wait opens, as {span.why}; {span.ending} after {spell(span.length)}, at {until}."
        self._add(span.opened, "WAIT", text, None, span.length)
        if not isinstance(span.closed, MessageSent):
            since = self.clock.near(span.start, span.end)
            text = f"The wait since {since} ends without a response: {span.ending}."
            self._add(span.closed, "WAIT", text, None, span.length)

    def add_presence(self, span: Span, in_period: int) -> None:
        """Add how long a presence lasted."""
        part = "" if in_period == span.length else f", {spell(in_period)} of it in the period"
        until = "the as-of instant"
        if span.closed is not None:
            until = self.clock.near(span.end, span.start)
        text = (
            f"{KIND_NAMES[span.kind].capitalize()} for {spell(span.length)}{part}, until {until}."
        )
        self._add(span.opened, "PRESENCE", text, span.agent_id, span.length)

    def add_presence_without_effect(
        self, changes: Iterable[PresenceChanged], spans: Iterable[Span]
    ) -> None:
        """Add which changes of presence begin no interval."""
        begun = {span.opened.order for span in spans}
        for change in changes:
            if change.order not in begun:
                text = "Begins no interval: it was so already, or is over in the same instant."
                self._add(change, "NO_EFFECT", text, change.agent_id)

    def _add_first_response(self, conversation: Conversation, frame: Frame) -> None:
        response = conversation.first_response
        time = first_response_time(conversation, frame)
        if response is None or time is None:
            return
        reply = response.reply.sent
        elapsed = response.response_time(None)
        since = self.clock.near(response.started.time, reply.time)
        closed = "" if time == elapsed else "; the rest lay outside the opening hours"
        text = f"First response time {spell(time)}, of {spell(elapsed)} since {since}{closed}."
        self._add(reply, "RESPONSE", text, reply.agent_id, time)

    def _add_resolves(self, conversation: Conversation) -> None:
        for number, resolve in enumerate(conversation.resolves):
            event, time = resolve.change.event, None
            text = f"Resolve {'with' if resolve.with_reply else 'without'} reply"
            if number == 0:
                time = conversation.resolution_time
                took = "no resolution time" if time is None else f"resolution time {spell(time)}"
                text += f", the first; {took}"
            agent_id = event.agent_id if resolve.change.actor == "AGENT" else None
            self._add(event, "RESOLVE", f"{text}.", agent_id, time)

    def _add_surveys(self, conversation: Conversation) -> None:
        for survey in conversation.surveys:
            if survey.returned is None:
                continue
            agent = "nobody" if survey.agent_id is None else self.names.agent(survey.agent_id)
            team = "" if survey.team_id is None else f" and {self.names.team(survey.team_id)}"
            later = "" if survey.score == survey.returned.score else ", its latest"
            text = (
                f"Survey returned: it counts with score {survey.score}{later}, for {agent}{team}."
            )
            self._add(survey.returned, "SURVEY", text, survey.agent_id)

    def _add_without_effect(self, conversation: Conversation) -> None:
        effective = _effective(conversation)
        for event in conversation.events:
            if event.order in effective:
                continue
            match event:
                case MessageSent():
                    text = "No message: it was sent before under this ID."
                case StatusChanged():
                    text = "No change: the conversation has this status already."
                case TopicApplied() | TagApplied():
                    text = "No application: it is applied already."
                case LockAcquired(actor_type=actor_type, agent_id=agent_id):
                    text = "Not measured: it is a virtual agent's lock."
                    if self.names.reference.is_human_lock(actor_type, agent_id):
                        text = "No change: the agent holds this lock already."
                case LockReleased():
                    text = "Closes no lock interval."
                case _:
                    continue
            self._add(event, "NO_EFFECT", text, event.agent_id)

    def _near(self, instant: int, response: Response) -> str:
        return self.clock.near(instant, response.reply.sent.time)

    def _add(
        self,
        event: Event | None,
        kind: NoteKind,
        text: str,
        agent_id: str | None = None,
        milliseconds: int | None = None,
    ) -> None:
        note = Note(kind=kind, text=text, agent_id=agent_id, milliseconds=milliseconds)
        self.by_event[None if event is None else event.order].append(note)


def _effective(conversation: Conversation) -> set[OrderKey | None]:
    """Return the places of the events that made a fact, of the types that need not make one."""
    places: set[OrderKey | None] = {message.sent.order for message in conversation.messages}
    places.update(change.event.order for change in conversation.status_changes)
    places.update(lock.opened.order for lock in conversation.locks)
    places.update(lock.closed for lock in conversation.locks)
    places.update(applied.event.order for applied in conversation.topics.applications)
    places.update(applied.event.order for applied in conversation.tags.applications)
    return places
