"""replaydesk beside an expert's DuckDB and Polars: the same log in, the same twelve files out.

    pip install -e ".[bench]"
    python tests/benchmarks/compare.py --events 200000 2000000 --workers 1 2

Each contestant is a process of its own that reads JSON Lines from disk and writes CSV to disk. A
first round is not timed: its files are compared byte for byte, and memory is watched. Where a file
differs, the comparison ends there and says which and where. Then the contestants take turns, A B C
A B C, so that a busy minute of the machine hits them all. The table has medians.

It is no test: its figures are those of one machine, and only ratios within one run mean much.
"""

import argparse
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

from contestants import CONTESTANTS, Contestant, Spent, replaydesk, run


def main() -> None:
    """Read the command line, and compare."""
    parser = argparse.ArgumentParser(description="Compare replaydesk with DuckDB and Polars.")
    names = [contestant.name for contestant in CONTESTANTS]
    parser.add_argument("--events", type=int, nargs="+", default=[200_000], metavar="NUMBER")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="NUMBER")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (default: 3)")
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--duplicates", default="0", help="the share of repeated lines")
    parser.add_argument(
        "--folder", type=Path, help="where logs are kept for the next time; by default nowhere"
    )
    arguments = parser.parse_args()
    contestants = [one for one in CONTESTANTS if one.name in arguments.only]
    if missing := [one.name for one in contestants if not one.is_installed]:
        parser.error(f'{" and ".join(missing)} not installed; pip install -e ".[bench]"')
    print(machine(contestants), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        for events in arguments.events:
            options = ["--seed", str(arguments.seed), "--duplicates", arguments.duplicates]
            log = _log(events, options, (arguments.folder or Path(temporary)).resolve())
            for workers in arguments.workers:
                folder = Path(temporary) / "run"
                results = compare(contestants, log, workers, arguments.rounds, folder)
                size = log.stat().st_size / 1e6
                print(f"\n{events:,} events, {size:,.0f} MB, {workers} workers or threads\n")
                print("\n".join(table(results, events)), flush=True)
            if arguments.folder is None:
                log.unlink()


def compare(
    contestants: Iterable[Contestant], log: Path, workers: int, rounds: int, folder: Path
) -> dict[str, list[Spent]]:
    """Let the contestants take turns, and return what each round of each took.

    The first round of each is the one that was checked and watched, and counts for memory only.
    One that fails takes no further part; one whose files differ ends the comparison.

    Raises:
        SystemExit: A file of one is not that of the first.
    """
    results: dict[str, list[Spent]] = {}
    reference: Path | None = None
    folder.mkdir(exist_ok=True)
    for number in range(rounds + 1):
        for contestant in contestants:
            earlier = results.setdefault(contestant.name, [])
            if any(spent.failure for spent in earlier):
                continue
            out = folder / contestant.name
            if number:  # the first round's files of the reference stay
                out = folder / "timed"
            shutil.rmtree(out, ignore_errors=True)
            earlier.append(run(contestant.command(log, out, workers), folder, watch=not number))
            if earlier[-1].failure:
                continue
            if reference is None:
                reference = out
            elif difference := first_difference(reference, out):
                raise SystemExit(f"{contestant.name}: {difference}")
            if out != reference:
                shutil.rmtree(out)
    shutil.rmtree(folder)
    return results


def first_difference(expected: Path, actual: Path) -> str:
    """Tell where the CSV files of two folders first differ; nothing where they do not."""
    theirs = {path.name for path in actual.glob("*.csv")}
    ours = {path.name for path in expected.glob("*.csv")}
    if ours != theirs:
        return f"{actual} has {sorted(theirs)}; expected {sorted(ours)}"
    for name in sorted(ours):
        with (expected / name).open("rb") as one, (actual / name).open("rb") as other:
            for number, (line, found) in enumerate(zip_longest(one, other), start=1):
                if line != found:
                    return f"{actual / name}:{number}: {found!r}; expected {line!r}"
    return ""


def table(results: dict[str, list[Spent]], events: int) -> list[str]:
    """Return the lines of a Markdown table with the medians of the timed rounds."""
    lines = [
        "| | wall | CPU | peak memory | events/s | wall against DuckDB |",
        "|---|---|---|---|---|---|",
    ]
    walls = {
        name: statistics.median(spent.wall for spent in rounds[1:])
        for name, rounds in results.items()
        if len(rounds) > 1 and not rounds[-1].failure
    }
    for name, (watched, *timed) in results.items():
        if name not in walls:
            lines.append(f"| {name} | {[watched, *timed][-1].failure} | | | | |")
            continue
        cpu = statistics.median(spent.cpu for spent in timed)
        ratio = f"{walls[name] / walls['duckdb']:.2f}" if "duckdb" in walls else ""
        lines.append(
            f"| {name} | {walls[name]:.2f} s | {cpu:.2f} s | {watched.peak / 1e6:,.0f} MB "
            f"| {events / walls[name]:,.0f} | {ratio} |"
        )
    return lines


def _log(events: int, options: list[str], folder: Path) -> Path:
    """Return the generated log of so many events, made unless it is there already."""
    log = folder / f"{events}{''.join(options).replace('-', '_')}.jsonl"
    if not log.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = log.with_suffix(".part")
        command = [replaydesk(), "generate", "--events", str(events), *options]
        subprocess.run([*command, "--out", str(unfinished)], check=True)
        unfinished.rename(log)
    return log


def machine(contestants: Iterable[Contestant]) -> str:
    """Tell the day, the machine and the versions of what is compared."""
    versions = [f"{one.name} {one.version}" for one in contestants]
    versions.append(f"orjson {importlib.metadata.version('orjson')}")
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {_processor()}, {os.cpu_count()} cores, "
        f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB, "
        f"load {os.getloadavg()[0]:.1f} before; {platform.python_implementation()} "
        f"{platform.python_version()}, {', '.join(versions)}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


if __name__ == "__main__":
    main()
