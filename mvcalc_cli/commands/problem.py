"""What the numeric commands work on: the compiled function, its points and its bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import DomainError, InputError, MvcalcError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.compiled import Numeric
    from mvcalc_cli.numeric.descent.objective import Bounds

# Coordinates of a point that a screen shows at most.
_SHOWN = 6


class Problem(NamedTuple):
    """A function to work on with numbers.

    Attributes:
        numeric: The compiled function: a scalar, or a vector where several expressions were given.
        trees: The expressions as typed; () where the text is too long to be shown or drawn.
        texts: As typed, files read.
    """

    numeric: Numeric
    trees: tuple[Tree, ...]
    texts: tuple[str, ...]

    @property
    def tree(self) -> Tree | None:
        """The only expression, as typed; None where it is too long, or there are several."""
        return self.trees[0] if len(self.trees) == 1 else None


def compiled(reader: Reader, texts: Sequence[str], argument: str = "EXPR") -> Problem:
    """Compile one expression, or several as a vector.

    Raises:
        ParseError: Where a text cannot be read.
        InputError: If it is no number or vector, has no variable, or the bounds of a sum are not known.
    """
    from mvcalc_cli.commands.files import argument_text

    typed = tuple(argument_text(text, argument, reader.longest) for text in texts)
    if len(typed) == 1 and _is_long(typed[0]):
        return Problem(_checked(_compiled_text(reader, typed[0])), (), typed)
    trees = tuple(reader.unbound(text, argument) for text in typed)
    return Problem(_checked(of_trees(reader, trees, typed[0] if len(typed) == 1 else None)), trees, typed)


def _is_long(text: str) -> bool:
    from mvcalc_cli.language.parser import MAX_LENGTH

    return len(text) > MAX_LENGTH


def _compiled_text(reader: Reader, text: str) -> Numeric:
    """A text of thousands of terms, which is compiled by its like terms."""
    from mvcalc_cli.numeric.function import compile_numeric

    lets, inner = _constants(reader)
    if inner:
        raise InputError(
            f"a text of {len(text):,} characters takes numbers in --let, and {next(iter(inner))} is an expression",
            hint="put it into the text",
        )
    return compile_numeric(text, reader.kinds, lets)


def of_trees(reader: Reader, trees: tuple[Tree, ...], text: str | None = None) -> Numeric:
    """Compile Trees as typed, with what --let binds: numbers and vectors as constants, the rest put in."""
    from mvcalc_cli.language.tree import substitute, variable, vector
    from mvcalc_cli.numeric.function import compile_numeric

    lets, inner = _constants(reader)
    entries = [entry for tree in trees for entry in (tree.args if tree.kind == "vector" else (tree,))]
    whole = trees[0] if len(trees) == 1 else vector(*entries)
    put_in = {variable(name): tree for name, tree in inner.items()}
    return compile_numeric(substitute(whole, put_in), reader.kinds, lets, text=text)


def _constants(reader: Reader) -> tuple[dict[str, Any], Mapping[str, Tree]]:
    """What --let binds: numbers, vectors and matrices of numbers, and expressions."""
    from mvcalc_cli.language.tree import variables

    lets: dict[str, Any] = dict(reader.arrays)
    inner: dict[str, Tree] = {}
    for name, tree in reader.bindings.items():
        if variables(tree) or tree.kind not in {*_NUMBERS, "vector", "matrix"}:
            inner[name] = tree
        else:
            lets[name] = _constant(tree)
    return lets, inner


def _constant(tree: Tree) -> Any:
    """A number, the numbers of a vector, or the rows of a matrix."""
    from mvcalc_cli.calculus.evaluate import evaluate

    if tree.kind in {"vector", "matrix"}:
        return [_constant(entry) for entry in tree.args]
    return evaluate(tree, {})


_NUMBERS = frozenset(["number", "negative", "constant", "quotient", "power", "product", "sum", "call"])


def _checked(numeric: Numeric) -> Numeric:
    if not numeric.size:
        raise InputError("there is no variable here", hint="write one, as in 'x^2 + y^2'")
    return numeric


def point(reader: Reader, problem: Problem, text: str, argument: str = "--at") -> Any:
    """The flat vector v of a point: `1,2`, `x=1,y=pi/2`, `x=[1,2,3]`, `x=1.2` for all of x, `@FILE`.

    Raises:
        InputError: If a value is missing, unknown, doubled or no finite number.
        FileError: If the file cannot be read, or its numbers do not fit.
    """
    from mvcalc_cli.commands.number_files import is_number_file, read_numbers
    from mvcalc_cli.errors import FileError
    from mvcalc_cli.numeric.points import by_name, in_order

    layout = problem.numeric.layout
    if is_number_file(text):
        found = read_numbers(text[1:])
        try:
            return by_name(layout, found) if isinstance(found, Mapping) else in_order(layout, found)
        except InputError as mistake:
            raise FileError(f"{text[1:]}: {mistake.message}", hint=mistake.hint) from mistake
    named, ordered = _typed(reader, problem, text, argument)
    try:
        return by_name(layout, named) if named else in_order(layout, ordered)
    except InputError as mistake:
        mistake.place = mistake.place or Place(text, 0, len(text), argument)
        raise


def _typed(reader: Reader, problem: Problem, text: str, argument: str) -> tuple[dict[str, Any], list[float]]:
    """The numbers of a point as typed."""
    from mvcalc_cli.commands.files import argument_text
    from mvcalc_cli.language.points import parse_assignments
    from mvcalc_cli.numeric.points import base_name

    text = argument_text(text, argument, reader.longest)
    bases = [base_name(block) for block in problem.numeric.layout.blocks]
    named, ordered = parse_assignments(text, bases, names=reader.kinds, argument=argument)
    return (
        {name: _value(reader, tree, text, argument) for name, tree in named.items()},
        [_number(reader, tree, text, argument) for tree in ordered],
    )


def _value(reader: Reader, tree: Tree, text: str, argument: str) -> Any:
    if tree.kind in {"vector", "matrix"}:
        return [_value(reader, entry, text, argument) for entry in tree.args]
    return _number(reader, tree, text, argument)


def _number(reader: Reader, tree: Tree, text: str, argument: str) -> float:
    """A finite number of a point."""
    from mvcalc_cli.calculus.evaluate import evaluate

    place = Place(text, tree.start, tree.end, argument, reader.line)
    try:
        value = evaluate(tree, {})
    except DomainError as error:
        raise InputError(f"this coordinate has no value: {error.message}", place=place) from error
    except MvcalcError as error:
        error.place = place
        raise
    if not math.isfinite(value):
        raise InputError("a coordinate must be finite", place=place)
    return value


def vector_of(reader: Reader, text: str, argument: str) -> list[float]:
    """The numbers of `3,4`, `[3, 4]` or `@FILE.csv`.

    Raises:
        InputError: If an entry is no finite number.
        FileError: If the file cannot be read, or holds something else.
    """
    from mvcalc_cli.commands.number_files import is_number_file, read_vector

    if is_number_file(text):
        return list(map(float, read_vector(text[1:])))
    return [_number(reader, entry, text, argument) for entry in reader.vector(text, argument)]


def bounds(reader: Reader, problem: Problem, text: str | None, argument: str = "--bounds") -> Bounds | None:
    """The box of `x=0..1,y=0..oo`; a range for a name that several entries share holds for them all.

    Raises:
        InputError: If it is no range, upside down, or for an unknown name.
    """
    from mvcalc_cli.commands.ranges import read_ranges
    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.points import base_name, by_name

    if text is None:
        return None
    layout = problem.numeric.layout
    names = [base_name(block) for block in layout.blocks]
    lower: dict[str, float] = dict.fromkeys(names, -math.inf)
    upper: dict[str, float] = dict.fromkeys(names, math.inf)
    for each in read_ranges(reader, text, () if "=" in text else names, argument):
        lower[each.name], upper[each.name] = _ends(each.low, each.high, each.place)
    try:
        return Bounds(by_name(layout, lower), by_name(layout, upper))
    except InputError as mistake:
        mistake.place = Place(text, 0, len(text), argument)
        raise


def _ends(low: Tree, high: Tree, place: Place) -> tuple[float, float]:
    """The ends of a range as numbers, infinite ones allowed."""
    from mvcalc_cli.calculus.evaluate import evaluate

    try:
        ends = evaluate(low, {}), evaluate(high, {})
    except MvcalcError as error:
        raise InputError(f"an end of this range has no value: {error.message}", place=place) from error
    if ends[0] > ends[1]:
        raise InputError("this range is upside down", hint="the lower end first", place=place)
    return ends


def shown(numeric: Numeric, v: Any, decimals: int = 6) -> str:
    """A point on a screen: (3.584428, −1.848126), x = 2.094551; of a long one the first and the last coordinates."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.render.numbers import show

    texts = [show(float(v[k]), decimals=decimals) for k in _few(len(v))]
    if len(v) == 1:
        return f"{show_name(numeric.names[0])} = {texts[0]}"
    if len(v) > _SHOWN:
        return f"({', '.join(texts[:-1])}, … {texts[-1]})   {len(v):,} coordinates"
    return f"({', '.join(texts)})"


def _few(size: int) -> list[int]:
    return list(range(size)) if size <= _SHOWN else [*range(3), size - 1]


def point_data(numeric: Numeric, v: Any) -> dict[str, object]:
    """A point in JSON: a number for each variable, a list for a vector."""
    return {
        name: value.tolist() if hasattr(value, "tolist") else value for name, value in numeric.layout.point(v).items()
    }
