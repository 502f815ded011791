"""The command line under test: in this process, or as a process of its own."""

import io
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from replaydesk.engine.commands import main

SCRIPT = Path(sysconfig.get_path("scripts")) / "replaydesk"
"""The command as it is installed beside the Python that runs the tests."""


_MEASURING = {"COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"}
"""Variables that coverage.py looks at when Python starts."""


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def run(*arguments: object, stdin: bytes = b"") -> Ran:
    """Run the command with *arguments* in this process, its output no terminal."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in "12")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["replaydesk", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    assert code is None or isinstance(code, int)
    return Ran(code or 0, _written(out), _written(err))


def process(*arguments: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run the installed command with *arguments* as a process of its own."""
    return subprocess.run(
        [SCRIPT, *map(str, arguments)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        **options,
    )


def unmeasured() -> dict[str, str]:
    """Return the environment of a command that no coverage is measured of, whatever the tests say.

    It is for commands that are held to a time or an amount of memory, which measuring changes, and
    for those that are killed or may not write, which could not tell what they ran.
    """
    return {name: said for name, said in os.environ.items() if name not in _MEASURING}


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8", "surrogateescape")
