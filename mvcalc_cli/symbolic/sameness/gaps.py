"""Where only one of two expressions has a value: looked for where their domains end."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.sameness.lines import cuts, difference
from mvcalc_cli.symbolic.sameness.result import How, kinds_of
from mvcalc_cli.symbolic.verify import Gap, Session, allowed, free_variables, has_i

_NEAR: Final = Fraction(1, 16)
_MOST_POINTS: Final = 40


def gap_between(left: Tree, right: Tree, how: How) -> Gap | None:
    """A point at the end of a domain where only one has a value; None where none was met.

    >>> from mvcalc_cli.language import parse
    >>> gap_between(parse("(x^2 - 2)/(x - sqrt(2))").tree, parse("x + sqrt(2)").tree, How()).side
    'right'
    """
    ends = _ends(left, right, how) + _ends(right, left, how)
    names = free_variables(left, right)
    if not ends or not names or has_i(left, right):
        return None
    session = Session(left, right)
    for cut in cuts(ends, names, how.seed):
        places = [near for place in cut.places for near in (place, place + _NEAR, place - _NEAR)]
        for point in [cut.line.point(place) for place in places[:_MOST_POINTS]]:
            if all(allowed(value, how.domains.get(name, "real")) for name, value in point.items()):
                session.meet(point)
            if session.gaps:
                return next(iter(session.gaps.values()))
    return None


def _ends(one: Tree, other: Tree, how: How) -> list[Tree]:
    """What is 0 at the ends of the domain of one, where the other does not say the same."""
    facts = Facts(conditions(other), kinds_of(how.domains))
    return [difference(*condition.args) for condition in conditions(one) if not facts.implies(condition)]
