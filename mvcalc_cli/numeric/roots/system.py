"""A square system F(v) = 0: values and Jacobians, counted; of the gradient of a function its Hessian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.numeric.compiled import Numeric, Triplets

_NUDGE = 2.0**-51
_NUDGES = 4


class System:
    """n equations for n unknowns.

    Args:
        numeric: A vector function of n entries, or a scalar one, whose gradient is to be 0.

    Attributes:
        size: n.
        stationary: Whether F is the gradient of a scalar function.
        evaluations: How often F and its Jacobian were asked for.

    Raises:
        InputError: If there are more equations than unknowns, or fewer.
    """

    def __init__(self, numeric: Numeric) -> None:
        self.numeric = numeric
        self.size = numeric.size
        self.stationary = numeric.count is None
        self.evaluations = 0
        refuse_uneven(numeric)

    def value(self, v: Any) -> Any:
        """F(v), shape (n,); raises UndefinedError."""
        import numpy as np

        self.evaluations += 1
        if self.stationary:
            return self.numeric.gradient(v)[1]
        return np.array(np.broadcast_to(self.numeric.value(v), self.size))

    def value_or_none(self, v: Any) -> Any | None:
        """F(v), or None where it has no value."""
        import numpy as np

        if not np.all(np.isfinite(v)):
            return None
        try:
            return self.value(v)
        except UndefinedError:
            return None

    def jacobian(self, v: Any) -> Triplets:
        """The Jacobian, shape (n, n); raises UndefinedError."""
        self.evaluations += 1
        return self.numeric.hessian(v) if self.stationary else self.numeric.jacobian(v)

    def noise(self, v: Any, jacobian: Triplets | None = None) -> Any:
        """How much of each entry of F(v) may be rounding, shape (n,): what moving v by its last digits does.

        It is tried, as that moves the rounding inside of F as well, and told by |J|·|v| where J is given.
        """
        import numpy as np

        here, random = self.value(v), np.random.default_rng(0)
        widest = np.zeros(self.size)
        for _ in range(_NUDGES):
            moved = self.value_or_none(v * (1 + _NUDGE * random.choice([-1.0, 1.0], self.size)))
            if moved is not None:
                widest = np.maximum(widest, np.abs(moved - here))
        if jacobian is not None:
            moves = np.abs(jacobian.values * v[jacobian.columns])
            widest = np.maximum(widest, _NUDGE * np.bincount(jacobian.rows, moves, self.size))
        return 4 * widest


def refuse_uneven(numeric: Numeric) -> None:
    """Raise InputError unless there are as many equations as unknowns."""
    count, size = numeric.count, numeric.size
    if count is None or count == size:
        return
    names = numeric.names if size <= 6 else (*numeric.names[:3], "…")
    equations = "1 equation" if count == 1 else f"{count:,} equations"
    unknowns = f"{size:,} unknown{'s' if size > 1 else ''} ({', '.join(names)})"
    if count > size:
        message = f"{equations} for {unknowns}: Newton's method needs as many equations as unknowns"
        raise InputError(message, hint=f"leave out {count - size:,}, or fit them: the sum of their squares, --minimise")
    missing = size - count
    fixed = numeric.names[-1]
    message = f"{equations} for {unknowns}: {missing:,} more {'is' if missing == 1 else 'are'} needed"
    raise InputError(message, hint=f"add {'one' if missing == 1 else 'them'}, or fix {fixed}: --let {fixed}=1")
