"""`check`, `columns` and `generate`: the commands around the main job."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from command_line import process, run
from replaydesk import EXPORTS
from replaydesk.engine.generate import generate


def test_a_check_tells_what_a_log_holds(day: list[bytes], tmp_path: Path) -> None:
    """Counts, types, the time from first to last, and where each reject stands."""
    log = tmp_path / "log.jsonl"
    bad = b'{"id":"r1","type":"csat.replied","conversation_id":"c1","time":0,"score":6}'
    log.write_bytes(b"\n".join([bad, b'{"type":"note.added"}', *day, day[0]]))
    ran = run("check", log)

    assert (ran.code, ran.err) == (3, "")
    assert ran.out.splitlines() == [
        "          12  lines read",
        "           9  applied",
        "           1  duplicates, dropped",
        "           1  of an unknown type, skipped",
        "           0  after the as-of instant",
        "           1  rejected",
        "from 2026-03-10T09:00:00.000+00:00 to 2026-03-10T10:00:00.000+00:00",
        "types:",
        "           1  agent.updated",
        "           2  channel.updated",
        "           1  lock.acquired",
        "           3  message.sent",
        "           2  presence.changed",
        "           1  status.changed",
        "rejects, and duplicates that differ:",
        f"  {log}:1: score is 6; expected an integer from 1 to 5",
    ]


def test_a_check_shows_as_many_rejects_as_are_asked_for() -> None:
    """The rest are counted; with none shown there is still a number."""
    log = b"\n".join([b"{}"] * 25)
    lines = run("check", "-", stdin=log).out.splitlines()
    few = run("check", "-", "--rejects", "2", stdin=log).out.splitlines()
    none = run("check", "-", "--rejects", "0", stdin=log).out.splitlines()

    assert [line for line in lines if line.startswith("  -:")][-1].startswith("  -:20: type is")
    assert lines[-1] == "  … and 5 more"
    assert few[-3:-1] == [line for line in lines if line.startswith("  -:")][:2]
    assert few[-1] == "  … and 23 more"
    assert none[-1] == "  … and 25 more"


def test_a_check_reads_compressed_standard_input(day: list[bytes]) -> None:
    """A log that comes through a pipe is checked like any other."""
    assert run("check", "-", stdin=gzip.compress(b"\n".join(day))).code == 0


def test_columns_are_described_for_a_person() -> None:
    """Each column has its key, its unit, its headers in both languages, and its meaning."""
    ran = run("columns", "user-presence")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].startswith("user-presence: `AVAILABLE` and `AWAY` intervals")
    assert ran.out.splitlines()[-3:] == [
        "  duration [s]",
        "      Duration (s) | Durée (s)",
        "      Its length, up to the as-of instant while it lasts.",
    ]


def test_columns_are_described_for_a_program() -> None:
    """JSON says the same of every column of every export, in their order."""
    described = json.loads(run("columns", "--json").out)

    assert list(described) == [export.slug for export in EXPORTS]
    for export in EXPORTS:
        keys = [column["key"] for column in described[export.slug]]
        assert keys == [column.key for column in export.columns()]
    assert json.loads(run("columns", "--json", "user").out) == {"user": described["user"]}
    assert described["response-times"][9] == {
        "key": "response_time",
        "english": "Agent Response Time (s)",
        "french": "Temps (s) de réponse de l'agent",
        "kind": "duration",
        "unit": "s",
        "optional": False,
        "meaning": "From the opening of the wait to the reply, elapsed time.",
    }


def test_all_exports_are_described_by_default() -> None:
    """Without a name every export is described."""
    out = run("columns").out

    for export in EXPORTS:
        assert f"\n{export.slug}: " in f"\n{out}"


def test_a_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    """The same options and seed make the same log, another seed another; `--out` is a file."""
    options = ["generate", "--events", "500", "--rejects", "0.1", "--duplicates", "0.1"]
    log = process(*options, "--seed", "7").stdout
    run(*options, "--seed", "7", "--out", tmp_path / "log.jsonl")

    assert log.count("\n") == 500
    assert (tmp_path / "log.jsonl").read_bytes() == as_bytes(log)
    assert process(*options, "--seed", "8").stdout != log


def test_a_log_is_made_as_the_library_makes_it() -> None:
    """The command is a shell over the generator."""
    made = run("generate", "--events", "300", "--seed", "3", "--agents", "2", "--shuffle").out

    assert as_bytes(made).splitlines() == [*generate(300, seed=3, agents=2, shuffle=True)]


@pytest.mark.parametrize(
    ("options", "code"), [([], 0), (["--rejects", "0.05"], 3)], ids=["clean", "with rejects"]
)
def test_what_is_made_can_be_checked(options: list[str], code: int) -> None:
    """A log is clean unless it is asked not to be."""
    made = run("generate", "--events", "400", "--start", "2026-10-25", *options).out
    ran = run("check", "-", stdin=as_bytes(made))

    assert ran.code == code
    assert ran.out.splitlines()[0] == "         400  lines read"
    assert "from 2026-10-25T05:" in ran.out


@pytest.mark.parametrize("start", ["1970-01-01", "9000-01-01"])
def test_a_log_may_begin_on_any_day_of_its_time(start: str) -> None:
    """From the first day to the last one that leaves room, what is made are events."""
    made = run("generate", "--events", "2000", "--start", start).out
    checked = run("check", "-", stdin=as_bytes(made))

    assert (checked.code, checked.out.split()[0]) == (0, "2,000")


@pytest.mark.parametrize("start", ["0001-01-01", "1969-12-31", "9000-01-02", "9999-12-30"])
def test_a_log_begins_on_no_other_day(start: str) -> None:
    """There an event could have no time: that is told, and no part of a log is made."""
    days = "expected a day from 1970-01-01 to 9000-01-01"

    assert run("generate", "--start", start) == (
        *(2, ""),
        f"replaydesk: --start is {start}; {days}\n",
    )
    with pytest.raises(ValueError, match=f"^start is {start}; {days}$"):
        next(generate(1, start=date.fromisoformat(start)))


def as_bytes(written: str) -> bytes:
    """Return what a command wrote, where it is no text also."""
    return written.encode("utf-8", "surrogateescape")
