"""Contours for critical points: rings that close, saddles with their level, round values outside."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.plotting.stationary import Spot, contours_around
from mvcalc_cli.plotting.surface import Box, Grid, grid

TEXTS = {
    "x y exp(-x^2 - y^2)": [
        (0.5**0.5, 0.5**0.5, "maximum"),
        (-(0.5**0.5), -(0.5**0.5), "maximum"),
        (0.5**0.5, -(0.5**0.5), "minimum"),
        (-(0.5**0.5), 0.5**0.5, "minimum"),
        (0.0, 0.0, "saddle"),
    ],
    "x^3 + y^3 - 3x y": [(1.0, 1.0, "minimum"), (0.0, 0.0, "saddle")],
    "x y + 8/x + 8/y": [(2.0, 2.0, "minimum")],
    "x^2 + 100y^2 - x^3": [(0.0, 0.0, "minimum"), (2 / 3, 0.0, "saddle")],
    "(x^2 - 1)^2 + y^2": [(1.0, 0.0, "minimum"), (-1.0, 0.0, "minimum"), (0.0, 0.0, "saddle")],
}


def surface(text: str) -> Grid:
    half = 1.0 if "100" in text else 4.0
    return grid(parse(text).tree, ("x", "y"), Box((-half, half), (-half, half)), (161, 161))


def spots(text: str) -> list[Spot]:
    from mvcalc_cli.calculus.evaluate import evaluate

    tree = parse(text).tree
    return [Spot(x, y, round(evaluate(tree, {"x": x, "y": y}), 12), kind) for x, y, kind in TEXTS[text]]


def winds(line: tuple[tuple[float, ...], tuple[float, ...]], x: float, y: float) -> bool:
    """The angle of the line as seen from a place goes once around."""
    angles = np.unwrap(np.arctan2(np.array(line[1]) - y, np.array(line[0]) - x))
    return bool(abs(abs(angles[-1] - angles[0]) - 2 * np.pi) < 0.1)


@pytest.mark.parametrize("text", TEXTS)
def test_each_extreme_has_a_ring_and_each_saddle_its_level(text: str) -> None:
    every = spots(text)
    lines, without = contours_around(surface(text), every)
    assert without == ()
    assert len(lines.levels) <= 9
    for spot in every:
        if spot.kind == "saddle":
            assert any(abs(level.value - spot.value) < 1e-9 for level in lines.levels)
        else:
            around = [level for level in lines.levels if any(winds(line, spot.x, spot.y) for line in level.lines)]
            assert any((level.value > spot.value) == (spot.kind == "minimum") for level in around)


def test_levels_rise() -> None:
    lines, _ = contours_around(surface("x^3 + y^3 - 3x y"), spots("x^3 + y^3 - 3x y"))
    values = [level.value for level in lines.levels]
    assert values == sorted(values)
    assert values[0] < -1


def test_what_does_not_close_is_told() -> None:
    corner = Spot(3.99, 3.99, 2 * (0.01**2), "minimum")
    _, without = contours_around(surface("(x - 3.99)^2 + (y - 3.99)^2"), [corner])
    assert without == (corner,)


def test_nothing_is_drawn_of_what_is_undefined() -> None:
    lines, _ = contours_around(surface("log(-1 - x^2 - y^2)"), [])
    assert lines.levels == ()
