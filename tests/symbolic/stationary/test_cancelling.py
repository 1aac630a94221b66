"""Series with irrational coefficients: what rounding leaves of 0 is no term, and decides nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.arithmetic import context
from mvcalc_cli.symbolic.stationary.germ import DIGITS, times, totals
from mvcalc_cli.symbolic.stationary.kinds import classified
from mvcalc_cli.symbolic.stationary.measured import told

# f, a point of a curve of critical points, what f can be there: never a saddle, never strict.
CURVES = [
    ("(x^2 + y^2) e^(-x^2 - y^2)", ("-1", "0"), "maximum"),
    ("(x^2 + y^2) e^(-x^2 - y^2)", ("sqrt(2)/2", "sqrt(2)/2"), "maximum"),
    ("sin(x^2 + y^2)", ("sqrt(pi/2)", "0"), "maximum"),
    ("cos(x - e y)", ("e", "1"), "maximum"),
    ("(x y - sqrt(2))^2 e^(x + y)", ("sqrt(2)", "1"), "minimum"),
]


@pytest.mark.parametrize(("text", "place", "possible"), CURVES)
def test_a_curve_of_critical_points_is_no_saddle_and_not_strict(
    text: str, place: tuple[str, str], possible: str
) -> None:
    f = lower(parse(text).tree)
    values = [parse(each).tree for each in place]
    point = told([], ["x", "y"], values, [Fraction(0), Fraction(0)])
    assert point is not None
    kind = classified(f, ("x", "y"), point)
    assert kind.kind in {possible, "degenerate"}
    assert kind.strict is not True


def test_terms_that_cancel_are_0_beside_a_large_one_and_alone() -> None:
    mp = context(DIGITS)
    third = mp.mpf(1) / 3
    noise = third * 3 - 1 + mp.mpf(10) ** -59
    assert noise
    parts = [((1,), third * 3), ((1,), -1 + mp.mpf(10) ** -59)]
    assert totals(parts) == {}
    assert totals([*parts, ((2,), mp.mpf(7))]) == {(2,): 7}


def test_a_small_term_that_nothing_cancels_stays() -> None:
    mp = context(DIGITS)
    small = mp.mpf(10) ** -30
    assert times({(1,): small}, {(1,): mp.mpf(2)}) == {(2,): 2 * small}
