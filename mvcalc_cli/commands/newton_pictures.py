"""Pictures of newton: tangents down to the axis, the zero curves of a system with the path, errors against steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_question import Wish
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.roots.equation import Equation
    from mvcalc_cli.numeric.roots.trace import Run
    from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Points, Range, Style
    from mvcalc_cli.plotting.surface import Box
    from mvcalc_cli.report import Picture

# So many tangents are drawn: later ones lie on each other.
_TANGENTS = 4
_ROOM = 0.25
_FINE = 301
_STYLES: tuple[tuple[Style, Hue], ...] = (("solid", "first"), ("dashed", "second"), ("dotted", "third"))


def tangents(reader: Reader, equation: Equation, run: Run, wish: Wish) -> Picture:
    """The curve, the tangents of the first steps down to the axis, the iterates on it, and the root.

    Raises:
        InputError: For a complex search.
    """
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.plotting.plot import Points

    if equation.has_complex:
        raise InputError("a complex search has no tangents to draw", hint="leave out --plot, or --complex")
    over = _limits(reader, equation, run, wish)
    graph = curve(equation.tree, equation.name, over, name=line(equation.tree))
    inside = [it for it in run.iterates[1:] if over[0] <= it.x <= over[1]]
    layers: list[Layer] = [graph, *_lines(run)]
    layers.append(Points((run.iterates[0].x,), (0.0,), "○", "start"))
    steps = tuple(it.x for it in inside)
    layers.append(Points(steps, (0.0,) * len(steps), "•", "step"))
    if run.root is not None:
        layers.append(Points((run.root.x,), (0.0,), "★", "root", "end"))
    plot = framed(layers, over, y_range=y_limits(reader, wish.y_range), x_name=equation.name)
    return picture(plot, wish.size)


def _limits(reader: Reader, equation: Equation, run: Run, wish: Wish) -> Range:
    """As asked for, else all iterates of the first steps with some room."""
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if wish.over is not None:
        return number_range(read_ranges(reader, wish.over, (equation.name,))[0])
    xs = [it.x for it in run.iterates[: _TANGENTS + 1]] + ([run.root.x] if run.root is not None else [])
    low, high = min(xs), max(xs)
    room = _ROOM * (high - low) or 1.0
    return low - room, high + room


def _lines(run: Run) -> list[Curve]:
    """Each of the first tangents: up to the curve, then down to where it meets the axis."""
    from mvcalc_cli.plotting.plot import Curve

    xs: list[float] = []
    ys: list[float] = []
    for it in run.iterates[:_TANGENTS]:
        if it is run.iterates[-1] or not it.slope or not math.isfinite(it.slope):
            break
        meets = it.x - it.f / it.slope
        xs += [it.x, it.x, meets, math.nan]
        ys += [0.0, it.f, 0.0, math.nan]
    return [Curve(tuple(xs), tuple(ys), "tangents", "dashed", "second")] if xs else []


def zero_curves(reader: Reader, trees: Sequence[Tree], names: tuple[str, str], run: Run, wish: Wish) -> Picture:
    """Where each of two equations holds, the path of the iterates, and the root where the curves meet."""
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.plot import Curve, Plot
    from mvcalc_cli.plotting.surface import contours, grid

    box = _box(reader, names, run, wish)
    layers: list[Layer] = []
    for tree, (style, hue) in zip(trees, _STYLES, strict=False):
        found = contours(grid(tree, names, box, (_FINE, _FINE)), (0.0,)).levels
        lines = found[0].lines if found else ()
        xs = tuple(x for one in lines for x in (*one[0], math.nan))
        ys = tuple(y for one in lines for y in (*one[1], math.nan))
        layers.append(Curve(xs, ys, f"{line(tree)} = 0", style, hue))
    layers += path_layers(run)
    return picture(Plot(tuple(layers), box.x, y_limits(reader, wish.y_range) or box.y, *names), wish.size)


def path_layers(run: Run) -> list[Layer]:
    """The start, the steps between, and the root, of points (x, y)."""
    from mvcalc_cli.plotting.plot import Curve, Points

    points = [it.x.tolist() for it in run.iterates]
    xs, ys = tuple(p[0] for p in points), tuple(p[1] for p in points)
    layers: list[Layer] = [Curve(xs, ys, "", "thin", "point"), Points(xs[:1], ys[:1], "○", "start")]
    if len(points) > 1:
        layers.append(Points(xs[1:], ys[1:], "•", "step"))
    if run.root is not None:
        layers.append(_root_of(run.root.x.tolist()))
    return layers


def _root_of(v: list[float]) -> Points:
    from mvcalc_cli.plotting.plot import Points

    return Points((v[0],), (v[1],), "★", "root", "end")


def _box(reader: Reader, names: tuple[str, str], run: Run, wish: Wish) -> Box:
    """As asked for, else around the path."""
    from mvcalc_cli.commands.ranges import number_range, read_ranges
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.plotting.surface import Box

    if wish.over is not None:
        ranges = {found.name: number_range(found) for found in read_ranges(reader, wish.over, names)}
        missing = [name for name in names if name not in ranges]
        if missing:
            raise InputError(f"--over gives no range for {missing[0]}", hint=f"--over {wish.over},{missing[0]}=-2..2")
        return Box(ranges[names[0]], ranges[names[1]])
    points = [it.x.tolist() for it in run.iterates]
    return Box(*(_around([p[k] for p in points]) for k in (0, 1)))


def _around(xs: list[float]) -> Range:
    low, high = min(xs), max(xs)
    room = max(0.35 * (high - low), 0.5)
    return low - room, high + room


def digits_against_steps(reader: Reader, runs: Sequence[Run], wish: Wish) -> Picture:
    """The correct digits of every method, step by step: a straight line is linear convergence."""
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.plotting.plot import Curve, Plot

    layers: list[Layer] = []
    for run, (style, hue) in zip(runs, _STYLES, strict=False):
        pairs = [
            (float(it.k), -math.log10(error)) for it, error in zip(run.iterates, run.errors, strict=False) if error
        ]
        if pairs:
            xs, ys = zip(*pairs, strict=True)
            layers.append(Curve(xs, ys, f"{run.method}: correct digits", style, hue))
    last = max((run.steps for run in runs if run.errors), default=1)
    highest = max((y for layer in layers if isinstance(layer, Curve) for y in layer.ys), default=1.0)
    lowest = min((y for layer in layers if isinstance(layer, Curve) for y in layer.ys), default=0.0)
    y_range = y_limits(reader, wish.y_range) or (min(lowest, 0.0) - 0.5, highest + 0.5)
    return picture(Plot(tuple(layers), (0.0, float(max(last, 1))), y_range, "step", ""), wish.size)
