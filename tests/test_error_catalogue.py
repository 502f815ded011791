"""The catalogue of messages: each is caused by a case, and stands on its page as it is printed."""

import difflib
from functools import cache

import pytest
from errors.cases import Outcome, raised_at
from errors.catalogue import COMMAND, FOLDER, commands_page, files, outcome
from errors.command_cases import CASES
from errors.line_cases import line_cases
from errors.raises import Site, sites
from replaydesk import ReplaydeskError, decode
from replaydesk.engine.commands import commands
from replaydesk.engine.duplicates import _DIFFERS
from replaydesk.events import EVENT_TYPES

NOT_CAUSED = {
    "engine/audit/words.py in describe": "every type of the catalogue has a sentence; test_words",
    "engine/compression.py in _until_damage": "bytes that fail together fail one by one, too",
    "engine/compression.py in _frame": "zstd says so itself, of a frame and of its last block",
    "engine/spark/errors.py in spark_told": "it needs Spark, but for what is said without PySpark",
    "engine/spark/fact_frames.py in find_table": "it needs Spark",
    "engine/spark/files.py in known": "it needs Spark",
    "engine/spark/inputs.py in _listed": "it needs Spark",
    "engine/spark/inputs.py in _named": "it needs Spark",
    "engine/spark/inputs.py in _parquet_in": "it needs Spark",
    "engine/spark/inputs.py in of_files": "it needs Spark",
    "engine/spark/library.py in _asked_for": "it needs Spark",
    "engine/spark/tables.py in _fields_of_folders": "it needs Spark",
    "engine/spark/tables.py in line_of": "it needs Spark",
    "engine/spark/tables.py in refuse_tables": "it needs Spark",
}
"""What no case can cause, and why."""


@cache
def outcomes() -> list[Outcome]:
    """Do what every case says, once."""
    return [outcome(case) for case in CASES]


@cache
def generated() -> dict[str, bytes]:
    """Make every file of the catalogue."""
    return files() | {"commands.md": commands_page(outcomes())}


@cache
def of_lines() -> tuple[set[tuple[str, int]], list[str]]:
    """Decode every line of the catalogue: where it was rejected, and the reasons."""
    places: set[tuple[str, int]] = set()
    reasons = []
    for case in line_cases():
        try:
            decode(case.line)
        except ReplaydeskError as error:
            places |= raised_at(error)
            reasons.append(str(error))
    return places, reasons


@pytest.mark.parametrize("name", ["commands.md", "lines.jsonl", "lines.md"])
def test_the_catalogue_is_what_the_program_says(name: str) -> None:
    """Each message stands there as it is printed today."""
    written, made = (FOLDER / name).read_bytes(), generated()[name]
    differing = difflib.unified_diff(
        written.decode("utf-8", "backslashreplace").splitlines(),
        made.decode("utf-8", "backslashreplace").splitlines(),
        f"{name} as it is written",
        f"{name} as the program has it",
        lineterm="",
    )

    assert made == written, "\n".join(["If the change is meant:", f"    {COMMAND}", *differing])


def test_every_message_is_caused_by_a_case() -> None:
    """Each place that raises what a person is told is reached, with each of its wordings.

    A new message needs a case in `errors/`, see the README of the tests.
    """
    places, told = caused()
    missing = [
        str(site)
        for site in sites()
        if f"{site.file} in {site.function}" not in NOT_CAUSED and not is_told(site, places, told)
    ]

    assert missing == []


def caused() -> tuple[set[tuple[str, int]], str]:
    """Return where the cases raise something, and all that they print."""
    places, texts = of_lines()
    places = places.union(*(came.raised for came in outcomes()))
    return places, "\n\n".join([*texts, *(came.ran.err for came in outcomes())])


def is_told(site: Site, places: set[tuple[str, int]], told: str) -> bool:
    """Tell whether a case reaches a place in the sources and each of its wordings."""
    is_reached = not site.raises or any((site.file, line) in places for line in site.lines)
    return is_reached and all(template.search(told) for template in site.templates)


def test_nothing_is_excused_that_does_not_exist() -> None:
    """What is said to have no case is in the sources, and no case causes all of it."""
    places, told = caused()
    missing = {
        f"{site.file} in {site.function}" for site in sites() if not is_told(site, places, told)
    }

    assert missing == {*NOT_CAUSED}


def test_every_rule_of_every_type_has_a_line() -> None:
    """Each field of each type is there as its rule does not want it, each required one unsaid."""
    reasons = of_lines()[1]
    for cls in EVENT_TYPES:
        for name in cls.required:
            assert f"{name} is missing; {cls.type} needs one" in reasons
        for name, rule in cls.rules.items():
            words = [reason for reason in reasons if reason.startswith(f"{name} is ")]
            assert any(reason.endswith(f"; expected {rule.expected}") for reason in words)


def test_every_type_of_option_has_a_value_that_is_wrong() -> None:
    """Where click reads what an option says, a case says what it cannot read."""
    types = {
        type(parameter.type).__name__
        for command in commands.commands.values()
        for parameter in command.params
    }
    refused = frozenset[str]().union(*(came.refused for came in outcomes()))

    assert types - refused == {"BoolParamType", "StringParamType"}  # flags, and what is read by us


def test_every_line_of_the_catalogue_is_told() -> None:
    """All of its lines are rejects, but for the one that counts of two with one ID."""
    page = (FOLDER / "lines.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    assert len(rows) == len(line_cases()) - 1
    assert page.count(_DIFFERS) == 1


def test_a_message_is_one_line_that_names_the_program() -> None:
    """A command that fails says why in one line, but for rows that it lists and for click."""
    for case, came in zip(CASES, outcomes(), strict=True):
        if not case.is_python and came.ran.code in (1, 2):
            said = [line for line in came.ran.err.splitlines() if line.startswith("replaydesk: ")]
            usage = came.ran.err.startswith(("Usage: ", "Error: "))
            assert usage or said, case.does
