"""Comparison: how two tables are aligned, and what counts as equal."""

import random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reconciling import demo
from replaydesk import EXPORTS
from replaydesk.engine.audit.compare import (
    Comparison,
    Difference,
    KeyColumnError,
    compare,
    key_columns,
)
from replaydesk.engine.audit.identity import printed_identity
from replaydesk.engine.audit.values import Unreadable, armed, canonical, cells_of
from replaydesk.projections import BY_SLUG, Kind

PRESENCE = [c for c in BY_SLUG["user-presence"].columns() if c.key in ("user_id", "from", "to")]
USER = [c for c in BY_SLUG["user"].columns() if c.key in ("user_id", "handling_time", "replies")]

rows = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 3)), max_size=8)


def users(ours: list[Any], theirs: list[Any], tolerance: int = 0) -> Comparison:
    """Compare rows of an ID, a handling time and a number of replies."""
    return compare(USER, (0,), ours, theirs, tolerance=tolerance)


def test_rows_are_aligned_by_their_key_and_compared_cell_by_cell() -> None:
    """A row is equal, different in some cells, or only one of the two has it, in any order."""
    found = users(
        [("ann", 540_000, 1), ("bob", 60_000, 2), ("cleo", 0, 3)],
        [("dan", 1, 1), ("bob", 61_000, 3), ("ann", 540_000, 1)],
    )

    assert found.equal == [(0, 2)]
    assert found.different == [Difference(ours=1, theirs=1, columns=(1, 2))]
    assert (found.only_ours, found.only_theirs, found.doubled) == ([2], [0], [])
    assert found.cells == 2 + 2 + 2
    assert found.times_apart(1) == [1000]
    assert found.times_apart(2) == []
    assert not found.agrees


def test_a_row_that_they_have_twice_is_doubled() -> None:
    """Of two rows with one key the equal one is what both have, and the other one is doubled."""
    found = users([("ann", 1, 1)], [("ann", 2, 1), ("ann", 1, 1)])

    assert (found.equal, found.doubled, found.different) == ([(0, 1)], [0], [])


def test_a_row_that_we_have_twice_and_they_once_is_only_ours() -> None:
    """Rows that share a key, as channels that look alike do, are counted and not merged."""
    found = users([("ann", 1, 1), ("ann", 1, 1)], [("ann", 1, 1)])

    assert (found.equal, found.only_ours) == ([(0, 0)], [1])


def test_rows_that_share_a_key_are_aligned_where_they_differ_least() -> None:
    """Of three rows with one key those are compared that have most in common."""
    found = users(
        [("ann", 1, 1), ("ann", 2, 2), ("ann", 3, 3)],
        [("ann", 3, 3), ("ann", 9, 9), ("ann", 2, 9)],
    )

    assert found.equal == [(2, 0)]
    assert found.different == [Difference(0, 1, (1, 2)), Difference(1, 2, (2,))]


def test_very_many_rows_that_share_a_key_are_aligned_in_their_order() -> None:
    """A key that tells nothing apart costs no more time than there are rows."""
    ours = [("ann", number, 0) for number in range(3000)]
    theirs = [("ann", number, 1) for number in range(2999)]

    found = users(ours, theirs)

    assert [(row.ours, row.theirs) for row in found.different] == [(n, n) for n in range(2999)]
    assert found.only_ours == [2999]


def test_times_within_the_tolerance_are_equal() -> None:
    """The tolerance is for times and for nothing else; its end belongs to it."""
    ours = [("ann", 10_000, 1), ("bob", 10_000, 1), ("cleo", 10_000, 1)]
    theirs = [("ann", 11_000, 1), ("bob", 11_001, 1), ("cleo", 10_000, 2)]

    found = users(ours, theirs, tolerance=1000)

    assert found.equal == [(0, 0)]
    assert found.different == [Difference(1, 1, (1,)), Difference(2, 2, (2,))]


def test_times_in_a_key_are_aligned_within_the_tolerance() -> None:
    """Each row goes with the nearest of theirs that is near enough, and no row goes twice."""
    ours = [("ann", 10_000, 1), ("ann", 20_000, 2), ("bob", 10_000, 3)]
    theirs = [("ann", 10_900, 1), ("ann", 10_400, 1), ("ann", 20_000, 2), ("bob", 12_000, 3)]

    found = compare(PRESENCE, (0, 1), ours, theirs, tolerance=1000)

    assert found.equal == [(0, 1), (1, 2)]
    assert (found.only_ours, found.only_theirs) == ([2], [0, 3])


def test_an_unreadable_cell_equals_nothing() -> None:
    """What says no value of its column differs from every value, also from none."""
    found = users([("ann", None, 1)], [("ann", Unreadable("n/a"), 1)], tolerance=1000)

    assert found.different == [Difference(0, 0, (1,))]
    assert found.times_apart(1) == []


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("", Kind.TEXT, None),
        (None, Kind.TEXT, None),
        ("'=1+1", Kind.TEXT, "=1+1"),
        ("'+32 (2) 555", Kind.TEXT, "'+32 (2) 555"),
        ("it's", Kind.TEXT, "it's"),
        ("one\r\ntwo\rthree", Kind.TEXT, "one\ntwo\nthree"),
        (("=a", "b"), Kind.TEXTS, "=a;b"),
        ((), Kind.TEXTS, None),
        (0, Kind.COUNT, 0),
    ],
)
def test_values_are_compared_as_an_export_that_is_read_back_says_them(
    value: object, kind: Kind, expected: object
) -> None:
    """What an export prints alike is alike: empty and no text, lists as one text, formulas."""
    assert canonical(value, kind) == expected


def test_only_what_an_export_disarms_is_armed_again() -> None:
    """An apostrophe stays where no export would have put it."""
    assert [armed(text) for text in ("'=1", "'-x", "'-5", "'a", "'")] == [
        "=1",
        "-x",
        "'-5",
        "'a",
        "'",
    ]


def test_every_export_has_key_columns_and_has_them_in_its_columns() -> None:
    """The key columns are columns, and no export is without."""
    for export in EXPORTS:
        assert {*printed_identity(export.slug)} <= {column.key for column in export.columns()}


def test_the_key_columns_tell_the_rows_of_the_demo_day_apart() -> None:
    """No two rows of an export of the demo day have one key."""
    for export in EXPORTS:
        columns = export.columns()
        numbers = key_columns(export.slug, columns)
        keys = [tuple(row[n] for n in numbers) for row in cells_of(demo().rows(export), columns)]
        assert len(set(keys)) == len(keys)


def test_rows_are_aligned_by_the_key_columns_that_are_there() -> None:
    """A file without some of the key columns is aligned by the others, or by those one names."""
    columns = [c for c in BY_SLUG["message"].columns() if c.key in ("message_id", "direction")]

    assert key_columns("message", columns) == (0,)
    assert key_columns("message", columns, ["direction"]) == (1,)


def test_without_a_key_column_nothing_can_be_aligned() -> None:
    """The message names the columns that are wanted, or those that are there."""
    with pytest.raises(KeyColumnError, match="of its key columns user_id the other"):
        key_columns("user", USER[1:])
    with pytest.raises(
        KeyColumnError, match="'team' is no column that both have; they are user_id"
    ):
        key_columns("user", USER, ["team"])


@given(rows, st.randoms(use_true_random=False))
def test_a_table_equals_its_rows_in_any_order(table: list[Any], chance: random.Random) -> None:
    """The order of the rows never matters, also where rows share a key."""
    shuffled = chance.sample(table, len(table))

    found = compare(USER, (0,), table, shuffled)

    assert found.agrees
    assert sorted(ours for ours, _ in found.equal) == [*range(len(table))]


@given(rows, rows, st.integers(0, 1))
def test_every_row_is_told_of_once(ours: list[Any], theirs: list[Any], tolerance: int) -> None:
    """Of each table every row is equal, different or alone, and is that once."""
    found = users(ours, theirs, tolerance)
    pairs = found.equal + [(row.ours, row.theirs) for row in found.different]

    assert sorted([mine for mine, _ in pairs] + found.only_ours) == [*range(len(ours))]
    assert sorted([other for _, other in pairs] + found.only_theirs + found.doubled) == [
        *range(len(theirs))
    ]


@given(rows, rows)
def test_the_other_way_round_the_same_rows_differ(ours: list[Any], theirs: list[Any]) -> None:
    """Who is compared with whom decides nothing but what is called theirs."""
    found, turned = users(ours, theirs), users(theirs, ours)

    assert len(found.equal) == len(turned.equal)
    assert len(found.different) == len(turned.different)
    assert len(found.only_ours) == len(turned.only_theirs) + len(turned.doubled)


def test_a_comparison_says_what_it_compared() -> None:
    """A comparison keeps the columns and the keys, so that a report can name them."""
    columns = BY_SLUG["user"].columns()
    cells = cells_of(demo().rows("user"), columns)

    found = compare(columns, (0,), cells, cells)

    assert found.columns == columns
    assert attrs.asdict(found, recurse=False)["keys"] == (0,)
    assert found.agrees
