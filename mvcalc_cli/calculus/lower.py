"""Opening what stands for a longer expression: vector functions, components, short indexed sums.

`dot([x, 1], [y, 2])` is x·y + 1·2 and `sum(x[i]^2, i=1..3)` is x[1]² + x[2]² + x[3]²; after `lower` the
rules of differentiation meet scalars only. Sums with symbolic bounds stay one node.
"""

from __future__ import annotations

from collections.abc import Callable

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import (
    TWO,
    Tree,
    add,
    call,
    divide,
    fold,
    multiply,
    negative,
    number,
    postorder,
    power,
    substitute,
    subtract,
    vector,
)

# An indexed sum with more terms than this is work for the numeric engine.
MOST_TERMS = 1_000
_OPENED = frozenset({"component", "indexed", "vector", "matrix"})
_ARRAYS = frozenset({"vector", "matrix"})
_VECTOR_CALLS = frozenset({"dot", "cross", "norm", "transpose", "det"})


def lower(tree: Tree) -> Tree:
    """The same function without vector calls, components of explicit vectors and short indexed sums.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(lower(parse("norm([x, y])").tree))
    '√(x² + y²)'
    """
    if not any(node.kind in _OPENED or node.value in _VECTOR_CALLS for node in postorder(tree)):
        return tree
    return fold(tree, _open)


def _open(node: Tree, args: list[Tree]) -> Tree:
    rule = _CALLS.get(str(node.value)) if node.kind == "call" else _KINDS.get(node.kind)
    return rule(node, args) if rule else node.with_args(tuple(args))


def _component(node: Tree, args: list[Tree]) -> Tree:
    base, *indices = args
    if base.kind not in {"vector", "matrix"}:
        return node.with_args((base, *(_integer(index) for index in indices)))
    for index in indices:
        place = signed_value(index)
        if place is None or place.denominator != 1:
            return node.with_args(tuple(args))
        if not 1 <= place <= len(base.args):
            raise InputError(f"there is no component {place}: indices go from 1 to {len(base.args)}")
        base = base.args[int(place) - 1]
    return base


def _integer(index: Tree) -> Tree:
    """An index such as 2·3 − 1 becomes 5."""
    from mvcalc_cli.calculus.tidy import tidy

    return index if index.kind in {"number", "variable"} else tidy(index)


def _indexed(node: Tree, args: list[Tree]) -> Tree:
    body, index, lower_end, upper_end = args
    index = node.args[1]
    first, last = signed_value(_integer(lower_end)), signed_value(_integer(upper_end))
    if first is None or last is None:
        return node.with_args((body, index, lower_end, upper_end))
    if first.denominator != 1 or last.denominator != 1:
        raise InputError("the bounds of an indexed sum must be whole numbers")
    if last - first >= MOST_TERMS:
        raise LimitError(
            f"this indexed {node.value} has {int(last - first) + 1:,} terms; exact work opens {MOST_TERMS:,} at most"
        )
    parts = [fold(substitute(body, {index: _whole(place)}), _open) for place in range(int(first), int(last) + 1)]
    return add(*parts) if node.value == "sum" else multiply(*parts)


def _whole(value: int) -> Tree:
    return number(value) if value >= 0 else negative(number(-value))


def _same_length(node: Tree, left: Tree, right: Tree) -> None:
    if len(left.args) != len(right.args):
        raise InputError(
            f"{node.value} needs two vectors of one length, not {len(left.args)} and {len(right.args)} entries"
        )


def _dot(node: Tree, args: list[Tree]) -> Tree:
    left, right = args
    if left.kind != "vector" or right.kind != "vector":
        return node.with_args(tuple(args))
    _same_length(node, left, right)
    return add(*(multiply(a, b) for a, b in zip(left.args, right.args, strict=True)))


def _cross(node: Tree, args: list[Tree]) -> Tree:
    left, right = args
    if left.kind != "vector" or right.kind != "vector":
        return node.with_args(tuple(args))
    if len(left.args) != 3 or len(right.args) != 3:
        raise InputError("cross needs two vectors of 3 entries")
    (a, b, c), (d, e, f) = left.args, right.args
    pairs = ((b, f, c, e), (c, d, a, f), (a, e, b, d))
    return vector(*(subtract(multiply(p, q), multiply(r, s)) for p, q, r, s in pairs))


def _norm(node: Tree, args: list[Tree]) -> Tree:
    if args[0].kind != "vector":
        return node.with_args(tuple(args))
    return call("sqrt", add(*(power(entry, TWO) for entry in args[0].args)))


def _transpose(node: Tree, args: list[Tree]) -> Tree:
    (m,) = args
    if m.kind == "vector":
        return Tree("matrix", None, tuple(vector(entry) for entry in m.args))
    if m.kind != "matrix":
        return node.with_args(tuple(args))
    return Tree("matrix", None, tuple(vector(*column) for column in zip(*(row.args for row in m.args), strict=True)))


def _det(node: Tree, args: list[Tree]) -> Tree:
    from mvcalc_cli.calculus.matrices import determinant

    (m,) = args
    if m.kind != "matrix":
        return node.with_args(tuple(args))
    return determinant(tuple(row.args for row in m.args))


def _each(array: Tree, build: Callable[[Tree], Tree]) -> Tree:
    """An array with each entry exchanged."""
    entries = (_each(row, build) for row in array.args) if array.kind == "matrix" else map(build, array.args)
    return array.with_args(tuple(entries))


def _product(node: Tree, args: list[Tree]) -> Tree:
    """A number times a vector; a product of vectors has no one meaning."""
    arrays = [arg for arg in args if arg.kind in _ARRAYS]
    if not arrays:
        return node.with_args(tuple(args))
    if len(arrays) > 1:
        raise InputError(
            "a product of vectors or matrices is not worked out here", hint="dot(u, v) and cross(u, v) are there"
        )
    numbers = [arg for arg in args if arg is not arrays[0]]
    return _each(arrays[0], lambda entry: multiply(*numbers, entry))


def _quotient(node: Tree, args: list[Tree]) -> Tree:
    above, below = args
    if below.kind in _ARRAYS:
        raise InputError(f"nothing can be divided by a {below.kind}")
    return _each(above, lambda entry: divide(entry, below)) if above.kind in _ARRAYS else node.with_args((above, below))


def _negative(node: Tree, args: list[Tree]) -> Tree:
    return _each(args[0], negative) if args[0].kind in _ARRAYS else node.with_args(tuple(args))


def _power(node: Tree, args: list[Tree]) -> Tree:
    if any(arg.kind in _ARRAYS for arg in args):
        raise InputError("a power of a vector or matrix is not worked out here", hint="norm(v)^2 or dot(v, v)")
    return node.with_args(tuple(args))


def _sum(node: Tree, args: list[Tree]) -> Tree:
    """Vectors are added entry by entry."""
    if not any(arg.kind in _ARRAYS for arg in args):
        return node.with_args(tuple(args))
    shapes = {(arg.kind, len(arg.args), *(len(row.args) for row in arg.args if arg.kind == "matrix")) for arg in args}
    if len(shapes) > 1:
        raise InputError("only vectors or matrices of one shape can be added")
    first = args[0]
    if first.kind == "matrix":
        rows = zip(*(arg.args for arg in args), strict=True)
        return first.with_args(tuple(_sum(node, list(row)) for row in rows))
    return first.with_args(tuple(add(*entries) for entries in zip(*(arg.args for arg in args), strict=True)))


_CALLS: dict[str, Callable[[Tree, list[Tree]], Tree]] = {
    "dot": _dot,
    "cross": _cross,
    "norm": _norm,
    "transpose": _transpose,
    "det": _det,
}
_KINDS: dict[str, Callable[[Tree, list[Tree]], Tree]] = {
    "component": _component,
    "indexed": _indexed,
    "product": _product,
    "quotient": _quotient,
    "negative": _negative,
    "sum": _sum,
    "power": _power,
}
