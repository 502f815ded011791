"""Worker processes: the same work on several processors, by copies of this process."""

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from ..events import ReplaydeskError

T = TypeVar("T")

Report = Callable[[int], None]
"""Is told by a worker how much more of its work is done."""

Task = Callable[[Report], T]


class WorkerDiedError(ReplaydeskError, RuntimeError):
    """A worker process ended before its work was done."""


def can_fork() -> bool:
    """Tell whether this machine can copy a process: workers inherit what was read so far."""
    return "fork" in multiprocessing.get_all_start_methods()


def _nothing() -> None:
    """Do nothing while workers work."""


def run_in_workers(
    tasks: Sequence[Task[T]], report: Report, meanwhile: Callable[[], None] = _nothing
) -> list[T]:
    """Run each task in a process of its own, and return their results in the order of *tasks*.

    *meanwhile* is done here, while they work.

    Raises:
        WorkerDiedError: A worker was killed.
        Exception: What a task raised; the other workers are ended.
    """
    context = multiprocessing.get_context("fork")
    results: dict[int, T] = {}
    pipes: dict[Connection, int] = {}
    processes = []
    try:
        for number, task in enumerate(tasks):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(task, theirs), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            pipes[ours] = number
        meanwhile()
        while pipes:
            for pipe in cast("list[Connection]", wait(list(pipes))):
                _receive(pipe, pipes, results, report)
        for process in processes:
            process.join()
    finally:
        for process in processes:
            if process.is_alive():
                process.terminate()
        for pipe in pipes:
            pipe.close()
    return [results[number] for number in range(len(tasks))]


def _receive(
    pipe: Connection, pipes: dict[Connection, int], results: dict[int, T], report: Report
) -> None:
    number = pipes[pipe]
    try:
        kind, value = pipe.recv()
    except EOFError:
        raise WorkerDiedError(
            f"worker {number + 1} ended before its work was done; was it killed, or is there too "
            "little memory? Nothing was written"
        ) from None
    if kind == "progress":
        report(value)
        return
    if kind == "error":
        raise value
    results[number] = value
    del pipes[pipe]
    pipe.close()


def _work(task: Task[Any], pipe: Connection) -> None:
    # Ctrl-C reaches every process of a terminal: the first one says so, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        result = task(lambda done: pipe.send(("progress", done)))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where it is awaited
        pipe.send(("error", error))
    else:
        pipe.send(("result", result))
    pipe.close()
