"""What the tests for an end look at, and which states of a run are kept."""

from __future__ import annotations

import math
from collections import deque
from typing import Any, Final

from mvcalc_cli.numeric.descent.state import State

# How many steps back "still falling" and "jumping" look.
RECENT: Final = 20
# Beyond this many variables, or steps, or numbers in both, only some states are kept.
_MANY_VARIABLES: Final = 1000
_MANY_STEPS: Final = 100_000
_MANY_NUMBERS: Final = 10_000_000


class Progress:
    """The way so far: the first state, the last, and the last few values.

    Attributes:
        first: The start.
        last: The state now.
        values: f of the last states, the oldest first.
        norms: |∇f| of them.
        turn: The cosine of the angle between the last two steps; nan before there are two.
        stands: Whether the last two steps were so short that v stayed as it was.
    """

    def __init__(self, first: State) -> None:
        self.first = self.last = first
        self.values: deque[float] = deque([first.f], RECENT + 1)
        self.norms: deque[float] = deque([first.norm], RECENT + 1)
        self.turn = math.nan
        self.stands = False
        self._step: Any = None

    def add(self, state: State) -> None:
        """One step more."""
        import numpy as np

        step, before = state.v - self.last.v, self._step
        if before is not None:
            both = float(np.linalg.norm(step)) * float(np.linalg.norm(before))
            self.turn = float(step @ before) / both if both else math.nan
            self.stands = not step.any() and not before.any()
        self._step, self.last = step, state
        self.values.append(state.f)
        self.norms.append(state.norm)

    @property
    def step(self) -> Any:
        """The last step, shape (n,); None at the start."""
        return self._step


class Trace:
    """The states that are kept: all, or of large functions and long runs those that a table shows."""

    def __init__(self, first: State) -> None:
        self._kept = [_bare(first)]
        self._last = first
        self._some = len(first.v) > _MANY_VARIABLES

    def add(self, state: State) -> None:
        """One state more."""
        if not self._some and (state.k > _MANY_STEPS or state.k * len(state.v) > _MANY_NUMBERS):
            self._some = True
            self._kept = [kept for kept in self._kept if shown(kept.k)]
        if not self._some or shown(state.k):
            self._kept.append(_bare(state))
        self._last = state

    def states(self) -> tuple[State, ...]:
        """The states kept, and the last."""
        more = () if self._kept[-1].k == self._last.k else (_bare(self._last),)
        return (*self._kept, *more)


def shown(k: int) -> bool:
    """Whether a table of many steps has a row for step k: 0, 1, 2, 5, 10, 20, 50, 100, ….

    >>> [k for k in range(600) if shown(k)]
    [0, 1, 2, 5, 10, 20, 50, 100, 200, 500]
    """
    while k >= 10 and k % 10 == 0:
        k //= 10
    return k in {0, 1, 2, 5}


def _bare(state: State) -> State:
    return state if state.memory is None else state._replace(memory=None)
