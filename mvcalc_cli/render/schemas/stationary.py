"""Answers about stationary points: critical."""

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
    kind: Literal["minimum", "maximum", "saddle", "inflection", "degenerate"]
    reason: str
    strict: Annotated[bool | None, Meta(description="false: f has the same value elsewhere near by")]
    differentiable: bool
    global_: Literal["global minimum", "global maximum"] | None
    global_reason: str
    family: Annotated[int | None, Meta(description="the number of the family it belongs to, from 1")]


class CriticalFamily(Struct):
    """Infinitely many points, told by parameters: whole numbers of a periodic family, reals of a curve."""

    kind: Literal["periodic", "curve"]
    parameters: list[str]
    point: dict[str, Expression]
    equations: Annotated[list[Expression], Meta(description="each = 0 on a curve that is no graph")]
    samples: Annotated[list[CriticalPoint], Meta(description="points of a curve that were looked at")]


class Unbounded(Struct):
    """Why f has no least or no greatest value; null where that is not known."""

    below: str | None
    above: str | None


class Edge(Struct):
    """Where f may have an extreme without a gradient that is 0: the expression is 0 there."""

    where: Expression
    reason: str


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
