"""A log of which nearly all is one contact's and one agent's, for engines that divide work.

    python tests/benchmarks/skewed.py --conversations 600000 --out skewed.jsonl
    python tests/benchmarks/on_spark.py skewed.jsonl --only "local engine" Spark

The contact writes in every conversation, the agent locks it, replies and resolves it, and signs out
now and then. Every thousandth conversation is of somebody else.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

EVERY = 1_000
"""Conversations after which one is of another contact, and the agent signs out."""

_NINE = 1_773_133_200_000


def main() -> None:
    """Write the log."""
    parser = argparse.ArgumentParser(description="Write a log of one contact and one agent.")
    parser.add_argument("--conversations", type=int, default=600_000, metavar="NUMBER")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    asked = parser.parse_args()
    with asked.out.open("w", encoding="utf-8") as log:
        log.writelines(f"{line}\n" for line in lines(asked.conversations))


def lines(conversations: int) -> Iterator[str]:
    """Yield the lines of a log of so many conversations, a second apart."""
    for contact in ("joe", "sue"):
        told = {"type": "contact.updated", "contact_id": contact, "primary_identifier": contact}
        yield json.dumps({"id": contact, "time": _NINE} | told)
    for number in range(conversations):
        is_other = number % EVERY == EVERY - 1
        conversation = f"c{number}"
        shared = {"conversation_id": conversation, "agent_id": "ann"}
        message = {"message_id": f"{conversation}.1", "content": f"Done, as you asked: {number}."}
        events = (
            {"type": "conversation.started", "contact_id": "sue" if is_other else "joe"},
            {"type": "lock.acquired"},
            {"type": "message.sent", "direction": "OUTBOUND", **message},
            {"type": "status.changed", "status": "RESOLVED", "reason": "DONE"},
        )
        for step, event in enumerate(events):
            own = shared if step else {"conversation_id": conversation}
            said = {"id": f"{conversation}.{step}", "time": _NINE + number * 1000 + step * 200}
            yield json.dumps({**said, **own, **event})
        if is_other:
            left = {"type": "presence.changed", "agent_id": "ann", "presence": "OFFLINE"}
            yield json.dumps({"id": f"out-{number}", "time": _NINE + number * 1000 + 900, **left})


if __name__ == "__main__":
    main()
