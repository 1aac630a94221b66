"""Gradients against differences, against the symbolic rules, and for every function of the table."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.matrices import gradient, hessian
from mvcalc_cli.calculus.rules import RULES
from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree, call, number, variable
from mvcalc_cli.numeric.check import check_gradients
from mvcalc_cli.numeric.function import Numeric, compile_numeric
from tests.strategies import expressions, piecewise

SCALARS = [
    "x^2 y + sin(x y)", "x/y - y/x", "x^y + 2^x + x^2.5 + x^-1", "e^(x y)", "log(x, 3) + log(x + y, y)",
    "max(x, y^2, 0.5)*min(x, y)", "abs(x - y)^3", "norm([x, y, 1]) + det([x, y; y, x])",
    "dot([x, y], [y, sin x])", "[x, y, x y][2]", "cross([x, y, 1], [y, x, 2])[3]", "det([x, 1, y; y, x, 2; 1, y, x])",
    "piecewise(x > 0.5: log(x), x < 0: sqrt(x), y^x)", "piecewise(x > 5: sqrt(-x), y > 0 and x < 3: x y, 1)",
    "relu(x - y) + sigmoid(3x) + softplus(x y)", "(x + y)^3 + (x - y)^4", "x y + 7", "3", "x1^2 + exp(x2)/x10",
    "theta^2 x' + x_max", "prod(x + i, i=1..4)", "sum(x^i/i!, i=0..5)",
]  # fmt: skip


def at_random(numeric: Numeric, low: float = 0.3, high: float = 1.7, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(low, high, numeric.size)


@pytest.mark.parametrize("text", SCALARS)
def test_gradients_agree_with_differences(text: str) -> None:
    numeric = compile_numeric(text)
    assert check_gradients(numeric, at_random(numeric)).verdict == "agrees"


@pytest.mark.parametrize("text", SCALARS)
def test_values_are_those_of_single_points(text: str) -> None:
    numeric = compile_numeric(text)
    v = at_random(numeric)
    assert numeric.value(v) == pytest.approx(evaluate(parse(text).tree, numeric.layout.point(v)), rel=1e-13)


@pytest.mark.parametrize("text", [text for text in SCALARS if "cross" not in text and "sum(" not in text])
def test_symbolic_gradient_and_hessian_are_the_same_numbers(text: str) -> None:
    numeric = compile_numeric(text)
    if not numeric.size:
        return
    v = at_random(numeric)
    tree, point = parse(text).tree, numeric.layout.point(v)
    first, second = hessian(tree, numeric.names)
    expected = [evaluate(partial, point) for partial in first.rows[0]]
    assert numeric.gradient(v)[1] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    rows = [[evaluate(entry, point) for entry in row] for row in second.rows]
    assert numeric.hessian(v).dense() == pytest.approx(np.array(rows), rel=1e-8, abs=1e-8)


INSIDE = {
    "asec": 1.7, "acsc": 1.7, "acosh": 1.7, "acoth": 1.7, "asech": 0.4, "atanh": 0.4, "root": 1.3,
    "binomial": 4.3, "li": 2.5,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_function_of_the_table(name: str) -> None:
    """Value, gradient and Hessian-vector product, at a point and its mirror image where that is in the domain."""
    args: tuple[Tree, ...] = (variable("x"), variable("y"))[: len(RULES[name].slopes)]
    args = {"root": (args[0], number(3)), "polygamma": (number(1), variable("x"))}.get(name, args)
    numeric = compile_numeric(call(name, *args))
    for sign in (1.0, -1.0):
        v = sign * np.array([INSIDE.get(name, 0.6), 1.37][: numeric.size])
        try:
            numeric.value(v)
        except UndefinedError:
            continue
        assert check_gradients(numeric, v).verdict == "agrees"
        assert_hessian(numeric, v)


def assert_hessian(numeric: Numeric, v: np.ndarray) -> None:
    """The Hessian is the Jacobian of the gradient, and symmetric."""
    matrix = numeric.hessian(v).dense()
    scale = 1.0 + np.abs(matrix).max(initial=0.0)
    assert np.abs(matrix - matrix.T).max(initial=0.0) < 1e-12 * scale
    for k in range(numeric.size):
        d = np.zeros(numeric.size)
        d[k] = 1e-5
        column = (numeric.gradient(v + d)[1] - numeric.gradient(v - d)[1]) / 2e-5
        assert np.abs(matrix[:, k] - column).max() < 1e-5 * scale
        assert numeric.hessian_vector(v, d) == pytest.approx(1e-5 * matrix[:, k], rel=1e-9, abs=1e-14 * scale)


@pytest.mark.parametrize("text", SCALARS)
def test_hessians(text: str) -> None:
    numeric = compile_numeric(text)
    assert_hessian(numeric, at_random(numeric))


@settings(max_examples=150, deadline=None)
@given(st.one_of(expressions(), piecewise(expressions(max_leaves=4))), st.floats(0.2, 2.0), st.floats(-2.0, 2.0))
def test_random_expressions(tree: Tree, x: float, y: float) -> None:
    numeric = compile_numeric(tree)
    v = numeric.layout.vector({"x": x, "y": y})
    try:
        expected = evaluate(tree, {"x": x, "y": y})
    except UndefinedError:
        with pytest.raises(UndefinedError):
            numeric.value(v)
        return
    assume(abs(expected) < 1e6)
    try:
        value, slopes = numeric.gradient(v)
    except UndefinedError:
        return  # at a kink, or at the edge of the domain
    assert value == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assume(np.abs(slopes).max(initial=0.0) < 1e4)
    for partial, slope in zip(gradient(tree, numeric.names).rows[0] if numeric.size else (), slopes, strict=True):
        try:
            symbolic = evaluate(partial, {"x": x, "y": y})
        except MvcalcError:
            continue
        assert math.isclose(symbolic, slope, rel_tol=1e-6, abs_tol=1e-6)


def test_the_check_notices_a_wrong_gradient() -> None:
    class Wrong(Numeric):
        def gradient(self, v: object) -> tuple[float, np.ndarray]:
            value, slopes = super().gradient(v)
            return value, slopes * 1.001

    numeric = compile_numeric("x^2 y + sin(x y)")
    numeric.__class__ = Wrong
    assert check_gradients(numeric, np.array([1.0, 2.0])).verdict == "contradicted"


def test_the_order_of_variables_and_points_by_name() -> None:
    numeric = compile_numeric("b x10 + x2 A + a + sum(y[i], i=1..2)")
    assert numeric.names == ("a", "A", "b", "x2", "x10", "y[1]", "y[2]")
    v = numeric.layout.vector({"a": 1, "A": 2, "b": 3, "x": 4, "y": [5, 6]})
    assert v.tolist() == [1, 2, 3, 4, 4, 5, 6]
    assert numeric.layout.point(v)["x10"] == 4
    with pytest.raises(InputError, match="no value for b"):
        numeric.layout.vector({"a": 1, "A": 2, "x": 4, "y": 5})
    with pytest.raises(InputError, match="3 values"):
        numeric.layout.vector({"a": 1, "A": 2, "b": 3, "x": 4, "y": [5, 6, 7]})


def test_a_point_of_the_wrong_length() -> None:
    with pytest.raises(InputError, match="2 numbers"):
        compile_numeric("x y").value(np.zeros(3))
    with pytest.raises(InputError, match="a condition"):
        compile_numeric("x = 1")
    with pytest.raises(InputError, match="this is a matrix"):
        compile_numeric("[x, 1; 1, x]")
    assert compile_numeric("2 + 3").gradient(np.zeros(0))[1].shape == (0,)
    with pytest.raises(InputError, match="y is not a finite number"):
        compile_numeric("x y").value(np.array([1.0, math.nan]))


def test_jacobians_by_rows_and_by_columns() -> None:
    for text in ("[x^2 y, sin(x) + z, y z]", "[x + y, x - y, x y, x/y]", "[x1, x2^2, x3 x1]", "[a b c d x]"):
        numeric = compile_numeric(text)
        v = at_random(numeric)
        assert check_gradients(numeric, v).verdict == "agrees"
        matrix = numeric.jacobian(v).dense()
        assert numeric.value(v).shape == (numeric.count,)  # type: ignore[attr-defined]
        assert numeric.jacobian_vector(v, v) == pytest.approx(matrix @ v)
        w = np.arange(1.0, len(matrix) + 1)
        assert numeric.vector_jacobian(v, w) == pytest.approx(w @ matrix)
    with pytest.raises(InputError, match="Jacobian, not a gradient"):
        compile_numeric("[x, y]").gradient(np.zeros(2))


def test_lets_are_constants() -> None:
    numeric = compile_numeric("c x^2", lets={"c": 3})
    assert numeric.names == ("x",)
    assert numeric.gradient(np.array([2.0]))[1].tolist() == [12.0]


def test_inputs_are_not_written_to() -> None:
    numeric = compile_numeric("sum(x[i], i=1..3)")
    v = np.ones(3)
    value, slopes = numeric.gradient(v)
    slopes[:] = 7.0
    assert (value, v.tolist(), numeric.gradient(v)[1].tolist()) == (3.0, [1, 1, 1], [1, 1, 1])


def test_names_in_between_stand_in_their_order() -> None:
    """x1a stands between x1 and x2, and their block is read around it."""
    numeric = compile_numeric("x1^2 + 3x2 x1a + x1a^3", names={"x1a": "real"})
    assert numeric.names == ("x1", "x1a", "x2")
    v = np.array([1.0, 2.0, 5.0])
    assert numeric.gradient(v)[1].tolist() == [2.0, 27.0, 6.0]
    assert numeric.hessian(v).dense().tolist() == [[2, 0, 0], [0, 12, 3], [0, 3, 0]]
    assert numeric.layout.vector({"x1": 1, "x1a": 2, "x2": 5}).tolist() == v.tolist()


def test_a_constant_among_numbered_variables() -> None:
    text = " + ".join(f"{k}*x{k}^2" for k in range(1, 200))
    numeric = compile_numeric(text, lets={"x7": 2})
    assert "x7" not in numeric.names
    assert numeric.value(np.zeros(numeric.size)) == 28.0


def test_whole_vectors() -> None:
    numeric = compile_numeric("norm(x)^2 + dot(x, c)", sizes={"x": 3}, lets={"c": [1, 2, 3]})
    assert numeric.gradient(np.ones(3))[1].tolist() == [3.0, 4.0, 5.0]
    with pytest.raises(InputError, match="how long it is"):
        compile_numeric("norm(x) + sum(x[i], i=1..3)")


@pytest.mark.parametrize(
    ("text", "v", "parts"),
    [
        ("abs(x - 1) + y", [1.0, 0.0], ["abs(x - 1)"]),
        ("max(x, y)", [1.0, 1.0], ["max(x, y)"]),
        ("sum(relu(x[i]), i=1..3)", [1.0, 0.0, 2.0], ["relu(x[i])"]),
        ("piecewise(x < 1: x, 1)", [1.0], ["x < 1"]),
        ("floor(x) + sign(y)", [2.0, 0.0], ["floor(x)", "sign(y)"]),
        ("abs(x) + max(x, y)", [1.0, 2.0], []),
    ],
)
def test_kinks_are_told(text: str, v: list[float], parts: list[str]) -> None:
    numeric = compile_numeric(text)
    assert [text[node.start : node.end] for node in numeric.kinks(np.array(v))] == parts
    assert np.isfinite(numeric.gradient(np.array(v))[1]).all()
