"""Array programs agree with the programs for single points, everywhere and about what is undefined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.calculus.functions import ROWS
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import call, number, variable
from mvcalc_cli.numeric.program import array_program
from tests.strategies import expressions

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 10.0, 1e-8, -1e-8, 700.0, -700.0, 1e4, -1e4, 1e17]
SPECIAL += [math.inf, -math.inf, math.nan, math.pi / 2, math.pi]
MANY = SPECIAL + [k / 7 for k in range(-40, 41)]


def assert_same(found: np.ndarray, expected: list[float], what: str) -> None:
    for k, (ours, theirs) in enumerate(zip(found.tolist(), expected, strict=True)):
        if math.isnan(theirs):
            assert math.isnan(ours), (what, k, ours, theirs)
        else:
            assert ours == pytest.approx(theirs, rel=1e-12, abs=1e-300), (what, k, ours, theirs)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_function_of_the_language(name: str) -> None:
    tree = call(name, variable("x"))
    two = name in {"root", "mod", "gcd", "binomial", "atan2", "beta", "polygamma"}
    if two:
        tree = call(name, variable("x"), variable("y"))
    if name == "polygamma":
        tree = call(name, number(1), variable("y"))
    columns = [[x for x in MANY for _ in MANY], MANY * len(MANY)] if two else [MANY, MANY]
    expected = program(tree, ("x", "y")).values(columns)
    assert_same(array_program(tree, ("x", "y")).values([np.array(c) for c in columns]), expected, name)


@pytest.mark.parametrize(
    "text",
    [
        "x + y - 3x y", "x/y", "x^y", "x^2", "x^-1", "x^0", "e^x", "2^x", "(-x)^(1/3)", "log(x, 3)", "min(x, y, 1)",
        "max(x, y)", "piecewise(x < 0: -x, x > 1: 1/(x - 2))",
        "piecewise(x < 0 or y > 2: 1, x >= 1 and y != 3: log(y), 7)",
        "norm([x, y])", "det([x, y; y, 1])", "dot([x, 1], [y, x])", "sum(x^k/k, k=1..6)", "prod(x - k, k=1..3)",
        "[x, y, 1][2]", "piecewise(not x < 1: log(x), 0)", "sin(x)^2 + cos(x)^2", "|x - y|", "x!", "5", "pi x",
    ],
)  # fmt: skip
def test_every_operation(text: str) -> None:
    tree = parse(text).tree
    columns = [[x for x in MANY for _ in SPECIAL], SPECIAL * len(MANY)]
    expected = [float(value) for value in program(tree, ("x", "y")).values(columns)]
    assert_same(array_program(tree, ("x", "y")).values([np.array(c) for c in columns]), expected, text)


def test_grids_keep_their_shape() -> None:
    x, y = np.meshgrid(np.arange(3.0), np.arange(2.0))
    assert array_program(parse("x + 10y").tree, ("x", "y")).values([x, y]).tolist() == [[0, 1, 2], [10, 11, 12]]


def test_constants_fill_the_shape() -> None:
    assert array_program(parse("7").tree, ("x",)).values([np.zeros((2, 2))]).tolist() == [[7, 7], [7, 7]]
    assert array_program(parse("7").tree, ()).values([], 3).tolist() == [7, 7, 7]


def test_a_sum_with_bounds_that_change() -> None:
    tree = parse("sum(k, k=1..n)", names={"n": "integer"}).tree
    assert array_program(tree, ("n",)).values([np.array([1.0, 4.0])]).tolist() == [1, 10]


def test_inputs_are_not_written_to() -> None:
    x = np.array([1.0, 2.0])
    values = array_program(parse("x").tree, ("x",)).values([x])
    values[0] = 5.0
    assert x.tolist() == [1.0, 2.0]


def test_a_vector_is_refused() -> None:
    with pytest.raises(InputError, match="a number is needed"):
        array_program(parse("[x, 1]").tree, ("x",))


@given(expressions(), st.lists(st.floats(-20, 20), min_size=1, max_size=5))
def test_random_expressions_agree(tree: object, xs: list[float]) -> None:
    columns = [xs, xs[::-1]]
    expected = program(tree, ("x", "y")).values(columns)  # type: ignore[arg-type]
    found = array_program(tree, ("x", "y")).values([np.array(c) for c in columns])  # type: ignore[arg-type]
    for ours, theirs in zip(found.tolist(), expected, strict=True):
        if math.isfinite(theirs) and abs(theirs) < 1e12:
            assert math.isclose(ours, theirs, rel_tol=1e-4, abs_tol=1e-4)
