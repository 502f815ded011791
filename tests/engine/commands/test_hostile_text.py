"""Hostile text: whatever a log, a name of a file or an argument says, a terminal only shows it."""

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Ran, process, run
from hostile_log import lines_of
from replaydesk.engine.commands import commands
from replaydesk.projections import EXPORTS

EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\r\n\u202e\u2066\u2028\x7f\x00e"
"""Clears the screen, names the window, turns the text round, and seems to end the line."""

NAME = EVIL.replace("\x00", "")
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""All of that but the end of a line."""

SHOWN = r"\x1b[2J\x1b]0;title\x07\x9b31m\r\n\u202e\u2066\u2028\x7f"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a log in which all text is evil, of rejects, of an unknown type and of doubts, too."""
    path = tmp_path_factory.mktemp("logs") / f"{NAME}.jsonl"
    bad = json.dumps({"id": EVIL, "type": "csat.sent", "time": EVIL, "conversation_id": EVIL})
    wrong = json.dumps({"id": EVIL, "type": "message.sent", "time": 0, "direction": EVIL})
    unknown = json.dumps({"id": EVIL, "type": EVIL, "time": 0})
    twin = json.loads(lines_of(f"{EVIL}x", f"{EVIL}y")[0]) | {"name": EVIL}
    more = [bad, wrong, unknown, EVIL.replace("\n", ""), json.dumps(twin)]
    held = {"type": "lock.acquired", "conversation_id": f"{EVIL}z", "agent_id": f"{EVIL}z"}
    long = [
        json.dumps({"id": f"{EVIL}z", "time": 0} | held),
        json.dumps({"id": f"{EVIL}zz", "time": 90_000_000} | held | {"agent_id": f"{EVIL}x"}),
    ]
    path.write_text("\n".join([*lines_of(f"{EVIL}x", f"{EVIL}y"), *more, *long]))
    return path


def vendor_file(folder: Path) -> Path:
    """Write a vendor's file with other values, and a column that is none of ours."""
    path = folder / f"{NAME}.csv"
    evil = EVIL.replace("\x00", "")
    path.write_text(f'User ID,User Name,"{evil}"\n"{evil}x","{evil}","{evil}"\n"{evil}z",A,B\n')
    return path


def command_lines(log: Path, folder: Path) -> Iterator[list[object]]:
    """Yield what to run: every command, in every form in which it prints."""
    vendor = vendor_file(folder)
    mapping = folder / "mapping.json"
    mapping.write_text(json.dumps({EVIL: "user_email"}))
    yield ["check", log]
    yield ["check", log, "--rejects", 0]
    yield ["export", log, "--out", folder / NAME]
    yield ["columns"]
    yield ["columns", "--json"]
    yield ["generate", "--events", 50]
    yield ["completion", "bash"]
    for form in ([], ["--json"]):
        for export in EXPORTS:
            column = export.columns()[0].key
            yield ["diff", log, export.slug, "--other-as-of", "1970-01-01T00:25", *form]
            yield ["explain", log, export.slug, "--row", f"{column}=nothing", *form]
        yield ["explain", log, "user", "--row", f"user_id={EVIL}x", *form]
        yield ["explain", log, "contact", "--row", f"contact_id={EVIL}x", *form]
        yield ["explain", log, "message", "--row", f"message_id={EVIL}x1", *form]
        yield ["explain", log, "resolved-conversation", "--row", f"conversation_id={EVIL}x", *form]
        yield ["timeline", log, "--conversation", f"{EVIL}x", "--policy", "message_content=ALL"]
        yield ["timeline", log, "--conversation", f"{EVIL}y", *form]
        yield ["timeline", log, "--agent", f"{EVIL}x", *form]
        yield ["timeline", log, "--agent", f"{EVIL}x", "--html", folder / f"{NAME}.html", *form]
        yield ["doubts", log, "--limit", 50, *form]
        yield ["doubts", "--catalogue", *form]
        yield ["reconcile", log, "user", vendor, "--no-search", *form]
        yield ["reconcile", log, "user", vendor, "--mapping", mapping, *form]


def printed(ran: Ran) -> str:
    """Return all that was printed, having seen that none of it acts."""
    text = ran.out + ran.err
    acts = ACTS.search(text)
    assert acts is None, text[max(0, acts.start() - 200) : acts.end() + 20]
    return text


def test_no_command_prints_what_acts(log: Path, tmp_path: Path) -> None:
    """Escape sequences, turned directions and ends of lines are shown as escapes."""
    done = set()
    for words in command_lines(log, tmp_path):
        # An argument cannot hold a NUL, but a program that calls the command in its process can.
        text = printed(run(*words))
        assert "Traceback" not in text
        done.add(words[0])

    assert done == set(commands.commands)


@pytest.mark.parametrize(
    "words",
    [
        ["timeline", "--conversation", f"{EVIL}x"],
        ["timeline", "--agent", f"{EVIL}x", "--policy", "message_content=ALL"],
        ["explain", "user", "--row", f"user_id={EVIL}x"],
        ["diff", "team", "--other-as-of", "1970-01-01T00:25"],
        ["doubts", "--limit", "50"],
        ["check"],
    ],
    ids=lambda words: words[0],
)
def test_what_is_shown_is_all_there(log: Path, words: list[str]) -> None:
    """The text is told, not left out: with its escapes a reader sees what it tried."""
    assert r"\x1b[2J\x1b]0;title\x07" in printed(run(words[0], log, *words[1:]))


def test_json_means_what_it_says(log: Path) -> None:
    """What is printed for programs reads back as the log has it."""
    ran = run("timeline", log, "--agent", f"{EVIL}x", "--json")
    printed(ran)

    assert any(f"{EVIL}x" in text for text in texts_in(json.loads(ran.out)))


def texts_in(data: object) -> Iterator[str]:
    """Yield every text in JSON data."""
    if isinstance(data, str):
        yield data
    for value in data.values() if isinstance(data, dict) else data if type(data) is list else ():
        yield from texts_in(value)


WRONG: list[list[str]] = [
    ["export", NAME, "--out", "out"],
    ["export", "log", "--out", "out", "--tz", NAME],
    ["export", "log", "--out", "out", "--policy", NAME],
    ["export", "log", "--out", "out", "--policy", f"{NAME}=x"],
    ["export", "log", "--out", "out", "--policy", f"handling={NAME}"],
    ["export", "log", "--out", "out", "--only", NAME],
    ["export", "log", "--out", "out", "--period", NAME],
    ["export", "log", "--out", "out", "--as-of", NAME],
    ["export", "log", "--out", "out", "--workers", NAME],
    ["export", "log", "--out", "out", "--lang", NAME],
    ["export", "log", "--out", "out", "--max-line", NAME],
    ["export", "log", "--out", f"log/{NAME}"],
    ["export", "log", "--out", "out", f"--{NAME}"],
    ["export", "log", "--out", "out", f"-{NAME}"],
    ["check", f"damaged{NAME}"],
    ["columns", "user", NAME],
    ["columns", NAME],
    [NAME],
    ["explain", "log", NAME, "--row", "x=y"],
    ["explain", "log", "user", "--row", NAME],
    ["explain", "log", "user", "--row", f"{NAME}=x"],
    ["explain", "log", "user", "--row", "user_id=x", "--column", NAME],
    ["timeline", "log", "--conversation", NAME],
    ["timeline", "log", "--agent", "a", "--day", NAME],
    ["timeline", "log", "--agent", "a", "--html", f"no/{NAME}"],
    ["doubts", "log", "--only", NAME],
    ["reconcile", "log", "user", NAME],
    ["reconcile", "log", "user", "theirs.csv", "--mapping", NAME],
    ["reconcile", "log", "user", "theirs.csv", "--key", NAME],
    ["generate", "--start", NAME],
    ["generate", "--out", f"no/{NAME}"],
    ["completion", NAME],
]


@pytest.mark.parametrize("words", WRONG, ids=lambda words: shlex.join(words).replace(NAME, "EVIL"))
def test_no_message_acts(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell makes arguments of the names of files, also of such as look like options."""
    monkeypatch.chdir(tmp_path)
    Path("log").write_text("\n".join(lines_of("x", "y")))
    Path("theirs.csv").write_text("User ID,User Name\nx,X\n")
    Path(f"damaged{NAME}").write_bytes(b"\x1f\x8b\x08")
    ran = run(*words)

    assert ran.code in (1, 2)
    assert "Traceback" not in printed(ran)


def test_a_name_that_is_no_text_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that are no UTF-8, in any argument that names a file, are shown, in JSON too."""
    monkeypatch.chdir(tmp_path)
    odd = os.fsdecode(b"\xff\xfe")
    Path(odd).write_text("\n".join(lines_of("x", "y")))
    theirs = Path(f"{odd}.csv")
    theirs.write_text("User ID,User Name\nx,X\n")
    for words in (
        ["export", odd, "--out", f"out{odd}"],
        ["check", odd],
        ["explain", odd, "user", "--row", "user_id=x", "--json"],
        ["explain", odd, "user", "--row", "user_id=x"],
        ["timeline", odd, "--agent", "x", "--json"],
        ["timeline", odd, "--agent", "x", "--html", f"{odd}.html"],
        ["doubts", odd, "--json"],
        ["diff", odd, "user", "--other-log", odd, "--json"],
        ["diff", odd, "user", "--other-as-of", "1970-01-01T00:09"],
        ["reconcile", odd, "user", theirs, "--json", "--csv", f"{odd}.differences"],
        ["reconcile", odd, "user", theirs],
        ["explain", "log", "user", "--row", f"user_id={odd}"],
        ["timeline", odd, "--agent", odd],
        ["check", f"missing{odd}"],
    ):
        ran = process(*words)
        assert ran.returncode in (0, 2, 4), (words, ran.stderr)
        assert "Traceback" not in ran.stderr
        assert "\udcff" not in ran.stdout + ran.stderr
