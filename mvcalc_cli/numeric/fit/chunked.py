"""The residuals of a model over rows that are gone through in chunks: a triangle comes back of each, or a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array, Data
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.residuals import Linearised


class Residues(NamedTuple):
    """The work of a fit on a chunk; it can be sent to other processes.

    Attributes:
        model: With its fixed parameters bound.
        loss: A robust loss, or None.
    """

    model: Model
    loss: Any = None

    def __call__(self, data: Data, request: tuple[str, Array], first: int) -> Any:
        """The chunk's part of chi² ("chi2", θ), or its triangle ("linearised", θ)."""
        from mvcalc_cli.numeric.fit.in_memory import InMemory, linearised_block

        asked, theta = request
        if asked == "chi2":
            return InMemory(self.model, data, self.loss).chi2(theta)
        return linearised_block(self.model, data, theta, self.loss, first)


class ChunkedResiduals:
    """The residuals of a model over a table that is gone through in chunks, here or on a cluster.

    Args:
        model: With its fixed parameters bound.
        source: A table with a method `crew`.
        loss: A robust loss, or None.
    """

    def __init__(self, model: Model, source: Any, loss: Any = None) -> None:
        self.model = model
        self.source = source
        self.loss = loss
        self.names = model.parameters
        self.rows: int = source.rows
        self._crew = source.crew(Residues(model, loss))
        _made_ready(model, source.sample)

    def chi2(self, theta: Array) -> float:
        """‖r‖² (or the loss); infinite where the model has no finite value on some row."""
        from mvcalc_cli.numeric.fit.triangles import total

        return total(self._crew.each(("chi2", theta), "chi²"))

    def linearised(self, theta: Array) -> Linearised:
        """The problem at θ, compressed.

        Raises:
            UndefinedError: If the model or a derivative has no finite value on some row: the first of them.
        """
        from mvcalc_cli.numeric.fit.triangles import joined

        return joined(self._crew.each(("linearised", theta), "derivatives"))

    def close(self) -> None:
        """End the processes; they end too when nobody holds this any more."""
        self._crew.close()


def _made_ready(model: Model, sample: Data) -> None:
    """Compile the model now, so that processes forked later have it already."""
    import numpy as np

    theta = np.zeros(len(model.parameters))
    row = {name: column[:1] for name, column in sample.columns.items()}
    model.values(theta, row, 1)
    model.jacobian(theta, row, 1)
