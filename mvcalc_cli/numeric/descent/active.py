"""Which variables of a box are free to move, and a rate given to a method that chooses its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import State

_NEAR: Final = 1e-6


def free(objective: Objective, state: State) -> Any:
    """The variables that are not held at a bound, as booleans of shape (n,); None where there are no bounds.

    A variable is held if the gradient pushes it against a bound which it has reached or nearly reached: "nearly"
    shrinks with the projected gradient, or a run could creep towards a bound for ever.

    Reference: Bertsekas 1982, Projected Newton methods, SIAM J. Control Optim. 20, (32).
    """
    import numpy as np

    if objective.bounds is None:
        return None
    lower, upper = objective.bounds
    with np.errstate(all="ignore"):
        way = np.linalg.norm(state.v - objective.project(state.v - state.gradient))
    near = min(_NEAR, float(way))
    at_lower = (state.v <= lower + near) & (state.gradient > 0)
    at_upper = (state.v >= upper - near) & (state.gradient < 0)
    return ~(at_lower | at_upper)


def steered(objective: Objective, state: State, direction: Any, loose: Any) -> Any:
    """A direction of the free variables; held ones that have only nearly reached their bound go there, along −∇f."""
    import numpy as np

    return direction if loose is None else np.where(loose, direction, -objective.projected(state.v, state.gradient))


def without_rate(title: str, rate: float | None) -> None:
    """Refuse a rate for a method that chooses its steps itself; raises InputError."""
    if rate is not None:
        raise InputError(
            f"{title} chooses the length of its steps itself and takes no --rate",
            hint="leave --rate out, or take --method gd, momentum, nesterov or adam",
        )
