"""A case of the catalogue: what a person does, and the message that comes of it."""

import contextlib
import shlex
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from command_line import Ran
from replaydesk.engine import commands
from replaydesk.engine.output import IN_PLACE


def nothing_fails(_patch: pytest.MonkeyPatch) -> None:
    """Let everything be as it is."""


@attrs.frozen(kw_only=True)
class Case:
    """Something that a person does, in a folder with some files and no others."""

    section: str
    does: str
    """A command line, or Python."""

    files: Mapping[str, bytes] = attrs.field(factory=dict)
    stdin: bytes = b""
    fault: Callable[[pytest.MonkeyPatch], None] = nothing_fails
    """Makes something fail that a person cannot make fail at will; its docstring says what."""

    @property
    def is_python(self) -> bool:
        """Whether it is Python that is done."""
        return not self.does.startswith("replaydesk")


@attrs.frozen
class Outcome:
    """What came of a case."""

    ran: Ran
    raised: frozenset[tuple[str, int]]
    """Where in the sources, by the file and the line, what the person was told was raised."""

    refused: frozenset[str] = frozenset()
    """The types, by their names, of which click found a value wrong."""


def outcome_of(case: Case, folder: Path) -> Outcome:
    """Do what a case says in *folder*, which is empty, and return what came of it."""
    for name, content in case.files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        case.fault(patch)
        if case.is_python:
            return _evaluated(case.does)
        return _run(case.does, case.stdin)


def _run(command: str, stdin: bytes) -> Outcome:
    from command_line import run  # noqa: PLC0415  # it is looked at below what it calls

    seen: list[BaseException] = []
    main = commands.commands.main

    def watched(**options: Any) -> Any:
        try:
            return main(**options)
        except BaseException as error:
            seen.append(error)
            raise

    IN_PLACE.clear()  # what other cases left in this process
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands.commands, "main", watched)
        ran = run(*shlex.split(command)[1:], stdin=stdin)
    wrong = [error for error in seen if type(error) is click.BadParameter]
    return Outcome(
        ran,
        frozenset(place for error in seen for place in raised_at(error)),
        frozenset(type(error.param.type).__name__ for error in wrong if error.param is not None),
    )


def _evaluated(code: str) -> Outcome:
    try:
        exec(code, {"__name__": "cases"})  # noqa: S102  # the cases' own code
    except Exception as error:  # noqa: BLE001  # whatever it is, it is shown
        words = "".join(traceback.format_exception_only(error))
        name, colon, rest = words.partition(": ")
        return Outcome(Ran(1, "", name.rpartition(".")[2] + colon + rest), raised_at(error))
    return Outcome(Ran(0, "", ""), frozenset())


def raised_at(error: BaseException | None) -> frozenset[tuple[str, int]]:
    """Return where an exception, and each that led to it, was raised, in files of the sources."""
    places = set()
    while error is not None:
        for frame in traceback.extract_tb(error.__traceback__)[-1:]:
            _, ours, file = frame.filename.rpartition("/replaydesk/")
            if ours:
                places.add((file, frame.lineno or 0))
        error = error.__cause__ or error.__context__
    return frozenset(places)
