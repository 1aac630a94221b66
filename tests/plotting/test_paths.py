"""The ways of descents as pictures: the box, the marks, the levels."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.plotting.paths import (
    Way,
    against_steps,
    box_around,
    contour_lines,
    frames,
    is_logarithmic,
    on_curve,
    outside,
    over_contours,
    plain_place,
    range_around,
    surface_grid,
    valleys,
)
from mvcalc_cli.plotting.plot import Curve, Points
from mvcalc_cli.plotting.surface import Box

HIMMELBLAU = parse("(x^2+y-11)^2 + (x+y^2-7)^2").tree
SQUARE = Box((-5.0, 5.0), (-5.0, 5.0))


@pytest.mark.parametrize(
    ("xs", "ys", "box"),
    [
        ((0.5, 3.6), (-0.8, -1.8), SQUARE),  # about the origin, as it is near
        ((3.0, 0.0), (2.0, 0.0), Box((-4.0, 4.0), (-4.0, 4.0))),
        ((0.0,), (0.0,), Box((-1.0, 1.0), (-1.0, 1.0))),
        ((3.0,), (2.0,), Box((-4.0, 4.0), (-4.0, 4.0))),
        ((1000.0, 0.0), (0.01, 0.0), Box((-1500.0, 1500.0), (-0.015, 0.015))),  # no square: one axis would be empty
    ],
)
def test_the_box(xs: tuple[float, ...], ys: tuple[float, ...], box: Box) -> None:
    found = box_around([(xs, ys)])
    assert [*found.x, *found.y] == pytest.approx([*box.x, *box.y])


def test_a_way_that_blows_up_is_seen_at_the_size_of_its_start() -> None:
    way = ((0.5, 2.0, -17.0, 900.0), (-0.8, -0.6, -2.6, -39.0))
    assert box_around([way]).x[1] > 900
    assert box_around([way], blown_up=True).x[1] <= 10
    assert range_around((1.0, -30.0, 1e9), blown_up=True)[1] <= 10


def test_steps_on_one_spot_are_one_mark() -> None:
    way = Way(([0.0, 1.0, *([2.0] * 50), 3.0], [0.0, 1.0, *([2.0] * 50), 3.0]))
    marks = [layer for layer in over_contours([way], ("x", "y"), SQUARE, None).layers if isinstance(layer, Points)]
    assert [(layer.marker, layer.name, len(layer.xs)) for layer in marks] == [
        ("○", "start", 1),
        ("•", "step", 2),
        ("○", "", 1),
        ("★", "end", 1),
    ]


def test_a_start_that_is_the_end_is_a_start() -> None:
    marks = over_contours([Way(([1.0], [1.0]))], ("x", "y"), SQUARE, None).layers
    assert [layer.name for layer in marks] == ["start", ""]


def test_what_lies_outside_is_counted() -> None:
    assert outside([Way(([0.0, 6.0, 1e9, math.inf], [0.0, 0.0, 0.0, 0.0]))], SQUARE) == 3


def test_every_valley_has_its_rings() -> None:
    ground = surface_grid(HIMMELBLAU, ("x", "y"), SQUARE)
    lines = contour_lines(ground)
    assert lines is not None
    assert [level.value for level in lines.levels] == [10.0, 50.0, 150.0, 300.0]
    assert len(lines.levels[0].lines) == 4


def test_what_is_constant_or_undefined_has_no_contours() -> None:
    assert contour_lines(surface_grid(parse("0*x + 3").tree, ("x", "y"), SQUARE)) is None
    assert contour_lines(surface_grid(parse("log(-x^2 - y^2 - 1)").tree, ("x", "y"), SQUARE)) is None


def test_valleys_are_the_four_minima() -> None:
    found = valleys(surface_grid(HIMMELBLAU, ("x", "y"), SQUARE))
    near = {plain_place(place, SQUARE) for place in found}
    assert near == {(3.0, 2.0), (-3.0, 3.0), (-4.0, -3.0), (4.0, -2.0)}


def test_the_way_decides_how_much_of_a_curve_is_seen() -> None:
    xs = tuple(k / 10 for k in range(-50, 51))
    plot = on_curve([Way(([1.0, 0.5, 0.0], [1.0, 0.25, 0.0]))], Curve(xs, tuple(x * x for x in xs)), (-5.0, 5.0))
    assert plot.y_range[1] < 3


def test_a_chart_is_logarithmic_where_f_is_positive() -> None:
    falling = Way(([0.0, 1.0, 2.0], [100.0, 1.0, 0.0]))
    plot = against_steps([falling])
    assert plot.y_name == "log10 f"
    (curve,) = plot.layers
    assert isinstance(curve, Curve)
    assert curve.ys[:2] == (2.0, 0.0)
    assert math.isnan(curve.ys[2])
    assert not is_logarithmic([Way(([0.0, 1.0], [1.0, -1.0]))])
    assert against_steps([Way(([0.0], [3.0]))]).x_range == (0.0, 1.0)


@pytest.mark.parametrize(("count", "most"), [(1, 50), (50, 50), (51, 50), (100_000, 50)])
def test_frames_end_with_the_last_step(count: int, most: int) -> None:
    found = frames(count, most)
    assert found[-1] == count
    assert len(found) <= most
    assert found == sorted(set(found))
