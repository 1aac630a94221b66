"""The graphs of functions of one variable, with tangent and derivative: for plot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import DomainError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.plot import Wish
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Plot, Style
    from mvcalc_cli.report import Block, Cell, Report

# The looks of several functions in one picture, over and over.
_STYLES: tuple[Style, ...] = ("solid", "dashed", "dotted", "thin")
_HUES: tuple[Hue, ...] = ("first", "second", "third", "fourth", "fifth")
_NAMES = "fghpquvw"
_LONGEST = 60  # a longer formula is cut in the legend
# Rows of the plain form; a table of more than the most is no use to anybody, then the points of the picture are given.
_ROWS = 201
_MOST_ROWS = 100_000


class Tangent(NamedTuple):
    """The tangent of a function at one place."""

    at: float
    value: float
    slope: float

    @property
    def intercept(self) -> float:
        """Where it meets the vertical axis."""
        return self.value - self.slope * self.at


class _Function(NamedTuple):
    """A function to draw: as typed, as evaluated, its name."""

    typed: Tree
    tree: Tree
    name: str


class _Drawn(NamedTuple):
    """What is in the picture: `functions` as typed, `all` with the derivative beside them, their curves."""

    functions: Sequence[_Function]
    all: Sequence[_Function]
    name: str
    over: tuple[float, float]
    curves: Sequence[Curve]
    tangent: Tangent | None


def graphs(
    reader: Reader, trees: tuple[Tree, ...], opened: tuple[Tree, ...], names: tuple[str, ...], wish: Wish
) -> Report:
    """One or several functions of one variable in one picture."""
    name = _variable(reader, names, wish)
    functions = _named(trees, opened)
    if len(functions) > 1 and (wish.tangent is not None or wish.derivative):
        option = "--tangent" if wish.tangent is not None else "--derivative"
        raise InputError(f"{option} goes with one function", hint="one expression")
    slope = _derivative(reader, functions[0], name) if wish.derivative or wish.tangent is not None else None
    tangent = _tangent(reader, functions[0], name, wish, slope)
    every = [*functions, *([slope] if wish.derivative and slope else [])]
    over = _seen(reader, functions, name, _over(reader, every, name, wish, tangent), wish)
    if tangent is not None and not over[0] <= tangent.at <= over[1]:
        reader.note(f"the tangent touches outside of the picture, at {name} = {_shown(tangent.at)}")
    drawn = _Drawn(functions, every, name, over, _curves(every, name, over, tangent, wish.points), tangent)
    _refuse_nothing(reader, drawn)
    return _report(reader, drawn, wish)


def _curves(
    functions: Sequence[_Function], name: str, over: tuple[float, float], tangent: Tangent | None, points: int
) -> list[Curve]:
    """The curves, each in its own style and hue."""
    from mvcalc_cli.plotting.functions import curve

    return [
        curve(
            function.tree,
            name,
            over,
            name=_legend(function, len(functions), tangent),
            style=_STYLES[place % len(_STYLES)],
            hue=_HUES[place % len(_HUES)],
            points=points,
        )
        for place, function in enumerate(functions)
    ]


def _named(trees: Sequence[Tree], opened: Sequence[Tree]) -> list[_Function]:
    several = len(trees) > len(_NAMES)
    return [
        _Function(typed, tree, f"f{place + 1}" if several else _NAMES[place])
        for place, (typed, tree) in enumerate(zip(trees, opened, strict=True))
    ]


def _variable(reader: Reader, names: tuple[str, ...], wish: Wish) -> str:
    """The variable of the horizontal axis: the one there is, or the one --over names for a constant."""
    from mvcalc_cli.commands.ranges import read_ranges

    if names or wish.over is None or "=" not in wish.over:
        return names[0] if names else "x"
    return read_ranges(reader, wish.over, ())[0].name


def _over(
    reader: Reader, functions: Sequence[_Function], name: str, wish: Wish, tangent: Tangent | None
) -> tuple[float, float]:
    from mvcalc_cli.commands.ranges import number_range, read_ranges
    from mvcalc_cli.plotting.window import window

    if wish.over is None:
        return window([function.tree for function in functions], name, () if tangent is None else (tangent.at,))
    found = read_ranges(reader, wish.over, (name,))
    return number_range(found[0])


def _seen(
    reader: Reader, functions: Sequence[_Function], name: str, over: tuple[float, float], wish: Wish
) -> tuple[float, float]:
    """A picture of e^x from 0 to 1000 would be an upright line: the part in which the growth is seen, with a note."""
    from mvcalc_cli.plotting.growth import grows_beyond
    from mvcalc_cli.plotting.window import window

    drawn = reader.output.format == "terminal" and wish.over is not None and wish.y_range is None
    if not drawn or len(functions) > 1 or not grows_beyond(functions[0].tree, name, over):
        return over
    low, high = window([functions[0].tree], name)
    low, high = max(low, over[0]), min(high, over[1])
    if not low < high:
        return over
    reader.note(
        f"the values become too large for a picture up to {_shown(over[1])}: it shows the growth"
        f" from {name} = {_shown(low)} to {_shown(high)}"
    )
    return low, high


def _derivative(reader: Reader, function: _Function, name: str) -> _Function:
    """The derivative by the rules, checked with numbers."""
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.commands import screen

    found = differentiate(function.tree, name, reader.kinds).result
    if reader.check:
        check = check_derivative(function.tree, found, name, reader.kinds)
        screen.refuse_contradicted(check, "a derivative")
        screen.unchecked_note(reader, check)
    return _Function(found, found, f"{function.name}′")


def _tangent(reader: Reader, function: _Function, name: str, wish: Wish, slope: _Function | None) -> Tangent | None:
    """The tangent of --tangent.

    Raises:
        DomainError: If there is none: outside the domain, at a kink or a jump, or upright.
    """
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.values import refuse_kink, values_of

    if wish.tangent is None or slope is None:
        return None
    point = reader.point(wish.tangent, (name,), "--tangent")
    coordinates = screen.values(point)
    at = coordinates[name]
    if not math.isfinite(at):
        raise InputError("a tangent touches at a finite point", hint="--tangent 2")
    (steepness,) = values_of((function.typed,), (slope.tree,), point)
    excluded = differentiate(function.tree, name, reader.kinds).excluded
    refuse_kink(function.tree, slope.tree, name, excluded, point)
    return Tangent(at, evaluate(function.tree, coordinates), steepness)


def _legend(function: _Function, count: int, tangent: Tangent | None) -> str:
    """The formula where there are several, f beside a tangent, nothing where there is one curve alone."""
    from mvcalc_cli.language.printers import line

    if count == 1:
        return function.name if tangent is not None else ""
    text = line(function.typed)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _refuse_nothing(reader: Reader, drawn: _Drawn) -> None:
    """A function that is defined nowhere in the range is said to be, not drawn as an empty frame.

    Raises:
        DomainError: If nothing can be drawn at all.
    """
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.calculus.steps import conditions_text
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line

    where = f"for {show_name(drawn.name)} from {_shown(drawn.over[0])} to {_shown(drawn.over[1])}"
    pairs = zip(drawn.functions, drawn.curves, strict=False)  # the derivative has no function of its own
    empty = [function for function, curve in pairs if all(map(math.isnan, curve.ys))]
    if len(empty) == len(drawn.functions):
        _refuse_unknown(empty[0], drawn)
        known = [conditions_text(condition) for condition in conditions(empty[0].tree)]
        hint = f"it exists where {' and '.join(known[:2])}" if known else None
        raise DomainError(f"{line(empty[0].typed)} is undefined everywhere {where}", hint=hint)
    for function in empty:
        reader.note(f"{line(function.typed)} is undefined everywhere {where}")


def _refuse_unknown(function: _Function, drawn: _Drawn) -> None:
    """What floats cannot say (RootOf) is not called undefined.

    Raises:
        DomainError: If that is why there are no values.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.printers import line

    try:
        evaluate(function.tree, {drawn.name: sum(drawn.over) / 2})
    except DomainError as error:
        if "not evaluated" in error.message:
            raise DomainError(f"{line(function.typed)} cannot be drawn: {error.message}", place=error.place) from error


def _shown(value: float) -> str:
    from mvcalc_cli.render.numbers import show

    return show(value, decimals=4)


def _report(reader: Reader, drawn: _Drawn, wish: Wish) -> Report:
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.language.tree import vector
    from mvcalc_cli.report import Report

    plot = _plot(reader, drawn, wish)
    rows = _rows(drawn, wish.points)
    typed = [function.typed for function in drawn.functions]
    return Report(
        "plot",
        blocks=(*_heads(drawn), picture(plot, wish.size)),
        rows=rows,
        columns=(drawn.name, *_column_names(drawn)),
        answer=vector(*typed) if len(typed) > 1 else typed[0],
        variables=(drawn.name,),
        inputs=reader.inputs,
        data=_data(drawn, rows, plot),
        warnings=undefined(reader, rows),
    )


def _column_names(drawn: _Drawn) -> tuple[str, ...]:
    """f where there is one function, else each as its formula."""
    from mvcalc_cli.language.printers import plain

    return ("f",) if len(drawn.all) == 1 else tuple(plain(function.tree) for function in drawn.all)


def _plot(reader: Reader, drawn: _Drawn, wish: Wish) -> Plot:
    """The curves, the tangent and its point, in a frame that the curves decide."""
    from mvcalc_cli.commands.pictures import y_limits
    from mvcalc_cli.plotting.frame import whole, y_range_of
    from mvcalc_cli.plotting.functions import framed
    from mvcalc_cli.plotting.plot import Points

    layers: list[Layer] = [*drawn.curves, *_tangent_layers(drawn), *_holes(drawn)]
    y_range = y_limits(reader, wish.y_range)
    if y_range is None:
        points = [layer for layer in layers if isinstance(layer, Points) and layer.marker == "●" and _inside(drawn)]
        several = len(drawn.curves) > 1
        y_range = whole(drawn.curves, drawn.over) if several else y_range_of([*drawn.curves, *points], drawn.over)
    return framed(layers, drawn.over, y_range=y_range, x_name=drawn.name, equal=wish.equal)


def _holes(drawn: _Drawn) -> list[Layer]:
    """An open circle where a curve goes on through a point at which the function has no value."""
    from mvcalc_cli.plotting.holes import holes
    from mvcalc_cli.plotting.plot import Points

    found: list[Layer] = []
    for function, curve in zip(drawn.all, drawn.curves, strict=True):
        points = holes(function.tree, drawn.name, drawn.over)
        if points:
            xs, ys = zip(*points, strict=True)
            found.append(Points(xs, ys, "○", "no value there" if not found else "", curve.hue))
    return found


def _inside(drawn: _Drawn) -> bool:
    """A point that is not in the picture does not decide its height."""
    return drawn.tangent is None or drawn.over[0] <= drawn.tangent.at <= drawn.over[1]


def undefined(reader: Reader, rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """One warning for all the nulls of JSON; a picture and `nan` in rows show the gaps themselves."""
    count = sum(isinstance(y, float) and math.isnan(y) for row in rows for y in row[1:])
    return (f"undefined at {count} places: null there",) if count and reader.output.format == "json" else ()


def _heads(drawn: _Drawn) -> list[Block]:
    """f(x) = …, and f′(x) = … beneath; the legend has the formulas of several functions."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Line, Span

    if len(drawn.functions) > 1:
        return []
    arguments = f"({show_name(drawn.name)}) = "
    return [Line((Span(one.name, "operator"), Span(arguments), Span(one.typed))) for one in drawn.all]


def _tangent_layers(drawn: _Drawn) -> list[Layer]:
    """The tangent over the whole range, and the point where it touches."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.commands.secants import straight, tangent_text
    from mvcalc_cli.plotting.plot import Curve, Points

    tangent = drawn.tangent
    if tangent is None:
        return []
    equation = tangent_text(tangent.slope, tangent.intercept, drawn.name)
    legend = f"tangent at {show_name(drawn.name)} = {_shown(tangent.at)}:  y = {equation}"
    ends = straight(tangent.slope, (tangent.at, tangent.value), drawn.over)
    place = f"({_shown(tangent.at)}, {_shown(tangent.value)})"
    looks = len(drawn.curves) % len(_STYLES)  # not those of the derivative
    return [Curve(*ends, legend, _STYLES[looks], _HUES[looks]), Points((tangent.at,), (tangent.value,), "●", place)]


def _rows(drawn: _Drawn, points: int) -> tuple[tuple[Cell, ...], ...]:
    """x and the values at even places; of a million samples of one function the points of the picture."""
    if points > _MOST_ROWS and len(drawn.curves) == 1:
        return tuple(zip(drawn.curves[0].xs, drawn.curves[0].ys, strict=True))
    return _even(drawn, points if 0 < points <= _MOST_ROWS else _ROWS)


def _even(drawn: _Drawn, count: int) -> tuple[tuple[Cell, ...], ...]:
    from mvcalc_cli.calculus.evaluate import program

    low, high = drawn.over
    xs = [low + (high - low) * k / (count - 1) for k in range(count - 1)] + [high]
    columns = [_finite(program(function.tree, (drawn.name,)).values([xs])) for function in drawn.all]
    return tuple(zip(xs, *columns, strict=True))


def _finite(values: list[float]) -> list[float]:
    return [float(value) if math.isfinite(value) else math.nan for value in values]


def _data(drawn: _Drawn, rows: Sequence[Sequence[Cell]], plot: Plot) -> dict[str, object]:
    """What JSON has: the series at the places of the rows, null where undefined."""
    xs, *columns = zip(*rows, strict=True)
    data: dict[str, object] = {
        "kind": "functions",
        "ranges": {drawn.name: list(plot.x_range), "y" if drawn.name != "y" else "value": list(plot.y_range)},
        "series": [
            {"name": function.name, "expression": function.typed, "x": list(xs), "y": without_nan(column)}
            for function, column in zip(drawn.all, columns, strict=True)
        ],
    }
    tangent = drawn.tangent
    if tangent is not None:
        values = tangent._asdict()
        data["tangent"] = {**values, "intercept": tangent.intercept}
    return data


def without_nan(values: Sequence[Cell]) -> list[Cell | None]:
    """None in place of nan, so that JSON has null without a warning for each."""
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in values]
