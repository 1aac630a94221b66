"""Tangents and secants, as equations and as a picture: for slope and plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Curve, Hue, Points, Style
    from mvcalc_cli.report import Picture

# The runs of the secants in a picture: with h = 0.1 a secant covers the tangent.
_LOOKS: dict[float, tuple[Style, Hue]] = {
    1.5: ("dotted", "second"),
    1.0: ("dashed", "third"),
    0.5: ("thin", "fourth"),
}
_SIDES: tuple[tuple[str, Style, Hue], ...] = (("left", "dashed", "second"), ("right", "dotted", "third"))
# How far the picture goes from the point, on the side of the runs and on the other.
_FAR = 2.25
_NEAR = 1.25


class Asked(Protocol):
    """A function, the variable that moves, and where."""

    @property
    def tree(self) -> Tree:
        """The function."""

    @property
    def by(self) -> str:
        """The variable that moves."""

    @property
    def point(self) -> Mapping[str, Tree]:
        """Where every variable stands."""

    @property
    def kind(self) -> str:
        """forward, backward or central."""

    @property
    def floats(self) -> Mapping[str, float]:
        """The point in numbers."""


def exact_tangent(tree: Tree, derivative: Tree, by: str, point: Mapping[str, Tree]) -> Tree | None:
    """12x − 16: f(a) + f′(a)·(x − a) multiplied out, where its coefficients are rational; else None."""
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import ZERO, add, as_variable, multiply, number, substitute

    put_in = {as_variable(name): value for name, value in point.items()}
    slope, height, at = (signed_value(tidy(substitute(part, put_in))) for part in (derivative, tree, as_variable(by)))
    if slope is None or height is None or at is None:
        return None
    line = tidy(add(multiply(number(slope), as_variable(by)), number(height - slope * at)))
    return line if line != ZERO else ZERO


def tangent_text(slope: float, intercept: float, name: str) -> str:
    """−0.4354x + 1.3254: four decimals.

    >>> tangent_text(-0.43539777, 1.32544426, "x"), tangent_text(2.0, 0.0, "x")
    ('−0.4354x + 1.3254', '2x')
    """
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import show

    first = f"{show(slope, decimals=4)}{show_name(name)}"
    if not intercept:
        return first
    return f"{first} {'−' if intercept < 0 else '+'} {show(abs(intercept), decimals=4)}"


def straight(
    slope: float, through: tuple[float, float], over: tuple[float, float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The ends of a straight line over a range: xs and ys."""
    return over, tuple(through[1] + slope * (x - through[0]) for x in over)


class Frame(NamedTuple):
    """What the options say of the picture: --over, --y-range, --size."""

    over: str | None
    y_range: str | None
    size: str | None


def picture_of(reader: Reader, asked: Asked, slope: float, height: float, frame: Frame) -> Picture:
    """The curve, secants whose runs shrink, and the tangent that they turn into."""
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.plotting.plot import Curve, Points

    at = asked.floats[asked.by]
    limits = _limits(reader, asked, frame.over)
    one = _one_variable(asked)
    graph = curve(one, asked.by, limits, name=line(asked.tree))
    secants = [found for h in _LOOKS if (found := _secant(one, asked, h, limits)) is not None]
    ends = [point for h in _LOOKS for point in _ends(one, asked, h)]
    tangent = Curve(*straight(slope, (at, height), limits), f"tangent, slope {_shown(slope)}", "solid", "end")
    point = Points((at,), (height,), "●", "")
    plot = framed([graph], limits, y_range=y_limits(reader, frame.y_range), x_name=asked.by)
    return picture(plot._replace(layers=(*secants, tangent, graph, *ends, point)), frame.size)


def picture_of_kink(reader: Reader, asked: Asked, height: float, slopes: tuple[float, float], frame: Frame) -> Picture:
    """The curve, and on each side the ray with the slope there, where there is one."""
    from mvcalc_cli.commands.pictures import picture, y_limits
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.plotting.plot import Curve, Points

    at = asked.floats[asked.by]
    limits = _limits(reader, asked, frame.over)
    graph = curve(_one_variable(asked), asked.by, limits, name=line(asked.tree))
    rays = [
        Curve(*straight(slope, (at, height), side), f"slope {_shown(slope)} on the {where}", style, hue)
        for slope, side, (where, style, hue) in zip(slopes, ((limits[0], at), (at, limits[1])), _SIDES, strict=True)
        if abs(slope) < float("inf")
    ]
    plot = framed([graph], limits, y_range=y_limits(reader, frame.y_range), x_name=asked.by)
    return picture(plot._replace(layers=(graph, *rays, Points((at,), (height,)))), frame.size)


def _one_variable(asked: Asked) -> Tree:
    """The function with the other variables put in."""
    from mvcalc_cli.language.tree import as_variable, substitute

    return substitute(asked.tree, {as_variable(n): value for n, value in asked.point.items() if n != asked.by})


def _limits(reader: Reader, asked: Asked, over: str | None) -> tuple[float, float]:
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if over is not None:
        return number_range(read_ranges(reader, over, (asked.by,))[0])
    at = asked.floats[asked.by]
    behind, ahead = {"forward": (_NEAR, _FAR), "backward": (_FAR, _NEAR), "central": (_FAR, _FAR)}[asked.kind]
    return at - behind, at + ahead


def _secant(one: Tree, asked: Asked, h: float, limits: tuple[float, float]) -> Curve | None:
    """The line through both ends of a run; None where an end is outside the domain."""
    from mvcalc_cli.calculus.evaluate import program
    from mvcalc_cli.plotting.plot import Curve

    left, right = _run(asked, h)
    low, high = program(one, (asked.by,)).values([[left, right]])
    slope = (high - low) / (right - left)
    if not abs(slope) < float("inf"):
        return None
    style, hue = _LOOKS[h]
    return Curve(*straight(slope, (left, low), limits), f"h = {h:g}, slope {_shown(slope)}", style, hue)


def _run(asked: Asked, h: float) -> tuple[float, float]:
    """The ends of a run, the left one first."""
    at = asked.floats[asked.by]
    return at - h if asked.kind != "forward" else at, at + h if asked.kind != "backward" else at


def _ends(one: Tree, asked: Asked, h: float) -> list[Points]:
    """The points of the curve that a secant goes through, beside the one that stays."""
    from mvcalc_cli.calculus.evaluate import program
    from mvcalc_cli.plotting.plot import Points

    at = asked.floats[asked.by]
    xs = [x for x in _run(asked, h) if x != at]
    ys = program(one, (asked.by,)).values([xs])
    return [Points((x,), (y,), "○", "", _LOOKS[h][1]) for x, y in zip(xs, ys, strict=True)]


def _shown(slope: float) -> str:
    from mvcalc_cli.render.numbers import show

    return show(slope, decimals=4)
