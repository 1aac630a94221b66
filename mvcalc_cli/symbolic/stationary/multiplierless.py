"""The same conditions without multipliers: ∇f and the gradients of the constraints are dependent.

A search for λ too would have to know how large it may be; this one looks for points alone, and λ follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, divide
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.stationary.constrained import Problem, exact_at, place_of, value_at
from mvcalc_cli.symbolic.stationary.far import terms_of
from mvcalc_cli.symbolic.stationary.looking import looked
from mvcalc_cli.symbolic.stationary.measured import SHOWN, WORKING
from mvcalc_cli.symbolic.stationary.points import Found, Point
from mvcalc_cli.symbolic.stationary.reduction import reduced
from mvcalc_cli.symbolic.stationary.system import real_points

# A box is wider than where the constraints meet the axes by this much.
_WIDER: Final = 1.5
_REACH: Final = 10.0
# What is left of ∇f when the multipliers are put in, relative to it.
_LEFT: Final = 1e-10


def without_multipliers(asked: Problem, active: Sequence[int], seconds: float) -> Found:
    """Points where the gradients are dependent, by algebra for the points alone and by looking in a scaled box."""
    equations = dependent(asked, active)
    found = real_points(equations, asked.names, asked.kinds, seconds=seconds, text=asked.text, defined=[asked.f])
    known = list(found.inside) + _on_the_constraint(asked, active, seconds)
    box = scaled_box(asked)
    if found.complete is None and any(high > _REACH for _, high in box.values()):
        known += looked(equations, asked.names, box, known)
    new = [point for point in known if point not in found.inside]
    return found._replace(points=(*found.points, *new))


def dependent(asked: Problem, active: Sequence[int]) -> list[Tree]:
    """The constraints, and the minors of the matrix of all the gradients."""
    from mvcalc_cli.calculus.matrices import determinant

    rows = [asked.slopes, *(asked.normals[k] for k in active)]
    size = len(rows)
    minors = [
        determinant(tuple(tuple(row[k] for k in columns) for row in rows))
        for columns in combinations(range(len(asked.names)), size)
    ]
    return [*(asked.constraints[k].g for k in active), *(each for each in minors if each.kind != "number")]


def _on_the_constraint(asked: Problem, active: Sequence[int], seconds: float) -> list[Point]:
    """Critical points of f with the constraints solved for variables, put back."""
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.symbolic.stationary.measured import told

    left = reduced(asked.f, [asked.constraints[k].g for k in active], asked.names)
    if left is None or not left.names:
        return []
    try:
        slopes = gradient(left.f, left.names).rows[0]
    except MvcalcError:
        return []
    found = real_points(slopes, left.names, asked.kinds, seconds=seconds, defined=[left.f])
    points = []
    for point in found.points:
        values = [
            point.values[left.names.index(name)]
            if name in left.names
            else exact_at(left.put_in[name], left.names, point)
            for name in asked.names
        ]
        there = place_of(left.names, point)
        numbers = [there[name] if name in there else value_at(left.put_in[name], there) for name in asked.names]
        if any(number is None for number in numbers):
            continue
        whole = told(
            [asked.constraints[k].g for k in active], asked.names, values, [n for n in numbers if n is not None]
        )
        if whole is not None:
            points.append(whole)
    return points


def scaled_box(asked: Problem) -> dict[str, tuple[float, float]]:
    """As far as the constraints meet the axes, at least from −10 to 10."""
    reach = dict.fromkeys(asked.names, _REACH)
    for each in asked.constraints:
        terms = _terms(each.g, asked.names)
        constant = terms.get((0,) * len(asked.names), Fraction(0))
        for monomial, value in terms.items():
            held = [k for k, power in enumerate(monomial) if power]
            if len(held) == 1 and constant:
                meets = _WIDER * float(abs(constant / value)) ** (1 / sum(monomial))
                reach[asked.names[held[0]]] = max(reach[asked.names[held[0]]], meets)
    return {name: (-far, far) for name, far in reach.items()}


def _terms(g: Tree, names: Sequence[str]) -> dict[tuple[int, ...], Fraction]:
    from mvcalc_cli.symbolic.bridge import to_sympy

    try:
        found: Any = terms_of(to_sympy(g), names)
    except MvcalcError:
        return {}
    return found or {}


def multipliers_at(asked: Problem, active: Sequence[int], point: Point) -> Point | None:
    """The multipliers that a point needs; None if there are none, or the constraints' gradients are dependent."""
    mp = context(WORKING)
    there = place_of(asked.names, point)
    slopes = [value_at(slope, there) for slope in asked.slopes]
    normals = [[value_at(entry, there) for entry in asked.normals[k]] for k in active]
    if any(value is None for row in (slopes, *normals) for value in row):
        return None
    right = mp.matrix([mp.mpf(inexact(value, WORKING)) for value in slopes if value is not None])
    rows = [[mp.mpf(inexact(value, WORKING)) for value in row if value is not None] for row in normals]
    left = mp.matrix(rows).T
    try:
        sizes = mp.lu_solve(left, right) if active else mp.matrix([])
    except (ZeroDivisionError, ValueError):
        return None
    off = mp.norm(left * sizes - right, mp.inf) if active else mp.norm(right, mp.inf)
    if off > _LEFT * mp.norm(right, mp.inf):
        return None
    exact = _exact(asked, active, point)
    digits = tuple(str(mp.nstr(size, SHOWN)) for size in sizes)
    return Point((exact,) if len(active) == 1 else (None,) * len(active), tuple(map(float, sizes)), digits, 0.0)


def _exact(asked: Problem, active: Sequence[int], point: Point) -> Tree | None:
    """The one multiplier exactly: a partial derivative of f by that of g."""
    if len(active) != 1 or not point.exact:
        return None
    there = place_of(asked.names, point)
    for slope, normal in zip(asked.slopes, asked.normals[active[0]], strict=True):
        if value_at(normal, there):
            return exact_at(divide(slope, normal), asked.names, point)
    return None
