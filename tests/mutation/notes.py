"""Notes of a mutation run, kept in a folder outside the repository: who reaches what, what came."""

import functools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from .mutants import Mutant, mutants_of
from .trials import KILLED, SURVIVED, TIMEOUT, UNFIT, Verdict

ROOT = Path(__file__).parent.parent.parent
README = Path(__file__).parent / "README.md"
MODULES = [
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "projections").rglob("*.py")),
    *("events/event.py", "events/instants.py", "events/rules.py"),
    *("engine/streams.py", "engine/duplicates.py"),
]
"""What is mutated: the meaning of the log, and its order."""

SLOW = 4.0
"""Seconds: a test that takes longer is left out."""


@functools.cache
def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall("[a-z]{3,}", text.lower())}


@attrs.define
class Reached:
    """Which tests reach which line, and how long they take."""

    seconds: dict[str, float]
    lines: dict[str, dict[str, list[str]]]
    budget: float = 40.0
    """Seconds of tests that a mutant has to survive at most."""

    @classmethod
    def read(cls, work: Path, budget: float) -> "Reached":
        """Read what was noted."""
        return cls(**json.loads((work / "map.json").read_text()), budget=budget)

    def write(self, work: Path) -> None:
        """Note it down."""
        noted = {"seconds": self.seconds, "lines": self.lines}
        (work / "map.json").write_text(json.dumps(noted))

    def tests(self, mutant: Mutant, way: str) -> list[str]:
        """Return the tests that can notice a mutant.

        They reach its line; what runs at import every test can notice, first those that reach the
        line or the module. Of these first come those that say words of what is changed, then the
        quickest.
        """
        by_line = self.lines.get(mutant.module, {})
        # Of an expression of several lines Python may only tell some.
        lines = (by_line.get(str(line)) for line in range(mutant.line, mutant.end + 1))
        near = set(next(filter(None, lines), ()))
        found = near
        if way == "cold":
            of_module = {test for tests in by_line.values() for test in tests}
            near = near or of_module
            found = {*self.seconds}
        words = _words(f"{mutant.module} {mutant.scope}")

        def rank(test: str) -> tuple[bool, int, float, str]:
            return test not in near, -len(words & _words(test)), self.seconds[test], test

        tests, spent = [], 0.0
        for test in sorted(found, key=rank):
            if self.seconds[test] <= SLOW:
                spent += self.seconds[test]
                tests.append(test)
            if spent > self.budget:
                break
        return tests


def results(work: Path) -> dict[str, dict[str, Any]]:
    """Read the results so far, the latest of each mutant, by its key."""
    file = work / "results.jsonl"
    if not file.exists():
        return {}
    lines = filter(None, file.read_text().split("\n"))
    return {result["key"]: result for result in map(json.loads, lines)}


def record(work: Path, mutant: Mutant, way: str, verdict: Verdict, seconds: float) -> None:
    """Write a result down at once, so that a run can be stopped."""
    result = {
        "key": mutant.key,
        "module": mutant.module,
        "line": mutant.line,
        "way": way,
        "status": verdict.status,
        "by": verdict.by,
        "seconds": round(seconds, 2),
    }
    with (work / "results.jsonl").open("a") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")


@attrs.frozen
class Choice:
    """Which mutants to try."""

    work: Path
    only: tuple[str, ...] = ()
    """Parts of the paths of modules; nothing chooses all."""

    share: float = 1.0
    again: bool = False
    """Whether to try again what survived, but for what the README gives a reason of."""

    def mutants(self, way: str) -> Iterator[tuple[str, Any, list[Mutant]]]:
        """Yield for each module its syntax tree, and the mutants to be tried in this way."""
        known = results(self.work)
        for module in MODULES:
            if not self.only or any(part in module for part in self.only):
                tree, mutants = mutants_of(ROOT / module, module)
                tried = {mutant.key: known.get(mutant.key, {}).get("status") for mutant in mutants}
                yield module, tree, [each for each in mutants if self._has(each, way, tried)]

    def _has(self, mutant: Mutant, way: str, tried: dict[str, str | None]) -> bool:
        if random.Random(mutant.key).random() >= self.share:  # noqa: S311  # a sample, no secret
            return False
        status = tried[mutant.key]
        again = self.again and status == SURVIVED and not has_reason(mutant)
        if way == "warm":
            return mutant.in_function and (status is None or again)
        return again or status == UNFIT or (status is None and not mutant.in_function)


@functools.cache
def _readme() -> str:
    return README.read_text()


def has_reason(mutant: Mutant) -> bool:
    """Tell whether the README says why it is harmless."""
    return f"`{mutant.key}`" in _readme()


def report(work: Path) -> Iterator[str]:
    """Yield the lines of the table, then the survivors of which the README gives no reason."""
    known = results(work)
    total: Counter[str] = Counter()
    unexplained = []
    yield "| module | mutants | killed | survived |"
    yield "|---|---|---|---|"
    for module in MODULES:
        counts: Counter[str] = Counter()
        for mutant in mutants_of(ROOT / module, module)[1]:
            status = known.get(mutant.key, {}).get("status", "untried")
            counts["mutants"] += 1
            counts[{TIMEOUT: KILLED, UNFIT: SURVIVED}.get(status, status)] += 1
            if status in (SURVIVED, UNFIT) and not has_reason(mutant):
                unexplained.append(f"{mutant.line}: {mutant.key}")
        total += counts
        if counts:
            yield _row(f"`{module}`", counts)
    yield _row("all", total)
    yield ""
    yield f"{total['untried']} untried; {total[KILLED] / total['mutants']:.1%} killed"
    yield f"{len(unexplained)} survivors without a reason in the README"
    yield from unexplained


def _row(name: str, counts: Counter[str]) -> str:
    return f"| {name} | {counts['mutants']} | {counts[KILLED]} | {counts[SURVIVED]} |"
