"""What ends the command early: signals, readers who leave, an output that cannot be written."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import SCRIPT, process, run, unmeasured
from faults import litter, seen

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the children are found in /proc")

STOPS = {
    signal.SIGINT: b"replaydesk: interrupted; nothing was written or replaced\n",
    signal.SIGTERM: b"replaydesk: ended by SIGTERM; nothing was written or replaced\n",
    signal.SIGHUP: b"replaydesk: ended by SIGHUP; nothing was written or replaced\n",
}


@pytest.fixture(name="log", scope="module")
def fixture_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log that two workers share, and that keeps them busy for a while."""
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    run("generate", "--events", 32_000, "--out", log)
    assert log.stat().st_size > 8 << 20
    return log


def children(parent: int) -> set[int]:
    """Return the processes that *parent* has made, and that are at work."""
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return {int(number) for number in told.split()}


def is_at_work(number: int) -> bool:
    """Tell whether a process is there, and is no mere entry that waits to be read."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for_workers(parent: int, stage: int) -> set[int]:
    """Return the workers of the first stage, reading, or the second, folding."""
    earlier: set[int] = set()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        workers = children(parent)
        if len(workers - earlier) == 2:
            if stage == 1:
                return workers - earlier
            earlier, stage = workers, stage - 1
        time.sleep(0.002)
    raise AssertionError("there are no two workers")


@pytest.fixture(name="out")
def fixture_out(tmp_path: Path) -> Path:
    """Give a folder with the exports of an earlier run."""
    small = tmp_path / "small.jsonl"
    run("generate", "--events", 10, "--out", small)
    run("export", small, "--out", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture(name="running")
def fixture_running(log: Path, out: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a run of the log by two workers."""
    with subprocess.Popen(
        [SCRIPT, "export", log, "--out", out, "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=unmeasured(),
    ) as running:
        yield running
        running.kill()


@LINUX
@pytest.mark.parametrize("stage", [1, 2], ids=["reading", "folding"])
@pytest.mark.parametrize("stop", STOPS)
def test_a_signal_stops_a_run_whose_workers_are_busy(
    running: "subprocess.Popen[bytes]", out: Path, stop: signal.Signals, stage: int
) -> None:
    """It ends within two seconds, says so, and leaves neither files nor processes."""
    before = seen(out)
    workers = wait_for_workers(running.pid, stage)
    sent = time.monotonic()
    running.send_signal(stop)
    written, told = running.communicate(timeout=60)

    assert time.monotonic() - sent < 2
    assert (running.returncode, written, told) == (128 + stop, b"", STOPS[stop])
    assert seen(out) == before
    assert litter(out) == []
    assert [worker for worker in workers if is_at_work(worker)] == []


@LINUX
def test_a_service_manager_that_signals_every_process_is_told_the_same(
    running: "subprocess.Popen[bytes]", out: Path
) -> None:
    """Where the workers are signalled, too, the run does not take them for dead ones."""
    before = seen(out)
    for number in (*wait_for_workers(running.pid, 1), running.pid):
        os.kill(number, signal.SIGTERM)
    _, told = running.communicate(timeout=60)

    assert (running.returncode, told) == (143, STOPS[signal.SIGTERM])
    assert seen(out) == before


@LINUX
@pytest.mark.parametrize("stage", [1, 2], ids=["reading", "folding"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_killed_worker_fails_a_real_run(
    running: "subprocess.Popen[bytes]", out: Path, which: int, stage: int
) -> None:
    """The run says which worker ended, changes nothing, and ends the other one."""
    before = seen(out)
    workers = sorted(wait_for_workers(running.pid, stage))
    os.kill(workers[which], signal.SIGKILL)
    _, told = running.communicate(timeout=60)

    assert running.returncode == 1
    assert told.decode() == (
        f"replaydesk: worker {which + 1} ended before its work was done; was it killed, or is "
        "there too little memory? Nothing was written\n"
    )
    assert seen(out) == before
    assert litter(out) == []
    assert [worker for worker in workers if is_at_work(worker)] == []


@LINUX
@pytest.mark.parametrize("stage", [1, 2], ids=["reading", "folding"])
def test_workers_end_with_the_run_that_is_killed(
    running: "subprocess.Popen[bytes]", out: Path, stage: int
) -> None:
    """A run that is killed leaves no process that goes on, and the next run clears the rest."""
    before = seen(out)
    workers = wait_for_workers(running.pid, stage)
    running.kill()
    running.communicate(timeout=60)
    deadline = time.monotonic() + 5
    while any(map(is_at_work, workers)) and time.monotonic() < deadline:
        time.sleep(0.01)

    assert [worker for worker in workers if is_at_work(worker)] == []
    assert seen(out) == before
    (out / "bad.jsonl").write_bytes(b"\x1f\x8b\x08")
    assert run("export", out / "bad.jsonl", "--out", out).code == 1
    (out / "bad.jsonl").unlink()
    assert seen(out) == before
    assert litter(out) == []


def test_a_signal_that_is_ignored_stays_ignored(log: Path, tmp_path: Path) -> None:
    """A job under `nohup` outlives its terminal."""
    with subprocess.Popen(
        ["nohup", SCRIPT, "check", log],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    ) as running:
        time.sleep(0.4)
        running.send_signal(signal.SIGHUP)
        running.communicate(timeout=60)

    assert running.returncode == 0


DEMO = Path(__file__).parents[3] / "replay_logs" / "five_types" / "log.jsonl"
PRINTING: dict[str, list[object]] = {
    "check": ["check", DEMO],
    "columns": ["columns", "user"],
    "completion": ["completion", "bash"],
    "diff": ["diff", DEMO, "user", "--other-policy", "handling=LOCKED"],
    "doubts": ["doubts", DEMO],
    "doubts catalogue": ["doubts", "--catalogue"],
    "explain": ["explain", DEMO, "user", "--row", "user_id=ann"],
    "generate": ["generate", "--events", 10],
    "reconcile": ["reconcile", DEMO, "user", DEMO.parent / "expected" / "user.csv"],
    "timeline": ["timeline", DEMO, "--conversation", "c1"],
}


@pytest.mark.parametrize("arguments", PRINTING.values(), ids=PRINTING.keys())
def test_a_reader_who_has_left_ends_a_command_quietly(arguments: list[object]) -> None:
    """Nothing is said, and a shell finds what it finds of any command before `| head`."""
    assert process(*arguments).stdout != ""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [SCRIPT, *map(str, arguments)], stdout=writing, stderr=subprocess.PIPE
    ) as running:
        os.close(writing)
        _, told = running.communicate(timeout=60)

    assert told in (b"", process(*arguments).stderr.encode())
    assert running.returncode == 128 + signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
@pytest.mark.parametrize("name", ["check", "generate", "timeline"])
def test_a_full_disk_behind_standard_output_is_told(name: str) -> None:
    """What could not be printed is a failure, in one line."""
    with (
        Path("/dev/full").open("wb") as full,
        subprocess.Popen(
            [SCRIPT, *map(str, PRINTING[name])], stdout=full, stderr=subprocess.PIPE
        ) as running,
    ):
        _, told = running.communicate(timeout=60)

    said = b"replaydesk: standard output cannot be written: No space left on device\n"
    assert (running.returncode, told) == (1, said)
