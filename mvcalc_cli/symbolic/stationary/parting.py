"""A periodic family whose members are of several kinds, as families of one kind each: k even, k odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from mvcalc_cli.language.tree import add, as_variable, multiply, number, substitute
from mvcalc_cli.symbolic.stationary.bordered import kind_of
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, place_of, value_at
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.points import Family, Point
from mvcalc_cli.symbolic.stationary.repeating import repeat

Told = tuple[Family, tuple[int, ...], tuple[Candidate, ...]]

Mark = tuple[str, str]

_MOST_PARTS: Final = 4
# Members that are asked for their kind.
_ASKED: Final = 24
_DIGITS: Final = 12


def parted(asked: Problem, told: Told) -> tuple[Told, ...]:
    """The family in as few residue classes of its integers as have one kind and one value of f each."""
    family, _, members = told
    curved = family.kind != "periodic" or any(each in asked.names for each in family.parameters)
    if curved or any(each.multipliers is None for each in members):
        return (told,)
    marks = {each.point: _mark(asked, each) for each in members[:_ASKED]}
    found = _parts(asked, told, marks)
    if found is None and len({kind for kind, _ in marks.values()}) > 1:
        found = _parts(asked, told, {point: (kind, "") for point, (kind, _) in marks.items()})
    return found or (told,)


def _parts(asked: Problem, told: Told, marks: Mapping[Point, Mark]) -> tuple[Told, ...] | None:
    """Classes of one mark each, every one with several members or the same f at all; None if there are none."""
    if len(set(marks.values())) == 1:
        return None
    for parts in range(2, _MOST_PARTS + 1):
        found = list(_classes(asked, told, parts))
        met = [[marks[each.point] for each in several if each.point in marks] for _, _, several in found]
        enough = [
            len(one) > 1 or (one and repeat((asked.f, *asked.slopes), asked.names, row[0]))
            for row, one in zip(found, met, strict=True)
        ]
        if all(enough) and all(len(set(one)) == 1 for one in met):
            return _merged(asked, told, parts, [(row, one[0]) for row, one in zip(found, met, strict=True)])
    return None


def _mark(asked: Problem, candidate: Candidate) -> Mark:
    """The kind of a member and f there."""
    value = value_at(asked.f, place_of(asked.names, candidate.point))
    return kind_of(asked, candidate)[0], "" if value is None else f"{float(value) + 0.0:.{_DIGITS}g}"


def _classes(asked: Problem, told: Told, parts: int) -> Iterator[Told]:
    """k = parts·k + r, for all r of all parameters."""
    family, taken, members = told
    for rests in product(range(parts), repeat=len(family.parameters)):
        part = _class(family, parts, rests)
        several = tuple(each for each in members if holds(part, asked.names, each.point))
        if several:
            yield part._replace(inside=tuple(each.point for each in several)), taken, several


def _class(family: Family, parts: int, rests: Sequence[int]) -> Family:
    import sympy

    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    put_in = {
        as_variable(name): add(multiply(number(parts), as_variable(name)), number(rest))
        for name, rest in zip(family.parameters, rests, strict=True)
    }
    values = [from_sympy(sympy.expand(to_sympy(substitute(value, put_in)))) for value in family.values]
    return family._replace(values=tuple(values))


def _merged(asked: Problem, told: Told, parts: int, rows: Sequence[tuple[Told, Mark]]) -> tuple[Told, ...]:
    """One parameter is parted alone where the others do not matter."""
    family, taken, members = told
    for place in range(len(family.parameters)) if len(family.parameters) > 1 else ():
        alone = []
        for rest in range(parts):
            part = _class_of_one(family, place, parts, rest)
            several = tuple(each for each in members if holds(part, asked.names, each.point))
            marks = {mark for row, mark in rows if set(row[0].inside) & {each.point for each in several}}
            alone.append((part._replace(inside=tuple(each.point for each in several)), several, marks))
        if all(len(marks) == 1 for _, _, marks in alone):
            return tuple((part, taken, several) for part, several, _ in alone if several)
    return tuple(row for row, _ in rows)


def _class_of_one(family: Family, place: int, parts: int, rest: int) -> Family:
    alone = family._replace(parameters=(family.parameters[place],))
    return _class(alone, parts, [rest])._replace(parameters=family.parameters)
