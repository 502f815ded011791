"""The export of agent presence."""

import attrs

from . import headings
from .columns import column, duration, instant, name, row, text
from .derivations import Agent
from .fold import handles
from .projection import RowProjection


@row
class UserPresenceRow:
    """An interval in which an agent was available or away, whole."""

    user_id: str = column(headings.USER_ID)
    user_name: str | None = column(headings.USER_NAME)
    user_email: str | None = column(headings.USER_EMAIL)
    type: str = column(name("Type", "Type", "`AVAILABLE` or `AWAY`."))
    away_state: str | None = column(
        text("Away State", "État d'Away", "What the agent said that it was away for.")
    )
    from_: int = column(instant("From", "De", "When it began, also before the period."))
    to: int | None = column(
        instant("To", "À", "When it ended, also after the period; blank while it lasts.")
    )
    duration: int = column(
        duration("Duration (s)", "Durée (s)", "Its length, up to the as-of instant while it lasts.")
    )


@attrs.define
class UserPresence(RowProjection[UserPresenceRow]):
    """`AVAILABLE` and `AWAY` intervals that overlap the period, one row each.

    Of virtual agents too, where the log gives them a presence.
    """

    slug = "user-presence"
    row_class = UserPresenceRow
    sorted_by = ("user_id", "from_")

    @handles(Agent)
    def add_presence(self, agent: Agent) -> None:
        """Add a row for each of the agent's intervals that overlaps the period."""
        for interval in agent.presence:
            if interval.state == "OFFLINE":
                continue
            if not self.frame.period.overlap(interval.start, interval.end):
                continue
            self.finished.append(
                UserPresenceRow(
                    user_id=agent.agent_id,
                    user_name=agent.names.name,
                    user_email=agent.names.email,
                    type=interval.state,
                    away_state=interval.opened.away_state,
                    from_=interval.start,
                    to=None if interval.closed is None else interval.end,
                    duration=interval.end - interval.start,
                )
            )
