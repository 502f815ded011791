"""Checking a log: what it holds, told without exporting it."""

from pathlib import Path

import pytest
from replaydesk import DamagedLogError
from replaydesk.engine.check import Checked, check_log
from replaydesk.engine.counts import Counts
from replaydesk.engine.rejects import Rejects
from replaydesk.engine.sources import find_sources

LOG = """\
{"id":"1","type":"lock.acquired","time":1000,"conversation_id":"c1","agent_id":"ann"}
{"id":"1","type":"lock.acquired","time":2500,"conversation_id":"c1","agent_id":"ann"}
{"id":"2","type":"lock.acquired","time":500,"conversation_id":"c1","agent_id":"bob"}

{"id":"3","type":"csat.renamed","time":9000}
{"id":"3","type":"csat.sent","time":-1,"conversation_id":"c1"}
{"id":"4","type":"agent.updated","time":"1970-01-02T00:00:00+01:00","agent_id":"a","name":"A"}
5
"""
COUNTS = """\
           7  lines read
           3  applied
           1  duplicates, dropped
           1  of an unknown type, skipped
           0  after the as-of instant
           2  rejected
from 1970-01-01T00:00:00.500+00:00 to 1970-01-01T23:00:00.000+00:00
types:
           1  agent.updated
           3  lock.acquired
"""
REJECTS = """\
  log.jsonl:6: time is -1; expected an instant from 1970 to 9999
  log.jsonl:8: the line holds 5; expected a JSON object
  log.jsonl:2: a duplicate of another event with this id, which comes first and differs
"""


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Check the log of this page."""
    monkeypatch.chdir(tmp_path)
    Path("log.jsonl").write_text(LOG)
    return check_log(find_sources(["log.jsonl"]))


def test_a_check_tells_what_a_log_holds(checked: Checked) -> None:
    """The accounting, the valid events of each type, and their first and last instant."""
    assert Counts(read=7, applied=3, duplicates=1, unknown=1, rejected=2) == checked.counts
    assert checked.types == {"agent.updated": 1, "lock.acquired": 3}
    assert checked.span == (500, 82_800_000)
    assert [reject.reason[:10] for reject in checked.rejects] == [
        "time is -1",
        "the line h",
        "a duplicat",
    ]


@pytest.mark.parametrize(
    ("number", "shown", "rest"),
    [
        (20, 3, ""),
        (3, 3, ""),
        (2, 2, "  … and 1 more\n"),
        (1, 1, "  … and 2 more\n"),
    ],
)
def test_a_report_shows_some_rejects_and_counts_the_rest(
    checked: Checked, number: int, shown: int, rest: str
) -> None:
    """As many rejects as asked for, each where an editor can jump to it."""
    report = "\n".join([*checked.report(number), ""])
    rejects = "".join(REJECTS.splitlines(keepends=True)[:shown])

    assert f"{COUNTS}rejects, and duplicates that differ:\n{rejects}{rest}" == report


def test_a_report_without_rejects_says_how_many_there_are(checked: Checked) -> None:
    """Asked for none, the report still tells that there are some."""
    assert f"{COUNTS}  … and 3 more\n" == "\n".join([*checked.report(0), ""])


def test_a_report_of_an_empty_log_is_its_counts(tmp_path: Path) -> None:
    """Without a valid event there are no instants and no types to tell."""
    (tmp_path / "log.jsonl").touch()
    checked = check_log(find_sources([str(tmp_path)]))

    assert list(checked.report(20)) == [
        "           0  lines read",
        "           0  applied",
        "           0  duplicates, dropped",
        "           0  of an unknown type, skipped",
        "           0  after the as-of instant",
        "           0  rejected",
    ]


def test_numbers_are_grouped() -> None:
    """Large numbers can be read: their thousands are told apart."""
    checked = Checked([], Counts(read=1_234_567), {"csat.sent": 10_000}, None, Rejects())
    report = [*checked.report(20)]

    assert report[0] == "   1,234,567  lines read"
    assert report[-1] == "      10,000  csat.sent"


def test_a_damaged_log_is_not_half_a_check(tmp_path: Path) -> None:
    """A log that cannot be read to its end has no report."""
    (tmp_path / "log.jsonl").write_bytes(b"\x1f\x8b\x08")
    with pytest.raises(DamagedLogError):
        check_log(find_sources([str(tmp_path)]))
