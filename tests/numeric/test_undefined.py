"""Where there is no value: named, with the place in the text, and never a nan that travels."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.calculus.functions import ROWS
from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.buffers import plan
from mvcalc_cli.numeric.function import compile_numeric
from mvcalc_cli.numeric.operations import array_operations, fast_operations
from mvcalc_cli.numeric.program import array_program
from mvcalc_cli.numeric.sine import sine

UNDEFINED = [
    ("log(x - 1) + y", "log of a negative number (−0.5)", "log(x - 1)"),
    ("y + log(2x - 1)", "log of 0", "log(2x - 1)"),
    ("1/(x - x)", "division by 0", "1/(x - x)"),
    ("1/log(x + 1/2)", "division by 0", "1/log(x + 1/2)"),
    ("(x - x)/(y - y)", "division by 0", "(x - x)/(y - y)"),
    ("exp(2000x) y", "overflow: larger than 1e308", "exp(2000x)"),
    ("x^-2000 + y", "overflow: larger than 1e308", "x^-2000"),
    ("(-x)^x", "a negative number to a fractional power", "(-x)^x"),
    ("(x - x)^-1", "0 to a negative power", "(x - x)^-1"),
    ("asin(x + y)", "asin of 1.25, outside [−1, 1]", "asin(x + y)"),
    ("1/exp(exp(2000x))", "overflow: larger than 1e308", "exp(2000x)"),
    ("piecewise(x < 0: 1)", "none of the cases holds here", "piecewise(x < 0: 1)"),
    ("gamma(x - x) y", "gamma of 0: it has a pole at 0 and at each negative whole number", "gamma(x - x)"),
    ("i x", "i is not a real number", "i"),
    ("log(-3) x", "log of a negative number (−3)", "log(-3)"),
    ("max(x, log(-y))", "log of a negative number (−0.75)", "log(-y)"),
    ("0*log(-y)", "log of a negative number (−0.5)", "log(-y)"),
    ("tan(pi/2) + x", "tan at an odd multiple of π/2", "tan(pi/2)"),
    ("x/sin(2pi)", "division by 0", "x/sin(2pi)"),
    ("y + sec(3pi x)", "sec at an odd multiple of π/2", "sec(3pi x)"),
    ("cot(0*x - pi)", "cot at a multiple of π", "cot(0*x - pi)"),
    ("sum(1/cos(pi*i*x), i=0..3)", "division by 0, where i = 1", "1/cos(pi*i*x)"),
    ("sum(1/(x - i/2), i=0..2)", "division by 0, where i = 1", "1/(x - i/2)"),
]
NO_SLOPE = [
    ("sqrt(x - x)", "there is no derivative here: division by 0", "sqrt(x - x)"),
    ("sqrt((x - 1/2)^2)", "there is no derivative here: division by 0", "sqrt((x - 1/2)^2)"),
    ("cbrt(x - 1/2)", "there is no derivative here: division by 0", "cbrt(x - 1/2)"),
    ("(x - 1/2)^(1/2)", "there is no derivative here: 0 to a negative power", "(x - 1/2)^(1/2)"),
    ("norm([x - 1/2, y - 3/4])", "there is no derivative here: division by 0", "norm([x - 1/2, y - 3/4])"),
]


def assert_said(error: UndefinedError, said: str, part: str) -> None:
    assert error.message == said
    assert error.place is not None
    assert error.place.text[error.place.start : error.place.end] == part


@pytest.mark.parametrize(("text", "said", "part"), UNDEFINED)
def test_the_part_without_a_value_is_named(text: str, said: str, part: str) -> None:
    numeric = compile_numeric(text)
    v = np.array([0.5, 0.75])[: numeric.size]
    for ask in (numeric.value, numeric.gradient, numeric.hessian):
        with pytest.raises(UndefinedError) as caught:
            ask(v)
        assert_said(caught.value, said, part)


@pytest.mark.parametrize(("text", "said", "part"), NO_SLOPE)
def test_a_value_without_a_derivative(text: str, said: str, part: str) -> None:
    numeric = compile_numeric(text)
    v = np.array([0.5, 0.75])[: numeric.size]
    assert numeric.value(v) == 0.0
    with pytest.raises(UndefinedError) as caught:
        numeric.gradient(v)
    assert_said(caught.value, said, part)


def test_a_branch_that_is_not_taken_may_be_undefined() -> None:
    numeric = compile_numeric("piecewise(x > 0: log(x) + sqrt(x), x^2)")
    assert numeric.gradient(np.array([-3.0])) == (9.0, np.array([-6.0]))
    assert numeric.hessian(np.array([-3.0])).values.tolist() == [2.0]
    rows = compile_numeric("sum(piecewise(x[i] > 0: x[i] log(x[i]), 0), i=1..3)")
    assert rows.gradient(np.array([1.0, -1.0, 0.0]))[1].tolist() == [1.0, 0.0, 0.0]


def test_a_sum_that_overflows() -> None:
    for text in ("sum(exp(x[i]), i=1..3)", "exp(x1) + exp(x2) + exp(x3)"):
        numeric = compile_numeric(text)
        for ask in (numeric.value, numeric.gradient, numeric.hessian):
            with pytest.raises(UndefinedError) as caught:
                ask(np.full(3, 709.7))
            assert_said(caught.value, "overflow: larger than 1e308", text)


def test_a_point_that_is_not_finite() -> None:
    numeric = compile_numeric("sum(x[i]^2, i=1..3)")
    with pytest.raises(InputError, match=r"x\[2\] is not a finite number in this point"):
        numeric.gradient(np.array([1.0, np.nan, 2.0]))
    with pytest.raises(InputError, match="the direction has an entry that is not finite"):
        numeric.hessian_vector(np.ones(3), np.array([1.0, np.inf, 2.0]))


POINTS = [-1e308, -1e4, -2.0, -1.0, -0.5, -1e-320, -0.0, 0.0, 1e-320, 0.5, 1.0, 2.0, 710.0, 1e4, 1e308]


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(array_operations())))
def test_the_flags_tell_of_everything_undefined(name: str) -> None:
    """Where the careful operation says nan, the fast one must stop, whatever the length of the array."""
    two = name in {"min", "max"}
    for point in POINTS:
        for length in (1, 2, 7, 64):
            array = np.full(length, 0.5)
            array[-1] = point
            parts = (array, array) if two else (array,)
            with np.errstate(all="ignore"):
                careful = array_operations()[name](*parts)
            with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
                try:
                    fast = fast_operations()[name](*parts)
                except FloatingPointError:
                    continue
            assert np.all(np.isfinite(careful)), (name, point, length)
            assert fast == pytest.approx(careful, rel=1e-15)


def test_the_sine_by_half_the_tangent() -> None:
    draw = np.random.default_rng(6)
    angles = [draw.uniform(-10, 10, 200_000), draw.uniform(-1e17, 1e17, 50_000), np.arange(-999, 999) * np.pi]
    angles += [draw.uniform(-1, 1, 1000) * 10.0 ** draw.integers(-320, 308, 1000), np.array([0.0, -0.0, 1e308, -1e308])]
    x = np.concatenate(angles)
    code, numbers = sine(1, 0, 2)
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        found = np.empty(len(x))
        plan(code, numbers, [0], 1).runner(len(x))([x], found)
    assert np.all(np.abs(found - np.sin(x)) <= 3 * np.spacing(np.abs(np.sin(x))))
    assert np.array_equal(np.signbit(found), np.signbit(np.sin(x)))
    assert np.isnan(array_program(parse("sin(x)").tree, ("x",)).values([np.array([1.0, np.inf, np.nan])])[1:]).all()


def test_many_points_in_chunks_are_those_of_one_by_one() -> None:
    draw = np.random.default_rng(5)
    x, y = draw.uniform(-2, 2, (2, 300_001))
    for text in (
        "x^2 sin(3x) - exp(-y)",
        "log(x)/y",
        "100(y - x^2)^2 - (1 - x)^2",
        "piecewise(x < 0: y, sqrt(x) - 3)",
        "sigmoid(x) max(x, y, 1) - (x - y)(x + 1)/(y^2 + 1) - x y",
        "x",
        "7",
    ):
        program = array_program(parse(text).tree, ("x", "y"))
        found = program.values([x, y])
        pieces = np.concatenate([program.values([x[k : k + 1000], y[k : k + 1000]]) for k in range(0, len(x), 1000)])
        assert np.array_equal(found, pieces, equal_nan=True)
    x[77] = np.nan
    assert np.isnan(array_program(parse("x^0 + y").tree, ("x", "y")).values([x, y])[77])
    assert np.isnan(array_program(parse("piecewise(x < 0: 1, 2)").tree, ("x",)).values([x])[77])


def test_multiples_of_pi_are_meant() -> None:
    numeric = compile_numeric("[sin(x), cos(x), tan(x)]")
    for k in (-7.0, 1.0, 2.0, 1000.0):
        assert np.asarray(numeric.value([k * np.pi]))[[0, 2]].tolist() == [0.0, 0.0]
        assert compile_numeric("cos(x)").value([(k + 0.5) * np.pi]) == 0.0
    for x in (1e-12, np.pi + 1e-12, 1e22, 1e-310):
        assert np.asarray(numeric.value([x])).tolist() == [np.sin(x), np.cos(x), np.tan(x)]
    many = compile_numeric("sum(sin(pi*x[i])^2, i=1..2000)")
    assert many.value(np.arange(2000.0)) == 0.0
