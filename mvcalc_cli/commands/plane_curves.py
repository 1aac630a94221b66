"""Curves in the plane: parametric ones and the solutions of equations, for plot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.errors import DomainError, InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.plot import Wish
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Plot, Range
    from mvcalc_cli.plotting.surface import Box
    from mvcalc_cli.report import Report

_ROWS = 201
_MOST_ROWS = 100_000
# Samples along each axis for the curve of an equation.
_FINE = 401


def path(reader: Reader, typed: Tree, tree: Tree, names: tuple[str, ...], wish: Wish) -> Report:
    """The curve t -> [x(t), y(t)]."""
    from mvcalc_cli.commands.graphs import undefined, without_nan
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.plotting.parametric import sampled_path
    from mvcalc_cli.report import Line, Report, Span

    name = names[0] if names else "t"
    over = _parameter_range(reader, name, wish)
    parts = (tree.args[0], tree.args[1])
    found = sampled_path(parts, name, over, wish.points)
    _refuse_nothing(typed, name, over, found)
    plot = _path_plot(reader, found, wish)
    rows = tuple(sampled_path(parts, name, over, min(wish.points or _ROWS, _MOST_ROWS)))
    t, x, y = zip(*rows, strict=True)
    return Report(
        "plot",
        blocks=(Line((Span(f"{show_name(name)} ↦ ", "operator"), Span(typed))), picture(plot, wish.size)),
        rows=rows,
        columns=(name, "x", "y"),
        answer=typed,
        variables=(name,),
        inputs=reader.inputs,
        data={
            "kind": "parametric",
            "ranges": {"x": list(plot.x_range), "y": list(plot.y_range)},
            "parameter": {"name": name, "range": list(over)},
            "series": [
                {"name": "f", "expression": typed, "t": list(t), "x": without_nan(x), "y": without_nan(y)},
            ],
        },
        warnings=undefined(reader, rows),
    )


def _path_plot(reader: Reader, found: list[tuple[float, float, float]], wish: Wish) -> Plot:
    """A frame in which circles are circles."""
    from mvcalc_cli.commands.pictures import y_limits
    from mvcalc_cli.plotting.parametric import box_of_path
    from mvcalc_cli.plotting.plot import Curve, Plot

    x_range, y_range = box_of_path(found)
    _, xs, ys = zip(*found, strict=True)
    curve = Curve(xs, ys)
    return Plot((curve,), x_range, y_limits(reader, wish.y_range) or y_range, "x", "y", equal=True)


def _refuse_nothing(typed: Tree, name: str, over: Range, found: list[tuple[float, float, float]]) -> None:
    """A curve that is defined nowhere is said to be.

    Raises:
        DomainError: Then.
    """
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line

    if all(math.isnan(x) for _, x, _ in found):
        where = f"{show_name(name)} from {over[0]:.4g} to {over[1]:.4g}".replace("-", "−")
        raise DomainError(f"{line(typed)} is undefined everywhere for {where}", hint=f"--over {name}=0..1")


def _parameter_range(reader: Reader, name: str, wish: Wish) -> Range:
    """The range of the parameter: as asked for, else once around."""
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if wish.over is None:
        return 0.0, 2 * math.pi
    return number_range(read_ranges(reader, wish.over, (name,))[0])


def implicit(reader: Reader, typed: Tree, tree: Tree, names: tuple[str, str], wish: Wish) -> Report:
    """The curve on which both sides of an equation are equal: the contour 0 of their difference."""
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import subtract
    from mvcalc_cli.plotting.plot import Curve, Plot
    from mvcalc_cli.plotting.surface import contours, grid, solutions_box
    from mvcalc_cli.report import Line, Report, Span

    difference = subtract(*tree.args)
    box = boxed(reader, names, wish) or solutions_box(difference, names)
    lines = contours(grid(difference, names, box, (_FINE, _FINE)), (0.0,)).levels[0].lines
    if not lines:
        raise DomainError(
            f"{line(typed)} has no solutions that show in {box_text(names, box)}",
            hint=f"another box: --over {names[0]}=-20..20,{names[1]}=-20..20",
        )
    xs = tuple(x for one in lines for x in (*one[0], math.nan))
    ys = tuple(y for one in lines for y in (*one[1], math.nan))
    plot = Plot((Curve(xs, ys),), box.x, box.y, *names, equal=True)
    return Report(
        "plot",
        blocks=(Line((Span(typed),)), picture(plot, wish.size)),
        rows=tuple(zip(xs, ys, strict=True))[:-1],
        columns=names,
        answer=typed,
        variables=names,
        inputs=reader.inputs,
        data={
            "kind": "implicit",
            "ranges": dict(zip(names, map(list, box), strict=True)),
            "contours": [{"value": 0.0, "lines": [[list(one[0]), list(one[1])] for one in lines]}],
        },
    )


def boxed(reader: Reader, names: tuple[str, str], wish: Wish) -> Box | None:
    """The box of --over; None where it is not given.

    Raises:
        InputError: If one variable has a range and the other none.
    """
    from mvcalc_cli.commands.ranges import number_range, read_ranges
    from mvcalc_cli.plotting.surface import Box

    if wish.over is None:
        return None
    ranges = {found.name: number_range(found) for found in read_ranges(reader, wish.over, names)}
    missing = [name for name in names if name not in ranges]
    if missing:
        raise InputError(f"--over gives no range for {missing[0]}", hint=f"--over {wish.over},{missing[0]}=-2..2")
    return Box(ranges[names[0]], ranges[names[1]])


def box_text(names: tuple[str, str], box: Box) -> str:
    """x = −3..3, y = −2..2, for sentences."""
    ends = [f"{name} = {low:.4g}..{high:.4g}" for name, (low, high) in zip(names, box, strict=True)]
    return ", ".join(ends).replace("-", "−")
