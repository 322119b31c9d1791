"""Small faults: what can be changed in a module, and how a running program is given the change.

Annotations, assertions, imports, docstrings and the fields of classes are left alone. A fault in a
function replaces the code of that function; one in a constant of a module replaces the constant
wherever it has been imported, and what other modules made from it.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One change of a module: which node (in the order of the walk) becomes what."""

    module: str
    file: str
    line: int
    column: int
    what: str
    node: int
    variant: int
    lines: tuple[int, int]
    """First and last line of the statement that it is in."""


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def untouched(tree: ast.Module) -> set[ast.AST]:
    """What says nothing about behaviour: annotations, assertions, imports, type checks, docstrings, ``__all__``."""
    return {inner for node in ast.walk(tree) for part in _silent(node) for inner in ast.walk(part)}


def _silent(node: ast.AST) -> list[ast.AST]:  # noqa: PLR0911  # one case for each kind of node
    """The parts of a node that say nothing about behaviour."""
    match node:
        case ast.FunctionDef():
            return [*node.decorator_list, *([node.returns] if node.returns is not None else [])]
        case ast.ClassDef():  # bodies of classes but not their methods
            held = [inner for inner in node.body if not isinstance(inner, ast.FunctionDef)]
            return [*node.decorator_list, *node.bases, *node.keywords, *held]
        case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation):
            return [] if annotation is None else [annotation]
        case ast.Assert() | ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return [node]
        case ast.If() if "TYPE_CHECKING" in ast.dump(node.test):
            return [node]
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return [node]
        case ast.Call(func=ast.Name(id="cast" | "TypeVar"), args=[first, *_]):
            return [first]
        case _:
            return []


def variants(node: ast.AST, parent: ast.AST) -> list[tuple[str, ast.AST]]:  # noqa: PLR0912  # one case for each kind of fault
    """Every faulty form of one node, with words for it."""
    made: list[tuple[str, ast.AST]] = []

    def change(what: str, **fields: Any) -> None:
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        made.append((what, other))

    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            other = _COMPARISONS[type(op)]
            change(f"{type(op).__name__} -> {other.__name__}", ops=[other()])
        case ast.Compare(ops=[first, second]) if type(first) in _COMPARISONS and type(second) in _COMPARISONS:
            change(f"first {type(first).__name__} -> other", ops=[_COMPARISONS[type(first)](), second])
            change(f"second {type(second).__name__} -> other", ops=[first, _COMPARISONS[type(second)]()])
        case ast.BoolOp():
            change("and <-> or", op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            made.append((f"without {type(node.op).__name__}", node.operand))
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPERATORS:
            change(f"{type(op).__name__} -> {_OPERATORS[type(op)].__name__}", op=_OPERATORS[type(op)]())
        case ast.Constant(value=bool(value)):
            change(f"{value} -> {not value}", value=not value)
        case ast.Constant(value=int(value) | float(value)):
            change(f"{value} -> {value + 1}", value=value + 1)
        case ast.Constant(value=str(value)):
            change(f"{value!r} -> 'XX...'", value=f"XX{value}XX")
        case ast.Constant(value=None) if not isinstance(parent, ast.Return):
            change("None -> ''", value="")
        case ast.Return(value=value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            change("return None", value=ast.Constant(None))
        case ast.Lambda():
            change("lambda: None", body=ast.Constant(None))
        case ast.Call(keywords=keywords):
            for number, keyword in enumerate(keywords):
                change(f"without {keyword.arg or '**'}=", keywords=keywords[:number] + keywords[number + 1 :])
        case ast.Break():
            made.append(("break -> continue", ast.Continue()))
        case ast.Continue():
            made.append(("continue -> break", ast.Break()))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise():
            made.append(("statement removed", ast.Pass()))
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        change("condition negated", test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.comprehension):
        for number in range(len(node.ifs)):
            change("filter dropped", ifs=node.ifs[:number] + node.ifs[number + 1 :])
    return made


def statement_of(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.stmt:
    while not isinstance(node, ast.stmt):
        node = parents[node]
    return node


def head_lines(node: ast.AST, statement: ast.stmt) -> tuple[int, int]:
    """The lines that must run for a fault to matter: a compound statement only counts with its head."""
    last = statement.end_lineno or statement.lineno
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if body:
        first_inner = body[0]
        last = max(
            statement.lineno, getattr(first_inner, "lineno", getattr(getattr(first_inner, "pattern", None), "lineno", last)) - 1
        )
    return statement.lineno, last


def faults_of(module: ModuleType) -> list[Fault]:
    file = str(module.__file__)
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    parents, left = parents_of(tree), untouched(tree)
    faults = []
    for number, node in enumerate(ast.walk(tree)):
        if node in left or node not in parents:
            continue
        for variant, (what, _) in enumerate(variants(node, parents[node])):
            statement = statement_of(node, parents)
            line = getattr(node, "lineno", statement.lineno)
            faults.append(
                Fault(
                    module.__name__,
                    file,
                    line,
                    getattr(node, "col_offset", 0),
                    what,
                    number,
                    variant,
                    head_lines(node, statement),
                )
            )
    return faults


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def put_in(fault: Fault, functions: dict[tuple[str, str, int], list[FunctionType]]) -> bool:
    """Make the running program faulty; False when this kind of place cannot be changed in a running program."""
    tree = ast.parse(Path(fault.file).read_text(encoding="utf-8"))
    parents = parents_of(tree)
    node = list(ast.walk(tree))[fault.node]
    new = variants(node, parents[node])[fault.variant][1]
    ast.copy_location(new, node)
    chain = [node]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    faulty = ast.fix_missing_locations(_Swap(node, new).visit(tree))
    owners = [part for part in chain if isinstance(part, ast.FunctionDef)]
    if not owners:
        return _put_in_module(fault, tree, chain[-2] if chain[-2] is not node else new)
    definition = owners[-1]
    code = compile(faulty, fault.file, "exec")
    name = definition.name
    classes = [part.name for part in chain if isinstance(part, ast.ClassDef)]
    qualified = ".".join([*reversed(classes), name])
    first = min([definition.lineno, *(decorator.lineno for decorator in definition.decorator_list)])
    found = next((inner for inner in _codes(code) if inner.co_qualname == qualified and inner.co_firstlineno == first), None)
    held = functions.get((fault.file, qualified, first), [])
    if found is None or not held:
        return False
    defaults = [*definition.args.defaults, *(value for value in definition.args.kw_defaults if value is not None)]
    in_defaults = any(node in set(ast.walk(value)) or value is new for value in defaults)
    for function in held:
        function.__code__ = found
        if in_defaults:
            space = function.__globals__

            def value_of(expression: ast.expr, space: dict[str, Any] = space) -> Any:
                return eval(compile(ast.Expression(expression), fault.file, "eval"), space)  # noqa: S307  # our own code

            function.__defaults__ = tuple(value_of(value) for value in definition.args.defaults) or None
            named = zip(definition.args.kwonlyargs, definition.args.kw_defaults, strict=True)
            function.__kwdefaults__ = {arg.arg: value_of(value) for arg, value in named if value is not None} or None
    return True


def _put_in_module(fault: Fault, tree: ast.Module, statement: ast.AST) -> bool:
    """A constant of a module: every module that holds it by its name gets the other value."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return False
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    module = sys.modules[fault.module]
    space = dict(vars(module))
    exec(compile(ast.Module([statement], []), fault.file, "exec"), space)  # noqa: S102  # our own code
    for name in names:
        old = getattr(module, name)
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(name) is old:
                setattr(other, name, space[name])
    _derive_again(names, module)
    return bool(names)


def _derive_again(names: list[str], changed: ModuleType) -> None:
    """Constants that other modules of the package made from a changed one are made anew."""
    package = changed.__name__.split(".")[0]
    for other in [module for name, module in sys.modules.items() if name.startswith(f"{package}.") and module is not changed]:
        held = vars(other)
        if not any(value is changed for value in held.values()) and not any(name in held for name in names):
            continue
        for statement in ast.parse(Path(str(other.__file__)).read_text(encoding="utf-8")).body:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
            if not isinstance(target, ast.Name) or not _mentions(statement, names):
                continue
            old = held.get(target.id)
            exec(compile(ast.Module([statement], []), str(other.__file__), "exec"), held)  # noqa: S102  # our own code
            if isinstance(old, dict):  # whoever imported it holds this very object
                items = dict(held[target.id])
                old.clear()
                old.update(items)
                held[target.id] = old


def _mentions(statement: ast.stmt, names: list[str]) -> bool:
    value = getattr(statement, "value", None)
    return isinstance(value, ast.expr) and any(
        (isinstance(part, ast.Name) and part.id in names) or (isinstance(part, ast.Attribute) and part.attr in names)
        for part in ast.walk(value)
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
