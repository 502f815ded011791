"""The public face: a few names, imported when they are used."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version

import pytest
import replaydesk

NAMES = {
    "EXPORTS",
    "DamagedLogError",
    "InvalidEventError",
    "LogNotFoundError",
    "MetricPolicy",
    "MomentError",
    "Options",
    "PolicyError",
    "ReplaydeskError",
    "Result",
    "UnknownExportError",
    "UnknownTypeError",
    "UnknownZoneError",
    "__version__",
    "decode",
    "encode",
    "replay",
    "replay_events",
    "replay_lines",
}


def modules_after(code: str) -> set[str]:
    """Run *code* in a new process, and return what it has imported."""
    script = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    return set(run.stdout.split())


def test_the_public_names_are_there() -> None:
    """What the face names can be imported from it, whether it was used before or not."""
    assert set(replaydesk.__all__) >= NAMES
    for name in replaydesk.__all__ * 2:
        assert getattr(replaydesk, name).__doc__


OF_OTHER_FACES = {
    "FoldDefinitionError": "replaydesk.projections has it, for who makes one",
    "FolderInUseError": "of jobs; who asks for less meets it as an OutputError",
    "InputError": "replaydesk.spark has it",
    "NoSentenceError": "no type of the catalogue causes it",
    "RowError": "what two others are made of",
    "SparkJobError": "replaydesk.spark has it",
}
"""The errors that the face has not, and why."""


def test_what_a_caller_can_meet_is_there() -> None:
    """An error that a public function raises can be imported from where the function is."""
    for module in pkgutil.walk_packages(replaydesk.__path__, "replaydesk."):
        if not {"commands", "spark"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    importlib.import_module("replaydesk.engine.spark.errors")  # the one that needs no Spark
    found = {
        cls.__name__
        for cls in errors_below(replaydesk.ReplaydeskError)
        if cls.__module__.startswith("replaydesk.") and cls.__name__ != "UnknownFactError"
    }

    assert found - set(replaydesk.__all__) == set(OF_OTHER_FACES)


def errors_below(cls: type[Exception]) -> Iterator[type[Exception]]:
    """Yield the classes that are made of an error, and those made of them."""
    for below in cls.__subclasses__():
        yield below
        yield from errors_below(below)


def test_other_names_are_not_there() -> None:
    """A name that is none is told as Python does."""
    with pytest.raises(AttributeError, match="module 'replaydesk' has no attribute 'reply'"):
        _ = replaydesk.reply  # type: ignore[attr-defined]  # checkers tell it, too


def test_the_version_is_that_of_the_package() -> None:
    """What the library says of itself is what was installed."""
    assert version("replaydesk") == replaydesk.__version__


def test_an_import_imports_nothing_of_the_engine() -> None:
    """`import replaydesk` is quick: names come from where they live when they are used."""
    imported = {name for name in modules_after("import replaydesk") if "replaydesk." in name}

    assert imported == set()


@pytest.mark.parametrize(
    "code",
    [
        "import replaydesk",
        "from replaydesk import replay_lines; replay_lines([]).rows('user')",
        "from replaydesk import *",
        "import replaydesk.engine.export",
    ],
)
def test_the_library_does_not_import_the_command_line(code: str) -> None:
    """Who replays from Python needs no click, and none of the commands."""
    imported = modules_after(code)

    assert "replaydesk" in imported
    assert {name for name in imported if name.partition(".")[0] == "click"} == set()
    assert {name for name in imported if name.startswith("replaydesk.engine.commands")} == set()


def test_the_events_import_nothing_else_of_the_project() -> None:
    """What happened does not know what it means, nor how that is found."""
    imported = {name for name in modules_after("import replaydesk.events") if "replaydesk." in name}

    assert {name for name in imported if not name.startswith("replaydesk.events")} == set()
