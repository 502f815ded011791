"""What can be said of a conversation: one function an event type, the inside of its JSON object.

Texts come from pools that are JSON already and identifiers need no escape, so that no line is
escaped twice; that is most of the speed.
"""

from .centre import FIRST_NAMES, LAST_NAMES, Agent, Channel, Conversation
from .words import json_text

AGENT = '"actor_type":"AGENT",'
VIRTUAL_AGENT = '"actor_type":"VIRTUAL_AGENT",'
AUTO_RESPONDER = '"actor_type":"AUTO_RESPONDER"'
AUTOMATION = '"actor_type":"AUTOMATION"'
SYSTEM = '"actor_type":"SYSTEM"'
CONTACT = '"actor_type":"CONTACT"'

ATTRIBUTES = (
    ("loyalty", "Loyalty tier", "STRING", ('"gold"', '"silver"', '"none, yet"', '"=gold"')),
    ("orders", "Orders so far", "NUMBER", ("0", "3", "17", "12.5")),
    ("vip", "VIP", "BOOLEAN", ("true", "false")),
    ("phone", "Call back on", "STRING", ('"+32 470 12 34 56"', '"+32 2 555 01 02"')),
)
"""The attributes of contacts: ID, name, type and JSON values."""


def who(agent: Agent) -> str:
    """Name who acts, and as what."""
    return (VIRTUAL_AGENT if agent.virtual else AGENT) + agent.key


def contact_updated(contact: int, channel: Channel) -> str:
    """Say who a contact is: a number, an address or a handle, and mostly a name."""
    first, last = FIRST_NAMES[contact % 25], LAST_NAMES[contact // 25 % 25]
    if channel.medium in ("WhatsApp", "SMS"):
        number = 70_000_000 + contact * 7919 % 29_999_989
        identifier = f"+324{number}"
    elif channel.medium == "Email":
        identifier = f"contact{contact}@mail.example"
    else:
        identifier = f"@{first[:4].strip('é')}_{contact}"
    name = json_text(f"{'=' if contact % 97 == 5 else ''}{first} {last}")
    secondary = f',"secondary_identifier":{name}' if contact % 9 else ""
    return (
        f'"type":"contact.updated","contact_id":"contact-{contact:06d}",'
        f'"medium":"{channel.medium}","primary_identifier":{json_text(identifier)}{secondary}'
    )


def attribute_set(contact: int, attribute: int, value: int | None, source: str) -> str:
    """Give an attribute of a contact its value of that number, or clear it."""
    attribute_id, name, kind, values = ATTRIBUTES[attribute % len(ATTRIBUTES)]
    given = "" if value is None else f',"value":{values[value % len(values)]}'
    return (
        f'"type":"contact.attribute_set","contact_id":"contact-{contact:06d}",'
        f'"attribute_id":"{attribute_id}","name":"{name}","attribute_type":"{kind}",'
        f'"source":"{source}"{given}'
    )


def started(c: Conversation, *, language: bool) -> str:
    """Say where and with whom the conversation is."""
    spoken = f',"language":"{c.words.language}"' if language else ""
    return (
        f'"type":"conversation.started",{c.key},{c.place},'
        f'"url":"https://desk.example/conversations/{c.conversation_id}"{spoken}'
    )


def language_set(c: Conversation) -> str:
    """Say in which language the contact writes."""
    return f'"type":"language.set",{c.key},"language":"{c.words.language}"'


def _message(c: Conversation) -> str:
    c.messages += 1
    return f"{c.conversation_id}.{c.messages}"


def inbound(c: Conversation, text: str) -> str:
    """Say that the contact wrote."""
    c.last_inbound = message = _message(c)
    channel = c.channel
    url = f'{channel.posts}{message}"' if channel.posts else ""
    return (
        f'"type":"message.sent",{c.key},{c.place},"message_id":"{message}","direction":"INBOUND",'
        f'{channel.fields},"content":{text}{url}'
    )


def reply(c: Conversation, agent: Agent, text: str) -> str:
    """Say that a person or a virtual agent answered."""
    message = _message(c)
    url = f'{c.channel.posts}{message}"' if c.channel.posts else ""
    return (
        f'"type":"message.sent",{c.key},{c.place},"message_id":"{message}","direction":"OUTBOUND",'
        f'{who(agent)},{agent.team_key},"outbound_type":"REPLY",{c.channel.fields},'
        f'"content":{text}{url}'
    )


def automatic(c: Conversation, actor: str, kind: str, text: str) -> str:
    """Say that a machine wrote to the contact."""
    return (
        f'"type":"message.sent",{c.key},{c.place},"message_id":"{_message(c)}",'
        f'"direction":"OUTBOUND",{actor},"outbound_type":"{kind}",{c.channel.fields},'
        f'"content":{text}'
    )


def updated(c: Conversation, message: str, text: str) -> str:
    """Say that a message reads otherwise now."""
    return f'"type":"message.updated",{c.key},"message_id":"{message}","content":{text}'


def deleted(c: Conversation, message: str) -> str:
    """Say that a message is gone."""
    return f'"type":"message.deleted",{c.key},"message_id":"{message}"'


def topic(c: Conversation, verb: str, number: int, by: str) -> str:
    """Say that a topic was `applied` or `removed`."""
    return f'"type":"topic.{verb}",{c.key},"topic_id":"topic-{number}",{by}'


def tag(c: Conversation, verb: str, number: int, agent: Agent) -> str:
    """Say that a tag was `applied` to the contact's last message, or `removed` from it."""
    return (
        f'"type":"tag.{verb}",{c.key},"message_id":"{c.last_inbound}","tag_id":"tag-{number}",'
        f"{agent.key}"
    )


def locked(c: Conversation, agent: Agent, method: str) -> str:
    """Say that an agent took the conversation."""
    if agent.virtual:
        return f'"type":"lock.acquired",{c.key},{who(agent)},"method":"{method}"'
    return f'"type":"lock.acquired",{c.key},{agent.key},{agent.team_key},"method":"{method}"'


def released(c: Conversation, agent: Agent, cause: str, *, seq: int = 0) -> str:
    """Say that an agent let go of the conversation."""
    order = f',"seq":{seq}' if seq else ""
    return f'"type":"lock.released",{c.key},{agent.key},"cause":"{cause}"{order}'


def status(c: Conversation, value: str, by: str, extra: str = "") -> str:
    """Say that the conversation is `NEW`, `PENDING` or `RESOLVED` now."""
    return f'"type":"status.changed",{c.key},"status":"{value}",{by}{extra}'


def handed_over(c: Conversation, robot: Agent, reason: str, *, error: bool) -> str:
    """Say that a virtual agent left the conversation to people."""
    failed = ',"error":true' if error else ""
    return f'"type":"virtual_agent.handed_over",{c.key},{robot.key},"reason":"{reason}"{failed}'


def survey_sent(c: Conversation, survey: str, extra: str) -> str:
    """Say that the contact was asked how it was."""
    return f'"type":"csat.sent",{c.key},"survey_id":"{survey}"{extra}'


def survey_replied(c: Conversation, survey: str, extra: str) -> str:
    """Say what the contact answered."""
    return f'"type":"csat.replied",{c.key},"survey_id":"{survey}"{extra}'


def survey_expired(c: Conversation, survey: str) -> str:
    """Say that the contact can no longer answer."""
    return f'"type":"csat.expired",{c.key},"survey_id":"{survey}"'


def presence(agent: Agent, value: str, away_state: str = "") -> str:
    """Say that an agent is `AVAILABLE`, `AWAY` or `OFFLINE`."""
    state = f',"away_state":"{away_state}"' if away_state else ""
    return f'"type":"presence.changed",{agent.key},"presence":"{value}"{state}'
