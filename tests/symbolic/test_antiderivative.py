"""Indefinite integrals: right on every part of the domain, continuous or open about their jumps, with true steps."""

from __future__ import annotations

import math
from functools import cache

import mpmath
import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, postorder
from mvcalc_cli.symbolic.antiderivative import Antiderivative, antiderivative
from mvcalc_cli.symbolic.digits import measure
from tests.symbolic.reading import tree, written


def solved(text: str, kinds: dict[str, str] | None = None) -> Antiderivative:
    """The antiderivative by x."""
    return antiderivative(tree(text, kinds), "x", kinds) if kinds else of_the_tables(text)


@cache
def of_the_tables(text: str) -> Antiderivative:
    """Found once for all laws."""
    return antiderivative(tree(text), "x")


RESULTS = [
    ("3", "3*x", "a constant"),
    ("x^2", "x**3/3", "the power rule"),
    ("1/x", "log(Abs(x))", "with bars: 1/x has an integral for x < 0 as well"),
    ("x e^x", "(x - 1)*exp(x)", "by parts"),
    ("log x", "x*log(x) - x", "of the table"),
    ("sin(x)^3", "cos(x)**3/3 - cos(x)", "u = cos x, not the triple angle"),
    ("tan(x)^4", "x + tan(x)**3/3 - tan(x)", "atan(tan x) is x"),
    ("e^x sin x", "(sin(x) - cos(x))*exp(x)/2", "the cyclic one"),
    ("1/(x^2 + 4)", "atan(x/2)/2", "the square completed"),
    ("x/sqrt(1 - x^2)", "-sqrt(1 - x**2)", "u = the root"),
    ("1/sqrt(9 - x^2)", "asin(x/3)", "of the table of roots"),
    ("1/sqrt(x^2 + 9)", "asinh(x/3)", "no logarithm where asinh is shorter"),
    ("1/(1 + sqrt x)", "2*(sqrt(x) - log(sqrt(x) + 1))", "the root called u; no bars where none are needed"),
    ("|2x - 3|", "(2*x - 3)*Abs(2*x - 3)/4", "one formula for both sides"),
    ("e^(-x^2)", "sqrt(pi)*erf(x)/2", "a function with a name of its own"),
    ("sin(x)/x", "Si(x)", "another"),
    ("e^x (1 + sin x)/(1 + cos x)", "exp(x)*tan(x/2)", "e^x times g + g'"),
    ("1/(sqrt(x + 1) - sqrt(x - 1))", "(x - 1)**(3/2)/3 + (x + 1)**(3/2)/3", "the denominator rationalised"),
    ("1/(x^3 sqrt(x^2 - 16))", "atan(sqrt(x**2 - 16)/4)/128 + sqrt(x**2 - 16)/(32*x**2)", "right for x < -4 too"),
]


@pytest.mark.parametrize(("text", "result", "why"), RESULTS, ids=[row[0] for row in RESULTS])
def test_results(text: str, result: str, why: str) -> None:
    found = solved(text)
    assert written(found.result) == result, why
    assert found.check is not None
    assert found.check.verdict == "agrees"
    assert not found.jumps


# --- laws ------------------------------------------------------------------------------------------

# One or two of each kind; x runs over every part of the domain.
EVERYWHERE = [
    *(
        "x^2 sin(2x)",
        "sec(x)^3",
        "1/(2 + cos x)",
        "1/(5 + 4cos x)",
        "1/(2 sin x - cos x + 5)",
        "sin(x)^2/(1 + sin(x)^2)",
    ),
    *("1/(x^4 + 1)", "1/(x^3 - 1)", "(x - 3)/(4 + 2x + x^2)^2", "1/(x^4 - 10x^2 + 1)", "x^4/(9 + x^2)^3"),
    *(
        "sqrt(x^2 - 4)",
        "1/(x sqrt(x^2 + x - 6))",
        "1/((x - 1) sqrt(x^2 + 2x))",
        "sqrt(x^2 - 9)/x",
        "1/(x^2 sqrt(16x^2 - 9))",
    ),
    *("x^2/sqrt(x^2 - 25)", "sqrt(4x - x^2)", "1/((x^2 + 4) sqrt(x^2 + 9))", "sqrt((1 - x)/x)", "x^3/(1 + x^2)^(1/3)"),
    *(
        "cbrt(x)/(1 + cbrt(x))",
        "1/(1 + (1 + x)^(1/3))",
        "log(x + sqrt(x^2 - 1))",
        "x log(x)/sqrt(x^2 - 1)",
        "asin(x)^2",
    ),
    *("atan(sqrt x)", "asec(x)", "acot(x)", "e^(2x) cos(3x)", "x e^x/(1 + x)^2", "sqrt(e^(2x) - 1)", "1/(1 + e^x)"),
    *("|x^2 - 1|", "x |x - 2|", "max(x, x^2)", "sign(x) x^2", "|sin x|", "e^(-|x|)", "sqrt(x^4 + x^2)"),
    *("sin(x)/x^2", "e^x/x", "log(log x)", "tanh(x)^2", "1/(2 + sinh x)", "sqrt(tan x)", "1/tan(x)"),
]


@pytest.mark.parametrize("text", EVERYWHERE)
def test_the_slope_is_the_integrand_wherever_it_has_a_value(text: str) -> None:
    """Measured with 30 digits and differences, by none of the code of the check."""
    found = solved(text)
    assert found.result is not None
    assert not found.where
    integrand = tree(text)
    compared = 0
    for place in [
        -37.1,
        -13.3,
        -8.7,
        -5.3,
        -4.1,
        -2.3,
        -1.37,
        -0.61,
        -0.13,
        0.07,
        0.41,
        0.83,
        1.71,
        3.3,
        4.7,
        9.9,
        31.7,
    ]:
        expected = _value(integrand, place)
        if expected is None or _value(integrand, place - 1e-9) is None or _value(integrand, place + 1e-9) is None:
            continue
        assert _slope(found.result, place) == pytest.approx(float(expected), rel=1e-12, abs=1e-25), place
        compared += 1
    assert compared >= 3


def _value(expression: Tree, place: float) -> mpmath.mpf | None:
    from fractions import Fraction

    value = measure(expression, {"x": Fraction(place)}, 60)
    return (
        None
        if value is None
        else mpmath.mpf(value.numerator) / value.denominator
        if isinstance(value, Fraction)
        else value
    )


def _slope(expression: Tree, place: float) -> float:
    """A difference of order four; with 60 digits and h = 10⁻⁸ it is good to 30."""
    from fractions import Fraction

    h = Fraction(1, 10**8)
    values = [measure(expression, {"x": Fraction(place) + k * h}, 60) for k in (-2, -1, 1, 2)]
    assert all(value is not None for value in values), f"no value at {place}"
    with mpmath.workdps(60):
        a, b, c, d = (
            mpmath.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpmath.mpf(value)
            for value in values
        )
        return float((a - 8 * b + 8 * c - d) * 10**8 / 12)


@pytest.mark.parametrize(
    ("text", "low", "high", "area"),
    [
        ("1/(2 + cos x)", 0.0, 4 * math.pi, 4 * math.pi / math.sqrt(3)),
        ("1/(5 + 4cos x)", -7.0, 7.0 + 0.0, None),
        ("|sin x|", 0.0, 3 * math.pi, 6.0),
        ("sin(x)^2/(1 + sin(x)^2)", 0.0, 2 * math.pi, 2 * math.pi * (1 - 1 / math.sqrt(2))),
        ("|x^2 - 1|", -2.0, 2.0, 4.0),
        ("floor(x)", -1.5, 3.5, 2.5),
    ],
)
def test_end_points_give_the_area_where_no_jump_is_listed(
    text: str, low: float, high: float, area: float | None
) -> None:
    found = solved(text)
    assert found.result is not None
    assert not found.jumps
    upper, lower = _value(found.result, high), _value(found.result, low)
    assert upper is not None
    assert lower is not None
    if area is None:
        nodes = [low + (high - low) * k / 40 for k in range(41)]
        area = float(mpmath.quad(lambda t: _value(tree(text), float(t)), nodes))
    assert float(upper - lower) == pytest.approx(area, rel=1e-9)


def test_a_square_under_the_root_leaves_no_jump() -> None:
    assert written(solved("sqrt(x^4 + x^2)").result) == "((x**2 + 1)**(3/2)/3 - 1/3)*sign(x)"
    assert not solved("sqrt(x^4 + x^2)").jumps


@pytest.mark.parametrize("text", ["sqrt(1 + sin x)", "sqrt(1 - cos x)"])
def test_jumps_are_listed(text: str) -> None:
    found = solved(text)
    assert found.result is not None
    assert len(found.jumps) >= 15


# --- conditions ------------------------------------------------------------------------------------

CONDITIONS = [
    ("x^n", ["n != -1"]),
    ("1/(x^2 + a)", ["a > 0"]),
    ("sin(a x)", ["a != 0"]),
    ("a^x", ["a != 1"]),
    ("1/(x^2 + a^2)", ["a != 0"]),
]


@pytest.mark.parametrize(("text", "where"), CONDITIONS)
def test_conditions_on_letters(text: str, where: list[str]) -> None:
    from mvcalc_cli.language.printers import line

    assert [line(condition, ascii=True) for condition in solved(text).where] == where


def test_by_a_component() -> None:
    found = antiderivative(tree("x[3]^2 y"), "x[3]")
    assert written(found.result) == "x[3]**3*y/3"
    assert found.steps[0].before == Tree("integral", None, (tree("x[3]^2 y"), tree("x[3]")))


# --- steps -----------------------------------------------------------------------------------------

STEPS = [
    ("x e^x", ["integration by parts"]),
    ("x cos(x^2)", ["substitution"]),
    ("sin(3x)", ["sine"]),
    ("1/(2 + cos x)", ["half-angle substitution"]),
    ("1/(x^2 - 1)", ["partial fractions"]),
    ("sqrt(x^2 + 1)", ["trigonometric substitution"]),
    ("sqrt(x^2 - 1)", ["undetermined coefficients"]),
    ("e^sqrt(x)", ["rationalise the root"]),
    ("|x^2 - 1|", ["case by case"]),
]


@pytest.mark.parametrize(("text", "rules"), STEPS)
def test_the_first_rules(text: str, rules: list[str]) -> None:
    assert [step.rule for step in solved(text).steps[: len(rules)]] == rules


@pytest.mark.parametrize("text", [row[0] for row in RESULTS])
def test_every_step_holds(text: str) -> None:
    assert solved(text).steps[0].rule != "found and checked"


@pytest.mark.parametrize("text", [*(row[0] for row in RESULTS), *EVERYWHERE])
def test_steps_end_in_the_answer(text: str) -> None:
    found = solved(text)
    first, last = found.steps[0], found.steps[-1]
    assert last.after == found.result
    assert last.before == first.before == Tree("integral", None, (tree(text), Tree("variable", "x")))
    assert all(step.before.kind == "integral" for step in found.steps)
    assert not any(node.kind == "integral" for node in postorder(last.after))


# --- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x^x", "e^(sin x)", "sin(sin x)", "sqrt(1 + x^3)"])
def test_no_elementary_antiderivative(text: str) -> None:
    found = antiderivative(tree(text), "x", seconds=0.5)
    assert found.result is None
    assert found.reason == "no elementary antiderivative is known to me"


@pytest.mark.parametrize("text", ["[x, x^2]", "x = 1"])
def test_only_scalars(text: str) -> None:
    with pytest.raises(InputError):
        solved(text)


# --- tidy results ----------------------------------------------------------------------------------


def test_high_powers_of_a_sine_are_sums_of_waves() -> None:
    assert "tan" not in written(solved("sin(x)^10").result)
    assert written(solved("cos(x)^8").result).count("sin") == 4
    assert solved("sin(x)^24").check.verdict == "agrees"  # type: ignore[union-attr]


def test_a_polynomial_times_an_exponential_is_factored_whole() -> None:
    assert written(solved("x^13 e^x").result).endswith("- 6227020800)*exp(x)")
