"""Chance that is the same on every machine.

Only `Random.random` is used, and only whole numbers are made of it: Python promises its sequence
for a seed, while a logarithm's last bit may differ between one machine's library and another's.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

STEPS = 1024


class Chance:
    """A seeded source of draws."""

    __slots__ = ("draw",)

    def __init__(self, seed: int) -> None:
        # A log to try things on needs draws that can be repeated, not secrets.
        self.draw = Random(seed).random  # noqa: S311

    def happens(self, share: float) -> bool:
        """Say yes to a *share* of the questions."""
        return self.draw() < share

    def pick(self, pool: Sequence[T]) -> T:
        """Draw one of *pool*, each as likely as the others."""
        return pool[int(self.draw() * len(pool))]


def spread(*knots: int) -> tuple[int, ...]:
    """Lay out values to pick from: evenly spaced quantiles, the straight lines between *knots*."""
    values = []
    for step in range(STEPS):
        knot, rest = divmod(step * (len(knots) - 1), STEPS)
        values.append(knots[knot] + (knots[knot + 1] - knots[knot]) * rest // STEPS)
    return tuple(values)


def seconds(*knots: float) -> tuple[int, ...]:
    """Lay out durations to pick from, in milliseconds, of quantiles that are given in seconds."""
    return spread(*(int(knot * 1000) for knot in knots))


def minutes(*knots: float) -> tuple[int, ...]:
    """Lay out durations to pick from, in milliseconds, of quantiles that are given in minutes."""
    return seconds(*(knot * 60 for knot in knots))
