"""Worker processes: the same work on several processors, by copies of this process."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from ..events import ReplaydeskError
from .stops import STOPS, stops_wait

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
            with stops_wait():  # or there would be a worker that nobody knows of
                process.start()
                processes.append(process)
            theirs.close()
            pipes[ours] = number
        meanwhile()
        while pipes:
            for pipe in cast("list[Connection]", wait(list(pipes))):
                _receive(pipe, pipes, results, report)
        for process in processes:
            process.join()
    finally:
        with stops_wait():
            for process in processes:
                process.kill()  # a worker has nothing to tidy up, and must not outlive the job
            for process in processes:
                process.join()
        for pipe in pipes:
            pipe.close()
    return [results[number] for number in range(len(tasks))]


def _receive(
    pipe: Connection, pipes: dict[Connection, int], results: dict[int, T], report: Report
) -> None:
    number = pipes[pipe]
    try:
        kind, value = pipe.recv()
    except (EOFError, OSError):  # it ended between two messages, or in the middle of one
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
    # What stops a job reaches every process of a terminal or a service: the first one says so,
    # and ends the others.
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = task(lambda done: pipe.send(("progress", done)))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where it is awaited
        pipe.send(("error", error))
    else:
        pipe.send(("result", result))
    pipe.close()


def _end_with_parent() -> None:
    """End this worker when the process that made it is gone, killed perhaps: nobody waits."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
