"""The radius of convergence: known ones with the reason, and nothing where it is not certain."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.radius import radius
from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.calculus.taylor_polynomial import Taylor
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import plain

_ORDER = 18


def series(text: str, about: str, order: int = _ORDER) -> Taylor:
    return taylor(parse(text).tree, {"x": parse(about).tree}, order)


KNOWN = [
    ("(x^2 - 1)/(x - 1)", "0", "oo", "shortened, a polynomial"),
    ("1/(1 - x) - 1/(1 - x)", "0", "oo", "the terms cancel"),
    ("exp(sin(x))", "1", "oo", "entire"),
    ("sin(x)/x", "0", "oo", "continued into 0, no other pole"),
    ("(1 - cos(x))/x^2", "0", "oo", "continued"),
    ("x/(exp(x) - 1)", "0", "2*pi", "continued into 0; the next zeros of e^x - 1 are ±2πi"),
    ("x/sin(x)", "0", "pi", "continued into 0; the next zeros of sin are ±π"),
    ("cot(x) - 1/x", "0", "pi", "both poles at 0, together none"),
    ("1/(exp(x) - 2)", "0", "log(2)", "a real zero"),
    ("1/(exp(x) + 1)", "0", "pi", "±πi"),
    ("log(cos(x))", "0", "pi/2", "the logarithm of a simple zero"),
    ("log(1 + exp(x))", "0", "pi", "the logarithm of a simple zero"),
    ("1/cos(x)^2", "0", "pi/2", "a double pole"),
    ("1/(1 + x^2)", "1", "sqrt(2)", "±i"),
    ("sqrt(x^2 + 1)", "0", "1", "branch points ±i"),
    ("sqrt(x^2 + 1)", "2", "sqrt(5)", "branch points ±i"),
    ("tan(x)", "1", "pi/2 - 1", "the nearer pole"),
    ("tan(x)", "10^-9", "pi/2 - 1/1000000000", "two poles at nearly one distance"),
    ("tan(x)", "100", "100 - 63*pi/2", "a pole far out"),
    ("exp(1/(1 - x))", "0", "1", "an essential singularity"),
    ("exp(-1/x^2)", "1", "1", "an essential singularity"),
    ("log(1 + x)", "2", "3", "the branch point -1"),
    ("log((1 + x)/(1 - x))", "0", "1", "a zero and a pole in the logarithm"),
    ("(1 - x) log(1 - x)", "0", "1", "a factor 0 leaves a branch point"),
    ("1/(x^3 + 2)", "0", "2**(1/3)", "three roots on a circle"),
    ("(x - 1)/(x^2 - 3x + 2)", "0", "2", "the nearer root cancels"),
    ("cbrt(1 + x)", "0", "1", "a branch point"),
    ("(1 + x)^(5/2)", "0", "1", "a branch point"),
    ("acosh(x)", "3", "2", "its slope is singular at 1"),
    ("atanh(x)", "1/2", "1/2", "a branch point"),
    ("acos(x/3)", "1", "2", "a linear argument"),
    ("tanh(x)", "1", "sqrt(pi**2/4 + 1)", "poles beside the real line"),
    ("W(x)", "0", "exp(-1)", "the branch point -1/e"),
    ("li(x)", "3", "2", "singular at 1"),
    ("gamma(x)", "3/2", "3/2", "a pole at 0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "about", "circle", "reason"), KNOWN)
def test_the_radius_and_the_growth_of_the_coefficients(text: str, about: str, circle: str, reason: str) -> None:
    found = series(text, about, 12 if "gamma" in text else _ORDER)
    known = radius(found)
    assert known is not None, reason
    claimed, truth = (float(evaluate(tree, {})) for tree in (known, parse(circle).tree))
    assert claimed == pytest.approx(truth, rel=1e-15) or (math.isinf(claimed) and math.isinf(truth)), plain(known)
    growth = {k: abs(as_floats(value)[0]) ** (1 / k) for (k,), value in found.terms.items() if k > 2}
    if math.isinf(truth):
        assert not growth or growth[max(growth)] < max(0.45, 0.8 * growth[min(growth)])
        return
    largest = max(size for k, size in growth.items() if k > found.order / 2)
    assert 0.5 < largest * truth < 1.7


UNKNOWN = [
    ("x^x", "1", "no rule"),
    ("1/(x^3 - x - 1)", "0", "a cubic"),
    ("1/(x^3 + 2)", "1", "a cubic, not about 0"),
    ("log(2 + sin(x))", "0", "zeros beside the real line"),
    ("sqrt((1 + x)^2)", "0", "no branch point"),
    ("sqrt(1 + x)^2", "0", "a polynomial in disguise"),
    ("(x^2 + 2x + 1)^(1/2)", "0", "a double root under the root"),
    ("log(exp(x))", "0", "a polynomial in disguise"),
    ("exp(log(1 + x))", "0", "a polynomial in disguise"),
    ("log(1 + x) - log(1 + x)", "0", "the terms cancel"),
    ("sec(x)^2 - tan(x)^2", "0", "1 in disguise"),
    ("tan(x) cos(x)", "0", "sin in disguise"),
    ("tan(x) (x^2 - pi^2/4)", "0", "the factor takes the nearest poles away"),
    ("sin(pi x)/(x - 2)", "0", "the factor takes the pole away"),
    ("sin(10^12 pi x)/(x - 2)", "0", "the same, behind rounding"),
    ("sin(x)/(x - pi)", "0", "removable beside the centre"),
    ("sin(sqrt(x))/sqrt(x)", "1", "entire in disguise"),
    ("cos(sqrt(x))", "1", "entire in disguise"),
    ("sqrt(x - 1) sqrt(x - 1)", "3", "a polynomial in disguise"),
    ("|x|", "2", "pieces"),
    ("floor(x)", "1/2", "pieces"),
    ("max(x, x^2)", "3", "pieces"),
    ("atan(1/x)", "1", "no rule for the argument"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "about", "reason"), UNKNOWN)
def test_nothing_is_said_where_it_is_not_certain(text: str, about: str, reason: str) -> None:
    assert radius(series(text, about, 4)) is None, reason
