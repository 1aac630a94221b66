"""What is explained by what: --y and --x, the left side of an equation, or what they are where nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.fits.formula import X, Y, read_expression
from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.tree import Tree, substitute, variable, variables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.commands.fits.columns import Columns
    from mvcalc_cli.commands.fits.formula import Formula
    from mvcalc_cli.commands.inputs import Reader


# Headers of standard deviations: a column called so is not what is explained, unless --y says it.
_SPREADS = frozenset({
    "sd", "se", "std", "stdev", "stddev", "std_dev", "std_err", "stderr", "std_error", "err", "error", "errors",
    "sigma", "σ", "unc", "uncertainty", "dy", "yerr", "y_err", "sigma_y", "err_y",
})  # fmt: skip


class Wish(NamedTuple):
    """What of the command line says which numbers are explained by which, as typed."""

    y: str | None = None
    x: str | None = None
    sigma: str | None = None
    absolute: bool = True
    start: str | None = None
    fix: str | None = None
    bounds: str | None = None


def names_in(*trees: Tree) -> list[str]:
    """The columns in some expressions."""
    return [name for tree in trees for name in variables(tree)]


def _taken(sigma: Tree | float | None, *trees: Tree | None) -> set[str]:
    """The columns that the sigmas and these expressions use."""
    return set(names_in(*(tree for tree in (sigma, *trees) if isinstance(tree, Tree))))


def _x(reader: Reader, columns: Columns, wish: Wish) -> Tree | None:
    """--x, where it is given."""
    return None if wish.x is None else read_expression(reader, wish.x, columns, "--x")


def _first_other(columns: Columns, y: Tree, taken: set[str]) -> Tree:
    """What x is where nothing says so: the column x, else the first that is not used.

    Raises:
        InputError: If there is no other column than the one explained.
    """
    others = [name for name in columns.names if name not in {*names_in(y), *taken}]
    others = others or [name for name in columns.names if name not in names_in(y)]
    if not others:
        raise InputError(
            f"{columns.file} has one column, {columns.listed()}, and a model explains one column by another",
            hint=f"its distribution: --histogram {columns.names[0]}",
        )
    return variable(X if X in others else others[0])


def _y(reader: Reader, columns: Columns, wish: Wish, taken: set[str]) -> Tree:
    """What is explained: --y, else the column y, else the last that nothing else uses.

    Raises:
        InputError: If every column is used by the model.
    """
    if wish.y is not None:
        return read_expression(reader, wish.y, columns, "--y")
    if Y in columns.names:
        return variable(Y)
    free = [name for name in columns.names if name not in taken]
    if not free:
        raise InputError(
            f"the model uses every column of {columns.file}: none is left to be explained",
            hint=f"say which one is: --y {columns.names[-1]}",
        )
    y = next((name for name in reversed(free) if not _is_spread(columns.header(name))), free[-1])
    _note_guess(reader, columns, y, free, sigma=wish.sigma is not None)
    return variable(y)


def _is_spread(header: str) -> bool:
    """Whether a column is called as standard deviations are."""
    return header.strip().lower().replace(".", "").replace(" ", "_") in _SPREADS


def _note_guess(reader: Reader, columns: Columns, y: str, free: list[str], *, sigma: bool) -> None:
    """Which of several columns is explained is a guess, and said."""
    left = free[free.index(y) + 1 :]
    if left and not sigma:
        reader.note(f"{y} is explained, and {left[0]} looks like its standard deviations: --sigma {left[0]} uses them")
    elif len(free) > 2 or y != columns.names[-1]:
        reader.note(f"{y} is explained: the last column that nothing else uses; another: --y {free[0]}")


def named_sides(reader: Reader, columns: Columns, wish: Wish, sigma: Tree | float | None) -> tuple[Tree, Tree]:
    """What a named model explains, and what its x is."""
    x = _x(reader, columns, wish)
    y = _y(reader, columns, wish, _taken(sigma, x))
    return y, _first_other(columns, y, _taken(sigma)) if x is None else x


def formula_sides(
    reader: Reader, columns: Columns, formula: Formula, wish: Wish, sigma: Tree | float | None
) -> tuple[Tree, Tree, dict[str, Tree]]:
    """The model's formula, what it explains, and its predictors: x is --x, or where no column is called so another."""
    names = variables(formula.tree)
    used = [name for name in names if name in columns.names and not (name == X and wish.x is not None)]
    alias = X in names and X not in used and (wish.x is not None or not used)
    x = _x(reader, columns, wish)
    if x is not None and not alias:
        raise InputError(
            "the model names its columns, and does not use --x",
            hint="call the predictor x in the model, or leave --x out",
            place=Place(formula.text, formula.tree.start, formula.tree.end, "--model"),
        )
    taken = _taken(sigma, x).union(used)
    y = _y(reader, columns, wish, taken) if formula.left is None else _left(reader, columns, formula, wish, taken)
    predictors = {name: variable(name) for name in used}
    if alias and x is None:
        x = _first_other(columns, y, taken)
        reader.note(f"x is the column {columns.header(str(x.value))}")
    if alias and x is not None:
        predictors[X] = x
    _refuse_itself(columns, formula, y, predictors)
    return formula.tree, y, predictors


def _left(reader: Reader, columns: Columns, formula: Formula, wish: Wish, taken: set[str]) -> Tree:
    """The left side of `y = …` is --y; y stands for the column that is explained, where none is called so.

    Raises:
        InputError: If it holds no column, or --y is given as well.
    """
    left = formula.left
    assert left is not None
    place = Place(formula.text, left.start, left.end, "--model")
    names = variables(left)
    if names == (Y,) and Y not in columns.names:
        return substitute(left, {variable(Y): _y(reader, columns, wish, taken)})
    if wish.y is not None:
        raise InputError("the equation and --y both say what is explained", place=place, hint="leave one of them out")
    strange = [name for name in names if name not in columns.names]
    if strange:
        raise columns.missing(strange[0], place)
    if not names:
        raise InputError("the left side of the model is no column", place=place, hint="write 'y = a x + b'")
    return left


def _refuse_itself(columns: Columns, formula: Formula, y: Tree, predictors: Mapping[str, Tree]) -> None:
    """What is explained does not explain itself."""
    both = [name for name in names_in(*predictors.values()) if name in variables(y)]
    if both:
        other = next((name for name in columns.names if name not in both), "COLUMN")
        raise InputError(
            f"{both[0]} is explained, and stands in the model as well",
            place=Place(formula.text, formula.tree.start, formula.tree.end, "--model"),
            hint=f"another column is explained: --y {other}; a parameter needs a name that is no column",
        )
