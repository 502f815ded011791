"""Places: which lines are dropped is known exactly, and takes a bit a line."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaydesk.engine.duplicates import Places
from replaydesk.engine.partitions import place

LINES = 1 << 16

near = st.builds(place, st.integers(0, 3), st.integers(0, 9000) | st.integers(0, (1 << 40) - 1))


@given(st.lists(near), st.lists(near))
def test_places_are_a_set(added: list[int], others: list[int]) -> None:
    """What was added is there, once however often, and nothing else is."""
    places = Places()
    for placed in added:
        places.add(placed)

    neighbours = [
        placed + step for placed in added for step in (-1, 1, 8, 4096) if placed + step > 0
    ]
    asked = [*added, *others, *neighbours]
    assert [placed in places for placed in asked] == [placed in set(added) for placed in asked]
    assert set(places) == set(added)
    assert len(places) == len(set(added))
    assert bool(places) == bool(added)


@pytest.mark.parametrize("step", [1, 2])
def test_half_a_log_may_be_dropped(step: int) -> None:
    """Many thousand lines take less than a byte each, where a number takes more than thirty."""
    places = Places()
    tracemalloc.start()
    for line in range(0, LINES * step, step):
        places.add(place(3, line))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(places) == LINES
    assert size < LINES
