"""The ends of a function of one variable: infima and suprema by them and the critical points, against dense values."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.line_ends import line_ends

ENDS = [
    ("x log(x)", "real", [0, math.inf]),
    ("x + 1/x", "positive", [math.inf, math.inf]),
    ("x^2/(x - 1)", "real", [-math.inf, -math.inf, math.inf, math.inf]),
    ("sqrt(x) - x", "real", [0, -math.inf]),
    ("sin(x)/x", "real", [0, 1, 0]),
    ("|x^2 - 1|", "real", [math.inf, 0, 0, math.inf]),
    ("asin(x) - 2x", "real", [2 - math.pi / 2, math.pi / 2 - 2]),
    ("log(x)/x", "real", [-math.inf, 0]),
    ("e^(1/x)", "real", [1, 0, math.inf, 1]),
]
NOT_KNOWN = ["floor(x)", "tan(x)", "1/sin(x)", "sin(x)"]


@pytest.mark.parametrize(("text", "kind", "limits"), ENDS)
def test_the_limits_at_every_end(text: str, kind: str, limits: list[float]) -> None:
    found = line_ends(lower(parse(text).tree), "x", {"x": kind})
    assert found is not None
    assert [float(limit) for limit in found.limits] == pytest.approx(limits)
    assert len(found.ends) == len(found.limits)


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_ends_that_are_not_all_known(text: str) -> None:
    assert line_ends(lower(parse(text).tree), "x") is None


def test_both_sides_of_one_place_are_told_once() -> None:
    found = line_ends(lower(parse("sin(x)/x").tree), "x")
    assert found is not None
    assert found.reason == "f → 0 as x → −∞, f → 1 as x → 0, f → 0 as x → ∞"
