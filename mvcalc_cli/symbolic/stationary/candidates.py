"""Points that the conditions allow: what is known of them, with their multipliers as further coordinates or without."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import as_variable, substitute, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.bounding import bounding_box
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, place_of, shortened, standings
from mvcalc_cli.symbolic.stationary.germ import number_tree
from mvcalc_cli.symbolic.stationary.measured import WORKING, told
from mvcalc_cli.symbolic.stationary.multiplierless import multipliers_at
from mvcalc_cli.symbolic.stationary.points import Family, Point

# Places on a curve of candidates that are looked at.
_ALONG: Final = tuple(Fraction(k, 6) for k in (-55, -41, -29, -17, -11, -5, -1, 1, 5, 11, 17, 29, 41, 55))
# Into so many parts the range of a bounded variable is divided for that.
_PARTS: Final = 31


class Candidates(NamedTuple):
    """All that the systems gave, with why there are no others (None: there may be)."""

    regular: tuple[Candidate, ...]
    singular: tuple[Candidate, ...]
    families: tuple[tuple[Family, tuple[int, ...], tuple[Candidate, ...]], ...]
    complete: str | None
    methods: frozenset[str]
    notes: tuple[str, ...]
    contradiction: str | None


def members_along(asked: Problem, family: Family, taken: tuple[int, ...]) -> tuple[Candidate, ...]:
    """Members of a curve that is told by one of the variables, at simple values of it, as far as they are allowed."""
    (letter,) = family.parameters
    low, high = (bounding_box(asked) or {}).get(letter, (0.0, 0.0))
    parts = range(1, _PARTS if high > low else 1)
    between = [Fraction(low + (high - low) * k / _PARTS).limit_denominator(1000) for k in parts]
    if family.values[asked.names.index(letter)] != as_variable(letter):
        return ()
    found = []
    for at in between or _ALONG:
        values = [shortened(value, {letter: number_tree(at)}) for value in family.values]
        exact = [value for value in values if value is not None]
        try:
            numbers = [measure(value, {}, WORKING) for value in exact]
        except Unmeasured:
            continue
        if len(exact) < len(values) or any(each is None for each in numbers):
            continue
        point = told([asked.constraints[k].g for k in taken], asked.names, exact, [n for n in numbers if n is not None])
        active = None if point is None else standings(asked, place_of(asked.names, point))
        sizes = None if point is None or active is None else multipliers_at(asked, taken, point)
        if point is not None and active is not None and sizes is not None:
            found.append(Candidate(point, sizes, taken, active))
    return tuple(found)


def in_variables(family: Family, names: Sequence[str], letters: Sequence[str]) -> Family:
    """A family told without multipliers: one that runs is put as the variable that equals it."""
    from mvcalc_cli.calculus.tidy import tidy

    values = family.values[: len(names)]
    put_in = {
        as_variable(letter): as_variable(name)
        for letter in letters
        for name, value in zip(names, values, strict=True)
        if value == as_variable(letter)
    }
    renamed = {str(old.value): str(new.value) for old, new in put_in.items()}
    equations = [tidy(substitute(each, put_in)) for each in family.equations]
    return family._replace(
        values=tuple(substitute(value, put_in) for value in values),
        parameters=tuple(dict.fromkeys(renamed.get(each, each) for each in family.parameters)),
        equations=tuple(each for each in equations if variables(each) and not set(letters) & set(variables(each))),
    )


def joined(point: Point, sizes: Point) -> Point:
    """A point with its multipliers as further coordinates."""
    return Point(
        point.values + sizes.values, point.numbers + sizes.numbers, point.digits + sizes.digits, point.residual
    )


def split(point: Point, size: int) -> tuple[Point, Point]:
    """The point, and its multipliers."""
    return (
        Point(point.values[:size], point.numbers[:size], point.digits[:size], point.residual),
        Point(point.values[size:], point.numbers[size:], point.digits[size:], point.residual),
    )
