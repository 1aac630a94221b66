"""Quasi-Newton methods: BFGS with the whole matrix, L-BFGS with the last ten steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from mvcalc_cli.errors import LimitError
from mvcalc_cli.numeric.descent.active import free, steered, without_rate
from mvcalc_cli.numeric.descent.line_search import downhill, newton_rate, search
from mvcalc_cli.numeric.descent.state import State, Stuck

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective

# A matrix of 5,000 rows takes 200 MB, and each step makes a new one.
_MOST_ROWS: Final = 5000
_PAIRS: Final = 10


class Pair(NamedTuple):
    """One step of the past: s = v′ − v and y = ∇f′ − ∇f, shapes (n,)."""

    s: Any
    y: Any


class _QuasiNewton:
    """What both share: a step along −H·∇f, and after a failure one more try along −∇f."""

    name: ClassVar[str]
    title: ClassVar[str]
    formula: ClassVar[str]

    def __init__(self, rate: float | None = None) -> None:
        without_rate(self.title, rate)

    def init(self, objective: Objective, v: Any) -> State:
        """The state at the start: nothing is known of H."""
        return objective.state(objective.project(v))

    def step(self, objective: Objective, state: State) -> State:
        """One step along −H·∇f; Stuck if not even −∇f leads down."""
        if not state.norm:
            raise Stuck("the gradient is 0")
        if state.memory is not None:
            try:
                return self._stepped(objective, state, state.memory)
            except Stuck:
                state = state._replace(memory=None)
                return self._stepped(objective, state, None)._replace(note="restart")
        return self._stepped(objective, state, None)

    def _stepped(self, objective: Objective, state: State, memory: Any) -> State:
        import numpy as np

        with np.errstate(all="ignore"):
            direction, first = self._way(objective, state, memory)
            after = search(objective, state, direction, first)
            pair = Pair(after.v - state.v, after.gradient - state.gradient)
            return after._replace(memory=self._remembered(memory, pair))

    def _way(self, objective: Objective, state: State, memory: Any) -> tuple[Any, float]:
        """The direction and the rate that is tried first: H knows both, a gradient alone has no length."""
        loose = free(objective, state)
        if memory is None:
            direction = steered(objective, state, downhill(state.gradient), loose)
            return direction, newton_rate(objective, state, direction)
        return steered(objective, state, self._direction(state.gradient, memory, loose), loose), 1.0

    def _direction(self, gradient: Any, memory: Any, loose: Any) -> Any:
        """−H·∇f in the space of the free variables."""
        raise NotImplementedError

    def _remembered(self, memory: Any, pair: Pair) -> Any:
        """The memory after a step."""
        raise NotImplementedError


def _is_curved(pair: Pair) -> bool:
    """Whether f curves upwards along the step, clear of rounding: else H would lose its positive definiteness."""
    import numpy as np

    return float(pair.s @ pair.y) > 1e-14 * float(np.linalg.norm(pair.s)) * float(np.linalg.norm(pair.y))


class BFGS(_QuasiNewton):
    """The method of Broyden, Fletcher, Goldfarb and Shanno: an estimate H of the inverse Hessian, shape (n, n).

    Under bounds the step solves the quadratic model in the free variables alone.

    Reference: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 6.1, first scaling (6.20).
    """

    name = "bfgs"
    title = "BFGS"
    formula = "x ← x − α·H·∇f(x),  H ≈ (∇²f)⁻¹"

    def init(self, objective: Objective, v: Any) -> State:
        """The state at the start: nothing is known of H."""
        if objective.size > _MOST_ROWS:
            raise LimitError(
                f"bfgs keeps a matrix of n × n numbers, and n is {objective.size:,}; {_MOST_ROWS:,} is the limit",
                hint="--method lbfgs keeps the last ten steps instead",
            )
        return super().init(objective, v)

    def _direction(self, gradient: Any, memory: Any, loose: Any) -> Any:
        if loose is None or loose.all():
            return -(memory @ gradient)
        return -(memory @ _held(gradient, memory, loose))

    def _remembered(self, memory: Any, pair: Pair) -> Any:
        """H with the secant equation H·y = s: (6.17)."""
        import numpy as np

        if not _is_curved(pair):
            return memory
        s, y = pair
        curved = float(s @ y)
        if memory is None:
            memory = np.eye(len(s)) * (curved / float(y @ y))
        image = memory @ y
        factor = (1 + float(y @ image) / curved) / curved
        crossed = np.outer(image, s / curved)
        fresh = memory + factor * np.outer(s, s) - crossed - crossed.T
        return fresh if np.isfinite(fresh).all() else None


def _held(gradient: Any, inverse: Any, loose: Any) -> Any:
    """The gradient with multipliers in place of its held entries, so that H times it is 0 there.

    H times this, in the free entries, is the inverse of the Hessian's free block times the free gradient (its
    Schur complement), without any matrix being inverted but the one of the held variables.
    """
    import numpy as np

    fixed = ~loose
    multipliers = np.linalg.solve(inverse[np.ix_(fixed, fixed)], -(inverse[np.ix_(fixed, loose)] @ gradient[loose]))
    found = gradient.copy()
    found[fixed] = multipliers
    return found


class LBFGS(_QuasiNewton):
    """BFGS with limited memory: the last ten steps stand for H, so a step costs 40·n multiplications.

    Under bounds the steps of the past are looked at in the free variables alone.

    Reference: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 7.5; Liu & Nocedal 1989.
    """

    name = "lbfgs"
    title = "L-BFGS"
    formula = "x ← x − α·H·∇f(x),  H ≈ (∇²f)⁻¹ from the last 10 steps"

    def _direction(self, gradient: Any, memory: Any, loose: Any) -> Any:
        if loose is None or loose.all():
            return -two_loops(gradient, memory)
        pairs = [Pair(s * loose, y * loose) for s, y in memory]
        return -two_loops(gradient * loose, [pair for pair in pairs if _is_curved(pair)])

    def _remembered(self, memory: Any, pair: Pair) -> Any:
        if not _is_curved(pair):
            return memory
        return (*(memory or ()), pair)[-_PAIRS:]


def two_loops(gradient: Any, pairs: Any) -> Any:
    """H·∇f from the steps of the past, oldest first: algorithm 7.4.

    >>> import numpy as np
    >>> pair = Pair(np.array([1.0, 0.0]), np.array([2.0, 0.0]))
    >>> two_loops(np.array([2.0, 2.0]), [pair]).tolist()
    [1.0, 1.0]
    """
    q = gradient.copy()
    parts = []
    for s, y in reversed(pairs):
        part = (s @ q) / (s @ y)
        q -= part * y
        parts.append(part)
    if pairs:
        s, y = pairs[-1]
        q *= (s @ y) / (y @ y)
    for (s, y), part in zip(pairs, reversed(parts), strict=True):
        q += (part - (y @ q) / (s @ y)) * s
    return q
