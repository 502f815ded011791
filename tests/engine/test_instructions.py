"""What an event costs is counted in instructions, so that it cannot grow unseen."""

import pytest
from instructions import VALGRIND, count

MOST = 3.2
"""Yardsticks an event: a fifth more than on 2026-11-26, and more than any Python tried needs."""


@pytest.mark.skipif(VALGRIND is None, reason="valgrind is not installed: apt-get install valgrind")
def test_an_event_costs_no_more_instructions_than_it_did() -> None:
    """A change that makes the hot path a fifth dearer says so here; a busy machine does not."""
    counted = count()

    assert counted.ratio < MOST, (
        f"{counted.replay:,.0f} instructions an event are {counted.ratio:.2f} times the yardstick; "
        "tests/benchmarks/instructions.py counts them, phases.py says where the time goes"
    )
