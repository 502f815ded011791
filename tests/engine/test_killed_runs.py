"""Killed runs: whatever step is the last one, a reader finds one set of exports, and no mix."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from command_line import SCRIPT, process, run, unmeasured
from faults import killed, litter, run_with_fault, seen

Arguments = list[object]

DEMO = Path(__file__).parents[2] / "replay_logs" / "demo_day"


@pytest.fixture(name="logs")
def fixture_logs(day: list[bytes], tmp_path: Path) -> tuple[Path, Path, Path]:
    """Give the log of the earlier run, with a reject, that of the later one, and a damaged one."""
    earlier, later, damaged = (tmp_path / f"{name}.jsonl" for name in ("earlier", "later", "bad"))
    earlier.write_bytes(b"\n".join([*day[:6], b"no"]))
    later.write_bytes(b"\n".join(day))
    damaged.write_bytes(b"\x1f\x8b\x08")
    return earlier, later, damaged


def only(*slugs: str) -> Arguments:
    """Ask for these exports."""
    return [option for slug in slugs for option in ("--only", slug)]


CHANGES: dict[str, tuple[Arguments | None, Arguments]] = {
    "the same files": (only("user", "message"), only("user", "message")),
    "some come, some go": (only("user", "team", "message"), only("user", "tag", "contact")),
    "a new folder": (None, only("user", "tag")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_run_that_is_killed_at_any_step_leaves_one_set(
    logs: tuple[Path, Path, Path], tmp_path: Path, change: tuple[Arguments | None, Arguments]
) -> None:
    """Before each step of writing the folder holds the files of before, or all of the new ones."""
    (before, kills), out = each_kill(logs, tmp_path, change, links=True), tmp_path / "out"
    after = seen(out)
    assert before != after
    assert kills > 40
    assert litter(out) == []


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_without_links_the_next_run_puts_it_right(
    logs: tuple[Path, Path, Path], tmp_path: Path, change: tuple[Arguments | None, Arguments]
) -> None:
    """Where a file system knows no links a mix lasts until the next run begins, and no longer."""
    (before, kills), out = each_kill(logs, tmp_path, change, links=False), tmp_path / "out"
    assert before != seen(out)
    assert kills > 20
    assert litter(out) == []


@pytest.mark.parametrize("part", [0.5, 0.7, 0.9, 0.95, 1.0])
def test_a_run_that_is_killed_at_any_time_leaves_one_set(
    demo: tuple[Path, float], tmp_path: Path, part: float
) -> None:
    """Whenever the kill comes, a reader finds the exports of before, or all twelve new ones."""
    reference, seconds = demo
    before, after, out = seen(reference / "before"), seen(reference / "after"), tmp_path / "out"
    shutil.copytree(reference / "before", out)
    with subprocess.Popen(
        [SCRIPT, "export", DEMO, "--out", out, "--allow-rejects"],
        stderr=subprocess.PIPE,
        env=unmeasured(),
    ) as running:
        time.sleep(seconds * part)
        running.kill()
    assert seen(out) in (before, after)
    nothing = tmp_path / "nothing.jsonl"
    nothing.touch()
    assert run("export", nothing, "--out", out).code == 0

    assert litter(out) == []


@pytest.fixture(name="demo", scope="module")
def fixture_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Give the exports of two runs, and how many seconds the second took."""
    folder = tmp_path_factory.mktemp("demo")
    process("export", DEMO, "--out", folder / "before", "--as-of", "2026-03-29", "--lang", "fr")
    started = time.monotonic()
    process("export", DEMO, "--out", folder / "after", env=unmeasured())
    return folder, time.monotonic() - started


def each_kill(
    logs: tuple[Path, Path, Path],
    tmp_path: Path,
    change: tuple[Arguments | None, Arguments],
    *,
    links: bool,
) -> tuple[dict[str, bytes], int]:
    """Kill a run at each of its steps in turn, and return what was there before, and how often.

    After each kill a run that cannot read its log follows: it replaces nothing, but clears.
    """
    earlier, later, damaged = logs
    out, reference = tmp_path / "out", tmp_path / "reference"
    first, second = change
    fresh = fresh_folder(out, [earlier, *first] if first is not None else None)
    before = fresh()
    run("export", later, "--out", reference, *second)
    after = seen(reference) | {name: text for name, text in before.items() if name == "notes.txt"}
    sets: list[int] = []
    for step in count(1):
        fresh()
        arguments = ["export", later, "--out", out, "--workers", 1, *second]
        ended = run_with_fault(step, killed, *arguments, links=links)
        if not ended.struck:
            assert (ended.code, ended.told) == (0, "")
            break
        assert ended.code == -signal.SIGKILL
        if links:
            assert seen(out) in (before, after)
            assert len(rights_on_the_way(out)) < 2
        failed = run_with_fault(0, killed, "export", damaged, "--out", out, links=links)
        assert failed.code == 1
        assert seen(out) in (before, after)
        assert litter(out) == []
        sets.append(seen(out) == after)
    assert sets == sorted(sets)  # the old one up to some step, the new one from there on
    assert {False, True} == set(sets)
    assert seen(out) == after
    return before, len(sets)


def rights_on_the_way(out: Path) -> set[int]:
    """Return the rights of all folders through which a reader gets at the files in *out*."""
    files = [path.resolve() for path in (out.iterdir() if out.exists() else ()) if path.is_file()]
    ways = [folder for file in files for folder in file.parents if folder.is_relative_to(out)]
    return {folder.stat().st_mode for folder in ways}


def fresh_folder(out: Path, earlier: Arguments | None) -> Callable[[], dict[str, bytes]]:
    """Return what makes *out* again as an earlier run and its owner left it."""
    if earlier is None:

        def nothing() -> dict[str, bytes]:
            for path in seen(out):
                (out / path).unlink()
            if out.exists():
                out.rmdir()
            return {}

        return nothing
    run("export", *earlier, "--out", out)
    (out / "notes.txt").write_text("mine")
    kept = seen(out)

    def again() -> dict[str, bytes]:
        for name in seen(out).keys() - kept.keys():
            (out / name).unlink()
        for name, text in kept.items():
            (out / name).unlink(missing_ok=True)
            (out / name).write_bytes(text)
        return kept

    return again
