"""Mutants: small changes of a module that a test should notice, one at a time.

A mutant changes the module's syntax tree in place and back again. Left alone are what has no
meaning when the module runs (docstrings, annotations, what only a type checker sees) and the
headings of columns, which stand in the specification word for word.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from .changes import changes_of
from .silence import is_silent, tuples_that_are_sets


@attrs.define
class Mutant:
    """One change of a module."""

    module: str
    """Its path from the root of the repository."""

    scope: str
    """The function or class that is changed, by its qualified name; empty at the module's top."""

    in_function: bool
    line: int
    end: int
    what: str
    number: int
    """Which it is of those that say the same of the same scope."""

    apply: Callable[[], None] = attrs.field(repr=False)
    undo: Callable[[], None] = attrs.field(repr=False)

    @property
    def key(self) -> str:
        """What it is called, also after a change elsewhere in the module."""
        more = f" ({self.number})" if self.number > 1 else ""
        return f"{self.module}:{self.scope or 'module'}: {self.what}{more}"


def mutants_of(path: Path, module: str) -> tuple[ast.Module, list[Mutant]]:
    """Return the syntax tree of a module and the mutants that change it."""
    tree = ast.parse(path.read_text())
    numbers: dict[tuple[str, str], int] = {}
    mutants = []
    sets = tuples_that_are_sets(tree)
    for node, scope, in_function in _nodes(tree, "", in_function=False):
        if id(node) in sets:
            continue
        if not isinstance(node, ast.stmt | ast.expr | ast.comprehension):
            continue
        for what, apply, undo in changes_of(node):
            said = scope, what
            numbers[said] = number = numbers.get(said, 0) + 1
            place = node.iter if isinstance(node, ast.comprehension) else node
            end = place.end_lineno or place.lineno
            mutants.append(
                Mutant(module, scope, in_function, place.lineno, end, what, number, apply, undo)
            )
    return tree, mutants


def _nodes(node: ast.AST, scope: str, *, in_function: bool) -> Iterator[tuple[ast.AST, str, bool]]:
    """Yield the nodes that mean something when the module runs, and the scope of each."""
    for child in ast.iter_child_nodes(node):
        if is_silent(node, child):
            continue
        inner, within = scope, in_function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{scope}.{child.name}" if scope else child.name
            within = in_function or (
                isinstance(child, ast.FunctionDef) and not isinstance(node, ast.arguments)
            )
        # The decorators and defaults of a function are run where it is defined.
        outer = isinstance(node, ast.FunctionDef) and child not in node.body
        is_inside = (
            within and not outer and isinstance(child, ast.stmt | ast.expr | ast.comprehension)
        )
        yield child, inner, is_inside and not isinstance(child, ast.FunctionDef | ast.ClassDef)
        yield from _nodes(child, inner, in_function=within and not outer)
