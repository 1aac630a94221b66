"""Curves in the plane."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.parametric import box_of_path, path, sampled_path
from tests.strategies import expressions

ONCE = (0.0, 2 * math.pi)


def parts(text: str) -> tuple[Tree, Tree]:
    first, second = parse(text).tree.args
    return first, second


@pytest.mark.parametrize(("text", "broken"), [
    ("[cos t, sin t]", False), ("[cos(3t), sin(2t)]", False), ("[t, floor(t)]", True), ("[tan(t), t]", True),
    ("[t cos(10t), t sin(10t)]", False), ("[cos(t)^3, sin(t)^3]", False), ("[t, tanh(100(t - 1))]", False),
])  # fmt: skip
def test_breaks(text: str, broken: bool) -> None:
    curve = path(parts(text), "t", ONCE)
    assert any(map(math.isnan, curve.xs)) == broken


def test_a_circle_is_round() -> None:
    curve = path(parts("[3cos t, 3sin t]"), "t", ONCE)
    steps = [math.dist(a, b) for a, b in pairwise(zip(curve.xs, curve.ys, strict=True))]
    assert max(steps) < 0.04
    (left, right), (low, high) = box_of_path(sampled_path(parts("[3cos t, 3sin t]"), "t", ONCE))
    assert (left, right) == pytest.approx((low, high))


def test_undefined_parts_are_gaps() -> None:
    found = sampled_path(parts("[t, sqrt(t - 3)]"), "t", ONCE)
    assert all(math.isnan(x) == (t < 3) for t, x, _ in found)


def test_a_curve_that_runs_away_is_clipped() -> None:
    _, (_, high) = box_of_path(sampled_path(parts("[cos t, 1/t]"), "t", ONCE))
    assert high < 20


def test_a_point_has_a_box() -> None:
    assert box_of_path(sampled_path(parts("[1, 2]"), "t", ONCE)) == ((0.0, 2.0), (1.0, 3.0))


@settings(max_examples=80, deadline=None)
@given(expressions(("t",)), expressions(("t",)))
def test_any_pair_of_expressions(first: Tree, second: Tree) -> None:
    try:
        found = sampled_path((first, second), "t", ONCE)
    except MvcalcError:
        return
    for low, high in box_of_path(found):
        assert math.isfinite(low)
        assert math.isfinite(high)
        assert low < high
