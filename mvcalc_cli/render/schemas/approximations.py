"""Answers of integrate, limit and taylor."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Conditions, Envelope, Expression, Formula, Number, Point, Text


class IntegralRange(Struct):
    """A range of integration."""

    variable: str
    low: Expression
    high: Expression


class IntegralStep(Struct):
    """One step of an antiderivative."""

    n: int
    rule: str
    formula: str
    before: str
    after: str


class RiemannRow(Struct):
    """A Riemann sum of so many terms."""

    terms: int
    sum: Number
    error: Number = None
    order: Number = None


class Integrate(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc integrate`."""

    result: Annotated[Formula | None, Meta(description="the antiderivative, or the exact value of the integral")] = None
    variable: str = ""
    value: Annotated[float | None, Meta(description="the value as a number")] = None
    values: list[Number] = []
    error_estimate: Annotated[float | None, Meta(description="how far the value by quadrature may be off")] = None
    over: Annotated[list[IntegralRange], Meta(description="the ranges, the outermost first")] = []
    method: str = ""
    converges: Annotated[bool | None, Meta(description="null where it could not be decided")] = None
    where: Conditions = []
    jumps: Annotated[list[float], Meta(description="where the antiderivative jumps, between -50 and 50")] = []
    reason: str = ""
    steps: list[IntegralStep] = []
    kind: str = ""
    riemann: Annotated[list[RiemannRow], Meta(description="the sum, and those of twice and four times the terms")] = []


class PathLimit(Struct):
    """The limit along one path."""

    path: Annotated[str, Meta(description="an equation of the path")]
    side: Literal["both", "left", "right"]
    limit: Expression


class Limit(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc limit`; infinite limits are oo and -oo, and exist."""

    result: Annotated[Expression | None, Meta(description="the limit, or null where there is none or none was found")]
    exists: Annotated[bool | None, Meta(description="null where that is not known")]
    point: Point
    side: Literal["both", "left", "right"]
    reason: Annotated[str, Meta(description="why there is no limit")]
    note: str
    conditions: Conditions
    continuous: Annotated[bool, Meta(description="whether the limit is the value at the point")]
    left: Annotated[Expression | None, Meta(description="the limit from the left, or at -oo")] = None
    right: Annotated[Expression | None, Meta(description="the limit from the right, or at oo")] = None
    estimate: Annotated[float | None, Meta(description="where the values seem to come to; no answer")] = None
    swings: Annotated[list[Expression], Meta(description="two limits along different points, where it oscillates")] = []
    table: Annotated[list[list[Number]], Meta(description="h (or |x|), the value on the left, on the right")] = []
    proof: Annotated[str, Meta(description="several variables: continuous, composition, degrees or squeeze")] = ""
    paths: list[PathLimit] = []
    along_paths: Annotated[Expression | None, Meta(description="the common limit of all paths: not a proof")] = None


class TaylorTerm(Struct):
    """One term: the powers of (variable - centre), and the coefficient."""

    powers: dict[str, int]
    coeff: Expression


class TaylorRow(Struct):
    """A polynomial at the point: error = value - exact, and |error| <= bound where one was found."""

    order: int
    value: Number
    error: Number
    bound: Number


class TaylorAt(Struct):
    """The polynomial beside the function at a point."""

    point: Point
    value: Number
    exact: Number
    error: Number
    bound: Annotated[float | None, Meta(description="a true bound of |error|, null where none was found")]
    rows: list[TaylorRow]


class TaylorStep(Struct):
    """The k-th derivatives at the centre, and what they give."""

    k: int
    rule: Annotated[str, Meta(description="which derivative at the centre it is: f''(0)/2!, J(a), H(a)")]
    value: Text
    coefficient: Text
    derivative: str | None = None


class Taylor(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc taylor`."""

    result: Expression
    about: Point
    order: int
    error_order: Annotated[float | None, Meta(description="the degree of the next term that is not 0")]
    terms: list[TaylorTerm]
    radius: Annotated[str | None, Meta(description="the radius of convergence, oo if infinite, null if not known")]
    continued: Annotated[bool, Meta(description="undefined at the centre: the series of the continuation")]
    at: TaylorAt | None = None
    steps: list[TaylorStep] = []
    error_estimate: Annotated[Expression | None, Meta(description="the second-order part of error = T - f")] = None
