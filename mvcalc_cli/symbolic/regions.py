"""Where an inequality holds: SymPy's set, checked against the truth of the relation at sampled points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import ContradictedError, InputError, NumericError
from mvcalc_cli.language.tree import INFINITY, Tree, negative
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.digits import Number, Unmeasured, context, measure
from mvcalc_cli.symbolic.domains import excluded_points
from mvcalc_cli.symbolic.equation import solve_equation
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.solutions import Solutions
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy
from mvcalc_cli.symbolic.verify import free_variables, plain, points

_POINTS = 120


def solve_inequality(condition: Tree, name: str, kinds: Mapping[str, str], text: str | None = None) -> Solutions:
    """The set of real numbers for which a relation (or several, with and/or) holds.

    >>> from mvcalc_cli.language.tree import ONE, call, relation, variable
    >>> solve_inequality(relation("<", call("abs", variable("x")), ONE), "x", {}).region
    Tree('interval', '()', …, Tree('number', 1))
    """
    if free_variables(condition) != (name,):
        raise InputError("an inequality is solved for one variable, with no other in it")
    if kinds.get(name) == "complex":
        raise InputError(f"{name} is complex, and an inequality compares real numbers")
    variable = symbol(name, kinds.get(name, "real"))
    expression = to_sympy(condition, kinds, text)
    try:
        return _by_sympy(condition, expression, variable, kinds)
    except (UnreadableAnswer, ContradictedError) as wrong:
        try:
            return _by_roots(condition, name, kinds)
        except NumericError:
            raise (wrong if isinstance(wrong, ContradictedError) else _nothing()) from None


def _nothing() -> NumericError:
    return NumericError("no exact solution of this inequality was found")


def _by_sympy(condition: Tree, expression: Any, variable: Any, kinds: Mapping[str, str]) -> Solutions:
    """The set that SymPy finds, without the points where the relation has no value."""
    name = variable.name
    domain = sympy.Interval.open(0, sympy.oo) if variable.is_positive else sympy.S.Reals
    period = _period(expression, variable) if domain == sympy.S.Reals else None
    within = domain if period is None else sympy.Interval.Ropen(0, period)
    holes = [to_sympy(point) for point in excluded_points(condition, name, kinds)]
    found = attempt(lambda: _solved(expression, variable, within) - sympy.FiniteSet(*holes))
    if found is None:
        return _by_roots(condition, name, kinds)
    region, repeats = from_sympy(found), None if period is None else from_sympy(period)
    check = _checked(condition, region, name, kinds, repeats)
    return Solutions((name,), region=region, everywhere=found == domain, period=repeats, check=check)


def _by_roots(condition: Tree, name: str, kinds: Mapping[str, str]) -> Solutions:
    """The set between the roots of left = right, if it stands the check."""
    region = _between_roots(condition, name, kinds)
    return Solutions((name,), region=region, check=_checked(condition, region, name, kinds, None))


def _period(expression: Any, variable: Any) -> Any:
    """The period of a relation such as sin x > 1/2, or None."""
    if not isinstance(expression, Relational) or not expression.has(TrigonometricFunction):
        return None
    return attempt(lambda: sympy.periodicity(expression.lhs - expression.rhs, variable))


def _between_roots(condition: Tree, name: str, kinds: Mapping[str, str]) -> Tree:
    """The intervals between the roots of left = right in which the relation holds (checked afterwards)."""
    if condition.kind != "relation":
        raise _nothing()
    left, right = condition.args
    found = solve_equation(left, right, name, kinds)
    roots = [root.values[0] for root in found.roots if root.values[0] is not None and root.period is None]
    if not roots or len(roots) < len(found.roots) or found.more or found.flat:
        raise _nothing()
    ends = [negative(INFINITY), *roots, INFINITY]
    pieces = []
    closed = "=" in str(condition.value)
    for k, (low, high) in enumerate(pairwise(ends)):
        if measure(condition, {name: _middle(found, k)}) is True:
            brackets = ("[" if closed and k > 0 else "(") + ("]" if closed and k < len(ends) - 2 else ")")
            pieces.append(Tree("interval", brackets, (low, high)))
    ends_of_pieces = {end for piece in pieces for end in piece.args}
    alone = tuple(root for root in roots if closed and root not in ends_of_pieces)
    if alone:
        pieces.append(Tree("set", None, alone))
    return pieces[0] if len(pieces) == 1 else Tree("union" if pieces else "set", None, tuple(pieces))


def _middle(found: Solutions, piece: int) -> Fraction:
    """A number in the piece-th gap between the roots."""
    numbers = [Fraction(number) for root in found.roots if isinstance(number := root.numbers[0], float)]
    if piece == 0:
        return numbers[0] - 1
    return numbers[-1] + 1 if piece == len(numbers) else (numbers[piece - 1] + numbers[piece]) / 2


def _solved(condition: Any, variable: Any, domain: Any) -> Any:
    """The set where a condition holds."""
    if condition in (sympy.true, sympy.false):
        return domain if condition == sympy.true else sympy.S.EmptySet
    if isinstance(condition, sympy.And | sympy.Or):
        parts = [_solved(part, variable, domain) for part in condition.args]
        return sympy.Intersection(*parts) if isinstance(condition, sympy.And) else sympy.Union(*parts)
    if isinstance(condition, sympy.Not):
        return domain - _solved(condition.args[0], variable, domain)
    return sympy.solveset(condition, variable, domain)


def _checked(condition: Tree, region: Tree, name: str, kinds: Mapping[str, str], period: Tree | None) -> Check:
    """Is the condition true inside and false outside? Undefined counts as false."""
    compared = 0
    for _, point in zip(range(_POINTS), points((name,), kinds), strict=False):
        try:
            holds = measure(condition, point) is True
            inside = contains(region, _principal(point[name], period))
        except Unmeasured:
            continue
        if holds != inside:
            raise ContradictedError(
                f"SymPy's solution is wrong at {name} = {plain(point[name]):g}: the inequality "
                f"{'holds' if holds else 'does not hold'} there, and the solution says the opposite",
                hint="the solution is not shown; please report the inequality",
            )
        compared += 1
    return Check("agrees", "values", 0.0, compared)


def _principal(value: Number, period: Tree | None) -> Number:
    """The value moved into [0, period)."""
    if period is None:
        return value
    turn = _end(period)
    at = context(50).mpf(value.numerator) / value.denominator
    return at - turn * context(50).floor(at / turn)


def contains(region: Tree, value: Number) -> bool:
    """Does a set, an interval or a union hold a number?

    >>> from fractions import Fraction
    >>> from mvcalc_cli.language.tree import ONE, ZERO
    >>> contains(Tree("interval", "[)", (ZERO, ONE)), Fraction(0))
    True
    """
    if region.kind == "union":
        return any(contains(part, value) for part in region.args)
    at = context(50).mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    if region.kind == "set":
        return any(abs(at - _end(element)) < 1e-25 for element in region.args)
    low, high = (_end(end) for end in region.args)
    brackets = str(region.value)
    above = at > low or (brackets[0] == "[" and abs(at - low) < 1e-25)
    below = at < high or (brackets[1] == "]" and abs(at - high) < 1e-25)
    # At an open end, rounding must not let it in.
    near = (brackets[0] == "(" and abs(at - low) < 1e-25) or (brackets[1] == ")" and abs(at - high) < 1e-25)
    return bool(above and below and not near)


def _end(tree: Tree) -> Any:
    if tree.kind == "constant" and tree.value == "oo":
        return context(50).inf
    if tree.kind == "negative" and tree.args[0].value == "oo":
        return context(50).ninf
    value = measure(tree, {}, 50)
    if value is None:
        raise Unmeasured
    return context(50).mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value
