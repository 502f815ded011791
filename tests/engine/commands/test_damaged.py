"""Damaged logs: no replay by default; where it is asked for, what precedes the damage, and told."""

import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import process, run
from hostile_log import lines_of
from replaydesk import DamagedLogError, OptionError, replay
from replaydesk.engine import shares
from replaydesk.engine.commands import commands
from replaydesk.engine.generate import generate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LINES = [line.encode() for line in lines_of("x", "y")]
FIRST, SECOND = b"\n".join(LINES[:20]) + b"\n" + LINES[20][:30], LINES[20][30:] + b"\n"
WHOLE = 20
"""Lines that end in the first part; the next one ends in the second, which is damaged."""


@pytest.fixture(params=["gzip", "zstd"], name="damaged")
def fixture_damaged(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, int]:
    """Give a log whose second member or frame has a header that is none, and where that is."""
    monkeypatch.chdir(tmp_path)
    if request.param == "gzip":
        first, second = gzip.compress(FIRST), gzip.compress(SECOND)
        place = len(first) + 3  # the byte after the method, with which zlib looks at it
    else:
        first, second = zstd.compress(FIRST), zstd.compress(SECOND)
        place = len(first)  # the header, told by where its frame begins
    at = len(first) + (2 if request.param == "gzip" else 4)
    log = Path("log.jsonl.packed")
    log.write_bytes(first + second[: at - len(first)] + b"\xff" + second[at - len(first) + 1 :])
    return log, place


def told(log: Path, place: int) -> str:
    """Return the beginning of what is said of the damage."""
    return f"{log}: the log cannot be read: its compression is broken at byte {place:,}: "


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_damaged_log_is_not_replayed(damaged: tuple[Path, int], tmp_path: Path) -> None:
    """The job fails and says where and after how many lines; what was there before stays."""
    log, place = damaged
    out = tmp_path / "out"
    (tmp_path / "good.jsonl").write_bytes(FIRST)
    run("export", "good.jsonl", "--out", out)
    before = files_in(out)
    ran = run("export", log, "--out", out)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"replaydesk: {told(log, place)}")
    assert ran.err.endswith(
        f"; {WHOLE} whole lines come before; "
        "fetch it again, or take what comes before with --damaged replay\n"
    )
    assert ran.err.count("\n") == 1
    assert files_in(out) == before


def test_what_precedes_the_damage_can_be_replayed(
    damaged: tuple[Path, int], tmp_path: Path
) -> None:
    """The exports are those of the whole lines before it; exit code and manifest say so."""
    log, place = damaged
    (tmp_path / "before.jsonl").write_bytes(b"\n".join(LINES[:WHOLE]))
    run("export", "before.jsonl", "--out", "expected")
    ran = run("export", log, "--out", "out", "--damaged", "replay", "--allow-rejects")

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"replaydesk: {log}: its compression is broken at byte {place:,}: ")
    assert ran.err.endswith(f"; {WHOLE} whole lines come before; what follows was not replayed\n")
    written, expected = files_in(Path("out")), files_in(Path("expected"))
    manifest, other = (json.loads(files.pop("manifest.json")) for files in (written, expected))
    assert written == expected
    assert manifest["counts"] == other["counts"]
    (entry,) = manifest["inputs"]
    assert entry["sha256"] == hashlib.sha256(log.read_bytes()).hexdigest()
    assert entry["size"] == log.stat().st_size
    assert (entry["damage"]["offset"], entry["damage"]["lines"]) == (place, WHOLE)
    assert entry["damage"]["reason"] in ran.err
    assert (manifest["settings"]["damaged"], other["settings"]["damaged"]) == ("REPLAY", "FAIL")
    assert "damage" not in other["inputs"][0]


@pytest.mark.parametrize("option", [[], ["--damaged", "replay"]])
def test_standard_input_is_damaged_like_a_file(
    damaged: tuple[Path, int], option: list[str]
) -> None:
    """A pipe that brings half a gzip is no log either."""
    log, place = damaged
    with log.open("rb") as file:
        ran = process("check", "-", *option, stdin=file)

    assert ran.returncode == (3 if option else 1)
    assert f" its compression is broken at byte {place:,}: " in ran.stderr
    assert ran.stdout.startswith(f"          {WHOLE}  lines read" if option else "")


READERS: dict[str, list[str]] = {
    "check": [],
    "export": ["--out", "out"],
    "explain": ["user", "--row", "user_id=x"],
    "doubts": [],
    "timeline": ["--agent", "x"],
    "diff": ["user", "--other-as-of", "1970-01-01T00:10"],
    "reconcile": ["user", "theirs.csv", "--no-search"],
}


@pytest.mark.parametrize("name", READERS)
def test_every_command_that_reads_logs_tells_of_damage(
    name: str, damaged: tuple[Path, int]
) -> None:
    """It fails, or replays what it can and ends with 3, also where it would have ended with 4."""
    log, place = damaged
    Path("theirs.csv").write_text("User ID,User Name\nz,Z\n")
    failed = run(name, log, *READERS[name])
    done = run(name, log, *READERS[name], "--damaged", "replay")

    assert (failed.code, failed.out) == (1, "")
    assert told(log, place) in failed.err
    assert done.code == 3
    assert f"broken at byte {place:,}: " in done.err.splitlines()[-1]
    assert bool(done.out) == (name != "export")


def test_what_is_not_found_may_be_missing_for_the_damage(damaged: tuple[Path, int]) -> None:
    """A conversation that the log does not have is told after the damage, and ends with 2."""
    log, _ = damaged
    ran = run("timeline", log, "--conversation", "gone", "--damaged", "replay")

    assert ran.code == 2
    damage, missing = ran.err.splitlines()
    assert damage.endswith("; what follows was not replayed")
    assert "gone" in missing


def test_those_are_all_the_commands_that_read_logs() -> None:
    """A command that is new and takes a log has the options, too."""
    reading = {
        name
        for name, command in commands.commands.items()
        if any(parameter.name == "logs" for parameter in command.params)
    }
    options = {
        name
        for name, command in commands.commands.items()
        if {"damaged", "max_line"} <= {parameter.name for parameter in command.params}
    }

    assert reading == options == set(READERS)


def test_a_wrong_checksum_says_what_is_in_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which byte of the member is wrong: the message says where it begins."""
    monkeypatch.chdir(tmp_path)
    first, second = gzip.compress(FIRST[:-30]), gzip.compress(LINES[20])
    Path("log.jsonl.gz").write_bytes(first + second[:-8] + b"\0\0\0\0" + second[-4:])
    ran = run("check", "log.jsonl.gz")

    assert ran.code == 1
    assert f": incorrect data check, of what begins at byte {len(first):,}; " in ran.err


def test_workers_and_other_files_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file among whole ones is replayed up to its damage, by any number of processes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 14)
    lines = [*generate(3000, seed=2)]
    Path("logs").mkdir()
    Path("logs/a.jsonl").write_bytes(b"\n".join(lines[:1500]))
    Path("logs/b.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines[1500:2500]))[:-3000])
    Path("logs/c.jsonl.zst").write_bytes(zstd.compress(b"\n".join(lines[2500:]))[:-3])
    Path("logs/d.jsonl.zst").write_bytes(zstd.compress(b"\n".join(lines[:900])))
    options: list[Any] = ["--damaged", "replay"]
    ran = [
        run("export", "logs", "--out", str(workers), "--workers", workers, *options)
        for workers in (1, 2, 3)
    ]

    assert ran[0].code == 3
    assert ran[0].err.count("; what follows was not replayed\n") == 2
    assert ran[1:] == [ran[0], ran[0]]
    assert files_in(Path("1")) == files_in(Path("2")) == files_in(Path("3"))


def test_the_library_knows_the_damage(damaged: tuple[Path, int]) -> None:
    """In Python it is an error, or told with the source."""
    log, place = damaged
    with pytest.raises(DamagedLogError):
        replay(log)
    (source,) = replay(log, damaged="REPLAY").sources

    assert source.damage is not None
    assert (source.damage.offset, source.damage.lines) == (place, WHOLE)
    with pytest.raises(OptionError):
        replay(log, damaged="replay")  # type: ignore[arg-type]  # what is not understood is no yes
