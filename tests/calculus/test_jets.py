"""Taylor polynomials from jets: known series, SymPy as the oracle, laws, and where there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.exact_field import ExactField
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.jets import Jets
from mvcalc_cli.calculus.series import Series
from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.calculus.taylor_polynomial import Taylor
from mvcalc_cli.errors import DomainError, LimitError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree, number, variable


def series(text: str, about: str = "0", order: int = 5) -> Taylor:
    return taylor(parse(text).tree, {"x": parse(about).tree}, order)


def shown(text: str, about: str = "0", order: int = 5) -> str:
    return plain(series(text, about, order).polynomial)


KNOWN = [
    ("sin(x)", "0", 5, "x - x**3/6 + x**5/120"),
    ("cos(x)", "0", 4, "1 - x**2/2 + x**4/24"),
    ("exp(x)", "1", 2, "exp(1) + exp(1)*(x - 1) + exp(1)*(x - 1)**2/2"),
    ("tan(x)", "0", 7, "x + x**3/3 + 2*x**5/15 + 17*x**7/315"),
    ("log(x)", "1", 3, "(x - 1) - (x - 1)**2/2 + (x - 1)**3/3"),
    ("log(x)", "a", 2, "log(a) + (x - a)/a - (x - a)**2/(2*a**2)"),
    ("x/(x + 1)", "a", 2, "a/(a + 1) + (x - a)/(a + 1)**2 - (x - a)**2/(a + 1)**3"),
    ("sin(x)", "pi/4", 2, "sqrt(2)/2 + sqrt(2)*(x - pi/4)/2 - sqrt(2)*(x - pi/4)**2/4"),
    ("sqrt(x)", "2", 2, "sqrt(2) + sqrt(2)*(x - 2)/4 - sqrt(2)*(x - 2)**2/32"),
    ("asin(x)", "0", 5, "x + x**3/6 + 3*x**5/40"),
    ("acos(x)", "0", 3, "pi/2 - x - x**3/6"),
    ("atan(x)", "1", 2, "pi/4 + (x - 1)/2 - (x - 1)**2/4"),
    ("erf(x)", "0", 3, "2*x/sqrt(pi) - 2*x**3/(3*sqrt(pi))"),
    ("2^x", "0", 2, "1 + log(2)*x + log(2)**2*x**2/2"),
    ("x^x", "1", 3, "1 + (x - 1) + (x - 1)**2 + (x - 1)**3/2"),
    ("W(x)", "0", 4, "x - x**2 + 3*x**3/2 - 8*x**4/3"),
    ("softplus(x)", "0", 4, "log(2) + x/2 + x**2/8 - x**4/192"),
    ("Si(x)", "0", 5, "x - x**3/18 + x**5/600"),
    ("acot(x^2)", "0", 2, "pi/2 - x**2"),
    ("sigmoid(x)", "0", 3, "1/2 + x/4 - x**3/48"),
    ("gamma(x)", "1", 1, "1 + polygamma(0, 1)*(x - 1)"),
    ("binomial(x, 3)", "0", 3, "x/3 - x**2/2 + x**3/6"),
    ("max(x, 3x)", "1", 2, "3 + 3*(x - 1)"),
    ("log(|x - 2|)", "0", 2, "log(2) - x/2 - x**2/8"),
    ("sum(x^k, k=0..4)", "0", 2, "1 + x + x**2"),
    ("cos(sqrt(x))", "0", 2, "1 - x/2 + x**2/24"),
    ("sqrt(x^4)", "0", 3, "x**2"),
    ("|x|^3", "0", 2, "0"),
    ("mod(x, 2)", "1/2", 1, "1/2 + (x - 1/2)"),
    ("atan2(x, 1)", "0", 3, "x - x**3/3"),
    ("sin(x)^2 + cos(x)^2", "1", 4, "1"),
]


@pytest.mark.parametrize(("text", "about", "order", "polynomial"), KNOWN)
def test_known_series(text: str, about: str, order: int, polynomial: str) -> None:
    assert shown(text, about, order) == polynomial


CONTINUED = [
    ("sin(x)/x", "1 - x**2/6"),
    ("(1 - cos(x))/x^2", "1/2 - x**2/24"),
    ("x/sin(x)", "1 + x**2/6"),
    ("log(1 + x)/x", "1 - x/2 + x**2/3 - x**3/4"),
    ("(exp(x) - 1)/x", "1 + x/2 + x**2/6 + x**3/24"),
    ("cot(x) - 1/x", "-x/3 - x**3/45"),
]


@pytest.mark.parametrize(("text", "polynomial"), CONTINUED)
def test_removable_singularities_are_continued_and_say_so(text: str, polynomial: str) -> None:
    found = series(text, order=3)
    assert plain(found.polynomial) == polynomial
    assert found.continued


REFUSED = [
    ("1/x", "0", "1/x is undefined there (a pole): division by 0"),
    ("log(x)", "0", "log(x) is undefined there: log of 0"),
    ("sqrt(x)", "0", "the first derivative of √x does not exist there"),
    ("|x|", "0", "the first derivative of |x| does not exist there (a kink)"),
    ("|x|^3", "0", "the third derivative of |x|³ does not exist there"),
    ("sqrt(x^2)", "0", "(a kink)"),
    ("x^(3/2)", "0", "the second derivative of x^(3/2) does not exist there"),
    ("x^(7/2)", "0", "the fourth derivative"),
    ("cbrt(x)", "0", "the first derivative of cbrt(x) does not exist there"),
    ("exp(-1/x^2)", "0", "division by 0"),
    ("sign(x)", "0", "sign(x) jumps there"),
    ("floor(x)", "2", "floor(x) jumps there"),
    ("piecewise(x < 0: 0, x^2)", "0", "the second derivative"),
    ("piecewise(x = 0: 5, x)", "0", "jumps there"),
    ("asin(x)", "1", "the first derivative of asin(x)"),
    ("asin(x)", "2", "outside [−1, 1]"),
    ("sin(1/x)", "0", "division by 0"),
    ("|x|/x", "0", "jumps"),
    ("i x", "0", "i is not a real number"),
    ("|x|", "a", "not known"),
    ("acot(x)", "0", "acot(x) jumps there"),
    ("W(x)", "-1/e", "W(x) has an infinite slope there"),
    ("beta(x, x)", "-1/2", "has a pole of Γ in it there"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "about", "reason"), REFUSED)
def test_where_there_is_no_series(text: str, about: str, reason: str) -> None:
    with pytest.raises(DomainError) as caught:
        series(text, about)
    assert reason in caught.value.message


def test_sizes_are_guarded() -> None:
    with pytest.raises(LimitError, match="up to 50"):
        series("sin(x)", order=51)
    xyz = {name: number(0) for name in "xyz"}
    with pytest.raises(LimitError, match="23,426 terms"):
        taylor(parse("exp(x + y + z)").tree, xyz, 50)


SEVERAL = [
    ("exp(x) cos(y)", 2, "1 + x + x**2/2 - y**2/2"),
    ("sin(x y)", 4, "x*y"),
    ("1/(1 - x - y)", 2, "1 + x + y + x**2 + 2*x*y + y**2"),
    ("log(1 + x y)", 4, "x*y - x**2*y**2/2"),
]


@pytest.mark.parametrize(("text", "order", "polynomial"), SEVERAL)
def test_several_variables(text: str, order: int, polynomial: str) -> None:
    found = taylor(parse(text).tree, {"x": number(0), "y": number(0)}, order)
    assert plain(found.polynomial) == polynomial


def test_no_series_in_several_variables() -> None:
    with pytest.raises(DomainError, match="not smooth"):
        taylor(parse("sqrt(x^2 + y^2)").tree, {"x": number(0), "y": number(0)}, 2)


_INNER = ["x", "2x + 1", "x^2 - x/3", "sin(x)", "exp(-x)", "1/(x + 3)", "cos(2x)", "x exp(x)"]
_OUTER = [
    "sin({})", "cos({})", "exp({})", "atan({})", "sinh({})", "tanh({})", "asinh({})", "log(7 + {})", "sqrt(6 + {})",
    "({})^3", "1/(9 + {})", "erf({})", "root(8 + {}, 4)", "sigmoid({})", "tan({}/9)", "(5 + {})^(3/2)", "asin({}/20)",
]  # fmt: skip


@pytest.mark.parametrize("outer", _OUTER)
def test_against_sympys_derivatives(outer: str) -> None:
    import sympy

    from mvcalc_cli.symbolic.bridge import to_sympy

    for inner in _INNER:
        text = outer.format(f"({inner})")
        found = {about: series(text, about, 3) for about in ("0", "1/2")}
        slope = to_sympy(parse(text).tree)
        (x,) = slope.free_symbols
        for k in range(4):
            for about, taylored in found.items():
                truth = float(slope.evalf(subs={x: sympy.Rational(about)})) / [1, 1, 2, 6][k]
                mine = as_floats(taylored.terms.get((k,), Fraction(0)))[0]
                assert mine == pytest.approx(truth, rel=1e-10, abs=1e-11), (text, about, k)
            slope = sympy.diff(slope, x)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fractions(-3, 3, max_denominator=4), min_size=4, max_size=4), st.sampled_from(_OUTER))
def test_the_jet_of_a_product_is_the_product_of_jets(coefficients: list[Fraction], outer: str) -> None:
    jets = Jets(ExactField(), 6)
    x = Series(0, (Fraction(0), Fraction(1), *[Fraction(0)] * 4))
    polynomial = Series(0, (*coefficients, Fraction(0), Fraction(0)))
    f: Tree = parse(outer.format("(x)")).tree
    g = variable("g")
    both = jets.run(Tree("product", None, (f, g)), {variable("x"): x, g: polynomial})
    assert both == jets.multiply(jets.run(f, {variable("x"): x}), polynomial)


def test_order_50_is_exact() -> None:
    found = series("exp(x)", order=50)
    assert found.terms[50,] == Fraction(1, 30414093201713378043612608166064768844377641568960512000000000000)
