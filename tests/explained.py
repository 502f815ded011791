"""A small log replayed, and what its explanations say: facts, and the events behind them."""

from typing import Any

from replaydesk import Result, replay_lines
from replaydesk.engine.audit.explain_objects import Contribution, ExplainedRatio, Explanation, Sum
from small_log import Said, event, lines

MINUTE = 60_000
LATER = event("team.updated", "18:00", team_id="t9", name="Nine")
"""The log goes on until the evening, so that no as-of instant ends what is open."""


def replayed(*events: Said, **options: Any) -> Result:
    """Replay a small log that goes on until the evening."""
    return replay_lines(lines(*events, LATER), **options)


def facts(explanation: Explanation, key: str) -> tuple[Contribution, ...]:
    """Return the facts that add up to a number."""
    made_of = explanation[key].made_of
    assert isinstance(made_of, Sum)
    return made_of.contributions


def ratio(explanation: Explanation, key: str) -> ExplainedRatio:
    """Return what an average or a percentage is made of."""
    made_of = explanation[key].made_of
    assert isinstance(made_of, ExplainedRatio)
    return made_of


def events(fact: Contribution) -> list[tuple[str, str]]:
    """Return what the events behind a fact say, and their IDs."""
    return [(evidence.role, evidence.event.id) for evidence in fact.evidence]


def details(fact: Contribution) -> dict[str, Any]:
    """Return what a fact says of itself."""
    return {detail.name: detail.value for detail in fact.details}
