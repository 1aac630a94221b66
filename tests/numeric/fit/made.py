"""Small fits for the tests of what is said of fits: solved here by Gauss-Newton steps from near the answer."""

from typing import Any

import numpy as np

from mvcalc_cli.language.parser import parse
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.facts import Facts
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.inference import inference
from mvcalc_cli.numeric.fit.model import compiled
from mvcalc_cli.numeric.fit.solution import Ending, Solution


class Made:
    """A model, its rows, and the fit.

    Args:
        text: The model, in x (and z).
        start: The parameters with values near the answer.
        columns: Of the predictors.
        y: What is explained.
        sigma: None, one number or a column.
        weights: As for `inference`.
    """

    def __init__(  # noqa: PLR0917 - read aloud: this model, from here, to these columns
        self,
        text: Any,
        start: Any,
        columns: Any,
        y: Any,
        sigma: Any = None,
        weights: Any = "none",
        *,
        steps: Any = 12,
        **more: Any,
    ) -> None:
        self.model = compiled(parse(text).tree, tuple(start), tuple(columns))
        rows = len(y)
        sigmas = None if sigma is None else np.broadcast_to(np.asarray(sigma, dtype=float), (rows,)).copy()
        self.data = Data(
            {name: np.asarray(c, dtype=float) for name, c in columns.items()}, np.asarray(y, float), sigmas
        )
        self.residuals = InMemory(self.model, self.data)
        self.solution = solved(self.residuals, np.array(list(start.values()), dtype=float), steps=steps)
        self.solution = self.solution._replace(**more)
        self.facts = Facts.of(self.data)
        self.weights = weights

    @property
    def inference(self) -> Any:
        return inference(self.solution, self.facts, has_constant=self.model.has_constant, weights=self.weights)


def solved(residuals: Any, start: Any, bounds: Any = None, steps: Any = 12) -> Any:
    """Gauss-Newton from near the answer."""
    theta = np.array(start, dtype=float)
    for _ in range(steps):
        at = residuals.linearised(theta)
        theta = theta + np.linalg.lstsq(at.triangle, at.c, rcond=None)[0]
        if bounds is not None:
            theta = np.clip(theta, bounds.lower, bounds.upper)
    return Solution("lm", residuals.names, theta, residuals.linearised(theta), Ending(True, "gradient"))
