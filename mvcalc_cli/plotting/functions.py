"""Functions as layers of a picture: sampled, broken where they jump, and a frame that shows what matters."""

from __future__ import annotations

from collections.abc import Sequence

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.frame import y_range_of
from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Plot, Range, Style
from mvcalc_cli.plotting.reduce import reduced
from mvcalc_cli.plotting.sampling import Point, Values, broken, sampled, visible_height, without_lone_points

# From here on samples are taken in chunks of arrays; NumPy's import costs more than fewer of them.
_MANY = 50_000


def curve(
    tree: Tree,
    variable: str,
    over: Range,
    *,
    name: str = "",
    style: Style = "solid",
    hue: Hue = "first",
    points: int = 0,
) -> Curve:
    """The graph of an expression of one variable.

    It has more points where the curve bends, nan where it is broken, points right up to the ends of its domain, and
    at most four a column of a wide picture, however many samples were taken.

    Args:
        tree: The expression.
        variable: The name of its variable.
        over: From where to where.
        name: What the legend calls it.
        style: Its line.
        hue: What its colour is for.
        points: So many even samples instead of as many as the curve needs; 2 at least.

    >>> from mvcalc_cli.language import parse
    >>> graph = curve(parse("1/x").tree, "x", (-1.0, 1.0))
    >>> [x for x, y in zip(graph.xs, graph.ys) if y != y]
    [0.0]
    """
    values = program(tree, (variable,)).values
    if points < _MANY:
        return graph(lambda xs: values([xs]), over, name=name, style=style, hue=hue, points=points)
    from mvcalc_cli.plotting.chunks import extremes

    found = extremes(tree, variable, over, points)
    found = broken(found, lambda xs: values([xs]), visible_height([y for _, y in found]))
    return _curve(found, over, name, style, hue)


def graph(
    values: Values, over: Range, *, name: str = "", style: Style = "solid", hue: Hue = "first", points: int = 0
) -> Curve:
    """The graph of a function that gives a column of values for a column of numbers, nan where undefined.

    >>> len(graph(lambda xs: [2 * x for x in xs], (0.0, 1.0)).xs)
    801
    """
    return _curve(sampled(values, *over, points), over, name, style, hue)


def _curve(found: list[Point], over: Range, name: str, style: Style, hue: Hue) -> Curve:
    kept = reduced(without_lone_points(found), *over)
    return Curve(tuple(x for x, _ in kept), tuple(y for _, y in kept), name, style, hue)


def framed(
    layers: Sequence[Layer],
    over: Range,
    *,
    y_range: Range | None = None,
    x_name: str = "x",
    y_name: str = "",
    equal: bool = False,
) -> Plot:
    """The layers with a vertical range that a person would choose.

    The curve of the first hue decides: whole where it is bounded, clipped where it grows out of proportion or has a
    pole. Marked points and areas are always inside, other curves may widen the range by a half.

    >>> framed([Curve((0.0, 1.0), (3.0, 3.0))], (0.0, 1.0)).y_range
    (0.0, 6.0)
    """
    return Plot(tuple(layers), over, y_range or y_range_of(layers, over), x_name, y_name, equal)
