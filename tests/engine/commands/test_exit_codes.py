"""Exit codes: what a script can rely on, and the one clear line that a person reads."""

import errno
import gzip
import os
from pathlib import Path

import pytest
from command_line import process, run

REJECTED = b'{"id":"r1","time":0}'


@pytest.fixture
def log(day: list[bytes], tmp_path: Path) -> Path:
    """Ann's hour in a file."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(day))
    return path


@pytest.fixture
def rejecting(log: Path) -> Path:
    """The same with a line that breaks a rule."""
    log.write_bytes(log.read_bytes() + b"\n" + REJECTED)
    return log


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, everything in it."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_clean_job_ends_with_0(log: Path, tmp_path: Path) -> None:
    """All lines are right, all exports are written, and there is nothing to say."""
    assert run("export", log, "--out", tmp_path / "out") == (0, "", "")
    assert run("check", log).code == 0


def test_rejected_lines_end_with_3(rejecting: Path, tmp_path: Path) -> None:
    """The exports are written all the same, and one line tells where the rejects are."""
    out = tmp_path / "out"
    ran = run("export", rejecting, "--out", out)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        f"replaydesk: 1 line of the log was rejected; {out}/rejects.jsonl says which and why "
        "(--allow-rejects to accept that)\n"
    )
    assert (out / "user.csv").exists()
    assert run("check", rejecting).code == 3


def test_rejected_lines_can_be_accepted(rejecting: Path, tmp_path: Path) -> None:
    """With `--allow-rejects` they are still written down, and nobody is told."""
    assert run("export", rejecting, "--out", tmp_path, "--allow-rejects") == (0, "", "")
    assert (tmp_path / "rejects.jsonl").read_bytes().count(b"\n") == 1
    assert run("check", rejecting, "--allow-rejects").code == 0


@pytest.mark.parametrize(
    "said",
    [
        ("explain", "{}", "user", "--row", "user_id=ann"),
        ("timeline", "{}", "--conversation", "c1"),
        ("doubts", "{}"),
        ("diff", "{}", "tag", "--other-policy", "handling=LOCKED"),
    ],
)
def test_other_commands_tell_of_rejects_and_end_with_0(
    said: tuple[str, ...], rejecting: Path
) -> None:
    """A figure is explained whatever else the log holds."""
    ran = run(*(word.format(rejecting) for word in said))

    assert ran.code == 0
    assert ran.err.startswith("replaydesk: 1 line of the log was rejected")


def test_a_damaged_log_ends_with_1(log: Path, tmp_path: Path) -> None:
    """Half a gzip is no log: the exports of an earlier job stay as they were."""
    out = tmp_path / "out"
    run("export", log, "--out", out)
    before = files_in(out)
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(gzip.compress(os.urandom(5000))[:-700])
    ran = run("export", log, damaged, "--out", out)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"replaydesk: {damaged}: the log cannot be read: ")
    assert ran.err.count("\n") == 1
    assert files_in(out) == before
    assert run("check", damaged).code == 1


def test_a_folder_that_cannot_be_written_ends_with_1(log: Path) -> None:
    """Where the exports cannot go there are none, and one line says why."""
    ran = run("export", log, "--out", log / "out")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (f"replaydesk: {log}/out: the exports cannot be written: Not a directory\n")


WRONG_USAGE = {
    "a zone": (["--tz", "Europe/Brussel"], "'Europe/Brussel' is no time zone"),
    "an abbreviated zone": (["--tz", "CEST"], "'CEST' is no time zone"),
    "a policy": (["--policy", "handling=ALL"], "policy handling is 'ALL'; expected one of"),
    "a policy's name": (["--policy", "locks=ALL"], "'locks' is no policy; expected one of"),
    "half a policy": (["--policy", "handling"], "'handling' is no policy; write KEY=VALUE"),
    "an export": (["--only", "users"], "'users' is no export; expected one of"),
    "a week": (["--period", "2026-W54"], "'2026-W54': there is no such date"),
    "a period": (["--period", "march"], "'march' is no period; write a day"),
    "a period that ends first": (["--period", "2026-03-10..2026-03-09"], "ends before it starts"),
    "an empty period": (["--from", "2026-03-10", "--to", "2026-03-10"], "ends before it starts"),
    "a period said twice": (["--period", "2026", "--to", "2027-01-01"], "the period is said twice"),
    "a date": (["--from", "2026-02-29"], "'2026-02-29': no such date and time"),
    "an as-of instant": (["--as-of", "yesterday"], "'yesterday': no such date and time"),
}


@pytest.mark.parametrize(("options", "told"), WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage_ends_with_2(log: Path, tmp_path: Path, options: list[str], told: str) -> None:
    """What cannot be is told in one line that quotes it, before anything is written."""
    ran = run("export", log, "--out", tmp_path / "out", *options)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("replaydesk: ")
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


LATE = {
    "timeline": [
        ["--agent", "ann", "--day", "10/3/2026"],
        ["--agent", "ann", "--day", "2026-03-10", "--tz", "Mars"],
        ["--conversation", "c1", "--day", "2026-03-10"],
        ["--conversation", "c1", "--period", "march"],
    ],
    "reconcile": [
        ["user", "theirs.csv", "--vendor-tz", "Nowhere"],
        ["user", "theirs.csv", "--tolerance", "1e9"],
        ["user", "theirs.csv", "--key", "nothing"],
        ["user", "theirs.csv", "--tz", "Nowhere"],
    ],
    "explain": [["user", "--row", "user=ann"], ["user", "--row", "user_id=ann", "--column", "x"]],
    "doubts": [["--only", "longlock"], ["--as-of", "soon"]],
    "diff": [
        ["user", "--other-policy", "handling=ALL"],
        ["user", "--other-as-of", "soon"],
        ["user", "--other-log", "nowhere"],
    ],
    "export": [["--out", "out", "--period", "march"], ["--out", "out", "--only", "users"]],
}


@pytest.mark.parametrize(
    ("name", "options"), [(name, each) for name, wrong in LATE.items() for each in wrong]
)
def test_nothing_is_read_for_what_cannot_be(
    name: str, options: list[str], log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log can take an hour to read: what is wrong with the options is told before that."""

    def read(*_: object) -> None:
        raise AssertionError("the log was read")

    monkeypatch.setattr("replaydesk.engine.replay.Replay.read", read)
    monkeypatch.chdir(log.parent)
    Path("theirs.csv").write_text("User ID\nann\n")

    ran = run(name, log, *options)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("replaydesk: ")
    assert not Path("out").exists()


AUDITS = {
    "doubts": ([], ", and nothing is doubted of them"),
    "explain": (["user", "--row", "user_id=ann"], ""),
    "timeline": (["--agent", "ann"], ""),
    "reconcile": (["user", "theirs.csv"], ""),
    "diff": (["user", "--other-policy", "handling=LOCKED"], ""),
}


@pytest.mark.parametrize("name", AUDITS)
def test_rejected_lines_are_told_by_every_audit(
    name: str, rejecting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is told of a log, it is said that not all of it counted."""
    monkeypatch.chdir(rejecting.parent)
    Path("theirs.csv").write_text("User ID\nann\n")
    options, so = AUDITS[name]

    ran = run(name, rejecting, *options)

    assert ran.code in (0, 4)
    assert ran.err == (
        f"replaydesk: 1 line of the log was rejected{so}; replaydesk check says which\n"
    )


def test_rejected_lines_of_both_logs_are_told(rejecting: Path, tmp_path: Path) -> None:
    """Of two replays it is said of each how many lines did not count."""
    other = tmp_path / "other.jsonl"
    other.write_bytes(rejecting.read_bytes() + b"\n" + REJECTED)
    here, there = (
        f"replaydesk: {lines} rejected; replaydesk check says which\n"
        for lines in ("1 line of the log here was", "2 lines of the log there were")
    )

    assert run("diff", rejecting, "user", "--other-log", other).err == here + there
    assert run("diff", rejecting, "user", "--other-as-of", "2026-03-10T09:05").err == (
        here + here.replace("here", "there")
    )


@pytest.mark.parametrize("name", ["export", "check"])
def test_a_log_that_is_not_there_ends_with_2(name: str, tmp_path: Path) -> None:
    """A name that is no file, and a folder without logs, are told in one line."""
    options = ["--out", tmp_path / "out"] if name == "export" else []
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("no log")
    missing, empty = tmp_path / "missing.jsonl", tmp_path / "empty"

    assert run(name, missing, *options) == (
        2,
        "",
        f"replaydesk: {missing}: there is no such file or folder\n",
    )
    assert run(name, empty, *options) == (
        2,
        "",
        f"replaydesk: {empty}: the folder holds no log (*.jsonl, *.jsonl.gz, *.jsonl.zst)\n",
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "log.jsonl"],
        ["export", "--out", "out"],
        ["export", "log.jsonl", "--out", "out", "--lang", "nl"],
        ["export", "log.jsonl", "--out", "out", "--workers", "0"],
        ["check"],
        ["check", "log.jsonl", "--rejects", "-1"],
        ["columns", "users"],
        ["generate", "--events", "none"],
        ["generate", "--rejects", "2"],
        ["completion", "tcsh"],
        ["exprot"],
        ["--verbose"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_typed_ends_with_2(arguments: list[str]) -> None:
    """A missing argument, a wrong choice and an unknown command are wrong usage."""
    ran = run(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_the_process_ends_with_the_code(rejecting: Path, tmp_path: Path) -> None:
    """What the program means to end with is what the shell gets."""
    assert process("export", rejecting, "--out", tmp_path).returncode == 3
    assert process("export", rejecting, "--out", tmp_path, "--allow-rejects").returncode == 0
    assert process("export", tmp_path / "missing", "--out", tmp_path).returncode == 2
    assert process("export", rejecting, "--out", rejecting / "out").returncode == 1


def test_what_nobody_expected_is_not_hidden(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the system that is no file's keeps its traceback, for whoever has to mend it."""

    def fail() -> int:
        raise OSError(errno.EPERM, "not counted")

    monkeypatch.setattr(os, "cpu_count", fail)
    with pytest.raises(OSError, match="not counted"):
        run("export", log, "--out", tmp_path / "out")

    assert not (tmp_path / "out").exists()
