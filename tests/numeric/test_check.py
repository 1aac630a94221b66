"""The check of derivatives: no right one is contradicted, no wrong one passes; and kinks are told from bends."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.numeric import partials
from mvcalc_cli.numeric.check import Checked, check_gradients, check_hessian, check_jacobian, worse
from mvcalc_cli.numeric.function import Numeric, compile_numeric
from mvcalc_cli.numeric.smooth import kink, second_kink

ROSENBROCK = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"

RIGHT = [
    ("x^2 y", [1.0, 2.0]),
    ("sin(1e8*x)", [1.0]),
    ("x^3", [0.0]),
    ("1 + x^3", [0.0]),
    ("x^2", [1e150]),
    ("1e300 x", [1.0]),
    ("1e-300 x", [1.0]),
    ("1e10 + x", [1.0]),
    ("(1e10 + x) - 1e10", [1.0]),
    ("abs(x)", [1e-20]),
    ("abs(x)", [1e-7]),
    ("sqrt(x)", [1e-9]),
    ("exp(x)", [700.0]),
    ("tan(x)", [1.5707963]),
    ("x^10 y^3", [3.0, -2.0]),
    ("sin(1/x)", [1e-4]),
    ("max(x, 2x)", [0.0]),
    ("log(x) + 1e9", [1e-3]),
]


@pytest.mark.parametrize(("text", "v"), RIGHT)
def test_no_right_derivative_is_contradicted(text: str, v: list[float]) -> None:
    f, at = compile_numeric(text), np.array(v)
    assert check_gradients(f, at).verdict != "contradicted"
    if "max" not in text:
        assert check_hessian(f, at, f.hessian(at)).verdict != "contradicted"


class Wrong(Numeric):
    """A function whose gradient and matrices are off by a factor."""

    factor = 1.001

    def gradient(self, v: object) -> tuple[float, np.ndarray]:
        """The gradient, a little too long."""
        value, found = super().gradient(v)
        return value, found * self.factor


def wrong(text: str, **lets: int) -> Numeric:
    found = compile_numeric(text, lets=lets)
    found.__class__ = Wrong
    return found


@pytest.mark.parametrize(
    ("text", "v"),
    [
        (text, v)
        for text, v in RIGHT
        if text not in {"x^3", "1 + x^3", "max(x, 2x)"} and "1e10" not in text and "1e9" not in text
    ],
)
def test_no_wrong_gradient_passes(text: str, v: list[float]) -> None:
    assert check_gradients(wrong(text), np.array(v)).verdict != "agrees"


@pytest.mark.parametrize("n", [10, 1_000, 100_000])
def test_of_many_variables_an_error_of_a_thousandth_is_seen(n: int) -> None:
    assert check_gradients(compile_numeric(ROSENBROCK, lets={"n": n}), np.full(n, 1.2), 4).verdict == "agrees"
    assert check_gradients(wrong(ROSENBROCK, n=n), np.full(n, 1.2), 4).verdict == "contradicted"


@pytest.mark.parametrize("n", [5, 200, 2_000, 20_000])
@pytest.mark.parametrize("factor", [0.999, 1.001, 1.01])
def test_a_partial_that_is_wrong_by_a_thousandth_is_seen(
    n: int, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = partials._BUILT_IN["square"]
    text, v = "sum(x[i]^2*x[i+1], i=1..n)", np.random.default_rng(1).uniform(0.5, 1.5, n + 1)
    assert check_gradients(compile_numeric(text, lets={"n": n}), v).verdict == "agrees"
    monkeypatch.setitem(
        partials._BUILT_IN, "square", lambda g, *others: g.product(right(g, *others), g.constant(factor))
    )
    assert check_gradients(compile_numeric(text, lets={"n": n}), v).verdict == "contradicted"


def test_wrong_matrices_are_contradicted() -> None:
    f, v = compile_numeric("x^2 y + y^3"), np.array([1.0, 2.0])
    matrix = f.hessian(v)
    assert check_hessian(f, v, matrix._replace(values=matrix.values * 1.01)).verdict == "contradicted"
    g = compile_numeric("[x y, x + sin(y)]")
    matrix = g.jacobian(v)
    assert check_jacobian(g, v, matrix).verdict == "agrees"
    assert check_jacobian(g, v, matrix._replace(values=matrix.values * 1.01)).verdict == "contradicted"


def test_the_worse_of_two() -> None:
    good, open_, bad = (Checked(word, 0.5, 3) for word in ("agrees", "unchecked", "contradicted"))
    assert worse(good, open_).verdict == "unchecked"
    assert worse(open_, bad).verdict == "contradicted"
    assert worse(good, Checked("agrees", 0.7, 2)) == Checked("agrees", 0.7, 2)


@pytest.mark.parametrize(
    ("text", "v", "first", "second"),
    [
        ("abs(x)", [0.0], True, True),
        ("abs(x)", [0.5], False, False),
        ("x abs(x)", [0.0], False, True),
        ("abs(x)^3", [0.0], False, False),
        ("max(x, y)", [1.0, 1.0], True, True),
        ("max(x, 0)^2", [0.0], False, True),
        ("floor(x)", [1.0], True, True),
        ("sign(x)", [0.0], True, True),
        ("piecewise(x < 0: abs(y), y)", [1.0, 0.0], False, False),
        ("piecewise(x < 1: x^2, 2x - 1)", [1.0], False, True),
        ("piecewise(x < 1: x^2, 2x)", [1.0], True, True),
        ("relu(x)", [0.0], True, True),
        ("abs(x - y)", [1e6, 1e6], True, True),
        ("1e6 x^2 + abs(x)", [0.0], True, True),
        ("piecewise(x = 0: 0, x)", [0.0], True, True),
        ("piecewise(x != 0: x, 0)", [0.0], True, True),
        ("piecewise(x = 0: 1, sin(x)/x)", [0.0], False, True),
        ("cbrt(x)*cbrt(x^2)", [0.0], True, True),
        ("x^(1/3)*x^(2/3)", [0.0], True, True),
        ("x*x^y", [0.0, 1.0], True, True),
        ("acos(x)*acos(x)", [1.0], True, True),
        ("sum(x[i]^(i/2)*x[i], i=1..2)", [0.0, 1.0], True, True),
        ("sum(x[i]^i, i=1..3)", [0.0, 0.0, 0.0], False, False),
    ],
)
def test_kinks(text: str, v: list[float], first: bool, second: bool) -> None:
    f, at = compile_numeric(text), np.array(v)
    assert (kink(f, at) is not None) == first
    assert (second_kink(f, at) is not None) == second


def test_a_steep_factor_beside_a_zero_may_have_a_slope() -> None:
    assert kink(compile_numeric("x*cbrt(x) + y"), np.array([0.0, 1.0])) is None


def test_a_kink_in_another_variable_does_not_count() -> None:
    f, at = compile_numeric("abs(x) + y^2"), np.array([0.0, 1.0])
    assert kink(f, at, np.array([0])) is not None
    assert kink(f, at, np.array([1])) is None
