"""NumPy functions: what they compute is what mvcalc computes."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from mvcalc_cli.calculus.evaluate import evaluate, program
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.printers import python
from mvcalc_cli.language.printers.python import CALLS
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Decimal,
    Tree,
    add,
    call,
    divide,
    exp,
    matrix,
    multiply,
    number,
    postorder,
    power,
    relation,
    subtract,
    variable,
    vector,
)
from tests.language.printers.samples import ANSWERS, SAMPLES, STEPS, component, i, indexed, logic, n, piecewise, x, y
from tests.strategies import expressions
from tests.strategies import piecewise as any_piecewise

# What SciPy would compute; it is not needed to test mvcalc.
_SCIPYS = {
    "gamma": mpmath.gamma,
    "beta": mpmath.beta,
    "binom": mpmath.binomial,
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "erfi": mpmath.erfi,
    "expi": mpmath.ei,
    "polygamma": lambda order, at: mpmath.psi(int(order), at),
    "sici": lambda at: (mpmath.si(at), mpmath.ci(at)),
    "lambertw": lambda at, k=0: mpmath.lambertw(at, int(k)),
}


@pytest.fixture(autouse=True)
def scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    package, special = ModuleType("scipy"), ModuleType("scipy.special")
    for name, function in _SCIPYS.items():
        setattr(special, name, function)
    package.special = special  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scipy", package)
    monkeypatch.setitem(sys.modules, "scipy.special", special)


def run(text: str, name: str = "f") -> Callable[..., Any]:
    """The function that a program defines."""
    space: dict[str, Any] = {}
    exec(text, space)
    function: Callable[..., Any] = space[name]
    return function


def compiled(tree: Tree, *variables: str) -> Callable[..., Any]:
    return run(python(tree, variables=variables))


def test_a_complete_program() -> None:
    text = python(SAMPLES["product rule"], variables=["x"])
    assert text == "import numpy as np\n\n\ndef f(x):\n    return 2*x*np.sin(3*x) + 3*x**2*np.cos(3*x)"


def test_repeated_parts_are_worked_out_once() -> None:
    part = exp(divide(x, y))
    assert python(add(part, multiply(x, part)), variables=["x", "y"]).splitlines()[3:] == [
        "def f(x, y):",
        "    t = np.exp(x/y)",
        "    return t + x*t",
    ]


def test_cases_do_not_warn_about_the_branch_not_taken() -> None:
    tree = piecewise(relation(">", x, ZERO), call("log", x), ZERO)
    with np.errstate(all="raise"):
        assert compiled(tree, "x")(np.array([-1.0, 1.0])).tolist() == [0.0, 0.0]


def test_cases_of_arrays_and_numbers() -> None:
    between = logic("and", relation("<=", ZERO, x), relation("<", x, ONE))
    tree = piecewise(logic("not", relation(">", x, number(-5))), number(7), between, power(x, TWO))
    f = compiled(tree, "x")
    assert np.isnan(f(3.0))
    assert f(0.5) == 0.25
    assert f(np.array([-6.0, 0.5])).tolist() == [7.0, 0.25]


def test_vectors_and_matrices() -> None:
    assert compiled(vector(x, power(y, TWO)), "x", "y")(2.0, 3.0).tolist() == [2.0, 9.0]
    assert compiled(matrix(((x, ONE), (ZERO, y))), "x", "y")(2.0, 3.0).tolist() == [[2.0, 1.0], [0.0, 3.0]]


def test_components_count_from_zero_and_sums_run() -> None:
    tree = add(component(x, TWO), indexed("sum", power(component(x, i), TWO), i, ONE, n))
    text = python(tree, variables=["x[2]", "n"])
    assert "def f(x, n):" in text
    assert run(text)([1.0, 2.0, 3.0], 3) == 2.0 + 14.0
    assert compiled(indexed("prod", i, i, ONE, number(5)))() == 120


def test_names_that_python_needs_are_left_to_it() -> None:
    tree = add(variable("lambda"), variable("np"), variable("x'"), variable("x_prime"), variable("f"), variable("sum"))
    text = python(tree, variables=["lambda", "np", "x'", "x_prime", "f", "sum"])
    assert "def f(lambda_, np_, x_prime, x_prime_, f_, sum_):" in text
    assert run(text)(1, 2, 4, 8, 16, 32) == 63


def test_temporaries_clash_with_no_argument() -> None:
    part = exp(divide(x, variable("t")))
    assert compiled(multiply(part, part), "x", "t")(0.0, 5.0) == 1.0


def test_a_forgotten_variable_is_an_argument_too() -> None:
    assert "def g(y, x):" in python(multiply(x, y), name="g", variables=["y"])


def test_negative_powers_of_integer_arrays() -> None:
    assert compiled(power(x, number(-1)), "x")(np.array([1, 2])).tolist() == [1.0, 0.5]


def test_a_power_of_numbers_is_no_giant_integer() -> None:
    tree = call("sin", power(number(6), number(25)))
    assert "np.sin(6.0**25)" in python(tree, variables=["x"])
    assert compiled(tree, "x")(0.0) == pytest.approx(math.sin(6.0**25))


@pytest.mark.parametrize(
    ("tree", "line"),
    [
        (number(Decimal(1, 10)), "return 0.1"),
        (number(10**30), "return 1e+30"),
        (number(10**400), "return np.inf"),
        (divide(ONE, TWO), "return 1/2"),
        (call("max", x, y, ONE), "return np.maximum(x, np.maximum(y, 1))"),
        (call("log", x, TWO), "return np.log(x)/np.log(2)"),
        (power(call("sec", x), TWO), "return (1/np.cos(x))**2"),
        (relation("=", x, y), "return x == y"),
    ],
)
def test_spellings(tree: Tree, line: str) -> None:
    assert python(tree, variables=["x", "y"]).splitlines()[-1].strip() == line


def test_scipy_is_imported_only_when_needed() -> None:
    assert "scipy" not in python(call("sin", x), variables=["x"])
    assert "from scipy import special" in python(call("gamma", x), variables=["x"])


def test_what_is_no_number_is_refused() -> None:
    for tree in (STEPS["first"], ANSWERS["set"]):
        with pytest.raises(InputError, match="cannot be written"):
            python(tree, variables=["x"])


# Arguments at which each function has a value.
ARGUMENTS = {
    "acosh": (2.5,), "asec": (-1.5,), "acsc": (1.5,), "acoth": (-2.5,), "asech": (0.4,), "mod": (-7.5, 2.0),
    "gcd": (12, 18), "binomial": (7, 3), "root": (-8.0, 3), "factorial": (5.0,), "polygamma": (2, 1.5),
    "beta": (1.5, 2.5), "atan2": (1.0, -2.0), "min": (1.0, 2.0), "max": (1.0, 2.0), "acot": (-0.5,),
}  # fmt: skip
NEEDING_VECTORS = ("dot", "cross", "norm", "transpose", "det", "RootOf")


def test_every_function_has_a_spelling() -> None:
    assert set(CALLS) == set(FUNCTIONS)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in NEEDING_VECTORS])
def test_every_function_has_mvcalcs_values(name: str) -> None:
    values = ARGUMENTS.get(name, (0.3,))
    names = ("x", "y")[: len(values)]
    tree = call(name, *map(variable, names))
    expected = evaluate(tree, dict(zip(names, values, strict=True)))
    assert float(compiled(tree, *names)(*values)) == pytest.approx(expected, rel=1e-9)


def test_vector_functions() -> None:
    u, v = vector(x, ONE, TWO), vector(ONE, y, ZERO)
    assert compiled(call("dot", u, v), "x", "y")(3.0, 4.0) == 7.0
    assert compiled(call("cross", u, v), "x", "y")(3.0, 4.0).tolist() == [-8.0, 2.0, 11.0]
    assert compiled(call("norm", vector(x, y)), "x", "y")(3.0, 4.0) == 5.0
    assert compiled(call("det", matrix(((x, ONE), (TWO, y)))), "x", "y")(3.0, 4.0) == pytest.approx(10.0)
    assert compiled(call("transpose", matrix(((x, ONE), (TWO, y)))), "x", "y")(3.0, 4.0)[0, 1] == 2.0


def test_roots_of_a_polynomial() -> None:
    quintic = subtract(subtract(power(x, number(5)), x), ONE)
    root = compiled(call("RootOf", quintic, ZERO), "x")(None)  # its letter is bound, and counts as a variable
    assert root.real == pytest.approx(1.1673039782614187)
    assert compiled(call("RootOf", subtract(power(x, TWO), ONE), ONE), "x")(None).real == pytest.approx(1.0)


def test_a_cotangent_on_both_sides_of_zero() -> None:
    values = compiled(call("acot", x), "x")(np.array([-2.0, 0.0, 2.0]))
    assert values.tolist() == pytest.approx([math.atan(-0.5), math.pi / 2, math.atan(0.5)])


SMOOTH = ("sin", "cos", "atan", "sinh", "abs", "cbrt", "max", "min", "sqrt", "log", "sigmoid", "softplus", "relu")
POINTS = ((0.7, 1.3), (1.9, 0.4), (2.6, 3.1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(expressions(functions=SMOOTH, signed=True))
def test_the_same_values_as_mvcalc(tree: Tree) -> None:
    assert_same(tree)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_piecewise(expressions(functions=SMOOTH, max_leaves=4)))
def test_the_same_cases_as_mvcalc(tree: Tree) -> None:
    assert_same(tree)


def assert_same(tree: Tree) -> None:
    parts = [program(node, ("x", "y")) for node in postorder(tree) if node.kind not in ("relation", "logic")]
    # 0/0 and (-1)**pi of Python's own numbers raise or become complex, where NumPy's are nan.
    assume(all(math.isfinite(part.value(point)) for part in parts for point in POINTS))
    function, ours = compiled(tree, "x", "y"), program(tree, ("x", "y"))
    for point in POINTS:
        expected = float(ours.value(point))
        if math.isfinite(expected):
            with np.errstate(all="ignore"):
                found = function(*map(np.float64, point))
            assert float(found) == pytest.approx(expected, rel=1e-7, abs=1e-7)
