"""What `fit` is asked: what is explained by what, the model and its parameters, each mistake with its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mvcalc_cli.commands.fits.columns import Columns, column_of
from mvcalc_cli.commands.fits.formula import X, read_expression, read_formula
from mvcalc_cli.commands.fits.sides import Wish, formula_sides, named_sides, names_in
from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.tree import Tree, variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.fits.formula import Formula
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.named import NamedModel

Weights = Literal["none", "relative", "absolute"]


class Asked(NamedTuple):
    """One model and what it is to explain.

    Attributes:
        columns: The columns of the table.
        text: The model as typed.
        label: Its name, or its formula.
        named: The named model that it is; None of a formula.
        tree: The formula, in predictors and parameters.
        parameters: All of them, those of --fix included.
        predictors: What the model calls them -> the expression of columns.
        y: The expression of columns that is explained.
        sigma: The standard deviation of each y: an expression of columns, or one number; None where none is given.
        weights: Whether the sigmas hold as they are, or only their ratios.
        start: The start values of --start.
        fixed: The values of --fix.
        bounds: The ranges of --bounds.
    """

    columns: Columns
    text: str
    label: str
    named: NamedModel | None
    tree: Tree
    parameters: tuple[str, ...]
    predictors: Mapping[str, Tree]
    y: Tree
    sigma: Tree | float | None
    weights: Weights
    start: Mapping[str, float]
    fixed: Mapping[str, float]
    bounds: Mapping[str, tuple[float, float]]

    @property
    def free(self) -> tuple[str, ...]:
        """The parameters that are looked for."""
        return tuple(name for name in self.parameters if name not in self.fixed)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that are read, in the order of the file."""
        trees = [self.y, *self.predictors.values(), *([self.sigma] if isinstance(self.sigma, Tree) else [])]
        used = {name for tree in trees for name in variables(tree)}
        return tuple(name for name in self.columns.names if name in used)

    def label_of(self, tree: Tree) -> str:
        """An expression of columns for people: a column by its header."""
        from mvcalc_cli.language.printers import line

        name = column_of(self.columns, tree)
        return line(tree) if name is None or self.columns.header(name) == name else self.columns.header(name)

    @property
    def y_label(self) -> str:
        """What is explained, for people."""
        return self.label_of(self.y)

    @property
    def x_labels(self) -> tuple[str, ...]:
        """What explains it, for people."""
        return tuple(map(self.label_of, self.predictors.values()))


def read(reader: Reader, columns: Columns, texts: Sequence[str], wish: Wish) -> tuple[Asked, ...]:
    """Read the question: one model, or those of --compare.

    Raises:
        InputError: For a model without parameters or predictors, values of names that are no parameters, …
        FileError: For a name that is no column.
    """
    from mvcalc_cli.commands.fits.values import starts_named

    declared = starts_named(wish.start, wish.fix, wish.bounds)
    asked = tuple(_one(reader, columns, text, wish, declared) for text in texts)
    return _with_values(reader, asked, wish)


def _one(reader: Reader, columns: Columns, text: str, wish: Wish, declared: Sequence[str]) -> Asked:
    """One model, its numbers not read yet."""
    named = _named(text, columns)
    sigma = _sigma(reader, columns, wish)
    if named is not None:
        y, x = named_sides(reader, columns, wish, sigma)
        parameters, predictors = tuple(named.parameters), {X: x}
        tree, label = named.tree, text.strip()
    else:
        formula = read_formula(reader, text, columns, declared)
        tree, y, predictors = formula_sides(reader, columns, formula, wish, sigma)
        tree = _written_out(tree)
        parameters = tuple(name for name in variables(tree) if name not in predictors)
        label = formula.text
        _refuse_empty(columns, formula, parameters, predictors)
        _note_model_names(reader, parameters)
    for note in columns.odd(names_in(y, *predictors.values())):
        reader.note(note)
    weights: Weights = "none" if sigma is None else "absolute" if wish.absolute else "relative"
    return Asked(columns, text, label, named, tree, parameters, predictors, y, sigma, weights, {}, {}, {})


# A parameter alone, a mean, has a name of so many letters at most where it might be a model's.
_SHORT = 3


def _written_out(tree: Tree) -> Tree:
    """A model with its sums written out: the parameters of sum(b[k]*x^k, k=0..2) are b[0], b[1], b[2]."""
    from mvcalc_cli.language.tree import postorder

    if not any(node.kind in {"indexed", "component"} for node in postorder(tree)):
        return tree
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.numeric.opened import opened

    return opened(lower(tree))


def _named(text: str, columns: Columns) -> NamedModel | None:
    """The model of a name; a name that is nearly one, and no formula, is a mistake.

    Raises:
        InputError: With the nearest name.
    """
    from mvcalc_cli.numeric.fit.named import find, named

    found = find(text)
    if found is not None:
        return found
    word = text.strip()
    is_word = len(word) > 1 and word.replace("-", "").replace("_", "").isalpha() and word not in columns.names
    return named(text) if is_word or (":" in word and "(" not in word) else None


def _sigma(reader: Reader, columns: Columns, wish: Wish) -> Tree | float | None:
    """--sigma: a column, an expression of columns, or one number.

    Raises:
        InputError: For a number that is not positive.
    """
    from mvcalc_cli.commands.fits.values import number

    if wish.sigma is None:
        return None
    tree = read_expression(reader, wish.sigma, columns, "--sigma")
    if variables(tree):
        return tree
    place = Place(wish.sigma, 0, len(wish.sigma), "--sigma")
    value = number(tree, place)
    if not value > 0:
        raise InputError(f"a standard deviation is positive, and this is {value:g}", place=place, hint="--sigma 0.5")
    return value


def _refuse_empty(
    columns: Columns, formula: Formula, parameters: Sequence[str], predictors: Mapping[str, Tree]
) -> None:
    """A model has parameters; a constant alone, a mean, may do without predictors.

    Raises:
        InputError: With the columns and the names that the model has.
    """
    place = Place(formula.text, formula.tree.start, formula.tree.end, "--model")
    if not parameters:
        names = ", ".join(predictors)
        are = "is a column" if len(predictors) == 1 else "are columns"
        told = f": {names} {are} of {columns.file}" if predictors else ""
        raise InputError(
            f"the model has no parameter to find{told}",
            place=place,
            hint="a parameter is a name that is no column: 'a x + b'",
        )
    if not predictors:
        _refuse_model_name(formula, place)
    if not predictors and (len(parameters) > 1 or formula.tree.kind != "variable"):
        raise InputError(
            f"the model has no column of {columns.file}: {_would_be(parameters)}",
            place=place,
            hint=f"the columns are {columns.listed()}; x stands for --x",
        )


def _note_model_names(reader: Reader, parameters: Sequence[str]) -> None:
    """gaussian + c x: the first word is a parameter there, which may not be what was meant."""
    from mvcalc_cli.numeric.fit.named import NAMED

    for name in parameters:
        if name in NAMED:
            reader.note(f"{name} is a parameter here, not the model of that name, which stands alone")


def _would_be(parameters: Sequence[str]) -> str:
    """all of a, b would be parameters."""
    if len(parameters) == 1:
        return f"{parameters[0]} would be a parameter"
    return f"all of {', '.join(parameters)} would be parameters"


def _refuse_model_name(formula: Formula, place: Place) -> None:
    """`exp + c` and `poly2` are meant as named models, and would be read as e^c and a letter.

    Raises:
        InputError: With the formula of the model that was meant.
    """
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.numeric.fit.named import NAMED, named

    words = formula.text.replace("=", " ").replace("+", " ").split()
    for word in words:
        if word in NAMED:
            raise InputError(
                f"{word} is the name of a model, and stands alone",
                place=place,
                hint=f"in a formula write it out: {line(NAMED[word].tree)}",
            )
    bare = formula.text.strip()
    if formula.tree.kind == "variable" and len(bare) > _SHORT:
        named(bare)


def _with_values(reader: Reader, asked: tuple[Asked, ...], wish: Wish) -> tuple[Asked, ...]:
    """The models with what --start, --fix and --bounds say of their parameters."""
    from mvcalc_cli.commands.fits.values import checked_values, ranges, values

    start, fixed, bounds = (
        values(reader, asked, wish.start, "--start"),
        values(reader, asked, wish.fix, "--fix"),
        ranges(reader, asked, wish.bounds),
    )
    checked_values(start, fixed, bounds)
    return tuple(one._replace(**_own(one, start, fixed, bounds)) for one in asked)


def _own(
    one: Asked, start: Mapping[str, float], fixed: Mapping[str, float], bounds: Mapping[str, Any]
) -> dict[str, Any]:
    """Of several models each has the values of its own parameters."""
    every = {"start": start, "fixed": fixed, "bounds": bounds}
    found = {
        key: {name: value for name, value in given.items() if name in one.parameters} for key, given in every.items()
    }
    if one.parameters and not set(one.parameters) - set(found["fixed"]):
        raise InputError("--fix leaves no parameter to find", hint="leave one of them free")
    return found
