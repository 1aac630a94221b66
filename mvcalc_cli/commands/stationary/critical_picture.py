"""The picture of critical points: over contours, or on the curve of a function of one variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import MvcalcError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Contours, Curve, Hue, Layer, Plot, Points
    from mvcalc_cli.plotting.stationary import Spot
    from mvcalc_cli.plotting.surface import Box
    from mvcalc_cli.report import Block
    from mvcalc_cli.symbolic.stationary.points import Family

# Members of curves that a picture is made to hold, and curves of critical points that are drawn.
_NEAREST = 2
_MOST_CURVES = 24
# A picture without a ring around a point is tried so many times as wide; one of a family ends before the first
# member that is not listed.
_WIDER = 1.5
_INSIDE = 0.9
# Both axes have one scale unless one of them is so many times longer.
_ABOUT_SQUARE = 2.0
# Rows of a picture with one scale on both axes, which a low terminal would make too small to read.
_ROWS = 17
_LOW = 30


def picture_blocks(reader: Reader, found: Examined, size: str | None) -> list[Block]:
    """The picture where somebody sees it, of one or two variables; nothing of a function that cannot be drawn."""
    from mvcalc_cli.commands.descent_pictures import is_wanted
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.report import Line

    if len(found.question.names) > 2 or not is_wanted(reader, plot=True):
        return []
    try:
        plot = _over_contours(found) if len(found.question.names) == 2 else _on_curve(found)
    except (MvcalcError, ValueError):
        return []
    if plot is None:
        return []
    shown = picture(plot, size)
    low = plot.equal and size is None and reader.output.height < _LOW
    return [Line(), shown._replace(rows=_ROWS) if low else shown]


def _drawn(found: Examined) -> list[Critical]:
    """The points with a mark; of curves their samples too where no line is drawn for them."""
    samples = [one for samples in found.samples for one in samples]
    return [*found.every, *(samples if len(found.question.names) == 1 else [])]


def _framed(found: Examined) -> list[Critical]:
    """The points that the picture has to show: of curves those that are nearest to the origin."""
    samples = [one for samples in found.samples for one in samples]
    samples.sort(key=lambda one: sum(at * at for at in one.point.numbers))
    return [*found.every, *samples[:_NEAREST]]


def _box(found: Examined) -> Box:
    """The box of --over, else the points with their surroundings."""
    from mvcalc_cli.plotting.paths import box_around
    from mvcalc_cli.plotting.surface import Box

    names, given = found.question.names, found.question.box or {}
    columns = [[one.point.numbers[place] for one in _framed(found)] or [-1.0, 1.0] for place in range(len(names))]
    around = box_around([(columns[0], columns[-1])])
    limit = _listed(found)
    around = Box(*((max(low, -limit), min(high, limit)) for low, high in around))
    ends = [given.get(name, room) for name, room in zip(names, around, strict=False)]
    return Box(ends[0], ends[-1])


def _listed(found: Examined) -> float:
    """How far from the origin every member of a periodic family is among the points: the picture goes no further."""
    import math

    from mvcalc_cli.symbolic.stationary.looking import REACH

    periodic = [family for family in found.found.families if family.kind == "periodic"]
    if not periodic:
        return math.inf
    listed = {one.point.numbers for one in found.points}
    others = [point for family in periodic for point in family.inside if point.numbers not in listed]
    return min([REACH, *(_INSIDE * max(map(abs, point.numbers)) for point in others)])


def _over_contours(found: Examined) -> Plot | None:
    from mvcalc_cli.plotting.plot import Plot
    from mvcalc_cli.plotting.surface import Box
    from mvcalc_cli.render.numbers import minus

    names = (found.question.names[0], found.question.names[1])
    box = _box(found)
    lines, without = _contours(found, box)
    if without and found.question.box is None and not found.found.families:
        wider = Box(*((_WIDER * low, _WIDER * high) if low == -high else (low, high) for low, high in box))
        more, still = _contours(found, wider)
        lines, box = (more, wider) if len(still) < len(without) else (lines, box)
    if lines is None:
        return None
    values = ", ".join(minus(f"{level.value:.4g}") for level in lines.levels)
    places = [(one, one.point.numbers[0], one.point.numbers[1]) for one in _drawn(found)]
    curves = _lines(found, names, box)
    wide, high = (end - start for start, end in box)
    equal = max(wide, high) <= _ABOUT_SQUARE * min(wide, high)
    layers: tuple[Layer, ...] = (*_marks(places), *curves, lines._replace(name=f"contours f = {values}"))
    return Plot(layers, box.x, box.y, *names, equal=equal)


def _contours(found: Examined, box: Box) -> tuple[Contours | None, Sequence[Spot]]:
    """The contours with a ring around each minimum and maximum, and the points where none closes in the picture."""
    from mvcalc_cli.plotting.paths import contour_lines, surface_grid
    from mvcalc_cli.plotting.stationary import Spot, contours_around

    names = (found.question.names[0], found.question.names[1])
    grid = surface_grid(found.question.lowered, names, box)
    spots = [
        Spot(one.point.numbers[0], one.point.numbers[1], float(f"{one.value:.9g}"), one.kind.kind)
        for one in found.points
        if one.value is not None and one.kind.strict is not False
    ]
    if not spots:
        return contour_lines(grid), ()
    lines, without = contours_around(grid, spots)
    return (lines, without) if lines.levels else (contour_lines(grid), ())


def _lines(found: Examined, names: tuple[str, str], box: Box) -> list[Curve]:
    """The curves of critical points, as bold lines."""
    import math

    from mvcalc_cli.commands.stationary.critical_families import samples_kind
    from mvcalc_cli.plotting.plot import Curve
    from mvcalc_cli.plotting.surface import contours, grid

    curves: list[Curve] = []
    families = [family for family in found.found.families if family.kind == "curve"]
    for place, family in enumerate(families):
        name = f"critical: {samples_kind(found, place)}"
        for tree in _equations(family, names):
            level = contours(grid(tree, names, box), [0.0]).levels[0]
            xs = [x for line in level.lines for x in (*line[0], math.nan)]
            ys = [y for line in level.lines for y in (*line[1], math.nan)]
            if xs and len(curves) < _MOST_CURVES:
                known = any(curve.name == name for curve in curves)
                curves.append(Curve(tuple(xs), tuple(ys), "" if known else name, "solid", "end"))
    return curves


def _equations(family: Family, names: tuple[str, str]) -> Iterator[Tree]:
    """What is 0 on a curve; of many curves, one for each whole number, the first of them."""
    from mvcalc_cli.language.tree import as_variable, negative, number, substitute, subtract

    graph = [subtract(as_variable(name), value) for name, value in zip(names, family.values, strict=True)]
    trees = list(family.equations) or [tree for tree in graph if tree.args[0] != tree.args[-1]]
    whole = [as_variable(name) for name in family.parameters if name not in names]
    if len(trees) != 1 or len(whole) > 1:
        return
    for k in sorted(range(-_MOST_CURVES, _MOST_CURVES + 1), key=abs) if whole else (0,):
        yield substitute(trees[0], {whole[0]: number(k) if k >= 0 else negative(number(-k))}) if whole else trees[0]


def _on_curve(found: Examined) -> Plot | None:
    import math

    from mvcalc_cli.plotting.frame import comfortable
    from mvcalc_cli.plotting.functions import curve
    from mvcalc_cli.plotting.plot import Plot

    (name,) = found.question.names
    over = _box(found).x
    graph = curve(found.question.lowered, name, over, name="f")
    known = [y for y in graph.ys if math.isfinite(y)]
    if not known:
        return None
    places = [(one, one.point.numbers[0], one.value) for one in _drawn(found) if one.value is not None]
    heights = [height for _, _, height in places]
    low, high = (min(heights), max(heights)) if heights else (min(known), max(known))
    room = 0.5 * (high - low) or max(known) - min(known)
    y_range = comfortable((max(min(known), low - room), min(max(known), high + room)))
    return Plot((graph, *_marks(places)), over, y_range, name)


def _marks(places: Sequence[tuple[Critical, float, float]]) -> list[Points]:
    """The points, a layer for each kind."""
    from mvcalc_cli.commands.stationary.critical_table import MARKS
    from mvcalc_cli.plotting.plot import Points

    layers = []
    for kind in dict.fromkeys(one.kind.kind for one, _, _ in places):
        spots = [(x, y) for one, x, y in places if one.kind.kind == kind]
        hue: Hue = "end" if kind == "minimum" else "point"
        marker = MARKS.get(kind, "·")
        layers.append(Points(tuple(x for x, _ in spots), tuple(y for _, y in spots), marker, kind, hue))
    return layers
