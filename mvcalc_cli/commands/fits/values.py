"""The values that options give to parameters: --start, --fix, --bounds; and the points of --predict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import DomainError, InputError, MvcalcError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree


def starts_named(*texts: str | None) -> tuple[str, ...]:
    """The names before = in --start, --fix and --bounds: parameters, whatever they look like.

    >>> starts_named("Vmax=1, Km=2", None, "n=1..4")
    ('Vmax', 'Km', 'n')
    """
    from mvcalc_cli.language.letters import canonical
    from mvcalc_cli.language.names import is_name

    parts = [part.partition("=") for text in texts if text is not None for part in text.split(",")]
    names = [canonical(name.strip()) or "" for name, equals, _ in parts if equals and name.strip()]
    return tuple(name for name in names if is_name(name))


def number(tree: Tree, place: Place) -> float:
    """The finite number that a typed expression is.

    Raises:
        InputError: If it is none.
    """
    from mvcalc_cli.calculus.evaluate import evaluate

    try:
        value = evaluate(tree, {})
    except DomainError as error:
        raise InputError(f"this has no value: {error.message}", place=place) from error
    except MvcalcError as error:
        error.place = place
        raise
    if not math.isfinite(value):
        raise InputError("a finite number is needed here", place=place)
    return value


def values(reader: Reader, asked: Sequence[Asked], text: str | None, argument: str) -> dict[str, float]:
    """The numbers of `b1=1,b2=5`, or of `1,5` in the order of the parameters.

    Raises:
        InputError: For a name that is no parameter, or a number that is missing or none.
    """
    if text is None:
        return {}
    from mvcalc_cli.commands.files import argument_text
    from mvcalc_cli.language.points import parse_assignments

    text = argument_text(text, argument, reader.longest)
    names = _all_parameters(asked)
    declared = {**dict.fromkeys(starts_named(text), "real"), **dict.fromkeys(names, "real")}
    found, ordered = parse_assignments(text, names, names=declared, argument=argument)
    if ordered:
        found = _in_order(asked[0], ordered, text, argument)
    for name in found:
        if name not in names:
            raise _no_parameter(asked, name, _place(text, name, argument))
    return {name: number(tree, Place(text, tree.start, tree.end, argument)) for name, tree in found.items()}


def _in_order(asked: Asked, ordered: Sequence[Tree], text: str, argument: str) -> dict[str, Tree]:
    """Values without names: one for each parameter."""
    if len(ordered) != len(asked.parameters):
        given = "1 value" if len(ordered) == 1 else f"{len(ordered)} values"
        raise InputError(
            f"{argument} has {given}, and the parameters are {', '.join(asked.parameters)}",
            place=Place(text, 0, len(text), argument),
            hint=f"{argument} {','.join(f'{name}=1' for name in asked.parameters[:4])}",
        )
    return dict(zip(asked.parameters, ordered, strict=True))


def _all_parameters(asked: Sequence[Asked]) -> list[str]:
    return list(dict.fromkeys(name for one in asked for name in one.parameters))


def _place(text: str, name: str, argument: str) -> Place:
    start = max(text.find(name), 0)
    return Place(text, start, start + len(name) if name in text else len(text), argument)


def _no_parameter(asked: Sequence[Asked], name: str, place: Place) -> InputError:
    """A value for a name that the model does not have."""
    from mvcalc_cli.language.names import nearest

    columns, names = asked[0].columns, _all_parameters(asked)
    if name in columns.names:
        hint = "a parameter needs a name that is no column"
        return InputError(f"{name} is a column of {columns.file}, and so no parameter", place=place, hint=hint)
    near = nearest(name, names) if len(name) > 2 else None
    hint = f"did you mean {near}?" if near else f"the parameters are {', '.join(names)}"
    return InputError(f"{name} is no parameter of the model", place=place, hint=hint)


def ranges(reader: Reader, asked: Sequence[Asked], text: str | None) -> dict[str, tuple[float, float]]:
    """The ranges of `a=0..oo,b=-1..1`.

    Raises:
        InputError: For a name that is no parameter, or a range that is upside down.
    """
    if text is None:
        return {}
    from mvcalc_cli.commands.files import argument_text
    from mvcalc_cli.commands.ranges import read_ranges

    text = argument_text(text, "--bounds", reader.longest)
    names = _all_parameters(asked)
    for name in starts_named(text):
        if name not in names:
            raise _no_parameter(asked, name, _place(text, name, "--bounds"))
    reader.know(names)
    found = read_ranges(reader, text, () if "=" in text else names, "--bounds")
    return {each.name: _ends(each.low, each.high, each.place) for each in found}


def _ends(low: Tree, high: Tree, place: Place) -> tuple[float, float]:
    """The ends of a range as numbers, infinite ones allowed, the lower first."""
    from mvcalc_cli.calculus.evaluate import evaluate

    try:
        ends = evaluate(low, {}), evaluate(high, {})
    except MvcalcError as error:
        raise InputError(f"an end of this range has no value: {error.message}", place=place) from error
    if ends[0] > ends[1]:
        raise InputError("this range is upside down", hint="the lower end first", place=place)
    if ends[0] == ends[1]:
        raise InputError("this range is one number", hint="a parameter that is known: --fix", place=place)
    return ends


def checked_values(
    start: Mapping[str, float], fixed: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]
) -> None:
    """Options that contradict each other.

    Raises:
        InputError: If a parameter that is fixed has a start or a range, or a start lies outside its range.
    """
    for name in fixed:
        other = "--start" if name in start else "--bounds" if name in bounds else ""
        if other:
            raise InputError(f"{name} is fixed, and {other} gives it a value as well", hint="leave one of them out")
    for name, value in start.items():
        low, high = bounds.get(name, (-math.inf, math.inf))
        if not low <= value <= high:
            raise InputError(
                f"the start {name} = {value:g} is outside its bounds, {low:g} to {high:g}", hint="a start within them"
            )


class Spot(NamedTuple):
    """A point of --predict.

    Attributes:
        typed: The columns, as typed.
        values: What the model's predictors are there.
    """

    typed: Mapping[str, float]
    values: Mapping[str, float]


def spots(asked: Asked, texts: Sequence[str]) -> tuple[Spot, ...]:
    """The points of --predict x=5: a value for each column that the model uses; `5` alone where there is one.

    Raises:
        InputError: If one is missing, unknown or no finite number.
        DomainError: If an expression of columns has no value there.
    """
    if texts and not asked.predictors:
        raise InputError("the model has no predictor, and so nothing to predict by", hint="leave --predict out")
    return tuple(_spot(asked, one) for text in texts for one in _points(asked, text))


def _points(asked: Asked, text: str) -> list[str]:
    """x=5,6,7 is three points where the model has one predictor."""
    from mvcalc_cli.commands.inputs import split_at_commas
    from mvcalc_cli.language.tree import variables

    if len({name for tree in asked.predictors.values() for name in variables(tree)}) != 1:
        return [text]
    pieces = [text[start:end].strip() for start, end in split_at_commas(text)]
    name, equals, _ = pieces[0].partition("=")
    if any("=" in piece for piece in pieces[1:]) or not all(pieces):
        return [text]
    return [pieces[0], *(f"{name}={piece}" if equals else piece for piece in pieces[1:])]


def _spot(asked: Asked, text: str) -> Spot:
    """One point; the predictors may be given themselves: x, where x is --x."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.tree import variables

    names = tuple(dict.fromkeys(name for tree in asked.predictors.values() for name in variables(tree)))
    given = set(starts_named(text))
    direct = bool(given) and given <= set(asked.predictors) and not given <= set(names)
    typed = _numbers(tuple(asked.predictors) if direct else names, text)
    if direct:
        return Spot(typed, typed)
    return Spot(typed, {name: evaluate(tree, typed) for name, tree in asked.predictors.items()})


def _numbers(names: tuple[str, ...], text: str) -> dict[str, float]:
    from mvcalc_cli.language.points import parse_point

    declared = dict.fromkeys([*names, *starts_named(text)], "real")
    try:
        trees = parse_point(text, names, names=declared, argument="--predict")
    except InputError as mistake:
        mistake.message = mistake.message.replace("the expression", "the model").replace(
            "is not in", "is no predictor of"
        )
        raise
    return {name: number(tree, Place(text, tree.start, tree.end, "--predict")) for name, tree in trees.items()}
