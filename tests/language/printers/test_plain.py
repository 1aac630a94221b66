"""Plain text: what SymPy reads, given the names as symbols, is the same function."""

from __future__ import annotations

import math

import pytest
import sympy
from hypothesis import given

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.printers.plain import CALLS, plain_name
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    Tree,
    add,
    call,
    multiply,
    number,
    postorder,
    power,
    variable,
    variables,
)
from tests.language.printers.samples import ANSWERS, SAMPLES, STEPS, component, x
from tests.strategies import expressions

EXPECTED = {
    "product rule": "2*x*sin(3*x) + 3*x**2*cos(3*x)",
    "difference": "x**2 - 1",
    "negative term first": "-x + 1",
    "negative number later": "x - 3",
    "minus a sum": "x - (y + 1)",
    "minus minus": "-(-x)",
    "minus half": "-x/2",
    "number and e": "2*exp(1)",
    "negative number first": "-3*x",
    "negative number later in a product": "x*(-3)",
    "half times x": "1/2*x",
    "x times half": "x*(1/2)",
    "quotient of a product": "2*x/(3*y)",
    "quotient of a quotient": "(x/y)/z",
    "quotient by a quotient": "x/(y/z)",
    "decay": "exp(-x/2)",
    "negative base": "(-2)**2",
    "negative power": "-2**2",
    "minus x squared": "(-x)**2",
    "negative exponent": "x**(-1)",
    "minus in the exponent": "2**(-x)",
    "power of a power": "(x**2)**3",
    "tower": "x**(y**z)",
    "sine squared": "sin(x)**2",
    "fraction exponent": "x**(1/3)",
    "two bars": "Abs(x)*Abs(y)",
    "factorial": "factorial(n)",
    "two arguments": "Max(x, -y, 1)",
    "greek": "theta + theta_1 + lamda",  # lambda is a keyword
    "indices and primes": "x_1 + x1 + x_prime + x_prime_prime",
    "decimal": "1/50*x",  # exact
    "constants": "pi + exp(1) + sqrt(-1) + oo",
    "cases": "Piecewise((-x, x < 0), (x, True))",
    "cases without an else": "Piecewise((x**2, (0 <= x) & (x < 1)), (1, x > 1))",
    "equation": "Eq(x**2 + y**2, 1)",
    "vector": "[x/y, -y]",
    "matrix": "[cos(x), -y*sin(x); 0, 1/x]",
    "component": "2*x[3]**2",
    "indexed sum": "sum(x[i]**2, i=1..n)",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_table(name: str) -> None:
    assert plain(SAMPLES[name]) == EXPECTED[name]


def test_steps_and_answers() -> None:
    assert plain(STEPS["second"]) == "Derivative(Derivative(x**2, x), x)"
    assert plain(ANSWERS["set"]) == "{1, 2}"
    assert plain(ANSWERS["interval"]) == "[0, 1)"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abs", "Abs(x)"),
        ("ceil", "ceiling(x)"),
        ("cbrt", "real_root(x, 3)"),
        ("log2", "log(x)/log(2)"),
        ("log10", "log(x)/log(10)"),
        ("relu", "Max(0, x)"),
        ("sigmoid", "1/(1 + exp(-x))"),
        ("softplus", "log(1 + exp(x))"),
        ("W", "LambertW(x)"),
        ("asec", "asec(x)"),
    ],
)
def test_functions_have_sympys_names(name: str, expected: str) -> None:
    assert plain(call(name, x)) == expected


def test_a_formula_is_bracketed_like_any_other_quotient() -> None:
    assert plain(power(call("sigmoid", add(x, ONE)), TWO)) == "(1/(1 + exp(-(x + 1))))**2"
    assert plain(multiply(x, call("log2", x))) == "x*(log(x)/log(2))"


def test_every_function_has_a_spelling() -> None:
    assert set(CALLS) == set(FUNCTIONS)


def test_no_two_names_of_one_text_become_one() -> None:
    names = ["lambda", "x", "x'", "x''", "x_1", "x1"]
    assert len({plain_name(name) for name in names}) == len(names)


def _symbols(tree: Tree) -> dict[str, sympy.Symbol]:
    return {plain_name(name): sympy.Symbol(plain_name(name), real=True) for name in variables(tree)}


POINTS = ((0.7, 1.3), (1.9, 0.4), (2.6, 3.1))


@given(expressions(signed=True))
def test_sympy_reads_the_same_function(tree: Tree) -> None:
    compiled = program(tree, ("x", "y"))
    expected = [compiled.value(point) for point in POINTS]
    if not all(math.isfinite(value) and abs(value) < 1e12 for value in expected) or _is_touchy(tree):
        return
    read = sympy.sympify(plain(tree), locals=_symbols(tree), evaluate=False)
    for (at_x, at_y), value in zip(POINTS, expected, strict=True):
        symbols = _symbols(tree)
        point = {symbols[name]: at for name, at in (("x", at_x), ("y", at_y)) if name in symbols}
        found = complex(read.subs(point).evalf(30, maxn=400))
        assert abs(found - value) <= 1e-6 * max(1.0, abs(value)), plain(tree)


def _is_touchy(tree: Tree) -> bool:
    """Where a rounding error decides (the sign of almost zero, a sine of something huge) or a part has no value."""
    for node in postorder(tree):
        values = [abs(program(node, ("x", "y")).value(point)) for point in POINTS]
        if not all(1e-6 < value < 1e4 or value == 0 == node.value for value in values):
            return True
    return False


SCALAR = [name for name, row in FUNCTIONS.items() if row.group != "vectors" and name not in ("gcd", "RootOf")]


@pytest.mark.parametrize("name", SCALAR)
def test_sympy_knows_every_function(name: str) -> None:
    row = FUNCTIONS[name]
    arguments = (TWO, number(5)) if row.fewest == 2 else (x,)
    text = plain(call(name, *arguments))
    free = sympy.sympify(text, locals={"x": sympy.Symbol("x")}).atoms(sympy.core.function.AppliedUndef)
    assert not free


def test_a_shared_part_is_written_once_and_a_flood_is_refused() -> None:
    tree = x
    for _ in range(200):
        tree = add(tree, tree)
    with pytest.raises(LimitError, match="2,000,000"):
        plain(tree)


def test_a_hundred_thousand_terms_and_levels_need_no_recursion() -> None:
    assert plain(add(*[x] * 100_000)).count("+") == 99_999
    deep = x
    for _ in range(2_000):
        deep = call("sin", deep)
    assert plain(deep).count("sin(") == 2_000


def test_giant_integers_are_exact() -> None:
    assert plain(number(10**6000)) == "1" + "0" * 6000


def test_component_of_something_else_than_a_name_is_bracketed() -> None:
    assert plain(component(variable("A"), ONE, TWO)) == "A[1, 2]"
