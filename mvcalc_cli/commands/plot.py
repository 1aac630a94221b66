"""mvcalc plot: functions of one and two variables, tangents, contours, fields, curves, as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from mvcalc_cli.commands.options import Exprs, Option, Size, Window, YRange
from mvcalc_cli.errors import InputError, LimitError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Report

MOST_POINTS = 10_000_000


class Wish(NamedTuple):
    """What the options ask for."""

    over: str | None
    y_range: str | None
    points: int
    size: str | None
    equal: bool
    tangent: str | None
    derivative: bool
    contour: bool
    heat: bool
    field: bool


def report(
    reader: Reader,
    exprs: Exprs,
    *,
    over: Window = None,
    tangent: Annotated[
        str | None, Option("--tangent", metavar="A", help="the tangent where the variable is A", complete="point")
    ] = None,
    derivative: Annotated[bool, Option("--derivative", help="the derivative beside the function")] = False,
    contour: Annotated[bool, Option("--contour", help="two variables: lines of equal value")] = False,
    heat: Annotated[bool, Option("--heat", help="two variables: values as colours")] = False,
    field: Annotated[bool, Option("--field", help="two variables: arrows of the gradient, or of [P, Q]")] = False,
    y_range: YRange = None,
    points: Annotated[
        int | None, Option("--points", metavar="N", help="samples of a function", default="as many as it needs")
    ] = None,
    equal: Annotated[bool, Option("--equal", help="one unit is equally long on both axes")] = False,
    size: Size = None,
) -> Report:
    """A picture of what is typed."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.pictures import read_size

    read_size(size)
    wish = Wish(over, y_range, _count(points), size, equal, tangent, derivative, contour, heat, field)
    trees = tuple(reader.expression(text) for text in exprs)
    opened = tuple(lower(tree) for tree in trees)
    _refuse_complex(reader, trees)
    if any(tree.kind in {"relation", "logic", "boolean"} for tree in opened):
        return _equation(reader, trees, opened, wish)
    if any(tree.kind in {"vector", "matrix"} for tree in opened):
        return _vector(reader, trees, opened, wish)
    return _scalars(reader, trees, opened, wish)


def _count(points: int | None) -> int:
    """How many samples; 0 leaves it to the function.

    Raises:
        InputError: For fewer than two.
        LimitError: For more than can be taken in a few seconds.
    """
    if points is None:
        return 0
    if points < 2:
        raise InputError(f"a curve needs two points at least, not {points}", hint="--points 201")
    if points > MOST_POINTS:
        raise LimitError(
            f"a picture takes {MOST_POINTS:,} samples at most, not {points:,}",
            hint="without --points it takes as many as the curve needs",
        )
    return points


def _refuse_complex(reader: Reader, trees: tuple[Tree, ...]) -> None:
    """Axes are real.

    Raises:
        InputError: If the imaginary unit stands in an expression.
    """
    from mvcalc_cli.language.tree import I, postorder

    for tree in trees:
        for node in postorder(tree):
            if node == I:
                raise InputError(
                    "this has complex values, and the axes of a picture are real",
                    hint="its parts can be drawn: [cos t, sin t] for e^(i t)",
                    place=reader.place(node, reader.typed(tree) or ""),
                )


def _scalars(reader: Reader, trees: tuple[Tree, ...], opened: tuple[Tree, ...], wish: Wish) -> Report:
    """Functions: the number of their variables says what picture they make."""
    from mvcalc_cli.language.tree import variables, vector

    names = variables(vector(*opened))
    if len(names) > 2:
        raise InputError(
            f"a picture has two axes, and there are {len(names)} variables here: {', '.join(names)}",
            hint=f"give the others a value: {' '.join(f'--let {name}=1' for name in names[1:3])}",
        )
    if len(names) == 2:
        return _surface(reader, trees, opened, names, wish)
    _refuse(wish, ("contour", "heat", "field"), "needs a function of two variables", "such as 'x^2 + y^2'")
    from mvcalc_cli.commands.graphs import graphs

    return graphs(reader, trees, opened, names, wish)


def _surface(
    reader: Reader, trees: tuple[Tree, ...], opened: tuple[Tree, ...], names: tuple[str, ...], wish: Wish
) -> Report:
    if len(trees) > 1:
        raise InputError(
            "one function of two variables makes one picture",
            hint=f"for curves in one picture: functions of {names[0]} alone, the rest by --let {names[1]}=1",
        )
    _refuse(wish, ("tangent", "derivative", "y_range", "points"), "is for functions of one variable", "")
    from mvcalc_cli.commands.surfaces import surface

    return surface(reader, trees[0], opened[0], (names[0], names[1]), wish)


def _vector(reader: Reader, trees: tuple[Tree, ...], opened: tuple[Tree, ...], wish: Wish) -> Report:
    """[x(t), y(t)] is a curve in the plane, [P, Q] of two variables a field."""
    from mvcalc_cli.language.tree import variables

    if len(trees) > 1:
        raise InputError("a curve or a field [a, b] is drawn alone", hint="one expression")
    tree = opened[0]
    place = reader.place(trees[0], reader.typed(trees[0]) or "")
    if tree.kind == "matrix" or len(tree.args) != 2:
        entries = "a matrix" if tree.kind == "matrix" else f"a vector of {len(tree.args)}"
        raise InputError(f"a picture has two axes, and this is {entries}", hint="two: [cos t, sin t]", place=place)
    names = variables(tree)
    if len(names) > 2:
        raise InputError(f"there are {len(names)} variables here: {', '.join(names)}", hint="one or two can be drawn")
    _refuse(wish, ("tangent", "derivative"), "is for a function of one variable", "")
    if len(names) == 2 or wish.field:
        from mvcalc_cli.commands.surfaces import vector_field

        return vector_field(reader, trees[0], tree, names, wish)
    _refuse(wish, ("contour", "heat"), "needs a function of two variables", "such as 'x^2 + y^2'")
    from mvcalc_cli.commands.plane_curves import path

    return path(reader, trees[0], tree, names, wish)


def _equation(reader: Reader, trees: tuple[Tree, ...], opened: tuple[Tree, ...], wish: Wish) -> Report:
    """x² + y² = 1: the curve of its solutions."""
    from mvcalc_cli.language.tree import variables

    place = reader.place(trees[0], reader.typed(trees[0]) or "")
    if len(trees) > 1:
        raise InputError("an equation is drawn alone", hint="one expression")
    tree = opened[0]
    if tree.kind != "relation" or tree.value != "=":
        raise InputError(
            "a condition has no curve: equations and functions can be drawn",
            hint="draw its border: write = in its place",
            place=place,
        )
    names = variables(tree)
    left, right = tree.args
    if left.kind == "variable" and left.value != "x" and left.value not in variables(right):
        return _scalars(reader, (right,), (right,), wish)  # y = x², z = x·y: a function
    return _curve(reader, trees[0], tree, names, wish)


def _curve(reader: Reader, typed: Tree, tree: Tree, names: tuple[str, ...], wish: Wish) -> Report:
    if len(names) != 2:
        raise InputError(
            f"the curve of an equation needs two variables, and here {'is' if len(names) == 1 else 'are'} {len(names)}",
            hint="x^2 + y^2 = 1, or mvcalc solve for an equation of one variable",
        )
    _refuse(wish, ("tangent", "derivative", "contour", "heat", "field", "points"), "is not for equations", "")
    from mvcalc_cli.commands.plane_curves import implicit

    return implicit(reader, typed, tree, (names[0], names[1]), wish)


def _refuse(wish: Wish, options: tuple[str, ...], why: str, example: str) -> None:
    """An option that says nothing about this picture is a mistake, not passed over.

    Raises:
        InputError: If one was given.
    """
    for option in options:
        if getattr(wish, option):
            raise InputError(f"--{option.replace('_', '-')} {why}", hint=example or "leave it out")
