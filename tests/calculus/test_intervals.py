"""Intervals hold every value, and the Lagrange bound is one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.interval_field import IntervalField
from mvcalc_cli.calculus.intervals import Interval, enclosing
from mvcalc_cli.calculus.remainder import lagrange_bound
from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import call, number, variable
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import measure

FLOATS = st.floats(-20, 20, allow_subnormal=False)
FUNCTIONS = [
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "asin",
    "atan",
    "asinh",
    "erf",
    "gamma",
    "W",
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(FUNCTIONS), FLOATS, st.floats(0, 3), st.fractions(0, 1, max_denominator=64))
def test_a_function_of_an_interval_holds_its_values(name: str, low: float, width: float, part: Fraction) -> None:
    u = Interval(low, low + width)
    inside = Fraction(u.low) + (Fraction(u.high) - Fraction(u.low)) * part
    try:
        found = IntervalField().apply(name, [u])
    except (ValueError, ZeroDivisionError):
        assume(False)
    value = measure(call(name, variable("x")), {"x": inside}, 30)
    assert value is not None
    assert inexact(Fraction(found.low), 30) <= inexact(value, 30) <= inexact(Fraction(found.high), 30)


@settings(max_examples=300, deadline=None)
@given(FLOATS, st.floats(0, 3), FLOATS, st.floats(0, 3), st.fractions(0, 1, max_denominator=9))
def test_arithmetic_holds_all_results(a: float, v: float, c: float, w: float, part: Fraction) -> None:
    left, right = Interval(a, a + v), Interval(c, c + w)
    x = Fraction(left.low) + (Fraction(left.high) - Fraction(left.low)) * part
    y = Fraction(right.low) + (Fraction(right.high) - Fraction(right.low)) * part
    results = [(left + right, x + y), (left - right, x - y), (left * right, x * y)]
    if 0.0 not in right:
        results.append((left / right, x / y))
    for found, value in results:
        whole = enclosing(found)
        assert Fraction(whole.low) <= value <= Fraction(whole.high)


def test_division_by_an_interval_around_0_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval(1.0, 2.0) / Interval(-1.0, 1.0)


TEXTBOOK = [
    "sin(x)", "cos(x)", "exp(x)", "log(1 + x)", "1/(1 - x)", "sqrt(1 + x)", "atan(x)", "tan(x)", "exp(-x^2)", "erf(x)",
    "sinh(x)", "1/(1 + x^2)", "exp(x) sin(x)", "log(cos(x))", "asin(x)", "cbrt(1 + x)", "2^x", "sec(x)", "tanh(x)",
    "sigmoid(x)", "exp(sin(x))", "gamma(x + 2)", "x^4/(x + 2)", "cosh(x)^2", "Si(x + 2)", "(1 + x)^(5/2)",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTBOOK)
def test_the_lagrange_bound_is_one_and_within_a_factor_of_2(text: str) -> None:
    tree = parse(text).tree
    for order in (0, 1, 2, 5, 9):
        found = taylor(tree, {"x": number(0)}, order)
        for at in ("1/100", "1/2", "-7/10", "9/10"):
            point = Fraction(at)
            bound = lagrange_bound(tree, {"x": number(0)}, {"x": parse(at).tree}, order)
            assert bound is not None
            assert bound.value <= 2 * bound.reached or bound.value < 1e-12
            for part in (1, Fraction(1, 2), Fraction(9, 10)):
                x = {"x": point * part}
                error = abs(inexact(measure(tree, x, 40), 40) - inexact(measure(found.polynomial, x, 40), 40))
                assert error <= bound.value * (1 + 1e-12) + 1e-35


NO_BOUND = [
    ("1/(1 - x)", "2"),
    ("|x - 1/2|", "1"),
    ("floor(x + 1/2)", "1"),
    ("log(1 + x)", "-1"),
    ("piecewise(x < 1/2: 0, 1)", "1"),
]


@pytest.mark.parametrize(("text", "at"), NO_BOUND)
def test_no_bound_across_a_singularity(text: str, at: str) -> None:
    assert lagrange_bound(parse(text).tree, {"x": number(0)}, {"x": parse(at).tree}, 3) is None


CONTINUED = ["sin(x)/x", "(1 - cos(x))/x^2", "(exp(x) - 1)/x", "(sin(x) - x)/(2x^3)", "log(1 + x)/x"]


@pytest.mark.parametrize("text", CONTINUED)
def test_the_bound_where_the_function_is_continued(text: str) -> None:
    tree = parse(text).tree
    for order in (0, 1, 4, 5):
        found = taylor(tree, {"x": number(0)}, order)
        for at in ("1/100", "-3/5", "9/10"):
            x = {"x": Fraction(at)}
            bound = lagrange_bound(tree, {"x": number(0)}, {"x": parse(at).tree}, order)
            assert bound is not None
            error = abs(inexact(measure(tree, x, 40), 40) - inexact(measure(found.polynomial, x, 40), 40))
            assert error <= bound.value <= max(2 * bound.reached, 1e-12)


def test_no_bound_where_the_numerator_does_not_vanish() -> None:
    assert lagrange_bound(parse("cos(x)/x").tree, {"x": number(0)}, {"x": number(1)}, 3) is None


def test_the_bound_along_a_segment() -> None:
    tree = parse("exp(x) cos(y)").tree
    centre = {"x": number(0), "y": number(0)}
    point = {"x": parse("1/10").tree, "y": parse("1/5").tree}
    found = taylor(tree, centre, 2)
    bound = lagrange_bound(tree, centre, point, 2)
    here = {"x": Fraction(1, 10), "y": Fraction(1, 5)}
    error = abs(inexact(measure(tree, here, 40), 40) - inexact(measure(found.polynomial, here, 40), 40))
    assert bound is not None
    assert error <= bound.value <= 3 * error


def test_a_polynomial_has_bound_0() -> None:
    bound = lagrange_bound(parse("x^3 - x").tree, {"x": number(1)}, {"x": number(5)}, 3)
    assert bound is not None
    assert bound.value == 0
