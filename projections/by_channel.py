"""Totals by an ID and a channel: what the exports of topics, tags and virtual agents share."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ChannelKey = tuple[str, str | None]
"""An ID and a channel; some conversations have no channel."""

ByChannel = dict[ChannelKey, T]
"""Totals by an ID and a channel."""


def in_order(totals: ByChannel[T]) -> list[ChannelKey]:
    """Return the keys in order: no channel comes before every channel."""
    return sorted(totals, key=lambda key: (key[0], key[1] is not None, key[1] or ""))


def add_up(mine: ByChannel[T], theirs: ByChannel[T], add: Callable[[T, T], T], nothing: T) -> None:
    """Add *theirs* to *mine*; what *add* gives shares nothing with what it was given."""
    for key, value in theirs.items():
        mine[key] = add(mine.get(key, nothing), value)
