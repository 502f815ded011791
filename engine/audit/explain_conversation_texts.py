"""What is no number in a conversation's own row: the events that say each cell."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from ...events import ConversationStarted, LanguageSet
from ...projections.conversation_rows import first_resolve, last_status_change, latest_survey
from ...projections.derivations import Conversation, StatusChange, TopicApplication
from .explain_details import survey_events
from .explain_evidence import Finder, Witness, naming_channel, naming_contact


@attrs.frozen(eq=False)
class StreamTexts:
    """A row that is finished with its stream, and what is known of it."""

    finder: Finder
    row: Any
    stream: Any
    """The conversation or the agent."""

    says_creation: bool
    """Whether `created_at` is when the conversation was created."""

    @property
    def conversation(self) -> Conversation:
        """The conversation that the row came from."""
        conversation: Conversation = self.stream
        return conversation


Says = Callable[[StreamTexts], Iterable[Witness]]


def _beginning(texts: StreamTexts) -> Iterable[Witness]:
    return [("the conversation begins", texts.conversation.events[0])]


def _channel(texts: StreamTexts) -> Iterable[Witness]:
    channel_id = texts.conversation.channel_id
    return [*naming_channel(texts.conversation), *texts.finder.channel(channel_id)]


def _contact_id(texts: StreamTexts) -> Iterable[Witness]:
    return naming_contact(texts.conversation)


def _contact(texts: StreamTexts) -> Iterable[Witness]:
    contact_id = texts.conversation.contact_id
    return [*naming_contact(texts.conversation), *texts.finder.contact(contact_id)]


def _url(texts: StreamTexts) -> Iterable[Witness]:
    conversation = texts.conversation
    events = [event for event in conversation.started if event.url == conversation.url]
    return [("says the URL", event) for event in events[:1]]


def _created(texts: StreamTexts) -> Iterable[Witness]:
    conversation, row = texts.conversation, texts.row
    if texts.says_creation:
        return [("the conversation is created", (conversation.started or conversation.events)[0])]
    team_id = row.last_status_change_team_id
    replies = [
        reply.sent
        for reply in conversation.replies
        if reply.sent.time == row.created_at
        and texts.finder.reference.team_of(reply.sent) == team_id
    ]
    return [
        *(("first human reply of the team", reply) for reply in replies[:1]),
        *_team_of_last_change(texts),
    ]


def _last_change(texts: StreamTexts) -> Iterable[Witness]:
    return _change(last_status_change(texts.conversation))


def _agent_of_last_change(texts: StreamTexts) -> Iterable[Witness]:
    agent_id = texts.row.last_status_change_agent_id
    return [*_last_change(texts), *texts.finder.agent(agent_id)]


def _team_of_last_change(texts: StreamTexts) -> Iterable[Witness]:
    change = last_status_change(texts.conversation)
    witnesses = [*_change(change)]
    if change is not None and change.event.team_id is None:
        witnesses += texts.finder.membership(change.event.agent_id, change.event)
    return witnesses


def _name_of_team_of_last_change(texts: StreamTexts) -> Iterable[Witness]:
    team_id = texts.row.last_status_change_team_id
    return [*_team_of_last_change(texts), *texts.finder.team(team_id)]


def _status(texts: StreamTexts) -> Iterable[Witness]:
    changes = texts.conversation.status_changes
    return _change(changes[-1]) if changes else _beginning(texts)


def _first_resolve(texts: StreamTexts) -> Iterable[Witness]:
    resolve = first_resolve(texts.conversation)
    return _change(resolve.change if resolve else None)


def _agent_of_first_resolve(texts: StreamTexts) -> Iterable[Witness]:
    return [*_first_resolve(texts), *texts.finder.agent(texts.row.resolved_agent_id)]


def _change(change: StatusChange | None) -> Iterable[Witness]:
    return [] if change is None else [("changed the status", change.event)]


def _topics(texts: StreamTexts) -> Iterable[Witness]:
    latest: dict[str, TopicApplication] = {}
    for application in texts.conversation.topics.applications:
        latest[application.event.topic_id] = application
    return [("applied", latest[topic_id].event) for topic_id in texts.row.topic_ids]


def _topic_names(texts: StreamTexts) -> Iterable[Witness]:
    topics = texts.finder.reference.topics
    described = [("describes the topic", topics.get(topic_id)) for topic_id in texts.row.topic_ids]
    return [*_topics(texts), *described]


def _last_event(texts: StreamTexts) -> Iterable[Witness]:
    return [("the last event", texts.conversation.events[-1])]


def _language(texts: StreamTexts) -> Iterable[Witness]:
    return [
        ("says the language", event)
        for event in texts.conversation.events
        if isinstance(event, (ConversationStarted, LanguageSet))
        and event.language == texts.row.language
    ][-1:]


def _survey(texts: StreamTexts) -> Iterable[Witness]:
    survey = latest_survey(texts.conversation)
    events = survey_events(texts.conversation, survey) if survey else []
    return [("of the survey", event) for event in events]


OF_CONVERSATION: Final[dict[str, Says]] = {
    "conversation_id": _beginning,
    **dict.fromkeys(("medium", "channel", "channel_display_name"), _channel),
    "contact_id": _contact_id,
    **dict.fromkeys(("contact_primary_identifier", "contact_secondary_identifier"), _contact),
    "conversation_url": _url,
}
"""The columns that several exports share."""

OWN_ROW: Final[dict[str, Says]] = {
    **OF_CONVERSATION,
    "created_at": _created,
    "last_status_change_agent_id": _last_change,
    "last_status_change_agent_name": _agent_of_last_change,
    "last_status_change_agent_reference": _agent_of_last_change,
    "last_status_change_team_id": _team_of_last_change,
    "last_status_change_team_name": _name_of_team_of_last_change,
    "current_status": _status,
    **dict.fromkeys(("resolved_by", "resolved_at", "resolved_agent_id"), _first_resolve),
    **dict.fromkeys(("resolve_reason", "resolve_comment", "triggered_by"), _first_resolve),
    **dict.fromkeys(("resolved_agent_name", "resolved_agent_reference"), _agent_of_first_resolve),
    "topic_ids": _topics,
    "topic_names": _topic_names,
    "last_updated": _last_event,
    "language": _language,
    **dict.fromkeys(("csat_status", "csat_follow_up_question", "csat_follow_up_answer"), _survey),
}
"""The columns of resolved and of open conversations."""
