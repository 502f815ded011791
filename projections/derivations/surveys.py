"""Surveys: what the contact answered, and to whom the answer belongs."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal

import attrs

from ...events import (
    CsatExpired,
    CsatReplied,
    CsatSent,
    StatusChanged,
)
from .reference import Reference
from .responses import Resolve

SurveyEvent = CsatSent | CsatReplied | CsatExpired

SurveyStatus = Literal["SENT", "PARTIAL", "COMPLETED", "EXPIRED"]


@attrs.define
class Survey:
    """A survey of a conversation, as of the as-of instant. Source: CSAT."""

    survey_id: str | None
    """Nothing for the conversation's unnamed survey."""

    score: int | None = None
    question: str | None = None
    answer: str | None = None
    returned: CsatReplied | None = None
    """The first reply with a score: the survey is counted once, at its instant."""

    is_expired: bool = False
    named_by: CsatReplied | CsatSent | StatusChanged | None = None
    """The event that named the agent to whom it belongs."""

    team_id: str | None = None
    """That agent's team: the one that the naming event says, else its team when returned."""

    @property
    def agent_id(self) -> str | None:
        """To whom it belongs; nobody where nothing names an agent."""
        return None if self.named_by is None else self.named_by.agent_id

    @property
    def status(self) -> SurveyStatus:
        """How far it came; a score that comes after it expired counts."""
        if self.score is None:
            return "EXPIRED" if self.is_expired else "SENT"
        if self.question is not None and self.answer is None:
            return "PARTIAL"
        return "COMPLETED"


@attrs.define
class _Naming:
    """The latest events of a survey that name an agent."""

    reply: CsatReplied | None = None
    sent: CsatSent | None = None


def derive_surveys(
    events: Iterable[SurveyEvent], resolves: Sequence[Resolve], reference: Reference
) -> list[Survey]:
    """Return the conversation's surveys, in the order of their first events."""
    surveys: dict[str | None, Survey] = {}
    namings: dict[str | None, _Naming] = {}
    for event in events:
        survey = surveys.setdefault(event.survey_id, Survey(event.survey_id))
        if event.type == "csat.expired":
            survey.is_expired = True
            continue
        naming = namings.setdefault(event.survey_id, _Naming())
        if event.follow_up_question is not None:
            survey.question = event.follow_up_question
        if event.type == "csat.sent":
            naming.sent = event if event.agent_id is not None else naming.sent
            continue
        naming.reply = event if event.agent_id is not None else naming.reply
        if event.follow_up_answer is not None:
            survey.answer = event.follow_up_answer
        if event.score is not None:
            survey.score = event.score
            survey.returned = survey.returned or event
    for survey_id, survey in surveys.items():
        if survey.returned is not None:
            _find_owner(survey, survey.returned, namings[survey_id], resolves, reference)
    return list(surveys.values())


def _find_owner(
    survey: Survey,
    returned: CsatReplied,
    naming: _Naming,
    resolves: Sequence[Resolve],
    reference: Reference,
) -> None:
    survey.named_by = naming.reply or naming.sent or _human_resolve_before(returned, resolves)
    if survey.named_by is None or survey.named_by.agent_id is None:
        return
    survey.team_id = survey.named_by.team_id or reference.team_of_agent(
        survey.named_by.agent_id, returned
    )


def _human_resolve_before(
    returned: CsatReplied, resolves: Sequence[Resolve]
) -> StatusChanged | None:
    number = bisect_left(resolves, returned.order, key=lambda resolve: resolve.change.event.order)
    if number == 0:
        return None
    latest = resolves[number - 1].change
    names = latest.actor == "AGENT" and latest.event.agent_id is not None
    return latest.event if names else None
