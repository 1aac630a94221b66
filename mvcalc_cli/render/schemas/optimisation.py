"""Answers of newton and descend."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import ComplexNumber, Envelope, Expression


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


NumberPoint = Annotated[
    dict[str, float | list[float]], Meta(description="a number for each variable, a list for a vector")
]


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
