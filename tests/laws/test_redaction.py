"""Redaction gives no personal text away, and changes nothing else."""

import re
from random import Random
from typing import Any

import attrs
from hypothesis import given, settings
from laws.replays import SLUGS, outcome_of
from redacting import MARK, REDACTION, SHOWS_ALL, all_told, in_no_order, mapped, marked, redacted
from replaydesk import Redaction, find_doubts, replay_lines
from strategies import Log, chances, logs

OTHER = Redaction(b"another key, of more than 32 bytes")
PSEUDONYM = re.compile(rb"[a-z-]+-[0-9a-f]{20}(?![0-9a-f])")


@settings(max_examples=40)
@given(logs())
def test_no_personal_text_is_told(log: Log) -> None:
    """Nothing that a person wrote or is named by stands in any output, and no broken line."""
    lines = [
        line.raw
        if line.becomes == "unknown"
        else marked(line.raw, is_broken=line.becomes == "broken")
        for line in log.lines
    ]

    told = "\n".join(all_told(redacted(lines)))

    assert MARK.casefold() not in told.casefold()


@given(logs())
def test_an_export_is_the_same_but_for_its_personal_cells(log: Log) -> None:
    """Each row is a row of the export of the log, with pseudonyms of what stands there."""
    plain = replay_lines(log.raw, policy=SHOWS_ALL)

    replayed = redacted(log.raw)

    assert {slug: in_no_order(replayed, slug) for slug in SLUGS} == {
        slug: mapped(plain, slug, REDACTION) for slug in SLUGS
    }
    assert replayed.counts == plain.counts
    assert [doubt.name for doubt in by_place(replayed)] == [doubt.name for doubt in by_place(plain)]


@given(logs(), chances)
def test_one_key_makes_one_set_of_bytes(log: Log, chance: Random) -> None:
    """The order of the lines changes no byte; another key changes nothing but pseudonyms."""
    shuffled = [*log.raw]
    chance.shuffle(shuffled)

    first, again = outcome_of(redacted(log.raw)), outcome_of(redacted(shuffled))
    other = outcome_of(redacted(log.raw, OTHER))

    assert attrs.evolve(again, rejects=[]) == attrs.evolve(first, rejects=[])
    assert other.counts == first.counts
    for slug in SLUGS:
        ours, others = (PSEUDONYM.findall(each.exports[slug]) for each in (first, other))
        assert len(ours) == len(others)
        assert not {*ours} & {*others}


def by_place(result: Any) -> list[Any]:
    """Return the doubts of a log, by their first event's place in it and their name."""
    return sorted(
        find_doubts(result), key=lambda doubt: (doubt.witnesses[0].event.order, doubt.name)
    )
