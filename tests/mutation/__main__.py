"""Mutation testing: `python -m mutation map|run|report`, from the folder of the tests.

    cd tests
    nice -n 15 python -m mutation map --work /tmp/mutation
    nice -n 15 python -m mutation run --work /tmp/mutation
    python -m mutation report --work /tmp/mutation

`map` runs the tests once and notes which of them reach which line. `run` tries every mutant that
has no result yet, so it can be stopped and started again. `report` prints the table and the
survivors of which the README gives no reason. See README.md.
"""

import argparse
import functools
import gc
import importlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import coverage
import pytest

from .mutants import Mutant, mutants_of
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
    now,
    put_in,
    run_items,
)

ROOT = Path(__file__).parent.parent.parent
MODULES = [
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "projections").rglob("*.py")),
    *("events/event.py", "events/instants.py", "events/rules.py"),
    *("engine/streams.py", "engine/duplicates.py"),
]
"""What is mutated: the meaning of the log, and its order."""

TESTS = (
    *("tests/events", "tests/projections", "tests/test_replay_logs.py"),
    *("tests/engine/test_library.py", "tests/engine/test_partitions.py"),
    *("tests/laws/test_any_order.py", "tests/laws/test_second_opinion.py"),
)
"""Tests that run in one process: what runs in another is not the mutant."""

SLOW = 4.0
"""Seconds: a test that takes longer is left out."""

BUDGET = 40.0
"""Seconds of tests that a mutant has to survive at most, the quickest first."""


def import_name(module: str) -> str:
    """Return the name by which a module is imported."""
    name = module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    return f"replaydesk.{name}"


@attrs.define
class Reached:
    """Which tests reach which line, and how long they take."""

    seconds: dict[str, float]
    lines: dict[str, dict[str, list[str]]]
    budget: float

    def tests(self, module: str, line: int | None, about: str = "") -> list[str]:
        """Return the tests that reach a line, or anything of a module.

        First come those that say words of what they are *about*, then the quickest.
        """
        words = _words(f"{module} {about}")
        by_line = self.lines.get(module, {})
        if line is None:
            found = {test for tests in by_line.values() for test in tests} or {*self.seconds}
        else:
            found = set(by_line.get(str(line), ()))
        tests, spent = [], 0.0
        for test in sorted(
            found, key=lambda test: (-len(words & _words(test)), self.seconds[test], test)
        ):
            spent += self.seconds[test]
            if self.seconds[test] > SLOW or spent > self.budget:
                break
            tests.append(test)
        return tests


@functools.cache
def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall("[a-z]{3,}", text.lower())}


@attrs.define(eq=False)
class Session(Failures):
    """Takes over once the tests are collected."""

    then: Callable[["Session", list[pytest.Item]], None] = attrs.field(kw_only=True)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do what is wanted instead of running the tests."""
        if session.testsfailed:
            raise SystemExit("the tests cannot be collected")
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001
        self.then(self, session.items)
        return True


def with_tests(then: Callable[[Session, list[pytest.Item]], None]) -> None:
    """Collect the tests, and hand them to *then*."""
    paths = [str(ROOT / path) for path in TESTS]
    code = pytest.main([*OPTIONS, *paths], plugins=[Session(then=then)])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"pytest ended with {code!r}")


def make_map(work: Path) -> None:
    """Note which tests reach which line."""

    def then(session: Session, items: list[pytest.Item]) -> None:
        make_quick(items)
        files = {str(Path(importlib.import_module(import_name(m)).__file__ or "")): m for m in MODULES}
        include = sorted({*files, *(str(Path(file).resolve()) for file in files)})
        measured = coverage.Coverage(data_file=None, config_file=False, include=include)
        seconds = {}
        measured.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            started = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = round(time.process_time() - started, 4)
            if session.first:
                print(f"left out, for it fails without a mutant: {session.first}", file=sys.stderr)
                seconds[item.nodeid], session.first = SLOW + 1, ""
        measured.stop()
        data = measured.get_data()
        lines = {
            str(Path(file).resolve().relative_to(ROOT)): {
                str(line): sorted(filter(None, tests))
                for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        (work / "map.json").write_text(json.dumps({"seconds": seconds, "lines": lines}))

    with_tests(then)


def reached(work: Path, budget: float) -> Reached:
    """Read what `map` noted."""
    return Reached(**json.loads((work / "map.json").read_text()), budget=budget)


def results(work: Path) -> dict[str, dict[str, Any]]:
    """Read the results so far, by the key of the mutant."""
    file = work / "results.jsonl"
    if not file.exists():
        return {}
    read = map(json.loads, file.read_text().splitlines())
    return {result["key"]: result for result in read}


def wanted(
    work: Path, only: list[str], way: str, again: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any, list[Mutant]]]:
    """Yield for each module its tree and the mutants to be tried in this way."""
    known = results(work)
    for module in MODULES:
        if only and not any(part in module for part in only):
            continue
        tree, mutants = mutants_of(ROOT / module, module)
        todo = []
        for mutant in mutants:
            result = known.get(mutant.key)
            status = None if result is None else result["status"]
            is_open = status is None or status in again
            if is_open and way == ("warm" if mutant.in_function else "cold"):
                todo.append(mutant)
            if way == "cold" and mutant.in_function and status in (UNFIT, *again):
                todo.append(mutant)
        yield module, tree, todo


def record(work: Path, mutant: Mutant, way: str, verdict: Verdict, seconds: float) -> None:
    """Write a result down at once, so that a run can be stopped."""
    result = {
        **{"key": mutant.key, "module": mutant.module, "line": mutant.line, "way": way},
        **{"status": verdict.status, "by": verdict.by, "seconds": round(seconds, 2)},
    }
    with (work / "results.jsonl").open("a") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")


def sampled(mutants: list[Mutant], share: float) -> list[Mutant]:
    """Return a share of the mutants, the same ones every time."""
    return [each for each in mutants if random.Random(each.key).random() < share]  # noqa: S311


def run_warm(work: Path, only: list[str], share: float, again: tuple[str, ...], budget: float) -> None:
    """Try the mutants inside functions."""
    known = reached(work, budget)

    def then(session: Session, items: list[pytest.Item]) -> None:
        make_quick(items)
        by_name = {item.nodeid: item for item in items}
        modules = {module: importlib.import_module(import_name(module)) for module in MODULES}
        alive = {module: functions_of(imported) for module, imported in modules.items()}
        gc.collect()
        gc.freeze()  # what is frozen is not copied when a copy collects its garbage
        for module, tree, mutants in wanted(work, only, "warm", again):
            functions, file = alive[module], modules[module].__file__
            noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for mutant in sampled(mutants, share):
                able = known.tests(module, mutant.line, mutant.scope)
                # What noticed a change nearby most often notices this one.
                able.sort(key=lambda test: -noticed[mutant.scope].get(test, 0))  # noqa: B023
                tests = [by_name[test] for test in able]

                def trial(
                    tree: Any = tree, tests: Any = tests, file: Any = file,
                    functions: Any = functions,
                ) -> Verdict:
                    if not put_in(tree, file, functions):
                        return Verdict(UNFIT)
                    return run_items(tests, session)

                started = now()
                mutant.apply()
                verdict = forked(trial)
                mutant.undo()
                noticed[mutant.scope][verdict.by] += 1
                record(work, mutant, "warm", verdict, now() - started)

    with_tests(then)


def run_cold(work: Path, only: list[str], share: float, again: tuple[str, ...], budget: float) -> None:
    """Try the mutants of what runs at import, and again those that survived the warm way."""
    known = reached(work, budget)
    for module, tree, mutants in wanted(work, only, "cold", again):
        noticed: Counter[str] = Counter()
        for mutant in sampled(mutants, share):
            own = known.tests(module, mutant.line, mutant.scope) if mutant.in_function else []
            tests = own or known.tests(module, None, mutant.scope)
            started = now()
            mutant.apply()
            verdict = Verdict(SURVIVED)
            likely = [test for test, _ in noticed.most_common(2)]
            for part in filter(None, (likely, tests[:40], tests)):
                verdict = forked(lambda: cold_trial(ROOT, import_name(module), tree, part))  # noqa: B023
                if verdict.status != SURVIVED:
                    break
            mutant.undo()
            if "::" in verdict.by:
                noticed[verdict.by] += 1
            record(work, mutant, "cold", verdict, now() - started)


def report(work: Path) -> int:
    """Print the table, and the survivors of which the README gives no reason."""
    known = results(work)
    readme = (Path(__file__).parent / "README.md").read_text()
    total: Counter[str] = Counter()
    unexplained = []
    print("| module | mutants | killed | survived |\n|---|---|---|---|")
    for module in MODULES:
        _, mutants = mutants_of(ROOT / module, module)
        counts: Counter[str] = Counter()
        for mutant in mutants:
            result = known.get(mutant.key)
            status = "untried" if result is None else result["status"]
            counts[{"timeout": "killed", UNFIT: SURVIVED}.get(status, status)] += 1
            if status in (SURVIVED, UNFIT) and mutant.key not in readme:
                unexplained.append(f"{mutant.key}  [line {mutant.line}]")
        total += counts
        if mutants:
            print(f"| `{module}` | {len(mutants)} | {counts['killed']} | {counts[SURVIVED]} |")
    print(f"| all | {total.total()} | {total['killed']} | {total[SURVIVED]} |")
    print(f"untried: {total['untried']}; killed {total['killed'] / max(1, total.total()):.1%}\n")
    print(*unexplained, sep="\n")
    return 1 if unexplained else 0


def main() -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m mutation")
    parser.add_argument("command", choices=["map", "run", "warm", "cold", "report"])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--budget", type=float, default=BUDGET)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT / "tests"))
    again = (SURVIVED,) if options.again else ()
    if options.command == "report":
        return report(options.work)
    if options.command == "map":
        make_map(options.work)
    if options.command in ("run", "warm"):
        forked_run(lambda: run_warm(options.work, options.only, options.share, again, options.budget))
    if options.command in ("run", "cold"):
        run_cold(options.work, options.only, options.share, again, options.budget)
    return 0


def forked_run(function: Callable[[], None]) -> None:
    """Run in a copy of this process, which stays as it is: it has imported nothing yet."""
    import os

    child = os.fork()
    if child == 0:
        function()
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    if ended:
        raise SystemExit("the trials stopped early")


if __name__ == "__main__":
    raise SystemExit(main())
