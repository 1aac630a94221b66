"""The shapes of the JSON answers, `mvcalc/1`: one Struct a command, from which the JSON Schema is made.

Keys may be added to these, never changed. The answers themselves are built by `data.py`; tests hold every
answer against its schema.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Text = Annotated[str, Meta(description="an expression that mvcalc reads back to the same function")]
Latex = Annotated[str, Meta(description="the same in LaTeX")]
Number = Annotated[float | None, Meta(description="a number, or null where undefined or infinite (see warnings)")]
Point = Annotated[dict[str, str], Meta(description="the coordinates as expressions, by variable")]
Conditions = Annotated[list[str], Meta(description="conditions that the answer needs beside its own domain")]


class Expression(Struct):
    """One expression."""

    text: Text
    latex: Latex


class MatrixValue(Struct):
    """A matrix of expressions."""

    rows: list[list[Expression]]
    latex: Latex


class Formula(Struct, omit_defaults=True):
    """An expression or vector {text, latex}, or a matrix {rows, latex}."""

    latex: Latex
    text: Text = ""
    rows: list[list[Expression]] = []


class CheckResult(Struct, omit_defaults=True):
    """What the numeric self-check found."""

    verdict: Literal["agrees", "unchecked", "contradicted"]
    method: str
    points: int
    error: float | None = None
    counterexample: dict[str, float | None] = {}


class Envelope(Struct, kw_only=True, rename={"schema_": "schema"}, omit_defaults=True):
    """What every answer carries."""

    schema_: Literal["mvcalc/1"]
    command: str
    version: str
    input: Annotated[dict[str, Any], Meta(description="the command line as typed")]
    check: CheckResult | None
    warnings: list[str]
    line: Annotated[int, Meta(description="the line of standard input, in a batch")] = 0


class ComplexNumber(Struct):
    """A complex value."""

    re: Number
    im: Number


AnyValue = float | bool | str | ComplexNumber | list[Number | list[Number]] | None


class ValueAt(Struct):
    """The value of an expression: a number, a truth value, the text of many digits, or an array."""

    point: Point
    value: AnyValue


class VectorAt(Struct):
    """Values at a point."""

    point: Point
    value: list[Number]


class MatrixAt(Struct):
    """A matrix of values at a point."""

    point: Point
    value: list[list[Number]]


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

    direction: list[Expression]
    expression: Expression
    value: float | None = None


class Tangent(Struct):
    """The linear approximation at the point: value + slopes times (x - point)."""

    value: Number
    slopes: list[Number]


class Grad(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc grad`."""

    result: list[Partial]
    wrt: list[str]
    excluded: list[str]
    at: VectorAt | None = None
    norm: Annotated[float | None, Meta(description="the length of the gradient, the steepest slope")] = None
    direction: Annotated[list[float], Meta(description="the unit vector of steepest ascent")] = []
    along: Directional | None = None
    tangent: Tangent | None = None


class Determinant(Struct, omit_defaults=True):
    """A determinant, and its value at the point."""

    expression: Expression
    value: float | None = None


class Jacobian(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc jacobian`."""

    result: MatrixValue
    wrt: list[str]
    excluded: list[str]
    at: MatrixAt | None = None
    det: Determinant | None = None


class Hessian(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc hessian`."""

    result: MatrixValue
    wrt: list[str]
    gradient: list[Expression]
    excluded: list[str]
    at: MatrixAt | None = None
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


class EvalResult(Struct, kw_only=True, omit_defaults=True):
    """The value of one expression."""

    at: ValueAt
    result: Annotated[Expression | None, Meta(description="the exact value, where it is rational")] = None


class Eval(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc eval`."""

    at: ValueAt | None = None
    result: Expression | None = None
    results: list[EvalResult] = []
    columns: list[str] = []
    table: list[list[Number]] = []


class Algebra(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc simplify`, `expand` and `factor`."""

    result: Formula | None = None
    changed: bool = False
    domain: Annotated[list[str], Meta(description="conditions of the typed expression that the answer lost")] = []
    results: list[dict[str, Any]] = []


class Solution(Struct, omit_defaults=True):
    """One solution: expressions by unknown, and their numeric values."""

    exact: dict[str, Expression]
    value: dict[str, AnyValue]
    multiplicity: int = 1
    period: Expression | None = None


class Solve(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc solve`."""

    variables: list[str]
    solutions: list[Solution]
    complete: Annotated[bool, Meta(description="whether these are known to be all")]
    everywhere: bool
    notes: list[str]
    set: Annotated[Formula | None, Meta(description="where an inequality holds")] = None


class Equal(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc equal`."""

    verdict: Literal["equal", "different", "domain differs", "undecided"]
    why: str
    proven: bool
    conditions: list[str]
    counterexample: dict[str, Any] | None = None


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


class FunctionRow(Struct):
    """A function of the language."""

    name: str
    group: str
    usage: str
    meaning: str
    fewest: Annotated[int, Meta(description="the fewest arguments")]
    most: Annotated[int | None, Meta(description="the most arguments, null for any number")]
    aliases: list[str]


class Functions(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc functions`."""

    result: list[FunctionRow]
    constants: list[dict[str, Any]]


class Series(Struct, omit_defaults=True):
    """The points of one curve; `t` has the parameter of a curve in the plane."""

    name: str
    expression: Formula
    x: list[Number]
    y: list[Number]
    t: list[float] = []


class Parameter(Struct):
    """The parameter of a curve in the plane."""

    name: str
    range: list[float]


class PlottedTangent(Struct):
    """y = slope*x + intercept, touching where the variable is `at`."""

    at: float
    value: float
    slope: float
    intercept: float


class ContourLines(Struct):
    """Where a function has a value: lines, each [xs, ys]."""

    value: float
    lines: list[list[list[float]]]


class Samples(Struct, omit_defaults=True):
    """Values on an even grid: row by row from the lowest y; `along_x`, `along_y` are the components of a field."""

    x: list[float]
    y: list[float]
    values: list[list[Number]] = []
    along_x: list[list[Number]] = []
    along_y: list[list[Number]] = []


class Plot(Envelope, kw_only=True, omit_defaults=True):
    """`mvcalc plot`: what the picture shows."""

    kind: Literal["functions", "parametric", "implicit", "surface", "field"]
    ranges: Annotated[dict[str, list[float]], Meta(description="both ends, by variable; y: of the vertical axis")]
    series: list[Series] = []
    tangent: PlottedTangent | None = None
    contours: list[ContourLines] = []
    grid: Samples | None = None
    parameter: Parameter | None = None


class Where(Struct):
    """The place of a mistake."""

    argument: str | None
    line: int | None
    start: int | None
    end: int | None


class Mistake(Struct):
    """What went wrong."""

    kind: str
    message: str
    where: Where | None
    hint: str | None
    exit_code: int


class Error(Struct, rename={"schema_": "schema"}):
    """The object on standard error when a command fails with `--json`."""

    schema_: Literal["mvcalc/1"]
    error: Mistake


ANSWERS: dict[str, type[Struct]] = {
    "diff": Diff,
    "slope": Slope,
    "grad": Grad,
    "jacobian": Jacobian,
    "hessian": Hessian,
    "div": VectorField,
    "curl": VectorField,
    "laplacian": VectorField,
    "eval": Eval,
    "simplify": Algebra,
    "expand": Algebra,
    "factor": Algebra,
    "solve": Solve,
    "equal": Equal,
    "limit": Limit,
    "plot": Plot,
    "taylor": Taylor,
    "functions": Functions,
    "integrate": Integrate,
    "error": Error,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a command's answer, or of "error"."""
    schema = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
