"""The derivatives of a compiled function against differences of its values: one check for every test."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError

if TYPE_CHECKING:
    from mvcalc_cli.numeric.function import Numeric

# Central differences of a smooth function at the best step are right to about ε^(2/3) of the values around.
_STEPS: Final = (1e-3, 1e-4, 1e-5, 1e-6)
_ENOUGH: Final = 1e-5


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        verdict: "agrees", "contradicted", or "unchecked" where no neighbour has a value.
        error: The largest difference found, relative to the size of the derivatives (0 to about 1).
        directions: How many directions could be compared.
    """

    verdict: str
    error: float
    directions: int


def check_gradients(numeric: Numeric, v: Any, directions: int = 8, seed: int = 0) -> Checked:
    """Compare the gradient (of a vector function the Jacobian) with central differences.

    Args:
        numeric: The compiled function.
        v: The point, shape (n,).
        directions: How many random directions d to try: ∇f·d against (f(v + hd) − f(v − hd))/2h, the best of four h.
        seed: Of the random directions.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> check_gradients(compile_numeric("x^2 y"), np.array([1.0, 2.0])).verdict
    'agrees'
    """
    import numpy as np

    v = np.asarray(v, dtype=np.float64)
    draw = np.random.default_rng(seed)
    slope, scale = _slopes(numeric, v)
    errors = []
    for _ in range(directions):
        d = draw.standard_normal(len(v))
        d /= max(float(np.linalg.norm(d)), 1e-300)
        error = _error(numeric, v, d, slope(d), scale)
        if error is not None:
            errors.append(error)
    if not errors:
        return Checked("unchecked", math.nan, 0)
    worst = max(errors)
    return Checked("agrees" if worst < _ENOUGH else "contradicted", worst, len(errors))


def _slopes(numeric: Numeric, v: Any) -> tuple[Any, float]:
    """The slope along a direction, and the size of derivatives against which errors are measured."""
    if numeric.count is None:
        value, gradient = numeric.gradient(v)
        return (lambda d: float(gradient @ d)), _length(gradient) + 1e-6 * abs(value)
    matrix = numeric.jacobian(v).dense()
    return (lambda d: matrix @ d), _length(matrix) + 1e-6 * _length(numeric.value(v))


def _error(numeric: Numeric, v: Any, d: Any, slope: Any, scale: float) -> float | None:
    """The smallest relative difference over the steps; None if the neighbours have no values."""
    import numpy as np

    found = []
    for step in _STEPS:
        h = step * max(1.0, float(np.abs(v).max(initial=0.0)))
        try:
            ahead, behind = numeric.value(v + h * d), numeric.value(v - h * d)
        except UndefinedError:
            continue
        rounding = 1e-16 * (_length(ahead) + _length(behind)) / h
        difference = _length((np.asarray(ahead) - behind) / (2 * h) - slope)
        found.append(max(difference - 8 * rounding, 0.0) / max(scale, 1e-300))
    return min(found) if found else None


def _length(array: Any) -> float:
    """The Euclidean length, without overflow on the way."""
    import numpy as np

    largest = float(np.abs(array).max(initial=0.0))
    return largest * float(np.linalg.norm(np.asarray(array) / largest)) if largest else 0.0
