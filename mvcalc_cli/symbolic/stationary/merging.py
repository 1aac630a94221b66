"""Families that are one: {0, π} + 2πk is kπ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.stationary.matching import many_digits
from mvcalc_cli.symbolic.stationary.quotient import DIGITS
from mvcalc_cli.symbolic.stationary.resolving import Coordinate, Relation, Resolved


def merged(solutions: Sequence[Resolved]) -> list[Resolved]:
    """Families with the same other coordinates and evenly spaced ones are one: {0, π} + 2πk is kπ.

    >>> import sympy
    >>> mp = context(DIGITS)
    >>> turn = 2 * sympy.pi
    >>> zero, half = Coordinate(sympy.Integer(0), mp.zero, turn), Coordinate(sympy.pi, +mp.pi, turn)
    >>> (together,) = merged([Resolved((zero,)), Resolved((half,))])
    >>> together.coordinates[0].exact, together.coordinates[0].period
    (0, pi)
    """
    groups: dict[Any, list[tuple[Coordinate, ...]]] = {}
    for each in solutions:
        arguments = tuple(relation.argument for relation in each.relations)
        row = (*each.coordinates, *(relation.value for relation in each.relations))
        groups.setdefault((len(each.coordinates), arguments), []).append(row)
    return [
        Resolved(row[:size], tuple(Relation(a, v) for a, v in zip(arguments, row[size:], strict=True)))
        for (size, arguments), rows in groups.items()
        for row in _merged(rows)
    ]


def _merged(rows: list[tuple[Coordinate, ...]]) -> list[tuple[Coordinate, ...]]:
    found = list({tuple(_key(one) for one in row): row for row in rows}.values())
    for place in range(len(found[0])):
        groups: dict[Any, list[tuple[Coordinate, ...]]] = {}
        for each in found:
            others = tuple(_key(one) for k, one in enumerate(each) if k != place)
            groups.setdefault((others, each[place].period), []).append(each)
        found = [each for (_, period), group in groups.items() for each in _one(group, place, period)]
    return found


def _key(coordinate: Coordinate) -> Any:
    if coordinate.free or coordinate.derived is not None:
        return coordinate.derived, None
    return context(DIGITS).nstr(coordinate.number, 25), coordinate.period


def _one(group: list[tuple[Coordinate, ...]], place: int, period: Any) -> list[tuple[Coordinate, ...]]:
    """The families of a group as one, if their offsets divide the period evenly."""
    if period is None or len(group) == 1:
        return group
    mp = context(DIGITS)
    turn = many_digits(period)
    offsets = sorted((each[place].number / turn) % 1 for each in group)
    gap = mp.mpf(1) / len(group)
    if any(abs(at - offsets[0] - k * gap) > mp.mpf(10) ** -25 for k, at in enumerate(offsets)):
        return group
    chosen = min(group, key=lambda each: (abs(each[place].number), -each[place].number))
    together = chosen[place]._replace(period=period / len(group))
    return [(*chosen[:place], together, *chosen[place + 1 :])]
