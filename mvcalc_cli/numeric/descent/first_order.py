"""Methods that see the gradient alone: gradient descent, momentum, Nesterov's, Adam."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.lanczos import steepest
from mvcalc_cli.numeric.descent.line_search import backtracking
from mvcalc_cli.numeric.descent.state import State, Stuck

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective

# The part of the velocity that stays, step by step.
FRICTION: Final = 0.9
# Adam's memory of the gradient and of its square, and what keeps its quotient finite.
ADAM_MEAN: Final = 0.9
ADAM_SQUARE: Final = 0.999
ADAM_TINY: Final = 1e-8
# In so many steps momentum must have come down.
_WINDOW: Final = 50
# Adam's rate, beside the first step of gradient descent.
_FIRST: Final = 0.3
# The first step of a method without a line search is no longer than this many times the size of v.
_FARTHEST: Final = 1e4
# By how much the rate may grow from a step to the next.
_GROWTH: Final = 2.0


def checked_rate(rate: float | None) -> float | None:
    """A rate as it was given.

    Raises:
        InputError: Unless it is a positive number.
    """
    if rate is not None and not (rate > 0 and math.isfinite(rate)):
        raise InputError(f"a rate is a positive number, not {rate:g}", hint="--rate 0.01")
    return rate


class GradientDescent:
    """Against the gradient; the rate by backtracking, or fixed.

    Without a rate the first trial is the minimum of the parabola along −∇f, later ones twice the rate before.

    Reference: Cauchy 1847; Armijo 1966; Nocedal & Wright, Numerical Optimization, 2nd ed., section 3.1.
    """

    name = "gd"
    title = "gradient descent"

    def __init__(self, rate: float | None = None) -> None:
        self.rate = checked_rate(rate)
        self.formula = f"x ← x − {_shown(rate)}·∇f(x)"

    def init(self, objective: Objective, v: Any) -> State:
        """The start; see Method."""
        return objective.state(v)

    def step(self, objective: Objective, state: State) -> State:
        """One step against the gradient; see Method."""
        if self.rate is not None:
            v = objective.project(state.v - self.rate * state.gradient)
            return objective.state(v, state, rate=self.rate)
        first = rate_along(objective, state) if math.isnan(state.rate) else _GROWTH * state.rate
        v, rate = backtracking(objective, state, -state.gradient, first)
        return objective.state(v, state, rate=rate)


class _Velocity(NamedTuple):
    """What momentum remembers.

    Attributes:
        velocity: The step before, shape (n,).
        rate: The rate in use.
        ceiling: What f must not exceed, else the velocity is dropped and the rate halved: the highest f of the window
            of steps before; inf for a fixed rate.
        peak: The highest f of this window so far.
    """

    velocity: Any
    rate: float
    ceiling: float
    peak: float = -math.inf


class Momentum:
    """The heavy ball: part of the step before goes on.

    Without a rate it is 1/λ for the largest curvature λ at the start, and is halved, the ball brought to rest, where
    f would rise above what it was, or does not come down in fifty steps.

    Reference: Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
    """

    name = "momentum"
    title = "momentum"

    def __init__(self, rate: float | None = None) -> None:
        self.rate = checked_rate(rate)
        self.formula = f"m ← {FRICTION:g}·m − {_shown(rate)}·∇f(x),  x ← x + m"

    def init(self, objective: Objective, v: Any) -> State:
        """The start, at rest; see Method."""
        import numpy as np

        state = objective.state(v)
        rate, ceiling = (self.rate, math.inf) if self.rate is not None else (steady_rate(objective, state), state.f)
        return state._replace(memory=_Velocity(np.zeros_like(v), rate, ceiling))

    def step(self, objective: Objective, state: State) -> State:
        """One step with the velocity; see Method."""
        memory: _Velocity = state.memory
        gradient = self.slope(objective, state)
        found = _moved(objective, state, FRICTION * memory.velocity - memory.rate * gradient, memory)
        return found or _rested(objective, state, memory)

    def slope(self, objective: Objective, state: State) -> Any:  # noqa: ARG002 - Nesterov's asks the objective
        """The gradient that the step uses."""
        return state.gradient


class Nesterov(Momentum):
    """The accelerated gradient: the gradient is taken where the velocity would lead.

    Reference: Nesterov 1983, in the form of Sutskever, Martens, Dahl & Hinton, On the importance of initialization
    and momentum in deep learning, 2013.
    """

    name = "nesterov"
    title = "Nesterov's accelerated gradient"

    def __init__(self, rate: float | None = None) -> None:
        super().__init__(rate)
        self.formula = f"m ← {FRICTION:g}·m − {_shown(rate)}·∇f(x + {FRICTION:g}·m),  x ← x + m"

    def slope(self, objective: Objective, state: State) -> Any:
        """The gradient where the velocity would lead; without a rate the one here if there is none there."""
        ahead = objective.project(state.v + FRICTION * state.memory.velocity)
        try:
            return objective.gradient(ahead)[1]
        except UndefinedError:
            if self.rate is not None:
                raise
            return state.gradient


def _moved(objective: Objective, state: State, velocity: Any, memory: _Velocity) -> State | None:
    """The state after the step; None where f would be above the ceiling, or have no value although no rate is fixed."""
    v = objective.project(state.v + velocity)
    try:
        moved = objective.state(v, state, rate=memory.rate)
    except UndefinedError:
        if memory.ceiling == math.inf:
            raise
        return None
    peak = max(memory.peak, moved.f)
    if peak > memory.ceiling:
        return None
    if moved.k % _WINDOW == 0 and memory.ceiling < math.inf:
        if not peak < memory.ceiling:
            return None
        memory = memory._replace(ceiling=peak)
        peak = -math.inf
    return moved._replace(memory=memory._replace(velocity=v - state.v, peak=peak))


def _rested(objective: Objective, state: State, memory: _Velocity) -> State:
    """A step from rest, with half the rate or as much as lowers f."""
    v, rate = backtracking(objective, state, -state.gradient, memory.rate / 2)
    moved = objective.state(v, state, rate=rate, note="restart")
    return moved._replace(memory=_Velocity(v - state.v, rate, state.f))


class _Moments(NamedTuple):
    """Adam's memory: the running means of the gradient and of its square, both shape (n,), and the base rate."""

    mean: Any
    square: Any
    rate: float


class Adam:
    """Steps of about one size in every variable, from running means of the gradient and its square.

    Without a rate it is 0.3 of the change in the variable that changes most in the first step of gradient descent; it
    is halved where a step would leave the domain.

    Reference: Kingma & Ba, Adam: A method for stochastic optimization, 2015, algorithm 1; its constants.
    """

    name = "adam"
    title = "Adam"

    def __init__(self, rate: float | None = None) -> None:
        self.rate = checked_rate(rate)
        self.formula = f"x ← x − {_shown(rate)}·m/(√s + ε),  m, s running means of ∇f and ∇f²"

    def init(self, objective: Objective, v: Any) -> State:
        """The start; see Method."""
        import numpy as np

        state = objective.state(v)
        rate = self.rate
        if rate is None:
            largest = float(np.abs(state.gradient).max())
            rate = _FIRST * rate_along(objective, state, _FARTHEST) * largest if largest else _FIRST
        return state._replace(memory=_Moments(np.zeros_like(v), np.zeros_like(v), rate))

    def step(self, objective: Objective, state: State) -> State:
        """One step by the running means; see Method."""
        import numpy as np

        memory: _Moments = state.memory
        count = state.k + 1
        mean = ADAM_MEAN * memory.mean + (1 - ADAM_MEAN) * state.gradient
        square = ADAM_SQUARE * memory.square + (1 - ADAM_SQUARE) * state.gradient**2
        scaled = np.sqrt(square / (1 - ADAM_SQUARE**count)) + ADAM_TINY
        direction = mean / (1 - ADAM_MEAN**count) / scaled
        rate = memory.rate
        while True:
            v = objective.project(state.v - rate * direction)
            try:
                return objective.state(v, state, rate=rate, memory=_Moments(mean, square, rate))
            except UndefinedError:
                if self.rate is not None or np.array_equal(v, state.v):
                    raise
                rate /= 2


def rate_along(objective: Objective, state: State, farthest: float = 1.0) -> float:
    """The rate at which the parabola along −∇f has its minimum; where it has none, one that moves v by its size.

    α = ∇f·∇f / ∇f·H∇f, with H the Hessian at the state. A step longer than `farthest` times the size of v counts as
    no minimum: a line search lengthens it by itself, and does not leap over poles.
    """
    import numpy as np

    norm = float(np.linalg.norm(state.gradient))
    if norm == 0.0:
        raise Stuck("the gradient is 0")
    curvature = _curvature(objective, state, state.gradient / norm)
    size = max(1.0, float(np.linalg.norm(state.v)))
    return 1 / curvature if curvature * farthest * size >= norm else size / norm


def steady_rate(objective: Objective, state: State) -> float:
    """1/λ, for the largest curvature λ at the state; where that vanishes, a rate that moves v by its size."""
    import numpy as np

    norm = float(np.linalg.norm(state.gradient))
    if norm == 0.0:
        return 1.0
    try:
        largest = steepest(lambda d: objective.hessian_vector(state.v, d), objective.size)
    except (UndefinedError, np.linalg.LinAlgError):
        largest = 0.0
    size = max(1.0, float(np.linalg.norm(state.v)))
    return 1 / largest if largest * _FARTHEST * size > norm else size / norm


def _curvature(objective: Objective, state: State, d: Any) -> float:
    try:
        found = float(d @ objective.hessian_vector(state.v, d))
    except UndefinedError:
        return 0.0
    return found if math.isfinite(found) else 0.0


def _shown(rate: float | None) -> str:
    return "α" if rate is None else f"{rate:g}"
