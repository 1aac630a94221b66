"""Points where the gradients of the active constraints are dependent: what f does on the set near by."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mvcalc_cli.language.tree import Tree, add, subtract
from mvcalc_cli.language.tree import number as number_tree
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Problem,
    exact_at,
    place_of,
    standings,
    value_at,
)
from mvcalc_cli.symbolic.stationary.kinds import meets_pieces
from mvcalc_cli.symbolic.stationary.system import real_points

# f is moved by this much, and points of the set with that value are looked for within this distance.
_STEP: Final = Fraction(1, 10**4)
_NEAR: Final = 1e-2
_OPEN: Final = "degenerate", "not decided: the gradients of the active constraints are dependent there"


def singular_kind(asked: Problem, candidate: Candidate) -> tuple[str, str]:
    """The kind of a singular point in the plane: has the set points near by where f is a little more, or less?

    On each branch of the set through the point f rises or falls until the next candidate, so that a value a little
    more (less) than f there is met near by on a branch, or not at all.
    """
    value = exact_at(asked.f, asked.names, candidate.point)
    slopes = [value_at(slope, place_of(asked.names, candidate.point)) for slope in asked.slopes]
    pieces = any(meets_pieces(tree, asked.names, candidate.point) for tree in _trees(asked, candidate))
    if pieces or any(slope is None for slope in slopes):
        return "degenerate", "not decided: f or a constraint has no gradient there"
    if len(asked.names) != 2 or value is None or not (asked.equalities or any(slopes)):
        return _OPEN
    more, less = (_is_met(asked, candidate, add(value, number_tree(way * _STEP))) for way in (1, -1))
    if more is None or less is None:
        return _OPEN
    if more and less:
        return "saddle", "near by the set has points where f is more and points where f is less"
    if more or less:
        word = "less" if more else "more"
        return ("minimum" if more else "maximum"), f"near by the set has no point where f is {word}"
    return "isolated", "no other point of the set is near by"


def _trees(asked: Problem, candidate: Candidate) -> list[Tree]:
    return [asked.f, *(asked.constraints[k].g for k in candidate.active)]


def _is_met(asked: Problem, candidate: Candidate, level: Tree) -> bool | None:
    """Has the set a point near by where f has this value? On its border, as f has no critical point there."""
    borders = asked.equalities or tuple(k for k in candidate.active)
    for k in borders[:1] if asked.equalities else borders:
        equations = [asked.constraints[k].g, subtract(asked.f, level)]
        found = real_points(equations, asked.names, asked.kinds, seconds=1.0)
        if found.complete is None:
            return None
        for point in found.inside:
            close = all(abs(a - b) < _NEAR for a, b in zip(point.numbers, candidate.point.numbers, strict=True))
            if close and standings(asked, place_of(asked.names, point)) is not None:
                return True
    return False
