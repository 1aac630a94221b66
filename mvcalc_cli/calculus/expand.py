"""One walk over a Tree for every engine that gives it values.

The walk opens vectors, matrices and components (`arrays.py`), so that an engine (an `Algebra`) meets
scalars only. A value is a scalar S of the engine, or a tuple of values.
"""

from __future__ import annotations

from mvcalc_cli.calculus.algebra import Algebra, S, Value
from mvcalc_cli.calculus.arrays import shaped
from mvcalc_cli.language.tree import Tree


def expand(root: Tree, algebra: Algebra[S]) -> Value:
    """The value of `root` in the algebra; each distinct node is met once, arguments first."""
    values: dict[int, Value] = {}
    opened: set[int] = set()
    any_shape = False  # has a vector or matrix been met?
    stack = [root]
    while stack:
        node = stack[-1]
        key = id(node)
        inputs = _inputs(node) if node.kind in _OWN_INPUTS else node.args
        if key not in opened:
            opened.add(key)
            waiting = [part for part in inputs if id(part) not in values]
            if waiting:
                waiting.reverse()
                stack += waiting
                continue
        stack.pop()
        if key not in values:
            parts = [values[id(part)] for part in inputs]
            value = _value(node, parts, algebra) if not any_shape else _any_value(node, parts, algebra)
            any_shape = any_shape or value.__class__ is tuple
            values[key] = value
    return values[id(root)]


_OWN_INPUTS = frozenset({"indexed", "component"})


def _inputs(node: Tree) -> tuple[Tree, ...]:
    """The parts whose values the node needs: not the body of an indexed sum, not the vector's own name."""
    if node.kind == "indexed":
        return node.args[2:]
    return node.args[1:] if node.args[0].kind == "variable" else node.args


def _any_value(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    if any(part.__class__ is tuple for part in parts):
        return shaped(node, parts, algebra)
    return _value(node, parts, algebra)


def _value(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """The value of a node whose parts are scalars."""
    kind = node.kind
    if kind in _ARITHMETIC:
        return algebra.apply(node, kind, parts)
    if kind in _LEAVES:
        return algebra.variable(node) if kind == "variable" else algebra.leaf(node)
    if kind in _NAMED:
        return _named(node, parts, algebra)
    if kind in _SHAPED:
        return shaped(node, parts, algebra)
    if kind == "indexed":
        return algebra.indexed(node, parts[0], parts[1])
    raise algebra.fault(f"{_KIND_NAMES.get(kind, kind)} has no value as a number", node)


_ARITHMETIC = frozenset({"sum", "negative", "product", "quotient", "power", "piecewise"})
_SHAPED = frozenset({"vector", "matrix", "component"})
_LEAVES = frozenset({"number", "constant", "boolean", "variable"})
_NAMED = frozenset({"call", "relation", "logic"})


def _named(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """A function, a relation, and, or, not."""
    if node.value in _VECTOR_CALLS:
        raise algebra.fault(f"{node.value} needs {_VECTOR_CALLS[str(node.value)]}, not a number", node)
    return algebra.apply(node, str(node.value), parts)


_KIND_NAMES = {
    "set": "a set",
    "interval": "an interval",
    "union": "a union",
    "derivative": "an unevaluated derivative",
}
_VECTOR_CALLS = {
    "dot": "two vectors",
    "cross": "two vectors",
    "norm": "a vector",
    "transpose": "a matrix",
    "det": "a square matrix",
}
