"""The headings that several exports share."""

from .columns import Heading, count, duration, instant, text, texts

CONVERSATION_ID = text("Conversation ID", "ID de conversation", "The conversation.")
MEDIUM = text("Medium", "Moyen", "The medium of the conversation's channel.")
CHANNEL = text("Channel", "Chaîne", "The name of the conversation's channel.")
CHANNEL_DISPLAY_NAME = text(
    "Channel Display Name",
    "Nom complet de la chaîne",
    "The name of the channel that contacts see; the name where it has no other.",
)
CONTACT_ID = text("Contact Profile ID", "ID du profil du contact", "The conversation's contact.")
CONTACT_PRIMARY_IDENTIFIER = text(
    "Contact Primary Identifier",
    "Identifiant principal du contact",
    "The contact's primary identifier, for instance a phone number.",
)
CONTACT_SECONDARY_IDENTIFIER = text(
    "Contact Secondary Identifier",
    "Identifiant secondaire du contact",
    "The contact's secondary identifier.",
)
CONVERSATION_URL = text(
    "Conversation URL",
    "URL de la conversation",
    "The URL of the conversation's first start that has one.",
)
AGENT_ID = text("Agent ID", "ID de l'agent", "The agent.")
AGENT_NAME = text("Agent Name", "Nom de l'agent", "The name of the agent in the same row.")
USER_ID = text("User ID", "ID utilisateur", "The agent.")
USER_NAME = text("User Name", "Nom d'utilisateur", "The agent's name.")
USER_EMAIL = text("User Email", "Adresse e-mail de l'utilisateur", "The agent's e-mail address.")
INBOUND_MESSAGES = ("Number of Inbound Messages", "Nombre de messages entrants")
OUTBOUND_MESSAGES = ("Number of Outbound Messages", "Nombre de messages sortants")
TOPIC_IDS = texts(
    "Topic IDs",
    "ID de sujet",
    "The topics on the conversation as of the as-of instant, in the order of application.",
)
TOPIC_NAMES = texts(
    "Topic Names", "Noms des sujets", "The names of the topics, in step with their IDs."
)
CREATED_AT = ("Created at", "Créé à")
LAST_UPDATED = ("Last Updated", "Dernière mise à jour")
HANDLING_TIME = duration(
    "Handling Time (s)",
    "Temps (s) de traitement",
    "Locked time in intervals in which their agent sent a human reply; by policy "
    "`handling=LOCKED` in all intervals.",
)
NO_REPLY_TIME = duration(
    "No Reply Time (s)",
    "Délai (s) de non-réponse",
    "Locked time in intervals without such a reply that a resolve by their agent closed.",
)
CHERRY_PICKING_TIME = duration(
    "Cherry Picking Time (s)",
    "Temps (s) de cueillette des cerises",
    "Locked time in the intervals that are neither handling nor no reply.",
)
AVERAGE_HANDLING_TIME_MEANING = (
    "Handling time over the number of conversations with handling in the period; by policy "
    "`handling=LOCKED` with a lock."
)
CONTACTS_HELPED = count(
    "Contacts Helped",
    "Contacts aidés",
    "Distinct contacts of the conversations with a human reply in the period.",
)
REPLIES = count("Replies", "Réponses", "Human replies in the period.")
TAGS_ADDED = count("Tags Added", "Tags ajoutés", "Applications of a tag in the period.")
TOPICS_ADDED = count("Topics Added", "Sujets ajoutés", "Applications of a topic in the period.")
RESOLVES_WITH_REPLY_MEANING = (
    "Resolves in the period whose cycle holds a human reply by anyone, bulk ones too."
)
RESOLVES_WITHOUT_REPLY_MEANING = (
    "Resolves in the period whose cycle holds no human reply, bulk ones too."
)
CSAT = tuple(
    count(
        f"CSAT With Score {score}",
        f"CSAT avec score {score}",
        f"Surveys returned in the period whose latest score is {score}.",
    )
    for score in range(1, 6)
)


def last_updated(meaning: str) -> Heading:
    """Return the heading of a row's latest event."""
    return instant(*LAST_UPDATED, meaning)
