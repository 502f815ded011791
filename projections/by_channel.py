"""Totals by an ID and a channel: what the exports of topics, tags and virtual agents share."""

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

ByChannel = dict[tuple[str, str | None], T]
"""Totals by an ID and a channel; some conversations have no channel."""


def in_order(totals: ByChannel[T]) -> Iterator[tuple[str, str | None, T]]:
    """Yield ID, channel ID and totals in order: no channel comes before every channel."""
    for (key, channel_id), value in sorted(
        totals.items(), key=lambda item: (item[0][0], item[0][1] is not None, item[0][1] or "")
    ):
        yield key, channel_id, value


def add_up(mine: ByChannel[T], theirs: ByChannel[T], add: Callable[[T, T], T]) -> None:
    """Add *theirs* to *mine*."""
    for key, value in theirs.items():
        mine[key] = add(mine[key], value) if key in mine else value
