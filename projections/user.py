"""The export of human agents."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import attrs

from ..events import Action
from . import headings
from .columns import column, count, duration, percentage, row, text
from .derivations import Agent, LockInterval, Reference, Survey
from .fold import handles
from .frame import MetricPolicy
from .projection import Projection
from .rounding import Ratio
from .work import Work, WorkProjection


@row
class UserRow:
    """A human agent with anything to show in the period."""

    user_id: str = column(headings.USER_ID)
    user_name: str | None = column(headings.USER_NAME)
    user_email: str | None = column(headings.USER_EMAIL)
    user_reference: str | None = column(
        text("User Reference", "Référence de l'utilisateur", "The agent's reference.")
    )
    available_time: int = column(
        duration(
            "Available Time (s)",
            "Heure (s) disponible (s)",
            "Time in the period in presence `AVAILABLE`; knows no channel.",
        )
    )
    away_time: int = column(
        duration(
            "Away Time (s)",
            "Temps d'absence (s)",
            "Time in the period in presence `AWAY`; knows no channel.",
        )
    )
    contacts_helped: int = column(headings.CONTACTS_HELPED)
    average_handling_time: int | None = column(
        duration(
            "Avg. Handling Time (s)",
            "Moy. Temps (s) de traitement",
            headings.AVERAGE_HANDLING_TIME_MEANING,
        )
    )
    handling_time: int = column(headings.HANDLING_TIME)
    no_reply_time: int = column(headings.NO_REPLY_TIME)
    cherry_picking_time: int = column(headings.CHERRY_PICKING_TIME)
    replies: int = column(headings.REPLIES)
    resolves_with_reply: int = column(
        count(
            "Resolves - With Reply", "Résout - Avec réponse", headings.RESOLVES_WITH_REPLY_MEANING
        )
    )
    resolves_without_reply: int = column(
        count(
            "Resolves - No Reply",
            "Résout - Aucune réponse",
            headings.RESOLVES_WITHOUT_REPLY_MEANING,
        )
    )
    tags_added: int = column(headings.TAGS_ADDED)
    topics_added: int = column(headings.TOPICS_ADDED)
    utilisation: int | None = column(
        percentage(
            "Utilization (%)",
            "Utilisation (%)",
            "Handling time over available time, or what the policies "
            "`utilisation_numerator` and `utilisation_denominator` say; not capped.",
        )
    )
    csat_1: int = column(headings.CSAT[0])
    csat_2: int = column(headings.CSAT[1])
    csat_3: int = column(headings.CSAT[2])
    csat_4: int = column(headings.CSAT[3])
    csat_5: int = column(headings.CSAT[4])


@attrs.define
class PresenceTime:
    """An agent's time in the period by presence, in milliseconds."""

    available: int = 0
    away: int = 0


def _presence() -> defaultdict[str, PresenceTime]:
    return defaultdict(PresenceTime)


@attrs.define
class Users(WorkProjection[UserRow]):
    """Human agents with anything to show in the period, one row each."""

    slug = "user"
    row_class = UserRow

    presence: defaultdict[str, PresenceTime] = attrs.Factory(_presence)

    @handles(Agent)
    def add_presence(self, agent: Agent) -> None:
        """Add the agent's available and away time in the period."""
        for interval in agent.presence:
            time = self.frame.period.overlap(interval.start, interval.end)
            if interval.state == "AVAILABLE":
                self.presence[agent.agent_id].available += time
            elif interval.state == "AWAY":
                self.presence[agent.agent_id].away += time

    def merge(self, other: Projection[UserRow]) -> None:
        """Add the sums of other streams."""
        super().merge(other)
        if isinstance(other, Users):
            for agent_id, time in other.presence.items():
                self.presence[agent_id].available += time.available
                self.presence[agent_id].away += time.away

    def keys(self, reference: Reference) -> Iterator[str]:
        """Return the IDs of human agents with anything to show, in order."""
        for agent_id in sorted(self.work.keys() | self.presence.keys()):
            if not reference.is_virtual(agent_id) and any(self._columns(agent_id).values()):
                yield agent_id

    def row_of(self, key: str, reference: Reference) -> UserRow:
        """Return the row of an agent."""
        names = reference.agent_names(key)
        return UserRow(
            user_id=key,
            user_name=names.name,
            user_email=names.email,
            user_reference=names.reference,
            **self._columns(key),
        )

    def ratios_of(self, key: str) -> dict[str, Ratio]:
        """Return what the average and the utilisation are made of."""
        ratio = utilisation(self.work_of(key), self._presence_of(key), self.frame.policy)
        return {**super().ratios_of(key), "utilisation": ratio}

    def owner_of_action(self, action: Action, reference: Reference) -> str | None:  # noqa: ARG002
        """An action is the agent's whom it names."""
        return action.agent_id

    def owner_of_lock(self, interval: LockInterval) -> str | None:
        """A lock interval is its agent's."""
        return interval.agent_id

    def owner_of_survey(self, survey: Survey) -> str | None:
        """A survey is the agent's to whom it belongs."""
        return survey.agent_id

    def _presence_of(self, agent_id: str) -> PresenceTime:
        return self.presence.get(agent_id, PresenceTime())

    def _columns(self, agent_id: str) -> dict[str, Any]:
        policy = self.frame.policy
        work, presence = self.work_of(agent_id), self._presence_of(agent_id)
        return {
            **work.columns(policy),
            "available_time": presence.available,
            "away_time": presence.away,
            "utilisation": utilisation(work, presence, policy).percentage,
        }


def utilisation(work: Work, presence: PresenceTime, policy: MetricPolicy) -> Ratio:
    """Return the handling time over the available time, or what the policies say.

    No interval counts twice in the numerator, whatever the two policies on handling say.
    Source: utilisation.
    """
    worked = work.handling_time(policy)
    if policy.utilisation_numerator == "LOCKED":
        worked = work.locked_time
    elif policy.utilisation_numerator == "HANDLING_AND_NO_REPLY" and policy.handling == "REPLIED":
        worked += work.no_reply_time
    signed_in = presence.available
    if policy.utilisation_denominator == "AVAILABLE_AND_AWAY":
        signed_in += presence.away
    return Ratio(worked, signed_in)
