"""How many instructions of the processor an event costs, from a line on disk to twelve files.

    python tests/benchmarks/instructions.py

Not a timed test, and no matter how busy the machine is: valgrind counts. The yardstick is what the
standard library takes to read the same line as JSON and to write it again, counted in the same run:
so the figure says little of the machine and of how Python was built, and much of replaydesk.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Final

import attrs

FEW: Final = 500
MANY: Final = 3_000
"""Events of two logs: what their costs differ by is of events, and not of starting up."""

VALGRIND: Final = shutil.which("valgrind")

_TOLD: Final = re.compile(r"==(\d+)== I +refs: +([\d,]+)")


@attrs.frozen
class Counted:
    """Instructions an event, on average."""

    replay: float
    yardstick: float

    @property
    def ratio(self) -> float:
        """How many yardsticks an event costs."""
        return self.replay / self.yardstick


def count() -> Counted:
    """Count the instructions of an event and of its yardstick, which takes some seconds.

    Raises:
        CalledProcessError: Valgrind cannot run here, or what it runs fails.
    """
    # Whoever measures coverage would be counted, too.
    plain = {name: said for name, said in os.environ.items() if not name.startswith("COVERAGE_")}
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [
                *(VALGRIND or "valgrind", "--tool=cachegrind", "--cache-sim=no"),
                *("--cachegrind-out-file=/dev/null", sys.executable, __file__, folder),
            ],
            env={**plain, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=True,
        )
    told = {process: int(number.replace(",", "")) for process, number in _TOLD.findall(ran.stderr)}
    # All were copied from one process, so what that did before is in each of the numbers.
    few, many, read_few, read_many = (told[process] for process in ran.stdout.split())
    return Counted((many - few) / (MANY - FEW), (read_many - read_few) / (MANY - FEW))


def _counted(folder: Path) -> None:
    """Do under valgrind what is counted, each in a process of its own, and print which it was."""
    import json  # noqa: PLC0415  # here, as what follows: whoever only counts need not wait

    from replaydesk.engine.export import ExportOptions, export  # noqa: PLC0415
    from replaydesk.engine.generate import generate  # noqa: PLC0415
    from replaydesk.engine.replay import Settings  # noqa: PLC0415
    from replaydesk.engine.sources import find_sources  # noqa: PLC0415

    def replay(log: Path) -> None:
        export(find_sources([str(log)]), log.with_suffix(".out"), Settings(), ExportOptions())

    def read(log: Path) -> None:
        for line in log.read_bytes().splitlines():
            json.dumps(json.loads(line))

    logs = [folder / f"{events}.jsonl" for events in (FEW, MANY)]
    lines = [*generate(MANY, seed=3)]
    for log, events in zip(logs, (FEW, MANY), strict=True):
        log.write_bytes(b"".join(b"%s\n" % line for line in lines[:events]))
    for work in (replay, read):
        for log in logs:
            print(_in_a_copy(partial(work, log)))


def _in_a_copy(work: Callable[[], None]) -> int:
    """Let a copy of this process *work*, and return which process that was."""
    copy = os.fork()
    if copy == 0:
        status = 1
        try:
            with redirect_stdout(io.StringIO()):
                work()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(copy, 0)
    if status:
        sys.exit(f"what is counted failed in process {copy}")
    return copy


def main() -> None:
    """Count, and print what came of it."""
    counted = count()
    print(f"{counted.replay:12,.0f} instructions an event")
    print(f"{counted.yardstick:12,.0f} instructions to read its line as JSON and write it again")
    print(f"{counted.ratio:12.2f} of these an event")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _counted(Path(sys.argv[1]))
    else:
        main()
