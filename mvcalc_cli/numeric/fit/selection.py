"""Which of several models the data prefer, and when the question has no answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.inference import Inference


class Candidate(NamedTuple):
    """One fitted model.

    Attributes:
        label: Its name.
        inference: What the fit said.
        y: What was explained, as written: "y", "log(y)".
        rows: Which rows went in, in words that are alike only where the rows are: the file and how many were left out.
        failed: Why it cannot be ranked (not converged, no start, …); "" if it can.
    """

    label: str
    inference: Inference | None
    y: str = "y"
    rows: str = ""
    failed: str = ""


class Ranked(NamedTuple):
    """One model in its place.

    Attributes:
        label: Its name.
        parameters: How many are free.
        aic: None, as what follows, where the criterion does not exist: a perfect fit, a robust loss, few rows.
        aicc: AIC corrected for few rows.
        bic: The Bayesian criterion.
        adjusted_r2: R² that pays for its parameters.
        delta: By how much the criterion of the order exceeds the best one's.
        weight: exp(−delta/2), divided by the sum over all: how far the data favour it among these.
        words: Why it stands apart; "" if it does not.
    """

    label: str
    parameters: int
    aic: float | None
    aicc: float | None
    bic: float | None
    adjusted_r2: float | None
    delta: float | None
    weight: float | None
    words: str = ""


class Ranking(NamedTuple):
    """The models, best first; those that cannot be compared come last.

    Attributes:
        criterion: What they are ordered by: "AICc" where it exists for all, else "AIC".
        models: In their order.
        words: The verdict, and what is not comparable, in sentences.
    """

    criterion: str
    models: tuple[Ranked, ...]
    words: tuple[str, ...]


def ranked(candidates: Sequence[Candidate]) -> Ranking:
    """Order models by AIC, corrected for few rows where that exists for all of them.

    The criteria compare likelihoods of the same numbers: models of log(y) and of y, of different rows, or with sigmas
    and without, are not ordered among each other; the ones that are like the first are.

    Reference: Burnham and Anderson, Model Selection and Multimodel Inference, 2nd ed., section 2.6.
    """
    fitted = [one for one in candidates if one.inference is not None and not one.failed]
    alike = [one for one in fitted if _kind(one) == _kind(fitted[0]) and not _is_spent(one)]
    perfect = [one for one in alike if one.inference is not None and one.inference.perfect]
    compared = [] if perfect else [one for one in alike if _value(one, "aic") is not None]
    criterion = "AICc" if all(_value(one, "aicc") is not None for one in compared) else "AIC"
    ordered = sorted(compared, key=lambda one: _value(one, criterion.lower()) or 0.0)
    rest = [*perfect, *(one for one in candidates if one not in compared and one not in perfect)]
    apart = [_row(one, None, None, _reason(one, fitted, perfect)) for one in rest]
    rows = (*_weighed(ordered, criterion.lower()), *apart)
    return Ranking(criterion, rows, _verdict(rows, criterion, perfect))


def _is_spent(one: Candidate) -> bool:
    """Whether a model has as many parameters as rows: it passes through them whatever they are."""
    return one.inference is not None and one.inference.dof <= 0


def _kind(one: Candidate) -> tuple[object, ...]:
    """What has to be alike for likelihoods to compare."""
    assert one.inference is not None
    return one.y, one.rows, one.inference.rows, one.inference.weights


def _value(one: Candidate, name: str) -> float | None:
    found: float | None = getattr(one.inference, name)
    return found


def _weighed(ordered: Sequence[Candidate], name: str) -> list[Ranked]:
    """The comparable models with their distances and weights."""
    values = [_value(one, name) or 0.0 for one in ordered]
    shares = [math.exp(-0.5 * (value - values[0])) for value in values]
    whole = sum(shares)
    return [
        _row(one, value - values[0], share / whole) for one, value, share in zip(ordered, values, shares, strict=True)
    ]


def _row(one: Candidate, delta: float | None, weight: float | None, words: str = "") -> Ranked:
    found = one.inference
    if found is None:
        return Ranked(one.label, 0, None, None, None, None, None, None, words)
    criteria = found.aic, found.aicc, found.bic, found.adjusted_r2
    return Ranked(one.label, len(found.names), *criteria, delta, weight, words)


def _reason(one: Candidate, fitted: Sequence[Candidate], perfect: Sequence[Candidate]) -> str:
    """Why a model is not ordered among the others."""
    if one.failed or one.inference is None:
        return one.failed or "not fitted"
    if unlike := _unlike(one, fitted[0]):
        return unlike
    if _is_spent(one):
        return "as many parameters as rows: it says nothing of the data"
    if one.inference.perfect:
        return "perfect: no residual is left, and the criteria are without bound"
    return f"not perfect, as {perfect[0].label} is" if perfect else "a robust loss has no likelihood"


def _unlike(one: Candidate, first: Candidate) -> str:
    """Why the likelihoods of two models do not compare; "" if they do."""
    assert one.inference is not None
    assert first.inference is not None
    if one.y != first.y:
        return f"explains {one.y}, not {first.y}: their likelihoods do not compare"
    if (one.rows, one.inference.rows) != (first.rows, first.inference.rows):
        return f"fitted to {one.inference.rows} rows, {first.label} to {first.inference.rows}: different data"
    if one.inference.weights != first.inference.weights:
        return "weighted in another way: their likelihoods do not compare"
    return ""


def _verdict(rows: Sequence[Ranked], criterion: str, perfect: Sequence[Candidate]) -> tuple[str, ...]:
    """The sentence beneath the table."""
    if perfect:
        fewest = min(perfect, key=lambda one: len(one.inference.names if one.inference else ()))
        return (f"{fewest.label} fits perfectly with the fewest parameters",)
    order = [row for row in rows if row.delta is not None]
    if len(order) < 2:
        return (_nothing(rows),) if len(rows) > 1 else ()
    best, second = order[0], order[1]
    gap = f"{criterion} {second.delta:.1f} lower than {second.label}'s"
    if second.delta is not None and second.delta < 2:
        return (f"{best.label} and {second.label} explain the data about equally well: {gap}",)
    strong = "much better than" if second.delta is not None and second.delta > 10 else "better than"
    return (f"{best.label} explains the data {strong} the others: {gap}",)


def _nothing(rows: Sequence[Ranked]) -> str:
    """Why fewer than two models are in order: where all stand apart for one reason, that."""
    alone = [row.label for row in rows if row.delta is not None]
    if alone:
        others = "; ".join(f"{row.label}: {row.words}" for row in rows if row.delta is None)
        return f"{alone[0]} alone can be ranked ({others})"
    reasons = {row.words for row in rows}
    return f"nothing to compare: {reasons.pop() if len(reasons) == 1 else 'fewer than two models can be ranked'}"
