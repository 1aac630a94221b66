"""The kind of a critical point: minimum, maximum, saddle; where the Hessian does not tell, from higher derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, postorder, substitute, variables
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact
from mvcalc_cli.symbolic.stationary.germ import DIGITS, number_tree, one_kind, sign
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.reasons import Name

# An eigenvalue of a point known by its numbers that is smaller than this beside the largest may be 0.
_UNSURE: Final = 1e-9
# What is this near to a seam of f, or to a whole number, may lie on it: points have 30 digits.
_MEETS: Final = 1e-20


class Kind(NamedTuple):
    """What a critical point is, and why.

    Attributes:
        kind: "minimum", "maximum", "saddle"; "inflection" in one variable; "degenerate" where it is not decided.
        reason: What proves it, or why it is not decided: a sentence without its full stop.
        eigenvalues: Of the Hessian there, greatest first; those that are 0 are 0 exactly where that is known.
        determinant: Of the Hessian there.
        hessian: Its exact entries; None where the point is known by its numbers alone.
        strict: Has f its value at the point nowhere else near by? None if that is not known, or for a saddle.
        singular: Is the determinant 0: had more than the Hessian to be looked at?
    """

    kind: Name
    reason: str
    eigenvalues: tuple[float, ...] = ()
    determinant: float = float("nan")
    hessian: tuple[tuple[Tree, ...], ...] | None = None
    strict: bool | None = None
    singular: bool = False


def classified(f: Tree, names: Sequence[str], point: Point, kinds: Mapping[str, str] | None = None) -> Kind:
    """The kind of a critical point.

    Args:
        f: A scalar expression.
        names: Its variables.
        point: A point where the gradient is 0.
        kinds: name -> "real", "positive", ….

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import number
    >>> origin = Point((number(0), number(0)), (0.0, 0.0), ("0", "0"), 0.0)
    >>> classified(parse("x^2 - y^2").tree, ("x", "y"), origin).kind
    'saddle'
    >>> found = classified(parse("x^3 - 3x y^2").tree, ("x", "y"), origin)
    >>> found.kind, found.singular
    ('saddle', True)
    """
    names = tuple(names)
    others = [name for name in variables(f) if name not in names]
    if others:
        return Kind("degenerate", f"not decided: f depends on {' and '.join(others)} too")
    second = _second(f, names, tuple(sorted((kinds or {}).items())))
    if second is None:
        return Kind("degenerate", "not decided: f has no second derivatives there")
    centre = exact_centre(f, names, point)
    if meets_pieces(f, names, point):
        name = names[0] if len(names) == 1 else None
        return _by_parts(f, centre, name, "f is put together from pieces that meet there")
    numbers = _numbers(point, centre)
    values = [_measured(entry, dict(zip(names, numbers, strict=True))) for row in second for entry in row]
    if any(value is None for value in values):
        return _by_parts(f, centre, None, "f is not twice differentiable there")
    matrix = one_kind([values[k * len(names) : (k + 1) * len(names)] for k in range(len(names))])
    if centre is None:
        return _by_numbers(_floats(matrix))
    settled = _exactly(f, names, centre, matrix)
    return settled._replace(hessian=_entries(second, centre))


def meets_pieces(f: Tree, names: Sequence[str], point: Point) -> bool:
    """Is f put together from pieces that meet at the point, so that rules of one piece say nothing there?"""
    from mvcalc_cli.symbolic.sameness.bends import bends

    mp = context(DIGITS)
    there = dict(zip(names, map(mp.mpf, point.digits), strict=True))
    steps = [node.args[0] for node in postorder(f) if node.kind == "call" and node.value in {"floor", "ceil"}]
    if any(node.kind == "call" and node.value in {"mod", "gcd"} for node in postorder(f)):
        return True
    near = [_measured(bend, there) for bend in bends(f)]
    whole = [_measured(step, there) for step in steps]
    return any(value is None or abs(value) < _MEETS for value in near) or any(
        value is None or abs(value - mp.nint(inexact(value, DIGITS))) < _MEETS for value in whole
    )


def _by_parts(f: Tree, centre: Mapping[str, Tree] | None, name: str | None, otherwise: str) -> Kind:
    """Where no derivative tells, the signs of the parts of f may, or in one variable what f is beside a jump."""
    from mvcalc_cli.symbolic.stationary.degenerate import by_structure
    from mvcalc_cli.symbolic.stationary.jumps import at_jump

    found = None if centre is None else by_structure(f, centre)
    if found is None and centre is not None and name is not None:
        found = at_jump(f, name, centre[name])
    if found is None:
        return Kind("degenerate", f"not decided: {otherwise}")
    return Kind(found[0], found[1], strict=found[2])


@lru_cache(maxsize=16)
def _second(f: Tree, names: tuple[str, ...], kinds: tuple[tuple[str, str], ...]) -> tuple[tuple[Tree, ...], ...] | None:
    """The Hessian as Trees."""
    from mvcalc_cli.calculus.matrices import hessian

    try:
        return hessian(f, names, dict(kinds))[1].rows
    except MvcalcError:
        return None


def exact_centre(f: Tree, names: tuple[str, ...], point: Point) -> dict[str, Tree] | None:
    """The exact values of a point; of one that is known by its numbers, fractions near by that are critical too."""
    if point.exact:
        return {name: value for name, value in zip(names, point.values, strict=True) if value is not None}
    near = [Fraction(text).limit_denominator(1000) for text in point.digits]
    far = any(abs(value - Fraction(text)) > Fraction(1, 10**6) for value, text in zip(near, point.digits, strict=True))
    if far or not _is_critical(f, names, near):
        return None
    return {name: number_tree(value) for name, value in zip(names, near, strict=True)}


def _is_critical(f: Tree, names: tuple[str, ...], values: Sequence[Fraction]) -> bool:
    """Is the gradient exactly 0 at these fractions?"""
    from mvcalc_cli.calculus.matrices import gradient

    try:
        slopes = gradient(f, names).rows[0]
    except MvcalcError:
        return False
    there = dict(zip(names, values, strict=True))
    return all(_measured(slope, there) == 0 for slope in slopes)


def _measured(tree: Tree, there: Mapping[str, Number]) -> Number | None:
    from mvcalc_cli.symbolic.digits import measure

    try:
        return measure(tree, there, DIGITS)
    except Unmeasured:
        return None


def _numbers(point: Point, centre: Mapping[str, Tree] | None) -> list[Number]:
    if centre is None:
        mp = context(DIGITS)
        return [mp.mpf(text) for text in point.digits]
    found = [_measured(value, {}) for value in centre.values()]
    return [
        context(DIGITS).mpf(text) if value is None else value for value, text in zip(found, point.digits, strict=True)
    ]


def _entries(second: tuple[tuple[Tree, ...], ...], centre: Mapping[str, Tree]) -> tuple[tuple[Tree, ...], ...]:
    """The exact entries of the Hessian, as short as algebra makes them at once."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    put_in = {as_variable(name): value for name, value in centre.items()}

    def short(entry: Tree) -> Tree:
        there = tidy(substitute(entry, put_in))
        if there.kind == "number":
            return there
        try:
            return attempt(lambda: from_sympy(to_sympy(there)), 0.5) or there
        except MvcalcError:
            return there

    return tuple(tuple(short(entry) for entry in row) for row in second)


# --- by the Hessian ------------------------------------------------------------------------------------


def _by_numbers(floats: Sequence[Sequence[float]]) -> Kind:
    """Where only numbers are known: signs that are clear."""
    from mvcalc_cli.numeric.eigenvalues import symmetric_eigenvalues

    eigenvalues = symmetric_eigenvalues(floats)
    room = _UNSURE * max(map(abs, eigenvalues))
    clear = [sign(value) if abs(value) > room else 0 for value in eigenvalues]
    determinant = _determinant(floats)
    found = _by_signs(clear, floats)
    if found is None:
        reason = "not decided: the Hessian is singular, or nearly so, and the point is known by its numbers alone"
        return Kind("degenerate", reason, eigenvalues, determinant, singular=True)
    return Kind(*found, eigenvalues, determinant, strict=True if found[0] != "saddle" else None, singular=0 in clear)


def _by_signs(signs: Sequence[int], matrix: Sequence[Sequence[float]]) -> tuple[Name, str] | None:
    """What the signs of the eigenvalues say; None where one of them is 0 and the others agree."""
    if 1 in signs and -1 in signs:
        if len(signs) == 2:
            return "saddle", f"det H = {_shown(_determinant(matrix))} < 0: the eigenvalues have both signs"
        return "saddle", "the eigenvalues of H have both signs"
    if 0 in signs:
        return None
    kind: Name = "minimum" if signs[0] > 0 else "maximum"
    relation = ">" if signs[0] > 0 else "<"
    if len(signs) == 1:
        return kind, f"f″ = {_shown(matrix[0][0])} {relation} 0"
    return kind, f"all eigenvalues of H are {relation} 0"


def _exactly(f: Tree, names: tuple[str, ...], centre: Mapping[str, Tree], matrix: Sequence[Sequence[Number]]) -> Kind:
    """With the signs of the eigenvalues proved; where they do not tell, by the terms of higher degree."""
    from mvcalc_cli.numeric.eigenvalues import symmetric_eigenvalues
    from mvcalc_cli.symbolic.stationary.degenerate import decided
    from mvcalc_cli.symbolic.stationary.splitting import diagonalised

    floats = _floats(matrix)
    signs = [sign(value) for value in diagonalised(matrix)[1]]
    eigenvalues = _with_zeros(symmetric_eigenvalues(floats), signs.count(0))
    determinant = 0.0 if 0 in signs else _determinant(matrix)
    found = _by_signs(signs, floats)
    if found is not None:
        strict = None if found[0] == "saddle" else True
        return Kind(*found, eigenvalues, determinant, strict=strict, singular=0 in signs)
    kind, reason, strict = decided(f, names, centre)
    return Kind(kind, reason, eigenvalues, determinant, strict=strict, singular=True)


def _floats(matrix: Sequence[Sequence[Number]]) -> list[list[float]]:
    return [[float(inexact(entry, DIGITS)) for entry in row] for row in matrix]


def _with_zeros(eigenvalues: tuple[float, ...], zeros: int) -> tuple[float, ...]:
    """As many of the smallest are 0 as are known to be."""
    smallest = sorted(range(len(eigenvalues)), key=lambda k: abs(eigenvalues[k]))[:zeros]
    return tuple(0.0 if k in smallest else value for k, value in enumerate(eigenvalues))


def _determinant(matrix: Sequence[Sequence[Any]]) -> float:
    """By elimination, in the numbers of the matrix."""
    rows = [list(row) for row in matrix]
    result: Any = 1
    for k in range(len(rows)):
        pivot = max(range(k, len(rows)), key=lambda i: abs(rows[i][k]))
        if not rows[pivot][k]:
            return 0.0
        if pivot != k:
            rows[k], rows[pivot], result = rows[pivot], rows[k], -result
        result *= rows[k][k]
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return float(result)


def _shown(value: float) -> str:
    """A number in a sentence."""
    return f"{value:.6g}".replace("-", "−")
