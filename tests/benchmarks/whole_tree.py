"""What a command takes, with all that it starts: also what outlives it, as Spark's Java does."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
from contestants import family, memory_of

if TYPE_CHECKING:
    from subprocess import Popen

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_LOOKED_AT: Final = 0.25
"""Seconds between two looks; what processes took after the last look at them is lost."""

_WEIGHED: Final = 2
"""Looks for each time that memory is added up, which stops a large process for milliseconds."""

_PATIENCE: Final = 60
"""Seconds that what outlives the command has to end."""


@attrs.frozen
class Took:
    """What a command took, of all its processes together."""

    wall: float
    """Seconds until the command ended."""

    cpu: float
    """Seconds of processors."""

    peak: int
    """Bytes of memory at the highest: the proportional set size, which counts shared pages once."""


def watched(process: "Popen[bytes]") -> Took:
    """Look at a process and all that descends from it until they have ended.

    The system adds up the time of descendants only where somebody waits for them. Nobody waits for
    Spark's Java, which ends when it notices that Python has gone.
    """
    start, peak, looks = time.monotonic(), 0, 0
    seconds: dict[int, float] = {}
    while process.poll() is None:
        found = [*family(process.pid)]
        seconds |= {pid: spent for pid in found if (spent := _processor_time(pid))}
        if looks % _WEIGHED == 0:
            peak = max(peak, sum(map(memory_of, found)))
        looks += 1
        time.sleep(_LOOKED_AT)
    wall = time.monotonic() - start
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        left = {pid: spent for pid in seconds if (spent := _processor_time(pid)) >= seconds[pid]}
        if not any(left.values()):
            break
        seconds |= {pid: spent for pid, spent in left.items() if spent}
        time.sleep(_LOOKED_AT)
    return Took(wall, sum(seconds.values()), peak)


def _processor_time(pid: int) -> float:
    """Return the seconds that processors have spent on a process; 0 where it has ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 0.0 if told[0] == "Z" else (int(told[11]) + int(told[12])) / _TICKS
