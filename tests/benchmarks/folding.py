"""How many events a second, already in memory, a fold of one's own takes in.

    python tests/benchmarks/folding.py

Not a timed test: it prints figures of this machine, which differ from yours.
"""

import time

import attrs
from replaydesk.engine.generate import generate
from replaydesk.events import Event, MessageSent, StatusChanged, decode
from replaydesk.projections import Fold, fold, handles


@attrs.define
class Traffic(Fold):
    """Handles two types: what came in and went out, and how often a status was set."""

    inbound: int = 0
    outbound: int = 0
    changes: int = 0

    @handles(MessageSent)
    def count_message(self, message: MessageSent) -> None:
        """Count a message by its direction."""
        if message.direction == "INBOUND":
            self.inbound += 1
        else:
            self.outbound += 1

    @handles(StatusChanged)
    def count_change(self, _: StatusChanged) -> None:
        """Count a status that was set."""
        self.changes += 1


def main() -> None:
    """Fold a generated log seven times, and print the best."""
    events: list[Event] = [decode(line) for line in generate(200_000, seed=5)]
    rounds = []
    for _ in range(7):
        traffic = Traffic()
        started = time.process_time()
        fold(events, traffic)
        rounds.append(time.process_time() - started)
    handled = traffic.inbound + traffic.outbound + traffic.changes
    print(f"{len(events) / min(rounds):,.0f} events a second, {handled / len(events):.0%} handled")


if __name__ == "__main__":
    main()
