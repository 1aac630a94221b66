"""The picture of a problem with constraints: where the contours of f through its extremes touch the constraint."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from mvcalc_cli.commands.stationary.lagrange_table import mark_of, rows
from mvcalc_cli.errors import InputError, MvcalcError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.stationary.lagrange_points import Solved
    from mvcalc_cli.commands.stationary.lagrange_table import Row
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Curve, Hue, Plot, Points, Style
    from mvcalc_cli.plotting.surface import Box
    from mvcalc_cli.report import Block

# A constraint that closes within so many times the room around the points is shown whole.
_WIDER: Final = 4.0
_ROOM: Final = 1.15
# Around points that span a box, this part of it on each side.
_MARGIN: Final = 0.25
# Both axes have one scale unless one of them is so many times longer.
_UNEQUAL: Final = 3.0
_SAMPLES: Final = (161, 161)
# Several constraints differ without colour too.
_CONSTRAINTS: Final[tuple[tuple[Style, Hue], ...]] = (
    ("solid", "third"),
    ("dotted", "fourth"),
    ("solid", "fifth"),
    ("dotted", "third"),
)
# Rows of a picture with one scale on both axes, which a low terminal would make too small to read.
_ROWS: Final = 15
_LOW: Final = 30


def picture_blocks(reader: Reader, answer: Solved, size: str | None) -> list[Block]:
    """The picture where somebody sees it, of one or two variables; nothing of what cannot be drawn."""
    from mvcalc_cli.commands.descent_pictures import is_wanted
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.report import Line

    if answer.none or not is_wanted(reader, plot=True):
        return []
    if len(answer.question.names) > 2:
        _refuse_file(reader, len(answer.question.names))
        return []
    try:
        plot = _tangency(answer) if len(answer.question.names) == 2 else _on_curve(answer)
    except (MvcalcError, ValueError):
        return []
    if plot is None:
        return []
    shown = picture(plot, size)
    low = plot.equal and size is None and reader.output.height < _LOW
    return [Line(), shown._replace(rows=_ROWS) if low else shown]


def _refuse_file(reader: Reader, count: int) -> None:
    """A file of a picture that there is none of.

    Raises:
        InputError: If --save names one.
    """
    if (reader.save or "").lower().endswith((".svg", ".png")):
        raise InputError(
            f"a picture shows one or two variables, and there are {count}", hint="--save FILE.html or .csv"
        )


def _tangency(answer: Solved) -> Plot | None:
    from mvcalc_cli.plotting.plot import Curve, Plot

    names = (answer.question.names[0], answer.question.names[1])
    shown = rows(answer)
    box = _box(answer)
    borders = [
        _level(
            each.g, names, box, Curve((), (), _constraint_name(answer, place), *_CONSTRAINTS[place % len(_CONSTRAINTS)])
        )
        for place, each in enumerate(answer.found.constraints)
    ]
    contours = _contours(answer, shown, names, box)
    layers = [layer for layer in (*contours, *borders) if layer is not None]
    wide, high = (end - start for start, end in box)
    equal = max(wide, high) <= _UNEQUAL * min(wide, high)
    return Plot((*layers, *_marks(shown)), box.x, box.y, *names, equal=equal)


def _constraint_name(answer: Solved, place: int) -> str:
    from mvcalc_cli.language.printers import line

    if len(answer.found.constraints) == 1 and not answer.found.constraints[0].side:
        return "constraint"
    return line(answer.found.constraints[place].relation)


def _contours(answer: Solved, shown: Sequence[Row], names: tuple[str, str], box: Box) -> list[Curve | None]:
    """f = its greatest and its least value there; where f has none, those of the outermost points."""
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.plotting.plot import Curve

    values = sorted({float(f"{row.points[0].number:.12g}") for row in shown if math.isfinite(row.points[0].number)})
    chosen = list(dict.fromkeys([*values[-1:], *values[:1]]))
    looks: tuple[tuple[Style, Hue], ...] = (("thin", "first"), ("dashed", "second"))
    return [
        _level(answer.question.lowered, names, box, Curve((), (), f"f = {short(value)}", *looks[place]), value)
        for place, value in enumerate(chosen)
    ]


def _level(tree: Tree, names: tuple[str, str], box: Box, look: Curve, value: float = 0.0) -> Curve | None:
    """Where an expression has a value, as one broken curve that looks like `look`; None where that is nowhere."""
    from mvcalc_cli.plotting.surface import contours, grid

    level = contours(grid(tree, names, box, _SAMPLES), [value]).levels[0]
    xs = [x for line in level.lines for x in (*line[0], math.nan)]
    ys = [y for line in level.lines for y in (*line[1], math.nan)]
    return look._replace(xs=tuple(xs), ys=tuple(ys)) if xs else None


def _box(answer: Solved) -> Box:
    """The points with their surroundings, and each constraint whole that is closed not far from them."""
    from mvcalc_cli.plotting.paths import box_around
    from mvcalc_cli.plotting.surface import Box

    found = answer.found
    names = (answer.question.names[0], answer.question.names[1])
    points = [one.point for one in (*found.solutions, *found.singular)]
    points += [point for family in found.families for point in family.inside]
    columns = ([point.numbers[0] for point in points] or [0.0], [point.numbers[1] for point in points] or [0.0])
    box = box_around([columns])
    if all(max(column) > min(column) for column in columns):  # points that span a box themselves need no origin
        box = Box(*(_with_room(min(column), max(column)) for column in columns))
    half = max(end - start for start, end in box) / 2
    square = Box(*((middle - half, middle + half) for middle in (sum(ends) / 2 for ends in box)))
    ends = (list(box.x), list(box.y))
    for each in found.constraints:
        # Looked for around the points first: a square may be too coarse for a long thin curve.
        for line in _closed(each.g, names, box) or _closed(each.g, names, square):
            for axis in (0, 1):
                middle = (min(line[axis]) + max(line[axis])) / 2
                reach = _ROOM * (max(line[axis]) - min(line[axis])) / 2
                ends[axis].extend((middle - reach, middle + reach))
    return Box((min(ends[0]), max(ends[0])), (min(ends[1]), max(ends[1])))


def _with_room(low: float, high: float) -> tuple[float, float]:
    room = _MARGIN * (high - low)
    return low - room, high + room


def _closed(g: Tree, names: tuple[str, str], box: Box) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """The closed curves on which g is 0, in a box and its surroundings."""
    from mvcalc_cli.plotting.surface import Box, contours, grid

    wide = Box(_stretched(box.x), _stretched(box.y))
    lines = contours(grid(g, names, wide, _SAMPLES), [0.0]).levels[0].lines
    return [line for line in lines if (line[0][0], line[1][0]) == (line[0][-1], line[1][-1])]


def _stretched(ends: tuple[float, float]) -> tuple[float, float]:
    middle, half = (ends[0] + ends[1]) / 2, _WIDER * (ends[1] - ends[0]) / 2
    return middle - half, middle + half


def _marks(shown: Sequence[Row]) -> list[Points]:
    """The points, a layer a kind; the legend says what the extremes are."""
    from mvcalc_cli.plotting.plot import Points

    layers = []
    for told in dict.fromkeys(row.word for row in shown):
        spots = [one.point.numbers for row in shown if row.word == told for one in row.points]
        hue: Hue = "end" if told in {"minimum", "local min"} else "point"
        xs, ys = tuple(spot[0] for spot in spots), tuple(spot[1] for spot in spots)
        layers.append(Points(xs, ys, _sign(told), told, hue))
    return layers


def _sign(told: str) -> str:
    """The sign of the table; a ring where that one would be lost on a line."""
    return sign if (sign := mark_of(told)) != "·" else "○"


def _on_curve(answer: Solved) -> Plot | None:
    """The graph of a function of one variable with the points."""
    from mvcalc_cli.plotting.frame import comfortable
    from mvcalc_cli.plotting.functions import curve
    from mvcalc_cli.plotting.paths import range_around
    from mvcalc_cli.plotting.plot import Plot, Points

    (name,) = answer.question.names
    shown = rows(answer)
    every = [one for row in shown for one in row.points if math.isfinite(one.number)]
    if not every:
        return None
    places = [one.point.numbers[0] for one in every]
    over = _with_room(min(places), max(places)) if max(places) > min(places) else range_around(places)
    graph = curve(answer.question.lowered, name, over, name="f")
    known = [y for y in graph.ys if math.isfinite(y)]
    heights = [one.number for one in every]
    room = 0.5 * (max(heights) - min(heights)) or max(known) - min(known)
    y_range = comfortable((max(min(known), min(heights) - room), min(max(known), max(heights) + room)))
    marks = [
        Points(
            tuple(one.point.numbers[0] for one in row.points),
            tuple(one.number for one in row.points),
            _sign(row.word),
            row.word,
            "end" if row.word in {"minimum", "local min"} else "point",
        )
        for row in shown
    ]
    return Plot((graph, *marks), over, y_range, name)
