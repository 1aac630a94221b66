"""A function with constraints: what is asked, and what an answer holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, add, as_variable, multiply, negative, substitute, variables
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.stationary.measured import WORKING, number_of
from mvcalc_cli.symbolic.stationary.points import Family, Point
from mvcalc_cli.symbolic.stationary.reading import SIDES, difference, ready

# A constraint holds with equality where |g| is less than this beside its terms; it fails where it is more.
CLOSE: Final = 1e-22


class Constraint(NamedTuple):
    """One constraint.

    Attributes:
        relation: As typed.
        g: Left − right.
        side: 0: g = 0; 1: g ≤ 0; −1: g ≥ 0.
        multiplier: The name of its multiplier: "λ", "λ₁", "μ₂".
        strict: Typed with < or >: its border does not belong to it.
    """

    relation: Tree
    g: Tree
    side: int
    multiplier: str
    strict: bool = False


class Solution(NamedTuple):
    """A point where f may have an extreme value on the constraints.

    Attributes:
        point: Where.
        multipliers: One a constraint, exact or a number: ∇f = Σ λ ∇(left − right); 0 where it is not active. Empty
            where the active constraints have dependent gradients, so that there need be none.
        active: The places of the constraints that hold with equality.
        value: f there, exact if that is short; None where only the number is known.
        number: f there.
        kind: "minimum", "maximum", "saddle" (neither), "isolated" or "degenerate".
        reason: What proves the kind: a sentence without its full stop.
        residual: |∇f − Σ λ ∇g| relative to |∇f|.
        signs: The signs of the multipliers of inequalities written out: "μ₁ = 2 > 0".
    """

    point: Point
    multipliers: tuple[Tree | float, ...]
    active: tuple[int, ...]
    value: Tree | None
    number: float
    kind: str
    reason: str
    residual: float = 0.0
    signs: tuple[str, ...] = ()


class Extreme(NamedTuple):
    """The greatest or the least value, where it is taken, and how that is known."""

    value: Tree | float
    where: tuple[Point, ...]
    reason: str
    proved: bool


class Candidate(NamedTuple):
    """A point with the multipliers of the constraints that were taken as active.

    Attributes:
        point: Where.
        multipliers: As a Point of them; None where the gradients of the constraints are dependent.
        taken: The places of the constraints that the system held.
        active: The places of all that hold with equality there.
    """

    point: Point
    multipliers: Point | None
    taken: tuple[int, ...]
    active: tuple[int, ...]


class LagrangeFound(NamedTuple):
    """What the method of Lagrange finds.

    Attributes:
        names: The variables.
        constraints: As they were read.
        system: The equations with every equality, as relations (of f without inequalities active).
        solutions: Points with multipliers, in rising order of f.
        singular: Points where the gradients of the active constraints are dependent, looked at one by one.
        families: Infinitely many solutions told together (the multipliers left out).
        family_kinds: The kind of each family and its reason.
        greatest: None where there is no greatest value, or it is not known: `no_greatest` says why.
        least: Likewise.
        complete: Why there are no other points; None if there may be.
        method: "exact", "numeric" or "mixed".
        empty: Why no point satisfies the constraints; None if there are some.
        notes: Sentences on what was given up.
        family_values: f along each family: one value for all its members, or an expression of its integers; None
            where the members have to be told one by one.
    """

    names: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    system: tuple[Tree, ...]
    solutions: tuple[Solution, ...] = ()
    singular: tuple[Solution, ...] = ()
    families: tuple[Family, ...] = ()
    family_kinds: tuple[tuple[str, str], ...] = ()
    greatest: Extreme | None = None
    least: Extreme | None = None
    no_greatest: str | None = None
    no_least: str | None = None
    complete: str | None = None
    method: str = "exact"
    empty: str | None = None
    notes: tuple[str, ...] = ()
    family_values: tuple[Tree | None, ...] = ()


class Problem(NamedTuple):
    """What is asked: f, its gradient, the constraints and theirs; what was changed in them; why they contradict."""

    f: Tree
    names: tuple[str, ...]
    kinds: Mapping[str, str]
    constraints: tuple[Constraint, ...]
    slopes: tuple[Tree, ...]
    normals: tuple[tuple[Tree, ...], ...]
    text: str | None = None
    notes: tuple[str, ...] = ()
    contradiction: str | None = None

    @property
    def equalities(self) -> tuple[int, ...]:
        """The places of the constraints that always hold with equality."""
        return tuple(k for k, each in enumerate(self.constraints) if not each.side)

    @property
    def inequalities(self) -> tuple[int, ...]:
        """The places of those that hold on one side, border included."""
        return tuple(k for k, each in enumerate(self.constraints) if each.side and not each.strict)

    def stationary(self, active: Sequence[int]) -> list[Tree]:
        """∂f − Σ λ ∂g for each variable."""
        rows = []
        for k, slope in enumerate(self.slopes):
            parts = [
                negative(multiply(as_variable(self.constraints[i].multiplier), self.normals[i][k])) for i in active
            ]
            rows.append(add(slope, *parts) if parts else slope)
        return rows

    def minors(self, active: Sequence[int]) -> list[Tree]:
        """What is 0 where the gradients of these constraints are dependent."""
        from mvcalc_cli.calculus.matrices import determinant

        size = len(active)
        return [
            determinant(tuple(tuple(self.normals[i][k] for k in columns) for i in active))
            for columns in combinations(range(len(self.names)), size)
        ]


def problem(
    f: Tree, relations: Sequence[Tree], names: Sequence[str], kinds: Mapping[str, str], text: str | None = None
) -> Problem:
    """The problem with the gradients that it needs.

    Raises:
        InputError: If f or a constraint holds another letter, or a constraint is none.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.calculus.matrices import jacobian

    f, by = lower(f), tuple(names)
    others = [name for name in variables(f) if name not in by]
    if others:
        letters = " and ".join(others)
        raise InputError(f"f holds {letters}, which is no variable here", hint=f"write a number for {letters}")
    known = ready([lower(each) for each in relations], by)
    constraints = tuple(_read(each, _letter(k, known.relations, by)) for k, each in enumerate(known.relations))
    rows = jacobian((f, *(each.g for each in constraints)), by, dict(kinds)).rows
    return Problem(f, by, kinds, constraints, rows[0], rows[1:], text, known.notes, known.contradiction)


def with_function(asked: Problem, f: Tree) -> Problem:
    """The same constraints with another function."""
    from mvcalc_cli.calculus.matrices import jacobian

    return asked._replace(f=f, slopes=jacobian((f,), asked.names, dict(asked.kinds)).rows[0])


def _letter(place: int, relations: Sequence[Tree], names: Sequence[str]) -> str:
    """λ for an equation, μ for an inequality, numbered if there are several constraints."""
    letter = "lambda" if relations[place].value == "=" else "mu"
    name = letter if len(relations) == 1 else f"{letter}_{place + 1}"
    return name if name not in names else f"{name}_"


def _read(relation: Tree, multiplier: str) -> Constraint:
    return Constraint(
        relation, difference(relation), SIDES[str(relation.value)], multiplier, relation.value in {"<", ">"}
    )


def place_of(names: Sequence[str], point: Point) -> dict[str, Number]:
    """The coordinates as exactly as they are known."""
    return {n: number_of(v, d) for n, v, d in zip(names, point.values, point.digits, strict=True)}


def value_at(tree: Tree, there: Mapping[str, Number]) -> Number | None:
    """The value at a point; None where there is none."""
    try:
        return measure(tree, there, WORKING)
    except Unmeasured:
        return None


def exact_at(tree: Tree, names: Sequence[str], point: Point) -> Tree | None:
    """The exact value at an exact point, as short as algebra makes it at once."""
    put_in = {n: v for n, v in zip(names, point.values, strict=True) if v is not None}
    if any(name in variables(tree) and name not in put_in for name in names):
        return None
    return shortened(tree, put_in)


def shortened(tree: Tree, put_in: Mapping[str, Tree]) -> Tree | None:
    """An expression with values put in, as short as algebra makes it at once; None if it has no value."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    try:
        there = tidy(substitute(tree, {as_variable(name): value for name, value in put_in.items()}))
        if there.kind == "number":
            return there
        return attempt(lambda: from_sympy(_shorter(to_sympy(there))), 0.5) or there
    except MvcalcError:
        return None


def _shorter(value: Any) -> Any:
    """Multiplied out, if that is shorter."""
    import sympy

    expanded = sympy.expand(value)
    return expanded if expanded.count_ops() < value.count_ops() else value


def standing(constraint: Constraint, there: Mapping[str, Number]) -> int | None:
    """How a constraint stands at a point: 0 on its border, 1 inside, −1 not allowed; None where it has no value."""
    from mvcalc_cli.symbolic.stationary.measured import relative

    off = relative(constraint.g, there)
    value = value_at(constraint.g, there)
    if off is None or value is None:
        return None
    if off <= CLOSE:
        return -1 if constraint.strict else 0
    if not constraint.side:
        return -1
    return 1 if (inexact(value, WORKING) < 0) == (constraint.side > 0) else -1


def standings(asked: Problem, there: Mapping[str, Number]) -> tuple[int, ...] | None:
    """The places of the active constraints; None if the point is not allowed."""
    found = [standing(each, there) for each in asked.constraints]
    if any(each is None or each < 0 for each in found):
        return None
    return tuple(k for k, each in enumerate(found) if each == 0)


def number(value: Number) -> float:
    """As a float."""
    return float(context(WORKING).mpf(inexact(value, WORKING)))


def smooth(asked: Problem) -> bool:
    """Are f and the constraints without kinks and steps, so that an extreme value obeys the conditions?"""
    from mvcalc_cli.symbolic.sameness.bends import bends, has_steps

    trees = (asked.f, *(each.g for each in asked.constraints))
    return not any(bends(tree) or has_steps(tree) for tree in trees)
