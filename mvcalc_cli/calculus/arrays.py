"""Vectors and matrices, opened into operations on scalars: entry by entry, products, components.

A vector is a tuple of scalars, a matrix a tuple of rows. What is wrong with shapes (a vector where a
number is needed) is an InputError with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mvcalc_cli.calculus.algebra import Algebra, S, Value
from mvcalc_cli.language.tree import Tree, component_name


def shaped(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """The value of a node that is a vector, a matrix or a component, or has one among its parts."""
    if node.kind in {"vector", "matrix"}:
        return tuple(parts)
    name = str(node.value) if node.kind == "call" else node.kind
    rule = _RULES.get(name)
    if rule is None:
        what = name if node.kind == "call" else "this"
        raise algebra.fault(f"a number is needed here: {what} does not take a vector", node)
    return rule(node, parts, algebra)


def shape(value: Value) -> tuple[int, ...]:
    """() for a scalar, (n,) for a vector, (m, n) for a matrix."""
    if value.__class__ is not tuple:
        return ()
    return (len(value), *(shape(value[0]) if value else ()))


def _same_shape(node: Tree, parts: Iterable[Value], algebra: Algebra[S]) -> None:
    shapes = {shape(part) for part in parts}
    if len(shapes) > 1:
        said = " and ".join(sorted("×".join(map(str, s)) or "a number" for s in shapes))
        raise algebra.fault(f"the shapes do not fit: {said}", node)


def _entrywise(node: Tree, operation: str, parts: Sequence[Value], algebra: Algebra[S]) -> Value:
    if parts[0].__class__ is not tuple:
        return algebra.apply(node, operation, parts)
    return tuple(_entrywise(node, operation, column, algebra) for column in zip(*parts, strict=True))


def _linear(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """Sums and negatives, entry by entry."""
    _same_shape(node, parts, algebra)
    return _entrywise(node, node.kind, parts, algebra)


def _scaled(node: Tree, operation: str, value: Value, scalar: Value, algebra: Algebra[S]) -> Value:
    if value.__class__ is tuple:
        return tuple(_scaled(node, operation, entry, scalar, algebra) for entry in value)
    return algebra.apply(node, operation, (value, scalar))


def _quotient(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    if parts[1].__class__ is tuple:
        raise algebra.fault("a vector or matrix cannot be divided by", node)
    return _scaled(node, "quotient", parts[0], parts[1], algebra)


def _product(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    result = parts[0]
    for part in parts[1:]:
        result = _times(node, result, part, algebra)
    return result


def _times(node: Tree, left: Value, right: Value, algebra: Algebra[S]) -> Value:
    shapes = len(shape(left)), len(shape(right))
    if 0 in shapes:
        value, scalar = (right, left) if shapes[0] == 0 else (left, right)
        return _scaled(node, "product", value, scalar, algebra)
    if shapes == (1, 1):
        raise algebra.fault("two vectors side by side are no product", node, hint="dot(u, v) or cross(u, v)")
    if shapes[0] == 1 or len(left[0]) != len(right):
        raise algebra.fault("the shapes of this product do not fit", node)
    columns = (right,) if shapes[1] == 1 else tuple(zip(*right, strict=True))
    rows = tuple(tuple(_inner(node, row, column, algebra) for column in columns) for row in left)
    return tuple(row[0] for row in rows) if shapes[1] == 1 else rows


def _inner(node: Tree, left: Sequence[Value], right: Sequence[Value], algebra: Algebra[S]) -> S:
    terms = [algebra.apply(node, "product", pair) for pair in zip(left, right, strict=True)]
    return algebra.apply(node, "sum", terms) if len(terms) > 1 else terms[0]


def _power(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    base, times = parts[0], node.args[1].value
    square = len(shape(base)) == 2 and len(base) == len(base[0])
    if not square or not isinstance(times, int) or not 1 <= times <= 1000:
        raise algebra.fault("only a square matrix has powers, of order 1 to 1000", node)
    result = base
    for _ in range(times - 1):
        result = _times(node, result, base, algebra)
    return result


def _piecewise(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """Cases whose values are vectors: entry by entry."""
    last = len(parts) - 1
    is_value = [place % 2 == 1 or place == last for place in range(len(parts))]
    values = [part for part, value in zip(parts, is_value, strict=True) if value]
    _same_shape(node, values, algebra)

    def entry(columns: Sequence[Value]) -> Value:
        if columns[0].__class__ is tuple:
            return tuple(entry(column) for column in zip(*columns, strict=True))
        rest = iter(columns)
        cases = [next(rest) if value else part for part, value in zip(parts, is_value, strict=True)]
        return algebra.apply(node, "piecewise", cases)

    return entry(values)


def _component(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    """x[i], M[i, j], and the row M[i]."""
    if node.args[0].kind == "variable":
        name = component_name(node)
        direct = algebra.lookup(name) if name else None
        if direct is not None:
            return direct
        base, indices = algebra.variable(node.args[0]), parts
    else:
        base, indices = parts[0], parts[1:]
    for place, index in enumerate(indices):
        if shape(base) == ():
            raise algebra.fault("this has no components" if not place else "this has one index only", node)
        base = _picked(node, index, base, algebra)
    return base


def _picked(node: Tree, index: S, entries: Sequence[Value], algebra: Algebra[S]) -> Value:
    if entries[0].__class__ is tuple:
        return tuple(_picked(node, index, column, algebra) for column in zip(*entries, strict=True))
    return algebra.apply(node, "pick", (index, *entries))


def _dot(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    _vectors(node, parts, algebra)
    return _inner(node, parts[0], parts[1], algebra)


def _vectors(node: Tree, parts: list[Value], algebra: Algebra[S], length: int | None = None) -> None:
    sizes = {shape(part) for part in parts}
    if len(sizes) != 1 or any(len(size) != 1 or length not in {None, size[0]} for size in sizes):
        of = f" of {length} entries" if length else " of one length"
        raise algebra.fault(f"{node.value} needs two vectors{of}", node)


def _cross(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    _vectors(node, parts, algebra, 3)
    u, v = parts

    def minor(i: int, j: int) -> S:
        minus = algebra.apply(node, "negative", (algebra.apply(node, "product", (u[j], v[i])),))
        return algebra.apply(node, "sum", (algebra.apply(node, "product", (u[i], v[j])), minus))

    return (minor(1, 2), minor(2, 0), minor(0, 1))


def _norm(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    if len(shape(parts[0])) != 1:
        raise algebra.fault("norm needs a vector", node)
    return algebra.apply(node, "norm", parts[0])


def _transpose(_node: Tree, parts: list[Value], _algebra: Algebra[S]) -> Value:
    """Rows and columns exchanged; a vector becomes a column."""
    (m,) = parts
    return tuple((entry,) for entry in m) if len(shape(m)) == 1 else tuple(zip(*m, strict=True))


def _det(node: Tree, parts: list[Value], algebra: Algebra[S]) -> Value:
    size = shape(parts[0])
    if len(size) != 2 or size[0] != size[1]:
        raise algebra.fault("det needs a square matrix", node)
    return algebra.apply(node, "det", [entry for row in parts[0] for entry in row])


_RULES: dict[str, Callable[[Tree, list[Value], Algebra[Any]], Value]] = {
    "sum": _linear,
    "negative": _linear,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "piecewise": _piecewise,
    "component": _component,
    "dot": _dot,
    "cross": _cross,
    "norm": _norm,
    "transpose": _transpose,
    "det": _det,
}


def gathered(base: str, names: Iterable[str], value: Callable[[str], Value]) -> Value | None:
    """The vector or matrix `base` put together from its components "x[1]", "x[2]", … as far as they go.

    >>> gathered("x", ["y", "x[1]", "x[2]"], str.upper)
    ('X[1]', 'X[2]')
    """
    known = {name for name in names if name.startswith(f"{base}[")}
    if f"{base}[1]" in known:
        return tuple(_while_known(known, value, f"{base}[{{}}]"))
    rows: list[Value] = []
    while f"{base}[{len(rows) + 1},1]" in known:
        rows.append(tuple(_while_known(known, value, f"{base}[{len(rows) + 1},{{}}]")))
    return tuple(rows) or None


def _while_known(known: set[str], value: Callable[[str], Value], form: str) -> Iterable[Value]:
    place = 1
    while (name := form.format(place)) in known:
        yield value(name)
        place += 1
