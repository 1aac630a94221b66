"""Functions as layers of a picture: sampled, broken where they jump, and a frame that shows what matters."""

from __future__ import annotations

from collections.abc import Sequence

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Plot, Range, Style


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
    """The graph of an expression of one variable (FIRST VERSION, to be replaced by the owner of plotting)."""
    low, high = over
    count = points or 801
    xs = tuple(low + (high - low) * k / (count - 1) for k in range(count))
    ys = tuple(program(tree, (variable,)).values([xs]))
    return Curve(xs, ys, name, style, hue)


def framed(
    layers: Sequence[Layer],
    over: Range,
    *,
    y_range: Range | None = None,
    x_name: str = "x",
    y_name: str = "",
    equal: bool = False,
) -> Plot:
    """The layers with a vertical range that a person would choose (FIRST VERSION)."""
    ys = sorted(y for layer in layers if isinstance(layer, Curve) for y in layer.ys if abs(y) < 1e300)
    y_range = y_range or ((ys[0] - 0.1, ys[-1] + 0.1) if ys else (-1.0, 1.0))
    return Plot(tuple(layers), over, y_range, x_name, y_name, equal)
