"""Rational functions of one variable: numerator and denominator by rising powers, shortened."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.language.tree import Tree, fold

Polynomial = list[Fraction]

HIGHEST_DEGREE: Final = 12


def ratio_of(tree: Tree, variable: Tree) -> tuple[Polynomial, Polynomial] | None:
    """Numerator and denominator, without common factors; None if it is no rational function."""

    def node(part: Tree, parts: list[tuple[Polynomial, Polynomial] | None]) -> tuple[Polynomial, Polynomial] | None:
        if part == variable:
            return [Fraction(0), Fraction(1)], [Fraction(1)]
        if part.kind == "number":
            return _trimmed([Fraction(part.value)]), [Fraction(1)]  # type: ignore[arg-type]
        if any(each is None for each in parts):
            return None
        known = [each for each in parts if each is not None]
        rule = _RATIOS.get(part.kind)
        return None if rule is None else _shortened(rule(part, known))

    return fold(tree, node)


def _shortened(ratio: tuple[Polynomial, Polynomial] | None) -> tuple[Polynomial, Polynomial] | None:
    if ratio is None or not ratio[1] or max(map(len, ratio)) > 4 * HIGHEST_DEGREE:
        return None
    above, below = ratio
    if not above:
        return [], [Fraction(1)]
    common = [value * below[-1] for value in _gcd(above, below)]
    return _divided(above, common)[0], _divided(below, common)[0]


def _sum_ratio(_: Tree, parts: list[tuple[Polynomial, Polynomial]]) -> tuple[Polynomial, Polynomial]:
    above, below = parts[0]
    for top, bottom in parts[1:]:
        above, below = _added(multiplied(above, bottom), multiplied(top, below)), multiplied(below, bottom)
    return above, below


def _product_ratio(_: Tree, parts: list[tuple[Polynomial, Polynomial]]) -> tuple[Polynomial, Polynomial]:
    above, below = [Fraction(1)], [Fraction(1)]
    for top, bottom in parts:
        above, below = multiplied(above, top), multiplied(below, bottom)
    return above, below


def _power_ratio(node: Tree, parts: list[tuple[Polynomial, Polynomial]]) -> tuple[Polynomial, Polynomial] | None:
    exponent = signed_value(node.args[1])
    if exponent is None or exponent.denominator != 1 or abs(exponent) > HIGHEST_DEGREE:
        return None
    base = [parts[0] if exponent >= 0 else parts[0][::-1]]
    return _product_ratio(node, [(top, bottom) for top, bottom in base] * abs(int(exponent)))


_RATIOS: Final[
    dict[str, Callable[[Tree, list[tuple[Polynomial, Polynomial]]], tuple[Polynomial, Polynomial] | None]]
] = {
    "sum": _sum_ratio,
    "product": _product_ratio,
    "power": _power_ratio,
    "negative": lambda _, parts: ([-value for value in parts[0][0]], parts[0][1]),
    "quotient": lambda _, parts: (multiplied(parts[0][0], parts[1][1]), multiplied(parts[0][1], parts[1][0])),
}


def _trimmed(polynomial: Polynomial) -> Polynomial:
    while polynomial and not polynomial[-1]:
        polynomial = polynomial[:-1]
    return polynomial


def _added(left: Polynomial, right: Polynomial) -> Polynomial:
    size = max(len(left), len(right))
    padded = [[*each, *[Fraction(0)] * (size - len(each))] for each in (left, right)]
    return _trimmed([a + b for a, b in zip(*padded, strict=True)])


def multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product."""
    found = [Fraction(0)] * max(0, len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found[i + j] += a * b
    return _trimmed(found)


def _divided(above: Polynomial, below: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    quotient = [Fraction(0)] * max(0, len(above) - len(below) + 1)
    rest = list(above)
    for place in range(len(quotient) - 1, -1, -1):
        factor = rest[place + len(below) - 1] / below[-1]
        quotient[place] = factor
        for k, value in enumerate(below):
            rest[place + k] -= factor * value
    return _trimmed(quotient), _trimmed(rest[: len(below) - 1] if quotient else rest)


def _gcd(left: Polynomial, right: Polynomial) -> Polynomial:
    while right:
        left, right = right, _divided(left, right)[1]
    return [value / left[-1] for value in left]


def square_free(polynomial: Polynomial) -> bool:
    """Has it no root twice?"""
    slope = [value * k for k, value in enumerate(polynomial)][1:]
    return len(_gcd(polynomial, slope)) == 1


def without_root(polynomial: Polynomial, root: Fraction) -> Polynomial:
    """Divided by x − root as often as it goes."""
    while len(polynomial) > 1:
        quotient, rest = _divided(polynomial, [-root, Fraction(1)])
        if rest:
            break
        polynomial = quotient
    return polynomial
