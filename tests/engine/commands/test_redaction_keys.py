"""The key that `--redact` is given: read, or made where there is none."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from command_line import Ran, run
from replaydesk.engine.claim import claimed

DEMO = Path(__file__).parent.parent.parent.parent / "replay_logs" / "demo_day" / "log.jsonl"
LOG = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"}\n'
THEIRS = b"Team ID,Team Name\nt1,T\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a small log, a vendor's file, and no key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.jsonl").write_bytes(LOG)
    (tmp_path / "theirs.csv").write_bytes(THEIRS)
    return tmp_path


def test_a_key_is_made_where_there_is_none(tmp_path: Path) -> None:
    """It is told of once, and makes the same pseudonyms the next time."""
    key, user = tmp_path / "key", ("user", "--row", "user_id=nadia", "--redact", tmp_path / "key")

    first, second = run("explain", DEMO, *user), run("explain", DEMO, *user)

    told_of = f"replaydesk: {key} holds a new key; keep it, and keep it from whom you share with\n"
    assert first.err == told_of + second.err
    assert second.out == first.out
    assert key.read_text().strip() not in first.out + first.err


def test_a_key_that_can_be_guessed_is_wrong_usage(tmp_path: Path) -> None:
    """A word that somebody chose is refused, in a message that does not repeat it."""
    (tmp_path / "key").write_text("summer\n")

    ran = run("check", DEMO, "--redact", tmp_path / "key")

    assert ran == Ran(
        2,
        "",
        f"replaydesk: {tmp_path / 'key'}: the key has 6 bytes; expected at least 32, made at "
        "random\n",
    )


def test_a_key_is_not_put_among_what_is_shared(tmp_path: Path) -> None:
    """A key in the folder of the exports is refused, before it is made."""
    out = tmp_path / "out"

    ran = run("export", DEMO, "--out", out, "--redact", out / "inner" / ".." / "key")

    assert ran.code == 2
    assert "the key would lie among what is shared; keep it outside of --out" in ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    "command",
    [
        "check missing.jsonl",
        "doubts missing.jsonl",
        "doubts log.jsonl --tz Nowhere",
        "doubts log.jsonl --only nothing",
        "explain missing.jsonl team --row team_id=t1",
        "explain log.jsonl teams --row team_id=t1",
        "explain log.jsonl team --row team=t1",
        "explain log.jsonl team --row team_id=t1 --column nothing",
        "timeline missing.jsonl --conversation c1",
        "timeline log.jsonl --agent ann --day march",
        "diff missing.jsonl team --other-policy handling=LOCKED",
        "diff missing.jsonl team --other-as-of 2026-03-10",
        "diff log.jsonl team --other-log missing.jsonl",
        "diff log.jsonl teams --other-log log.jsonl",
        "diff log.jsonl team --as-of march --other-as-of 2026-03-10",
        "diff log.jsonl team --other-as-of march",
        "diff log.jsonl team --other-policy handling=ALL",
        "reconcile missing.jsonl team theirs.csv",
        "reconcile log.jsonl teams theirs.csv",
        "reconcile log.jsonl team missing.csv",
        "reconcile log.jsonl team theirs.csv --key nothing",
        "reconcile log.jsonl team theirs.csv --period march",
        "export missing.jsonl --out out",
        "export log.jsonl --out out --only teams",
        "export log.jsonl --out out --period march",
        "export log.jsonl --out out --memory 1MB",
        "export log.jsonl --out log.jsonl/out",
    ],
)
@pytest.mark.usefixtures("folder")
def test_no_key_is_made_for_what_cannot_start(command: str) -> None:
    """A log that is not there and a mistake in any other argument are told before a key is made."""
    before = sorted(Path().iterdir())

    ran = run(*command.split(), "--redact", "new.key")

    assert ran.code in (1, 2)
    assert "new key" not in ran.err
    assert sorted(Path().iterdir()) == before


@pytest.mark.usefixtures("folder")
def test_no_key_is_made_for_a_folder_that_another_job_writes_to() -> None:
    """The second job gives way and leaves nothing."""
    with claimed(Path("out")):
        ran = run("export", "log.jsonl", "--out", "out", "--redact", "new.key")

    assert ran.code == 1
    assert "another job is writing into this folder" in ran.err
    assert not Path("new.key").exists()


@pytest.mark.usefixtures("folder")
def test_where_no_key_can_be_made_nothing_is_left() -> None:
    """A folder that is not there is told of before the log is read, and no exports are begun."""
    ran = run("export", "log.jsonl", "--out", "out", "--redact", "keys/new.key")

    assert ran == Ran(
        2,
        "",
        "replaydesk: keys/new.key: the key cannot be made: No such file or directory; see that "
        "its folder is there and can be written to, then try again\n",
    )
    assert not Path("out").exists()


@pytest.mark.usefixtures("folder")
def test_half_a_key_is_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full no file stays behind that the next command would take for a key."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    ran = run("check", "log.jsonl", "--redact", "new.key")

    assert ran.code == 2
    assert "new.key: the key cannot be made: No space left on device; " in ran.err
    assert not Path("new.key").exists()


@pytest.mark.usefixtures("folder")
def test_a_key_is_there_when_a_log_is_read() -> None:
    """A log that cannot be read to its end has got a key, which is told of."""
    Path("log.jsonl.gz").write_bytes(b"\x1f\x8b")

    ran = run("check", "log.jsonl.gz", "--redact", "new.key")

    assert ran.code == 1
    assert ran.err.startswith("replaydesk: new.key holds a new key; ")
    assert len(Path("new.key").read_text().strip()) == 64
