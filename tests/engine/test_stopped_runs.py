"""Stopped runs: whenever a signal comes, what is said of the files is what is true of them."""

import os
import signal
from itertools import count
from pathlib import Path

from command_line import run
from faults import litter, run_with_fault, seen

ONLY = ("--only", "user", "--only", "tag")


def stopped() -> None:
    """Be told to end, as a service manager does it."""
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_run_that_is_stopped_at_any_step_says_what_is_true(
    day: list[bytes], tmp_path: Path
) -> None:
    """Nothing was replaced, or all of it was; and nothing but one set of files is left behind."""
    log, out, said = tmp_path / "log.jsonl", tmp_path / "out", []
    log.write_bytes(b"\n".join(day))
    run("export", log, "--out", tmp_path / "after", *ONLY)
    after = seen(tmp_path / "after")
    for step in count(1):
        run("export", log, "--out", out, "--only", "user", "--only", "team", "--lang", "fr")
        before = seen(out)
        ended = run_with_fault(step, stopped, "export", log, "--out", out, "--workers", 1, *ONLY)
        if not ended.struck:
            break
        fate = {True: "nothing was written or replaced", False: f"{out} was written before that"}
        expected = f"replaydesk: ended by SIGTERM; {fate[seen(out) == before]}\n"
        assert (ended.code, ended.told) == (143, expected)
        assert seen(out) in (before, after)
        assert litter(out) == []
        said.append(seen(out) == after)

    assert said == sorted(said)
    assert {False, True} == set(said)


def test_a_file_that_is_stopped_at_any_step_is_told(tmp_path: Path) -> None:
    """A log that is half made is not there; one that was in its place already is told of."""
    log, said = tmp_path / "log.jsonl", []
    for step in count(1):
        log.write_bytes(b"earlier")
        ended = run_with_fault(step, stopped, "generate", "--events", 10, "--out", log)
        if not ended.struck:
            break
        whole = log.read_bytes() != b"earlier"
        fate = f"{log} was written before that" if whole else "nothing was written or replaced"
        assert (ended.code, ended.told) == (143, f"replaydesk: ended by SIGTERM; {fate}\n")
        assert litter(tmp_path) == []
        said.append(whole)

    assert said == sorted(said)
    assert {False, True} == set(said)
