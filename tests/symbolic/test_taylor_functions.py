"""Every function of the language has its series: coefficients against differences of 100-digit values."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from mvcalc_cli.calculus.exact import as_tree
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.language import parse
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.zero import vanishes

_ORDER = 4
_DIGITS = 100
_POINTS = 5  # on each side, 10⁻⁶ apart

# Where x alone will not do.
_ARGUMENTS = {
    "root": ("root(x, 3)", "root(x + 2, 4)", "root(5, x)", "root(x + 2, x)"),
    "log": ("log(x)", "log(x, 3)", "log(3, x)"),
    "mod": ("mod(x, 2)", "mod(3, x)"),
    "min": ("min(x, 2, x^2)",),
    "max": ("max(x, 2, x^2)",),
    "binomial": ("binomial(x, 3)", "binomial(x, 1/3)", "binomial(5, x)"),
    "atan2": ("atan2(x, 2)", "atan2(2, x)", "atan2(x, x^2 - 5)"),
    "beta": ("beta(x, 2)", "beta(x, 1/3)"),
    "polygamma": ("polygamma(0, x)", "polygamma(2, x)", "polygamma(1, x^2)"),
    "W": ("W(x)", "W(-x/8, -1)"),
    "dot": ("dot([x, 1], [x^2, x])",),
    "cross": ("dot(cross([x, 1, 2], [x^2, x, 1]), [1, 1, x])",),
    "norm": ("norm([x, 1])",),
    "transpose": ("det(transpose([x, 1; 2, x^2]))",),
    "det": ("det([x, 1; 2, x^2])",),
}
# gcd is for whole numbers; RootOf is a number.
_WITHOUT = {"gcd", "RootOf"}
# Centres inside the domain of each function.
_CENTRES = {"asec": "3/2", "acsc": "3/2", "acosh": "3/2", "acoth": "3/2", "mod": "5/4"}
_CASES = [
    (text, _CENTRES.get(name, "1/2"))
    for name in FUNCTIONS
    if name not in _WITHOUT
    for text in _ARGUMENTS.get(name, (f"{name}(x)",))
] + [("sum(x^k/k, k=1..3)", "1/2"), ("piecewise(x < 1: x^2, sin(x))", "1/2"), ("x^x", "1/2"), ("2^x", "3/2")]


@pytest.mark.parametrize(("text", "about"), _CASES)
def test_against_numeric_derivatives(text: str, about: str) -> None:
    found = taylor(parse(text).tree, {"x": parse(about).tree}, _ORDER, vanishes=vanishes)
    for k, truth in enumerate(_numeric(text, Fraction(about))):
        mine = _value(as_tree(found.terms.get((k,), Fraction(0))), {})
        assert abs(mine - truth) <= 10**-20 * max(1, abs(truth)), k


def _value(tree: Tree, at: dict[str, Fraction]) -> Any:
    value = measure(tree, at, _DIGITS)
    mp = context(_DIGITS)
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mp.mpf(value)


def _numeric(text: str, at: Fraction) -> list[Any]:
    """The coefficients of the polynomial through 11 points."""
    mp = context(_DIGITS)
    step = Fraction(1, 10**6)
    tree = lower(parse(text).tree)
    values = mp.matrix([_value(tree, {"x": at + j * step}) for j in range(-_POINTS, _POINTS + 1)])
    coefficients = _through_points() * values
    return [coefficients[k] * mp.mpf(10) ** (6 * k) for k in range(_ORDER + 1)]


@cache
def _through_points() -> Any:
    mp = context(_DIGITS)
    places = range(-_POINTS, _POINTS + 1)
    return mp.matrix([[mp.mpf(j) ** k for k in range(len(places))] for j in places]) ** -1
