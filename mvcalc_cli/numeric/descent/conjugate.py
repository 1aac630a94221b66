"""Nonlinear conjugate gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.descent.active import free, steered, without_rate
from mvcalc_cli.numeric.descent.line_search import TIGHT, downhill, newton_rate, search
from mvcalc_cli.numeric.descent.state import State, Stuck

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective


class _Past(NamedTuple):
    """The next direction, shape (n,), None where to begin again; and which variables were free."""

    direction: Any
    loose: Any


class ConjugateGradient:
    """Nonlinear conjugate gradients: no matrix, three vectors, for any number of variables.

    The rate tried first is the one that is exact for a quadratic function, −∇f·d / d·∇²f·d (Daniel 1967): one
    product with the Hessian a step, which spares most trials of the line search.

    Reference: Hager & Zhang 2005, A new conjugate gradient method with guaranteed descent, SIAM J. Optim. 16,
    (1.3)–(1.6).
    """

    name = "cg"
    title = "conjugate gradients"
    formula = "x ← x + α·d,  d ← −∇f(x) + β·d"

    def __init__(self, rate: float | None = None) -> None:
        without_rate(self.title, rate)

    def init(self, objective: Objective, v: Any) -> State:
        """The state at the start, without a direction."""
        return objective.state(objective.project(v))

    def step(self, objective: Objective, state: State) -> State:
        """One step along a conjugate direction; Stuck if not even −∇f leads down."""
        if not state.norm:
            raise Stuck("the gradient is 0")
        loose = free(objective, state)
        direction = state.memory.direction if state.memory and _same(state.memory.loose, loose) else None
        if direction is not None:
            try:
                return _stepped(objective, state, direction, loose)
            except Stuck:
                pass
        after = _stepped(objective, state, downhill(state.gradient), loose)
        return after._replace(note="restart") if state.k else after


def _same(before: Any, now: Any) -> bool:
    import numpy as np

    return now is None or bool(np.array_equal(before, now))


def _stepped(objective: Objective, state: State, direction: Any, loose: Any) -> State:
    """A step along a direction, and the direction after it."""
    import numpy as np

    with np.errstate(all="ignore"):
        direction = steered(objective, state, direction, loose)
        after = search(objective, state, direction, newton_rate(objective, state, direction), TIGHT)
        return after._replace(memory=_Past(_conjugate(state, after, direction, loose), loose))


def _conjugate(state: State, after: State, direction: Any, loose: Any) -> Any:
    """The next direction, or None where to begin again: (1.3), with β from (1.5) and (1.6)."""
    import numpy as np

    before, now = state.gradient, after.gradient
    if loose is not None:
        before, now, direction = before * loose, now * loose, direction * loose
    change = now - before
    along = float(direction @ change)
    if not along > 0:
        return None
    beta = float((change - direction * (2 * float(change @ change) / along)) @ now) / along
    least = -1.0 / (float(np.linalg.norm(direction)) * min(0.01, float(np.linalg.norm(before))))
    fresh = -now + max(beta, least) * direction
    return fresh if np.isfinite(fresh).all() else None
