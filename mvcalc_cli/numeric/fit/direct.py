"""From the solution of a linear problem in its frame to that in the parameters: estimates, errors, digits, words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import DomainError
from mvcalc_cli.numeric.fit.rank import CENTRE, Rank, groups, in_words
from mvcalc_cli.numeric.fit.residuals import Linearised
from mvcalc_cli.numeric.fit.solution import Ending, Reason, Solution

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array
    from mvcalc_cli.numeric.fit.frame import Frame

DOUBLE: Final = 2.0**-53
# A double shows no more digits than these.
_ALL: Final = 15.0
# Below this a sum of squares has lost digits, or is 0 without being none.
_SMALLEST: Final = 1e-290
# A parameter of a perfect fit that moves y by less than this many units is 0.
_NOTHING: Final = 16.0
# Perturbations that are tried, and how much farther than the farthest of them rounding may have gone.
_DRAWS: Final = 8
_SAFETY: Final = 3.0
# With fewer digits than these it has to be said.
_FEW: Final = 6.0


class Solved(NamedTuple):
    """The solution of ‖y − A·z‖ → min, the columns of A of length 1.

    Attributes:
        z: Shape (p,), long doubles.
        triangle: R of A in double precision, shape (p, p).
        inner: R⁻¹ of A as well as it is known, shape (p, p), long doubles.
        chi2: ‖y − A·z‖².
        exact: Is nothing left of it but rounding?
        size: ‖y‖ before anything was subtracted from it.
        rows: n.
        unit: The rounding unit that z was computed with.
        given: The rounding units of the columns of X, in their order, shape (p,), and of y.
        correction: How z was moved in the end, shape (p,).
    """

    z: Any
    triangle: Array
    inner: Any
    chi2: Any
    exact: bool
    size: float
    rows: int
    unit: float
    given: tuple[Any, float]
    correction: Any


def direct_solution(names: tuple[str, ...], frame: Frame, solved: Solved) -> Solution:
    """The estimates and what is known of them.

    Args:
        names: The parameters.
        frame: In which the problem was solved.
        solved: The solution there.

    Raises:
        DomainError: If the residuals are too large to be squared.
    """
    import numpy as np

    theta, root = frame.estimates(solved.z), frame.turned(solved.inner)
    chi2 = 0.0 if solved.exact else float(solved.chi2)
    if not (np.isfinite(theta).all() and np.isfinite(root).all() and math.isfinite(chi2)):
        hint = "measure y in larger units: --y 'y/1e100'"
        raise DomainError("overflow: the sum of the squared residuals is larger than 1e308", hint=hint)
    if not solved.exact and chi2 < _SMALLEST:
        hint = "measure y in smaller units: --y 'y*1e100'"
        raise DomainError("underflow: the sum of the squared residuals is smaller than 1e-290", hint=hint)
    errors = _errors(frame, solved)
    if solved.exact:
        theta[np.abs(theta) * _lengths(frame) <= _NOTHING * solved.unit * solved.size] = 0
    digits = _digits(theta, errors, root, chi2 / max(solved.rows - len(theta), 1))
    return Solution(
        "qr",
        names,
        theta.astype(np.float64),
        Linearised(triangle_of(frame, solved.triangle), np.zeros(len(theta)), chi2, solved.rows, solved.size),
        _ending(solved, digits, names),
        digits=digits,
        active=(0,) * len(theta),
        chi2_exact=chi2,
        root=root.astype(np.float64),
    )


def _lengths(frame: Frame) -> Any:
    """The lengths of the columns of X, shape (p,)."""
    import numpy as np

    found = np.empty_like(frame.lengths)
    found[list(frame.order)] = np.hypot(frame.lengths, np.abs(frame.anchors) * frame.lengths[0])
    return found


def triangle_of(frame: Frame, triangle: Array) -> Array:
    """R of X from that of A."""
    import numpy as np

    found = np.linalg.qr((triangle @ frame.matrix()).astype(np.float64), mode="r")
    return np.asarray(found, dtype=np.float64)


def _errors(frame: Frame, solved: Solved) -> Any:
    """How far rounding may have moved θ, shape (p,): the farthest of a few perturbations at random.

    Of A = QR perturbed by δA, and y by δy, z moves by R⁻¹(Qᵀ(δy − δA·z) + R⁻ᵀ·δAᵀ·r), to first order. Each entry of
    δA is off by a unit, so that Qᵀ(…) is a vector of p random numbers, and δAᵀ·r another, √n smaller than were all
    errors alike. What was rounded before it was centred is further off, by as much as the column became shorter.
    """
    import numpy as np

    longer = np.hypot(1, np.abs(frame.anchors) * frame.lengths[0] / frame.lengths)
    unit = solved.unit + solved.given[0][list(frame.order)] * longer
    ahead = np.hypot(np.sqrt(np.square(unit * solved.z).sum()), solved.given[1] * solved.size)
    back = unit * np.sqrt(np.abs(solved.chi2))
    farthest = np.abs(frame.turned(solved.correction))
    for draw in range(_DRAWS):
        first, second = _noise(2 * draw, len(unit)), _noise(2 * draw + 1, len(unit))
        moved = solved.inner @ (first * ahead + solved.inner.T @ (second * back)) / math.sqrt(solved.rows)
        farthest = np.maximum(farthest, _SAFETY * np.abs(frame.turned(moved)))
    return farthest


def _noise(draw: int, count: int) -> Any:
    """Numbers from −1 to 1 that have nothing to do with each other, always the same."""
    import numpy as np

    scrambled = np.sin(1.0 + draw * count + np.arange(count)) * 43758.5453
    return 2 * (scrambled - np.floor(scrambled)) - 1


def _digits(theta: Any, errors: Any, root: Any, variance: float) -> float:
    """How many digits are right, counted from the first of an estimate or of its standard error, if that is larger."""
    import numpy as np

    size = np.maximum(np.abs(theta), np.sqrt(np.square(root * math.sqrt(variance)).sum(axis=1)))
    shown = (size > 0) & (errors > 0)
    if not shown.any():
        return math.inf
    digits = -math.log10(float(np.max(errors[shown] / size[shown])))
    return math.inf if digits >= _ALL else max(digits, 0.0)


def _ending(solved: Solved, digits: float, names: tuple[str, ...]) -> Ending:
    # The standard errors of a perfect fit are 0: nothing says how much of an estimate matters.
    if digits <= (1.0 if solved.exact else 0.0):
        words = "the data determine the parameters so weakly that rounding leaves no digit of them"
        return Ending(False, "singular", words, CENTRE, names)
    reason: Reason = "exact" if solved.exact else "direct"
    if digits >= _FEW:
        return Ending(True, reason, "the model passes through every point" if solved.exact else "")
    count = max(int(digits), 1)
    few = "1 digit" if count == 1 else f"{count} digits"
    return Ending(True, reason, f"only about {few} of the estimates can be trusted: rounding hides the others", CENTRE)


def fixed_solution(chi2: float, rows: int) -> Solution:
    """The solution of a problem without parameters."""
    import numpy as np

    end = Linearised(np.zeros((0, 0)), np.zeros(0), chi2, rows)
    return Solution("qr", (), np.zeros(0), end, Ending(True, "direct"), chi2_exact=chi2)


class Deficient(NamedTuple):
    """A problem whose rank is not full.

    Attributes:
        triangle: R of A, shape (p, p).
        onto: Qᵀy, shape (p,).
        chi2: ‖y‖² − ‖Qᵀy‖².
        rows: n.
        rank: Of the triangle.
    """

    triangle: Array
    onto: Array
    chi2: float
    rows: int
    rank: Rank


def singular_solution(names: tuple[str, ...], frame: Frame, problem: Deficient) -> Solution:
    """One of many solutions, and the names of what the data do not tell apart."""
    import numpy as np

    z = np.linalg.lstsq(problem.triangle, problem.onto, rcond=1e-12)[0]
    left = float(np.square(problem.onto - problem.triangle @ z).sum())
    whole = triangle_of(frame, problem.triangle)
    null = np.asarray(frame.turned(problem.rank.null.astype(np.longdouble)), dtype=np.float64)
    found = groups(null, np.abs(whole).max(axis=0), names)
    words, hint = in_words(found, problem.rank.rank, problem.rows, len(names))
    blame = {name for group in found for name in group}
    return Solution(
        "qr",
        names,
        frame.estimates(z.astype(np.longdouble)).astype(np.float64),
        Linearised(whole, np.zeros(len(z)), max(problem.chi2, 0.0) + left, problem.rows),
        Ending(False, "singular", words, hint, tuple(name for name in names if name in blame)),
        digits=0.0,
        active=(0,) * len(z),
    )
