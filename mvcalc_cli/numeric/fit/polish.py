"""The last digits: residuals in extended precision, where those of floats are mostly rounding."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.solution import Solution

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.residuals import Array

# Residuals with more digits than this above their rounding need no polish.
_ENOUGH: Final = 1e-9
_MOST_ROWS: Final = 20_000
_ROUNDS: Final = 20
_EPS: Final = 2.220446049250313e-16


def polish(model: Model, data: Data, found: Solution) -> Solution:
    """The same minimum, with θ and chi² worked out from residuals in long doubles.

    Each round solves the linearised problem for the residuals as long doubles give them, so that only these, and not
    the triangle, must be exact. A solution comes back unchanged where that would change no digit shown: where the
    residuals are far larger than their rounding, where the table is long, or where a bound holds a parameter.

    Args:
        model: With its fixed parameters bound.
        data: The rows; their `exact` columns where they have them.
        found: A minimum.

    Reference: Björck, Numerical Methods for Least Squares Problems, section 2.9 (iterative refinement).
    """
    import numpy as np

    if not _is_wanted(data, found) or np.finfo(np.longdouble).eps >= _EPS:
        return found
    columns, y, sigma = _exact(data)
    theta = np.array(found.theta, dtype=np.longdouble)
    chi2, r = _residuals(model, theta, columns, y, sigma)
    for _ in range(_ROUNDS):
        after = theta + _correction(model, theta, data, r)
        lower, residuals = _residuals(model, after, columns, y, sigma)
        if not lower < chi2:
            break
        theta, chi2, r = after, lower, residuals
    return _polished(model, data, found, theta, chi2)


def _is_wanted(data: Data, found: Solution) -> bool:
    if not found.ending.converged or any(found.active) or data.rows > _MOST_ROWS or found.method == "qr":
        return False
    size = found.end.size or _size(data)
    return found.end.chi2 > 0 and math.sqrt(found.end.chi2) * _ENOUGH < _EPS * size


def _size(data: Data) -> float:
    import numpy as np

    return float(np.linalg.norm(data.y if data.sigma is None else data.y / data.sigma))


def _exact(data: Data) -> tuple[dict[str, Any], Any, Any]:
    """Columns, y and σ as long doubles, as the text has them where it is at hand."""
    import numpy as np

    exact = data.exact or {}
    columns = {name: exact.get(name, column) for name, column in data.columns.items()}
    long = {name: np.asarray(column, dtype=np.longdouble) for name, column in columns.items()}
    sigma = None if data.sigma is None else np.asarray(data.sigma, dtype=np.longdouble)
    return long, np.asarray(exact.get("", data.y), dtype=np.longdouble), sigma


def _residuals(model: Model, theta: Any, columns: Any, y: Any, sigma: Any) -> tuple[float, Any]:
    """chi² and r = (y − f)/σ in long doubles."""
    r = y - model.exact_values(theta, columns, len(y))
    r = r if sigma is None else r / sigma
    chi2 = (r * r).sum()
    return (math.inf if math.isnan(chi2) else chi2), r


def _correction(model: Model, theta: Any, data: Data, r: Any) -> Array:
    """The Gauss-Newton step for exact residuals."""
    import numpy as np

    _, slopes = model.jacobian(theta.astype(np.float64), data.columns, data.rows)
    slopes = slopes if data.sigma is None else slopes / data.sigma[:, None]
    norms = np.sqrt((slopes * slopes).sum(axis=0))
    q, triangle = np.linalg.qr(slopes / norms)
    return np.asarray(np.linalg.solve(triangle, q.T @ r.astype(np.float64)) / norms)


def _polished(model: Model, data: Data, found: Solution, theta: Any, chi2: Any) -> Solution:
    import numpy as np

    from mvcalc_cli.numeric.fit.in_memory import InMemory

    rounded = theta.astype(np.float64)
    end = InMemory(model, data).linearised(rounded)
    return found._replace(theta=rounded, end=end, chi2_exact=float(chi2), digits=math.inf)
