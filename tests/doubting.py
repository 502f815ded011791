"""What is doubted of a log: given these events, by name, the events that each doubt shows."""

from typing import Unpack

from given import given
from replaydesk import Doubt, Options, find_doubts
from replaydesk.events import Event


def doubts(name: str, *events: Event, **options: Unpack[Options]) -> list[Doubt]:
    """Return the doubts of one name, in the order of the log."""
    result = given(*events).when_replayed(**options).result
    return sorted(find_doubts(result, [name]), key=lambda doubt: doubt.order)


def doubted(name: str, *events: Event, **options: Unpack[Options]) -> list[str]:
    """Return for each doubt of a name the IDs of its events, `e001` being the first given."""
    return [
        " ".join(witness.event.id for witness in doubt.witnesses)
        for doubt in doubts(name, *events, **options)
    ]
