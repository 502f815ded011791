"""The benchmark: peers that say the same by other means, and files compared before times.

Where DuckDB or Polars is not installed, its tests are skipped; `pip install -e ".[bench]"`.
"""

import subprocess
import sys
from pathlib import Path

import command_line
import pytest
import skewed
from compare import compare, first_difference, table
from contestants import CONTESTANTS, Contestant, Spent, run
from replaydesk import replay_lines
from replaydesk.projections import Contacts, Users
from smaller_jobs import ALL
from smaller_jobs import table as table_of_jobs

OURS, *PEERS = CONTESTANTS
LOGS = {
    "few": ["--events", "300", "--seed", "8"],
    "some": ["--events", "3000", "--seed", "2"],
    "more": ["--events", "9000", "--seed", "5", "--agents", "12"],
    "out of order": ["--events", "3000", "--seed", "3", "--duplicates", "0.05", "--shuffle"],
    "broken": ["--events", "3000", "--seed", "4", "--rejects", "0.02", "--duplicates", "0.01"],
}
READS_BROKEN_LINES = {"duckdb"}


@pytest.fixture(scope="module", params=sorted(LOGS))
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated log, with the exports that replaydesk makes of it beside it."""
    folder = tmp_path_factory.mktemp("generated")
    log = folder / f"{request.param}.jsonl"
    command_line.run("generate", *LOGS[request.param], "--out", log)
    command_line.run("export", log, "--out", folder / "ours", "--allow-rejects")
    return log


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_writes_the_same_bytes(peer: Contestant, log: Path, tmp_path: Path) -> None:
    """Whoever computes the exports another way finds the same ones, to the byte."""
    if not peer.is_installed:
        pytest.skip(f"{peer.package} is not installed")
    if log.stem == "broken" and peer.name not in READS_BROKEN_LINES:
        pytest.skip(f"{peer.name} cannot read a log with a line that is no JSON")

    spent = run(peer.command(log, tmp_path / "theirs", 2), tmp_path, watch=False)

    assert spent.failure == ""
    assert first_difference(log.parent / "ours", tmp_path / "theirs") == ""
    assert len(list((tmp_path / "theirs").glob("*.csv"))) == 12


def _writer(name: str, text: str) -> Contestant:
    program = "import pathlib, sys; out = pathlib.Path(sys.argv[1]); out.mkdir(); "
    program += f"(out / 'user.csv').write_text({text!r})"
    return Contestant(
        name, "replaydesk", lambda _log, out, _workers: [sys.executable, "-c", program, str(out)]
    )


def test_a_difference_ends_the_comparison(tmp_path: Path) -> None:
    """No time is told of files that differ: the first different line is."""
    one, other = _writer("one", "User ID\nines\n"), _writer("other", "User ID\nnadia\n")

    with pytest.raises(SystemExit) as ended:
        compare([one, other], tmp_path / "log.jsonl", 1, 1, tmp_path / "run")

    assert str(ended.value) == (
        f"other: {tmp_path}/run/other/user.csv:2: b'nadia\\n'; expected b'ines\\n'"
    )


def test_a_missing_line_is_a_difference(tmp_path: Path) -> None:
    """A file that ends early is not the same file."""
    for name, text in (("ours", "User ID\nines\n"), ("theirs", "User ID\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "user.csv").write_text(text)

    found = first_difference(tmp_path / "ours", tmp_path / "theirs")

    assert found == f"{tmp_path}/theirs/user.csv:2: None; expected b'ines\\n'"


def test_a_missing_file_is_a_difference(tmp_path: Path) -> None:
    """Who leaves an export out has not made the exports."""
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    (tmp_path / "ours" / "user.csv").write_text("User ID\n")

    found = first_difference(tmp_path / "ours", tmp_path / "theirs")

    assert found == f"{tmp_path}/theirs has []; expected ['user.csv']"


def test_all_take_turns(tmp_path: Path) -> None:
    """The first round of each is checked, and as many as are asked for are timed."""
    contestants = [_writer("one", "User ID\n"), _writer("other", "User ID\n")]

    results = compare(contestants, tmp_path / "log.jsonl", 1, 2, tmp_path / "run")

    assert {name: len(rounds) for name, rounds in results.items()} == {"one": 3, "other": 3}
    assert all(spent.wall > 0 and spent.cpu > 0 for rounds in results.values() for spent in rounds)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux tells it")
def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    """What a process and its children hold together is its peak; what they share counts once."""
    program = (
        "import os, time; shared = os.urandom(40_000_000); child = os.fork(); "
        "own = os.urandom(40_000_000); time.sleep(0.5); child and os.wait()"
    )

    spent = run([sys.executable, "-c", program], tmp_path, watch=True)

    assert 120e6 < spent.peak < 160e6


def test_the_table_has_medians_and_ratios() -> None:
    """One slow round moves no figure, and a contestant that failed is told of."""
    watched = Spent(9, 9, 250_000_000)
    results = {
        "replaydesk": [watched, Spent(1, 2, 0), Spent(2, 3, 0), Spent(30, 4, 0)],
        "duckdb": [watched, Spent(4, 7, 0), Spent(5, 8, 0), Spent(4, 9, 0)],
        "polars": [Spent(3, 3, 0, "exit code -9: it said nothing")],
    }

    assert table(results, 1_000)[2:] == [
        "| replaydesk | 2.00 s | 3.00 s | 250 MB | 500 | 0.50 |",
        "| duckdb | 4.00 s | 8.00 s | 250 MB | 250 | 1.00 |",
        "| polars | exit code -9: it said nothing | | | | |",
    ]


def test_a_failure_says_why(tmp_path: Path) -> None:
    """A contestant that fails leaves its last words."""
    command = [sys.executable, "-c", "raise SystemExit('no memory left')"]

    assert run(command, tmp_path, watch=False).failure == "exit code 1: no memory left"


def test_phases_are_told(tmp_path: Path) -> None:
    """What is timed of an export is there to be timed, and adds up to all of it."""
    log = tmp_path / "log.jsonl"
    command_line.run("generate", "--events", "300", "--out", log)
    script = Path(__file__).parent / "benchmarks" / "phases.py"
    said = subprocess.run(
        [sys.executable, script, log], check=True, capture_output=True, text=True, timeout=60
    ).stdout.splitlines()
    shares = [int(line.split("%")[0].split()[-1]) for line in said if "%" in line]

    assert len(shares) >= 6
    assert 95 <= sum(shares) <= 105
    assert [line for line in said if "merging and writing" in line]


def test_smaller_jobs_are_measured(tmp_path: Path) -> None:
    """Every job runs to its end, and has its line in the table."""
    script = Path(__file__).parent / "benchmarks" / "smaller_jobs.py"
    options = ["--events", "300", "--workers", "1", "--rounds", "1", "--only", "user"]
    said = subprocess.run(
        [sys.executable, script, *options],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    ).stdout.splitlines()

    assert [line.split(" | ")[0] for line in said if line.endswith(" |")][1:] == [
        "| `--help`",
        "| 2,000 events, all twelve",
        "| all twelve",
        "| `--only user`",
    ]


def test_the_skewed_log_is_one_contacts_and_one_agents() -> None:
    """It is a log without a reject; of a thousand conversations all but one are the contact's."""
    day = replay_lines(line.encode() for line in skewed.lines(1_000))

    assert (day.counts.read, day.counts.rejected) == (2 + 4 * 1_000 + 1, 0)
    assert [row.conversations for row in day.rows(Contacts)] == [999, 1]
    assert [row.replies for row in day.rows(Users)] == [1_000]


def test_some_exports_are_told_as_shares() -> None:
    """Of smaller jobs the medians are told, and what some exports take of the time of all."""
    took = {
        "`--help`": [Spent(0.1, 0.08, 0)],
        ALL: [Spent(4, 8, 0), Spent(5, 9, 0), Spent(9, 7, 0)],
        "`--only user`": [Spent(2, 2, 0), Spent(1, 2, 0), Spent(2, 3, 0)],
    }

    assert table_of_jobs(took)[2:] == [
        "| `--help` | 0.10 s | 0.08 s |  |",
        "| all twelve | 5.00 s | 8.00 s | 1.00 |",
        "| `--only user` | 2.00 s | 2.00 s | 0.25 |",
    ]
