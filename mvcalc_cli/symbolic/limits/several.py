"""Limits of several variables: proven where they can be, else tried along lines and parabolas.

Two paths with different limits prove that there is none. That all paths tried agree proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final, NamedTuple

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import DomainError, MvcalcError
from mvcalc_cli.language.tree import (
    ZERO,
    Tree,
    as_variable,
    divide,
    multiply,
    postorder,
    relation,
    substitute,
    variable,
    variables,
)
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.limit import limit
from mvcalc_cli.symbolic.limits.coefficients import Field, as_tree, measured
from mvcalc_cli.symbolic.limits.curves import Path, shift, tried
from mvcalc_cli.symbolic.limits.polynomials import proven_limit, vanishes
from mvcalc_cli.symbolic.limits.values import is_infinite, same, shown

# Continuous wherever they are defined.
_CONTINUOUS: Final = frozenset(
    (
        *("sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sech", "csch"),
        *("coth", "asinh", "acosh", "atanh", "log", "log2", "log10", "sqrt", "cbrt", "exp", "abs", "min", "max"),
        *("relu", "sigmoid", "softplus", "erf", "erfc", "erfi", "gamma", "factorial", "Si"),
    )
)


class Several(NamedTuple):
    """A limit of several variables.

    Attributes:
        value: The limit if it is proven; along all paths if none differs.
        exists: True (proven), False (two paths differ), None (not disproved).
        how: "continuous", "composition", "degrees" or "paths".
        paths: The paths tried; the first two that differ, if some do.
        inner: The expression through which alone the function depends on its variables, of a "composition".
    """

    value: Tree | None
    exists: bool | None
    how: str
    paths: tuple[Path, ...] = ()
    inner: Tree | None = None


def limit_several(
    tree: Tree, point: Mapping[str, Tree], kinds: Mapping[str, str] | None = None, *, checked: bool = True
) -> Several:
    """The limit of a scalar expression of several variables at a finite point.

    Args:
        tree: The expression.
        point: Where each variable goes.
        kinds: What is declared of the names.
        checked: Whether the limits on the paths are compared with values.

    Raises:
        DomainError: If the expression has no values on any of the paths.

    >>> from mvcalc_cli.language import parse
    >>> origin = {"x": ZERO, "y": ZERO}
    >>> limit_several(parse("x y/(x^2+y^2)").tree, origin).exists
    False
    >>> limit_several(parse("x^2 y/(x^2+y^2)").tree, origin)[:3]
    (Tree('number', 0), True, 'degrees')
    """
    tree, kinds = lower(tree), kinds or {}
    found = (
        _continuous(tree, point) or _composed(tree, point, kinds) or _by_degrees(tree, point) or _squeezed(tree, point)
    )
    if found is not None:
        return found._replace(paths=tuple(islice(tried(tree, point, kinds, checked), 4)))
    field, known = Field(kinds), list[Path]()
    for path in tried(tree, point, kinds, checked):
        known.append(path)
        different = _disagreement(field, known)
        if different:
            return Several(None, False, "paths", different)
    if not known:
        raise _nothing(tree, point)
    return Several(known[0].value, None, "paths", tuple(known))


def _nothing(tree: Tree, point: Mapping[str, Tree]) -> DomainError:
    from mvcalc_cli.language.printers import line

    where = f"({', '.join(line(value) for value in point.values())})"
    return DomainError(
        f"{line(tree)} has no limit that could be found on any line or parabola through {where}",
        hint="is it defined near the point?",
    )


def _continuous(tree: Tree, point: Mapping[str, Tree]) -> Several | None:
    """The value at the point, where the expression is continuous."""
    if not continuous_at(tree, point):
        return None
    field = Field()
    placed = substitute(tree, {as_variable(name): value for name, value in point.items()})
    return Several(shown(as_tree(field.of(placed))), True, "continuous")


def continuous_at(tree: Tree, point: Mapping[str, Tree]) -> bool:
    """Is the expression made of parts that are continuous at the point?

    >>> from mvcalc_cli.language import parse
    >>> continuous_at(parse("floor(x)").tree, {"x": ZERO}), continuous_at(parse("|x| + 1").tree, {"x": ZERO})
    (False, True)
    """
    try:
        known = {name: measure(value, {}, 40) for name, value in point.items()}
        if measure(tree, known, 40) is None or any(name not in point for name in variables(tree)):
            return False
        return all(_part_continuous(node, known) for node in postorder(tree))
    except Unmeasured:
        return False


def _part_continuous(node: Tree, known: Mapping[str, object]) -> bool:
    if node.kind == "call":
        return node.value in _CONTINUOUS
    if node.kind == "power" and signed_value(node.args[1]) is None:
        base = measure(node.args[0], known, 40)
        return base is not None and base > 0
    return node.kind in {"number", "constant", "variable", "sum", "negative", "product", "quotient", "power"}


def _composed(tree: Tree, point: Mapping[str, Tree], kinds: Mapping[str, str]) -> Several | None:
    """g(u), where u is continuous: the limit of g, if g has no other value where u is already at its limit."""
    fresh = next(name for name in ("u", "v", "w", "t") if name not in {*variables(tree), *point})
    tree = tidy(tree)
    for inner in postorder(tree):
        if len(variables(inner)) < 2 or inner is tree or not continuous_at(inner, point):
            continue
        outer = _outer(tree, inner, fresh)
        if any(name in point for name in variables(outer)):
            continue
        goal = as_tree(Field().of(substitute(inner, {as_variable(n): value for n, value in point.items()})))
        above = goal == ZERO and Facts((), kinds).nonnegative(inner)
        try:
            found = limit(outer, fresh, goal, "right" if above else None, kinds, algebra=False)
        except MvcalcError:
            continue
        there = _value_there(outer, fresh, goal)
        if found.exists and not found.note and (there is None or found.continuous):
            return Several(found.value, True, "composition", inner=inner)
    return None


def _outer(tree: Tree, inner: Tree, fresh: str) -> Tree:
    """The expression in terms of u = inner; of u = x·y also where it holds x²·y²."""
    outer = substitute(tree, {inner: variable(fresh)})
    if inner.kind != "product" or any(part.kind != "variable" for part in inner.args):
        return outer
    first, *others = inner.args
    known = Facts([relation("!=", part, ZERO) for part in (*inner.args, variable(fresh))])
    return tidy(substitute(outer, {first: divide(variable(fresh), multiply(*others))}), known)


def _value_there(outer: Tree, name: str, goal: Tree) -> object:
    try:
        return measure(outer, {name: measure(goal, {}, 40)}, 40)
    except Unmeasured:
        return True


def _by_degrees(tree: Tree, point: Mapping[str, Tree]) -> Several | None:
    value = proven_limit(substitute(tree, shift(point)), tuple(point))
    return None if value is None else Several(as_tree(value), True, "degrees")


def _squeezed(tree: Tree, point: Mapping[str, Tree]) -> Several | None:
    """Where |f| stays below what goes to 0: x·sin(1/y) below |x|, sin(x·y)/x below |y|."""
    tree = substitute(tree, shift(point))
    terms = tree.args if tree.kind == "sum" else (tree,)
    return Several(ZERO, True, "squeeze") if all(vanishes(term, tuple(point)) for term in terms) else None


def _disagreement(field: Field, paths: list[Path]) -> tuple[Path, ...]:
    """The last path and one before it with another limit."""
    for path in paths[-1:]:
        for other in paths[:-1]:
            if path.value is not None and other.value is not None and not same(field, path.value, other.value):
                if not is_infinite(path.value) and not is_infinite(other.value) and _close(path.value, other.value):
                    continue
                return (other, path)
    return ()


def _close(left: Tree, right: Tree) -> bool:
    """Two numbers that 60 digits do not tell apart are never called different."""
    a, b = measured(left), measured(right)
    return a is not None and b is not None and abs(a - b) <= 1e-30 * max(abs(a), abs(b))
