"""Files that change while they are read: what was there at the start, or no replay at all."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from replaydesk import DamagedLogError
from replaydesk.engine import shares
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.generate import generate
from replaydesk.engine.intake import Intake
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import Source, confirm, digest, find_sources, read_lines

CHANGED = (
    "{}: the log was changed while it was read: {}; replay it when it is finished, or a copy of it"
)
REWRITTEN = "its bytes are no longer those that were read first"
Change = Callable[[Path], None]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a log that is read in several chunks, and divided among workers."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\n".join(generate(6000, seed=3)) + b"\n")
    return path


def appended(path: Path) -> None:
    """Write on, as whoever logs does."""
    with path.open("ab") as file:
        file.write(b'{"id":"late","type":"agent.updated","time":0,"agent_id":"a","name":"A"}\n')


def shrunk(path: Path) -> None:
    """Cut the end off."""
    os.truncate(path, 5000)


def emptied(path: Path) -> None:
    """Begin the file anew, as a rotation by copying does."""
    os.truncate(path, 0)
    path.write_bytes(b"{}\n")


def rewritten(path: Path) -> None:
    """Write over its first bytes."""
    with path.open("r+b") as file:
        file.write(b" " * 700)


def rewritten_and_appended(path: Path) -> None:
    """Let it grow, too, so that its size says nothing."""
    rewritten(path)
    appended(path)


def replaced(path: Path) -> None:
    """Put another file in its place."""
    new = path.with_name("new")
    new.write_bytes(path.read_bytes())
    new.replace(path)


def touched(path: Path) -> None:
    """Give it other times, and the same bytes."""
    os.utime(path, ns=(0, 0))


HARMFUL: dict[Change, str] = {
    shrunk: "it shrank from",
    emptied: "it shrank from",
    rewritten: REWRITTEN,
    rewritten_and_appended: REWRITTEN,
}
each_harm = pytest.mark.parametrize("change", HARMFUL)
each_harmless = pytest.mark.parametrize("change", [appended, touched, replaced])


def read_and(change: Change, source: Source) -> bytes:
    """Read a source, and change its file after the first lines."""
    text = b""
    for number, (lines, _) in enumerate(read_lines(source)):
        if number == 0:
            assert source.path is not None
            change(source.path)
        text += b"".join(line + b"\n" for line in lines)
    return text


@each_harm
def test_a_file_that_changes_while_it_is_read_is_no_log(change: Change, log: Path) -> None:
    """Neither what it was nor what it is: a mixture is told of, and is replayed by no one."""
    (source,) = find_sources([str(log)])
    with pytest.raises(DamagedLogError) as error:
        read_and(change, source)

    start, end = CHANGED.format(log, "|").split("|")
    assert str(error.value).startswith(start + HARMFUL[change])
    assert str(error.value).endswith(end)


@each_harmless
def test_what_does_not_touch_the_bytes_does_no_harm(change: Change, log: Path) -> None:
    """What was there when the file was found is read, and no more; the digest is of just that."""
    stored = log.read_bytes()
    (source,) = find_sources([str(log)])

    assert read_and(change, source) == stored
    assert (source.size, source.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())


def test_growth_between_finding_and_reading_is_not_read(log: Path) -> None:
    """A log is what it was when the job began, in all its files."""
    stored = log.read_bytes()
    (source,) = find_sources([str(log)])
    appended(log)

    assert b"".join(line + b"\n" for lines, _ in read_lines(source) for line in lines) == stored


def test_another_file_in_its_place_is_told(log: Path) -> None:
    """A file that is put in place of one that was found, and not yet opened, is another log."""
    (source,) = find_sources([str(log)])
    replaced(log)
    with pytest.raises(DamagedLogError) as error:
        list(read_lines(source))

    assert str(error.value) == CHANGED.format(log, "another file has taken its place")


@pytest.fixture(name="divided")
def fixture_divided(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Return what makes a change happen after workers have read their shares."""
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 16)

    def after_reading(change: Change) -> None:
        def changed(source: Source) -> None:
            assert len(source.parts) > 1
            assert source.path is not None
            change(source.path)
            confirm(source)

        monkeypatch.setattr("replaydesk.engine.replay.confirm", changed)

    return after_reading


def job(log: Path, out: Path, workers: int) -> bytes:
    """Export a log with several workers; return the manifest."""
    export(find_sources([str(log)]), out, Settings(workers=workers), ExportOptions())
    return (out / "manifest.json").read_bytes()


@each_harm
def test_shares_of_a_file_that_changes_are_no_log(
    change: Change, log: Path, tmp_path: Path, divided: Callable[[Change], None]
) -> None:
    """What workers read must be parts of one file; where it is not, nothing is written."""
    divided(change)
    with pytest.raises(DamagedLogError, match="the log was changed while it was read"):
        job(log, tmp_path / "out", 3)

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("change", [appended, touched])
def test_shares_of_a_file_that_grows_are_what_was_there(
    change: Change, log: Path, tmp_path: Path, divided: Callable[[Change], None]
) -> None:
    """Appending is no harm: size and digest are of the bytes that were replayed."""
    stored = log.read_bytes()
    expected = job(log, tmp_path / "one", 1)
    divided(change)

    assert job(log, tmp_path / "many", 3) == expected
    (entry,) = json.loads(expected)["inputs"]
    assert entry["size"] == len(stored)
    assert entry["sha256"] == hashlib.sha256(stored).hexdigest()


@pytest.mark.parametrize("order", [1, -1])
def test_parts_are_confirmed_in_any_order(order: int, log: Path) -> None:
    """Which worker is done first makes no difference to what is compared."""
    (source,) = find_sources([str(log)])
    for start, end in [(0, 5000), (5000, 9000), (9000, log.stat().st_size)][::order]:
        assert list(read_lines(source, start, end))
    digest(source)
    appended(log)
    confirm(source)

    assert sorted(source.parts) == [(0, 5000), (5000, 9000), (9000, source.expected_size)]
    source.parts[5000, 9000] = "00000000"
    with pytest.raises(DamagedLogError, match=REWRITTEN):
        confirm(source)


def test_a_share_that_changes_in_a_worker_is_told(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that a worker meets fails the run, in its words."""
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 16)
    take = Intake.take_lines
    changed: list[Path] = []

    def taken(*arguments: object) -> None:
        if not changed:
            changed.append(log)
            shrunk(log)
        take(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Intake, "take_lines", taken)
    with pytest.raises(DamagedLogError, match="it shrank from"):
        job(log, tmp_path / "out", 2)
