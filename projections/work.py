"""What an agent or a team did in the period: the sums that their two exports share."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import attrs

from ..events import Action
from .by_contact import ByContact, DistinctContacts
from .derivations import Conversation, LockClass, LockInterval, Reference, Survey
from .fold import handles
from .frame import Frame, MetricPolicy
from .projection import KeyedProjection, Projection, Row
from .rounding import Ratio


@attrs.define
class Work:
    """Sums of one agent or one team; times are in milliseconds. Source: counts."""

    replies: int = 0
    contacts: DistinctContacts = attrs.Factory(DistinctContacts)
    """Of the conversations of those replies."""

    resolves_with_reply: int = 0
    resolves_without_reply: int = 0
    times: dict[LockClass, int] = attrs.Factory(dict)
    """Locked time in the period, by the class of the whole interval."""

    handled_conversations: int = 0
    """Distinct conversations with an interval in the period that counts as handling."""

    tags_added: int = 0
    topics_added: int = 0
    csat: list[int] = attrs.field(factory=lambda: [0] * 5)
    """Surveys returned in the period, by their latest score from 1 to 5."""

    @property
    def locked_time(self) -> int:
        """The sum of the three classes."""
        return sum(self.times.values())

    @property
    def no_reply_time(self) -> int:
        """Locked time without a reply that a resolve by its agent closed."""
        return self.times.get("NO_REPLY", 0)

    @property
    def cherry_picking_time(self) -> int:
        """Locked time that is neither handling nor no reply."""
        return self.times.get("CHERRY_PICKING", 0)

    def handling_time(self, policy: MetricPolicy) -> int:
        """Return the locked time in intervals with a reply, or by policy all of it."""
        if policy.handling == "LOCKED":
            return self.locked_time
        return self.times.get("HANDLING", 0)

    def average_handling_time(self, policy: MetricPolicy) -> Ratio:
        """Return the handling time over the conversations that have some in the period."""
        return Ratio(self.handling_time(policy), self.handled_conversations)

    def add(self, other: "Work") -> None:
        """Add the sums of other conversations."""
        self.replies += other.replies
        self.contacts += other.contacts
        self.resolves_with_reply += other.resolves_with_reply
        self.resolves_without_reply += other.resolves_without_reply
        for lock_class, time in other.times.items():
            self.times[lock_class] = self.times.get(lock_class, 0) + time
        self.handled_conversations += other.handled_conversations
        self.tags_added += other.tags_added
        self.topics_added += other.topics_added
        self.csat = [mine + theirs for mine, theirs in zip(self.csat, other.csat, strict=True)]

    def columns(self, policy: MetricPolicy) -> dict[str, Any]:
        """Return the values of the columns that agents and teams share."""
        return {
            "average_handling_time": self.average_handling_time(policy).average,
            "handling_time": self.handling_time(policy),
            "no_reply_time": self.no_reply_time,
            "cherry_picking_time": self.cherry_picking_time,
            "contacts_helped": len(self.contacts),
            "replies": self.replies,
            "resolves_with_reply": self.resolves_with_reply,
            "resolves_without_reply": self.resolves_without_reply,
            "tags_added": self.tags_added,
            "topics_added": self.topics_added,
            **{f"csat_{score}": number for score, number in enumerate(self.csat, start=1)},
        }


def _work() -> defaultdict[str, Work]:
    return defaultdict(Work)


@attrs.define
class WorkProjection(KeyedProjection[Row], ByContact):
    """Sums up work by whose it is: an agent's or a team's."""

    work: defaultdict[str, Work] = attrs.Factory(_work)

    def work_of(self, owner: str) -> Work:
        """Return what an agent or a team did; nothing, where it did nothing."""
        return self.work.get(owner, Work())

    def ratios_of(self, key: str) -> dict[str, Ratio]:
        """Return what the average is made of."""
        policy = self.frame.policy
        return {"average_handling_time": self.work_of(key).average_handling_time(policy)}

    def owner_of_action(self, action: Action, reference: Reference) -> str | None:
        """Return whose an action by a human agent is; nobody's where the log does not say."""
        raise NotImplementedError

    def owner_of_lock(self, interval: LockInterval) -> str | None:
        """Return whose a lock interval is."""
        raise NotImplementedError

    def owner_of_survey(self, survey: Survey) -> str | None:
        """Return whose a survey is."""
        raise NotImplementedError

    @handles(Conversation)
    def add_work(self, conversation: Conversation) -> None:
        """Add what was done in a conversation in the period."""
        self._add_replies(conversation)
        self._add_resolves(conversation)
        self._add_labels(conversation)
        self._add_locked_time(conversation)
        for survey in conversation.surveys:
            owner = self.owner_of_survey(survey)
            if owner is None or survey.returned is None or survey.score is None:
                continue
            if self.frame.period.holds(survey.returned.time):
                self.work[owner].csat[survey.score - 1] += 1

    def merge(self, other: Projection[Row]) -> None:
        """Add the sums of other streams."""
        if isinstance(other, WorkProjection):
            for owner, work in other.work.items():
                self.work[owner].add(work)

    def contacts_held(self) -> int:
        """Return how many pairs of a contact and who helped it there are."""
        return sum(len(work.contacts.known) for work in self.work.values())

    def take_contacts(self) -> Iterator[tuple[str, str]]:
        """Take out the contacts, each with an agent or a team that helped it."""
        for owner, work in self.work.items():
            for contact_id in work.contacts.take():
                yield contact_id, owner

    def put_contact(self, contact_id: str, kept: str) -> None:
        """Add a contact that an agent or a team helped."""
        self.work[kept].contacts.known.add(contact_id)

    def settle(self) -> None:
        """Keep the numbers of the contacts."""
        for work in self.work.values():
            work.contacts.settle()

    def _add_replies(self, conversation: Conversation) -> None:
        for reply in conversation.replies:
            owner = self._owner_in_period(reply.sent, conversation.reference)
            if owner is not None:
                work = self.work[owner]
                work.replies += 1
                if conversation.contact_id is not None:
                    work.contacts.known.add(conversation.contact_id)

    def _add_resolves(self, conversation: Conversation) -> None:
        for resolve in conversation.resolves:
            if resolve.change.actor != "AGENT":
                continue
            owner = self._owner_in_period(resolve.change.event, conversation.reference)
            if owner is None:
                continue
            if resolve.with_reply:
                self.work[owner].resolves_with_reply += 1
            else:
                self.work[owner].resolves_without_reply += 1

    def _add_labels(self, conversation: Conversation) -> None:
        for application in conversation.topics.applications:
            if application.actor == "AGENT":
                owner = self._owner_in_period(application.event, conversation.reference)
                if owner is not None:
                    self.work[owner].topics_added += 1
        for tagging in conversation.tags.applications:
            if tagging.actor == "AGENT":
                owner = self._owner_in_period(tagging.event, conversation.reference)
                if owner is not None:
                    self.work[owner].tags_added += 1

    def _add_locked_time(self, conversation: Conversation) -> None:
        handled: set[str] = set()
        for interval in conversation.locks:
            owner = self.owner_of_lock(interval)
            time = self.frame.period.overlap(interval.start, interval.end)
            if owner is None or time == 0:
                continue
            times = self.work[owner].times
            times[interval.lock_class] = times.get(interval.lock_class, 0) + time
            if counts_as_handling(interval, self.frame):
                handled.add(owner)
        for owner in handled:
            self.work[owner].handled_conversations += 1

    def _owner_in_period(self, action: Action, reference: Reference) -> str | None:
        if not self.frame.period.holds(action.time):
            return None
        return self.owner_of_action(action, reference)


def counts_as_handling(interval: LockInterval, frame: Frame) -> bool:
    """Tell whether an interval is handling by the policy."""
    return interval.lock_class == "HANDLING" or frame.policy.handling == "LOCKED"
