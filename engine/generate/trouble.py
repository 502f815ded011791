"""Trouble that real logs have: lines twice, lines that break a rule, lines out of order."""

from collections import deque
from collections.abc import Iterator

from .chance import Chance

WINDOW = 1000
"""How far a shuffle may move a line, more or less."""
_REMEMBERED = 200

# Each breaks one rule of the format. ID and TIME stand for an identifier and a true time as JSON.
_AWAY = '"type":"presence.changed","agent_id":"odd","presence":"AWAY"}'
_SENT = '{"id":ID,"time":TIME,"type":"message.sent","conversation_id":"odd","message_id":"m",'
_REPLIED = '{"id":ID,"time":TIME,"type":"csat.replied","conversation_id":"odd",'
_HOURS = '{"id":ID,"time":TIME,"type":"business_hours.updated","channel_id":"odd",'
BROKEN = (
    f'{_REPLIED}"score":6}}',
    f'{_REPLIED}"score":4.0}}',
    f'{_SENT}"direction":"SIDEWAYS"}}',
    f'{_SENT}"direction":"INBOUND","content":"half an emoji \\ud83d"}}',
    f'{_SENT}"direction":"INBOUND","content":"not UTF-8 \udcff"}}',
    f'{{"id":ID,"time":"2026-02-30T10:00:00Z",{_AWAY}',
    f'{{"id":ID,"time":"2026-03-02 10:00:00Z",{_AWAY}',
    f'{{"id":ID,"time":"2026-03-02T10:00:00",{_AWAY}',
    f'{{"id":ID,"time":"2016-12-31T23:59:60Z",{_AWAY}',
    f'{{"id":ID,"time":TIME,"seq":-1,{_AWAY}',
    f'{_HOURS}"timezone":"Europe/Atlantis","weekly":{{"mon":[["09:00","17:00"]]}}}}',
    f'{_HOURS}"timezone":"UTC","weekly":{{"mon":[["17:00","09:00"]]}}}}',
    f'{_HOURS}"weekly":{{"mon":[["09:00","17:00"]]}}}}',
    '{"id":ID,"time":TIME,"type":"status.changed","conversation_id":"odd","status":"OPEN"}',
    '{"id":ID,"time":TIME,"type":"status.changed","status":"NEW"}',
    '{"id":ID,"time":TIME,"type":"lock.acquired","conversation_id":"odd","agent_id":null}',
    '{"id":"","time":TIME,"type":"topic.updated","topic_id":"odd","name":"no ID"}',
    '{"id":ID,"time":TIME,"event":"topic.updated","topic_id":"odd","name":"no type"}',
    '{"id":ID,"time":TIME,"type":"topic.updated","topic_id":"odd","name":1e999}',
    '["a list is no event"]',
    "null",
)


def disturbed(
    lines: Iterator[str], chance: Chance, *, duplicates: float, rejects: float
) -> Iterator[str]:
    """Mix shares of repeated and of broken lines into *lines*."""
    recent: deque[str] = deque(maxlen=_REMEMBERED)
    number = 0
    for line in lines:
        while recent and (lot := chance.draw()) < duplicates + rejects:
            number += 1
            yield _again(recent, chance, number) if lot < duplicates else _broken(line, number)
        recent.append(line)
        yield line


def _again(recent: deque[str], chance: Chance, number: int) -> str:
    line = chance.pick(recent)
    # A second delivery that says so is the same event, and differs.
    return f'{line[:-1]},"delivery":{number}}}' if chance.happens(0.3) else line


def _broken(line: str, number: int) -> str:
    kind = number % (len(BROKEN) + 1)
    if kind == len(BROKEN):
        return line[: len(line) // 2].rstrip()
    time = line[line.index('"time":') + 7 : line.index(',"type"')]
    return BROKEN[kind].replace("ID", f'"odd-{number}"', 1).replace("TIME", time, 1)


def shuffled(lines: Iterator[str], chance: Chance) -> Iterator[str]:
    """Give *lines* out of order, each near its place."""
    window: list[str] = []
    for line in lines:
        if len(window) < WINDOW:
            window.append(line)
        else:
            place = int(chance.draw() * WINDOW)
            yield window[place]
            window[place] = line
    # The rest in an order that has nothing to do with time either.
    yield from sorted(window)
