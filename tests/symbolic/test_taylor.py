"""The check of a Taylor polynomial: no right one is contradicted, no wrong one passes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.calculus.taylor import taylor
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.taylor import check_taylor

FUNCTIONS = [
    ("sin(x)", "0", 5), ("exp(x)", "1", 4), ("tan(x)", "1", 3), ("log(x)", "a", 3), ("sin(x)/x", "0", 6),
    ("exp(sin(x))", "0", 8), ("sqrt(1 + x)", "0", 5), ("atan(1000x)", "0", 5), ("log(1 + 1000x)", "0", 1),
    ("exp(10^6 x)", "0", 3), ("x^x", "2", 3), ("gamma(x)", "1", 3), ("erf(x)", "0", 7), ("|x|^3", "0", 2),
    ("x^(7/2)", "0", 3), ("cos(sqrt(x))", "0", 3), ("W(x)", "0", 5), ("x^3 - x", "2", 2), ("1/(1 + 25x^2)", "0", 10),
    ("a sin(b x)", "0", 4), ("sin(x)", "0", 50), ("exp(x)", "0", 0), ("10^-9 sin(x)", "0", 3), ("relu(x)", "1", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "about", "order"), FUNCTIONS)
def test_right_and_wrong_polynomials(text: str, about: str, order: int) -> None:
    found = taylor(parse(text).tree, {"x": parse(about).tree}, order)
    assert check_taylor(found).check.verdict == "agrees"
    powers = list(found.terms)[:3] + list(found.terms)[-3:]
    for exponents in powers:
        value = found.terms[exponents]
        for wrong in (value * 2, value * Fraction(1001, 1000), -value, Fraction(0)):
            mutated = found._replace(terms={**found.terms, exponents: wrong})
            assert check_taylor(mutated).check.verdict == "contradicted", (exponents, wrong)
    missing = next((k for k in range(order + 1) if (k,) not in found.terms), None)
    if missing is not None:
        mutated = found._replace(terms={**found.terms, (missing,): Fraction(1, 7)})
        assert check_taylor(mutated).check.verdict == "contradicted"


@pytest.mark.parametrize("text", ["exp(x) cos(y)", "x^2 y", "log(1 + x + 2y)", "sin(x y)", "1/(1 - x y)"])
def test_several_variables(text: str) -> None:
    zero = parse("0").tree
    found = taylor(parse(text).tree, {"x": zero, "y": zero}, 3)
    assert check_taylor(found).check.verdict == "agrees"
    for exponents, value in found.terms.items():
        wrong = found._replace(terms={**found.terms, exponents: value * 3})
        assert check_taylor(wrong).check.verdict == "contradicted"


def test_a_function_without_values_is_unchecked() -> None:
    found = taylor(parse("sin(x)").tree, {"x": parse("0").tree}, 3)
    nowhere = found._replace(tree=parse("log(-1 - x^2)").tree)
    assert check_taylor(nowhere).check.verdict == "unchecked"
