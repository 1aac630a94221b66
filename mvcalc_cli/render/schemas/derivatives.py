"""Answers about derivatives: diff, slope, grad, jacobian, hessian and the operators of fields."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import (
    Conditions,
    Envelope,
    Expression,
    Formula,
    MatrixAt,
    MatrixValue,
    Number,
    SparseEntries,
    ValueAt,
    VectorAt,
)


class Step(Struct):
    """One step of a derivative."""

    n: int
    order: Annotated[int, Meta(description="of which derivative it is a step: 1 for the first")]
    rule: str
    formula: str
    before: str
    after: str


class UncertainInput(Struct, omit_defaults=True):
    """A variable with its standard error, and what it contributes to that of the value."""

    variable: str
    sigma: Expression
    expression: Annotated[Expression, Meta(description="the partial derivative")]
    slope: float | None = None
    contribution: float | None = None
    share: Annotated[float | None, Meta(description="its part of the variance, from 0 to 1")] = None


class Propagation(Struct, omit_defaults=True):
    """Error propagation: the standard error of the value, and how far curvature moves its mean."""

    inputs: list[UncertainInput]
    value: float | None = None
    sigma: float | None = None
    shift: float | None = None


class DiffResult(Struct, kw_only=True, omit_defaults=True):
    """The derivative of one expression."""

    result: Formula
    wrt: Annotated[list[str], Meta(description="the variables in order, each as often as it is differentiated by")]
    excluded: Conditions
    of: Annotated[str, Meta(description="the dependent variable of an equation")] = ""
    at: ValueAt | None = None
    steps: list[Step] = []
    simplified: Formula | None = None
    propagation: Propagation | None = None


class Diff(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc diff`: the keys of one derivative, or `results` for several expressions."""

    result: Formula | None = None
    wrt: list[str] = []
    excluded: list[str] = []
    of: str = ""
    at: ValueAt | None = None
    steps: list[Step] = []
    simplified: Formula | None = None
    propagation: Propagation | None = None
    results: list[DiffResult] = []


class Secant(Struct):
    """A difference quotient: f at both ends of the run, rise over run, and how far it is from the derivative."""

    h: float
    left: float | None
    right: float | None
    slope: float | None
    distance: float | None


class Rounding(Struct):
    """The run at which rounding takes over, and the distance there."""

    h: float
    distance: float


class TangentLine(Struct):
    """y = slope*x + intercept."""

    slope: float
    intercept: float


class Slope(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc slope`."""

    result: Annotated[Formula | None, Meta(description="the derivative, or null where there is none")]
    wrt: str
    at: ValueAt
    kind: Literal["forward", "backward", "central"]
    secants: list[Secant]
    limit: float | None
    tangent: TangentLine | None = None
    order: Annotated[float | None, Meta(description="observed: the distance falls like h to this power")] = None
    rounding: Rounding | None = None
    left: Annotated[float | None, Meta(description="what the slopes on the left tend to, without a derivative")] = None
    right: float | None = None
    reason: str = ""


class Partial(Struct):
    """A partial derivative."""

    variable: str
    expression: Expression


class Directional(Struct, omit_defaults=True):
    """The derivative along a direction."""

    direction: list[Expression | float]
    expression: Annotated[Expression | None, Meta(description="absent with --numeric")] = None
    value: float | None = None


class Tangent(Struct):
    """The linear approximation at the point: value + slopes times (x - point)."""

    value: Number
    slopes: list[Number]


Names = Annotated[
    list[str],
    Meta(description="the variables in order; of thousands of variables x stands for all of x[1], x[2] and so on"),
]


class Grad(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc grad`."""

    result: Annotated[
        list[Partial] | dict[str, Number | list[Number | list[Number]]],
        Meta(description="the partial derivatives; with --numeric their values by variable, lists for vectors"),
    ]
    wrt: Names
    excluded: list[str]
    at: VectorAt | None = None
    value: Annotated[float | None, Meta(description="f at the point, with --numeric")] = None
    norm: Annotated[float | None, Meta(description="the length of the gradient, the steepest slope")] = None
    direction: Annotated[list[float], Meta(description="the unit vector of steepest ascent")] = []
    along: Directional | None = None
    tangent: Tangent | None = None


class Determinant(Struct, omit_defaults=True):
    """A determinant, and its value at the point."""

    expression: Annotated[Expression | None, Meta(description="absent with --numeric")] = None
    value: float | None = None


MatrixResult = Annotated[
    MatrixValue | list[list[Number]] | None,
    Meta(description="the formulas; with --numeric the numbers, or null where the matrix is large: see `entries`"),
]


class Jacobian(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc jacobian`."""

    result: MatrixResult
    wrt: Names
    excluded: list[str]
    at: MatrixAt | None = None
    value: Annotated[list[Number], Meta(description="the functions at the point, with --numeric")] = []
    entries: SparseEntries | None = None
    det: Determinant | None = None


class Hessian(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc hessian`."""

    result: MatrixResult
    wrt: Names
    gradient: Annotated[list[Expression], Meta(description="empty with --numeric: see gradient_value")]
    excluded: list[str]
    at: MatrixAt | None = None
    value: Annotated[float | None, Meta(description="f at the point, with --numeric")] = None
    entries: SparseEntries | None = None
    det: Determinant | None = None
    eigenvalues: list[Number] = []
    definiteness: str = ""
    gradient_value: list[Number] = []
    critical: bool = False
    kind: Literal["minimum", "maximum", "saddle"] | None = None


class VectorField(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc div`, `curl` and `laplacian`."""

    result: Formula
    wrt: list[str]
    excluded: list[str]
    at: ValueAt | None = None
