"""Quadrature: values, error estimates, divergence, and parts without a value."""

from __future__ import annotations

from functools import cache

import pytest

from mvcalc_cli.language.tree import ONE, PI, TWO, Tree, add, divide, multiply, negative, number
from mvcalc_cli.symbolic.branches import smooth
from mvcalc_cli.symbolic.definite import compared
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.gauss import POINTS, adaptive, exp_sinh, tanh_sinh
from mvcalc_cli.symbolic.pieces import breaks, recognised
from mvcalc_cli.symbolic.quadrature import Quadrature, UndefinedPartError, end_value, quadrature
from mvcalc_cli.symbolic.rounding import rounded
from mvcalc_cli.symbolic.switches import switches
from tests.symbolic.definite_integrals import DIVERGENT, UNDEFINED, VALUES
from tests.symbolic.reading import tree, written


@cache
def measured(integrand: str, low: str, high: str, **options: int) -> Quadrature:
    return quadrature(tree(integrand), "x", end_value(tree(low)), end_value(tree(high)), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(("integrand", "low", "high", "value"), VALUES)
def test_known_values_within_the_estimated_error(integrand: str, low: str, high: str, value: str) -> None:
    found = measured(integrand, low, high)
    assert found.outcome == "converges"
    assert abs(found.value - end_value(tree(value))) <= 4 * found.error + 1e-14 * found.scale
    assert found.error <= 1e-4 * found.scale


@pytest.mark.parametrize(("integrand", "low", "high"), DIVERGENT)
def test_divergence_is_found_and_has_a_reason(integrand: str, low: str, high: str) -> None:
    found = measured(integrand, low, high)
    assert found.outcome == "diverges"
    assert "the integrand" in found.reason


@pytest.mark.parametrize(("integrand", "low", "high"), UNDEFINED)
def test_a_part_without_a_value_is_refused(integrand: str, low: str, high: str) -> None:
    with pytest.raises(UndefinedPartError, match="no real value for"):
        measured(integrand, low, high)


def _wrong(value: Tree) -> list[Tree]:
    """What mistakes make of a value: the sign, a factor, a part left out, a jump not taken out, a digit."""
    zero = value.value == 0
    return [
        TWO if zero else negative(value),
        add(value, ONE),
        add(value, divide(PI, number(1000))),
        ONE if zero else multiply(value, TWO),
        PI if zero else multiply(value, divide(number(999), number(1000))),
    ]


def test_no_right_value_is_contradicted_and_every_wrong_one_is() -> None:
    refused = 0
    for integrand, low, high, value in VALUES:
        if low == high:
            continue
        found = measured(integrand, low, high)
        assert compared(tree(value), found)[0].verdict == "agrees", integrand
        for wrong in _wrong(tree(value)):
            assert compared(wrong, found)[0].verdict == "contradicted", (integrand, written(wrong))
            refused += 1
    assert refused > 600


def test_a_coarse_quadrature_confirms_nothing() -> None:
    assert compared(ONE, Quadrature("converges", 1.0, 0.1, 1.0))[0].verdict == "unchecked"
    assert compared(ONE, Quadrature("undecided"))[0].verdict == "unchecked"
    assert compared(tree("log(-1)"), Quadrature("converges", 1.0, 0.0, 1.0))[0].verdict == "contradicted"


def test_the_rules_are_exact_for_polynomials() -> None:
    assert len(POINTS) == 15
    for degree in range(0, 23, 2):
        found = adaptive(lambda xs, d=degree: [x**d for x in xs], [-1.0, 1.0])  # type: ignore[misc]
        assert found.value == pytest.approx(2 / (degree + 1), abs=1e-15)


def test_double_exponential_rules() -> None:
    mp = context(40)
    assert abs(tanh_sinh(lambda x, *_: mp.log(x), mp.zero, mp.one, 40, 20).value + 1) < 1e-19
    assert abs(exp_sinh(lambda x: 1 / (1 + x * x), mp.zero, 40, 20).value - mp.pi / 2) < 1e-18


def test_what_a_rule_could_not_reach_is_in_its_error() -> None:
    mp = context(40)
    found = exp_sinh(lambda x: 1 / (x * mp.log(x) ** 2), mp.mpf(2), 40, 15)
    assert abs(found.value - 1 / mp.log(2)) < found.error


def test_many_digits() -> None:
    found = measured("e^(-x^2)", "0", "1", digits=30)
    assert rounded(found.value, found.error, 30)[0] == "0.746824132812427025399467436132"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("|x - 1|", [0.0, 1.0]),
        ("floor(x^2)", [-(2**0.5), -1.0, 0.0, 1.0, 2**0.5, 3**0.5]),
        ("1/(x - 1/3)^2", [0.0, 1 / 3]),
        ("max(x, 1 - x)", [0.0, 0.5]),
        ("piecewise(x < 1: x, 2)", [0.0, 1.0]),
        ("sqrt(2 - x^2)", [-(2**0.5), 0.0, 2**0.5]),
    ],
)
def test_break_points(text: str, points: list[float]) -> None:
    found = [float(one.at) for one in breaks(tree(text), "x", -1.5, 1.9)]
    assert found == pytest.approx(points)


def test_switches_are_told_once() -> None:
    assert len(switches(tree("|x| + |x|^3"), "x")) == 1
    assert switches(tree("|y|"), "x") == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [("3/4", "3/4"), ("-pi/2", "-pi/2"), ("sqrt(2)", "sqrt(2)"), ("log(3)", "log(3)"), ("e", "e"), ("0", "0")],
)
def test_exact_forms(value: str, text: str) -> None:
    exact = recognised(end_value(tree(value)))
    assert exact is not None
    assert end_value(exact) == pytest.approx(end_value(tree(text)))


def test_a_number_without_a_short_form_is_not_given_one() -> None:
    assert recognised(context(60).mpf("0.7390851332151606416553120876738734040134117589")) is None


@pytest.mark.parametrize(
    ("text", "at", "form"),
    [
        ("|x|", -1.0, "-x"),
        ("sign(x)*x", 2.0, "1*x"),
        ("floor(x)", 2.5, "2"),
        ("relu(x)", -1.0, "0"),
        ("mod(x, 2)", 3.0, "x - 1*2"),
        ("|y x|", 1.0, "abs(y*x)"),
    ],
)
def test_the_form_on_one_side(text: str, at: float, form: str) -> None:
    assert smooth(tree(text), "x", at) == tree(form)


def test_downwards_and_empty() -> None:
    assert float(measured("x^2", "1", "0").value) == pytest.approx(-1 / 3)
    assert measured("1/x", "0", "0").value == 0
    assert measured("1/x", "1", "0").sign == -1


def test_a_conditional_integral_is_told() -> None:
    assert measured("sin(x)/x", "0", "oo").conditional
    assert not measured("sin(x)/(1 + x^2)", "0", "oo").conditional


@pytest.mark.parametrize(
    ("value", "error", "texts"), [(2.0, 0.0, ("2.00000000000000", "1e-14")), (5.3, 2.0, ("0", "1e+01"))]
)
def test_no_more_digits_than_confirmed(value: float, error: float, texts: tuple[str, str]) -> None:
    assert rounded(value, error) == texts


@pytest.mark.parametrize(
    ("integrand", "low", "high", "value"),
    [
        ("e^(-1e10 (x-0.3)^2)", "-1000", "1000", "sqrt(pi)/1e5"),
        ("e^(-1e6 (x-1000)^2)", "0", "oo", "sqrt(pi)/1e3"),
        ("sin(x^2)", "0", "100", "0.63141792186693373"),
        ("cos(x^3)", "0", "20", "0.774174473365098"),
        ("|sin(x)|", "0", "100pi", "200"),
        ("|sin(x)|/x^2", "1", "oo", "0.77442990736931918537"),
        ("|sin(x)|/x^3", "1", "oo", "0.42682088832390190293"),
        ("1/floor(x)^2", "1", "oo", "pi^2/6"),
        ("1/|x-0.3|^0.9", "0", "1", "10 (0.7^0.1 + 0.3^0.1)"),
        ("mod(x,1)", "-500", "500", "500"),
    ],
)
def test_the_estimated_error_is_one(integrand: str, low: str, high: str, value: str) -> None:
    found = measured(integrand, low, high)
    assert found.outcome == "converges"
    assert abs(found.value - end_value(tree(value))) <= found.error + 1e-15 * found.scale
    assert found.error <= 1e-3 * found.scale


@pytest.mark.parametrize("integrand", ["|sin(x)|/x^1.5", "|sin(x)|/x^1.1", "floor(x)/x^3"])
def test_what_falls_in_waves_is_not_said_to_diverge(integrand: str) -> None:
    assert measured(integrand, "1", "oo").outcome != "diverges"


def test_a_kink_beyond_the_outermost_point_of_a_rule_is_in_the_error() -> None:
    found = adaptive(lambda xs: [abs(x - 0.001) for x in xs], [0.0, 1.0])
    assert abs(found.value - 0.499001) <= found.error
