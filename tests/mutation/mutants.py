"""Mutants: small changes of a module that a test should notice, one at a time.

A mutant changes the module's syntax tree in place and back again. Left alone are what has no
meaning when the module runs (docstrings, annotations, what only a type checker sees) and the
headings of columns, which stand in the specification word for word.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {
    **{"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"},
    **{"reversed": "list", "sum": "len", "bisect_right": "bisect_left"},
}
"""What is called instead of what."""

TYPING = {"Literal", "ClassVar", "Final", "Callable", "TypeVar", "cast", "NamedTuple"}
"""What is subscripted or called for a type checker only."""

UNORDERED = {"min", "max", "_known"}
"""Calls whose arguments have no order."""

DECLARATIONS = {"column", "text", "texts", "name", "instant", "duration", "count", "percentage"}
DECLARATIONS |= {"boolean", "last_updated"}
"""What declares a column: its texts are headings and meanings."""

Change = tuple[str, Callable[[], None], Callable[[], None]]


@attrs.define
class Mutant:
    """One change of a module."""

    module: str
    """Its path from the root of the repository."""

    scope: str
    """The function or class that is changed, by its qualified name; empty at the module's top."""

    in_function: bool
    line: int
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
    sets = _tuples_that_are_sets(tree)
    for node, scope, in_function in _nodes(tree, "", in_function=False):
        if id(node) in sets:
            continue
        if not isinstance(node, ast.stmt | ast.expr | ast.comprehension):
            continue
        for what, apply, undo in _changes(node):
            said = scope, what
            numbers[said] = number = numbers.get(said, 0) + 1
            line = node.iter.lineno if isinstance(node, ast.comprehension) else node.lineno
            mutants.append(Mutant(module, scope, in_function, line, what, number, apply, undo))
    return tree, mutants


def _tuples_that_are_sets(tree: ast.AST) -> set[int]:
    """Return the tuples after an `in`, whose order means nothing."""
    return {
        id(right)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for operator, right in zip(node.ops, node.comparators, strict=True)
        if isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.Tuple)
    }


def _nodes(node: ast.AST, scope: str, *, in_function: bool) -> Iterator[tuple[ast.AST, str, bool]]:
    """Yield the nodes that mean something when the module runs, and the scope of each."""
    for child in ast.iter_child_nodes(node):
        if _is_silent(node, child):
            continue
        inner, within = scope, in_function
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{scope}.{child.name}" if scope else child.name
            within = in_function or (
                isinstance(child, ast.FunctionDef) and not isinstance(node, ast.arguments)
            )
        # The decorators and defaults of a function are run where it is defined.
        outer = isinstance(node, ast.FunctionDef) and child not in node.body
        is_inside = within and not outer and isinstance(child, ast.stmt | ast.expr | ast.comprehension)
        yield child, inner, is_inside and not isinstance(child, ast.FunctionDef | ast.ClassDef)
        yield from _nodes(child, inner, in_function=within and not outer)


def _is_silent(node: ast.AST, child: ast.AST) -> bool:
    """Tell whether *child* of *node* means nothing when the module runs."""
    if isinstance(node, ast.AnnAssign | ast.arg) and child is node.annotation:
        return True
    if isinstance(node, ast.FunctionDef) and child is node.returns:
        return True
    if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING" and child not in node.orelse:
        return True
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True  # a docstring
    if isinstance(child, ast.Import | ast.ImportFrom):
        return True
    if isinstance(child, ast.Assign) and _name(child.targets[0]) in {"__all__", "OrderKey"}:
        return True
    if isinstance(child, ast.Subscript) and _name(child.value) in {*TYPING, "tuple", "dict", "list"}:
        return True
    if isinstance(child, ast.Call) and _name(child.func) in {"TypeVar", "cast", "dataclass_transform"}:
        return _name(child.func) != "cast"
    if isinstance(node, ast.Call) and _name(node.func) == "cast" and child is node.args[0]:
        return True
    if isinstance(child, ast.Call) and _name(child.func) in DECLARATIONS:
        return True  # a declaration of a column
    if isinstance(node, ast.Subscript) and _name(node.value) == "Annotated":
        return False
    return isinstance(child, ast.BinOp) and _is_union(child)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_union(node: ast.expr) -> bool:
    """Tell whether *node* is a union of types: names in capitals with bars between them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _is_union(node.left) and _is_union(node.right)
    is_none = isinstance(node, ast.Constant) and node.value is None
    return is_none or _name(node)[:1].isupper() or _name(node) in {"str", "int", "float", "bool"}


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield the changes of one node."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARISONS[type(operator)]:
                    yield _replaced(node, "ops", [*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BoolOp():
            other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _replaced(node, "op", other_op)
            for place in range(len(node.values)):
                others = [*node.values[:place], *node.values[place + 1 :]]
                yield _replaced(node, "values", others * 2 if len(others) == 1 else others)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield _replaced(node, "operand", ast.UnaryOp(node.op, node.operand))
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            yield _replaced(node, "op", ARITHMETIC[type(node.op)]())
        case ast.Constant():
            for value in _other_values(node.value):
                yield _replaced(node, "value", value)
        case ast.Name(ctx=ast.Load()) if node.id in NAMES:
            yield _replaced(node, "id", NAMES[node.id])
        case ast.Attribute() if node.attr in NAMES:
            yield _replaced(node, "attr", NAMES[node.attr])
        case ast.IfExp():
            yield _replaced(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield _replaced(node, "ifs", [])
            yield _replaced(node, "ifs", [ast.UnaryOp(ast.Not(), each) for each in node.ifs])
        case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()):
            yield from _swapped(node, "elts", node.elts)
            if len(node.elts) > 1:
                yield _replaced(node, "elts", node.elts[:-1])
        case ast.Call():
            yield from _changes_of_call(node)
        case ast.stmt():
            yield from _changes_of_statement(node)


def _changes_of_call(node: ast.Call) -> Iterator[Change]:
    if _name(node.func) not in UNORDERED:
        yield from _swapped(node, "args", node.args)
    if _name(node.func)[:1].isupper() or _name(node.func) == "cls":
        for place, value in enumerate(node.args):
            if not isinstance(value, ast.Starred | ast.Constant):
                nothing = ast.Constant(None)
                yield _replaced(node, "args", [*node.args[:place], nothing, *node.args[place + 1 :]])
    for keyword in node.keywords:
        if not isinstance(keyword.value, ast.Constant) and keyword.arg is not None:
            yield _replaced(keyword, "value", ast.Constant(None))


def _changes_of_statement(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.If() | ast.While():
            yield _replaced(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield _replaced(node, "value", ast.Constant(None))
        case ast.Assign(targets=[ast.Name() | ast.Tuple(), *_]):
            made_by = getattr(node.value, "func", getattr(node.value, "value", node.value))
            declares = _name(made_by) in {*DECLARATIONS, *TYPING, "tuple", "dict"}
            declares = declares or (isinstance(node.value, ast.BinOp) and _is_union(node.value))
            if not isinstance(node.value, ast.Constant | ast.Tuple) and not declares:
                yield _replaced(node, "value", ast.Constant(None))
        case ast.AnnAssign(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            if _name(getattr(value, "func", value)) != "column":
                yield _replaced(node, "value", ast.Constant(None))
        case ast.AugAssign():
            if type(node.op) in ARITHMETIC:
                yield _replaced(node, "op", ARITHMETIC[type(node.op)]())
            yield _removed(node)
        case ast.Continue():
            yield _replaced(node, "__class__", ast.Break)
        case ast.Break():
            yield _replaced(node, "__class__", ast.Continue)
        case ast.Expr() | ast.Assign() | ast.Raise() | ast.Delete() | ast.Return(value=None):
            yield _removed(node)


def _other_values(value: object) -> tuple[object, ...]:
    match value:
        case bool():
            return (not value,)
        case int():
            return (value + 1, value - 1)
        case str():
            return (f"{value}~",) if value else ("~",)
        case bytes():
            return (value + b"~",)
    return ()


def _swapped(node: ast.AST, field: str, values: list[ast.expr]) -> Iterator[Change]:
    for place in range(len(values) - 1):
        first, second = values[place : place + 2]
        is_same = ast.dump(first) == ast.dump(second)
        if not is_same and not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
            swapped = [*values[:place], second, first, *values[place + 2 :]]
            yield _replaced(node, field, swapped)


def _replaced(node: ast.AST, field: str, value: object) -> Change:
    """Return the change of a *field* of a node, which says what stands there before and after."""
    kept = getattr(node, field)
    before = ast.unparse(node) if hasattr(node, "lineno") else _shown(node)
    setattr(node, field, value)
    ast.fix_missing_locations(node)
    after = ast.unparse(node) if hasattr(node, "lineno") else _shown(node)
    setattr(node, field, kept)

    def apply() -> None:
        setattr(node, field, value)

    def undo() -> None:
        setattr(node, field, kept)

    return f"{_first(before, after)}", apply, undo


def _removed(node: ast.stmt) -> Change:
    nothing = ast.Expr(ast.Constant(None))
    ast.fix_missing_locations(ast.copy_location(nothing, node))
    kept, kind = dict(vars(node)), type(node)

    def apply() -> None:
        node.__class__ = ast.Expr
        node.value = nothing.value  # type: ignore[attr-defined]

    def undo() -> None:
        node.__class__ = kind
        vars(node).update(kept)

    return f"without {ast.unparse(node).splitlines()[0]}", apply, undo


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.comprehension):
        return ast.unparse(ast.ListComp(ast.Name("_"), [node]))
    return ast.unparse(node)


def _first(before: str, after: str) -> str:
    """Say what a change is, by the first line that differs."""
    lines = zip(before.splitlines(), after.splitlines(), strict=False)
    one, other = next(((a, b) for a, b in lines if a != b), (before, after))
    return f"{one.strip()} -> {other.strip()}"
