"""Difference quotients: their limit, the order at which they come to it, and where rounding ends it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.slope import KINDS, one_sided, secants
from mvcalc_cli.language import parse

# (function, point): smooth there, with second and third derivatives that are not 0
SMOOTH = [
    ("x^3", 2.0), ("sin(x)", 1.0), ("exp(x)", 0.0), ("log(x)", 3.0), ("1/x", -2.0), ("sqrt(x)", 5.0), ("atan(x)", 0.7),
    ("x^4 - x", -1.5), ("sinh(x)", 0.3), ("x^x", 2.0), ("exp(sin(x))", 1.2), ("erf(x)", 0.5),
]  # fmt: skip


def derivative(text: str, at: float) -> float:
    return evaluate(differentiate(parse(text).tree, "x").result, {"x": at})


@pytest.mark.parametrize(("text", "at"), SMOOTH)
@pytest.mark.parametrize(("kind", "order"), [("forward", 1), ("backward", 1), ("central", 2)])
def test_the_observed_order_is_the_theory(text: str, at: float, kind: str, order: int) -> None:
    """One-sided quotients err like h, central ones like h²."""
    found = secants(parse(text).tree, "x", {"x": at}, derivative(text, at), kind)  # type: ignore[arg-type]
    assert found.order == pytest.approx(order, abs=0.05)


@pytest.mark.parametrize(("text", "at"), SMOOTH)
def test_rounding_takes_over_where_theory_says(text: str, at: float) -> None:
    """Near √ε for one-sided quotients, near ∛ε for central ones; the best distance is far below that of h = 0.1."""
    for kind, low, high in (("forward", 1e-10, 1e-6), ("central", 1e-7, 1e-3)):
        found = secants(parse(text).tree, "x", {"x": at}, derivative(text, at), kind)  # type: ignore[arg-type]
        assert found.rounding is not None
        assert low <= found.rounding.h <= high
        assert found.rounding.distance < found.rows[1].distance / 100


@given(slope=st.integers(-9, 9), intercept=st.integers(-9, 9), at=st.integers(-5, 5))
def test_on_a_straight_line_no_distance_can_be_told_from_rounding(slope: int, intercept: int, at: int) -> None:
    line = parse(f"{slope} x + {intercept}").tree
    for kind in KINDS:
        assert secants(line, "x", {"x": float(at)}, float(slope), kind).hidden


def test_central_quotients_are_exact_on_parabolas() -> None:
    """((a + h)² − (a − h)²)/2h = 2a for every h."""
    assert secants(parse("x^2").tree, "x", {"x": 3.0}, 6.0, "central").hidden
    assert not secants(parse("x^2").tree, "x", {"x": 3.0}, 6.0, "forward").hidden


def test_a_wrong_derivative_shows() -> None:
    """The distance settles instead of falling: no order is observed."""
    found = secants(parse("x^3").tree, "x", {"x": 2.0}, 12.5)
    assert found.order == pytest.approx(0.0, abs=0.05)
    assert not found.hidden


def test_ends_outside_the_domain_are_nan() -> None:
    rows = secants(parse("log(x)").tree, "x", {"x": 0.5}, 2.0, "backward").rows
    assert math.isnan(rows[0].slope)
    assert math.isfinite(rows[1].slope)


@pytest.mark.parametrize(
    ("text", "at", "left", "right"),
    [
        ("abs(x)", 0, -1, 1),  # the kink of the textbooks
        ("abs(x)*exp(x)", 0, -1, 1),
        ("max(x, 2x)", 0, 1, 2),
        ("abs(sin(x))", math.pi, -1, 1),
        ("cbrt(x)", 0, math.inf, math.inf),  # vertical tangent
        ("sqrt(abs(x))", 0, -math.inf, math.inf),  # cusp
        ("floor(x)", 1, math.inf, 0),  # a jump has no slope on the side it comes from
        ("x*abs(x)^(1/2)", 0, 0, 0),  # slopes fall like √h: slower than any extrapolation of order 1
        ("sqrt(x)", 0, math.nan, math.inf),
        ("piecewise(x = 0: 0, x*sin(1/x))", 0, math.nan, math.nan),  # settles on nothing
    ],
)
def test_one_sided_slopes(text: str, at: float, left: float, right: float) -> None:
    tree = parse(text).tree
    found = [one_sided(tree, "x", {"x": float(at)}, kind).limit for kind in ("backward", "forward")]
    assert found == pytest.approx([left, right], abs=1e-5, nan_ok=True)


def test_far_out_the_run_is_what_floats_make_of_it() -> None:
    """At 1e10 a run of 1e-5 is off by 5 %: the order is measured with the runs there are."""
    found = secants(parse("sin(x)").tree, "x", {"x": 1e10}, derivative("sin(x)", 1e10))
    assert found.order is None or found.order == pytest.approx(1.0, abs=0.1)


def test_where_the_run_is_lost() -> None:
    """At 1e17 x + 1 is x: there is no run, and no slope."""
    rows = secants(parse("x^2").tree, "x", {"x": 1e17}, 2e17).rows
    assert all(row.run == 0 and math.isnan(row.slope) for row in rows)
