"""A function and its Taylor polynomials in one picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.plotting.plot import Hue, Style
    from mvcalc_cli.report import Picture

_HALF_WIDTH = 4.0
# Polynomials of a short series: its first three tell most.
_FEW = 5
# Above and below the function, as parts of its height.
_ROOM = 0.4
_STYLES: tuple[tuple[Style, Hue], ...] = (("dotted", "third"), ("dashed", "second"), ("thin", "fourth"))


def overlay(reader: Reader, found: Taylor, over: str | None, y_range: str | None, size: str | None) -> Picture:
    """f, then up to three of T₁, T₃, T₅ … (first, middle, last), and the centre; the height is chosen by f alone.

    Raises:
        InputError: For several variables, letters, or a range that is none.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.comparison import polynomial_orders
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.commands.polynomials import name_of
    from mvcalc_cli.commands.ranges import number_range, read_ranges
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.plotting.plot import Points

    _check_alone(found)
    x = found.names[0]
    centre = float(evaluate(found.centre[0], {}))
    half = _half_width(found)
    limits = (centre - half, centre + half)
    if over is not None:
        limits = number_range(read_ranges(reader, over, (x,))[0])
    tree = lower(found.tree)
    graph = curve(tree, x, limits, name=line(found.tree))
    frame = framed([graph], limits, y_range=y_limits(reader, y_range), x_name=x)
    low, high = frame.y_range
    if y_range is None:  # room for the polynomials to leave the function in
        frame = frame._replace(y_range=(low - _ROOM * (high - low), high + _ROOM * (high - low)))
    layers = [graph]
    for order, (style, hue) in zip(_spread(polynomial_orders(found)), _STYLES, strict=False):
        layers.append(curve(found.up_to(order), x, limits, name=name_of(order), style=style, hue=hue))
    height = float(evaluate(found.up_to(0), {}))
    marked = Points((centre,), (height,), "●", "centre", "end") if math.isfinite(height) else None
    return picture(frame._replace(layers=(*layers, *([marked] if marked else []))), size)


def _check_alone(found: Taylor) -> None:
    """A curve needs one variable, and numbers for all that is left.

    Raises:
        InputError: With the names of those that are too many.
    """
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.tree import variables, vector

    present = variables(vector(found.tree, *found.centre))
    others = [*found.names[1:], *(name for name in present if name not in found.names)]
    if others:
        listed = " and ".join(filter(None, (", ".join(map(show_name, others[:-1])), show_name(others[-1]))))
        numbers = "a number" if len(others) == 1 else "numbers"
        raise InputError(
            f"--plot draws functions of one variable: {listed} would need {numbers}",
            hint=" ".join(f"--let {name}=1" for name in others),
        )


def _half_width(found: Taylor) -> float:
    """Twice the radius of convergence, so that its ends are seen; never more than 4."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.radius import radius

    circle = radius(found)
    return _HALF_WIDTH if circle is None else min(_HALF_WIDTH, 2 * float(evaluate(circle, {})))


def _spread(orders: list[int]) -> list[int]:
    """T₁, T₂, T₃ of a short series; of a long one the first, a middle one and the last."""
    few = len(_STYLES)
    return orders[:few] if len(orders) <= _FEW else [orders[0], orders[len(orders) // 2], orders[-1]]
