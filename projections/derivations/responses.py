"""Response pairs, the first response, resolves and resolution time."""

from collections.abc import Iterable
from typing import Literal

from ...events import MessageSent, StatusChanged, VirtualAgentHandedOver
from ..frozen import frozen
from .course import Effect, Message, StatusChange
from .opening_hours import OpeningHours

WaitStart = Literal[
    "CONTACT_SENT_MESSAGE", "VA_HANDED_OVER_CONVERSATION", "BOOMERANG", "AGENT_MOVED_TO_NEW"
]


@frozen
class Wait:
    """A contact's wait: the conversation became visible in the New queue."""

    started_by: WaitStart
    opened: MessageSent | VirtualAgentHandedOver | StatusChanged
    inbound: MessageSent | None
    """The inbound message that it names: the one that opened it, or the last one before."""


@frozen
class Response:
    """A wait and the human reply that answered it."""

    wait: Wait
    reply: Message

    @property
    def response_time(self) -> int:
        """Elapsed milliseconds from the wait's opening to the reply."""
        return self.reply.sent.time - self.wait.opened.time


@frozen
class FirstResponse:
    """The first human reply after the first inbound message, and what its clock started at."""

    started: MessageSent | VirtualAgentHandedOver
    reply: Message

    def response_time(self, hours: OpeningHours | None) -> int:
        """Return the milliseconds from start to reply that lie in the opening *hours*."""
        start, end = self.started.time, self.reply.sent.time
        return end - start if hours is None else hours.business_time(start, end)


@frozen
class Resolve:
    """A change to `RESOLVED`."""

    change: StatusChange
    with_reply: bool
    """Whether its cycle, from just after the previous resolve, holds a human reply by anyone."""


def derive_responses(course: Iterable[Effect]) -> list[Response]:
    """Return the response pairs, in the order of their replies. Source: response pairs."""
    responses: list[Response] = []
    wait: Wait | None = None
    inbound: MessageSent | None = None
    for effect in course:
        if effect.type == "message":
            if effect.sent.direction == "INBOUND":
                inbound = effect.sent
                wait = wait or Wait("CONTACT_SENT_MESSAGE", inbound, inbound)
            elif effect.is_human_reply and wait is not None:
                responses.append(Response(wait, effect))
                wait = None
        elif effect.type == "virtual_agent.handed_over":
            wait = Wait("VA_HANDED_OVER_CONVERSATION", effect, inbound)
        elif effect.type == "status change":
            wait = None if effect.is_resolve else wait or _wait_in_new(effect, inbound)
    return responses


def _wait_in_new(change: StatusChange, inbound: MessageSent | None) -> Wait | None:
    """Return the wait that a change to `NEW` opens, if it does; a change to `PENDING` does not."""
    if change.event.status != "NEW":
        return None
    if change.event.boomerang:
        return Wait("BOOMERANG", change.event, inbound)
    return Wait("AGENT_MOVED_TO_NEW", change.event, inbound) if change.actor == "AGENT" else None


def derive_first_response(course: Iterable[Effect]) -> FirstResponse | None:
    """Return the first response, if there is one. Source: first response time."""
    started: MessageSent | VirtualAgentHandedOver | None = None
    for effect in course:
        if effect.type == "message":
            if started is None:
                if effect.sent.direction == "INBOUND":
                    started = effect.sent
            elif effect.is_human_reply:
                return FirstResponse(started, effect)
        elif started is not None and effect.type == "virtual_agent.handed_over":
            started = effect
    return None


def derive_resolves(course: Iterable[Effect]) -> list[Resolve]:
    """Return the resolves, in order. Source: status."""
    resolves: list[Resolve] = []
    with_reply = False
    for effect in course:
        if effect.type == "message":
            with_reply = with_reply or effect.is_human_reply
        elif effect.type == "status change" and effect.is_resolve:
            resolves.append(Resolve(effect, with_reply))
            with_reply = False
    return resolves


def derive_resolution_time(course: Iterable[Effect]) -> int | None:
    """Return the milliseconds from the first inbound message to the first resolve, if both are.

    Source: resolution time.
    """
    first_inbound: int | None = None
    for effect in course:
        if effect.type == "message":
            if first_inbound is None and effect.sent.direction == "INBOUND":
                first_inbound = effect.sent.time
        elif effect.type == "status change" and effect.is_resolve:
            return None if first_inbound is None else effect.event.time - first_inbound
    return None
