"""The same conditions without multipliers: ∇f and the gradients of the constraints are dependent.

A search for λ too would have to know how large it may be; this one looks for points alone, and λ follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, as_variable, divide, substitute
from mvcalc_cli.symbolic.arithmetic import Number, context, inexact
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, exact_at, place_of, value_at
from mvcalc_cli.symbolic.stationary.far import terms_of
from mvcalc_cli.symbolic.stationary.germ import number_tree
from mvcalc_cli.symbolic.stationary.implicit import inverted
from mvcalc_cli.symbolic.stationary.looking import looked
from mvcalc_cli.symbolic.stationary.measured import SHOWN, WORKING, number_of, told
from mvcalc_cli.symbolic.stationary.points import Box, Family, Found, Point
from mvcalc_cli.symbolic.stationary.recognised import plain
from mvcalc_cli.symbolic.stationary.reduction import Reduced, reduced
from mvcalc_cli.symbolic.stationary.system import real_points

# A box is wider than where the constraints meet the axes by this much.
_WIDER: Final = 1.5
_REACH: Final = 10.0
# What is left of ∇f when the multipliers are put in, relative to it.
_LEFT: Final = 1e-10
# The same of a candidate that only numbers gave; and beside the second derivatives, where ∇f is 0.
_MISSED: Final = 1e-8
_TINY: Final = 1e-15
# More multipliers than this are told as numbers, where they are not rational.
_MOST_EXACT: Final = 3


def without_multipliers(
    asked: Problem, active: Sequence[int], seconds: float, box: Box | None = None, left: Found | None = None
) -> Found:
    """Points where the gradients are dependent, by algebra for the points alone and by looking in a scaled box.

    Args:
        asked: The problem.
        active: The constraints that hold with equality.
        seconds: How long algebra may take.
        box: What is known to hold the set.
        left: What solving the constraints for variables gave.
    """
    equations = dependent(asked, active)
    found = plain(
        real_points(equations, asked.names, asked.kinds, box=box, seconds=seconds, text=asked.text, defined=[asked.f])
    )
    known = list(found.inside)
    if found.complete is None:
        known += () if left is None else left.points
    wide = {**scaled_box(asked), **(box or {})}
    if found.complete is None and len(box or {}) < len(wide) and any(high > _REACH for _, high in wide.values()):
        known += looked(equations, asked.names, wide, known)
    new = [point for point in known if point not in found.inside]
    families = found.families or (() if left is None or found.complete is not None else left.families)
    return found._replace(points=(*found.points, *new), families=families)


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


def on_the_constraint(asked: Problem, active: Sequence[int], seconds: float, box: Box | None = None) -> Found | None:
    """Critical points of f with the constraints solved for variables, put back; None if they cannot be."""
    from mvcalc_cli.calculus.matrices import gradient

    left = reduced(asked.f, [asked.constraints[k].g for k in active], asked.names)
    if left is None or not left.names:
        return None
    try:
        slopes = gradient(left.f, left.names).rows[0]
    except MvcalcError:
        return None
    useful = [each for each in slopes if each.kind != "number" or each.value]
    if not useful:
        return None
    within = None if box is None else {name: box[name] for name in left.names if name in box}
    found = real_points(useful, left.names, asked.kinds, box=within, seconds=seconds, defined=[left.f])
    found = plain(found)
    points = [_put_back(asked, active, left, point) for point in found.points]
    families = [_family_back(asked, active, left, family) for family in found.families]
    lost = any(each is None for each in (*points, *families))
    return Found(
        asked.names,
        tuple(each for each in points if each is not None),
        tuple(each for each in families if each is not None),
        None if lost else found.complete,
        found.method,
        found.searched,
        found.notes,
    )


def _put_back(asked: Problem, active: Sequence[int], left: Reduced, point: Point) -> Point | None:
    """A point of the free variables with the others."""
    values = [
        point.values[left.names.index(name)] if name in left.names else exact_at(left.put_in[name], left.names, point)
        for name in asked.names
    ]
    there = place_of(left.names, point)
    numbers = [there[name] if name in there else value_at(left.put_in[name], there) for name in asked.names]
    if any(number is None for number in numbers):
        return None
    equations = [asked.constraints[k].g for k in active]
    return told(equations, asked.names, values, [n for n in numbers if n is not None])


def _family_back(asked: Problem, active: Sequence[int], left: Reduced, family: Family) -> Family | None:
    """A family of the free variables with the others."""
    from mvcalc_cli.calculus.tidy import tidy

    put_in = {as_variable(name): value for name, value in zip(left.names, family.values, strict=True)}
    values = {name: tidy(substitute(tree, put_in)) for name, tree in left.put_in.items()}
    values.update(zip(left.names, family.values, strict=True))
    inside = [_put_back(asked, active, left, point) for point in family.inside]
    if any(each is None for each in inside):
        return None
    return family._replace(
        values=tuple(values[name] for name in asked.names), inside=tuple(each for each in inside if each is not None)
    )


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
    if not active:
        return Point((), (), (), 0.0)
    right = mp.matrix([mp.mpf(inexact(value, WORKING)) for value in slopes if value is not None])
    rows = [[mp.mpf(inexact(value, WORKING)) for value in row if value is not None] for row in normals]
    left = mp.matrix(rows).T
    try:
        sizes = mp.lu_solve(left, right)
    except (ZeroDivisionError, ValueError):
        return None
    off = mp.norm(left * sizes - right, mp.inf)
    if off > _LEFT * mp.norm(right, mp.inf):
        if mp.norm(right, mp.inf) > _TINY * _bent(asked, there):
            return None
        return Point((ZERO,) * len(active), (0.0,) * len(active), ("0",) * len(active), 0.0)
    exact = _exact(asked, active, point, rows)
    digits = tuple(str(mp.nstr(size, SHOWN)) for size in sizes)
    return Point(exact, tuple(map(float, sizes)), digits, 0.0)


def corner_multipliers(asked: Problem, active: Sequence[int], point: Point) -> Point | None:
    """The exact multipliers at a corner; None where there are none."""
    there = place_of(asked.names, point)
    slopes = [value_at(slope, there) for slope in asked.slopes]
    rows = [[value_at(entry, there) for entry in asked.normals[k]] for k in active]
    plain = [value for row in (slopes, *rows) for value in row]
    if not all(isinstance(value, Fraction | int) for value in plain):
        return multipliers_at(asked, active, point)
    left = [[Fraction(rows[i][k]) for i in range(len(active))] for k in range(len(slopes))]  # type: ignore[arg-type]
    inverse = inverted(left)
    if inverse is None:
        return None
    sizes = [
        sum((a * Fraction(b) for a, b in zip(row, slopes, strict=True)), Fraction(0))  # type: ignore[arg-type]
        for row in inverse
    ]
    digits = tuple(str(context(WORKING).nstr(inexact(size, WORKING), SHOWN)) for size in sizes)
    return Point(tuple(number_tree(size) for size in sizes), tuple(map(float, sizes)), digits, 0.0)


def obeys(asked: Problem, candidate: Candidate) -> bool:
    """Is what the multipliers leave of ∇f small beside ∇f, or ∇f itself beside the second derivatives?

    Where f and all its derivatives are tiny (exp(xyz) far out) the equations hold to every digit and nothing is met.
    """
    if candidate.multipliers is None:
        return True
    mp = context(WORKING)
    there = place_of(asked.names, candidate.point)
    sizes = [number_of(v, d) for v, d in zip(candidate.multipliers.values, candidate.multipliers.digits, strict=True)]
    off = scale = mp.zero
    for k, slope in enumerate(asked.slopes):
        value = value_at(slope, there)
        pulls = [value_at(asked.normals[i][k], there) for i in candidate.taken]
        if value is None or any(pull is None for pull in pulls):
            return True
        pull = sum((inexact(s, WORKING) * inexact(p, WORKING) for s, p in zip(sizes, pulls, strict=True) if p), mp.zero)
        off, scale = max(off, abs(inexact(value, WORKING) - pull)), max(scale, abs(inexact(value, WORKING)))
    if off <= _MISSED * scale:
        return True
    return bool(off <= _TINY * _bent(asked, there))


def _bent(asked: Problem, there: Mapping[str, Number]) -> Any:
    """The largest second derivative of f: ∇f that is tiny beside it is 0."""
    from mvcalc_cli.calculus.matrices import hessian

    try:
        rows = hessian(asked.f, asked.names)[1].rows
    except MvcalcError:
        return 0
    second = [value_at(entry, there) for row in rows for entry in row]
    return max((abs(inexact(value, WORKING)) for value in second if value is not None), default=0)


def _exact(asked: Problem, active: Sequence[int], point: Point, rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """The multipliers exactly: quotients of minors of the gradients, by Cramer's rule; None where that is long."""
    from mvcalc_cli.calculus.matrices import determinant

    size = len(active)
    mp = context(WORKING)
    if not point.exact or size > _MOST_EXACT:
        return (None,) * size
    chosen = max(
        combinations(range(len(asked.names)), size),
        key=lambda places: abs(mp.det(mp.matrix([[row[k] for k in places] for row in rows]))),
    )
    normals = [tuple(asked.normals[i][k] for k in chosen) for i in active]
    slopes = tuple(asked.slopes[k] for k in chosen)
    below = determinant(tuple(normals))
    return tuple(
        exact_at(divide(determinant((*normals[:i], slopes, *normals[i + 1 :])), below), asked.names, point)
        for i in range(size)
    )
