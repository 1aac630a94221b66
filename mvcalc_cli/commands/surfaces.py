"""Functions of two variables and fields of vectors as pictures, for plot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import DomainError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.plot import Wish
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Heat, Layer
    from mvcalc_cli.plotting.surface import Box, Grid
    from mvcalc_cli.report import Cell, Report, Span

# The grid of the plain form and of JSON.
_ROWS = 41
_COMPONENTS = ("along_x", "along_y")


class _Drawn(NamedTuple):
    """What is in the picture: the expression as typed, the columns of the plain form, box and layers."""

    typed: Tree
    names: tuple[str, str]
    columns: tuple[Tree, ...]
    box: Box
    layers: tuple[Layer, ...]


def surface(reader: Reader, typed: Tree, tree: Tree, names: tuple[str, str], wish: Wish) -> Report:
    """Contours, a heat map, the gradient over contours: whatever is asked for, contours if nothing is."""
    from mvcalc_cli.plotting.surface import arrows, grid

    box = _box(reader, tree, names, wish)
    found = grid(tree, names, box)
    _refuse_nothing(typed, names, box, found)
    layers = [*_heat(tree, names, box, wish), *_contours(reader, found, wish)]
    gradient = _gradient(reader, tree, names) if wish.field else ()
    if len(gradient) == 2:
        layers.append(arrows((gradient[0], gradient[1]), names, box, "steepest ascent (colour = |∇f|)"))
    drawn = _Drawn(typed, names, (tree, *gradient), box, tuple(layers))
    return _report(reader, drawn, _head(typed, names, wish), wish)


def _heat(tree: Tree, names: tuple[str, str], box: Box, wish: Wish) -> list[Layer]:
    from mvcalc_cli.plotting.surface import heat

    if not wish.heat:
        return []
    values = heat(tree, names, box)
    return [values._replace(name=_extent(values))]


def _contours(reader: Reader, found: Grid, wish: Wish) -> list[Layer]:
    """Contour lines, also where nothing is asked for."""
    from mvcalc_cli.plotting.surface import contours, is_even, nice_levels

    if wish.heat and not wish.contour:
        return []
    levels = nice_levels(found)
    if not levels:
        reader.note("the function is constant there: it has no contours")
        return []
    drawn = contours(found, levels)
    drawn = drawn._replace(levels=tuple(level for level in drawn.levels if level.lines))
    values = [level.value for level in drawn.levels]
    lead = "f" if is_even(values) else "f (in growing steps)"
    return [drawn._replace(name=f"{lead} = {', '.join(map(_shown, values))}")]


def vector_field(reader: Reader, typed: Tree, tree: Tree, names: tuple[str, ...], wish: Wish) -> Report:
    """The field [P, Q] as arrows."""
    from mvcalc_cli.commands.plane_curves import box_text, boxed
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.surface import USUAL_BOX, arrows
    from mvcalc_cli.report import Span

    if wish.contour or wish.heat:
        raise InputError("contours and heat maps are of one number at each point, and this is a vector", hint="--field")
    if wish.y_range or wish.points:
        raise InputError("--y-range and --points are for curves", hint="the box of a field: --over x=-2..2,y=-2..2")
    pair = _pair(names)
    box = boxed(reader, pair, wish) or USUAL_BOX
    field = arrows((tree.args[0], tree.args[1]), pair, box, "direction (colour = length)")
    if not field.arrows:
        raise DomainError(f"{line(typed)} is undefined, or zero, everywhere in {box_text(pair, box)}")
    head = (Span("F", "operator"), Span(f"({', '.join(map(show_name, pair))}) = "), Span(typed))
    return _report(reader, _Drawn(typed, pair, tree.args, box, (field,)), head, wish)


def _pair(names: tuple[str, ...]) -> tuple[str, str]:
    """The two variables of a field, of which it may use one only, or none."""
    if len(names) == 2:
        return names[0], names[1]
    if not names or names[0] in {"x", "y"}:
        return "x", "y"
    raise InputError(f"a field needs two variables, and here is one: {names[0]}", hint="write it in x and y: '[-y, x]'")


def _box(reader: Reader, tree: Tree, names: tuple[str, str], wish: Wish) -> Box:
    from mvcalc_cli.commands.plane_curves import boxed
    from mvcalc_cli.plotting.surface import box_of

    return boxed(reader, names, wish) or box_of(tree, names)


def _refuse_nothing(typed: Tree, names: tuple[str, str], box: Box, found: Grid) -> None:
    """A function that is defined nowhere in the box is said to be.

    Raises:
        DomainError: Then.
    """
    from mvcalc_cli.commands.plane_curves import box_text
    from mvcalc_cli.language.printers import line

    if found.is_empty:
        raise DomainError(
            f"{line(typed)} is undefined everywhere in {box_text(names, box)}", hint="another box: --over"
        )


def _gradient(reader: Reader, tree: Tree, names: tuple[str, str]) -> tuple[Tree, Tree]:
    """Both partial derivatives by the rules, checked with numbers."""
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.commands import screen

    found = [differentiate(tree, name, reader.kinds).result for name in names]
    if reader.check:
        checks = [check_derivative(tree, one, name, reader.kinds) for one, name in zip(found, names, strict=True)]
        screen.refuse_contradicted(screen.worst(checks), "a partial derivative")
    return found[0], found[1]


def _head(typed: Tree, names: tuple[str, str], wish: Wish) -> tuple[Span, ...]:
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span

    arguments = ", ".join(map(show_name, names))
    over = "heat map" if wish.heat else "contours"
    lead = (Span("∇f", "operator"), Span(f" over {over} of ")) if wish.field else ()
    name = (Span("f", "operator"),) if not lead else (Span("f"),)
    return (*lead, *name, Span(f"({arguments}) = "), Span(typed))


def _extent(values: Heat) -> str:
    """f from −1 to 1: what the colours at both ends mean."""
    known = [value for row in values.rows for value in row if math.isfinite(value)]
    return f"f from {_short(min(known))} to {_short(max(known))}" if known else "f"


def _short(value: float) -> str:
    from mvcalc_cli.render.numbers import minus

    return minus(f"{value:.3g}")


def _shown(value: float) -> str:
    from mvcalc_cli.render.numbers import minus

    return minus(f"{value:.6g}")


def _report(reader: Reader, drawn: _Drawn, head: tuple[Span, ...], wish: Wish) -> Report:
    from mvcalc_cli.commands.graphs import undefined
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.plotting.plot import Plot
    from mvcalc_cli.report import Line, Report

    plot = Plot(drawn.layers, drawn.box.x, drawn.box.y, *drawn.names, wish.equal)
    rows = _rows(drawn)
    return Report(
        "plot",
        blocks=(Line(head), picture(plot, wish.size)),
        rows=rows,
        columns=(*drawn.names, *(("f",) if len(drawn.columns) == 1 else ("P", "Q"))),
        answer=drawn.typed,
        variables=drawn.names,
        inputs=reader.inputs,
        data=_data(drawn, rows),
        warnings=undefined(reader, [row[1:] for row in rows]),
    )


def _rows(drawn: _Drawn) -> tuple[tuple[Cell, ...], ...]:
    """x, y and the values on an even grid, row by row from the bottom."""
    from mvcalc_cli.plotting.surface import grid

    found = [grid(tree, drawn.names, drawn.box, (_ROWS, _ROWS)) for tree in drawn.columns]
    xs, ys = found[0].xs.tolist(), found[0].ys.tolist()
    columns = [one.values.ravel().tolist() for one in found]
    places = [(x, y) for y in ys for x in xs]
    return tuple((*place, *values) for place, values in zip(places, zip(*columns, strict=True), strict=True))


def _data(drawn: _Drawn, rows: Sequence[Sequence[Cell]]) -> dict[str, object]:
    from mvcalc_cli.commands.graphs import without_nan
    from mvcalc_cli.plotting.plot import Contours

    xs, ys, *columns = zip(*rows, strict=True)
    field = len(drawn.columns) == 2
    keys = _COMPONENTS if field else ("values", *_COMPONENTS)
    pieces = [[without_nan(column[at : at + _ROWS]) for at in range(0, len(column), _ROWS)] for column in columns]
    data: dict[str, object] = {
        "kind": "field" if field else "surface",
        "ranges": dict(zip(drawn.names, map(list, drawn.box), strict=True)),
        "grid": {"x": list(xs[:_ROWS]), "y": list(ys[::_ROWS]), **dict(zip(keys, pieces, strict=False))},
    }
    lines = [layer for layer in drawn.layers if isinstance(layer, Contours)]
    if lines:
        data["contours"] = [
            {"value": level.value, "lines": [[list(line[0]), list(line[1])] for line in level.lines]}
            for level in lines[0].levels
        ]
    return data
