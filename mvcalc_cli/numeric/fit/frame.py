"""Other coordinates for a linear problem, in which rounding does least harm: columns about their means, of length 1.

With a constant in the model, a + b·x, the column x is written about an anchor m near its mean: (a + b·m) + b·(x − m),
and y about one of its own. That is what makes x near 10¹⁵ no worse than x near 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# Anchors need few digits of the mean, and no more than these rows.
_ROWS: Final = 1 << 16


class Frame(NamedTuple):
    """How X, shape (n, p), becomes A: A·z = X·θ − level·(constant column).

    Attributes:
        order: The place in X of each column of A: the constant one first, shape (p,).
        anchors: How often the constant column is subtracted from each of A, shape (p,).
        level: How often it is subtracted from y.
        lengths: By what each column is divided in the end, shape (p,), long doubles.
    """

    order: tuple[int, ...]
    anchors: Array
    level: float
    lengths: Any

    def columns(self, slopes: Any) -> Any:
        """X about its anchors, not yet divided by the lengths; of X's own precision."""
        import numpy as np

        found = np.array(slopes[:, self.order], order="F")
        if np.any(self.anchors):
            found[:, 1:] -= found[:, :1] * self.anchors[1:].astype(found.dtype)
        return found

    def lowered(self, y: Any, slopes: Any) -> Any:
        """Y less its level."""
        return y - slopes[:, self.order[0]] * self.level if self.level else y

    def scaled(self, lengths: Any) -> Frame:
        """The same frame, its columns to be divided by their lengths; those of length 0 stay as they are."""
        import numpy as np

        return self._replace(lengths=np.where(lengths > 0, lengths, 1).astype(np.longdouble))

    def matrix(self) -> Any:
        """S with z = S·θ but for the level, shape (p, p), its columns in the order of X, long doubles."""
        import numpy as np

        found = np.zeros((len(self.order), len(self.order)), dtype=np.longdouble)
        for place, column in enumerate(self.order):
            found[place, column] = self.lengths[place]
            found[0, column] += self.anchors[place] * self.lengths[0]
        return found

    def turned(self, z: Any) -> Any:
        """S⁻¹·z, shape (p,) or (p, k)."""
        import numpy as np

        theta = np.empty_like(z)
        inner = (z.T / self.lengths).T
        for place, column in enumerate(self.order):
            theta[column] = inner[place]
        if np.any(self.anchors):
            theta[self.order[0]] -= np.tensordot(self.anchors.astype(inner.dtype), inner, axes=1)
        return theta

    def estimates(self, z: Any) -> Any:
        """θ at z, shape (p,)."""
        theta = self.turned(z)
        if self.level:
            theta[self.order[0]] += self.level
        return theta


def framed(slopes: Any, y: Any, names: Sequence[str]) -> Frame:
    """The frame for columns such as these, all of length 1 so far.

    Args:
        slopes: X on some rows, shape (n, p), finite, before it is divided by σ.
        y: Those rows of y − f(0).
        names: One for each column.

    >>> import numpy as np
    >>> x = np.array([[5.0, 2.0], [7.0, 2.0]])
    >>> frame = framed(x, np.array([1.0, 3.0]), ("b", "a"))
    >>> frame.order, frame.anchors.tolist(), frame.level, frame.columns(x).tolist()
    ((1, 0), [0.0, 3.0], 1.0, [[2.0, -1.0], [2.0, 1.0]])
    """
    import numpy as np

    step = max(len(slopes) // _ROWS, 1)
    some, count = slopes[::step], len(names)
    ones = np.ones(count, dtype=np.longdouble)
    constant = next((k for k in range(count) if some[0, k] and np.all(some[:, k] == some[0, k])), None)
    if constant is None:
        return Frame(tuple(range(count)), np.zeros(count), 0.0, ones)
    order = (constant, *(k for k in range(count) if k != constant))
    value = float(some[0, constant])
    anchors = (some[:, order].mean(axis=0) / value).astype(np.float64)
    anchors[0] = 0.0
    return Frame(order, anchors, float(y[::step].mean() / value), ones)
