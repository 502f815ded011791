"""Merging: projections that took in a part of the conversations each add up to the whole.

The story touches every field of every projection, so that a merge that forgets one shows.
"""

import copy
import pickle
from collections.abc import Iterable
from itertools import permutations
from typing import Any

import pytest
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
from replaydesk import EXPORTS
from replaydesk.events import Event
from replaydesk.projections import Projection, RowProjection, routes


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


@pytest.mark.parametrize("export", EXPORTS)
def test_the_story_has_rows_for_every_export(export: type[Projection[Any]]) -> None:
    """What is merged below is something, and what the library gives."""
    rows = rows_of(folded(export, [*CONVERSATIONS, *AGENTS]))

    assert rows
    assert rows == LOG.when_replayed().result.rows(export)


@pytest.mark.parametrize("export", EXPORTS)
def test_parts_merge_to_the_whole_in_any_order(export: type[Projection[Any]]) -> None:
    """Conversations and agents apart, merged in whatever order, are all of them together."""
    whole = folded(export, [*CONVERSATIONS, *AGENTS])
    parts: list[list[Any]]
    parts = [[CONVERSATIONS[0]], CONVERSATIONS[1:3], [*CONVERSATIONS[3:], *AGENTS[1:]], AGENTS[:1]]

    for order in permutations(parts):
        merged, *others = (folded(export, part) for part in order)
        for other in others:
            merged.merge(other)

        assert rows_of(merged) == rows_of(whole)
        assert merged == whole or isinstance(merged, RowProjection)


@pytest.mark.parametrize("export", EXPORTS)
def test_nothing_merges_to_what_there_is(export: type[Projection[Any]]) -> None:
    """A projection that took in nothing is neutral, on either side."""
    whole = folded(export, [*CONVERSATIONS, *AGENTS])
    into_nothing, with_nothing = folded(export, []), folded(export, [*CONVERSATIONS, *AGENTS])
    into_nothing.merge(whole)
    with_nothing.merge(folded(export, []))

    assert into_nothing == whole
    assert with_nothing == whole


@pytest.mark.parametrize("export", EXPORTS)
def test_merging_leaves_the_other_as_it_was(export: type[Projection[Any]]) -> None:
    """What is merged into one can be merged into another: nothing of it is shared or changed."""
    for alone in range(len(CONVERSATIONS)):
        rest = CONVERSATIONS[:alone] + CONVERSATIONS[alone + 1 :]
        first, second = folded(export, [CONVERSATIONS[alone]]), folded(export, rest)
        before = copy.deepcopy(second)
        first.merge(second)
        first.merge(folded(export, CONVERSATIONS))

        assert second == before


@pytest.mark.parametrize("export", EXPORTS)
def test_a_projection_is_plain_data(export: type[Projection[Any]]) -> None:
    """It can be compared, copied and pickled, and goes on from there."""
    whole = folded(export, [*CONVERSATIONS, *AGENTS])
    resumed = pickle.loads(pickle.dumps(folded(export, CONVERSATIONS)))  # noqa: S301
    rest = folded(export, AGENTS)
    resumed.merge(rest)

    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301
    assert copy.deepcopy(whole) == whole
    assert rows_of(resumed) == rows_of(whole)
