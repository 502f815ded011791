"""The export of teams."""

from collections import defaultdict
from collections.abc import Iterator

import attrs

from ..events import Action
from . import headings
from .columns import column, count, duration, instant, row, text
from .conversation_rows import first_resolve, first_response_time
from .derivations import Conversation, LockInterval, Reference, Survey
from .fold import handles
from .projection import Projection
from .rounding import Ratio
from .work import WorkProjection


@row
class TeamRow:
    """A team with at least one outbound message in the period."""

    created_at: int | None = column(
        instant(*headings.CREATED_AT, "The team's first description in the log.")
    )
    team_id: str = column(text("Team ID", "ID de l'équipe", "The team."))
    team_name: str | None = column(text("Team Name", "Nom de l'équipe", "The team's name."))
    resolves_with_reply: int = column(
        count("Resolves With Reply", "Résout avec réponse", headings.RESOLVES_WITH_REPLY_MEANING)
    )
    resolves_without_reply: int = column(
        count(
            "Resolves Without Reply", "Résout sans réponse", headings.RESOLVES_WITHOUT_REPLY_MEANING
        )
    )
    average_first_response_time: int | None = column(
        duration(
            "Average First Response Time (s)",
            "Délai moyen de première réponse",
            "Over the conversations whose first response an agent of the team sent in the period.",
        )
    )
    average_resolution_time: int | None = column(
        duration(
            "Average Resolution Time (s)",
            "Temps de résolution moyen",
            "Over the conversations whose first resolve an agent of the team made in the period "
            "and that have a resolution time.",
        )
    )
    handling_time: int = column(
        duration(
            "Total Handling Time (s)",
            "Temps de traitement total",
            headings.HANDLING_TIME.meaning,
        )
    )
    no_reply_time: int = column(
        duration(
            "Total No Reply Time (s)",
            "Délai total sans réponse",
            headings.NO_REPLY_TIME.meaning,
        )
    )
    cherry_picking_time: int = column(
        duration(
            "Total Cherry Picking Time (s)",
            "Temps total de cueillette des cerises",
            headings.CHERRY_PICKING_TIME.meaning,
        )
    )
    average_handling_time: int | None = column(
        duration(
            "Average Handling Time (s)",
            "Temps de traitement moyen",
            headings.AVERAGE_HANDLING_TIME_MEANING,
        )
    )
    contacts_helped: int = column(headings.CONTACTS_HELPED)
    csat_1: int = column(headings.CSAT[0])
    csat_2: int = column(headings.CSAT[1])
    csat_3: int = column(headings.CSAT[2])
    csat_4: int = column(headings.CSAT[3])
    csat_5: int = column(headings.CSAT[4])
    tags_added: int = column(headings.TAGS_ADDED)
    topics_added: int = column(headings.TOPICS_ADDED)
    replies: int = column(headings.REPLIES)


@attrs.define
class TeamTimes:
    """What a team's averages are made of; times are in milliseconds."""

    outbound_messages: int = 0
    first_response_time: int = 0
    first_responses: int = 0
    resolution_time: int = 0
    resolutions: int = 0

    @property
    def average_first_response_time(self) -> Ratio:
        """The first response times over the number of first responses."""
        return Ratio(self.first_response_time, self.first_responses)

    @property
    def average_resolution_time(self) -> Ratio:
        """The resolution times over the number of first resolves that have one."""
        return Ratio(self.resolution_time, self.resolutions)


def _times() -> defaultdict[str, TeamTimes]:
    return defaultdict(TeamTimes)


@attrs.define
class Teams(WorkProjection[TeamRow]):
    """Teams with at least one outbound message by their agents in the period, one row each."""

    slug = "team"
    row_class = TeamRow

    times: defaultdict[str, TeamTimes] = attrs.Factory(_times)

    @handles(Conversation)
    def add_work(self, conversation: Conversation) -> None:
        """Add what teams did in a conversation in the period."""
        super().add_work(conversation)
        reference = conversation.reference
        for message in conversation.messages:
            if message.sent.direction == "OUTBOUND":
                team_id = self._owner_in_period(message.sent, reference)
                if team_id is not None:
                    self.times[team_id].outbound_messages += 1
        self._add_first_response(conversation)
        self._add_resolution(conversation)

    def merge(self, other: Projection[TeamRow]) -> None:
        """Add the sums of other streams."""
        super().merge(other)
        if isinstance(other, Teams):
            for team_id, theirs in other.times.items():
                times = self.times[team_id]
                times.outbound_messages += theirs.outbound_messages
                times.first_response_time += theirs.first_response_time
                times.first_responses += theirs.first_responses
                times.resolution_time += theirs.resolution_time
                times.resolutions += theirs.resolutions

    def keys(self, reference: Reference) -> Iterator[str]:  # noqa: ARG002  # the log says them
        """Return the IDs of the teams with an outbound message, in order."""
        return (team_id for team_id, times in sorted(self.times.items()) if times.outbound_messages)

    def row_of(self, key: str, reference: Reference) -> TeamRow:
        """Return the row of a team."""
        times = self._times_of(key)
        return TeamRow(
            created_at=reference.team_created.get(key),
            team_id=key,
            team_name=reference.team_name(key),
            average_first_response_time=times.average_first_response_time.average,
            average_resolution_time=times.average_resolution_time.average,
            **self.work_of(key).columns(self.frame.policy),
        )

    def ratios_of(self, key: str) -> dict[str, Ratio]:
        """Return what the averages are made of."""
        times = self._times_of(key)
        return {
            **super().ratios_of(key),
            "average_first_response_time": times.average_first_response_time,
            "average_resolution_time": times.average_resolution_time,
        }

    def owner_of_action(self, action: Action, reference: Reference) -> str | None:
        """An action is the team's that it names, else its agent's team's."""
        return reference.team_of(action)

    def owner_of_lock(self, interval: LockInterval) -> str | None:
        """A lock interval is the team's of its `lock.acquired`."""
        return interval.team_id

    def owner_of_survey(self, survey: Survey) -> str | None:
        """A survey is its team's."""
        return survey.team_id

    def _times_of(self, team_id: str) -> TeamTimes:
        return self.times.get(team_id, TeamTimes())

    def _add_first_response(self, conversation: Conversation) -> None:
        response = conversation.first_response
        time = first_response_time(conversation, self.frame)
        if response is None or time is None:
            return
        team_id = self._owner_in_period(response.reply.sent, conversation.reference)
        if team_id is not None:
            self.times[team_id].first_response_time += time
            self.times[team_id].first_responses += 1

    def _add_resolution(self, conversation: Conversation) -> None:
        resolve = first_resolve(conversation)
        time = conversation.resolution_time
        if resolve is None or time is None or resolve.change.actor != "AGENT":
            return
        team_id = self._owner_in_period(resolve.change.event, conversation.reference)
        if team_id is not None:
            self.times[team_id].resolution_time += time
            self.times[team_id].resolutions += 1
