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


class QuizGrade(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz grade`; a line of a batch carries its id."""

    verdict: Literal["equal", "domain-differs", "different", "undecided", "invalid"]
    score: Annotated[float, Meta(description="0 to 1")]
    why: str
    reading: Annotated[str, Meta(description="the answer as it was understood")] = ""
    hint: str = ""
    components: Annotated[list[bool], Meta(description="for each entry whether it is right")] = []
    where: Annotated[dict[str, int] | None, Meta(description="the part of the answer that why is about")] = None
    id: Any = None


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


class QuizPart(Struct):
    """The answer to one part of a question."""

    part: str
    given: str
    verdict: Literal["equal", "domain-differs", "different", "undecided", "invalid", "gave-up", ""]


class QuizAnswer(Struct, kw_only=True, omit_defaults=True):
    """How one question of a session went."""

    id: str
    bank: str
    seed: int
    given: Annotated[str, Meta(description="as typed; of several parts each by its name")]
    correct: Annotated[bool | None, Meta(description="null where it was not answered or could not be decided")]
    outcome: Literal["right", "wrong", "undecided", "open"]
    score: float
    tries: int
    check: Annotated[str, Meta(description="how it was compared")]
    tags: list[str]
    parts: list[QuizPart] = []


class QuizDay(Struct):
    """When something is due next."""

    days: int
    date: str
    cards: int
    banks: list[str]


class QuizRun(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz run`: a session."""

    kind: Literal["practice", "cram", "exam", "review"]
    seed: int
    right: int
    total: int
    undecided: int
    score: Annotated[float, Meta(description="the mean of the questions, 0 to 1")]
    seconds: int
    answers: list[QuizAnswer]
    pass_: Annotated[float | None, Meta(description="what --pass asked for")] = msgspec.field(name="pass", default=None)
    passed: bool | None = None


class QuizNext(Envelope, kw_only=True):
    """Answer of `mvcalc quiz next`."""

    due: int
    next: QuizDay | None


class QuizReview(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz review`: a session, or when something is due."""

    kind: Literal["review"] = "review"
    seed: int = 0
    right: int = 0
    total: int = 0
    undecided: int = 0
    score: float = 0.0
    seconds: int = 0
    answers: list[QuizAnswer] = []
    pass_: float | None = msgspec.field(name="pass", default=None)
    passed: bool | None = None
    due: int = 0
    next: QuizDay | None = None


class QuizBank(Struct):
    """One bank."""

    id: str
    title: str
    module: int | None
    questions: int
    seen: int
    due: int
    path: str
    licence: str


class BrokenBank(Struct):
    """A file that is no bank, with every mistake in it as file:line:column: sentence."""

    path: str
    mistakes: list[str]


class QuizList(Envelope, kw_only=True):
    """Answer of `mvcalc quiz list`."""

    banks: list[QuizBank]
    broken: list[BrokenBank]


class QuizModule(Struct):
    """One module; a bank of no module has its id here."""

    module: int | str
    title: str
    seen: int
    right: int
    due: int


class QuizTag(Struct):
    """One skill."""

    tag: str
    title: str
    seen: int
    right: int
    due: int


class QuizMistake(Struct):
    """One known mistake; `mended` counts where it was put right in the same question."""

    mistake: str
    made: int
    mended: int


class QuizTotal(Struct):
    """All questions together."""

    seen: int
    right: Annotated[int, Meta(description="at the first answer")]
    due: int


class QuizWeak(Struct):
    """A weak skill."""

    tag: str
    seen: int
    right: int


class QuizStats(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz stats`: `modules`, `tags` or `mistakes`, as --by says."""

    modules: list[QuizModule] = []
    tags: list[QuizTag] = []
    mistakes: list[QuizMistake] = []
    total: QuizTotal
    streak_days: int
    days: Annotated[list[int], Meta(description="questions answered on each of the last 14 days, today last")]
    weakest: list[QuizWeak]


class QuizSchema(Envelope, kw_only=True):
    """Answer of `mvcalc quiz schema`."""

    result: Annotated[dict[str, Any], Meta(description="the JSON Schema of a bank")]


class QuizLintedBank(Struct):
    """A file that was looked at."""

    path: str
    id: Annotated[str | None, Meta(description="null where it could not be read")]
    questions: int
    errors: int
    warnings: int


class QuizFinding(Struct):
    """A mistake in a bank, or a warning; line and column count from 1."""

    path: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    question: str | None
    message: str
    hint: str | None


class QuizCounts(Struct):
    """How many findings there are."""

    errors: int
    warnings: int


class QuizLint(Envelope, kw_only=True):
    """Answer of `mvcalc quiz lint`."""

    banks: list[QuizLintedBank]
    counts: QuizCounts
    findings: list[QuizFinding]


class QuizTestFailure(Struct):
    """One seed at which a test came out otherwise."""

    seed: int
    given: str
    expected: str
    got: str


class QuizTestCase(Struct):
    """One test of a question, at all seeds."""

    bank: str
    question: str
    test: int
    path: str
    line: int
    column: int
    passed: bool
    seeds: int
    problem: Annotated[str | None, Meta(description="why it could not be run")]
    failures: list[QuizTestFailure]


class QuizTest(Envelope, kw_only=True):
    """Answer of `mvcalc quiz test`."""

    passed: int
    failed: int
    tests: list[QuizTestCase]


class QuizKnownMistake(Struct):
    """A wrong answer that is known."""

    answer: str
    say: str
    score: float
    name: str


class QuizShownPart(Struct, omit_defaults=True):
    """One answer that a question asks for; what is right with --answer alone."""

    id: str
    type: str
    label: str
    options: list[str]
    answers: list[str] = []
    hints: list[str] = []
    mistakes: list[QuizKnownMistake] = []


class QuizShown(Struct, omit_defaults=True):
    """A variant of a question, or why it cannot be made."""

    id: str
    bank: str = ""
    seed: int = 0
    prompt: str = ""
    parameters: dict[str, str] = {}
    parts: list[QuizShownPart] = []
    solution: list[str] = []
    figure: str | None = None
    problem: str = ""


class QuizShow(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz show`."""

    bank: str
    id: str
    seed: int
    prompt: str
    parameters: dict[str, str]
    parts: list[QuizShownPart]
    solution: list[str] = []
    figure: str | None = None


class QuizPreview(Envelope, kw_only=True):
    """Answer of `mvcalc quiz preview`."""

    bank: str
    title: str
    questions: list[QuizShown]


class QuizFmt(Envelope, kw_only=True):
    """Answer of `mvcalc quiz fmt`."""

    path: str
    changed: Annotated[bool, Meta(description="whether the file was, or with --check would be, written anew")]


class QuizNew(Envelope, kw_only=True):
    """Answer of `mvcalc quiz new`."""

    path: str


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


class CheckedLine(Struct, kw_only=True, omit_defaults=True):
    """One line of a working."""

    line: int
    text: str
    verdict: Literal["start", "follows", "follows-where", "does-not-follow", "undecided"]
    why: str
    lost: Annotated[list[str], Meta(description="solutions of the line before that it has not")] = []
    gained: Annotated[list[str], Meta(description="solutions that the line before has not")] = []
    conditions: Conditions = []
    slip: Annotated[str, Meta(description="what went wrong, and what would be right")] = ""


class CheckWork(Envelope, kw_only=True):
    """mvcalc check-work FILE"""

    lines: list[CheckedLine]
    first: Annotated[int | None, Meta(description="the first line that does not follow, or null")]


class PractisedStep(Struct, kw_only=True):
    """One step of a derivative."""

    rule: str
    before: Text
    after: Text
    tries: Annotated[int, Meta(description="answers that were marked")]
    hints: int
    right: bool
    solution: Annotated[bool, Meta(description="whether the solution was needed")]
    mistakes: list[str]


class PractisedFunction(Struct, kw_only=True):
    """The derivative by one variable."""

    by: str
    result: Expression
    right: bool
    steps: list[PractisedStep]


class Practise(Envelope, kw_only=True):
    """mvcalc practise EXPR"""

    function: Expression
    derivatives: list[PractisedFunction]
    steps: Annotated[int, Meta(description="steps that were done")]
    first_try: Annotated[int, Meta(description="steps right at the first try, without a hint")]
    hints: int
    solutions: Annotated[int, Meta(description="steps whose solution was shown")]
    right: Annotated[bool, Meta(description="everything right in the end, without a solution")]
    left: Annotated[bool, Meta(description="left before the end")]


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
    "quiz grade": QuizGrade,
    "quiz lint": QuizLint,
    "quiz test": QuizTest,
    "quiz show": QuizShow,
    "quiz preview": QuizPreview,
    "quiz fmt": QuizFmt,
    "quiz new": QuizNew,
    "quiz run": QuizRun,
    "quiz review": QuizReview,
    "quiz next": QuizNext,
    "quiz list": QuizList,
    "quiz stats": QuizStats,
    "quiz schema": QuizSchema,
    "limit": Limit,
    "plot": Plot,
    "taylor": Taylor,
    "functions": Functions,
    "integrate": Integrate,
    "newton": Newton,
    "descend": Descend,
    "check-work": CheckWork,
    "practise": Practise,
    "error": Error,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a command's answer, or of "error"."""
    schema = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
