"""A distribution fitted to the values of a column, and the bins that it is drawn over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import DomainError, InputError, MvcalcError
from mvcalc_cli.numeric.fit.bins import counts as counted
from mvcalc_cli.numeric.fit.bins import edges as chosen_edges
from mvcalc_cli.numeric.fit.families import FAMILIES, Family
from mvcalc_cli.numeric.fit.goodness import GoodnessOfFit, chi2_test, verdict

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.likelihood import Estimate
    from mvcalc_cli.numeric.fit.values import Array, Moments, Values

MOST_BINS = 10_000
WITHIN = (1, 2, 3)


class FamilyFit(NamedTuple):
    """A distribution fitted by maximum likelihood.

    Attributes:
        name: Of the family.
        formula: Its density.
        parameters: Their names.
        estimates: In their order.
        errors: Standard errors from the observed information; None where there are none, and `words` says why.
        log_likelihood: At the estimates.
        aic: 2k − 2 ln L.
        aicc: AIC corrected for few values; None where n ≤ k + 1.
        bic: k ln n − 2 ln L.
        words: What has to be said; "" if nothing.
        rows: How many values there are.
    """

    name: str
    formula: str
    parameters: tuple[str, ...]
    estimates: tuple[float, ...]
    errors: tuple[float, ...] | None
    log_likelihood: float
    aic: float
    aicc: float | None
    bic: float
    words: str = ""
    rows: int = 0

    def density(self, x: Array) -> Array:
        """The fitted density, shape (n,) to (n,); 0 where it has no values."""
        import numpy as np

        family = FAMILIES[self.name]
        with np.errstate(all="ignore"):
            found = np.exp(family.log_density(x, self.estimates))
        return np.where(
            np.isfinite(found) & family.takes(x),
            found,
            0.0,
        )

    def intervals(self, level: float) -> tuple[tuple[float, float] | None, ...]:
        """The ends of the interval of each parameter; None where there is no error.

        Those of the normal, lognormal and exponential distribution are exact (t and χ²), the others hold for many
        values.

        >>> import numpy as np
        >>> from mvcalc_cli.numeric.fit.values import Values
        >>> found = histogram(Values.of(np.array([1.0, 2.0, 3.0])), "normal").fit
        >>> [tuple(round(end, 2) for end in ends) for ends in found.intervals(0.95)]
        [(-0.48, 4.48), (0.52, 6.28)]
        """
        from mvcalc_cli.numeric.fit.distributions import normal_quantile

        if self.errors is None:
            return (None,) * len(self.estimates)
        if self.is_exact:
            return _exact_intervals(self, level)
        reach = normal_quantile(0.5 * (1 + level))
        pairs = zip(self.estimates, self.errors, strict=True)
        return tuple((value - reach * error, value + reach * error) for value, error in pairs)

    @property
    def is_exact(self) -> bool:
        """Whether its intervals hold for few values too."""
        return self.name in {"normal", "lognormal", "exponential"} and self.rows > 1

    def cdf(self, x: float) -> float:
        """The share of values up to x."""
        return FAMILIES[self.name].cdf(x, self.estimates)


class Within(NamedTuple):
    """How many values lie within so many standard deviations of the mean.

    Attributes:
        sigmas: 1, 2, 3.
        values: How many.
        share: The same, of all.
        expected: The share of a normal distribution: 0.683, 0.954, 0.997.
    """

    sigmas: int
    values: int
    share: float
    expected: float


class Histogram(NamedTuple):
    """A column, binned and fitted.

    Attributes:
        rows: How many values.
        mean: Their mean.
        deviation: Their standard deviation, with n − 1.
        low: The least.
        high: The greatest.
        edges: Of the bins.
        counts: In each.
        expected: What the fitted distribution expects in each.
        fit: The distribution.
        tests: Of whether the values follow it; the first is the one to show.
        within: Of the normal distribution only.
    """

    rows: int
    mean: float
    deviation: float
    low: float
    high: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    expected: tuple[float, ...]
    fit: FamilyFit
    tests: tuple[GoodnessOfFit, ...]
    within: tuple[Within, ...]


class Compared(NamedTuple):
    """Several families fitted to the same values.

    Attributes:
        fits: By AIC, the best first.
        deltas: By how much each AIC exceeds the best.
        failed: (family, why) of those that cannot be fitted.
    """

    fits: tuple[FamilyFit, ...]
    deltas: tuple[float, ...]
    failed: tuple[tuple[str, str], ...]


def histogram(values: Values, family: str = "normal", bins: int | None = None, name: str = "the column") -> Histogram:
    """Fit a distribution to values, count them into bins, and test whether they follow it.

    Goes through the values a few times (normal, exponential: three; weibull, logistic: about ten) and keeps no more
    than some thousands of them. Shapiro and Wilk's test is made where all of them are kept.

    Args:
        values: The column.
        family: One of FAMILIES.
        bins: How many; chosen from the values unless given.
        name: Of the column, for messages.

    Raises:
        InputError: Of an unknown family or an impossible number of bins.
        DomainError: If there are too few values, all are equal, or the family has no such values.
    """
    kind = _family(family)
    if bins is not None and not 1 <= bins <= MOST_BINS:
        raise InputError(f"{bins} bins are not possible", hint=f"--bins takes 1 to {MOST_BINS}")
    moments = _moments(values, name)
    estimate = _estimated(kind, values, moments, name)
    edges = chosen_edges(moments, bins)
    likelihood, counts, within = _last_pass(kind, values, moments, estimate, edges)
    fit = _fit(kind, estimate, likelihood, moments.rows)
    return Histogram(
        moments.rows,
        moments.mean,
        moments.deviation,
        moments.low,
        moments.high,
        edges,
        counts,
        tuple(moments.rows * (fit.cdf(b) - fit.cdf(a)) for a, b in pairwise(edges)),
        fit,
        _tests(fit, moments, edges, counts),
        within,
    )


def compared(values: Values, families: Sequence[str] = tuple(FAMILIES), name: str = "the column") -> Compared:
    """Fit several families and order them by AIC; those that the values forbid are named with the reason."""
    moments = _moments(values, name)
    fits, failed = [], []
    for each in families:
        kind = _family(each)
        try:
            estimate = _estimated(kind, values, moments, name)
        except MvcalcError as error:
            failed.append((each, error.message))
            continue
        fits.append(_fit(kind, estimate, _log_likelihood(kind, values, estimate), moments.rows))
    fits.sort(key=lambda fit: fit.aic)
    return Compared(tuple(fits), tuple(fit.aic - fits[0].aic for fit in fits), tuple(failed))


def _exact_intervals(fit: FamilyFit, level: float) -> tuple[tuple[float, float] | None, ...]:
    """Of a normal (or log-normal) sample by t and χ², of an exponential one by χ²."""
    from mvcalc_cli.numeric.fit.distributions import chi2_quantile, t_quantile

    n, low, high = fit.rows, 0.5 * (1 - level), 0.5 * (1 + level)
    if fit.name == "exponential":
        (rate,) = fit.estimates
        return ((rate * chi2_quantile(low, 2 * n) / (2 * n), rate * chi2_quantile(high, 2 * n) / (2 * n)),)
    mean, sigma = fit.estimates
    reach = t_quantile(high, n - 1) * sigma / math.sqrt(n - 1)
    spread = sigma * math.sqrt(n)
    ends = spread / math.sqrt(chi2_quantile(high, n - 1)), spread / math.sqrt(chi2_quantile(low, n - 1))
    return (mean - reach, mean + reach), ends


# What distributions are called besides.
_ALSO = {"gaussian": "normal", "gauss": "normal", "log-normal": "lognormal", "exp": "exponential"}


def _family(name: str) -> Family:
    """The family of that name, or the one that was probably meant."""
    from mvcalc_cli.language.names import nearest

    name = _ALSO.get(name.lower(), name.lower())
    if name in FAMILIES:
        return FAMILIES[name]
    near = nearest(name, FAMILIES)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(FAMILIES)}"
    raise InputError(f"unknown distribution '{name}'", hint=hint)


def _moments(values: Values, name: str) -> Moments:
    """Mean and scatter of values that a distribution can be fitted to."""
    moments = values.moments() if any(len(piece) for piece in values.pieces()) else None
    if moments is None or moments.rows < 3:
        raise DomainError(
            f"a distribution needs at least three values, and {name} has {moments.rows if moments else 0}"
        )
    if not moments.high > moments.low:
        raise DomainError(f"every value of {name} is {moments.low:g}: no distribution has that")
    if not math.isfinite(moments.squares) or moments.squares == 0:
        raise DomainError(f"the values of {name} are too large or too small to be squared", hint="use another unit")
    return moments


def _estimated(kind: Family, values: Values, moments: Moments, name: str) -> Estimate:
    import numpy as np

    if not kind.takes(moments.low):
        raise DomainError(
            f"the {kind.name} distribution has values above 0 only, and {name} has {moments.low:g}",
            hint="the normal and the logistic distribution take any",
        )
    with np.errstate(all="ignore"):
        return kind.estimate(values, moments)


def _last_pass(
    kind: Family, values: Values, moments: Moments, estimate: Estimate, edges: tuple[float, ...]
) -> tuple[float, tuple[int, ...], tuple[Within, ...]]:
    """The log-likelihood, the counts in the bins, and those within 1, 2, 3 σ, in one pass."""
    import numpy as np

    mu, sigma = estimate.theta if kind.name == "normal" else (moments.mean, moments.deviation)

    def sums(x: Array) -> Array:
        near = [float((np.abs(x - mu) <= k * sigma).sum()) for k in WITHIN]
        density = float(kind.log_density(x, estimate.theta).sum())
        return np.concatenate([[density], near, counted(x, edges)])

    with np.errstate(all="ignore"):
        likelihood, *rest = values.sums(sums).tolist()
    near, counts = rest[: len(WITHIN)], rest[len(WITHIN) :]
    within = tuple(
        Within(k, round(count), count / moments.rows, math.erf(k / math.sqrt(2)))
        for k, count in zip(WITHIN, near, strict=True)
    )
    return likelihood, tuple(round(count) for count in counts), within if kind.name == "normal" else ()


def _log_likelihood(kind: Family, values: Values, estimate: Estimate) -> float:
    import numpy as np

    with np.errstate(all="ignore"):
        return float(values.sums(lambda x: np.array([kind.log_density(x, estimate.theta).sum()]))[0])


def _fit(kind: Family, estimate: Estimate, likelihood: float, n: int) -> FamilyFit:
    k = len(estimate.theta)
    aic = 2 * k - 2 * likelihood
    aicc = aic + 2 * k * (k + 1) / (n - k - 1) if n > k + 1 else None
    bic = k * math.log(n) - 2 * likelihood
    return FamilyFit(
        kind.name,
        kind.formula,
        kind.parameters,
        estimate.theta,
        estimate.errors,
        likelihood,
        aic,
        aicc,
        bic,
        estimate.words,
        n,
    )


def _tests(
    fit: FamilyFit, moments: Moments, edges: tuple[float, ...], counts: tuple[int, ...]
) -> tuple[GoodnessOfFit, ...]:
    """The tests that can be made."""
    over_bins = chi2_test(edges, counts, fit.cdf, len(fit.parameters))
    return tuple(one for one in (_shape(fit, moments), over_bins) if one is not None)


def _shape(fit: FamilyFit, moments: Moments) -> GoodnessOfFit | None:
    """Shapiro and Wilk's test of a normal distribution, or of the logarithms of a lognormal one."""
    import numpy as np

    from mvcalc_cli.numeric.fit.normality import MOST, shapiro_wilk

    if fit.name not in {"normal", "lognormal"} or not len(moments.sample) == moments.rows <= MOST:
        return None
    ordered = np.log(moments.sample) if fit.name == "lognormal" else moments.sample
    w, p = shapiro_wilk(ordered.tolist())
    return GoodnessOfFit("Shapiro-Wilk", w, p, p, 0, verdict("Shapiro-Wilk", p, p))
