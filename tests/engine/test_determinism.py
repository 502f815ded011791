"""Determinism: nothing about the machine changes a byte of what is written or printed."""

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from replaydesk.engine.generate import generate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DRIVER = '''
import io, json, os, random, sys
from pathlib import Path
from replaydesk.engine import shares
from replaydesk.engine.commands import main

shares._SMALLEST = 1 << 14  # so that small logs are divided, too
chance = random.Random(os.environ["SHUFFLED"])
scandir = os.scandir

class Shuffled(list):
    """The entries of a folder, in another order than the system lists them."""
    def __enter__(self):
        return self
    def __exit__(self, *_):
        return None

def shuffled(*arguments):
    with scandir(*arguments) as entries:
        mixed = Shuffled(entries)
    chance.shuffle(mixed)
    return mixed

os.scandir = shuffled
listdir = os.listdir
os.listdir = lambda *arguments: chance.sample(names := listdir(*arguments), len(names))
printed, real = [], sys.stdout
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    sys.stdout = io.TextIOWrapper(io.BytesIO(), os.environ["PRINTS"], write_through=True)
    try:
        main()
    except SystemExit as ended:
        printed.append(b"%r %d\\n" % (words[:1], ended.code or 0))
    printed.append(sys.stdout.buffer.getvalue())
Path("printed").write_bytes(b"".join(printed))
'''

LOGS = ["logs", "one.jsonl"]
COMMANDS = [
    ["export", *LOGS, "--out", "out", "--tz", "Europe/Brussels", "--allow-rejects"],
    ["check", *LOGS],
    ["doubts", *LOGS, "--json"],
    ["doubts", *LOGS],
    ["diff", *LOGS, "user", "--other-policy", "handling=LOCKED", "--json"],
    ["reconcile", *LOGS, "user", "theirs.csv", "--csv", "differences.csv", "--json"],
    ["explain", *LOGS, "user", "--row", "user_id=agent-0001"],
    ["timeline", *LOGS, "--agent", "agent-0001", "--html", "page.html"],
    ["timeline", *LOGS, "--agent", "agent-0001"],
    ["columns", "--json"],
    ["generate", "--events", "200", "--seed", "3"],
]
PLAIN = {
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "SHUFFLED": "0",
    "PRINTS": "utf-8",
    "COLUMNS": "80",
}
MACHINES = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "any hash seed": {"PYTHONHASHSEED": "random"},
    "another locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "no UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PRINTS": "latin-1"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "another time zone": {"TZ": "America/St_Johns"},
    "no zones of its own": {"TZ": "Asia/Kathmandu", "PYTHONTZPATH": "/nonexistent"},
    "another order of folders": {"SHUFFLED": "1"},
    "a third order of folders": {"SHUFFLED": "2", "PYTHONHASHSEED": "2", "COLUMNS": "200"},
}


@pytest.fixture(scope="module", name="logs")
def fixture_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log in many files, folders and forms, with duplicates and rejects."""
    folder = tmp_path_factory.mktemp("determinism")
    lines = [*generate(2500, seed=11, duplicates=0.03, rejects=0.02, shuffle=True)]
    chance = random.Random(11)  # noqa: S311  # not for secrets
    names = [*"cab", "ü", "I", "\u0131", "b/2", "b/10", "Ä/z"]
    for number, name in enumerate(names):
        some = b"\n".join(lines[number :: len(names) + 1])
        path = folder / "logs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        form = chance.choice(["", ".gz", ".zst"])
        packed = {"": some, ".gz": gzip.compress(some, mtime=0), ".zst": zstd.compress(some)}[form]
        path.with_name(f"{path.name}.jsonl{form}").write_bytes(packed)
    (folder / "logs" / "x.jsonl").symlink_to("b/2.jsonl")
    (folder / "one.jsonl").write_bytes(b"\n".join(lines[len(names) :: len(names) + 1]))
    (folder / "theirs.csv").write_text("User ID,Handling Time (s)\nagent-0001,1\nmax,2\nnobody,3\n")
    return folder


def files(logs: Path, out: Path, workers: int, machine: dict[str, str]) -> dict[str, bytes]:
    """Run every command on a machine of that kind, and return all that it wrote."""
    out.mkdir()
    for name in ("logs", "one.jsonl", "theirs.csv"):
        (out / name).symlink_to(logs / name)
    words = [
        [*command, "--workers", str(workers)] if command[0] == "export" else command
        for command in COMMANDS
    ]
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    ran = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps(words)],
        check=False,
        cwd=out,
        env=environment | PLAIN | machine,
        capture_output=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return {
        str(file.relative_to(out)): file.read_bytes()
        for file in sorted(out.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


@pytest.fixture(scope="module", name="expected")
def fixture_expected(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give what one process writes on a plain machine."""
    return files(logs, tmp_path_factory.mktemp("plain") / "out", 1, PLAIN)


def test_what_is_compared_is_there(expected: dict[str, bytes]) -> None:
    """The commands did their work, so that equal files say something."""
    assert {"out/manifest.json", "out/rejects.jsonl", "out/user.csv"} <= expected.keys()
    assert {"page.html", "differences.csv", "printed"} <= expected.keys()
    assert len(expected) == 17
    assert [line for line in expected["printed"].splitlines() if line.startswith(b"['")] == [
        f"['{words[0]}'] {code}".encode()
        for words, code in zip(COMMANDS, (0, 3, 0, 0, 4, 4, 0, 0, 0, 0, 0), strict=True)
    ]


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_no_machine_changes_a_byte(
    machine: dict[str, str], logs: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    """Hash seed, locale, time zone and order of folders leave every file as it is."""
    assert differing(files(logs, tmp_path / "out", 1, machine), expected) == []


@pytest.mark.parametrize("workers", [2, 3])
def test_no_number_of_workers_changes_a_byte(
    workers: int, logs: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    """The manifest does not even say how many there were."""
    machine = {"PYTHONHASHSEED": "random", "SHUFFLED": str(workers)}

    assert differing(files(logs, tmp_path / "out", workers, machine), expected) == []


def differing(written: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """Return the names of the files that are not the same."""
    names = sorted(written.keys() | expected.keys())
    return [name for name in names if written.get(name) != expected.get(name)]
