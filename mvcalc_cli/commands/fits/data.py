"""A fit in JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.predictions import Predicted
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.fit.intervals import Interval

# Rows of which the residuals are written out.
_WRITTEN: Final = 1_000


def fit_data(found: Fitted, run: Run, formula: Tree | None, predictions: Sequence[Predicted] = ()) -> dict[str, Any]:
    """All that is known of one fit; `formula` is the fitted function."""
    from mvcalc_cli.commands.fits.traces import step_data

    data = {
        "result": formula if found.converged else None,
        **summary(found),
        **_matrices(found),
        **_tests(found),
        **_residuals(found),
    }
    if predictions:
        data["predictions"] = [_prediction(one) for one in predictions]
    if run.trace:
        data["steps"] = step_data(found.solution.steps)
    return data


def summary(found: Fitted) -> dict[str, Any]:
    """The model, its estimates, how good it is and how it ended."""
    from mvcalc_cli.commands.fits.verdicts import notes, sentence

    asked, inference, solution = found.asked, found.inference, found.solution
    data: dict[str, Any] = {
        "model": asked.tree,
        "name": None if asked.named is None else asked.named.name,
        "data": asked.columns.file,
        "rows": found.facts.rows,
        "y": asked.y,
        "predictors": dict(asked.predictors),
        "params": _params(found),
        "level": found.level,
        "intervals": found.kind,
        "converged": found.converged,
        "method": solution.method,
        "iterations": sum(step.accepted for step in solution.steps[1:]),
        "starts": solution.tried,
        "rss": inference.rss,
        "residual_sd": inference.s,
        "dof": inference.dof,
        "r2": inference.r2,
        "r2_about": inference.about,
        "adjusted_r2": inference.adjusted_r2,
        "aic": inference.aic,
        "aicc": inference.aicc,
        "bic": inference.bic,
        "condition": _finite(inference.condition),
        "weights": inference.weights,
        "notes": list(notes(found)),
        "verdict": {
            "reason": solution.ending.reason,
            "words": sentence(found) if not found.converged else solution.ending.words,
            "hint": solution.ending.hint,
            "blame": list(solution.ending.blame),
        },
    }
    if inference.weights == "absolute":
        data |= {"chi2": inference.rss, "chi2_p": inference.chi2_p, "reduced_chi2": inference.reduced_chi2}
    if math.isfinite(solution.digits):
        data["digits"] = solution.digits
    return data


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _params(found: Fitted) -> dict[str, dict[str, Any]]:
    """Each parameter: value, standard_error, low, high, and whether it was fixed or is at a bound."""
    from mvcalc_cli.commands.fits.estimates import estimates

    return {
        one.name: {
            "value": one.value,
            "standard_error": one.error,
            "low": _finite(one.low),
            "high": _finite(one.high),
            "state": one.state,
        }
        for one in estimates(found)
    }


def _matrices(found: Fitted) -> dict[str, Any]:
    """Covariance and correlation of the parameters that have an error."""
    inference = found.inference
    if inference.covariance is None or not found.converged:
        return {"covariance": None, "correlation": None}
    correlation = None if inference.correlation is None else inference.correlation.tolist()
    return {
        "free": list(inference.inner),
        "covariance": inference.covariance.tolist(),
        "correlation": correlation,
    }


def _tests(found: Fitted) -> dict[str, Any]:
    """What the residuals show."""
    from mvcalc_cli.commands.fits.verdicts import tests

    made = tests(found)
    if made is None:
        return {}
    names = ("runs", "lag", "normality")
    kept = {name: getattr(made, name) for name in names if getattr(made, name) is not None}
    return {"tests": {name: {"p": _finite(one.p), "words": one.words} for name, one in kept.items()}}


def _residuals(found: Fitted) -> dict[str, Any]:
    """Fitted values and residuals of each row, where they are few."""
    if found.facts.rows > _WRITTEN or hasattr(found.source, "chunks"):
        return {}
    values = found.curve(found.source.columns)
    return {"fitted": values.tolist(), "residuals": (found.source.y - values).tolist()}


def _prediction(one: Predicted) -> dict[str, Any]:
    found = one.found
    return {
        "at": dict(one.spot.typed),
        "value": found.value,
        "standard_error": found.error,
        "curve": _pair(found.mean),
        "new": _pair(found.new),
        "outside": list(found.outside),
        "words": list(found.words),
    }


def _pair(interval: Interval | None) -> list[float | None] | None:
    return None if interval is None else [_finite(interval.low), _finite(interval.high)]
