"""What the exports of resolved and of open conversations have in common."""

from typing import Any

from . import headings
from .columns import column, columns_group, count, duration, instant, name, text
from .derivations import Conversation, Resolve, StatusChange, Survey
from .frame import Frame


@columns_group
class Beginning:
    """The columns up to who resolved the conversation."""

    conversation_id: str = column(headings.CONVERSATION_ID)
    medium: str | None = column(headings.MEDIUM)
    channel: str | None = column(headings.CHANNEL)
    channel_display_name: str | None = column(headings.CHANNEL_DISPLAY_NAME)
    contact_id: str | None = column(headings.CONTACT_ID)
    contact_primary_identifier: str | None = column(headings.CONTACT_PRIMARY_IDENTIFIER)
    contact_secondary_identifier: str | None = column(headings.CONTACT_SECONDARY_IDENTIFIER)
    created_at: int | None = column(
        instant(
            *headings.CREATED_AT,
            "Open conversations: when the conversation was created. Resolved conversations: the "
            "first human reply by an agent of the team of the last status change, or by policy "
            "`resolved_created_at=CONVERSATION` when the conversation was created.",
        )
    )
    last_status_change_agent_id: str | None = column(
        text(
            "Last Status Change Agent ID",
            "ID du dernier agent de changement de statut",
            "The human or virtual agent who made the latest change to `RESOLVED` or `PENDING`.",
        )
    )
    last_status_change_agent_name: str | None = column(
        text(
            "Last Status Change Agent Name",
            "Nom de l'agent de changement de statut",
            "The name of that agent.",
        )
    )
    last_status_change_agent_reference: str | None = column(
        text(
            "Last Status Change Agent Reference",
            "Référence du dernier agent de changement de statut",
            "The reference of that agent.",
        )
    )
    last_status_change_team_id: str | None = column(
        text(
            "Last Status Change Team ID",
            "ID d'équipe du dernier changement de statut",
            "The team of the latest change to `RESOLVED` or `PENDING`, whoever made it.",
        )
    )
    last_status_change_team_name: str | None = column(
        text(
            "Last Status Change Team Name",
            "Dernier statut Changer le nom de l'équipe",
            "The name of that team.",
        )
    )
    current_status: str = column(
        name(
            "Current Status",
            "État actuel",
            "`NEW`, `PENDING` or `RESOLVED` as of the as-of instant.",
        )
    )
    resolved_by: str | None = column(
        name(
            "Resolved By",
            "Résolu par",
            "Of the first resolve: `BULK_RESOLVE` if bulk, else `AGENT`, `VIRTUAL_AGENT`, "
            "else `SYSTEM`.",
        )
    )


@columns_group
class Outcome:
    """The columns from the first resolve to the language."""

    resolved_at: int | None = column(instant("Resolved at", "Résolu à", "The first resolve."))
    resolved_agent_id: str | None = column(
        text(
            "Resolved Agent ID",
            "ID de l'agent résolu",
            "The human or virtual agent who made the first resolve.",
        )
    )
    resolved_agent_name: str | None = column(
        text("Resolved Agent Name", "Nom de l'agent résolu", "The name of that agent.")
    )
    resolved_agent_reference: str | None = column(
        text(
            "Resolved Agent Reference",
            "Référence de l'agent résolu",
            "The reference of that agent.",
        )
    )
    inbound_messages: int = column(
        count(
            *headings.INBOUND_MESSAGES,
            "The messages from the contact, all up to the as-of instant.",
        )
    )
    outbound_messages: int = column(
        count(
            *headings.OUTBOUND_MESSAGES,
            "The messages sent by anyone, all up to the as-of instant.",
        )
    )
    first_response_time: int | None = column(
        duration(
            "First Response Time (s)",
            "Premier (s) temps (s) de réponse",
            "Business time from the first inbound message, or the last handover after it, to the "
            "first human reply; elapsed time where the channel has no calendar or by policy "
            "`business_hours=IGNORE`.",
        )
    )
    handling_time: int = column(headings.HANDLING_TIME)
    no_reply_time: int = column(headings.NO_REPLY_TIME)
    cherry_picking_time: int = column(headings.CHERRY_PICKING_TIME)
    resolution_time: int | None = column(
        duration(
            "Resolution Time (s)",
            "Temps (s) de résolution",
            "From the first inbound message to the first resolve, elapsed time.",
        )
    )
    topic_ids: tuple[str, ...] = column(headings.TOPIC_IDS)
    topic_names: tuple[str, ...] = column(headings.TOPIC_NAMES)
    conversation_url: str | None = column(headings.CONVERSATION_URL)
    last_updated: int = column(
        headings.last_updated(
            "The conversation's last event up to the as-of instant, whether or not it changed "
            "anything."
        )
    )
    language: str | None = column(text("Language", "Langue", "The latest set."))


@columns_group
class HowResolved:
    """What only the export of resolved conversations says of the first resolve."""

    resolve_reason: str | None = column(
        text("Resolve Reason", "Résoudre la raison", "The reason of the first resolve.")
    )
    resolve_comment: str | None = column(
        text("Resolve Comment", "Résoudre le commentaire", "The comment of the first resolve.")
    )
    triggered_by: str | None = column(
        name(
            "Triggered By",
            "Déclencheur de",
            "Of the first resolve: `AGENT`, `VIRTUAL_AGENT`, `AUTOMATION`, else `AUTO_RESOLVE`.",
        )
    )


@columns_group
class Satisfaction:
    """The columns of the conversation's latest survey."""

    csat_score: int | None = column(
        count("CSAT Score", "Score CSAT", "The latest score, 1 to 5, of the latest survey.")
    )
    csat_status: str | None = column(
        name(
            "CSAT Status Completed",
            "Statut CSAT Terminé",
            "`SENT`, `PARTIAL`, `COMPLETED` or `EXPIRED`.",
        )
    )
    csat_follow_up_question: str | None = column(
        text("CSAT Follow-up Question", "Question de suivi du CSAT", "The latest asked.")
    )
    csat_follow_up_answer: str | None = column(
        text("CSAT Follow-up Response", "Réponse de suivi CSAT", "The latest answer to it.")
    )


def beginning(conversation: Conversation, created_at: int | None) -> tuple[Any, ...]:
    """Return the values of the columns of `Beginning`, in their order."""
    reference = conversation.reference
    _, primary, secondary = conversation.contact
    change = last_status_change(conversation)
    agent_id = _agent_of(change) if change else None
    agent_name, agent_reference, _ = reference.agent_names(agent_id)
    team_id = reference.team_of(change.event) if change else None
    resolve = first_resolve(conversation)
    return (
        conversation.conversation_id,
        *reference.channel_names(conversation.channel_id),
        conversation.contact_id,
        primary,
        secondary,
        created_at,
        agent_id,
        agent_name,
        agent_reference,
        team_id,
        reference.team_name(team_id),
        conversation.status,
        _resolved_by(resolve.change) if resolve else None,
    )


def outcome(conversation: Conversation, frame: Frame) -> tuple[Any, ...]:
    """Return the values of the columns of `Outcome`, in their order.

    A conversation's own row sums its lock intervals whole, whatever the period.
    """
    reference = conversation.reference
    resolve = first_resolve(conversation)
    agent_id = _agent_of(resolve.change) if resolve else None
    agent_name, agent_reference, _ = reference.agent_names(agent_id)
    inbound = len([1 for message in conversation.messages if message.sent.direction == "INBOUND"])
    topic_ids = tuple(conversation.topics.current)
    return (
        resolve.change.event.time if resolve else None,
        agent_id,
        agent_name,
        agent_reference,
        inbound,
        len(conversation.messages) - inbound,
        first_response_time(conversation, frame),
        *_locked_times(conversation, frame),
        conversation.resolution_time,
        topic_ids,
        tuple([reference.topic_name(topic_id) or "" for topic_id in topic_ids]),
        conversation.url,
        conversation.last_updated,
        conversation.language,
    )


def first_resolve(conversation: Conversation) -> Resolve | None:
    """Return the earliest change to `RESOLVED`."""
    return conversation.resolves[0] if conversation.resolves else None


def latest_survey(conversation: Conversation) -> Survey | None:
    """Return the survey whose first event is the latest."""
    return conversation.surveys[-1] if conversation.surveys else None


def first_response_time(conversation: Conversation, frame: Frame) -> int | None:
    """Return the first response time by the policy on business hours."""
    if frame.policy.business_hours == "APPLY":
        return conversation.first_response_business_time
    response = conversation.first_response
    return None if response is None else response.response_time(None)


def last_status_change(conversation: Conversation) -> StatusChange | None:
    """Return the latest change to `RESOLVED` or `PENDING`."""
    for change in reversed(conversation.status_changes):
        if change.event.status != "NEW":
            return change
    return None


def _locked_times(conversation: Conversation, frame: Frame) -> tuple[int, int, int]:
    """Return the handling, the no-reply and the cherry-picking time."""
    times = {"HANDLING": 0, "NO_REPLY": 0, "CHERRY_PICKING": 0}
    for interval in conversation.locks:
        times[interval.lock_class] += interval.length
    handling, no_reply, cherry_picking = times.values()
    if frame.policy.handling == "LOCKED":
        handling += no_reply + cherry_picking
    return handling, no_reply, cherry_picking


def _agent_of(change: StatusChange) -> str | None:
    return change.event.agent_id if change.actor in ("AGENT", "VIRTUAL_AGENT") else None


def _resolved_by(resolve: StatusChange) -> str:
    if resolve.event.bulk:
        return "BULK_RESOLVE"
    return resolve.actor if resolve.actor in ("AGENT", "VIRTUAL_AGENT") else "SYSTEM"
