"""What is no number in rows of messages, responses and presence: the events that say each cell."""

from collections.abc import Iterable
from typing import Final

from ...events import ConversationEvent, MessageDeleted, MessageSent, MessageUpdated
from ...projections.derivations import Agent, Message, PresenceInterval, TagApplication
from .explain_conversation_texts import OF_CONVERSATION, Says, StreamTexts
from .explain_evidence import Witness


def _message(texts: StreamTexts) -> Message:
    """Return the message of a row of messages."""
    messages = texts.conversation.messages
    return next(each for each in messages if each.sent.message_id == texts.row.message_id)


def _sent(texts: StreamTexts) -> Iterable[Witness]:
    return [("sent", _message(texts).sent)]


def _sender(texts: StreamTexts) -> Iterable[Witness]:
    return [*_sent(texts), *texts.finder.agent(texts.row.agent_id)]


def _sending_team(texts: StreamTexts) -> Iterable[Witness]:
    sent = _message(texts).sent
    says = [] if sent.team_id is not None else texts.finder.membership(sent.agent_id, sent)
    return [*_sent(texts), *says]


def _name_of_sending_team(texts: StreamTexts) -> Iterable[Witness]:
    return [*_sending_team(texts), *texts.finder.team(texts.row.team_id)]


def _tags(texts: StreamTexts) -> Iterable[Witness]:
    latest: dict[str, TagApplication] = {}
    for application in texts.conversation.tags.applications:
        if application.event.message_id == texts.row.message_id:
            latest[application.event.tag_id] = application
    return [("applied", latest[tag_id].event) for tag_id in texts.row.tag_ids]


def _tag_names(texts: StreamTexts) -> Iterable[Witness]:
    tags = texts.finder.reference.tags
    return [*_tags(texts), *(("describes the tag", tags.get(each)) for each in texts.row.tag_ids)]


def _of_message(texts: StreamTexts) -> list[ConversationEvent]:
    message_id = texts.row.message_id
    events = texts.conversation.events
    return [event for event in events if getattr(event, "message_id", None) == message_id]


def _content(texts: StreamTexts) -> Iterable[Witness]:
    return [
        ("says the content", event)
        for event in _of_message(texts)
        if isinstance(event, (MessageSent, MessageUpdated)) and event.content == texts.row.content
    ][-1:]


def _deleted(texts: StreamTexts) -> Iterable[Witness]:
    deletions = [event for event in _of_message(texts) if isinstance(event, MessageDeleted)]
    return [("deleted", event) for event in deletions[:1]]


def _last_of_message(texts: StreamTexts) -> Iterable[Witness]:
    return [("the last event of the message", event) for event in _of_message(texts)[-1:]]


def _response(texts: StreamTexts) -> Iterable[Witness]:
    for response in texts.conversation.responses:
        if response.reply.sent.message_id == texts.row.outbound_message_id:
            yield "opened the wait", response.wait.opened
            yield "last inbound message before it", response.wait.inbound
            yield "answered it", response.reply.sent


def _responder(texts: StreamTexts) -> Iterable[Witness]:
    *_, answered = _response(texts)
    return [answered, *texts.finder.agent(texts.row.agent_id)]


def _interval(texts: StreamTexts) -> PresenceInterval:
    """Return the interval of a row of presence."""
    agent: Agent = texts.stream
    return next(interval for interval in agent.presence if interval.start == texts.row.from_)


def _user(texts: StreamTexts) -> Iterable[Witness]:
    return [*_presence(texts), *texts.finder.agent(texts.row.user_id)]


def _presence(texts: StreamTexts) -> Iterable[Witness]:
    return [("began it", _interval(texts).opened)]


def _presence_end(texts: StreamTexts) -> Iterable[Witness]:
    return [("ended it", _interval(texts).closed)]


MESSAGE: Final[dict[str, Says]] = {
    **OF_CONVERSATION,
    **dict.fromkeys(("message_id", "created_at", "message_type", "origin"), _sent),
    **dict.fromkeys(("outbound_type", "direction", "agent_id", "message_url"), _sent),
    **dict.fromkeys(("agent_name", "agent_reference", "system_user_type"), _sender),
    "team_id": _sending_team,
    "team_name": _name_of_sending_team,
    "tag_ids": _tags,
    "tag_names": _tag_names,
    "content": _content,
    "last_updated": _last_of_message,
    "deleted_at": _deleted,
}

RESPONSE: Final[dict[str, Says]] = {
    **OF_CONVERSATION,
    **dict.fromkeys(("started_by", "transfer_reason", "from", "to"), _response),
    **dict.fromkeys(("inbound_message_id", "outbound_message_id", "agent_id"), _response),
    **dict.fromkeys(("agent_name", "agent_reference"), _responder),
}

PRESENCE: Final[dict[str, Says]] = {
    "user_id": _presence,
    **dict.fromkeys(("user_name", "user_email"), _user),
    **dict.fromkeys(("type", "away_state", "from"), _presence),
    "to": _presence_end,
}
