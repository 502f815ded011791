"""What smaller jobs take: the start, a small log, and only some of the exports.

    python tests/benchmarks/smaller_jobs.py --events 2000000

Every command is a process of its own, and all take turns: the figures are medians. Those of some
exports are also told as shares of all twelve.

It is no test: its figures are those of one machine, and only ratios within one run mean much.
"""

import argparse
import statistics
import subprocess
import tempfile
from pathlib import Path

from compare import machine
from contestants import CONTESTANTS, Spent, replaydesk, run

SMALL = 2_000
ALL = "all twelve"


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description="Measure what smaller jobs take.")
    parser.add_argument("--events", type=int, default=200_000, metavar="NUMBER")
    parser.add_argument("--workers", type=int, default=2, metavar="NUMBER")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (default: 3)")
    parser.add_argument(
        "--only", nargs="+", default=["user", "response-times", "message"], metavar="SLUG"
    )
    asked = parser.parse_args()
    print(machine(CONTESTANTS[:1]), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = generated(SMALL, folder), generated(asked.events, folder)
        jobs = {
            "`--help`": [replaydesk(), "--help"],
            f"{SMALL:,} events, all twelve": exporting(small, folder, asked.workers),
            ALL: exporting(large, folder, asked.workers),
        }
        for slug in asked.only:
            only = ["--only", slug]
            jobs[f"`--only {slug}`"] = [*exporting(large, folder, asked.workers), *only]
        took = in_turns(jobs, folder, asked.rounds)
    print(f"\n{asked.events:,} events, {asked.workers} workers\n")
    print("\n".join(table(took)))


def generated(events: int, folder: Path) -> Path:
    """Return a new log of so many *events*."""
    log = folder / f"{events}.jsonl"
    command = [replaydesk(), "generate", "--events", str(events), "--out", str(log)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return log


def exporting(log: Path, folder: Path, workers: int) -> list[str]:
    """Return the command that exports a log."""
    command = [replaydesk(), "export", str(log), "--out", str(folder / "out")]
    return [*command, "--workers", str(workers)]


def in_turns(jobs: dict[str, list[str]], folder: Path, rounds: int) -> dict[str, list[Spent]]:
    """Let the jobs take turns, a first time to warm what the system remembers of files.

    Raises:
        SystemExit: One failed.
    """
    took: dict[str, list[Spent]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, command in jobs.items():
            spent = run(command, folder, watch=False)
            if spent.failure:
                raise SystemExit(f"{name}: {spent.failure}")
            took[name] += [spent] if number else []
    return took


def table(took: dict[str, list[Spent]]) -> list[str]:
    """Return the lines of a Markdown table with the medians."""
    lines = ["| | wall | CPU | CPU against all twelve |", "|---|---|---|---|"]
    cpu = {name: statistics.median(one.cpu for one in each) for name, each in took.items()}
    for name, each in took.items():
        wall = statistics.median(spent.wall for spent in each)
        share = f"{cpu[name] / cpu[ALL]:.2f}" if name == ALL or "--only" in name else ""
        lines.append(f"| {name} | {wall:.2f} s | {cpu[name]:.2f} s | {share} |")
    return lines


if __name__ == "__main__":
    main()
