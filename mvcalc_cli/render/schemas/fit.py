"""Answers of fit: one model, several, several methods, a distribution, the models that have a name."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Envelope, Expression

Matrix = list[list[float]]


class Parameter(Struct):
    """One parameter of a fit; without an error where the fit has none."""

    value: float | None
    standard_error: float | None
    low: Annotated[float | None, Meta(description="the lower end of the interval; null where infinite or unknown")]
    high: float | None
    state: Annotated[
        Literal["free", "fixed", "bound", "undetermined"], Meta(description="bound: at an end of its --bounds")
    ]


class FitVerdict(Struct):
    """Why the search stopped."""

    reason: Annotated[
        str,
        Meta(description="direct, gradient, step, exact; max_steps, singular, flat, stalled, diverged, domain"),
    ]
    words: str
    hint: str
    blame: Annotated[list[str], Meta(description="the parameters that are not determined, or at fault")]


class FitStep(Struct):
    """One step of the search, or a trial that was refused."""

    k: int
    parameters: list[float]
    chi2: float | None
    gradient: Annotated[float | None, Meta(description="the largest cosine between the residuals and a derivative")]
    damping: float | None
    accepted: bool


class ResidualTest(Struct):
    """A test of the residuals, and what it says."""

    p: float | None
    words: str


class FitPrediction(Struct):
    """The fitted model at a point."""

    at: dict[str, float]
    value: float
    standard_error: float | None
    curve: Annotated[list[float | None] | None, Meta(description="the interval of the curve itself")]
    new: Annotated[list[float | None] | None, Meta(description="the interval of one new observation")]
    outside: Annotated[list[str], Meta(description="predictors whose value lies outside the data")]
    words: list[str]


class FitSummary(Struct, kw_only=True, omit_defaults=True):
    """One fitted model."""

    model: Expression
    name: str | None
    data: str
    rows: int
    y: Expression
    predictors: dict[str, Expression]
    params: dict[str, Parameter]
    level: float
    intervals: Literal["t", "profile"]
    converged: bool
    method: str
    iterations: int
    starts: int
    rss: float | None
    residual_sd: float | None
    dof: int
    r2: float | None
    r2_about: Literal["mean", "zero"]
    adjusted_r2: float | None
    aic: float | None
    aicc: float | None
    bic: float | None
    condition: float | None
    weights: Literal["none", "relative", "absolute"]
    notes: list[str]
    verdict: FitVerdict
    chi2: float | None = None
    chi2_p: float | None = None
    reduced_chi2: float | None = None
    digits: Annotated[float | None, Meta(description="digits of the estimates that rounding leaves")] = None


class MethodRun(FitSummary, kw_only=True, omit_defaults=True):
    """One model by one of several methods."""

    steps: list[FitStep] = []


class RankedModel(Struct):
    """One model of --compare in its place; null where a criterion does not exist."""

    model: str
    parameters: int
    aic: float | None
    aicc: float | None
    bic: float | None
    adjusted_r2: float | None
    delta: Annotated[float | None, Meta(description="by how much the criterion exceeds the best one's")]
    weight: float | None
    words: str


class NamedModel(Struct):
    """A model that has a name."""

    name: str
    formula: Expression
    parameters: list[str]
    what: str


class Bins(Struct):
    """A histogram: the ends of the bins, how many values are in each, how many the distribution expects."""

    edges: list[float]
    counts: list[int]
    expected: list[float]


class Goodness(Struct):
    """A test of whether values follow a distribution."""

    test: str
    statistic: float
    p: float
    words: str


class Within(Struct):
    """The share of values within so many standard deviations."""

    sigmas: int
    share: float
    expected: float


class Distribution(Struct):
    """A distribution fitted to values."""

    distribution: str
    formula: str
    params: dict[str, Parameter]
    log_likelihood: float
    aic: float
    aicc: float | None
    bic: float


class Fit(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc fit`: one model; of several methods the best; or a ranking, a distribution, a list."""

    result: Annotated[Expression | None, Meta(description="the fitted function with its numbers")] = None
    model: Expression | None = None
    name: str | None = None
    data: str = ""
    rows: int = 0
    y: Expression | None = None
    predictors: dict[str, Expression] = {}
    params: dict[str, Parameter] = {}
    level: float = 0.95
    intervals: Literal["t", "profile"] = "t"
    converged: bool = False
    method: str = ""
    iterations: int = 0
    starts: int = 0
    rss: float | None = None
    residual_sd: float | None = None
    dof: int = 0
    r2: float | None = None
    r2_about: Literal["mean", "zero"] = "mean"
    adjusted_r2: float | None = None
    aic: float | None = None
    aicc: float | None = None
    bic: float | None = None
    condition: float | None = None
    weights: Literal["none", "relative", "absolute"] = "none"
    notes: list[str] = []
    verdict: FitVerdict | None = None
    chi2: float | None = None
    chi2_p: float | None = None
    reduced_chi2: float | None = None
    digits: float | None = None
    free: Annotated[list[str], Meta(description="the parameters of covariance and correlation, in order")] = []
    covariance: Matrix | None = None
    correlation: Matrix | None = None
    tests: dict[str, ResidualTest] = {}
    fitted: list[float | None] = []
    residuals: list[float | None] = []
    predictions: list[FitPrediction] = []
    steps: list[FitStep] = []
    runs: Annotated[list[MethodRun], Meta(description="the methods side by side")] = []
    criterion: str = ""
    ranking: Annotated[list[RankedModel], Meta(description="the models of --compare, best first")] = []
    words: list[str] = []
    fits: list[FitSummary] = []
    models: Annotated[list[NamedModel], Meta(description="--models: those that have a name")] = []
    column: Annotated[str, Meta(description="the column of --histogram")] = ""
    distribution: str = ""
    formula: str = ""
    log_likelihood: float | None = None
    mean: float | None = None
    deviation: float | None = None
    histogram: Bins | None = None
    goodness: list[Goodness] = []
    within: list[Within] = []
    distributions: list[Distribution] = []
