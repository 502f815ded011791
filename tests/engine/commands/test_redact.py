"""`--redact`: every command that tells of a log, in pseudonyms."""

import csv
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from command_line import SCRIPT, Ran, run
from redacting import MARK, marked
from replaydesk import Redaction
from replaydesk.events.personal import AGENT, CONVERSATION

DEMO = Path(__file__).parent.parent.parent.parent / "replay_logs" / "demo_day" / "log.jsonl"
NADIA, C003 = f"{MARK}nadia{MARK}", f"{MARK}c003{MARK}"
DIFFERENT = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo day, its personal text and its name marked, and a key."""
    folder = tmp_path_factory.mktemp("redact")
    lines = map(marked, DEMO.read_bytes().splitlines())
    (folder / f"{MARK}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (folder / "key").write_text("0123456789abcdef" * 4)
    return folder


@pytest.fixture
def log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Work in that folder, and return what the log is called there."""
    monkeypatch.chdir(folder)
    return f"{MARK}.jsonl"


def told(ran: Ran, code: int = 0) -> str:
    """Return what a command printed, having seen that it gives nothing away."""
    assert ran.code == code, ran.err
    assert MARK not in ran.out + ran.err
    assert re.search(r"-[0-9a-f]{20}", ran.out)
    return ran.out


def rows_of(file: Path) -> list[list[str]]:
    """Return the rows of a CSV file, its header first."""
    with file.open(newline="") as opened:
        return list(csv.reader(opened))


def pseudonym(name: str) -> str:
    """Return what an agent or a conversation is known by under the key of the folder."""
    personal = AGENT if name == NADIA else CONVERSATION
    return Redaction(Path("key").read_bytes()).pseudonym(personal, name)


def test_a_job_writes_nothing_personal(log: str) -> None:
    """Exports, rejects and manifest have pseudonyms, and the same rows as without redaction."""
    settings = ("--tz", "Europe/Brussels", "--policy", "message_content=ALL", "--allow-rejects")
    plain = run("export", log, "--out", "plain", *settings)

    ran = run("export", log, "--out", "out", *settings, "--redact", "key")

    assert (plain.code, ran) == (0, Ran(0, "", ""))
    files = {file.name: file.read_text() for file in Path("out").iterdir()}
    assert len(files) == 14
    assert [name for name, text in files.items() if MARK in text] == []
    for name in ("user.csv", "message.csv"):
        assert MARK in Path("plain", name).read_text()
        assert len(rows_of(Path("out", name))) == len(rows_of(Path("plain", name)))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_explanation_is_of_the_pseudonym(log: str, form: tuple[str, ...]) -> None:
    """A row is named by the ID or by its pseudonym, and explained in pseudonyms."""
    settings = ("user", "--column", "handling_time", "--redact", "key", *form)

    by_id = run("explain", log, *settings, "--row", f"user_id={NADIA}")
    by_pseudonym = run("explain", log, *settings, "--row", f"user_id={pseudonym(NADIA)}")

    assert by_pseudonym == by_id
    assert pseudonym(NADIA) in told(by_id)
    assert "35040" in by_id.out


def test_a_row_that_is_not_there_is_told_by_its_pseudonym(log: str) -> None:
    """What was asked for is repeated as it would be shown, and so are the nearest rows."""
    ran = run("explain", log, "user", "--row", f"user_id={MARK}", "--redact", "key")

    assert ran.code == 2
    assert MARK not in ran.err
    assert re.search(r"no row of user has user_id='agent-[0-9a-f]{20}'; the nearest are", ran.err)


@pytest.mark.parametrize("form", [(), ("--json",), ("--html", "page.html")])
@pytest.mark.parametrize(("option", "subject"), [("--agent", NADIA), ("--conversation", C003)])
def test_a_timeline_is_of_the_pseudonym(
    log: str, option: str, subject: str, form: tuple[str, ...]
) -> None:
    """A conversation or an agent is named by its ID or its pseudonym, and told in pseudonyms."""
    outputs = []
    for name in (subject, pseudonym(subject)):
        ran = run("timeline", log, option, name, "--redact", "key", *form)
        outputs.append(
            Ran(ran.code, Path("page.html").read_text(), "") if "--html" in form else ran
        )

    assert outputs[1] == outputs[0]
    assert pseudonym(subject) in told(outputs[0])


def test_an_agent_that_is_not_there_is_told_by_its_pseudonym(log: str) -> None:
    """What was asked for is not repeated as the log would have it."""
    ran = run("timeline", log, "--agent", MARK, "--redact", "key")

    assert (ran.code, ran.out) == (2, "")
    assert re.search(r"the log has no agent 'agent-[0-9a-f]{20}'", ran.err)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_doubts_are_told_in_pseudonyms(log: str, form: tuple[str, ...]) -> None:
    """The same doubts are found, and nobody is named."""
    plain = run("doubts", log, *form)

    redacted = run("doubts", log, "--redact", "key", *form)

    numbers = r'"number": (\d+)' if form else r"(?m)^(?:LOOK|WRONG) [a-z-]+: (\d+)$"
    assert re.findall(numbers, told(redacted)) == re.findall(numbers, plain.out) != []


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_changed_is_told_in_pseudonyms(log: str, form: tuple[str, ...]) -> None:
    """The same rows differ, by the same events."""
    settings = ("resolved-conversation", "--other-as-of", "2026-03-29T12:00", *form)
    plain = run("diff", log, *settings)

    redacted = run("diff", log, *settings, "--redact", "key")

    assert redacted.out.count("\n") == plain.out.count("\n")
    assert told(redacted, DIFFERENT)


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv", "differences.csv")])
def test_what_differs_from_a_vendor_is_told_in_pseudonyms(log: str, form: tuple[str, ...]) -> None:
    """Their texts are compared as they are, and told by the pseudonyms of ours."""
    run("export", log, "--out", "ours", "--only", "user", "--allow-rejects")
    rows = rows_of(Path("ours", "user.csv"))
    rows[3][1] += "!"
    rows[4][4] = f"about {MARK}"
    rows[5][0] = f"{MARK}eve"
    with Path("theirs.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    settings = ("reconcile", log, "user", "theirs.csv", "--no-search", *form)

    plain, redacted = run(*settings), run(*settings, "--redact", "key")

    assert redacted.out.count("\n") == plain.out.count("\n")
    text = told(redacted, DIFFERENT)
    if "--csv" in form:
        text = Path("differences.csv").read_text()
        assert MARK not in text
    assert len({*re.findall(r"name-[0-9a-f]{20}", text)}) == 2
    assert re.search(r"unreadable-[0-9a-f]{20}", text)


def test_the_command_that_explains_a_difference_can_be_shared(log: str) -> None:
    """It names no file, and the row by its pseudonym; with log and key put in, it runs."""
    run("export", log, "--out", "ours", "--only", "user", "--allow-rejects")
    text = Path("ours", "user.csv").read_text().replace(",35040,", ",35041,")
    Path("theirs.csv").write_text(text)

    ran = run("reconcile", log, "user", "theirs.csv", "--no-search", "--redact", "key")

    (command,) = re.findall(r"replaydesk (explain .*)", told(ran, DIFFERENT))
    words = shlex.split(command)
    put_in = {"LOG...": log, "FILE": "key"}
    assert "= 35040 s" in told(run(*(put_in.get(word, word) for word in words)))


def test_a_check_tells_no_file_and_no_value(log: str) -> None:
    """Rejects are told by a pseudonym of the file, the line, and the reason without values."""
    ran = run("check", log, "--redact", "key", "--allow-rejects")

    assert "score is …; expected an integer from 1 to 5" in told(ran)
    assert re.search(r"^  file-[0-9a-f]{20}:338: ", ran.out, re.MULTILINE)


def test_a_key_can_come_from_a_pipe(log: str) -> None:
    """A program that keeps secrets can give the key, also to a command that replays twice."""
    settings = "--other-as-of 2026-03-29T12:00 --redact"
    command = f"diff {log} user {settings}"
    from_file = run(*command.split(), "key")

    piped = subprocess.run(
        ["bash", "-c", f"{SCRIPT} {command} <(cat key)"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert from_file.code == DIFFERENT
    assert Ran(piped.returncode, piped.stdout, piped.stderr) == from_file
