"""The residuals of a model over rows that are in memory."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.triangles import compressed, joined
from mvcalc_cli.numeric.fit.undefined_rows import undefined_row

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array, Data
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.residuals import Linearised

# Rows whose derivatives stand in memory at the same time.
BLOCK: Final = 1 << 16


class InMemory:
    """r = (y − f)/σ and J = ∂f/∂θ/σ over all rows of `data`.

    Args:
        model: With its fixed parameters bound.
        data: The rows.
        loss: A robust loss: `rho(r)` in place of r², `weights(r)` the square roots of the weights of rows of J and r;
            None for least squares.
    """

    def __init__(self, model: Model, data: Data, loss: Any = None) -> None:
        self.model = model
        self.data = data
        self.loss = loss
        self.names = model.parameters
        self.rows = data.rows

    def fitted(self, theta: Any) -> Array:
        """f at θ, shape (n,); nan where undefined."""
        return self.model.values(theta, self.data.columns, self.rows)

    def residual_vector(self, theta: Any) -> Array:
        """(y − f)/σ at θ, shape (n,); nan where undefined."""
        residuals = self.data.y - self.fitted(theta)
        return residuals if self.data.sigma is None else residuals / self.data.sigma

    def chi2(self, theta: Any) -> float:
        """‖r‖² (or the loss); infinite where the model has no finite value on some row."""
        import numpy as np

        with np.errstate(all="ignore"):
            residuals = self.residual_vector(theta)
            total = float(residuals @ residuals) if self.loss is None else float(self.loss.rho(residuals).sum())
        return total if np.isfinite(total) else float("inf")

    def linearised(self, theta: Any) -> Linearised:
        """The problem at θ, compressed.

        Raises:
            UndefinedError: If the model or a derivative has no finite value on some row, named.
        """
        return joined(linearised_block(self.model, block, theta, self.loss, first) for first, block in self._blocks())

    def _blocks(self) -> Iterable[tuple[int, Data]]:
        if self.rows <= BLOCK:
            return ((0, self.data),)
        return ((first, part(self.data, first, first + BLOCK)) for first in range(0, self.rows, BLOCK))


def part(data: Data, start: int, stop: int) -> Data:
    """The rows from start to stop."""
    where = slice(start, stop)
    return data._replace(
        columns={name: each[where] for name, each in data.columns.items()},
        y=data.y[where],
        sigma=None if data.sigma is None else data.sigma[where],
        exact=None if data.exact is None else {name: each[where] for name, each in data.exact.items()},
    )


def linearised_block(model: Model, data: Data, theta: Any, loss: Any = None, first: int = 0) -> Linearised:
    """The problem at θ over some rows, compressed.

    Args:
        model: With its fixed parameters bound.
        data: The rows.
        theta: The free parameters, shape (p,).
        loss: A robust loss, or None.
        first: How many rows came before these, for messages.

    Raises:
        UndefinedError: If the model or a derivative has no finite value on some row.
    """
    import numpy as np

    f, slopes = model.jacobian(theta, data.columns, data.rows)
    whole = np.empty((data.rows, slopes.shape[1] + 1), order="F")
    whole[:, :-1] = slopes
    with np.errstate(all="ignore"):
        whole[:, -1] = data.y - f
        y = data.y if data.sigma is None else data.y / data.sigma
        if data.sigma is not None:
            whole /= data.sigma[:, None]
        residuals = whole[:, -1]
        chi2 = float(residuals @ residuals) if loss is None else float(loss.rho(residuals).sum())
        if loss is not None:
            whole *= loss.weights(residuals)[:, None]
        size = math.sqrt(float(y @ y))
    if not np.isfinite(whole).all():
        row = int(np.argmin(np.isfinite(whole).all(axis=1)))
        raise undefined_row(model, theta, data.columns, row, first)
    return compressed(whole, chi2, size)
