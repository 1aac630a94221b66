"""Error propagation: against the spread of simulated measurements, and the rules of thumb of the laboratory."""

from __future__ import annotations

import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.calculus.matrices import hessian
from mvcalc_cli.calculus.propagation import propagate, rounded_together
from mvcalc_cli.language import parse

CASES = [
    ("x*y", {"x": 2.0, "y": 3.0}, {"x": 0.01, "y": 0.02}),
    ("x/y", {"x": 5.0, "y": 4.0}, {"x": 0.05, "y": 0.01}),
    ("sqrt(x^2 + y^2)", {"x": 3.0, "y": 4.0}, {"x": 0.03, "y": 0.01}),
    ("sin(x)*exp(y)", {"x": 0.7, "y": 0.2}, {"x": 0.01, "y": 0.015}),
]


@pytest.mark.parametrize(("text", "at", "sigmas"), CASES)
def test_it_is_the_spread_of_simulated_measurements(text: str, at: dict[str, float], sigmas: dict[str, float]) -> None:
    """20,000 draws: their standard deviation has an error of 0.5 %."""
    tree, names = parse(text).tree, ("x", "y")
    first, second = hessian(tree, names)
    point = [at[name] for name in names]
    slopes = [program(partial, names).value(point) for partial in first.rows[0]]
    bends = [program(second.rows[k][k], names).value(point) for k in range(2)]
    found = propagate(slopes, [sigmas[name] for name in names], bends)
    rng = random.Random(7)
    columns = [[rng.gauss(at[name], sigmas[name]) for _ in range(20_000)] for name in names]
    values = program(tree, names).values(columns)
    assert statistics.stdev(values) == pytest.approx(found.sigma, rel=0.025)
    assert math.fsum(found.shares) == pytest.approx(1.0)


def test_curvature_shows_where_the_first_order_is_not_enough() -> None:
    """x² at 0 ± 1: the first order says σ = 0, the mean moves by 1."""
    found = propagate([0.0], [1.0], [2.0])
    assert (found.sigma, found.shift) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("value", "sigma", "shown"),
    [
        (6.0, 0.5, ("6.00", "0.50")),
        (1234.5678, 23.4, ("1235", "23")),
        (1234.5678, 0.0996, ("1234.57", "0.10")),  # two digits after rounding up
        (123456.0, 2340.0, ("123500", "2300")),
        (-2.5, 0.0123, ("-2.500", "0.012")),
        (3.0, 0.0, ("3", "0")),
        (1.5, 1e-20, ("1.500000e+00", "1.0e-20")),
    ],
)
def test_rounded_together(value: float, sigma: float, shown: tuple[str, str]) -> None:
    assert rounded_together(value, sigma) == shown


@given(st.floats(-1e6, 1e6), st.floats(1e-8, 1e5))
def test_rounding_moves_neither_by_more_than_a_twentieth_of_the_error(value: float, sigma: float) -> None:
    shown = [float(text) for text in rounded_together(value, sigma)]
    assert abs(shown[0] - value) <= 0.051 * sigma + 1e-9 * abs(value)
    assert abs(shown[1] - sigma) <= 0.051 * sigma
