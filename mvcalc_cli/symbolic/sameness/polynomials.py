"""Polynomials in one variable with rational coefficients, and their real zeros."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from mvcalc_cli.language.tree import Tree, fold
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.digits import Number

DIGITS: Final = 60
_MOST_DEGREE: Final = 24
_MOST_BITS: Final = 4_000

Coefficients = list[Fraction]  # of 1, t, t², …


class _NoPolynomial(Exception):  # noqa: N818 - never leaves this module
    """Something else than a polynomial with rational coefficients, or too large a one."""


def polynomial(tree: Tree, name: str) -> Coefficients | None:
    """Its coefficients, if the expression is a polynomial with rational coefficients.

    >>> from mvcalc_cli.language import parse
    >>> polynomial(parse("(x - 1)^2/2").tree, "x")
    [Fraction(1, 2), Fraction(-1, 1), Fraction(1, 2)]
    """

    def combine(node: Tree, parts: list[Coefficients]) -> Coefficients:
        if node.kind == "variable" and node.value == name:
            return [Fraction(0), Fraction(1)]
        rule = _RULES.get(node.kind)
        if rule is None:
            raise _NoPolynomial
        found = rule(node, parts)
        if len(found) > _MOST_DEGREE + 1 or any(value.numerator.bit_length() > _MOST_BITS for value in found):
            raise _NoPolynomial
        return found

    try:
        return fold(tree, combine)
    except _NoPolynomial:
        return None


def _sum(_: Tree, parts: list[Coefficients]) -> Coefficients:
    total = [Fraction(0)] * max(map(len, parts))
    for part in parts:
        for k, value in enumerate(part):
            total[k] += value
    return trimmed(total)


def _product(_: Tree, parts: list[Coefficients]) -> Coefficients:
    result = [Fraction(1)]
    for part in parts:
        result = _times(result, part)
    return result


def _times(left: Coefficients, right: Coefficients) -> Coefficients:
    if len(left) + len(right) > _MOST_DEGREE + 2:
        raise _NoPolynomial
    result = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        if a:
            for j, b in enumerate(right):
                result[i + j] += a * b
    return trimmed(result)


def _quotient(_: Tree, parts: list[Coefficients]) -> Coefficients:
    above, below = parts
    if len(below) > 1 or not below[0]:
        raise _NoPolynomial
    return [value / below[0] for value in above]


def _power(_: Tree, parts: list[Coefficients]) -> Coefficients:
    base, exponent = parts
    if len(exponent) > 1 or exponent[0].denominator != 1 or not 0 <= exponent[0] <= _MOST_DEGREE:
        raise _NoPolynomial
    result = [Fraction(1)]
    for _step in range(int(exponent[0])):
        result = _times(result, base)
    return result


_RULES: Final[dict[str, Callable[[Tree, list[Coefficients]], Coefficients]]] = {
    "number": lambda node, _: [Fraction(node.value)],  # type: ignore[arg-type]
    "sum": _sum,
    "negative": lambda _, parts: [-value for value in parts[0]],
    "product": _product,
    "quotient": _quotient,
    "power": _power,
}


def trimmed(coefficients: Coefficients) -> Coefficients:
    """Without leading zeros."""
    kept = list(coefficients)
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return kept


def _derivative(p: Coefficients) -> Coefficients:
    return [k * value for k, value in enumerate(p)][1:] or [Fraction(0)]


def _divided(p: Coefficients, q: Coefficients) -> tuple[Coefficients, Coefficients]:
    """Quotient and remainder."""
    rest, quotient = list(p), [Fraction(0)] * max(1, len(p) - len(q) + 1)
    for shift in range(len(p) - len(q), -1, -1):
        factor = rest[shift + len(q) - 1] / q[-1]
        quotient[shift] = factor
        if factor:
            for k, value in enumerate(q):
                rest[shift + k] -= factor * value
    return quotient, trimmed(rest[: max(1, len(q) - 1)])


def squarefree(p: Coefficients) -> Coefficients:
    """The polynomial with each zero once."""
    a, b = p, trimmed(_derivative(p))
    while any(b):
        a, b = b, _divided(a, b)[1] if len(a) >= len(b) else a
        if any(b):
            b = [value / b[-1] for value in b]
    return _divided(p, a)[0] if len(a) > 1 else p


def value_at(p: Sequence[Any], at: Any) -> Any:
    """The value, by Horner's rule."""
    result = 0
    for coefficient in reversed(p):
        result = result * at + coefficient
    return result


def polynomial_zeros(coefficients: Coefficients, *, exact: bool) -> list[Number]:
    """All of them, in rising order, each once: fractions, or numbers of 60 digits (floats as fractions if not `exact`).

    >>> polynomial_zeros([Fraction(-2), Fraction(1), Fraction(1)], exact=True)
    [Fraction(-2, 1), Fraction(1, 1)]
    """
    p = squarefree(trimmed(coefficients))
    if len(p) == 2:
        return [-p[0] / p[1]]
    try:
        near = _real_zeros([float(value) for value in p], 1e-15)
    except OverflowError:
        near = None
    if not exact and near is not None:
        return [rational(Fraction(root), lambda t: value_at(p, t) == 0) for root in near]
    mp = context(DIGITS)
    precise = [mp.mpf(value.numerator) / value.denominator for value in p]
    tolerance = mp.mpf(10) ** (2 - DIGITS)
    found = None if near is None else [_polished(precise, mp.mpf(root), tolerance) for root in near]
    if found is None or None in found:
        found = _real_zeros(precise, tolerance)
    return [rational(root, lambda t: value_at(p, t) == 0) for root in found]


def _polished(p: Sequence[Any], near: Any, tolerance: Any) -> Any:
    """The zero beside an approximation of it; None if none is there."""
    width = max(abs(near), 1) / 10**9
    low, high = near - width, near + width
    if (value_at(p, low) < 0) == (value_at(p, high) < 0):
        return None
    return between(lambda t: value_at(p, t), low, high, tolerance)


def _real_zeros(p: Sequence[Any], tolerance: Any) -> list[Any]:
    """Between two zeros of the derivative there is one at most."""
    if len(p) < 2:
        return []
    if len(p) == 2:
        return [-p[0] / p[1]]
    bound: Any = 1 + max(abs(value / p[-1]) for value in p[:-1])
    slope = [k * value for k, value in enumerate(p)][1:]
    turns = [-bound, *_real_zeros(slope, tolerance), bound]
    found = []
    for low, high in pairwise(turns):
        a, b = value_at(p, low), value_at(p, high)
        if a == 0:
            found.append(low)
        elif b != 0 and (a < 0) != (b < 0):
            found.append(between(lambda t: value_at(p, t), low, high, tolerance))
    return found


def between(function: Callable[[Any], Any], low: Any, high: Any, tolerance: Any) -> Any:
    """The zero between two places of different sign, by regula falsi as Illinois has it; None at a place of no value.

    Reference: Dowell and Jarratt, A modified regula falsi method, BIT 11 (1971).
    """
    a, b = function(low), function(high)
    before = side = 0
    middle = low
    for _ in range(300):
        middle = (a * high - b * low) / (a - b)
        if not low < middle < high:
            middle = (low + high) / 2
        value = function(middle)
        if value is None or value == 0 or abs(middle - before) <= tolerance * max(1, abs(middle)):
            return None if value is None else middle
        before = middle
        if (value < 0) == (a < 0):
            low, a, b, side = middle, value, b / 2 if side < 0 else b, -1
        else:
            high, b, a, side = middle, value, a / 2 if side > 0 else a, 1
    return middle


def rational(root: Any, is_zero: Callable[[Fraction], bool]) -> Number:
    """The exact fraction that a zero is, if it is one with a short denominator."""
    if isinstance(root, Fraction):
        short, nearness = root.limit_denominator(1_000), Fraction(1, 10**9)
        return short if abs(short - root) <= nearness * max(Fraction(1), abs(root)) and is_zero(short) else root
    if abs(root) >= 2**60:
        return root
    near = Fraction(int(root * 2**80), 2**80)
    short = near.limit_denominator(1_000)
    return short if abs(short - near) < Fraction(1, 10**18) and is_zero(short) else root
