"""The derivatives of a compiled function against differences of its values: one check for every test."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError

if TYPE_CHECKING:
    from mvcalc_cli.numeric.compiled import Triplets
    from mvcalc_cli.numeric.function import Numeric

# From long runs, where truncation counts, to short ones, where rounding does; a wavy function needs the short ones.
_STEPS: Final = tuple(10.0**-k for k in range(3, 13))
_GOOD: Final = 1e-9  # no shorter run is tried
_ENOUGH: Final = 1e-5
_BLURRED: Final = 1e-3  # a run is too short where rounding makes up so much of the slope
_SETTLED: Final = 0.02  # three differences that stay so near each other, and far from the slope, contradict it
_NOTHING: Final = 1e-6  # a slope so small beside the value counts as 0
_GROWN: Final = 3.0
_UNIT: Final = 1e-16

Function = Callable[[Any], Any]


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        verdict: "agrees", "contradicted", or "unchecked" where neighbours have no values or differences do not settle.
        error: The largest difference found, relative to the size of the derivatives (0 to about 1).
        directions: How many directions could be compared.
    """

    verdict: str
    error: float
    directions: int


class Claim(NamedTuple):
    """A derivative that is claimed of a function at a point.

    Attributes:
        function: v -> a number or an array.
        slope: Its derivative along a direction d, as claimed.
        v: The point, shape (n,).
        whole: The length of the whole derivative.
    """

    function: Function
    slope: Function
    v: Any
    whole: float = 0.0


class _Run(NamedTuple):
    """Differences over one run: the central one, how far the one-sided ones are apart, what rounding may do."""

    slope: Any
    apart: float
    rounding: float


def check_gradients(numeric: Numeric, v: Any, directions: int = 8, seed: int = 0) -> Checked:
    """Compare the gradient (of a vector function the Jacobian) with central differences.

    Args:
        numeric: The compiled function.
        v: The point, shape (n,).
        directions: How many random directions d to try: ∇f·d against (f(v + hd) − f(v − hd))/2h, the best of ten h.
        seed: Of the random directions.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> check_gradients(compile_numeric("x^2 y"), np.array([1.0, 2.0])).verdict
    'agrees'
    """
    if numeric.count is not None:
        return check_jacobian(numeric, v, numeric.jacobian(v), directions, seed)
    _, gradient = numeric.gradient(v)
    claim = Claim(numeric.value, lambda d: float(gradient @ d), v, length(gradient))
    return _compared(claim, directions, seed)


def check_jacobian(numeric: Numeric, v: Any, matrix: Triplets, directions: int = 8, seed: int = 0) -> Checked:
    """Compare the Jacobian of a vector function with central differences of its values; see `check_gradients`."""
    return _compared(Claim(numeric.value, matrix.times, v, length(matrix.values)), directions, seed)


def check_hessian(numeric: Numeric, v: Any, matrix: Triplets, directions: int = 8, seed: int = 0) -> Checked:
    """Compare the Hessian with central differences of the gradient; see `check_gradients`.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> f, v = compile_numeric("x^2 y"), np.array([1.0, 2.0])
    >>> check_hessian(f, v, f.hessian(v)).verdict
    'agrees'
    """
    claim = Claim(lambda u: numeric.gradient(u)[1], matrix.times, v, length(matrix.values))
    return _compared(claim, directions, seed)


def worse(first: Checked, second: Checked) -> Checked:
    """Both together: what contradicts counts, then what could not be checked."""
    rank = {"contradicted": 0, "unchecked": 1, "agrees": 2}
    verdict = min(first.verdict, second.verdict, key=lambda each: rank[each])
    return Checked(verdict, max(first.error, second.error), min(first.directions, second.directions))


def _compared(claim: Claim, directions: int, seed: int) -> Checked:
    """The verdict over random directions."""
    import numpy as np

    claim = claim._replace(v=np.asarray(claim.v, dtype=np.float64))
    draw = np.random.default_rng(seed)
    here = claim.function(claim.v)
    found = []
    with np.errstate(all="ignore"):
        for _ in range(directions):
            d = draw.standard_normal(len(claim.v))
            d /= max(float(np.linalg.norm(d)), 1e-300)
            found.append(_along(claim, here, d))
    return _together(found)


def _together(found: list[tuple[str, float]]) -> Checked:
    for verdict in ("contradicted", "agrees"):
        errors = [error for each, error in found if each == verdict]
        if errors:
            return Checked(verdict, max(errors), len(errors))
    return Checked("unchecked", math.nan, 0)


def _along(claim: Claim, here: Any, d: Any) -> tuple[str, float]:
    """The verdict in one direction, and the smallest relative difference over the runs."""
    slope = claim.slope(d)
    # A random direction of length 1 sees so much of the derivative.
    scale = claim.whole / math.sqrt(max(len(d), 1)) + _NOTHING * length(here) / _size(claim.v)
    runs: list[_Run] = []
    best, least = math.inf, math.inf
    for run in _runs(claim, here, d):
        # Of a flat function (x³ at 0) the neighbours say what is small.
        scale = max(scale, length(run.slope), run.apart, 1e-300)
        if run.rounding > _BLURRED * scale:
            break
        runs.append(run)
        difference = length(run.slope - slope)
        best = min(best, max(difference - run.rounding, 0.0) / scale)
        least = min(least, difference / scale)
        if least < _GOOD:
            break
    ends = [runs[: k + 3] for k in range(len(runs) - 2) if _settle(runs[: k + 3], slope)]
    # Shorter runs, of which less is known, do not take back what longer ones say.
    clear = any(length(end[-1].slope - slope) > 2 * max(run.rounding for run in end[-3:]) for end in ends)
    if least < _ENOUGH or (best < _ENOUGH and not clear):
        return "agrees", least
    return ("contradicted", least) if ends else ("unchecked", math.nan)


def _settle(runs: list[_Run], slope: Any) -> bool:
    """Do differences stay at something other than the slope, on both sides?"""
    off = length(runs[-1].slope - slope)
    if off > _GROWN * min(length(run.slope - slope) for run in runs):
        return False  # runs so short that nothing moves at all: all differences are 0 then
    still = all(length(wide.slope - near.slope) <= _SETTLED * off for wide, near in pairwise(runs[-3:]))
    return still and runs[-1].apart <= 0.1 * off


def _runs(claim: Claim, here: Any, d: Any) -> Iterator[_Run]:
    """The differences over shorter and shorter runs, where both neighbours have values."""
    import numpy as np

    size = _size(claim.v)
    for step in _STEPS:
        h = step * size
        try:
            ahead, behind = (np.asarray(claim.function(claim.v + move)) for move in (h * d, -h * d))
        except MvcalcError:
            continue
        blur = 8 * (length(ahead) + length(behind)) + 2 * size * claim.whole
        yield _Run((ahead - behind) / (2 * h), length(ahead - 2 * here + behind) / h, _UNIT * blur / h)


def _size(v: Any) -> float:
    """The largest coordinate, 1 at least: what a run is measured by."""
    import numpy as np

    return max(1.0, float(np.abs(v).max(initial=0.0)))


def length(array: Any) -> float:
    """The Euclidean length, without overflow on the way."""
    import numpy as np

    largest = float(np.abs(array).max(initial=0.0))
    return largest * float(np.linalg.norm(np.asarray(array) / largest)) if largest else 0.0
