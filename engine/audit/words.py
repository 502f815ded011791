"""Sentences: what each event of the catalogue says, in words."""

from typing import Final, assert_never

from ...events import (
    DAYS,
    AgentUpdated,
    BusinessHoursUpdated,
    ChannelUpdated,
    ContactAttributeSet,
    ContactUpdated,
    ConversationStarted,
    CsatExpired,
    CsatReplied,
    CsatSent,
    Event,
    LanguageSet,
    LockAcquired,
    LockReleased,
    MessageDeleted,
    MessageSent,
    MessageUpdated,
    PresenceChanged,
    ReplaydeskError,
    StatusChanged,
    TagApplied,
    TagRemoved,
    TagUpdated,
    TeamUpdated,
    TopicApplied,
    TopicRemoved,
    TopicUpdated,
    VirtualAgentHandedOver,
)
from .names import Names, quoted, starting

_LOCKING: Final = {
    None: "took the lock",
    "MANUAL": "took the lock by hand",
    "AUTO_ASSIGNMENT": "was given the lock by auto-assignment",
    "STEAL": "took the lock over",
}


class NoSentenceError(ReplaydeskError, TypeError):
    """An event type has no sentence: one that is not in the catalogue."""


def describe(event: Event, names: Names | None = None, *, with_content: bool = False) -> str:
    """Return one sentence that says what happened.

    Args:
        event: An event of any type of the catalogue.
        names: What people and things are called; without it they are called by their IDs.
        with_content: Whether what a message says is quoted.

    Raises:
        NoSentenceError: Its type is none of the catalogue's.
    """
    names = names or Names()
    match event:
        case MessageSent() | MessageUpdated() | MessageDeleted():
            return _message(event, names, with_content=with_content)
        case TopicApplied() | TopicRemoved() | TagApplied() | TagRemoved():
            return _label(event, names)
        case ConversationStarted() | LanguageSet() | VirtualAgentHandedOver() | StatusChanged():
            return _conversation(event, names)
        case LockAcquired() | LockReleased() | PresenceChanged():
            return _agent_moment(event, names)
        case CsatSent() | CsatReplied() | CsatExpired():
            return _survey(event, names)
        case ChannelUpdated() | BusinessHoursUpdated() | ContactUpdated() | ContactAttributeSet():
            return _outside(event)
        case TeamUpdated() | AgentUpdated() | TopicUpdated() | TagUpdated():
            return _inside(event, names)
    raise NoSentenceError(f"{type(event).__name__} has no sentence; the catalogue lacks the type")


def _message(
    event: MessageSent | MessageUpdated | MessageDeleted, names: Names, *, with_content: bool
) -> str:
    match event:
        case MessageSent():
            did = _sending(event, names)
            says = _says(event.content) if with_content else ""
            return f"{names.actor(event)} {did} (message {event.message_id}){says}."
        case MessageUpdated():
            says = _says(event.content) if with_content else ""
            return f"Message {event.message_id} was changed{says}."
        case MessageDeleted():
            return f"Message {event.message_id} was deleted."
        case _:
            assert_never(event)


def _sending(event: MessageSent, names: Names) -> str:
    actor = names.reference.actor_of(event)
    if event.direction == "INBOUND":
        return "wrote" if actor == "CONTACT" else "sent an inbound message"
    return "replied" if actor == "AGENT" else "wrote to the contact"


def _label(event: TopicApplied | TopicRemoved | TagApplied | TagRemoved, names: Names) -> str:
    who = names.actor(event)
    match event:
        case TopicApplied():
            return f"{who} put {names.topic(event.topic_id)} on the conversation."
        case TopicRemoved():
            return f"{who} took {names.topic(event.topic_id)} off the conversation."
        case TagApplied():
            return f"{who} put {names.tag(event.tag_id)} on message {event.message_id}."
        case TagRemoved():
            return f"{who} took {names.tag(event.tag_id)} off message {event.message_id}."
        case _:
            assert_never(event)


def _conversation(
    event: ConversationStarted | LanguageSet | VirtualAgentHandedOver | StatusChanged,
    names: Names,
) -> str:
    match event:
        case ConversationStarted():
            on = "" if event.channel_id is None else f" on {names.channel(event.channel_id)}"
            with_ = "" if event.contact_id is None else f", with contact {event.contact_id}"
            language = "" if event.language is None else f", in language {quoted(event.language)}"
            return f"The conversation began{on}{with_}{language}."
        case LanguageSet():
            return f"The language was set to {quoted(event.language)}."
        case VirtualAgentHandedOver():
            error = " because of an error" if event.error else ""
            reason = _reason(event.reason)
            return f"{names.virtual_agent(event.agent_id)} handed over to agents{error}{reason}."
        case StatusChanged():
            comment = "" if event.comment is None else f", with the comment {quoted(event.comment)}"
            return f"{names.actor(event)} {_status(event)}{_reason(event.reason)}{comment}."
        case _:
            assert_never(event)


def _status(event: StatusChanged) -> str:
    match event.status:
        case "RESOLVED":
            did = "resolved the conversation"
        case "PENDING":
            did = "set the conversation to PENDING"
        case "NEW":
            did = "put the conversation back to NEW"
        case _:
            assert_never(event.status)
    boomerang = " as a boomerang" if event.boomerang else ""
    return f"{did}{boomerang}{' in bulk' if event.bulk else ''}"


def _agent_moment(event: LockAcquired | LockReleased | PresenceChanged, names: Names) -> str:
    match event:
        case LockAcquired():
            return f"{names.actor(event)} {_LOCKING[event.method]}."
        case LockReleased():
            cause = "" if event.cause is None else f" (cause {quoted(event.cause)})"
            return f"{starting(names.agent(event.agent_id))} gave up the lock{cause}."
        case PresenceChanged():
            state = "" if event.away_state is None else f" ({quoted(event.away_state)})"
            did = {"AVAILABLE": "became available", "AWAY": "went away", "OFFLINE": "signed out"}
            return f"{starting(names.agent(event.agent_id))} {did[event.presence]}{state}."
        case _:
            assert_never(event)


def _survey(event: CsatSent | CsatReplied | CsatExpired, names: Names) -> str:
    survey = "the survey" if event.survey_id is None else f"survey {event.survey_id}"
    match event:
        case CsatSent():
            about = "" if event.agent_id is None else f", about {names.agent(event.agent_id)}"
            asks = _question(event.follow_up_question)
            return f"{survey[0].upper()}{survey[1:]} went to the contact{about}{asks}."
        case CsatReplied():
            score = "without a score" if event.score is None else f"with score {event.score} of 5"
            asks = _question(event.follow_up_question)
            answer = event.follow_up_answer
            answers = "" if answer is None else f", with the answer {quoted(answer)}"
            about = "" if event.agent_id is None else f", about {names.agent(event.agent_id)}"
            return f"The contact answered {survey} {score}{about}{asks}{answers}."
        case CsatExpired():
            return f"{survey[0].upper()}{survey[1:]} expired."
        case _:
            assert_never(event)


def _outside(
    event: ChannelUpdated | BusinessHoursUpdated | ContactUpdated | ContactAttributeSet,
) -> str:
    match event:
        case ChannelUpdated():
            shown = "" if event.display_name is None else f", shown as {quoted(event.display_name)}"
            named = f"{quoted(event.name)}{shown}"
            return f"Channel {event.channel_id} is called {named}, on {quoted(event.medium)}."
        case BusinessHoursUpdated():
            return f"Channel {event.channel_id} is open {_hours(event)}."
        case ContactUpdated():
            ways = (event.medium, event.primary_identifier, event.secondary_identifier)
            known = ", ".join(quoted(way) for way in ways if way is not None)
            return f"Contact {event.contact_id} is {f'known by {known}' if known else 'known'}."
        case ContactAttributeSet():
            value = event.value
            became = "was cleared" if value is None else f"was set to {quoted(str(value))}"
            by = "" if event.source is None else f" by {event.source}"
            attribute = f"{quoted(event.name)} ({event.attribute_id})"
            return f"Attribute {attribute} of contact {event.contact_id} {became}{by}."
        case _:
            assert_never(event)


def _inside(event: TeamUpdated | AgentUpdated | TopicUpdated | TagUpdated, names: Names) -> str:
    match event:
        case TeamUpdated():
            return f"Team {event.team_id} is called {quoted(event.name)}."
        case AgentUpdated():
            kind = "Virtual agent" if event.kind == "VIRTUAL" else "Agent"
            team = "in no team" if event.team_id is None else f"in {names.team(event.team_id)}"
            return f"{kind} {event.agent_id} is called {quoted(event.name)}, {team}."
        case TopicUpdated():
            active = "" if event.active else " and is not active"
            return f"Topic {event.topic_id} is called {quoted(event.name)}{active}."
        case TagUpdated():
            active = "" if event.active else " and is not active"
            return f"Tag {event.tag_id} is called {quoted(event.name)}{active}."
        case _:
            assert_never(event)


def _hours(event: BusinessHoursUpdated) -> str:
    if event.weekly is None:
        return "around the clock"
    days = []
    for day in DAYS:
        spans = ", ".join(f"{start}-{end}" for start, end in event.weekly.get(day) or ())
        days.append(f"{day} {spans or 'closed'}")
    holidays = f"; closed on {', '.join(event.holidays)}" if event.holidays else ""
    return f"in {event.timezone}: {'; '.join(days)}{holidays}"


def _says(content: str | None) -> str:
    return "" if content is None else f": {quoted(content)}"


def _reason(reason: str | None) -> str:
    return "" if reason is None else f" (reason {quoted(reason)})"


def _question(question: str | None) -> str:
    return "" if question is None else f", asking {quoted(question)}"
