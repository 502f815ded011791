"""What of a module means nothing when it runs, and is not mutated."""

import ast

TYPING = {"Literal", "ClassVar", "Final", "Callable", "TypeVar", "cast", "NamedTuple"}
"""What is subscripted or called for a type checker only."""

DECLARATIONS = {"column", "text", "texts", "name", "instant", "duration", "count", "percentage"}
DECLARATIONS |= {"boolean", "last_updated"}
"""What declares a column: its texts are headings and meanings."""


def is_silent(node: ast.AST, child: ast.AST) -> bool:
    """Tell whether *child* of *node* means nothing when the module runs."""
    match child:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True  # an expression that is a mere text is a docstring
        case ast.Assign() if name_of(child.targets[0]) in {"__all__", "OrderKey"}:
            return True
        case ast.Subscript() if name_of(child.value) in {*TYPING, "tuple", "dict", "list"}:
            return True
        case ast.Call() if name_of(child.func) in {*DECLARATIONS, "TypeVar", "dataclass_transform"}:
            return True
        case ast.BinOp() if is_union(child):
            return True
    match node:
        case ast.AnnAssign() | ast.arg():
            return child is node.annotation
        case ast.FunctionDef():
            return child is node.returns
        case ast.Call() if name_of(node.func) == "cast":
            return child is node.args[0]
        case ast.If() if name_of(node.test) == "TYPE_CHECKING":
            return child not in node.orelse
    return False


def name_of(node: ast.AST) -> str:
    """Return the last name of a dotted one; nothing for what has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_union(node: ast.expr) -> bool:
    """Tell whether *node* is a union of types: names in capitals with bars between them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return is_union(node.left) and is_union(node.right)
    is_none = isinstance(node, ast.Constant) and node.value is None
    return (
        is_none or name_of(node)[:1].isupper() or name_of(node) in {"str", "int", "float", "bool"}
    )


def tuples_that_are_sets(tree: ast.AST) -> set[int]:
    """Return the tuples after an `in`, whose order means nothing."""
    return {
        id(right)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for operator, right in zip(node.ops, node.comparators, strict=True)
        if isinstance(operator, ast.In | ast.NotIn) and isinstance(right, ast.Tuple)
    }
