"""Parts make the whole: of a log's streams, of a period, of the channels, of the exports."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from laws.full_order import in_order
from laws.replays import SLUGS, outcome, rows_of, valid_span
from laws.world import VALUES
from replaydesk import EXPORTS, Options, replay_lines
from replaydesk.projections import Frame, Projection, RowProjection, routes
from strategies import Log, chances, logs

SUMS = {
    "user": (
        "available_time",
        "away_time",
        "handling_time",
        "no_reply_time",
        "cherry_picking_time",
        "replies",
        "resolves_with_reply",
        "resolves_without_reply",
        "tags_added",
        "topics_added",
        *(f"csat_{score}" for score in range(1, 6)),
    ),
    "virtual-agent": ("topics_applied", "tags_applied"),
    "contact": ("inbound_messages", "outbound_messages"),
}
"""What is counted once, at its instant, by export."""

OF_CONVERSATIONS = ("resolved-conversation", "open-conversation", "message", "response-times")
"""The exports whose rows belong to one conversation."""

DATED = ("resolved-conversation", "message", "response-times")
"""Those of them whose rows belong to one instant, by which they are sorted."""


def folded(facts: Iterable[Any], frame: Frame) -> list[Projection[Any]]:
    """Fold facts into projections of their own."""
    projections = [export(frame) for export in EXPORTS]
    handlers = routes(projections)
    for fact in facts:
        for handle in handlers.get(type(fact), ()):
            handle(fact)
    return projections


@given(logs(), chances)
def test_partitions_merge_to_the_whole(log: Log, chance: Random) -> None:
    """Folding each fact apart, and merging in any order, is folding them together."""
    replayed = replay_lines(log.raw, only=[]).replayed
    facts = [*replayed.conversations(), *replayed.agents]
    whole = folded(facts, replayed.frame)

    parts = [folded([fact], replayed.frame) for fact in facts] + [folded([], replayed.frame)]
    while len(parts) > 1:
        chance.shuffle(parts)
        other = parts.pop()
        for projection, taken_in in zip(parts[0], other, strict=True):
            projection.merge(taken_in)

    for one, merged in zip(whole, parts[0], strict=True):
        assert [*merged.rows(replayed.reference)] == [*one.rows(replayed.reference)]
        if not isinstance(one, RowProjection):
            assert merged == one


@settings(max_examples=30)
@given(logs())
def test_an_export_does_not_know_of_the_others(log: Log) -> None:
    """An export that is asked for alone has the bytes that it has among all twelve."""
    exports = outcome(log.raw).exports

    for slug in SLUGS:
        assert outcome(log.raw, only=[slug]).exports == {slug: exports[slug]}


@st.composite
def cut_periods(draw: st.DrawFn) -> tuple[Log, list[int]]:
    """Draw a log, and instants that cut a period of it into parts."""
    log = draw(logs())
    near = {moment + step for moment in log.moments for step in (0, 1, 30 * 60_000)}
    cuts = st.lists(st.sampled_from(sorted(near)), min_size=2, max_size=5, unique=True)
    return log, sorted(draw(cuts))


def periods(cuts: list[int]) -> list[Options]:
    """Return the consecutive periods between *cuts*."""
    return [Options(only=[*SUMS, *DATED], start=start, end=end) for start, end in pairwise(cuts)]


@given(cut_periods())
def test_consecutive_periods_sum_to_their_union(both: tuple[Log, list[int]]) -> None:
    """What consecutive periods count and sum is what their union counts and sums."""
    log, cuts = both
    parts = [replay_lines(log.raw, **options) for options in periods(cuts)]
    union = replay_lines(log.raw, start=cuts[0], end=cuts[-1])

    for slug, columns in SUMS.items():
        summed = summed_up((row for part in parts for row in part.dicts(slug)), columns)
        assert summed == summed_up(union.dicts(slug), columns)


def summed_up(
    rows: Iterable[dict[str, Any]], columns: Iterable[str]
) -> dict[tuple[Any, ...], Counter[str]]:
    """Sum columns over the rows that are about one thing: their first cell and their channel."""
    sums: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        sums.setdefault((next(iter(row.values())), row.get("channel")), Counter()).update(
            {column: row[column] for column in columns}
        )
    return sums


@given(cut_periods())
def test_rows_of_consecutive_periods_follow_each_other(both: tuple[Log, list[int]]) -> None:
    """Rows that belong to one instant are, to the byte, those of the period that holds it."""
    log, cuts = both
    parts = [outcome(log.raw, **options) for options in periods(cuts)]
    union = outcome(log.raw, only=DATED, start=cuts[0], end=cuts[-1])

    for slug in DATED:
        rows = [row for part in parts for row in rows_of(part.exports[slug])]
        assert rows == rows_of(union.exports[slug])


CHANNELS = VALUES["channel_id"][0]

channels = st.sets(st.sampled_from(("web", "=tel", "Web", "=1+1", "", "nowhere")), min_size=1)


@given(logs(), channels, channels)
def test_the_channel_filter_keeps_rows(log: Log, some: set[str], others: set[str]) -> None:
    """A channel keeps its conversations' rows to the byte, and two keep what each of them keeps."""
    everything = outcome(log.raw).exports
    kept, also_kept, both_kept = (
        outcome(log.raw, channels=names).exports for names in (some, others, some | others)
    )

    for slug in OF_CONVERSATIONS:
        rows, more = rows_of(kept[slug]), rows_of(also_kept[slug])
        wanted = {*rows, *more}
        assert wanted <= {*rows_of(everything[slug])}
        assert rows_of(both_kept[slug]) == [r for r in rows_of(everything[slug]) if r in wanted]
    assert kept["user-presence"] == everything["user-presence"]


@given(logs())
def test_a_channel_is_chosen_by_its_latest_name(log: Log) -> None:
    """A name keeps what the IDs keep of the channels that have it at the as-of instant."""
    _, as_of = valid_span(log)
    names = {
        event["channel_id"]: event["name"]
        for event, _ in in_order([(event.fields, event.raw) for event in log.events], as_of)
        if event["type"] == "channel.updated"
    }

    for name in {*names.values()}:
        by_id = {channel for channel in CHANNELS if name in {channel, names.get(channel)}}
        others = {*CHANNELS} - by_id
        # An ID that is the name of another channel chooses that one too.
        if not by_id & {names.get(channel) for channel in others}:
            assert outcome(log.raw, channels=[name]) == outcome(log.raw, channels=by_id)
