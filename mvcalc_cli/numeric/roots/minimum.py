"""Where the gradient is 0: down to a minimum in a trust region, or by the textbook; and what kind of point it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.negated import negated
from mvcalc_cli.numeric.descent.neighbours import lower_neighbour
from mvcalc_cli.numeric.descent.objective import Objective
from mvcalc_cli.numeric.descent.run import Ending as End
from mvcalc_cli.numeric.descent.run import Stop as StopDescent
from mvcalc_cli.numeric.roots.order import observed_order
from mvcalc_cli.numeric.roots.system import System
from mvcalc_cli.numeric.roots.systems import newton_system
from mvcalc_cli.numeric.roots.trace import Ending, Iterate, Reason, Root, Run, Stop

if TYPE_CHECKING:
    from mvcalc_cli.numeric.compiled import Numeric
    from mvcalc_cli.numeric.descent.run import Run as Descent
    from mvcalc_cli.numeric.descent.state import State

Watch = Callable[[Iterate], None]

# The Hessian of more variables is not taken apart.
_LARGEST: Final = 300
# Eigenvalues below this part of the largest are 0 up to rounding.
_ZERO: Final = 1e-9
_REASONS: Final[dict[str, Reason]] = {
    "diverged": "diverged", "unbounded": "diverged", "domain": "domain", "max-steps": "max-steps",
}  # fmt: skip


class Minimum(NamedTuple):
    """What a search for a minimum came to.

    Attributes:
        run: Its steps; `f` of an iterate is the length of the gradient, or its largest entry.
        kind: "minimum", "maximum", "saddle", "flat", "kink" or "unknown" (no verdict), or "" where no gradient is 0.
        f: The value where it ended.
        words: Why it is no minimum, or no proven one; "" of one.
        good: Whether no lower place was found around: so it is of a minimum, and where the Hessian does not tell.
    """

    run: Run
    kind: str
    f: float
    words: str
    good: bool


def lowered(numeric: Numeric, start: Any, stop: Stop, watch: Watch | None = None) -> Minimum:
    """Newton's method in a trust region, as `descend` has it: it goes down, and past saddles.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> found = lowered(compile_numeric("x^4 - x^2"), np.array([2.0]), Stop(1e-9))
    >>> found.kind, found.run.root.x.round(6).tolist()
    ('minimum', [0.707107])
    """
    told = None if watch is None else (lambda state: watch(_iterate(state)))
    down = descend(Objective(numeric), method("newton"), start, StopDescent(stop.tolerance, stop.max_steps), told)
    if down.ending.converged:
        words = "" if down.ending.nature == "minimum" else down.ending.words
        return Minimum(_converged(down), down.ending.nature, down.end.f, words, good=True)
    run = Run("newton", _iterates(down), Ending(_reason(down.ending)), evaluations=down.counts.all)
    hint = f"; try {down.ending.hint}" if down.ending.hint else ""
    return Minimum(run, "", down.end.f, f"{down.ending.words}{hint}", good=False)


def _converged(down: Descent) -> Run:
    """The steps to a minimum, with their errors and order."""
    import numpy as np

    v = down.end.v
    step = down.ending.known if math.isfinite(down.ending.known) else down.ending.newton_step
    uncertainty = max(step, float(np.spacing(np.abs(v).max(initial=1e-300)))) if math.isfinite(step) else math.inf
    iterates = _iterates(down)
    errors = tuple(float(np.linalg.norm(it.x - v)) for it in iterates)
    root = Root(v, down.end.norm, uncertainty)
    order = observed_order(errors, uncertainty)
    return Run("newton", iterates, Ending("root"), root, errors, order, down.counts.all)


def _iterates(down: Descent) -> tuple[Iterate, ...]:
    return tuple(_iterate(state) for state in down.states)


def _iterate(state: State) -> Iterate:
    return Iterate(state.k, state.v, state.norm)


def _reason(ending: End) -> Reason:
    """The word of a descent's ending, in those of a search for roots."""
    return _REASONS.get(ending.reason, "kink" if ending.nature == "kink" else "nearest")


def stationary(numeric: Numeric, start: Any, stop: Stop, watch: Watch | None = None) -> Minimum:
    """The textbook's v ← v − H⁻¹·∇f, to whatever point has a gradient of 0.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> found = stationary(compile_numeric("x^2 - y^2"), np.array([1.0, 1.0]), Stop())
    >>> found.kind, found.words
    ('saddle', '∇f = 0 at a saddle, no minimum')
    """
    run = newton_system(System(numeric), start, stop, damped=False, watch=watch)
    if run.root is None:
        return Minimum(run, "", math.nan, run.ending.words, good=False)
    kind = kind_of(numeric, run.root.x)
    words = {
        "minimum": "",
        "jump": "∇f = 0, but f jumps there or beside it: this is neither a minimum nor a maximum",
        "flat": "∇f = 0, but the Hessian is singular there, or too large to tell: no verdict",
    }.get(kind, f"∇f = 0 at a {kind}, no minimum")
    return Minimum(run, kind, numeric.value(run.root.x), words, good=kind == "minimum")


def kind_of(numeric: Numeric, v: Any) -> str:
    """minimum, maximum or saddle, by the Hessian's eigenvalues; "flat" where one is 0, or there are too many.

    "jump" where the Hessian speaks of a minimum or a maximum, and neighbours do not.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> kind_of(compile_numeric("x^2 + y^2"), np.zeros(2)), kind_of(compile_numeric("x^4"), np.zeros(1))
    ('minimum', 'flat')
    """
    import numpy as np

    if numeric.size > _LARGEST:
        return "flat"
    eigenvalues = np.linalg.eigvalsh(numeric.hessian(v).dense())
    least = _ZERO * float(np.abs(eigenvalues).max(initial=0.0))
    if eigenvalues[0] < -least and eigenvalues[-1] > least:
        return "saddle"
    if np.any(np.abs(eigenvalues) <= least):
        return "flat"
    kind = "minimum" if eigenvalues[0] > 0 else "maximum"
    return kind if _is_lowest(numeric if kind == "minimum" else negated(numeric), v) else "jump"


def _is_lowest(numeric: Numeric, v: Any) -> bool:
    """Whether no neighbour is lower."""
    objective = Objective(numeric)
    return lower_neighbour(objective, objective.state(v)) is None
