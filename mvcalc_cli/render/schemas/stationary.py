"""Answers about stationary points: critical, lagrange."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Envelope, Expression, Number

NumberByName = Annotated[dict[str, float], Meta(description="a number for each variable")]
ExactByName = Annotated[dict[str, Expression], Meta(description="the coordinates that are known exactly")]


class CriticalPoint(Struct, rename={"global_": "global"}):
    """One point, its kind, and what proves it."""

    point: NumberByName
    exact: ExactByName
    f: Number
    f_exact: Annotated[Expression | None, Meta(description="the exact value, where it is short")]
    eigenvalues: Annotated[list[float], Meta(description="of the Hessian; empty where there is none")]
    det: Number
    eigenvalues_exact: Annotated[list[Expression | None], Meta(description="null where there is no short form")]
    det_exact: Annotated[Expression | None, Meta(description="the exact determinant, where it is short")]
    kind: Literal["minimum", "maximum", "saddle", "inflection", "degenerate"]
    reason: str
    strict: Annotated[bool | None, Meta(description="false: f has the same value elsewhere near by")]
    differentiable: bool
    global_: Literal["global minimum", "global maximum"] | None
    global_reason: str
    family: Annotated[int | None, Meta(description="the number of the family it belongs to, from 1")]


class FamilyKind(Struct):
    """The kind of all members of a family, or of some."""

    members: Annotated[str, Meta(description="which: as 'even k', 'some', 'those looked at'; empty for all")]
    kind: Annotated[str, Meta(description="as in kind or global of a point")]


class CriticalFamily(Struct):
    """Infinitely many points, told by parameters: whole numbers of a periodic family, reals of a curve.

    Without parameters it is known by its samples alone: points that seem to lie on a curve.
    """

    kind: Literal["periodic", "curve"]
    parameters: list[str]
    point: dict[str, Expression]
    equations: Annotated[list[Expression], Meta(description="each = 0 on a curve that is no graph")]
    kinds: Annotated[list[FamilyKind], Meta(description="empty where the members listed do not tell it of all")]
    samples: Annotated[list[CriticalPoint], Meta(description="points of a curve that were looked at")]


class Unbounded(Struct):
    """Why f has no least or no greatest value; null where that is not known."""

    below: str | None
    above: str | None


class Edge(Struct):
    """Where f may have an extreme without a gradient that is 0: the expression is 0 there."""

    where: Expression
    reason: str


class WorkingStep(Struct):
    """One step of --steps: what is done, by which formula, and its lines as on the screen."""

    rule: str
    formula: str
    lines: list[str]


class Critical(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc critical`."""

    wrt: list[str]
    gradient: list[Expression]
    matrix: Annotated[list[list[Expression]], Meta(description="the Hessian")]
    critical_points: list[CriticalPoint]
    families: list[CriticalFamily]
    complete: Annotated[str | None, Meta(description="why there are no others; null where there may be")]
    method: Literal["exact", "numeric", "mixed"]
    searched: Annotated[dict[str, list[float]] | None, Meta(description="where numbers were looked for")]
    unbounded: Unbounded
    edges: list[Edge]
    left_out: Annotated[int, Meta(description="members of families that are not listed")]
    notes: list[str]
    steps: list[WorkingStep] = []


class Constraint(Struct):
    """One constraint and the name of its multiplier: grad f = sum of lambda grad g, with g = left - right."""

    relation: Expression
    g: Expression
    multiplier: str


class Sensitivity(Struct):
    """What a multiplier means: with g = c in place of g = 0, f there changes at this rate."""

    constraint: Annotated[int, Meta(description="its place, from 0")]
    multiplier: float
    measured: Annotated[
        float | None, Meta(description="(f(h) - f(-h))/2h of the problem solved again with c = h and c = -h")
    ]
    agrees: bool | None


class LagrangePoint(Struct):
    """One point where f may have an extreme value on the constraints, and what proves its kind."""

    point: NumberByName
    exact: ExactByName
    f: Number
    f_exact: Annotated[Expression | None, Meta(description="the exact value, where it is known")]
    multipliers: Annotated[
        list[Number],
        Meta(description="one a constraint, 0 where it does not bind; empty where their gradients are dependent"),
    ]
    multipliers_exact: list[Expression | None]
    signs: Annotated[list[str], Meta(description="the signs of the multipliers of inequalities: as 'mu_1 = 2 > 0'")]
    active: Annotated[list[int], Meta(description="the places, from 0, of the constraints that hold with equality")]
    kind: Annotated[
        Literal["maximum", "minimum", "local maximum", "local minimum", "neither", "isolated", "not decided"],
        Meta(description="maximum and minimum: f has its greatest or least value on the constraints there"),
    ]
    reason: str
    singular: Annotated[bool, Meta(description="there is no multiplier: a gradient is missing, or they are dependent")]
    residual: Annotated[Number, Meta(description="|grad f - sum of lambda grad g| relative to |grad f|")]
    sensitivity: Annotated[list[Sensitivity], Meta(description="of those that were measured")]


class ExtremeValue(Struct):
    """How a greatest or least value is known."""

    exact: Expression | None
    at: list[NumberByName]
    reason: Annotated[str, Meta(description="why it is, or why there is none")]
    proved: bool


class LagrangeFamily(Struct):
    """Infinitely many points, told together."""

    kind: Literal["periodic", "curve"]
    parameters: list[str]
    point: dict[str, Expression]
    equations: Annotated[list[Expression], Meta(description="each = 0 on a curve that is no graph")]
    extreme: Annotated[str, Meta(description="what f has there: minimum, maximum, neither, constant, not decided")]
    reason: str
    samples: list[NumberByName]


class Lagrange(Envelope, kw_only=True, omit_defaults=True, rename={"max_": "max", "min_": "min"}):
    """Answer of `mvcalc lagrange`."""

    variables: list[str]
    constraints: list[Constraint]
    system: Annotated[
        list[Expression], Meta(description="the gradients, the constraints, and mu*g = 0 of inequalities")
    ]
    solutions: Annotated[list[LagrangePoint], Meta(description="each point, its signs written out")]
    families: list[LagrangeFamily]
    max_: Annotated[Number, Meta(description="the greatest value on the constraints; null: none, or not known")]
    min_: Annotated[Number, Meta(description="the least value on the constraints; null: none, or not known")]
    greatest: ExtremeValue
    least: ExtremeValue
    empty: Annotated[str | None, Meta(description="why no point satisfies the constraints; null if there are some")]
    complete: Annotated[str | None, Meta(description="why there are no other points; null where there may be")]
    method: Literal["exact", "numeric", "mixed"]
    notes: list[str]
    steps: list[WorkingStep] = []
