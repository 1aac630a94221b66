"""One line, in Unicode and in ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given

from mvcalc_cli.language.names import FUNCTIONS, GREEK
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.printers.line import CALLS, shown_name
from mvcalc_cli.language.tree import ONE, TWO, Tree, add, call, multiply, negative, number, power, variable
from tests.language.printers.samples import ANSWERS, SAMPLES, STEPS, x
from tests.strategies import expressions, shapes

EXPECTED = {
    "product rule": ("2x·sin(3x) + 3x²·cos(3x)", "2x*sin(3x) + 3x^2*cos(3x)"),
    "negative term first": ("−x + 1", "-x + 1"),
    "negative number later": ("x − 3", "x - 3"),
    "negative fraction later": ("x − 1/2", "x - 1/2"),
    "minus a sum": ("x − (y + 1)", "x - (y + 1)"),
    "sum in a sum": ("(x + y) + z", "(x + y) + z"),
    "minus minus": ("−(−x)", "-(-x)"),
    "minus half": ("−x/2", "-x/2"),
    "number and letter": ("2x·y", "2x*y"),
    "number and pi": ("2π·x", "2pi*x"),
    "number and e": ("2·e", "2*e"),
    "zero and x": ("0·x", "0*x"),
    "number and bracket": ("2·(x + 1)", "2*(x + 1)"),
    "number and function": ("3·cos(x)", "3*cos(x)"),
    "two numbers": ("2·3·x", "2*3*x"),
    "negative number first": ("−3x", "-3x"),
    "negative number later in a product": ("x·(−3)", "x*(-3)"),
    "half times x": ("1/2·x", "1/2*x"),
    "x times half": ("x·(1/2)", "x*(1/2)"),
    "product in a product": ("x·(y·z)", "x*(y*z)"),
    "quotient of a product": ("2x/(3y)", "2x/(3y)"),
    "quotient of a quotient": ("(x/y)/z", "(x/y)/z"),
    "quotient by a quotient": ("x/(y/z)", "x/(y/z)"),
    "decay": ("e^(−x/2)", "e^(-x/2)"),
    "screen": ("x·(4 − x)·e^(−x/2)/2", "x*(4 - x)*e^(-x/2)/2"),
    "negative base": ("(−2)²", "(-2)^2"),
    "negative power": ("−2²", "-2^2"),
    "minus x squared": ("(−x)²", "(-x)^2"),
    "negative exponent": ("x^(−1)", "x^(-1)"),
    "power of a power": ("(x²)³", "(x^2)^3"),
    "tower": ("x^(y^z)", "x^(y^z)"),
    "sum squared": ("(x + 1)²", "(x + 1)^2"),
    "sine squared": ("sin(x)²", "sin(x)^2"),
    "reciprocal sine": ("sin(x)^(−1)", "sin(x)^(-1)"),
    "letter exponents": ("xⁿ·xⁿ⁻¹·x^q", "x^n*x^(n - 1)*x^q"),
    "e to the x": ("eˣ·cos(y)", "e^x*cos(y)"),
    "e to the two x": ("e^(2x)", "e^(2x)"),
    "root": ("2·√x", "2*sqrt(x)"),
    "root squared": ("(√x)²", "sqrt(x)^2"),
    "root of a sum": ("√(x² + 1)", "sqrt(x^2 + 1)"),
    "two bars": ("|x|·|y|", "|x|*|y|"),
    "bars in bars": ("abs(|x| − 1)", "abs(|x| - 1)"),
    "factorial": ("n!", "n!"),
    "factorial of a sum": ("(n + 1)!", "(n + 1)!"),
    "factorial squared": ("(n!)²", "(n!)^2"),
    "greek": ("θ + θ₁ + λ", "theta + theta_1 + lambda"),
    "indices and primes": ("x₁ + x1 + x′ + x′′", "x_1 + x1 + x' + x''"),
    "decimal": ("0.02x", "0.02x"),
    "small decimal": ("1·10^(−60)", "1*10^(-60)"),
    "negative decimal": ("(−0.5)ˣ", "(-0.5)^x"),
    "constants": ("π + e + i + ∞", "pi + e + i + oo"),
    "cases": ("piecewise(x < 0: −x, x)", "piecewise(x < 0: -x, x)"),
    "cases without an else": ("piecewise(0 ≤ x < 1: x², x > 1: 1)", "piecewise(0 <= x < 1: x^2, x > 1: 1)"),
    "or and not": ("x ≠ 1 or not (y > 1)", "x != 1 or not (y > 1)"),
    "equation": ("x² + y² = 1", "x^2 + y^2 = 1"),
    "matrix": ("[cos(x), −y·sin(x); 0, 1/x]", "[cos(x), -y*sin(x); 0, 1/x]"),
    "indexed sum": ("sum(x[i]², i=1..n)", "sum(x[i]^2, i=1..n)"),
    "indexed product": ("prod(i + 1, i=0..(n − 1))", "prod(i + 1, i=0..(n - 1))"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_table(name: str) -> None:
    assert (line(SAMPLES[name]), line(SAMPLES[name], ascii=True)) == EXPECTED[name]


def test_derivatives_still_to_be_worked_out() -> None:
    assert line(STEPS["first"]) == "d/dx[ x²·sin(3x) ]"
    assert line(STEPS["second"]) == "d²/dx²[ x² ]"
    assert line(STEPS["second"], ascii=True) == "d^2/dx^2[ x^2 ]"
    assert line(STEPS["mixed"], partial=True) == "∂³/∂y²∂x[ x·y ]"
    assert line(STEPS["in a product"]) == "d/dx[ x² ] · sin(3x) + x² · d/dx[ sin(3x) ]"


def test_integrals_still_to_be_worked_out() -> None:
    assert line(STEPS["integral"]) == "sin(x) − 2·∫ x²/3 dx"
    assert line(STEPS["integral"], ascii=True) == "sin(x) - 2*integral[ x^2/3 ] dx"
    assert line(STEPS["integral of a sum"]) == "∫ (x + 1) dx"


def test_quiz_answers() -> None:
    assert [line(tree) for tree in ANSWERS.values()] == ["{1, 2}", "[0, 1)", "(−∞, 0] ∪ {3}"]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (multiply(TWO, variable("epsilon")), ("2ε", "2*epsilon")),  # 2e… may be a number
        (multiply(TWO, variable("E")), ("2·E", "2*E")),
        (multiply(TWO, variable("x_1")), ("2x₁", "2x_1")),
        (multiply(TWO, variable("x1")), ("2x1", "2x1")),
        (multiply(negative(TWO), x), ("−2·x", "-2*x")),  # a sign typed on the number
        (power(number(10), number(20)), ("10²⁰", "10^20")),
        (power(x, power(x, TWO)), ("x^(x²)", "x^(x^2)")),
        (power(variable("x_1"), TWO), ("x₁²", "x_1^2")),
        (power(call("abs", x), TWO), ("|x|²", "|x|^2")),
        (call("factorial", call("factorial", x)), ("(x!)!", "(x!)!")),
        (call("sqrt", call("abs", x)), ("√(|x|)", "sqrt(|x|)")),
    ],
)
def test_what_would_be_a_guess_is_written_out(tree: Tree, expected: tuple[str, str]) -> None:
    assert (line(tree), line(tree, ascii=True)) == expected


def test_long_integers_are_shown_by_their_size_on_request() -> None:
    long = number(2**20000)
    assert line(long, short=True) == "≈ 3.98e6020 (6,021 digits)"
    assert line(long, short=True, ascii=True) == "~ 3.98e6020 (6,021 digits)"
    assert line(add(x, long), short=True) == "x + (≈ 3.98e6020 (6,021 digits))"
    assert len(line(long)) == 6021
    assert line(number(10**39), short=True) == "1" + "0" * 39
    assert line(number(10**41 - 1), short=True) == "≈ 1.00e41 (41 digits)"


def test_every_function_has_a_spelling() -> None:
    assert set(CALLS) == set(FUNCTIONS)
    for name, row in FUNCTIONS.items():
        assert line(call(name, *[x] * row.fewest))


def test_greek_names() -> None:
    assert [shown_name(name) for name in GREEK] == list(GREEK.values())
    names = {"alpha2": "α2", "theta_12'": "θ₁₂′", "x_n": "x_n", "alphabet": "alphabet"}
    assert [shown_name(name) for name in names] == list(names.values())


@given(shapes(expressions(signed=True)))
def test_ascii_is_ascii(tree: Tree) -> None:
    assert line(tree, ascii=True).isascii()


@given(expressions(signed=True))
def test_brackets_are_balanced(tree: Tree) -> None:
    text = line(tree)
    assert text.count("(") == text.count(")")
    assert text.count("|") % 2 == 0


def test_one_is_not_dropped() -> None:
    assert line(multiply(ONE, x)) == "1x"  # as typed: tidying is not a printer's business
