"""Numbers that stand for a gap of f are told from critical points near a gap."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.matrices import hessian
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.gaps import stands_for_gap
from mvcalc_cli.symbolic.stationary.looking import refined
from mvcalc_cli.symbolic.stationary.points import Point
from mvcalc_cli.symbolic.stationary.system import real_points

GAPS = [
    ("sin(x)/x", "1e-12"),
    ("(1 - cos(x))/x^2", "1.1e-13"),
    ("sin(x - 1/3)/(x - 1/3)", "0.33333333333333333"),
    ("sin(x - pi)/(x - pi)", "3.1415926535897932"),
    ("x^2 log(x)", "1e-15"),
    ("(e^x - 1 - x)/x^2 - x/6", "1e-9"),
    ("sin(x^2)/x^2", "1e-10"),
]
NEAR_GAPS = [
    ("x log(x) + 12x", -13.0),  # at e^−13, which is near 0, where log has no value
    ("x log(x) + 20x", -21.0),
    ("sqrt(x) (x - 1/1000)^2", 0.0002),
]


def stands(text: str, point: Point) -> bool:
    f = lower(parse(text).tree)
    first, second = hessian(f, ("x",))
    return stands_for_gap(f, ("x",), point, first.rows[0], second.rows)


@pytest.mark.parametrize(("text", "digits"), GAPS)
def test_a_number_that_runs_into_a_gap(text: str, digits: str) -> None:
    assert stands(text, Point((None,), (float(digits),), (digits,), 0.0))


@pytest.mark.parametrize(("text", "start"), NEAR_GAPS)
def test_a_critical_point_near_a_gap_stays(text: str, start: float) -> None:
    f = lower(parse(text).tree)
    at = start if start > 0 else 2.718281828459045**start
    point = refined([hessian(f, ("x",))[0].rows[0][0]], ("x",), [at])
    assert point is not None
    assert not stands(text, point)


@pytest.mark.parametrize(
    "text", ["x^(1/x)", "x^x e^(-1/x^2)", "2^(-1/x^2) (x + 3)", "e^(-1/x^2) + 0.1 e^(-1/(x - 1)^2)"]
)
def test_no_point_where_the_gradient_only_underflows(text: str) -> None:
    f = lower(parse(text).tree)
    slopes = hessian(f, ("x",))[0].rows[0]
    found = real_points(slopes, ("x",), {}, box={"x": (0.001, 0.05)}, defined=[f])
    assert found.points == ()
