"""What a method of descent works with: where it is, what it is told, and what it must be able to do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective


class State(NamedTuple):
    """Where a run stands after k steps.

    Attributes:
        k: Steps so far; 0 at the start.
        v: The point, shape (n,).
        f: f(v).
        gradient: ∇f(v), shape (n,).
        norm: |∇f(v)|; under bounds of the projected gradient, see `Objective.projected`.
        length: |v − v of the step before|; nan at the start.
        rate: The rate α of the step that led here, or the radius of a trust region; nan at the start.
        note: What was special about the step: "negative curvature", "restart"; "" where nothing was.
        memory: The method's own: velocities, an estimate of the Hessian.
    """

    k: int
    v: Any
    f: float
    gradient: Any
    norm: float
    length: float = math.nan
    rate: float = math.nan
    note: str = ""
    memory: Any = None


class Stuck(Exception):  # noqa: N818 - no mistake, an end of the run
    """The method finds no lower value: the loop ends the run and asks what that means.

    Args:
        reason: In words, "the line search finds no lower value".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Method(Protocol):
    """The two verbs of a method; the loop has the other two, terminate and postprocess.

    Attributes:
        name: What --method takes: "gd".
        title: What the screen calls it: "gradient descent".
        formula: The step in mathematics: "x ← x − α·∇f(x)".
    """

    name: str
    title: str
    formula: str

    def init(self, objective: Objective, v: Any) -> State:
        """The state at the start, with the method's memory; raises UndefinedError where f has no value."""
        ...

    def step(self, objective: Objective, state: State) -> State:
        """The next state.

        Raises:
            Stuck: If no lower value is found.
            UndefinedError: If the step left the domain of f (methods with a line search shorten the step instead).
        """
        ...
