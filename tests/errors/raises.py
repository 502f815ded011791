"""Where the sources raise what a person is told, and the words that they have for it."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import attrs

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("events", "projections", "engine")
_OF_CLICK: Final = {"UsageError", "BadParameter", "ClickException"}


@attrs.frozen
class Site:
    """A place that raises an exception of ours, or prints a message on standard error."""

    file: str
    function: str
    lines: range
    templates: tuple[re.Pattern[str], ...]
    """What its messages look like, whatever their values."""

    raises: bool
    """Whether it raises an error of the project itself."""

    def __str__(self) -> str:
        """Tell where it is."""
        return f"{self.file}:{self.lines.start} in {self.function}"


def sites() -> list[Site]:
    """Return every such place."""
    trees = {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    names = _error_classes(trees.values(), {"ReplaydeskError", *_OF_CLICK})
    names |= {function.name for tree in trees.values() for function in _makers(tree, names)}
    # What passes these on has their words, and raises an error of the project.
    inside = _error_classes(trees.values(), {"Exception"}) - names
    return [site for file, tree in trees.items() for site in _sites_of(file, tree, names, inside)]


def _error_classes(trees: Iterable[ast.Module], names: set[str]) -> set[str]:
    """Return *names* of exceptions, and those of all that are made of them."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while True:
        found = {
            node.name for node in classes if {_last_name(base) for base in node.bases} & names
        } - names
        if not found:
            return names
        names |= found


def _sites_of(file: str, tree: ast.Module, names: set[str], inside: set[str]) -> Iterator[Site]:
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    made = {
        node
        for function in _makers(tree, names)
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
    }
    for node in ast.walk(tree):
        raised = _raised(node) if isinstance(node, ast.Raise) else set()
        if not (raised & (names | inside) or node in made or _prints_error(node)):
            continue
        assert isinstance(node, ast.stmt | ast.expr)
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        around = [
            each for each in functions if each.lineno <= node.lineno <= (each.end_lineno or 0)
        ]
        yield Site(
            file,
            around[-1].name if around else "the module",
            lines,
            tuple(_templates(node)),
            raises=bool(raised & names),
        )


def _makers(tree: ast.Module, names: set[str]) -> Iterator[ast.FunctionDef]:
    """Yield the functions that return an error for others to raise."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            said = node.returns
            words = said.value if isinstance(said, ast.Constant) else _last_name(said)
            if words in names:
                yield node


def _raised(node: ast.Raise) -> set[str]:
    """Return the names by which what is raised may be known: a class, or one whose method it is."""
    if not isinstance(node.exc, ast.Call):
        return set()
    function = node.exc.func
    names = {_last_name(function)}
    if isinstance(function, ast.Attribute):
        names.add(_last_name(function.value))
    return names


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _prints_error(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and _last_name(node.func) == "echo"
        and any(word.arg == "err" for word in node.keywords)
    )


def _templates(node: ast.AST) -> Iterator[re.Pattern[str]]:
    """Yield what the texts inside a node look like, with anything where a value stands."""
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
            for part in node.values
        ]
        yield re.compile("".join(parts), re.DOTALL)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        yield re.compile(re.escape(node.value))
    else:
        for child in ast.iter_child_nodes(node):
            yield from _templates(child)
