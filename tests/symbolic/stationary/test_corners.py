"""Extremes without a derivative, in one variable; and functions of functions."""

from __future__ import annotations

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.corners import corners
from mvcalc_cli.symbolic.stationary.peeling import peeled
from tests.symbolic.stationary.test_kinds import exactly, kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|x|", [(0.0, "minimum")]),
        ("2 - |x - 3|", [(3.0, "maximum")]),
        ("|x| + 2x", [(0.0, "corner")]),
        ("max(x, -2x)", [(0.0, "minimum")]),
        ("|x^2 - 4| - x", [(-2.0, "minimum"), (2.0, "minimum")]),
        ("x |x|", []),  # smooth enough: both slopes are 0
        ("x^2 |x|", []),
        ("x^4 - x", []),
    ],
)
def test_corners(text: str, expected: list[tuple[float, str]]) -> None:
    found = corners(parse(text).tree, "x")
    assert [(one.point.numbers[0], one.kind) for one in found] == expected


def test_the_reason_tells_both_slopes() -> None:
    (corner,) = corners(parse("|x| + 3x").tree, "x")
    assert corner.reason == "no derivative there: the slope is 2 on the left and 4 on the right"


@pytest.mark.parametrize(
    ("text", "at", "expected", "strict"),
    [
        ("exp(x^4 + y^4)", "0 0", "minimum", True),
        ("exp(-x^4 y^2)", "0 0", "maximum", False),
        ("1/(1 + x^4 + y^4)", "0 0", "maximum", True),
        ("-2/(1 + x^4 + y^4)", "0 0", "minimum", True),
        ("sqrt(4 - x^4 - y^6)", "0 0", "maximum", True),
        ("log(1 + x^2 + y^4)", "0 0", "minimum", True),
        ("3 - 2 atan(x^2 - y^4)", "0 0", "saddle", None),
        ("(x^4 + y^4 - 2)^3", "0 0", "minimum", True),
        ("(x^4 + y^4 - 2)^2", "0 0", "maximum", True),  # u = −2 there: u² falls with u
        ("x^4 - 3", "0 0", "minimum", False),  # no y
        ("x^3 + 1", "0 0", "saddle", None),  # an inflection in x, any y
    ],
)
def test_inside_a_monotone_function(text: str, at: str, expected: str, strict: bool | None) -> None:
    found = kind(text, exactly(*at.split()))
    assert (found.kind, found.strict) == (expected, strict)


def test_a_layer_whose_slope_is_0_is_no_layer() -> None:
    """u³ at u = 0 and cos u at u = 0 are not taken off: they rise with u no faster than 0."""
    centre = dict(zip("xy", exactly("0", "0").values, strict=True))
    for text in ("(x^2 + y^4)^3", "cos(x^2 + y)", "sqrt(x^2 + y^4)"):
        tree = parse(text).tree
        assert peeled(tree, {n: v for n, v in centre.items() if v is not None})[0] == tree
