"""What a run of descent leaves: the trace, the end and what it means."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from mvcalc_cli.numeric.descent.objective import Counts
from mvcalc_cli.numeric.descent.state import State

# Why a run ended.
Reason = Literal[
    "gradient",  # |∇f| ≤ tolerance
    "step",  # steps became so short, beside v, that nothing changes any more, and Newton's step says so too
    "max-steps",
    "diverged",  # f or |∇f| grew beyond all bounds
    "domain",  # the step left the domain of f
    "stuck",  # no lower value was found, and no test says that this is an end
    "unbounded",  # f fell below every sensible value: no minimum
]

# What the point is where it ended.
Nature = Literal[
    "minimum",  # small gradient, positive definite Hessian, Newton's step is short
    "flat",  # small gradient and no lower neighbour, but the Hessian vanishes in some direction: x⁴, (x + y)²
    "saddle",  # a direction goes further down
    "maximum",  # every direction goes down
    "distant",  # small gradient, but Newton's step is long: the minimum, if there is one, is far away (e^-x)
    "kink",  # f has no gradient there: |x| at 0
    "unknown",  # not looked at, as the run did not converge; or not to be decided
]


class Ending(NamedTuple):
    """The end of a run, said.

    Attributes:
        reason: Which test ended it.
        nature: What the point is.
        converged: Whether this is an answer: a gradient or step test held, and the point is no saddle or maximum.
        words: The sentence: "converged in 64 steps", "diverged at step 4: |∇f| grew from 3.5e+01 to 3.1e+09".
        hint: What to try, as options of the command line: "--rate 0.01", "--from 1,2"; "" where nothing is known.
        smallest: The smallest eigenvalue of the Hessian (of the free variables under bounds); nan if not looked at.
        largest: The largest.
        direction: Where f goes on falling (saddle, maximum, kink, distant) a direction, shape (n,), length 1; or None.
        newton_step: The length of Newton's step from here; nan if not looked at.
        known: How far away the point is that the run was coming to: so far its place is known. inf if Newton's steps
            have no end; nan if not looked at.
        active: How many variables stand at a bound.
    """

    reason: Reason
    nature: Nature
    converged: bool
    words: str
    hint: str = ""
    smallest: float = float("nan")
    largest: float = float("nan")
    direction: Any = None
    newton_step: float = float("nan")
    known: float = float("nan")
    active: int = 0


class Run(NamedTuple):
    """A whole run.

    Attributes:
        method: The name of the method, "gd".
        title: "gradient descent".
        formula: "x ← x − α·∇f(x)".
        states: The trace, memory left out. Of functions of more than 1,000 variables, or beyond 100,000 steps, only
            some states keep (the first, the last, and those that a table shows).
        end: The last state.
        ending: What it means.
        counts: Evaluations.
        seconds: Wall time.
    """

    method: str
    title: str
    formula: str
    states: tuple[State, ...]
    end: State
    ending: Ending
    counts: Counts
    seconds: float


class Stop(NamedTuple):
    """When a run ends.

    Attributes:
        tolerance: Of |∇f|.
        max_steps: Steps.
    """

    tolerance: float = 1e-6
    max_steps: int = 1000
