"""The catalogue of messages, as its pages: made from the cases and the program."""

import base64
import json
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Final

from command_line import run
from errors.cases import Case, Outcome, nothing_fails, outcome_of
from errors.command_cases import CASES
from errors.line_cases import LineCase, line_cases

FOLDER: Final = Path(__file__).parents[2] / "replay_logs" / "errors"
COMMAND: Final = "python tests/errors/write.py"
_LONGEST: Final = 300
_ABOUT: Final = (
    " The files that are named are all that the folder holds. Lines after `!` went to standard "
    "error. The words under Usage are click's."
)


def files() -> dict[str, bytes]:
    """Return the generated files that tell of lines, by their names."""
    cases = line_cases()
    return {
        "lines.jsonl": b"".join(case.line + b"\n" for case in cases),
        "lines.md": _lines_page(cases).encode(),
    }


def commands_page(outcomes: Iterable[Outcome]) -> bytes:
    """Return the page that tells what came of each case."""
    return _commands_page(zip(CASES, outcomes, strict=True)).encode()


def outcome(case: Case) -> Outcome:
    """Do what a case says, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="errors-") as folder:
        return outcome_of(case, Path(folder))


def reasons(lines: Iterable[bytes]) -> dict[int, str]:
    """Return what `replaydesk export` says of each line that it tells of, by its number."""
    with tempfile.TemporaryDirectory(prefix="errors-") as folder:
        log, out = Path(folder, "lines.jsonl"), Path(folder, "out")
        log.write_bytes(b"".join(line + b"\n" for line in lines))
        run("export", log, "--out", out, "--only", "team")
        told = [json.loads(line) for line in (out / "rejects.jsonl").read_bytes().splitlines()]
    return {reject["line"]: reject["reason"] for reject in told}


def _lines_page(cases: list[LineCase]) -> str:
    told = reasons(case.line for case in cases)
    parts = [
        "# Lines that are rejected\n",
        f"Made by `{COMMAND}`, which asks the program. To ask it of all of them:\n",
        "    replaydesk check replay_logs/errors/lines.jsonl --rejects 1000\n",
    ]
    numbered = enumerate(cases, 1)
    for section, found in groupby(numbered, key=lambda pair: pair[1].section):
        parts.append(f"## {section}\n")
        rows = [(case.line, told[number]) for number, case in found if number in told]
        parts.append("| line | reason |\n|---|---|")
        parts += [f"| {_code(_shown(line))} | {_plain(reason)} |" for line, reason in rows]
        parts.append("")
    return "\n".join(parts)


def _commands_page(outcomes: Iterable[tuple[Case, Outcome]]) -> str:
    parts = [
        "# What commands and the library say\n",
        f"Made by `{COMMAND}`, which does what stands here.{_ABOUT}\n",
    ]
    for section, found in groupby(outcomes, key=lambda pair: pair[0].section):
        parts.append(f"## {section}\n")
        files: dict[str, bytes] = {}
        for case, came in found:
            if dict(case.files) != files:
                files = dict(case.files)
                parts += [_file(name, content) for name, content in files.items()]
            if case.fault is not nothing_fails:
                parts.append(f"{(case.fault.__doc__ or '').strip()}\n")
            parts.append(_told(case, came))
    return "\n".join(parts)


def _file(name: str, content: bytes) -> str:
    if name.endswith("/"):
        return f"The folder `{name}` is empty.\n"
    if content.decode("utf-8", "replace").count("\ufffd") > 1:
        return f"`{name}`, in base64:\n\n{_block(base64.b64encode(content).decode())}"
    return f"`{name}`:\n\n{_block(_shown(content))}"


def _told(case: Case, came: Outcome) -> str:
    if case.is_python:
        said = [f"{'...' if line[:1] == ' ' else '>>>'} {line}" for line in case.does.splitlines()]
        return _block("\n".join([*said, came.ran.err]))
    told = [f"! {line}".rstrip() for line in came.ran.err.splitlines()]
    lines = [f"$ {case.does}", *came.ran.out.splitlines(), *told, f"exit code {came.ran.code}"]
    return _block("\n".join(lines))


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def _shown(content: bytes) -> str:
    """Return bytes as a page shows them: those that are no text as their numbers."""
    text = "".join(
        c if c == "\n" or c.isprintable() else f"\\x{ord(c):02x}"
        for c in content.decode("utf-8", "backslashreplace")
    )
    return text if len(text) <= _LONGEST else f"{text[:40]}… ({len(content):,} bytes)"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[").replace("_", "\\_")
