"""The points of a problem with constraints: found, gathered for the table, and their multipliers checked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.commands.stationary.lagrange_question import Question
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.lagrange import Extreme, LagrangeFound, Solution
    from mvcalc_cli.symbolic.stationary.sensitivity import Sensitivity

_SECONDS = 2.5
# The largest residual of a point, relative to |∇f|.
_PUT_BACK = 1e-10
# The problem is solved again beside so many points, the extreme ones, to see what the multipliers mean.
_MEASURED = 2
# Values that differ by less, relative to 1 or their size, are one value.
SAME = 1e-12


class Solved(NamedTuple):
    """All that was found.

    Attributes:
        question: What was asked.
        found: The points.
        system: The equations, tidied, with the complementary slackness of inequalities.
        measured: Of the points that were solved again with the constraint moved: place -> one a multiplier.
    """

    question: Question
    found: LagrangeFound
    system: tuple[Tree, ...]
    measured: dict[int, tuple[Sensitivity, ...]]

    @property
    def check(self) -> Check | None:
        """The points put back into the equations; None where one is not as near to 0 as it must be."""
        from mvcalc_cli.calculus.check import Check

        residuals = [max(one.residual, one.point.residual) for one in self.found.solutions]
        if not residuals or not max(residuals) < _PUT_BACK:
            return None
        return Check("agrees", "residual", max(residuals), len(residuals), ())

    @property
    def constant(self) -> bool:
        """Whether f has one value on the whole set."""
        greatest, least = self.found.greatest, self.found.least
        if greatest is None or least is None or not (greatest.proved and least.proved):
            return False
        top, bottom = value_of(greatest), value_of(least)
        return abs(top - bottom) <= SAME * max(1.0, abs(top))

    @property
    def none(self) -> bool:
        """Whether there is no point at all."""
        return not (self.found.solutions or self.found.singular or self.found.families)


def solved(question: Question) -> Solved:
    """Find the points, and solve again beside the extreme ones."""
    from mvcalc_cli.symbolic.stationary.lagrange import lagrange

    found = lagrange(
        question.lowered,
        question.constraints,
        question.names,
        question.kinds,
        seconds=_SECONDS,
        text=question.text,
    )
    answer = Solved(question, found, _system(found), {})
    return answer._replace(measured=_measured(answer))


def _system(found: LagrangeFound) -> tuple[Tree, ...]:
    """∇f = λ∇g a line a variable, then the constraints, then μ·g = 0 of each inequality."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import ZERO, as_variable, multiply, relation

    rows = found.system[: len(found.names)]
    tidied = [relation("=", *map(tidy, each.args)) for each in rows]
    slack = [
        relation("=", multiply(as_variable(each.multiplier), tidy(each.g)), ZERO)
        for each in found.constraints
        if each.side
    ]
    return (*tidied, *found.system[len(found.names) :], *slack)


def _measured(answer: Solved) -> dict[int, tuple[Sensitivity, ...]]:
    """What the multipliers mean, measured at the extreme points first."""
    from mvcalc_cli.symbolic.stationary.sensitivity import sensitivities

    question, found = answer.question, answer.found
    if any(each.strict for each in found.constraints):
        return {}
    places = [place for place, one in enumerate(found.solutions) if any(map(abs, map(size_of, one.multipliers)))]
    places = [place for place in places if is_extreme(found, found.solutions[place])] or places
    chosen: dict[tuple[str, ...], int] = {}
    for place in places:  # points with the same multipliers and value are alike
        one = found.solutions[place]
        chosen.setdefault((f"{one.number:.9g}", *(f"{size_of(each):.9g}" for each in one.multipliers)), place)
    return {
        place: sensitivities(
            question.lowered, question.constraints, question.names, dict(question.kinds), found.solutions[place]
        )
        for place in list(chosen.values())[:_MEASURED]
    }


def size_of(multiplier: Tree | float) -> float:
    """A multiplier, or a coordinate, as a number."""
    from mvcalc_cli.symbolic.stationary.measured import number_of

    return multiplier if isinstance(multiplier, float) else float(number_of(multiplier, "0"))


def value_of(extreme: Extreme) -> float:
    """The greatest or least value as a number."""
    return size_of(extreme.value)


def is_extreme(found: LagrangeFound, one: Solution) -> bool:
    """Whether f has its greatest or its least value there."""
    return bool(word_of(found, one))


def word_of(found: LagrangeFound, one: Solution) -> str:
    """ "maximum" where f has its greatest value, "minimum" where it has its least one; else, or where both, ""."""
    both = [each for each in (found.greatest, found.least) if each is not None and one.point in each.where]
    if len(both) > 1:
        return ""
    for extreme, word in ((found.greatest, "maximum"), (found.least, "minimum")):
        if extreme is not None and extreme.proved and one.point in extreme.where:
            return word
    return ""


def is_bent(answer: Solved, one: Solution) -> bool:
    """Whether f or a constraint has no gradient at a point."""
    from mvcalc_cli.symbolic.stationary.constrained import place_of, problem, value_at
    from mvcalc_cli.symbolic.stationary.kinds import meets_pieces

    question = answer.question
    asked = problem(question.lowered, question.constraints, question.names, question.kinds)
    active = [asked.constraints[k].g for k in one.active]
    if any(meets_pieces(tree, question.names, one.point) for tree in (asked.f, *active)):
        return True
    there = place_of(question.names, one.point)
    slopes = [*asked.slopes, *(slope for k in one.active for slope in asked.normals[k])]
    return any(value_at(slope, there) is None for slope in slopes)


def finite(value: float) -> float | None:
    """A number for JSON; None where there is none."""
    return value if math.isfinite(value) else None


def coordinates_of(one: Solution) -> Sequence[Tree | float]:
    """Exact where they are known so, else numbers."""
    pairs = zip(one.point.values, one.point.numbers, strict=True)
    return tuple(number if value is None else value for value, number in pairs)
