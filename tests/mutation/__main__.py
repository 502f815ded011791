"""Mutation testing, from the folder of the tests; see README.md there.

python -m mutation map --work FOLDER     # which tests reach which line
python -m mutation run --work FOLDER     # every mutant that has no result yet
python -m mutation report --work FOLDER  # the table, and survivors without a reason
"""

import argparse
import gc
import importlib
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import attrs
import coverage
import pytest

from .notes import MODULES, ROOT, SLOW, Choice, Reached, record, report
from .trials import (
    OPTIONS,
    SURVIVED,
    UNFIT,
    Failures,
    Verdict,
    cold_trial,
    forked,
    functions_of,
    make_quick,
    put_in,
    run_items,
)

TESTS = (
    *("tests/events", "tests/projections", "tests/test_replay_logs.py"),
    *(
        f"tests/engine/test_{name}.py"
        for name in (
            *("cells", "check", "counts", "dictionary", "library", "moments", "partitions"),
            "unknown_fields",
        )
    ),
    "tests/engine/commands/test_other_commands.py",
)
"""The tests that try a mutant: quick ones, of one process. What runs in another is no mutant."""


def import_name(module: str) -> str:
    """Return the name by which a module is imported."""
    name = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    return f"replaydesk.{name}"


@attrs.define(eq=False)
class Session(Failures):
    """Takes over once the tests are collected."""

    then: Callable[["Session", list[pytest.Item]], None] = attrs.field(kw_only=True)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do what is wanted instead of running the tests."""
        if session.testsfailed:
            raise SystemExit("the tests cannot be collected")
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001
        make_quick(session.items)
        self.then(self, session.items)
        return True


def with_tests(work: Path, then: Callable[[Session, list[pytest.Item]], None]) -> None:
    """Collect the tests, and hand them to *then*."""
    paths = [str(ROOT / path) for path in TESTS]
    options = (*OPTIONS, f"--basetemp={work / 'tmp'}")
    code = pytest.main([*options, *paths], plugins=[Session(then=then)])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"pytest ended with {code!r}")


def make_map(work: Path) -> None:
    """Note which tests reach which line, and how much of the processor they take."""

    def then(session: Session, items: list[pytest.Item]) -> None:
        files = [importlib.import_module(import_name(module)).__file__ or "" for module in MODULES]
        measured = coverage.Coverage(
            data_file=None, config_file=False, include=[os.path.realpath(file) for file in files]
        )
        seconds = {}
        measured.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            started = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = round(time.process_time() - started, 4)
            if session.first:
                print("left out, for it fails without a mutant:", session.first, file=sys.stderr)
                seconds[item.nodeid], session.first = SLOW + 1, ""
        measured.stop()
        data = measured.get_data()
        lines = {
            Path(file).relative_to(ROOT).as_posix(): {
                str(line): sorted(filter(None, tests))
                for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        Reached(seconds, lines).write(work)

    with_tests(work, then)


def run_warm(choice: Choice, budget: float) -> None:
    """Try the mutants inside functions."""
    reached = Reached.read(choice.work, budget)

    def then(session: Session, items: list[pytest.Item]) -> None:
        by_name = {item.nodeid: item for item in items}
        modules = {module: importlib.import_module(import_name(module)) for module in MODULES}
        alive = {module: functions_of(imported) for module, imported in modules.items()}
        gc.collect()
        gc.freeze()  # what is frozen is not copied when a copy collects its garbage
        for module, tree, mutants in choice.mutants("warm"):
            noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for mutant in mutants:
                before = noticed[mutant.scope]
                # What noticed a change nearby most often notices this one.
                tests = sorted(reached.tests(mutant, "warm"), key=before.__getitem__, reverse=True)
                chosen = [by_name[test] for test in tests if test in by_name]

                def trial() -> Verdict:
                    file = modules[module].__file__ or ""  # noqa: B023  # run before it changes
                    if not chosen or not put_in(tree, file, alive[module]):  # noqa: B023
                        return Verdict(UNFIT)
                    return run_items(chosen, session)  # noqa: B023

                started = time.perf_counter()
                mutant.apply()
                verdict = forked(trial)
                mutant.undo()
                before[verdict.by] += 1
                record(choice.work, mutant, "warm", verdict, time.perf_counter() - started)

    with_tests(choice.work, then)


def run_cold(choice: Choice, budget: float) -> None:
    """Try the mutants of what runs at import, and those that only an import can show."""
    reached = Reached.read(choice.work, budget)
    scratch = choice.work / "tmp"
    for module, tree, mutants in choice.mutants("cold"):
        noticed: Counter[str] = Counter()
        for mutant in mutants:
            tests = reached.tests(mutant, "cold")
            likely = [test for test, _ in noticed.most_common(2)]
            started = time.perf_counter()
            mutant.apply()
            verdict = Verdict(SURVIVED)
            for part in filter(None, (likely, tests[:40], tests)):

                def trial() -> Verdict:
                    return cold_trial(ROOT, scratch, import_name(module), tree, part)  # noqa: B023

                verdict = forked(trial)
                if verdict.status != SURVIVED:
                    break
            mutant.undo()
            if "::" in verdict.by:
                noticed[verdict.by] += 1
            record(choice.work, mutant, "cold", verdict, time.perf_counter() - started)


def in_a_copy(function: Callable[[], None]) -> None:
    """Run *function* in a copy of this process, which stays as it is: nothing imported yet."""
    child = os.fork()
    if child == 0:
        function()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the trials ended early")


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m mutation")
    parser.add_argument("command", choices=["map", "run", "report"])
    parser.add_argument("--work", type=Path, required=True, help="a folder for the notes")
    parser.add_argument("--only", nargs="*", default=[], help="parts of the paths of modules")
    parser.add_argument("--share", type=float, default=1.0, help="of the mutants, to sample")
    parser.add_argument("--budget", type=float, default=40.0, help="seconds of tests for each")
    parser.add_argument("--again", action="store_true", help="survivors without a reason, too")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    if options.command == "report":
        print(*report(work), sep="\n")
    elif options.command == "map":
        make_map(work)
    else:
        choice = Choice(work, tuple(options.only), options.share, options.again)
        in_a_copy(lambda: run_warm(choice, options.budget))
        run_cold(choice, options.budget)


if __name__ == "__main__":
    main()
