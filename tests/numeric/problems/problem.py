"""What a problem is: its text, its residuals in NumPy, its start and what the paper says of its minima."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from mvcalc_cli.numeric.function import Numeric, compile_numeric


class Problem(NamedTuple):
    """A sum of squares.

    Attributes:
        number: In the paper.
        name: In the paper.
        n: Variables.
        text: f in the language, of x1, x2, … or x[1], x[2], …
        residuals: The m functions fᵢ whose squares make f, shape (n,) -> (m,), written a second time in NumPy. They
            take complex points, so that x + ih gives their slopes without cancellation.
        start: The standard start.
        minima: Published values of f at local minima, to about six digits.
        minimisers: Where, as far as published.
        at_infinity: Values that f only comes near, as some variables grow beyond all bounds.
        far: Points where f is as good as there.
        saddle: Published among the minima, but f still falls from there.
        start_norm: Published √f at the start; None where it is not.
        lets: The constants of the text.
    """

    number: int
    name: str
    n: int
    text: str
    residuals: Callable[[Any], Any]
    start: tuple[float, ...]
    minima: tuple[float, ...]
    minimisers: tuple[tuple[float, ...], ...] = ()
    at_infinity: tuple[float, ...] = ()
    far: tuple[tuple[float, ...], ...] = ()
    saddle: float | None = None
    start_norm: float | None = None
    lets: Mapping[str, Any] = {}

    def compiled(self) -> Numeric:
        """f as the engine sees it."""
        sizes = {"x": self.n} if "x[" in self.text else {}
        return compile_numeric(self.text, lets=self.lets, sizes=sizes)

    def value(self, v: Any) -> float:
        """f(v) in NumPy."""
        return float(np.sum(self.residuals(np.asarray(v, dtype=float)) ** 2))

    def jacobian(self, v: Any) -> Any:
        """The slopes of the residuals at v, shape (m, n), by complex steps: right to rounding."""
        v = np.asarray(v, dtype=float)
        return np.array([np.imag(self.residuals(v + 1e-30j * axis)) / 1e-30 for axis in np.eye(self.n)]).T

    def gradient(self, v: Any) -> Any:
        """∇f(v) = 2 Jᵀ r."""
        return 2 * self.residuals(np.asarray(v, dtype=float)) @ self.jacobian(v)

    def noise(self, v: Any) -> float:
        """How far rounding of v and of the residuals may turn |∇f(v)| away from what it is."""
        slopes = np.abs(self.jacobian(v))
        return float(1e-14 * np.linalg.norm((slopes @ np.abs(v) + np.abs(self.residuals(np.asarray(v)))) @ slopes))

    def hessian(self, v: Any) -> Any:
        """The Hessian at v by differences of the gradient, of fourth order, each variable with its own step."""
        v = np.asarray(v, dtype=float)
        size = np.abs(v)
        columns = [self._differences(v, h) for h in np.diag(1e-4 * np.maximum(size, 1e-2 * max(0.1, size.max())))]
        return (np.array(columns) + np.array(columns).T) / 2

    def _differences(self, v: Any, h: Any) -> Any:
        near, far = (self.gradient(v + k * h) - self.gradient(v - k * h) for k in (1, 2))
        return (8 * near - far) / (12 * h.sum())

    def minimum(self, f: float) -> bool:
        """Whether f is the value of a published minimum: to a relative 1e-4, and to 1e-8 where that is 0."""
        return any(_close(f, value) for value in self.minima)

    def published(self, f: float) -> bool:
        """Whether f is the value of a published minimum, or of one at infinity; of the saddle it is not."""
        return self.minimum(f) or any(_close(f, value) for value in self.at_infinity)


def _close(f: float, value: float) -> bool:
    return abs(f - value) <= (1e-4 * value if value else 1e-8)
