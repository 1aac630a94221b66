"""The function to be lowered: its values and derivatives, counted, and the box it is kept in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.calculus.undefined import OVERFLOW, UndefinedError
from mvcalc_cli.language.tree import constant
from mvcalc_cli.numeric.descent.state import State

if TYPE_CHECKING:
    from mvcalc_cli.numeric.compiled import Numeric, Triplets


class Counts(NamedTuple):
    """How often f was asked for what. A gradient brings its value along and counts once."""

    values: int = 0
    gradients: int = 0
    hessians: int = 0
    products: int = 0

    @property
    def all(self) -> int:
        """Evaluations of any kind."""
        return sum(self)

    def since(self, before: Counts) -> Counts:
        """What has come after another count."""
        return Counts(*(now - then for now, then in zip(self, before, strict=True)))


class Bounds(NamedTuple):
    """A box: lower ≤ v ≤ upper, both of shape (n,), −inf and inf where there is no bound."""

    lower: Any
    upper: Any


class Objective:
    """A compiled scalar function under bounds, counting its evaluations.

    Args:
        numeric: The function.
        bounds: The box; None where v may go anywhere.

    Attributes:
        counts: What f was asked for so far.
        lost: The last point without a gradient, shape (n,); None if there was none.
    """

    def __init__(self, numeric: Numeric, bounds: Bounds | None = None) -> None:
        self.numeric = numeric
        self.bounds = bounds
        self.size = numeric.size
        self.counts = Counts()
        self.lost: Any = None

    def value(self, v: Any) -> float:
        """f(v); raises UndefinedError."""
        self._count("values")
        self._finite(v)
        return self.numeric.value(v)

    def lowest(self, v: Any) -> float:
        """f(v), and inf where f has no value: what a line search compares."""
        try:
            return self.value(v)
        except UndefinedError:
            return math.inf

    def gradient(self, v: Any) -> tuple[float, Any]:
        """f(v) and ∇f(v); raises UndefinedError."""
        self._count("gradients")
        self._finite(v)
        try:
            return self.numeric.gradient(v)
        except UndefinedError:
            self.lost = v
            raise

    def hessian(self, v: Any) -> Triplets:
        """The Hessian at v as sparse triplets; raises UndefinedError."""
        self._count("hessians")
        return self.numeric.hessian(v)

    def hessian_vector(self, v: Any, d: Any) -> Any:
        """The Hessian at v times d; raises UndefinedError."""
        self._count("products")
        return self.numeric.hessian_vector(v, d)

    def project(self, v: Any) -> Any:
        """The nearest point of the box."""
        import numpy as np

        return v if self.bounds is None else np.clip(v, *self.bounds)

    def projected(self, v: Any, gradient: Any) -> Any:
        """The gradient without the parts that push against a bound which v has reached: 0 at a minimum in the box."""
        import numpy as np

        if self.bounds is None:
            return gradient
        pushes = ((v <= self.bounds.lower) & (gradient > 0)) | ((v >= self.bounds.upper) & (gradient < 0))
        return np.where(pushes, 0.0, gradient)

    def state(self, v: Any, before: State | None = None, **more: Any) -> State:
        """The state at v, one step after `before`; raises UndefinedError."""
        import numpy as np

        f, gradient = self.gradient(v)
        norm = _length(self.projected(v, gradient))
        if before is None:
            return State(0, v, f, gradient, norm, **more)
        return State(before.k + 1, v, f, gradient, norm, float(np.linalg.norm(v - before.v)), **more)

    def _finite(self, v: Any) -> None:
        """A step may have gone beyond the largest number."""
        import numpy as np

        if not np.isfinite(v).all():
            raise UndefinedError(OVERFLOW, constant("oo"))

    def _count(self, what: str) -> None:
        self.counts = self.counts._replace(**{what: getattr(self.counts, what) + 1})


def _length(v: Any) -> float:
    """|v|, also where its square is too large for a float."""
    import numpy as np

    length = float(np.linalg.norm(v))
    if length < math.inf:
        return length
    largest = float(np.abs(v).max())
    return largest * float(np.linalg.norm(v / largest))
