"""Newton's method for square systems: v ← v − λ·J(v)⁻¹·F(v), with λ = 1 where that brings F nearer to 0."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.roots.linear import DENSE, SingularError, least_squares, solve
from mvcalc_cli.numeric.roots.order import observed_order
from mvcalc_cli.numeric.roots.stretches import on_plateau, rounded_root
from mvcalc_cli.numeric.roots.system import System
from mvcalc_cli.numeric.roots.system_words import coordinates, said_dependence, where
from mvcalc_cli.numeric.roots.trace import Ending, Iterate, Root, Run, Stop, place

Watch = Callable[[Iterate], None]

_ENOUGH: Final = 0.1
_HALVINGS: Final = 40
_FAR: Final = 1e15
_AGREES: Final = 1e-9
_LONGEST_CYCLE: Final = 4
# The last step must be so much shorter than the one before for a root to be behind it (Newton and Kantorovich: 1/4
# is enough with full steps).
_CONTRACTS: Final = 0.25
_POLISHING: Final = 12
# How far around a root F is looked at, beside max(1, |v|).
_BESIDE: Final = (1e-6, 1e-3, 1e-1)
# How often, and how far beside max(1, |v|), a start where J is singular is moved.
_NUDGES: Final = 2
_NUDGE: Final = 1e-2


def newton_system(
    system: System, start: Any, stop: Stop | None = None, *, damped: bool = True, watch: Watch | None = None
) -> Run:
    """Look for a root of a system from a start.

    Args:
        system: F and its Jacobian.
        start: Shape (n,).
        stop: Tolerance (of a step, beside max(1, |v|)) and steps.
        damped: Halve a step until F falls, each equation in units of its own slope, and has a value.
        watch: Is told each iterate as it comes.

    Raises:
        UndefinedError: If F has no value at the start.
        LimitError: If the Jacobian of thousands of unknowns has no narrow band.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> circle = System(compile_numeric("[x^2 + y^2 - 4, x y - 1]"))
    >>> run = newton_system(circle, np.array([2.0, 0.0]))
    >>> run.root.x.round(6).tolist(), run.order.words
    ([1.931852, 0.517638], 'correct digits double each step (quadratic)')
    """
    import numpy as np

    stop = stop or Stop()
    before = system.evaluations
    with np.errstate(all="ignore"):
        search = _Search(system, stop, damped=damped)
        v = np.array(start, dtype=np.float64)
        iterates = [_iterate(0, v, system.value(v))]
        values = [system.value(v)]
        while True:
            if watch is not None:
                watch(iterates[-1])
            ended = search.step(iterates, values)
            if ended is not None:
                return _finished(iterates, ended, system.evaluations - before)


def _iterate(k: int, v: Any, value: Any, factor: float = 1.0) -> Iterate:
    import numpy as np

    return Iterate(k, v, float(np.abs(value).max(initial=0.0)), factor=factor)


class _Search:
    """The steps of one search, and what the last ones were."""

    def __init__(self, system: System, stop: Stop, *, damped: bool) -> None:
        self.system = system
        self.stop = stop
        self.damped = damped
        self.lengths: list[float] = []
        self.nudges = 0

    def step(self, iterates: list[Iterate], values: list[Any]) -> Ending | Root | None:
        """Add an iterate, or say why the search ends."""
        import numpy as np

        last, value = iterates[-1], values[-1]
        try:
            jacobian = self.system.jacobian(last.x)
        except UndefinedError as error:
            return Ending("kink", f"a derivative has no value at {where(self.system, last.x)}: {error.message}")
        try:
            step, singular = solve(jacobian, value), False
        except SingularError:
            if not self.damped or self.system.size > DENSE:
                return self._singular(last, value, jacobian)
            step, singular = least_squares(jacobian, value), True
        self.lengths.append(float(np.linalg.norm(step)))
        ended = self._settled(last, value, step, jacobian, singular=singular) or self._repeated(iterates)
        return ended or self._move(iterates, values, step, jacobian, singular=singular)

    def _settled(self, last: Iterate, value: Any, step: Any, jacobian: Any, *, singular: bool) -> Ending | Root | None:
        """Whether the step is so short, or F so small, that this is the root."""
        import numpy as np

        reach = self.stop.tolerance * max(1.0, float(np.abs(last.x).max(initial=0.0)))
        short = float(np.abs(step).max(initial=0.0)) <= reach
        noise = self.system.noise(last.x, jacobian)
        explained = bool(np.all(np.abs(value) <= noise))
        explained |= short and float(np.linalg.norm(value)) <= float(np.linalg.norm(noise))
        if singular and (explained or short):
            return self._singular(last, value, jacobian)
        if explained:
            beside = self.system.value_or_none(last.x - step)
            better = beside is not None and float(np.abs(beside).max()) < last.f
            return self._root(_iterate(last.k, last.x - step, beside) if better else last, jacobian)
        if not short:
            return None
        return self._polished(last, value, step, jacobian)

    def _polished(self, last: Iterate, value: Any, step: Any, jacobian: Any) -> Ending | Root:
        """The root that a short step leads to: F falls there by far more than at a minimum of |F|.

        At a multiple root, where each step keeps 1 − 1/m of the error, it is m steps away.
        """
        import numpy as np

        multiple = self._multiplicity()
        v, before = last.x, float(np.abs(value).max())
        noise = self.system.noise(last.x, jacobian)
        for _ in range(_POLISHING):
            v = v - multiple * step
            moved = self.system.value_or_none(v)
            if moved is None:
                break
            f = float(np.abs(moved).max())
            if (multiple == 1 and f <= _CONTRACTS * before) or np.all(np.abs(moved) <= noise):
                return self._root(_iterate(last.k, v, moved), jacobian)
            try:
                step = self._solved(self.system.jacobian(v), moved)
            except (SingularError, UndefinedError):
                break
        return self._stuck(last)

    def _solved(self, jacobian: Any, value: Any) -> Any:
        """The step, the shortest one where J is singular."""
        try:
            return solve(jacobian, value)
        except SingularError:
            if self.system.size > DENSE:
                raise
            return least_squares(jacobian, value)

    def _multiplicity(self) -> int:
        """What the last steps show: each keeps 1 − 1/m of the one before."""
        if len(self.lengths) < 3 or not self.lengths[-2]:
            return 1
        kept = self.lengths[-1] / self.lengths[-2]
        return round(1 / (1 - kept)) if 0.4 < kept < 0.95 else 1

    def _is_top(self, last: Iterate) -> bool:
        """Whether F is smaller all around: the top of a pole, where rounding is larger than F and explains nothing."""
        import numpy as np

        random = np.random.default_rng(1)
        for far in _BESIDE:
            moved = last.x + far * np.maximum(1.0, np.abs(last.x)) * random.choice([-1.0, 1.0], self.system.size)
            value = self.system.value_or_none(moved)
            if value is None or float(np.abs(value).max(initial=0.0)) >= last.f:
                return False
        return True

    def _root(self, last: Iterate, jacobian: Any) -> Ending | Root:
        """The root here; its digits are known as far as rounding of F, carried back by J, allows."""
        import numpy as np

        if self._is_top(last):
            return Ending("pole", f"an equation has a pole at {where(self.system, last.x)}, and a pole is no root")
        if (level := on_plateau(self.system, last.x, jacobian)) is not None:
            return level
        slow = self._multiplicity() > 1
        try:
            moved = solve(jacobian, self.system.noise(last.x, jacobian))
        except SingularError:
            return Root(last.x, last.f, self.lengths[-1] if slow else math.inf)
        reached = float(np.abs(moved).max(initial=0.0))
        return Root(last.x, last.f, max(reached, 2 * self.lengths[-1]) if slow else reached)

    def _repeated(self, iterates: list[Iterate]) -> Ending | None:
        import numpy as np

        last = iterates[-1]
        far = float(np.abs(last.x).max(initial=0.0))
        if far > _FAR * max(1.0, float(np.abs(iterates[0].x).max(initial=0.0))):
            return Ending("diverged", f"diverged at step {last.k}: |v| grew to {place(far)}")
        length = _cycle(iterates)
        if length:
            shown = ", ".join(coordinates(it.x) for it in iterates[-length - 1 :])
            return Ending("cycle", f"the steps go round in a cycle: {shown}, …")
        if last.k >= self.stop.max_steps:
            best = min(iterates, key=lambda it: float(it.f))
            words = f"no root in {self.stop.max_steps} steps: the largest |fᵢ| came down to {place(best.f)}"
            return Ending("max-steps", f"{words}, at {where(self.system, best.x)}")
        return None

    def _move(
        self, iterates: list[Iterate], values: list[Any], step: Any, jacobian: Any, *, singular: bool
    ) -> Ending | Root | None:
        """A full step, halved until F falls and has a value."""
        import numpy as np

        last, value = iterates[-1], values[-1]
        scale = _row_scale(jacobian, self.system.size)
        size = float(np.linalg.norm(value / scale))
        factor, halvings = 1.0, 0
        while True:
            v = last.x - factor * step
            moved = self.system.value_or_none(v)
            if not self.damped:
                break
            if moved is not None and float(np.linalg.norm(moved / scale)) <= (1 - _ENOUGH * factor) * size:
                break
            halvings += moved is not None
            factor /= 2
            if halvings > _HALVINGS or np.array_equal(v, last.x):
                if singular and self.nudges < _NUDGES:
                    return self._nudge(iterates, values)
                return self._singular(last, value, jacobian) if singular else self._stuck(last)
        if moved is None:
            return self._left(last, v)
        iterates.append(_iterate(last.k + 1, v, moved, factor))
        values.append(moved)
        return None

    def _nudge(self, iterates: list[Iterate], values: list[Any]) -> Ending | None:
        """Where J is singular and no step lowers F, a place beside it may lead on: x = y, where x and y are alike."""
        import numpy as np

        last = iterates[-1]
        random = np.random.default_rng(self.nudges)
        self.nudges += 1
        v = last.x + _NUDGE * np.maximum(1.0, np.abs(last.x)) * random.uniform(-1, 1, self.system.size)
        moved = self.system.value_or_none(v)
        if moved is None:
            return self._left(last, v)
        iterates.append(_iterate(last.k + 1, v, moved, 0.0))
        values.append(moved)
        return None

    def _stuck(self, last: Iterate) -> Ending | Root:
        if (found := rounded_root(self.system, last.x)) is not None:
            return found
        at = where(self.system, last.x)
        return Ending("nearest", f"the equations come no nearer to 0 than {place(last.f)}, at {at}: no root there")

    def _left(self, last: Iterate, v: Any) -> Ending:
        import numpy as np

        if not np.all(np.isfinite(v)):
            return Ending("diverged", f"diverged at step {last.k + 1}: it leads beyond all floats")
        why = ""
        try:
            self.system.value(v)
        except UndefinedError as error:
            why = f": {error.message}"
        return Ending("domain", f"step {last.k + 1} leaves the domain: {where(self.system, v)}{why}")

    def _singular(self, last: Iterate, value: Any, jacobian: Any) -> Ending | Root:
        """The Jacobian is singular: a root all the same if F is rounding, else an end."""
        import numpy as np

        at = where(self.system, last.x)
        depends = said_dependence(jacobian, stationary=self.system.stationary)
        if bool(np.all(np.abs(value) <= self.system.noise(last.x, jacobian))):
            return on_plateau(self.system, last.x, jacobian) or Root(last.x, last.f, math.inf)
        said = f"the {self._matrix()} is singular at {at}{depends}"
        return rounded_root(self.system, last.x) or Ending("singular", said)

    def _matrix(self) -> str:
        return "Hessian" if self.system.stationary else "Jacobian"


def _row_scale(jacobian: Any, size: int) -> Any:
    """The largest slope of each equation, shape (n,); 1 where it has none."""
    import numpy as np

    scale = np.zeros(size)
    np.maximum.at(scale, jacobian.rows, np.abs(jacobian.values))
    return np.where(scale > 0, scale, 1.0)


def _cycle(iterates: list[Iterate]) -> int:
    import numpy as np

    for length in range(2, _LONGEST_CYCLE + 1):
        if len(iterates) <= 2 * length:
            return 0
        last = [it.x for it in iterates[-2 * length :]]
        scale = max(float(np.abs(v).max(initial=0.0)) for v in last)
        agree = all(np.abs(a - b).max() <= _AGREES * scale for a, b in zip(last[:length], last[length:], strict=True))
        if agree and max(np.abs(v - last[0]).max() for v in last) > 1e-6 * scale:
            return length
    return 0


def _finished(iterates: list[Iterate], ended: Ending | Root, evaluations: int) -> Run:
    """The run with its errors and its order."""
    import numpy as np

    known = tuple(iterates)
    if isinstance(ended, Ending):
        return Run("newton", known, ended, evaluations=evaluations)
    errors = tuple(float(np.linalg.norm(it.x - ended.x)) for it in known)
    floor = max(ended.uncertainty, float(np.spacing(np.abs(ended.x).max(initial=1e-300))))
    order = observed_order(errors, floor if math.isfinite(floor) else 1e-8)
    return Run("newton", known, Ending("root"), ended, errors, order, evaluations)
