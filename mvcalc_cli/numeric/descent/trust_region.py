"""Newton's method in a trust region: steps as long as the quadratic model has proved right."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.active import free, without_rate
from mvcalc_cli.numeric.descent.line_search import search
from mvcalc_cli.numeric.descent.scale import curvatures, grown, probed
from mvcalc_cli.numeric.descent.state import State, Stuck
from mvcalc_cli.numeric.descent.subproblem import Step, exact, spectrum, truncated

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective

# Up to here the Hessian is taken apart whole (10 ms); beyond, products with it do.
DENSE: Final = 200
# The share of the predicted fall that must come true: to take the step, to shrink the region, to let it grow.
_TAKEN: Final = 1e-4
_POOR: Final = 0.25
_GOOD: Final = 0.75
# The first step may go this many times as far if so much of the fall comes true.
_LEAP: Final = 1e10
_RIGHT: Final = 0.9


class _Region(NamedTuple):
    """What is kept from step to step.

    Attributes:
        radius: Of the region |D·s| ≤ radius; 0 before the first step.
        scale: D, shape (n,): the root of the largest curvature met along each variable.
        first: |∇f| at the start.
        tired: Whether conjugate gradients ran out of rounds without a scale.
    """

    radius: float
    scale: Any
    first: float
    tired: bool = False


class _Model(NamedTuple):
    """The quadratic model around a state.

    Attributes:
        product: d ↦ H·d, shape (n,).
        within: radius ↦ the step that minimises the model in the region.
        scale: D, shape (n,).
        size: |v|·|H|·|v|, about how large the terms are that f adds up: their rounding is what f's last digits hold.
    """

    product: Callable[[Any], Any]
    within: Callable[[float], Step]
    scale: Any
    size: float


class _Trial(NamedTuple):
    """A point that a step leads to.

    Attributes:
        v: In the box, shape (n,).
        length: Of the step, |D·s|.
        promised: The fall of the model.
        step: The step itself, and how it came about.
    """

    v: Any
    length: float
    promised: float
    step: Step


class TrustRegion:
    """Newton's method in a trust region: the step minimises the quadratic model within |D·s| ≤ radius.

    Up to 200 variables the model is minimised exactly (Moré & Sorensen 1983), beyond by truncated conjugate
    gradients (Steihaug 1983). Where the model curves downwards the step follows that to the border, so saddles and
    maxima are left, even from where the gradient is 0. Under bounds only the free variables move (Bertsekas 1982).
    The scale D makes steps the same in whatever units the variables are (Moré 1978).

    Reference: Conn, Gould & Toint, Trust-Region Methods, algorithm 6.1.1.
    """

    name = "newton"
    title = "Newton's method in a trust region"
    formula = "x ← x − (∇²f(x) + λD²)⁻¹·∇f(x)"
    leaves_saddles = True

    def __init__(self, rate: float | None = None) -> None:
        without_rate(self.title, rate)

    def init(self, objective: Objective, v: Any) -> State:
        """The state at the start; the first step finds its radius."""
        import numpy as np

        state = objective.state(objective.project(v))
        return state._replace(memory=_Region(0.0, np.zeros(len(state.v)), state.norm))

    def step(self, objective: Objective, state: State) -> State:
        """One step that lowers f, however often the region must shrink for it.

        Raises:
            Stuck: If no step in any region lowers f.
        """
        import numpy as np

        with np.errstate(all="ignore"):
            try:
                model = _model(objective, state)
            except (UndefinedError, np.linalg.LinAlgError):
                after = search(objective, state, -state.gradient, 1.0 / max(state.norm, 1.0))
                return after._replace(memory=state.memory, note="no Hessian: steepest descent")
            return _stepped(objective, state, model)


def _model(objective: Objective, state: State) -> _Model:
    import numpy as np

    loose = free(objective, state)
    if loose is None:
        loose = np.ones(len(state.v), dtype=bool)
    return (_dense if len(state.v) <= DENSE else _sparse)(objective, state, loose)


def _dense(objective: Objective, state: State, loose: Any) -> _Model:
    """The model with the whole Hessian."""
    import numpy as np

    hessian = objective.hessian(state.v).dense()
    scale = grown(curvatures(hessian), state.memory.scale)
    kept = scale[loose]
    taken = spectrum(hessian[np.ix_(loose, loose)] / np.outer(kept, kept), state.gradient[loose] / kept)

    def within(radius: float) -> Step:
        step = exact(taken, radius)
        return step._replace(s=_spread(step.s / kept, loose, objective, state))

    size = float(np.abs(state.v) @ np.abs(hessian) @ np.abs(state.v))
    return _Model(lambda d: hessian @ d, within, scale, size)


def _sparse(objective: Objective, state: State, loose: Any) -> _Model:
    """The model with products alone: without a scale until that proves to be needed."""
    import numpy as np

    n, region = len(state.v), state.memory

    def product(d: Any) -> Any:
        return objective.hessian_vector(state.v, d)

    scale = grown(probed(product, n), region.scale) if region.tired else np.ones(n)
    kept = scale[loose]
    gradient = state.gradient[loose] / kept
    enough = min(0.1, math.sqrt(state.norm / max(region.first, state.norm, 1e-300)))

    def inner(d: Any) -> Any:
        whole = np.zeros(n)
        whole[loose] = d / kept
        return product(whole)[loose] / kept

    def within(radius: float) -> Step:
        step = truncated(inner, gradient, radius, enough)
        return step._replace(s=_spread(step.s / kept, loose, objective, state))

    return _Model(product, within, scale, float(abs(state.v @ product(state.v))))


def _spread(step: Any, loose: Any, objective: Objective, state: State) -> Any:
    """A step of the free variables as a step of all; the held ones go to the bound which they have nearly reached."""
    import numpy as np

    if objective.bounds is None:
        return step
    lower, upper = objective.bounds
    whole = np.where(state.gradient > 0, lower, upper) - state.v
    whole[loose] = step
    return whole


def _stepped(objective: Objective, state: State, model: _Model) -> State:
    """Try steps, each in a smaller region, until one lowers f."""
    radius = state.memory.radius
    if not radius:
        radius = _first_radius(state, model)
        after = _leapt(objective, state, model, radius)
        if after is not None:
            return after
    while radius > 0:
        trial = _trial(objective, state, model, radius)
        if trial is None:
            break
        share, after = _tried(objective, state, trial, model.size)
        if after is not None:
            return _arrived(after, state, model, trial, _next_radius(radius, share, trial))
        radius = 0.25 * (min(radius, trial.length) or radius)
    raise Stuck("no step lowers f, however short")


def _leapt(objective: Objective, state: State, model: _Model, radius: float) -> State | None:
    """Newton's whole step from the start, if the model turns out to be right even there: as of a quadratic function."""
    trial = _trial(objective, state, model, _LEAP * radius)
    if trial is None or trial.step.at_border:
        return None
    share, after = _tried(objective, state, trial, model.size)
    if after is None or not share >= _RIGHT:
        return None
    return _arrived(after, state, model, trial, max(radius, trial.length))


def _trial(objective: Objective, state: State, model: _Model, radius: float) -> _Trial | None:
    """The step in a region; None where it does not move v any more.

    Downward curvature leads down both ways: where a bound is in one way the other may be open.
    """
    step = model.within(radius)
    ways = (step.s, -step.s) if step.curves_down and objective.bounds is not None else (step.s,)
    trials = [_aimed(objective, state, model, s, step) for s in ways]
    best = max(trials, key=lambda trial: trial.promised)
    return best if best.length > 0 else None


def _aimed(objective: Objective, state: State, model: _Model, s: Any, step: Step) -> _Trial:
    """Where a step leads to in the box, and what the model promises there."""
    import numpy as np

    v = objective.project(state.v + s)
    moved = v - state.v
    promised = -float(state.gradient @ moved) - 0.5 * float(moved @ model.product(moved))
    return _Trial(v, float(np.linalg.norm(model.scale * moved)), promised, step)


def _arrived(after: State, before: State, model: _Model, trial: _Trial, radius: float) -> State:
    """The state after a step, with its region and what is remembered."""
    tired = trial.step.tired and not before.memory.tired
    # With a scale the radius is another thing, and is found anew.
    memory = before.memory._replace(
        radius=0.0 if tired else radius, scale=model.scale, tired=tired or before.memory.tired
    )
    return after._replace(rate=radius, note="negative curvature" if trial.step.curves_down else "", memory=memory)


def _first_radius(state: State, model: _Model) -> float:
    """Half as far as v is from 0, each variable counting as 1 at least: the end is looked for nearby."""
    import numpy as np

    return 0.5 * float(np.linalg.norm(model.scale * np.maximum(np.abs(state.v), 1.0)))


def _tried(objective: Objective, state: State, trial: _Trial, size: float) -> tuple[float, State | None]:
    """How much of the promised fall came true, and the state there if it is taken.

    Falls that drown in the rounding of f are measured by the gradients at both ends (trapezoidal rule).
    """
    v, promised = trial.v, trial.promised
    f = objective.lowest(v)
    if not promised > 0 or f == math.inf:
        return -math.inf, None
    noise = 1e-15 * max(abs(f), abs(state.f), size)
    falls = state.f - f >= _TAKEN * promised
    drowned = not falls and promised <= noise and abs(f - state.f) <= noise
    if not falls and not drowned:
        return -math.inf, None
    try:
        after = objective.state(v, state)
    except UndefinedError:
        return -math.inf, None
    if falls:
        return (state.f - f) / promised, after
    share = -0.5 * float((state.gradient + after.gradient) @ (v - state.v)) / promised
    return share, after if share >= _TAKEN and after.norm < state.norm else None


def _next_radius(radius: float, share: float, trial: _Trial) -> float:
    if share < _POOR:
        return 0.25 * trial.length
    return max(radius, 2 * trial.length) if share > _GOOD and trial.step.at_border else radius
