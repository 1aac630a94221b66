"""What a fit says of its parameters: errors, covariance, goodness, information criteria; and when it says nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvcalc_cli.numeric.fit.distributions import chi2_sf

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.covariance import Array, Inverse
    from mvcalc_cli.numeric.fit.facts import Facts
    from mvcalc_cli.numeric.fit.solution import Solution

Weights = Literal["none", "relative", "absolute"]

EPSILON = 2.0**-52
ROUNDING = 2 * EPSILON  # residuals of this size, relative to y, are what rounding leaves of a perfect fit
ILL = 1e8  # a condition number from which half of a float's digits are gone


class Inference(NamedTuple):
    """All that is inferred from a fit of n rows, p free parameters, q of which are not at a bound.

    Attributes:
        names: The free parameters.
        estimates: θ, in their order.
        inner: The q names that have an error.
        errors: The standard errors in the order of `names`, None of a parameter at a bound; None if there are none.
        covariance: Of `inner`, shape (q, q); None where it is not known.
        correlation: Likewise; also None where every error is 0.
        root: A matrix L with covariance = L Lᵀ, shape (q, q).
        rows: n.
        rss: Σ r², the weighted one where there are sigmas (then also called chi²).
        dof: n − q.
        s: The residual standard deviation √(rss/dof); None without degrees of freedom. Of a robust loss that of the
            residuals that are no outliers.
        r2: 1 − rss/total; None where the total is 0, and of a robust loss: its sums are those of the outliers.
        about: What the total is about: the (weighted) "mean" where the model has a constant, else "zero".
        adjusted_r2: R² with both sums divided by their degrees of freedom.
        log_likelihood: Of normal errors; None of a robust loss and of a perfect fit, as the criteria that need it.
        aic: 2k − 2 ln L, where k counts the parameters, and the variance if it is estimated.
        aicc: AIC corrected for few rows; None where n ≤ k + 1.
        bic: k ln n − 2 ln L.
        weights: "none", "relative" (only their ratios count) or "absolute" (they are standard deviations).
        chi2_p: How often chance alone would give as large a chi²; of absolute sigmas only.
        condition: Of the Jacobian with its columns brought to length 1.
        perfect: Whether the residuals are nothing but rounding.
        why: One sentence: why there are no errors; "" if there are.
        notes: Sentences that the numbers need.
    """

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    inner: tuple[str, ...]
    errors: tuple[float | None, ...] | None
    covariance: Array | None
    correlation: Array | None
    root: Array | None
    rows: int
    rss: float
    dof: int
    s: float | None
    r2: float | None
    about: Literal["mean", "zero"]
    adjusted_r2: float | None
    log_likelihood: float | None
    aic: float | None
    aicc: float | None
    bic: float | None
    weights: Weights
    chi2_p: float | None
    condition: float
    perfect: bool
    why: str
    notes: tuple[str, ...]

    @property
    def reduced_chi2(self) -> float | None:
        """chi²/dof: near 1 where absolute sigmas and the model are right."""
        return None if self.dof <= 0 else self.rss / self.dof


def inference(solution: Solution, facts: Facts, *, has_constant: bool, weights: Weights = "none") -> Inference:
    """What can be said of the estimates.

    Args:
        solution: The end of the fit; its triangle is that of the rows divided by σ.
        facts: The sums over the same rows.
        has_constant: Whether the model can follow a shift of y: R² is then about the mean.
        weights: What the sigmas mean. Absolute: the covariance is (JᵀJ)⁻¹ as it stands. Relative or none: it is
            scaled by s² = rss/dof, so that the scatter about the curve decides.
    """
    from mvcalc_cli.numeric.fit.covariance import inverse

    kept, rss = _kept(solution), solution.chi2
    inverted = inverse(solution.end.triangle, kept)
    if solution.root is not None and len(kept) == len(solution.names):
        inverted = inverted._replace(root=solution.root)
    dof = facts.rows - len(kept)
    perfect = rss == 0 or (solution.method != "qr" and rss <= ROUNDING**2 * facts.about_zero)
    variance = _variance(solution, dof, perfect, weights)
    why = _why(solution, inverted, kept, dof, variance)
    robust = solution.variance is not None
    likelihood = None if robust or perfect else _log_likelihood(rss, facts, weights)
    r2 = None if robust else _r2(rss, facts, has_constant=has_constant)
    return Inference(
        solution.names,
        tuple(float(value) for value in solution.theta),
        tuple(solution.names[k] for k in kept),
        *_spread(inverted, None if why else variance, kept, len(solution.names)),
        facts.rows,
        rss,
        dof,
        _residual_sd(solution, facts.rows, dof),
        r2,
        "mean" if has_constant else "zero",
        _adjusted(r2, facts.rows - has_constant, dof),
        likelihood,
        *_criteria(likelihood, len(kept) + (weights != "absolute"), facts.rows),
        weights,
        chi2_sf(rss, dof) if weights == "absolute" and dof > 0 and not robust else None,
        inverted.condition,
        perfect,
        why,
        tuple(_notes(solution, dof, r2, inverted.condition, weights)),
    )


Spread = tuple["tuple[float | None, ...] | None", "Array | None", "Array | None", "Array | None"]


def _spread(inverted: Inverse, variance: float | None, kept: list[int], size: int) -> Spread:
    """Errors, covariance, correlation and its root; all None without a variance."""
    from mvcalc_cli.numeric.fit.covariance import correlation

    if variance is None or inverted.root is None:
        return None, None, None, None
    import numpy as np

    if not math.isfinite(variance):
        return None, None, None, None
    root = inverted.root * math.sqrt(variance)
    with np.errstate(all="ignore"):  # squares may leave the range of floats where lengths do not
        covariance = root @ root.T
    return _errors(root, kept, size), covariance, correlation(root), root


def _notes(solution: Solution, dof: int, r2: float | None, condition: float, weights: Weights) -> Iterator[str]:
    """What has to be said of the numbers; of a fit that has ended well only."""
    if not solution.ending.converged:
        return
    for name, side in zip(solution.names, solution.active, strict=False):
        if side:
            end = "lower" if side < 0 else "upper"
            yield f"{name} is at its {end} bound: it has no error, and the others' hold for it there"
    if r2 is not None and r2 < 0:
        yield "R² is below 0: the model explains less than the mean of y alone"
    if dof == 0 and weights == "absolute":
        yield "as many parameters as rows: the curve goes through every point, and chi² says nothing of the model"
    if ILL < condition < math.inf:
        yield f"the parameters are nearly dependent (condition {condition:.1e}): their errors are large for that reason"


def _kept(solution: Solution) -> list[int]:
    """The parameters that are not held at a bound."""
    active = solution.active or (0,) * len(solution.names)
    return [k for k, side in enumerate(active) if side == 0]


def _variance(solution: Solution, dof: int, perfect: bool, weights: Weights) -> float | None:
    """What (JᵀJ)⁻¹ is multiplied by; None where nothing is left to estimate it from."""
    if solution.variance is not None:
        return solution.variance
    if weights == "absolute":
        return 1.0
    if dof <= 0:
        return None
    return 0.0 if perfect else solution.chi2 / dof


def _residual_sd(solution: Solution, rows: int, dof: int) -> float | None:
    """√(rss/dof); of a robust loss its scale, as much larger as least squares' would be: the curve is fitted too."""
    if dof <= 0:
        return None
    if solution.variance is None:
        return math.sqrt(solution.chi2 / dof)
    return None if solution.scale is None else solution.scale * math.sqrt(rows / dof)


def _why(solution: Solution, inverted: Inverse, kept: list[int], dof: int, variance: float | None) -> str:
    """Why there are no errors; "" if there are."""
    if solution.ending.reason == "singular" or (solution.ending.converged and kept and inverted.root is None):
        return f"no errors: the data do not determine {_blamed(solution, inverted, kept)}"
    if not solution.ending.converged:
        return "no errors: the fit has not converged, and what it stopped at is no estimate"
    if not kept:
        return "no errors: every parameter is at a bound"
    if dof < 0:
        return f"no errors: {len(kept)} parameters cannot be told from {dof + len(kept)} rows"
    return _unscaled(dof, variance)


def _unscaled(dof: int, variance: float | None) -> str:
    """Why the scatter that the errors come from is not known; "" if it is."""
    if variance == math.inf and dof > 0:
        return "no errors: too few rows lie within the cutoff of the loss to say how well it is determined"
    if variance is None or variance == math.inf:
        return "no errors: as many parameters as rows, so that no scatter is left to estimate them from"
    return ""


def _blamed(solution: Solution, inverted: Inverse, kept: list[int]) -> str:
    """The parameters that are at fault, as words."""
    blind = tuple(solution.names[kept[k]] for k in inverted.blind)
    names = solution.ending.blame or blind
    return " and ".join(names) if names else "the parameters one by one"


def _errors(root: Array, kept: list[int], size: int) -> tuple[float | None, ...]:
    """The lengths of the rows of L, without squares that leave the range of floats."""
    errors: list[float | None] = [None] * size
    for row, k in zip(root.tolist(), kept, strict=True):
        errors[k] = math.hypot(*row)
    return tuple(errors)


def _r2(rss: float, facts: Facts, *, has_constant: bool) -> float | None:
    """The share of the total that the model explains; None where y has nothing to explain."""
    total = facts.about_mean if has_constant else facts.about_zero
    return 1 - rss / total if total > ROUNDING**2 * facts.about_zero else None


def _adjusted(r2: float | None, total_dof: int, dof: int) -> float | None:
    return None if r2 is None or dof <= 0 else 1 - (1 - r2) * total_dof / dof


def _log_likelihood(rss: float, facts: Facts, weights: Weights) -> float:
    """Of independent normal errors, at the estimates; the variance at its own where it is not given."""
    n = facts.rows
    if weights == "absolute":
        return -0.5 * (rss + n * math.log(2 * math.pi)) - facts.log_sigma
    return -0.5 * n * (math.log(2 * math.pi * rss / n) + 1) - facts.log_sigma


def _criteria(likelihood: float | None, k: int, n: int) -> tuple[float | None, float | None, float | None]:
    """AIC, AICc and BIC of k estimated numbers.

    Reference: Burnham and Anderson, Model Selection and Multimodel Inference, 2nd ed., sections 2.2 and 2.4.
    """
    if likelihood is None:
        return None, None, None
    aic = 2 * k - 2 * likelihood
    aicc = aic + 2 * k * (k + 1) / (n - k - 1) if n > k + 1 else None
    return aic, aicc, k * math.log(n) - 2 * likelihood
