"""Worker processes: the same bytes, whoever does the work, and no silence when one dies."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from replaydesk.engine import shares
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.memory import Memory
from replaydesk.engine.replay import Settings
from replaydesk.engine.shares import divide
from replaydesk.engine.sources import find_sources, read_lines
from replaydesk.engine.workers import WorkerDiedError, run_in_workers


@pytest.fixture(name="log")
def fixture_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a log that is worth dividing: with duplicates, rejects and lines out of order."""
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 16)
    log = tmp_path / "log.jsonl"
    lines = generate(3000, seed=5, duplicates=0.02, rejects=0.02, shuffle=True)
    log.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    return log


def files_of(log: Path, out: Path, workers: int) -> dict[str, bytes]:
    """Export *log* to *out* and return the files."""
    settings = Settings(workers=workers, memory=Memory(lines=1 << 16))
    export(find_sources([str(log)]), out, settings, ExportOptions())
    return {file.name: file.read_bytes() for file in out.iterdir()}


@pytest.mark.parametrize("workers", [2, 3, 8])
def test_any_number_of_workers_writes_the_same_bytes(
    log: Path, tmp_path: Path, workers: int
) -> None:
    """Exports, rejects and manifest do not depend on how many processes share the work."""
    expected = files_of(log, tmp_path / "one", 1)

    assert {"manifest.json", "rejects.jsonl", "user.csv"} <= expected.keys()
    assert files_of(log, tmp_path / "many", workers) == expected


def test_shares_hold_every_line_once_and_know_its_number(log: Path) -> None:
    """The shares of a file, put together, are its lines, and each knows the number of its first."""
    sources = find_sources([str(log)])
    numbered = {}
    for share in [share for worker in divide(sources, 5) for share in worker]:
        line = share.first_line
        for lines, _ in read_lines(sources[0], share.start, share.end):
            for text in lines:
                assert line not in numbered
                numbered[line] = text
                line += 1

    expected = log.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    assert [numbered[number] for number in sorted(numbered)] == expected
    assert sorted(numbered) == list(range(1, len(expected) + 1))


def test_small_logs_and_standard_input_are_not_divided(tmp_path: Path) -> None:
    """Dividing a small log would cost more than it saves; standard input can be read but once."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"{}\n")

    assert len(divide(find_sources([str(log), "-"]), 8)) == 1


def test_a_killed_worker_fails_the_run() -> None:
    """A worker that is killed is never taken for one that had nothing to say."""

    def die(_report: Callable[[int], None]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def live(_report: Callable[[int], None]) -> None:
        return None

    with pytest.raises(WorkerDiedError, match="worker 2 ended before its work was done"):
        run_in_workers([live, die], lambda _: None)


def test_a_worker_that_is_killed_while_it_tells_fails_the_run() -> None:
    """Half a result is no result, and is not waited for."""

    def die_telling(_report: Callable[[int], None]) -> bytes:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes(4 << 20)  # more than the pipe holds: it is told while nobody listens

    with pytest.raises(WorkerDiedError, match="worker 1 ended before its work was done"):
        run_in_workers([die_telling], lambda _: None, lambda: time.sleep(0.5))


def test_the_others_end_with_a_worker_that_is_killed(tmp_path: Path) -> None:
    """Nobody waits for the work of a run that has failed, and no process goes on with it."""

    def die(_report: Callable[[int], None]) -> None:
        while not (tmp_path / "sleeper").exists():
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGKILL)

    def sleep(_report: Callable[[int], None]) -> None:
        (tmp_path / "draft").write_text(str(os.getpid()))
        (tmp_path / "draft").rename(tmp_path / "sleeper")
        time.sleep(60)

    started = time.monotonic()
    with pytest.raises(WorkerDiedError):
        run_in_workers([sleep, die], lambda _: None)
    assert time.monotonic() - started < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "sleeper").read_text()), 0)


def test_a_stop_while_workers_start_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the worker that was made just when the stop came is ended."""
    start = ForkProcess.start

    def start_and_stop(process: ForkProcess) -> None:
        start(process)
        # To this thread, as in a command, which has no other; the tests' process may have some.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    monkeypatch.setattr(ForkProcess, "start", start_and_stop)
    with pytest.raises(KeyboardInterrupt):
        run_in_workers([lambda _: time.sleep(60)], lambda _: None)
    assert multiprocessing.active_children() == []


def test_what_a_worker_raises_is_raised_where_it_is_awaited() -> None:
    """An error keeps its type and its words on the way from a worker."""

    def fail(_report: Callable[[int], None]) -> None:
        raise ValueError("line 7")

    with pytest.raises(ValueError, match="line 7"):
        run_in_workers([fail], lambda _: None)


def test_workers_report_and_return_in_the_order_of_their_tasks() -> None:
    """Progress adds up over workers; results come in the order of the tasks."""
    reported: list[int] = []

    def work(report: Callable[[int], None], number: int) -> int:
        report(number)
        return number * number

    tasks = [lambda report, number=number: work(report, number) for number in (1, 2, 3)]
    assert run_in_workers(tasks, reported.append) == [1, 4, 9]
    assert sum(reported) == 6
