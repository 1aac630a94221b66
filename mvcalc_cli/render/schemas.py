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


class DiffResult(Struct, kw_only=True, omit_defaults=True):
    """The derivative of one expression."""

    result: Formula
    wrt: Annotated[list[str], Meta(description="the variables in order, each as often as it is differentiated by")]
    excluded: Conditions
    of: Annotated[str, Meta(description="the dependent variable of an equation")] = ""
    at: ValueAt | None = None
    steps: list[Step] = []
    simplified: Formula | None = None


class Diff(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc diff`: the keys of one derivative, or `results` for several expressions."""

    result: Formula | None = None
    wrt: list[str] = []
    excluded: list[str] = []
    of: str = ""
    at: ValueAt | None = None
    steps: list[Step] = []
    simplified: Formula | None = None
    results: list[DiffResult] = []


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
    "grad": Grad,
    "jacobian": Jacobian,
    "hessian": Hessian,
    "eval": Eval,
    "simplify": Algebra,
    "expand": Algebra,
    "factor": Algebra,
    "solve": Solve,
    "equal": Equal,
    "functions": Functions,
    "error": Error,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a command's answer, or of "error"."""
    schema = msgspec.json.schema(ANSWERS[name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
