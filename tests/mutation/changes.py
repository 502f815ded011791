"""Changes: what a mutant does to one node of a syntax tree, and how it is undone."""

import ast
from collections.abc import Callable, Iterator

from .silence import DECLARATIONS, TYPING, is_union, name_of

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
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "sorted": "list",
    "reversed": "list",
    "sum": "len",
    "bisect_right": "bisect_left",
}
"""What is called instead of what."""

UNORDERED = {"min", "max", "_known"}
"""Calls whose arguments have no order."""

Change = tuple[str, Callable[[], None], Callable[[], None]]


def changes_of(node: ast.AST) -> Iterator[Change]:  # noqa: C901, PLR0912  # a kind of node each
    """Yield the changes of one node."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARISONS[type(operator)]:
                    yield _replaced(
                        node, "ops", [*node.ops[:place], other(), *node.ops[place + 1 :]]
                    )
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
    if name_of(node.func) not in UNORDERED:
        yield from _swapped(node, "args", node.args)
    if name_of(node.func)[:1].isupper() or name_of(node.func) == "cls":
        for place, value in enumerate(node.args):
            if not isinstance(value, ast.Starred | ast.Constant):
                nothing = ast.Constant(None)
                yield _replaced(
                    node, "args", [*node.args[:place], nothing, *node.args[place + 1 :]]
                )
    for keyword in node.keywords:
        if not isinstance(keyword.value, ast.Constant) and keyword.arg is not None:
            yield _replaced(keyword, "value", ast.Constant(None))


def _changes_of_statement(node: ast.stmt) -> Iterator[Change]:  # noqa: C901  # the same
    match node:
        case ast.If() | ast.While():
            yield _replaced(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield _replaced(node, "value", ast.Constant(None))
        case ast.Assign(targets=[ast.Name() | ast.Tuple(), *_]):
            made_by = getattr(node.value, "func", getattr(node.value, "value", node.value))
            declares = name_of(made_by) in {*DECLARATIONS, *TYPING, "tuple", "dict"}
            declares = declares or (isinstance(node.value, ast.BinOp) and is_union(node.value))
            if not isinstance(node.value, ast.Constant | ast.Tuple) and not declares:
                yield _replaced(node, "value", ast.Constant(None))
        case ast.AnnAssign(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            if name_of(getattr(value, "func", value)) != "column":
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
        if (
            not is_same
            and not isinstance(first, ast.Starred)
            and not isinstance(second, ast.Starred)
        ):
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
