"""The table of functions: values against mpmath, domains, nan, and the table of the language."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import mpmath
import pytest

from mvcalc_cli.calculus import gammas, special
from mvcalc_cli.calculus.functions import ROWS, Interval, complaint
from mvcalc_cli.calculus.rules import RULES
from mvcalc_cli.language.names import FUNCTIONS

# Opened or worked out elsewhere (expand.py), or no float at all.
WITHOUT_ROW = {"dot", "cross", "norm", "transpose", "det", "RootOf"}


def between(low: float, high: float, count: int = 60) -> list[float]:
    source = random.Random(f"{low} {high}")
    return [source.uniform(low, high) for _ in range(count)]


def scales(low: float, high: float, count: int = 60) -> list[float]:
    """Numbers of every magnitude between."""
    return [math.exp(value) for value in between(math.log(low), math.log(high), count)]


def minus(values: Iterable[float]) -> list[float]:
    return [-value for value in values]


def error(ours: float, theirs: Any, floor: float) -> float:
    return float(abs(ours - theirs) / max(abs(theirs), floor))


def test_every_function_of_the_language_has_values() -> None:
    assert set(FUNCTIONS) - set(ROWS) == WITHOUT_ROW
    assert set(ROWS) <= set(FUNCTIONS)


def test_every_function_with_a_derivative_has_values() -> None:
    assert set(RULES) <= set(ROWS)


# name, mpmath's function, arguments, tolerance, floor (errors are relative above it, absolute below)
TABLE: list[tuple[str, Callable[..., Any], list[float], float, float]] = [
    ("sin", mpmath.sin, between(-50, 50), 1e-14, 1e-3),
    ("cos", mpmath.cos, between(-50, 50), 1e-14, 1e-3),
    ("tan", mpmath.tan, between(-1.5, 1.5), 1e-14, 0),
    ("sec", mpmath.sec, between(-1.5, 1.5), 1e-14, 0),
    ("csc", mpmath.csc, between(0.01, 3.1), 1e-14, 0),
    ("cot", mpmath.cot, between(0.01, 1.5), 1e-14, 0),
    ("asin", mpmath.asin, between(-1, 1), 1e-14, 0),
    ("acos", mpmath.acos, between(-1, 0.99), 1e-14, 0),
    ("atan", mpmath.atan, between(-9, 9), 1e-14, 0),
    ("asec", mpmath.asec, scales(1.001, 1e9) + minus(scales(1.001, 1e9)), 1e-13, 0),
    ("acsc", mpmath.acsc, scales(1.001, 1e9) + minus(scales(1.001, 1e9)), 1e-13, 0),
    ("acot", mpmath.acot, scales(1e-9, 1e9) + minus(scales(1e-9, 1e9)), 1e-14, 0),
    ("sinh", mpmath.sinh, between(-700, 700) + scales(1e-9, 1), 1e-14, 0),
    ("cosh", mpmath.cosh, between(-700, 700), 1e-14, 0),
    ("tanh", mpmath.tanh, between(-20, 20) + scales(1e-9, 1), 1e-14, 0),
    ("sech", mpmath.sech, between(-700, 700), 1e-14, 0),
    ("csch", mpmath.csch, between(-700, 700) + scales(1e-9, 1), 1e-14, 0),
    ("coth", mpmath.coth, scales(1e-9, 30), 1e-14, 0),
    ("asinh", mpmath.asinh, between(-9, 9) + scales(1e-9, 1e300), 1e-14, 0),
    ("acosh", mpmath.acosh, scales(1.001, 1e300), 1e-13, 0),
    ("atanh", mpmath.atanh, between(-0.999, 0.999), 1e-14, 0),
    ("asech", mpmath.asech, scales(1e-9, 0.999), 1e-13, 0),
    ("acsch", mpmath.acsch, scales(1e-9, 1e9), 1e-14, 0),
    ("acoth", mpmath.acoth, scales(1.0001, 1e9) + minus(scales(1.0001, 1e9)), 1e-14, 0),
    ("exp", mpmath.exp, between(-700, 700), 1e-14, 0),
    ("log", mpmath.log, scales(1e-300, 1e300), 1e-14, 0),
    ("cbrt", mpmath.cbrt, scales(1e-300, 1e300), 1e-14, 0),
    ("gamma", mpmath.gamma, between(-20, 170) + between(-3, 5), 1e-14, 0),
    ("factorial", mpmath.factorial, between(-20, 169) + between(-3, 5), 1e-14, 0),
    ("erf", mpmath.erf, between(-5, 5) + scales(1e-9, 1), 1e-14, 0),
    ("erfc", mpmath.erfc, between(-5, 25), 1e-14, 0),
    ("erfi", mpmath.erfi, between(-26, 26) + scales(1e-9, 7), 1e-14, 0),
    ("Ei", mpmath.ei, scales(0.6, 709.9) + scales(1e-9, 0.3), 1e-14, 0),
    ("Ei", mpmath.ei, between(0.3, 0.6), 1e-15, 1),
    ("Ei", mpmath.ei, minus(scales(1e-9, 700)) + between(-1.6, -1.4), 1e-13, 0),
    ("li", mpmath.li, between(0, 0.999) + scales(1.6, 1e9), 1e-13, 0),
    ("Si", mpmath.si, between(-60, 60) + scales(1e-6, 1e6), 1e-14, 0),
    ("Ci", mpmath.ci, scales(1e-6, 1e3), 1e-13, 1e-2),
    ("sigmoid", lambda x: 1 / (1 + mpmath.exp(-x)), between(-700, 700) + between(-3, 3), 1e-14, 0),
    ("softplus", lambda x: mpmath.log1p(mpmath.exp(x)), between(-700, 700) + between(-3, 3), 1e-14, 0),
    ("W", mpmath.lambertw, scales(1e-9, 1e300) + minus(scales(1e-9, 0.36)), 1e-14, 0),
]


@pytest.mark.parametrize(("name", "oracle", "arguments", "tolerance", "floor"), TABLE)
def test_values(name: str, oracle: Callable[..., Any], arguments: list[float], tolerance: float, floor: float) -> None:
    with mpmath.workdps(40):
        worst = max(error(ROWS[name].value(x), mpmath.re(oracle(mpmath.mpf(x))), floor) for x in arguments)
    assert worst < tolerance


@pytest.mark.parametrize("order", [0, 1, 2, 5, 10, 20])
def test_polygamma(order: int) -> None:
    arguments = between(1.6, 60) + scales(1e-3, 1.3) + scales(2, 1e9) + ([] if order == 0 else between(-20, 0))
    with mpmath.workdps(40):
        worst = max(error(gammas.polygamma(order, x), mpmath.psi(order, mpmath.mpf(x)), 0) for x in arguments)
    assert worst < 1e-14


def test_digamma_left_of_zero_and_near_its_zero() -> None:
    with mpmath.workdps(40):
        worst = max(error(gammas.digamma(x), mpmath.digamma(mpmath.mpf(x)), 1) for x in between(-30, 2))
    assert worst < 2e-15


@pytest.mark.parametrize(
    ("function", "oracle", "first", "second", "tolerance"),
    [
        (gammas.beta, mpmath.beta, between(0.01, 80), between(0.1, 80), 1e-13),
        (gammas.beta, mpmath.beta, scales(200, 1e5), scales(0.1, 10), 1e-13),
        (gammas.beta, mpmath.beta, between(-9, 0), between(-5, 9), 1e-12),
        (gammas.binomial, mpmath.binomial, between(0, 60), between(0, 20), 1e-12),
        (gammas.binomial, mpmath.binomial, between(-30, 60), [float(k) for k in range(60)], 1e-14),
        (special.log_to_base, lambda x, b: mpmath.log(x) / mpmath.log(b), scales(1e-9, 1e9), scales(2, 99), 1e-14),
        (special.root, lambda x, n: x ** (1 / n), scales(1e-9, 1e9), [float(1 + k % 9) for k in range(60)], 1e-14),
        (special.lambert_w, mpmath.lambertw, minus(scales(1e-300, 0.36)), [-1.0] * 60, 1e-14),
    ],
)
def test_two_arguments(
    function: Callable[..., float],
    oracle: Callable[..., Any],
    first: list[float],
    second: list[float],
    tolerance: float,
) -> None:
    with mpmath.workdps(40):
        worst = max(
            error(function(x, y), mpmath.re(oracle(mpmath.mpf(x), mpmath.mpf(y))), 0)
            for x, y in zip(first, second, strict=True)
        )
    assert worst < tolerance


@pytest.mark.parametrize("branch", [0, -1])
def test_lambert_w_near_its_branch_point(branch: int) -> None:
    arguments = [-math.exp(-1) + gap for gap in scales(1e-15, 1e-2)]
    with mpmath.workdps(40):
        worst = max(
            error(special.lambert_w(x, float(branch)), mpmath.re(mpmath.lambertw(mpmath.mpf(x), branch)), 0)
            for x in arguments
        )
    assert worst < 1e-14


EXACT = [
    ("factorial", (20.0,), 2432902008176640000.0),
    ("factorial", (0.0,), 1.0),
    ("root", (64.0, 3.0), 4.0),  # pow(64, 1/3) is 3.9999999999999996
    ("root", (-8.0, 3.0), -2.0),
    ("root", (16.0, -4.0), 0.5),
    ("cbrt", (-8.0,), -2.0),
    ("log", (125.0, 5.0), 3.0),  # log(125)/log(5) is 3.0000000000000004
    ("log", (0.125, 2.0), -3.0),
    ("log2", (8.0,), 3.0),
    ("log10", (1000.0,), 3.0),
    ("mod", (-7.0, 3.0), 2.0),  # x − m·floor(x/m): the sign of m
    ("mod", (7.0, -3.0), -2.0),
    ("gcd", (12.0, 18.0, 27.0), 3.0),
    ("binomial", (5.0, 2.0), 10.0),
    ("binomial", (5.0, 7.0), 0.0),
    ("binomial", (-3.0, 2.0), 6.0),
    ("binomial", (2.5, -1.0), 0.0),
    ("binomial", (5.0, 2.5), 512 / (15 * math.pi)),
    ("acot", (0.0,), math.pi / 2),
    ("acot", (-1.0,), -math.pi / 4),  # acot x = atan(1/x), as SymPy has it
    ("sign", (-3.0,), -1.0),
    ("sign", (0.0,), 0.0),
    ("floor", (-1.5,), -2.0),
    ("ceil", (-1.5,), -1.0),
    ("min", (3.0, 1.0, 2.0), 1.0),
    ("max", (3.0,), 3.0),
    ("relu", (-2.0,), 0.0),
    ("sigmoid", (-1000.0,), 0.0),
    ("softplus", (1000.0,), 1000.0),
    ("sech", (1000.0,), 0.0),
    ("atan2", (1.0, -1.0), 3 * math.pi / 4),
    ("li", (0.0,), 0.0),
    ("W", (0.0,), 0.0),
    ("W", (math.e,), 1.0),
    ("beta", (2.0, 3.0), 1 / 12),
    ("Si", (0.0,), 0.0),
    ("erfi", (0.0,), 0.0),
]


@pytest.mark.parametrize(("name", "arguments", "value"), EXACT)
def test_particular_values(name: str, arguments: tuple[float, ...], value: float) -> None:
    assert ROWS[name].value(*arguments) == pytest.approx(value, rel=1e-15, abs=0)


COMPLAINTS = [
    ("log", (0.0,), "log of 0"),
    ("log", (-2.0,), "log of a negative number (−2)"),
    ("log", (3.0, 1.0), "logarithm to base 1"),
    ("log", (-3.0, 2.0), "log of a negative number (−3)"),
    ("log10", (0.0,), "log10 of 0"),
    ("sqrt", (-4.0,), "square root of a negative number (−4)"),
    ("asin", (2.0,), "asin of 2, outside [−1, 1]"),
    ("acosh", (0.5,), "acosh of 0.5, outside [1, ∞)"),
    ("atanh", (1.0,), "atanh of 1, outside (−1, 1)"),
    ("asec", (0.5,), "asec of 0.5, inside (−1, 1)"),
    ("acoth", (1.0,), "acoth of 1, inside [−1, 1]"),
    ("asech", (0.0,), "asech of 0, outside (0, 1]"),
    ("coth", (0.0,), "coth of 0"),
    ("csch", (0.0,), "csch of 0"),
    ("gamma", (-2.0,), "gamma of −2: it has a pole at 0 and at each negative whole number"),
    ("factorial", (-1.0,), "factorial of a negative whole number (−1)"),
    ("factorial", (171.0,), "overflow: larger than 1e308"),
    ("root", (-8.0, 2.0), "even root of a negative number (−8)"),
    ("root", (-8.0, 2.5), "root of order 2.5 of a negative number (−8)"),
    ("root", (8.0, 0.0), "root of order 0"),
    ("root", (0.0, -3.0), "0 to a negative power"),
    ("mod", (1.0, 0.0), "mod by 0"),
    ("gcd", (1.5, 2.0), "gcd of 1.5, not a whole number"),
    ("atan2", (0.0, 0.0), "atan2 of the origin: it has no angle"),
    ("beta", (0.0, 1.0), "beta of 0 and 1: it has a pole there"),
    ("binomial", (-3.0, 0.5), "binomial of a negative whole number (−3) and 0.5"),
    ("Ei", (0.0,), "Ei of 0"),
    ("Ci", (-1.0,), "Ci of −1, not a positive number"),
    ("li", (-1.0,), "li of a negative number (−1)"),
    ("li", (1.0,), "li of 1"),
    ("polygamma", (0.5, 1.0), "polygamma of order 0.5, not 0, 1, 2, …"),
    ("polygamma", (1.0, 0.0), "polygamma at 0: it has a pole at 0 and at each negative whole number"),
    ("W", (-1.0,), "W of −1, below −1/e"),
    ("W", (1.0, -1.0), "branch −1 of W at 1, not below 0"),
    ("W", (1.0, 2.0), "branch 2 of W is not real"),
    ("cosh", (1000.0,), "overflow: larger than 1e308"),
    ("sin", (math.inf,), "sin of ∞"),
]


@pytest.mark.parametrize(("name", "arguments", "sentence"), COMPLAINTS)
def test_complaints(name: str, arguments: tuple[float, ...], sentence: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)) as caught:
        ROWS[name].value(*arguments)
    assert complaint(name, arguments, caught.value) == sentence


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.domain])
def test_a_domain_is_where_there_are_values(name: str) -> None:
    row = ROWS[name]
    for x in [0.0, 1.0, -1.0, *between(-3, 3, 100)]:
        inside = any(interval.holds(x) for interval in row.domain)
        try:
            row.value(x)
        except (ValueError, ArithmeticError):
            assert not inside, x
        else:
            assert inside, x


@pytest.mark.parametrize("name", list(ROWS))
def test_nan_comes_through(name: str) -> None:
    count = max(FUNCTIONS[name].fewest, 1)
    for place in range(count):
        arguments = [1.5] * count
        arguments[place] = math.nan
        with suppress(ValueError):
            assert math.isnan(ROWS[name].value(*arguments))


@pytest.mark.parametrize("name", list(ROWS))
def test_infinities_end(name: str) -> None:
    count = max(FUNCTIONS[name].fewest, 1)
    for value in (math.inf, -math.inf, 1e308, -1e308, 5e-324):
        with suppress(ValueError, ArithmeticError):
            ROWS[name].value(*[value] * count)


def test_an_interval_says_itself() -> None:
    assert str(Interval(0.0, math.inf, (True, False))) == "[0, ∞)"
    assert Interval(0.0, 1.0, (False, True)).holds(1.0)
