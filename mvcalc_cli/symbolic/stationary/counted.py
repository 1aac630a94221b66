"""All zeros of a derivative of one variable: by its factors, each a polynomial or rising (falling) everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured, inexact
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.germ import DIGITS
from mvcalc_cli.symbolic.stationary.measured import as_number
from mvcalc_cli.symbolic.stationary.peeling import monotone
from mvcalc_cli.symbolic.stationary.points import Point

_SECONDS: Final = 0.5
_NEAR: Final = 1e-9
_ZERO: Final = 1e-20


def all_zeros(f: Tree, name: str, kinds: Mapping[str, str], points: Sequence[Point]) -> str | None:
    """Why f′ is 0 at no other place where f has a value; None if that is not known.

    >>> from mvcalc_cli.language import parse
    >>> at = Point((None,), (0.6065306597126334,), ("0.606530659712633423603799534991",), 0.0)
    >>> all_zeros(parse("x^2 ln(x)").tree, "x", {}, [at])
    'each factor of f′ is 0 at one place at most, or a polynomial whose zeros are counted'
    >>> all_zeros(parse("x^2 ln(x)").tree, "x", {}, []) is None
    True
    """
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.matrices import gradient

    try:
        slope = gradient(f, (name,)).rows[0][0]
        factors = attempt(lambda: list(_factors(slope, kinds)), _SECONDS)
    except MvcalcError:
        return None
    facts = Facts(conditions(f), kinds)
    if factors is None or not all(_is_counted(each, f, name, facts, points) for each in factors):
        return None
    return "each factor of f′ is 0 at one place at most, or a polynomial whose zeros are counted"


def _factors(slope: Tree, kinds: Mapping[str, str]) -> Iterator[Tree]:
    import sympy

    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    top, _ = sympy.fraction(sympy.factor(to_sympy(slope, kinds)))
    for part in sympy.Mul.make_args(top):
        base, exponent = part.as_base_exp()
        yield from_sympy(base if exponent.is_positive and exponent.is_number else part)


def _is_counted(factor: Tree, f: Tree, name: str, facts: Facts, points: Sequence[Point]) -> bool:
    """Are all zeros of a factor among the points, or at places where f has no value?"""
    if name not in variables(factor) or facts.nonzero(factor):
        return bool(variables(factor)) or _value(factor, {}) != 0
    inside, _ = monotone(factor)
    if inside == as_variable(name):
        near = [_value(factor, {name: as_number(point.digits[0])}) for point in points]
        return any(value is not None and abs(value) < _ZERO for value in near) or _is_gap(factor, f, name)
    roots = attempt(lambda: _real_roots(factor), _SECONDS)
    if roots is None:
        return False
    return all(
        _value(f, {name: Fraction(text)}) is None
        or any(abs(point.numbers[0] - float(text)) <= _NEAR * (1 + abs(float(text))) for point in points)
        for text in roots
    )


def _is_gap(factor: Tree, f: Tree, name: str) -> bool:
    """Is a factor that rises everywhere 0 at 0, where f has no value?"""
    there: dict[str, Any] = {name: Fraction(0)}
    return _value(factor, there) == 0 and _value(f, there) is None


def _real_roots(factor: Tree) -> list[str] | None:
    """The real zeros of a polynomial as decimals; None of what is none."""
    import sympy

    from mvcalc_cli.symbolic.bridge import to_sympy

    expression = to_sympy(factor)
    if len(expression.free_symbols) != 1 or not expression.is_polynomial():
        return None
    poly = sympy.Poly(expression)
    if not all(c.is_Rational for c in poly.coeffs()):
        return None
    return [str(root.evalf(DIGITS)) for root in dict.fromkeys(sympy.real_roots(poly))]


def _value(tree: Tree, at: Mapping[str, Any]) -> Any:
    try:
        value = measure(tree, at, DIGITS)
    except Unmeasured:
        return None
    return None if value is None else value if isinstance(value, Fraction) else inexact(value, DIGITS)
