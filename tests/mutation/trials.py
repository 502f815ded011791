"""Trials: whether the tests notice a mutant, each in a process of its own.

A mutant inside a function is tried in a copy of a process that has collected the tests: the
function gets the code of the mutant, and the tests that reach its line are run. What runs when a
module is imported is tried in a copy of a process that has imported nothing of the project yet.
"""

import ast
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import attrs
import hypothesis
import pytest

CPU_SECONDS = 60
"""A mutant that computes longer than this loops for ever."""

WALL_SECONDS = 300
MEMORY = 6 << 30

OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--no-header"),
    *("-o", "tmp_path_retention_policy=none", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
"""How pytest is run in every trial."""

KILLED, SURVIVED, TIMEOUT, UNFIT = "killed", "survived", "timeout", "unfit"
"""What comes of a trial; *unfit* for the warm way is what only an import can show."""


@attrs.frozen
class Verdict:
    """What came of a trial."""

    status: str
    by: str = ""
    """The test that noticed, or what else did."""


def forked(trial: Callable[[], Verdict]) -> Verdict:
    """Run a trial in a copy of this process, within bounds of time and memory."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _bound()
        try:
            verdict = trial()
        except BaseException as error:  # noqa: BLE001  # a mutant may break anything
            verdict = Verdict(KILLED, f"{type(error).__name__}: {error}"[:100])
        with os.fdopen(writing, "w") as pipe:
            pipe.write(f"{verdict.status}\n{verdict.by}")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        status, _, by = pipe.read().partition("\n")
    _, ended = os.waitpid(child, 0)
    if status:
        return Verdict(status, by)
    by_clock = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) in (signal.SIGXCPU, signal.SIGALRM)
    return Verdict(TIMEOUT if by_clock else KILLED, f"the process ended with {ended}")


def _bound() -> None:
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(WALL_SECONDS)


@attrs.define(eq=False)  # pytest puts its plugins into sets
class Failures:
    """The first test that fails, told by pytest itself."""

    first: str = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        if report.failed and not self.first:
            self.first = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a test module that cannot be imported."""
        if report.failed and not self.first:
            self.first = f"import of {report.nodeid}"


def run_items(items: Sequence[pytest.Item], failures: Failures) -> Verdict:
    """Run collected tests, in their order, until one fails."""
    for item, following in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failures.first:
            return Verdict(KILLED, failures.first)
    return Verdict(SURVIVED)


def make_quick(items: Iterable[pytest.Item]) -> None:
    """Let Hypothesis try the same examples in every trial, and shrink none."""
    for item in items:
        function = getattr(item, "obj", None)
        chosen = getattr(function, "_hypothesis_internal_use_settings", None)
        if chosen is None:
            continue
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        quick = hypothesis.settings(
            chosen, phases=phases, database=None, derandomize=True, deadline=None
        )
        function._hypothesis_internal_use_settings = quick  # type: ignore[union-attr]  # noqa: SLF001


Functions = dict[tuple[str, int], list[FunctionType]]


def functions_of(module: ModuleType) -> Functions:
    """Return every function object of a module that is alive, by name and first line."""
    found: Functions = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename == module.__file__:
            code = each.__code__
            found.setdefault((code.co_qualname, code.co_firstlineno), []).append(each)
    return found


def put_in(tree: ast.Module, filename: str, functions: Functions) -> bool:
    """Give the functions the code of a changed tree; tell whether that changed any."""
    changed = False
    for code in _codes(compile(tree, filename, "exec", dont_inherit=True)):
        for function in functions.get((code.co_qualname, code.co_firstlineno), ()):
            if function.__code__ != code:
                if function.__code__.co_freevars != code.co_freevars:
                    return False
                function.__code__ = code
                changed = True
    return changed


def _codes(code: CodeType) -> Iterable[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


class _Mutated(importlib.abc.MetaPathFinder):
    """Finds one module changed, and leaves the others to those who find them."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.tree = name, tree

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Find the module as it is, but for its code."""
        if fullname != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            code = compile(self.tree, spec.origin, "exec", dont_inherit=True)
            spec.loader.get_code = lambda _name: code  # type: ignore[union-attr]
        return spec


@attrs.define(eq=False)
class _Chosen(Failures):
    """Keeps the tests that are wanted, in the order in which they are wanted."""

    order: dict[str, int] = attrs.Factory(dict)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is wanted."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order),
            key=lambda item: self.order[item.nodeid],
        )
        make_quick(items)


def cold_trial(
    root: Path, scratch: Path, name: str, tree: ast.Module, tests: Sequence[str]
) -> Verdict:
    """Import the changed module, and run the tests until one fails; to be called in a copy.

    *scratch* is a folder for the tests' files, which is emptied first.
    """
    sys.meta_path.insert(0, _Mutated(name, tree))
    chosen = _Chosen(order={test: place for place, test in enumerate(tests)})
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = (*OPTIONS, "-x", f"--basetemp={scratch}")
    code = pytest.main([*options, *(str(root / file) for file in files)], plugins=[chosen])
    if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return Verdict(SURVIVED)
    return Verdict(KILLED, chosen.first or f"pytest ended with {code!r}")
