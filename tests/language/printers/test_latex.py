"""LaTeX, in SymPy's spelling."""

from __future__ import annotations

import re

import pytest
import sympy
from hypothesis import given

from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.printers import latex
from mvcalc_cli.language.printers.latex import CALLS
from mvcalc_cli.language.tree import TWO, Tree, call, divide, multiply, power, variable
from tests.language.printers.samples import ANSWERS, SAMPLES, STEPS, component, x, y
from tests.strategies import expressions, shapes

EXPECTED = {
    "product rule": r"2 x \sin{\left(3 x \right)} + 3 x^{2} \cos{\left(3 x \right)}",
    "difference": r"x^{2} - 1",
    "minus half": r"- \frac{x}{2}",
    "minus a sum": r"x - \left(y + 1\right)",
    "two numbers": r"2 \cdot 3 x",
    "negative number first": r"- 3 x",
    "fraction number first": r"\frac{2}{3} x",
    "quotient of a product": r"\frac{2 x}{3 y}",
    "quotient of sums": r"\frac{x + 1}{x - 1}",
    "decay": r"e^{- \frac{x}{2}}",
    "screen": r"\frac{x \left(4 - x\right) e^{- \frac{x}{2}}}{2}",
    "minus x squared": r"\left(- x\right)^{2}",
    "power of a power": r"\left(x^{2}\right)^{3}",
    "sine squared": r"\sin^{2}{\left(x \right)}",
    # an exponent -1 at the name would be the inverse function
    "reciprocal sine": r"\left(\sin{\left(x \right)}\right)^{- 1}",
    "root of a sum": r"\sqrt{x^{2} + 1}",
    "two bars": r"\left|{x}\right| \left|{y}\right|",
    "factorial of a sum": r"\left(n + 1\right)!",
    "two arguments": r"\max\left(x, - y, 1\right)",
    "greek": r"\theta + \theta_{1} + \lambda",
    "indices and primes": r"x_{1} + x_{1} + x' + x''",
    "decimal": r"0.02 x",
    "constants": r"\pi + e + i + \infty",
    "cases": r"\begin{cases} - x & \text{for}\: x < 0 \\x & \text{otherwise} \end{cases}",
    "equation": r"x^{2} + y^{2} = 1",
    "matrix": (
        r"\left[\begin{matrix}\cos{\left(x \right)} & - y \sin{\left(x \right)}"
        r"\\0 & \frac{1}{x}\end{matrix}\right]"
    ),
    "indexed sum": r"\sum_{i=1}^{n} x_{i}^{2}",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_table(name: str) -> None:
    assert latex(SAMPLES[name]) == EXPECTED[name]


def test_steps_and_answers() -> None:
    assert latex(STEPS["integral of a sum"]) == r"\int \left(x + 1\right)\, dx"
    assert latex(STEPS["second"]) == r"\frac{d^{2}}{d x^{2}} x^{2}"
    assert latex(STEPS["mixed"], partial=True) == r"\frac{\partial^{3}}{\partial y^{2} \partial x} x y"
    assert latex(ANSWERS["union"]) == r"\left(- \infty, 0\right] \cup \left\{3\right\}"


SYMPYS_OWN = [
    "2*x*sin(3*x)", "exp(-x/2)", "sqrt(x)", "Abs(x)", "asin(x)", "sech(x)", "log(x)", "floor(x)", "ceiling(x)",
    "gamma(x)", "beta(x,y)", "erf(x)", "erfc(x)", "Ei(x)", "Si(x)", "Min(x,y)", "Max(x,y)", "Mod(x,y)",
    "binomial(x,y)", "factorial(x)", "sign(x)", "x/y", "sin(x)**2", "(x+1)**2", "LambertW(x)", "sin(x)**2/y",
]  # fmt: skip


@pytest.mark.parametrize("text", SYMPYS_OWN)
def test_it_is_what_sympy_prints(text: str) -> None:
    sympys = sympy.latex(sympy.sympify(text))
    assert latex(parse(text).tree).replace(" ", "") == sympys.replace(" ", "")


def test_every_function_has_a_spelling_that_compiles() -> None:
    assert set(CALLS) == set(FUNCTIONS)
    for name, row in FUNCTIONS.items():
        text = latex(call(name, *[power(x, TWO)] * row.fewest))
        assert_balanced(text)
        assert "x^{2}" in text


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (component(variable("x_1"), TWO), r"\left(x_{1}\right)_{2}"),  # TeX refuses x_{1}_{2}
        (multiply(TWO, power(TWO, x)), r"2 \cdot 2^{x}"),
        (multiply(TWO, divide(x, y)), r"2 \cdot \frac{x}{y}"),  # not 2½
        (power(divide(x, y), TWO), r"\left(\frac{x}{y}\right)^{2}"),
        (variable("x_max"), r"x_{max}"),
        (call("log", x, TWO), r"\log_{2}{\left(x \right)}"),
    ],
)
def test_what_tex_needs(tree: Tree, expected: str) -> None:
    assert latex(tree) == expected


@given(shapes(expressions(("x", "theta_1", "x_max'"), signed=True)))
def test_everything_compiles(tree: Tree) -> None:
    assert_balanced(latex(tree))


def assert_balanced(text: str) -> None:
    """Braces and \\left-\\right pairs close in order; no index or exponent stands twice at one base."""
    depth = 0
    for token in re.findall(r"\\[{}]|[{}]", text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        assert depth >= 0, text
    assert depth == 0, text
    assert len(re.findall(r"\\left\b|\\left(?=[^a-z])", text)) == text.count("\\right"), text
    assert text.isascii()
    bare, before = re.sub(r"\\[{}]", "", text), ""
    while bare != before:
        assert "^^" not in bare, text
        assert "__" not in bare, text
        bare, before = re.sub(r"\{[^{}]*\}", "", bare), bare
