"""What a search for a root leaves: the iterates, the root if one was found, and how the search ended."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

from mvcalc_cli.calculus.undefined import said

# Why a search ended.
Reason = Literal[
    "root",  # verified
    "flat",  # f′ = 0: the tangent never meets the axis
    "kink",  # f has no derivative there
    "cycle",  # the iterates repeat themselves
    "diverged",  # they run away
    "domain",  # a step left the domain of f
    "nearest",  # |f| has a minimum there that is not 0
    "pole",  # the sign changes through a pole
    "jump",  # the sign changes through a jump
    "plateau",  # f is 0 up to rounding on a whole stretch
    "singular",  # the Jacobian of a system is singular
    "max-steps",
]


class Iterate(NamedTuple):
    """Where a search stands after k steps.

    Attributes:
        k: Steps so far; 0 at the start.
        x: The place: a number, or a vector of shape (n,) of a system.
        f: f(x); of a system the largest |fᵢ|.
        slope: f′(x), or of a secant its slope; nan where the method has none.
        factor: By how much the step that led here was shortened; 1 for a full step; 0 where
            a singular Jacobian left no step, and the place was moved a little.
        low: Of bisection the lower end of the bracket whose middle x is; nan else.
        high: The upper end.
    """

    k: int
    x: Any
    f: Any
    slope: Any = math.nan
    factor: float = 1.0
    low: float = math.nan
    high: float = math.nan


class Root(NamedTuple):
    """A root that was put back.

    Attributes:
        x: Where; of a system a vector of shape (n,).
        residual: f(x), of a system the largest |fᵢ(x)|.
        uncertainty: How far from x rounding of f still hides the root.
        slope: f′(x).
    """

    x: Any
    residual: Any
    uncertainty: float
    slope: Any = math.nan


class Order(NamedTuple):
    """How fast the errors fell.

    Attributes:
        order: p of e ← C·e^p, as observed.
        words: What it means: "correct digits double each step (quadratic)".
        fraction: Of linear convergence the part of the error that a step keeps; nan else.
        multiplicity: Of the root, where a linear convergence of Newton's method shows it; 0 where nothing does.
    """

    order: float
    words: str
    fraction: float = math.nan
    multiplicity: int = 0


class Ending(NamedTuple):
    """The end of a search, said.

    Attributes:
        reason: Which test ended it.
        words: The sentence where no root was found: "the tangent is flat at x = 0: f′ = 0".
        hint: What to try; "" where nothing is known.
    """

    reason: Reason
    words: str = ""
    hint: str = ""


class Stop(NamedTuple):
    """When a search ends.

    Attributes:
        tolerance: Of a step, beside max(1, |x|).
        max_steps: Steps.
    """

    tolerance: float = 1e-12
    max_steps: int = 100


class Run(NamedTuple):
    """A whole search.

    Attributes:
        method: "newton", "bisection" or "secant".
        iterates: All of them, the start first.
        ending: How it ended.
        root: The verified root; None where none was found.
        errors: The distance of each iterate to the root; () without one.
        order: The observed order of convergence; None where the errors do not show one.
        evaluations: Of f and f′.
    """

    method: str
    iterates: tuple[Iterate, ...]
    ending: Ending
    root: Root | None = None
    errors: tuple[float, ...] = ()
    order: Order | None = None
    evaluations: int = 0

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return self.iterates[-1].k


def place(x: Any) -> str:
    """A place in a sentence: a number, or a complex one.

    >>> place(-0.5), place(1 - 2j), place(1j)
    ('−0.5', '1 − 2i', '0 + 1i')
    """
    if not isinstance(x, complex):
        return said(0.0 if x == 0 else x)
    return f"{said(x.real)} {'−' if x.imag < 0 else '+'} {said(abs(x.imag))}i"
