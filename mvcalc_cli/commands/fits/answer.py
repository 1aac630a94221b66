"""One model, fitted: the way from the question to what is inferred."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.facts import Facts
    from mvcalc_cli.numeric.fit.inference import Inference
    from mvcalc_cli.numeric.fit.intervals import Interval
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.solution import Solution


class Fitted(NamedTuple):
    """A model with its estimates.

    Attributes:
        asked: The question.
        method: "auto", or the method that was asked for.
        model: Compiled, what is fixed put in.
        source: The rows.
        solution: The end of the fit.
        facts: The sums over the rows.
        inference: What can be said of the estimates.
        intervals: One for each free parameter; None where there is none.
        level: Their level.
        kind: "t" or "profile".
        words: What there is to say about intervals.
        loss: "squares", "huber" or "cauchy".
    """

    asked: Asked
    method: str
    model: Model
    source: Any
    solution: Solution
    facts: Facts
    inference: Inference
    intervals: tuple[Interval | None, ...] = ()
    level: float = 0.95
    kind: str = "t"
    words: tuple[str, ...] = ()
    loss: str = "squares"

    @property
    def converged(self) -> bool:
        """Whether the estimates are the answer."""
        return self.solution.ending.converged

    @property
    def free(self) -> Mapping[str, float]:
        """The free parameters by name."""
        return dict(zip(self.solution.names, map(float, self.solution.theta), strict=True))

    @property
    def estimates(self) -> Mapping[str, float]:
        """Every parameter by name, those that are fixed as well, in the order of the model."""
        every = {**self.free, **self.asked.fixed}
        return {name: every[name] for name in self.asked.parameters}

    def curve(self, columns: Mapping[str, Any]) -> Any:
        """f at the estimates, shape (n,); nan where it has no value. Without columns it is that of the rows drawn."""
        from mvcalc_cli.commands.fits.sources import sample

        rows = next((len(column) for column in columns.values()), sample(self.source).rows)
        return self.model.values(self.solution.theta, columns, rows)


def fitted(reader: Reader, asked: Asked, source: Any, run: Run, method: str = "auto") -> Fitted:
    """Fit one model to the rows.

    Raises:
        DomainError: If the model has no value on some row wherever it may begin.
    """
    from mvcalc_cli.commands.fits.progress import watching
    from mvcalc_cli.numeric.fit.model import compiled
    from mvcalc_cli.numeric.fit.search import fit

    text = None if asked.named else asked.text
    model = compiled(asked.tree, asked.parameters, tuple(asked.predictors), text=text).bound(asked.fixed)
    with watching(reader) as watch:
        solution = fit(
            model,
            source,
            start=asked.start or None,
            bounds=asked.bounds or None,
            loss=None if run.loss == "squares" else run.loss,
            method=method,
            rate=run.rate,
            absolute=asked.weights == "absolute",
            seed=run.seed,
            tolerance=run.tolerance,
            max_steps=run.max_steps,
            watch=None if watch is None or hasattr(source, "crew") else partial(_step, watch),
        )
    solution = _normalised(asked, model, source, solution)
    return _with_intervals(reader, _inferred(asked, method, model, source, solution)._replace(loss=run.loss), run)


def _step(watch: Any, step: Any) -> None:
    watch(step.k, 0, "step")


def _normalised(asked: Asked, model: Model, source: Any, solution: Solution) -> Solution:
    """The same curve as it is usually written: σ > 0, a phase between −π and π."""
    from mvcalc_cli.numeric.fit.search import residuals_of

    if asked.named is None or not solution.ending.converged or solution.variance is not None:
        return solution
    theta = dict(zip(solution.names, map(float, solution.theta), strict=True))
    there = asked.named.normalised({**theta, **asked.fixed}, kept=(*asked.fixed, *asked.bounds))
    if all(there[name] == value for name, value in theta.items()):
        return solution
    moved = solution.theta.copy()
    moved[:] = [there[name] for name in solution.names]
    return solution._replace(theta=moved, end=residuals_of(model, source).linearised(moved))


def _inferred(asked: Asked, method: str, model: Model, source: Any, solution: Solution) -> Fitted:
    from mvcalc_cli.numeric.fit.facts import Facts, facts
    from mvcalc_cli.numeric.fit.inference import inference

    sums = facts(source) if hasattr(source, "chunks") else Facts.of(source)
    inferred = inference(solution, sums, has_constant=model.has_constant, weights=asked.weights)
    return Fitted(asked, method, model, source, solution, sums, inferred)


def _with_intervals(reader: Reader, found: Fitted, run: Run) -> Fitted:
    """The intervals of the estimates, where there are errors."""
    level = run.share
    if run.intervals == "profile" and found.converged and found.inference.errors is not None:
        from mvcalc_cli.commands.fits.progress import watching
        from mvcalc_cli.numeric.fit.bounded import box
        from mvcalc_cli.numeric.fit.profile import profile_intervals
        from mvcalc_cli.numeric.fit.search import residuals_of

        residuals = residuals_of(found.model, found.source)
        edges = box(found.solution.names, found.asked.bounds or None)
        with watching(reader) as watch:
            told = None if hasattr(found.source, "crew") else watch
            profiles = profile_intervals(residuals, found.solution, found.inference, level, bounds=edges, watch=told)
        words = tuple(one.words for one in profiles if one.words)
        return found._replace(
            intervals=tuple(one.interval for one in profiles), level=level, kind="profile", words=words
        )
    from mvcalc_cli.numeric.fit.intervals import t_intervals

    return found._replace(intervals=t_intervals(found.inference, level), level=level)
