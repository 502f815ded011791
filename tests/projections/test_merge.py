"""Merging: projections that took in a part of the conversations each add up to the whole.

The story touches every field of every projection, so that a merge that forgets one shows.
"""

import copy
import pickle
from itertools import permutations
from typing import Any

import pytest
from full_story import AGENTS, CONVERSATIONS, LOG, folded, rows_of
from replaydesk import EXPORTS
from replaydesk.projections import Projection, RowProjection


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
