"""Where a solver ended, by which way, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Linearised

Reason = Literal[
    "direct",  # a linear model: solved, not searched
    "gradient",  # the residuals are at right angles to every derivative
    "step",  # the next step is below rounding
    "exact",  # no residual is left
    "max_steps",
    "singular",  # the data do not tell some parameters apart
    "flat",  # chi² goes on falling, or stays, as a parameter goes to infinity
    "stalled",  # no step lowers chi², and the gradient is not small
    "diverged",  # the fixed rate, or Gauss-Newton without damping
    "domain",  # the model has no value where the step leads
]


class Step(NamedTuple):
    """One iteration of a solver.

    Attributes:
        k: 0 at the start.
        theta: The free parameters, shape (p,).
        chi2: The sum of the squares (or the loss) there.
        norm: The length of the scaled gradient: the largest cosine between the residuals and a derivative.
        damping: λ of Levenberg-Marquardt, the rate of a descent; 0 where the method has none.
        accepted: Whether the step was taken; one that was not is a trial.
    """

    k: int
    theta: Any
    chi2: float
    norm: float
    damping: float = 0.0
    accepted: bool = True


class Ending(NamedTuple):
    """Why a solver stopped.

    Attributes:
        converged: Whether θ is a minimum of chi², as far as it can be known.
        reason: One word.
        words: One sentence for people, where there is something to say.
        hint: What to do about it.
        blame: The parameters that are not determined, or at fault.
    """

    converged: bool
    reason: Reason
    words: str = ""
    hint: str = ""
    blame: tuple[str, ...] = ()


class Solution(NamedTuple):
    """The end of a fit.

    Attributes:
        method: "qr", "lm", "gauss-newton", "gd".
        names: The free parameters.
        theta: Their estimates, shape (p,).
        end: The problem there, compressed.
        ending: Why it stopped.
        steps: The way; () of a direct solution.
        digits: How many digits of θ are known, where rounding is what limits them; infinite where it does not.
        active: For each parameter −1 at its lower bound, 1 at its upper, 0 within.
        tried: How many starts were tried.
        chi2_exact: chi2 in extended precision, where it was computed; else end.chi2.
        variance: What (RᵀR)⁻¹ is multiplied by for the covariance, of a robust loss; None: chi2/(n − p), or 1.
        scale: The standard deviation of the residuals that are no outliers, in units of σ, of a robust loss; else None.
        root: L with (JᵀJ)⁻¹ = L Lᵀ, shape (p, p), where it is known better than R⁻¹ gives it; else None.
    """

    method: str
    names: tuple[str, ...]
    theta: Array
    end: Linearised
    ending: Ending
    steps: tuple[Step, ...] = ()
    digits: float = float("inf")
    active: tuple[int, ...] = ()
    tried: int = 1
    chi2_exact: float | None = None
    variance: float | None = None
    scale: float | None = None
    root: Array | None = None

    @property
    def chi2(self) -> float:
        """The sum of the squared (weighted) residuals, as exactly as it is known."""
        return self.end.chi2 if self.chi2_exact is None else self.chi2_exact
