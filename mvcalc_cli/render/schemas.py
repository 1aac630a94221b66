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


Coordinates = Annotated[
    dict[str, str | float | list[float | list[float]]],
    Meta(description="the coordinates as expressions, by variable; with --numeric as numbers, lists for vectors"),
]
Names = Annotated[
    list[str],
    Meta(description="the variables in order; of thousands of variables x stands for all of x[1], x[2] and so on"),
]


class VectorAt(Struct):
    """Values at a point."""

    point: Coordinates
    value: list[Number]


class MatrixAt(Struct):
    """A matrix of values at a point; of a large one no rows: see `entries`."""

    point: Coordinates
    value: list[list[Number]]


class SparseEntries(Struct):
    """A large matrix by the entries that may differ from 0; rows and columns are counted from 1."""

    shape: list[int]
    rows: list[int]
    columns: list[int]
    values: list[Number]


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


MatrixResult = Annotated[
    MatrixValue | list[list[Number]] | None,
    Meta(description="the formulas; with --numeric the numbers, or null where the matrix is large: see `entries`"),
]


class Determinant(Struct, omit_defaults=True):
    """A determinant, and its value at the point."""

    expression: Annotated[Expression | None, Meta(description="absent with --numeric")] = None
    value: float | None = None


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


class Iterate(Struct, omit_defaults=True):
    """One step of Newton's method, or of a method beside it."""

    k: int
    x: Annotated[Any, Meta(description="a number, {re, im}, or the coordinates of a system by name")]
    f: Annotated[float | ComplexNumber | None, Meta(description="f there; of a system its largest size")]
    factor: Annotated[float, Meta(description="by how much the step that led here was shortened")] = 1.0


class RootSearch(Struct, omit_defaults=True):
    """One search for a root."""

    method: str
    variables: list[str]
    converged: bool
    reason: Annotated[
        str,
        Meta(
            description="root, flat, kink, cycle, diverged, domain, nearest, pole, jump, plateau, singular, max-steps"
        ),
    ]
    message: str | None
    hint: str | None
    iterations: int
    evaluations: int
    root: Annotated[dict[str, Any] | None, Meta(description="by name; null where none was found")]
    residual: float | ComplexNumber | None
    uncertainty: Annotated[float | None, Meta(description="how far from it rounding hides the root")]
    order: Annotated[float | None, Meta(description="the observed order of convergence")]
    convergence: Annotated[str | None, Meta(description="the same in words")]
    trajectory: list[Iterate]
    derivative: Expression | None = None


class FoundRoot(Struct):
    """A root that several starts led to."""

    root: dict[str, Any]
    residual: float | ComplexNumber | None
    starts: int


class Newton(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc newton`."""

    result: Annotated[None, Meta(description="there is no formula: see root")]
    variables: list[str]
    converged: bool
    method: str = ""
    reason: str = ""
    message: str | None = None
    hint: str | None = None
    iterations: int = 0
    evaluations: int = 0
    root: dict[str, Any] | None = None
    residual: float | ComplexNumber | None = None
    uncertainty: float | None = None
    order: float | None = None
    convergence: str | None = None
    derivative: Expression | None = None
    trajectory: list[Iterate] = []
    kind: Annotated[str, Meta(description="of --minimise: minimum, maximum, saddle, flat, kink, jump or unknown")] = ""
    f: Annotated[float | None, Meta(description="of --minimise the value there")] = None
    runs: Annotated[list[RootSearch], Meta(description="of --compare")] = []
    bracket: list[float] | None = None
    roots: Annotated[list[FoundRoot], Meta(description="of --starts")] = []
    starts: int = 0
    failed: Annotated[int, Meta(description="starts that led to no root")] = 0
    range: Annotated[list[float], Meta(description="where starts were drawn")] = []


NumberPoint = Annotated[
    dict[str, float | list[float]], Meta(description="a number for each variable, a list for a vector")
]


class DescentVerdict(Struct, omit_defaults=True):
    """Which test ended the run, what its last point is, and the sentence that says so."""

    reason: Literal["gradient", "step", "max-steps", "diverged", "domain", "stuck", "unbounded"]
    nature: Literal["minimum", "flat", "saddle", "maximum", "distant", "kink", "unknown"]
    words: str
    hint: Annotated[str, Meta(description="what to try, as options of the command line")] = ""


class Evaluations(Struct):
    """How often f was asked for what; a gradient brings its value along."""

    values: int
    gradients: int
    hessians: int
    products: int


class Eigenvalues(Struct):
    """Of the Hessian at the end, under bounds of the variables that are free."""

    smallest: float
    largest: float


class DescentStep(Struct):
    """One step; `norm` is the length of the gradient."""

    k: int
    f: float
    norm: float


class DescentRun(Struct, kw_only=True, omit_defaults=True):
    """One run of one method."""

    method: str
    converged: bool
    iterations: int
    verdict: DescentVerdict
    minimum: Annotated[NumberPoint | None, Meta(description="the end, where it is proven to be a minimum")] = None
    maximum: NumberPoint | None = None
    end: NumberPoint
    f: float
    norm: float
    evaluations: Evaluations
    eigenvalues: Eigenvalues | None = None
    at_bounds: Annotated[int | None, Meta(description="how many variables stand at a bound")] = None


class DescentEnd(Struct):
    """An end that `count` of the runs from random starts came to."""

    end: NumberPoint
    f: float
    nature: str
    count: int


class Descend(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc descend`: the run; of several the one that came lowest."""

    method: str
    converged: bool
    iterations: int
    verdict: DescentVerdict
    minimum: Annotated[NumberPoint | None, Meta(description="the end, where it is proven to be a minimum")] = None
    maximum: NumberPoint | None = None
    end: NumberPoint
    f: float
    norm: float
    evaluations: Evaluations
    eigenvalues: Eigenvalues | None = None
    at_bounds: Annotated[int | None, Meta(description="how many variables stand at a bound")] = None
    trajectory: Annotated[list[list[float]], Meta(description="the point at each step that was kept")] = []
    steps: list[DescentStep] = []
    runs: Annotated[list[DescentRun], Meta(description="the methods that are compared")] = []
    starts: int | None = None
    seed: int | None = None
    ends: Annotated[list[DescentEnd], Meta(description="the different ends, the best first")] = []
    failed: Annotated[dict[str, int], Meta(description="why other runs did not converge, and how many")] = {}
    refused: Annotated[int, Meta(description="random starts outside the domain of f")] = 0


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
    "newton": Newton,
    "descend": Descend,
    "error": Error,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a command's answer, or of "error"."""
    schema = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
