"""A story that touches every field of every projection, folded whole or in parts."""

from collections.abc import Iterable
from typing import Any

from given import (
    BOT,
    agent_updated,
    attribute_set,
    available,
    away,
    channel_updated,
    csat_replied,
    given,
    handed_over,
    inbound,
    locked,
    moved_to_new,
    outbound,
    pending,
    reply,
    resolved,
    tag_applied,
    tag_removed,
    topic_applied,
    topic_removed,
)
from replaydesk.events import Event
from replaydesk.projections import Projection, routes


def day_of(conversation: str, contact: str, minute: int) -> list[Event]:
    """Return a conversation with something for every export."""

    def clock(second: int) -> str:
        return f"09:{minute:02}:{second:02}"

    by = {"agent": "ann", "team": "t1"}
    message, answer = f"{conversation}-in", f"{conversation}-out"
    return [
        inbound(clock(0), conversation, contact=contact, channel="web", message=message),
        outbound(clock(1), conversation, team="t1", **BOT),
        topic_applied(clock(2), conversation, topic="x", **BOT),
        tag_applied(clock(3), conversation, message=message, tag="x", **BOT),
        tag_applied(clock(3), conversation, message=message, tag="y", **by),
        topic_applied(clock(3), conversation, topic="y", **by),
        handed_over(clock(4), conversation, error=True),
        locked(clock(5), conversation, **by),
        reply(clock(6), conversation, message=answer, **by),
        tag_removed(clock(7), conversation, message=message, tag="x"),
        topic_removed(clock(7), conversation, topic="x"),
        resolved(clock(10), conversation, **by),
        moved_to_new(clock(11), conversation),
        locked(clock(12), conversation, **by),
        resolved(clock(15), conversation, **by),
        moved_to_new(clock(16), conversation),
        locked(clock(17), conversation, **by),
        pending(clock(20), conversation),
        resolved(clock(21), conversation, **BOT),
        *(
            csat_replied(clock(22), conversation, survey=f"s{score}", score=score, **by)
            for score in (1, 2, 3, 4, 5)
        ),
    ]


LOG = given(
    available("08:00", "ann"),
    away("08:30", "ann"),
    available("08:40", "bob"),
    agent_updated("08:00", "bot", kind="VIRTUAL"),
    channel_updated("08:00", "web", medium="CHAT"),
    attribute_set("08:00", "kim", "a", value=1),
    attribute_set("08:00", "lee", "a", value=1),
    *day_of("c1", "kim", 0),
    *day_of("c2", "lee", 1),
    *day_of("c3", "kim", 2),
    inbound("10:00", "c4", contact="kim", channel="tel"),
    inbound("10:01", "c5", contact="max"),
    reply("10:02", "c5", agent="bob", team="t2"),
)
REPLAYED = LOG.when_replayed().result.replayed
CONVERSATIONS = [*REPLAYED.conversations()]
AGENTS = [*REPLAYED.agents]


def folded(export: type[Projection[Any]], facts: Iterable[Any]) -> Projection[Any]:
    """Fold *facts* into a projection of its own."""
    projection = export(REPLAYED.frame)
    handlers = routes([projection])
    for fact in facts:
        for handle in handlers.get(type(fact), ()):
            handle(fact)
    return projection


def rows_of(projection: Projection[Any]) -> list[Any]:
    """Return the rows of a projection."""
    return [*projection.rows(REPLAYED.reference)]
