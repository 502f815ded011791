"""What it takes to make a record of a line, and what it takes to make an event of it.

    python tests/benchmarks/decoding.py

Not a timed test: it prints microseconds of this machine, whose figures differ from yours.
"""

import time
from collections.abc import Callable
from typing import Any

from replaydesk.engine.generate import generate
from replaydesk.events import decode
from replaydesk.events.records import NO_RECORD, decode_record


def microseconds(decoded: Callable[[bytes], Any], lines: list[bytes]) -> float:
    """Return the CPU time of a line, in the best of seven rounds."""
    rounds = []
    for _ in range(7):
        started = time.process_time()
        for line in lines:
            decoded(line)
        rounds.append(time.process_time() - started)
    return min(rounds) / len(lines) * 1e6


def main() -> None:
    """Print both, over the lines of a generated log that can be records."""
    lines = []
    for line in generate(20_000, seed=5):
        try:
            decode_record(line)
        except NO_RECORD:
            continue
        lines.append(line)
    print(f"{microseconds(decode_record, lines):.2f} µs  a record")
    print(f"{microseconds(decode, lines):.2f} µs  an event")


if __name__ == "__main__":
    main()
